import { documentClient } from '@tenantry/dynamo'
import { readStreamEnv } from './env.ts'
import { createIndexer } from './indexing.ts'

const { TABLE_NAME } = readStreamEnv()

export const handler = createIndexer({
  client: documentClient(),
  TableName: TABLE_NAME,
  ConsistentRead: true,
})
