import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { testClient } from '@tenantry/dynamo/testing'

/**
 * Root is one for the whole table, and so for all test files of a worker: this takes it back to
 * before its installation. Its people too, for the stand-in has another address in each file, and
 * the same id in another org is another person.
 */
export async function forgetRoot(TableName: string): Promise<void> {
  const client = testClient()
  for (const PK of ['P#TENANT#root', 'T#root#GROUPS', 'T#root#USERS']) {
    const query = { KeyConditionExpression: 'PK = :PK', ExpressionAttributeValues: { ':PK': PK } }
    const { Items = [] } = await client.send(new QueryCommand({ TableName, ...query }))
    for (const { SK } of Items) await client.send(new DeleteCommand({ TableName, Key: { PK, SK } }))
  }
}
