import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { REGION } from '../computed.ts'
import { declared, unread } from '../graph.ts'
import type { Declared, Graph } from '../graph.ts'

export const TABLE = 'aws:dynamodb/table:Table'

const Inputs = z.strictObject({
  billingMode: z.literal('PAY_PER_REQUEST'),
  hashKey: z.string(),
  rangeKey: z.string(),
  attributes: z.array(z.strictObject({ name: z.string(), type: z.enum(['S', 'N', 'B']) })),
  streamEnabled: z.literal(true),
  streamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
  ttl: z.strictObject({ attributeName: z.string(), enabled: z.literal(true) }),
  deletionProtectionEnabled: z.boolean(),
  // DynamoDB Local has neither backups nor encryption.
  pointInTimeRecovery: unread,
  serverSideEncryption: unread,
})
const Outputs = z.looseObject({ name: z.string() })

/** Makes the declared tables that are not there yet; those that are keep their data. */
export async function makeTables(graph: Graph, endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ region: REGION, endpoint, credentials })
  const tables = declared(graph, TABLE, { inputs: Inputs, outputs: Outputs })
  await Promise.all(tables.map((table) => makeTable(client, table)))
  client.destroy()
}

async function makeTable(
  client: DynamoDBClient,
  { inputs, outputs }: Declared<z.infer<typeof Inputs>, z.infer<typeof Outputs>>,
): Promise<void> {
  const TableName = outputs.name
  if (await exists(client, TableName)) return
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: inputs.billingMode,
      KeySchema: [
        { AttributeName: inputs.hashKey, KeyType: 'HASH' },
        { AttributeName: inputs.rangeKey, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: inputs.attributes.map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      StreamSpecification: { StreamEnabled: true, StreamViewType: inputs.streamViewType },
      DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
    }),
  )
  const { attributeName: AttributeName } = inputs.ttl
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName },
    }),
  )
}

async function exists(client: DynamoDBClient, TableName: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName }))
    return true
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false
    throw error
  }
}
