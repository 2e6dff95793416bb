import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Item } from './keys.ts'
import type { Meter } from './meter.ts'

/** Where the table is, and whether reads see every write that was acknowledged before them. */
export interface TableOptions {
  client: DynamoDBDocumentClient
  TableName: string
  /** `true` on the admin and manage endpoints; read and preview may lag by some milliseconds. */
  ConsistentRead?: boolean
  /** Is told what each call took. */
  meter?: Meter
}

/** A client whose items are plain objects; fields that are `undefined` are not stored. */
export const documentClient = (config: DynamoDBClientConfig = {}): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
  })

/** DynamoDB deletes what has expired within days, not at once: until then readers must not see it. */
export const isAlive = ({ expiresAt }: Item): boolean =>
  typeof expiresAt !== 'number' || expiresAt > Date.now() / 1000
