import type { TestProject } from 'vitest/node'
import { startDynamoDbLocal } from '../packages/local-cloud/src/dynamodb-local.ts'

declare module 'vitest' {
  interface ProvidedContext {
    dynamodb: string
  }
}

/** One DynamoDB Local for the whole run, in memory; each worker makes a table of its own in it. */
export default async function setup(project: TestProject) {
  const dynamodb = await startDynamoDbLocal({ port: 0 })
  project.provide('dynamodb', dynamodb.endpoint)
  return () => dynamodb.stop()
}
