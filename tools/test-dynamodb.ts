import type { TestProject } from 'vitest/node'
import type {} from '../packages/dynamo/src/testing.ts'
import { startDynamoDbLocal } from '../packages/local-cloud/src/dynamodb-local.ts'

/** One DynamoDB Local for the whole run, in memory; each worker makes a table of its own in it. */
export default async function setup(project: TestProject) {
  const dynamodb = await startDynamoDbLocal({ port: 0 })
  project.provide('dynamodb', dynamodb.endpoint)
  return () => dynamodb.stop()
}
