import { documentClient } from '@tenantry/dynamo'
import { readStreamEnv } from './env.ts'
import { createStreamConsumer } from './stream.ts'

const { TABLE_NAME } = readStreamEnv()

export const handler = createStreamConsumer({
  client: documentClient(),
  TableName: TABLE_NAME,
  ConsistentRead: true,
})
