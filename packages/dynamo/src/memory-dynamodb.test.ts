// The DynamoDB of the tests, held to DynamoDB Local: whatever is asked of both, both answer the same.
import { randomUUID } from 'node:crypto'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { generated } from '../../../tools/runs.ts'
import type { Item } from './keys.ts'
import { memoryClient } from './memory-dynamodb.ts'
import { createTable, localClient } from './testing.ts'

const TableName = `memory-${randomUUID()}`
const memory = memoryClient()
const local = localClient()
for (const client of [memory, local]) await createTable(client, TableName)

type Send = (client: DynamoDBDocumentClient) => Promise<object>

async function answerOf(client: DynamoDBDocumentClient, send: Send): Promise<unknown> {
  try {
    return await send(client)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : []
    return { refused: error.name, reasons: reasons?.map(({ Code }) => Code) }
  }
}

/** What both answer to the same call. */
async function both(send: Send): Promise<Record<string, unknown>> {
  const expected = plain(await answerOf(local, send))
  expect(plain(await answerOf(memory, send))).toEqual(expected)
  return expected
}

const NOT_COMPARED = new Set(['ScannedCount', 'TableName', '$metadata'])
const plain = (answer: unknown) =>
  JSON.parse(JSON.stringify(answer, (name, value) => (NOT_COMPARED.has(name) ? undefined : value)))

type Client = DynamoDBDocumentClient
type Actions = NonNullable<TransactWriteCommand['input']['TransactItems']>

const write = (TransactItems: Actions, ClientRequestToken?: string) => (client: Client) =>
  client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }))
const put = (Item: Item) => ({ Put: { TableName, Item } })
const get = (Key: Item, ConsistentRead: boolean) => (client: Client) =>
  client.send(new GetCommand({ TableName, Key, ConsistentRead, ReturnConsumedCapacity: 'TOTAL' }))
const getBatch = (Keys: Item[]) => (client: Client) =>
  client.send(
    new BatchGetCommand({
      RequestItems: { [TableName]: { Keys, ConsistentRead: true } },
      ReturnConsumedCapacity: 'TOTAL',
    }),
  )
const query = (PK: string, more: Partial<QueryCommand['input']> = {}) => {
  const input = {
    TableName,
    ConsistentRead: true,
    ReturnConsumedCapacity: 'TOTAL' as const,
    KeyConditionExpression: 'PK = :PK',
    ...more,
    ExpressionAttributeValues: { ':PK': PK, ...more.ExpressionAttributeValues },
  }
  return (client: Client) => client.send(new QueryCommand(input))
}
const stretch = (from: string, to: string) => ({
  KeyConditionExpression: 'PK = :PK AND SK BETWEEN :from AND :to',
  ExpressionAttributeValues: { ':from': from, ':to': to },
})
const prefixed = (prefix: string) => ({
  KeyConditionExpression: 'PK = :PK AND begins_with(SK, :prefix)',
  ExpressionAttributeValues: { ':prefix': prefix },
})

/** In the order of their bytes, which is not that of JavaScript. */
const SORT_KEYS = ['B', 'a', 'a#b', 'b', 'é', '\uFFFD', '😀']

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 53), max: 2 ** 53 }),
    fc.boolean(),
    fc.constantFrom(null, undefined, ''),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4 }),
  ),
}))

test('transactions apply, or are cancelled for the same reasons, and leave the same behind', async () => {
  const SK = fc.constantFrom(...SORT_KEYS)
  const number = fc.integer({ min: 0, max: 3 })
  interface Guard {
    ConditionExpression: string
    ExpressionAttributeNames?: Record<string, string>
    ExpressionAttributeValues?: Item
  }
  const conditions = (n: number): Guard[] => [
    { ConditionExpression: 'attribute_not_exists(PK)' },
    {
      ConditionExpression: '#version = :n',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':n': n },
    },
    {
      ConditionExpression: 'attribute_not_exists(PK) OR version <= :n',
      ExpressionAttributeValues: { ':n': n },
    },
    {
      ConditionExpression: '(attribute_not_exists(#c) OR #c = :n) AND NOT title = :title',
      ExpressionAttributeNames: { '#c': 'count' },
      ExpressionAttributeValues: { ':n': n, ':title': '' },
    },
    {
      ConditionExpression: 'attribute_exists(title) AND (title > :title OR #v <> :n)',
      ExpressionAttributeNames: { '#v': 'version' },
      ExpressionAttributeValues: { ':n': n, ':title': 'a' },
    },
  ]
  const condition = number.chain((n) => fc.constantFrom(...conditions(n)))
  const guard = fc.oneof(condition, fc.constant<Partial<Guard>>({}))
  const attributes = fc.record({ version: number, title: value, body: value })

  type Make = (Key: { PK: string; SK: string }) => Actions[number]
  const makes: fc.Arbitrary<Make> = fc.oneof(
    fc.tuple(attributes, guard).map(([item, guard]): Make => (Key) => ({
      Put: { TableName, Item: { ...item, ...Key }, ...guard },
    })),
    guard.map((guard): Make => (Key) => ({ Delete: { TableName, Key, ...guard } })),
    condition.map((guard): Make => (Key) => ({ ConditionCheck: { TableName, Key, ...guard } })),
    number.map((by): Make => (Key) => ({
      Update: {
        TableName,
        Key,
        UpdateExpression: 'ADD #count :by, version :by',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':by': by },
      },
    })),
  )
  const action = fc.record({ SK, make: makes })
  const transaction = fc.uniqueArray(action, {
    selector: ({ SK }) => SK,
    minLength: 1,
    maxLength: 4,
  })
  const transactions = fc.array(transaction, { minLength: 1, maxLength: 8 })

  await fc.assert(
    fc.asyncProperty(transactions, async (all) => {
      const PK = randomUUID()
      for (const actions of all) {
        await both(write(actions.map(({ SK, make }) => make({ PK, SK }))))
        await both(query(PK))
      }
    }),
    generated(40),
  )
})

test('a partition is read in the order of bytes, in pages, in either direction', async () => {
  const PK = randomUUID()
  await both(write(SORT_KEYS.map((SK, n) => put({ PK, SK, body: 'x'.repeat(n * 1500) }))))

  const all = await both(query(PK))
  expect(all['Items']).toMatchObject(SORT_KEYS.map((SK) => ({ SK })))
  const conditions = [{}, stretch('a', 'é'), stretch('b', 'b'), stretch('c', 'd'), prefixed('a')]
  for (const condition of conditions)
    for (const ScanIndexForward of [true, false]) {
      const whole = await both(query(PK, { ...condition, ScanIndexForward }))
      for (const Limit of [1, 2, 5, 7, 8])
        expect(await walked(PK, { ...condition, ScanIndexForward, Limit })).toEqual(whole['Items'])
    }
})

async function walked(PK: string, input: Partial<QueryCommand['input']>): Promise<unknown[]> {
  const { LastEvaluatedKey, Items } = Page.parse(await both(query(PK, input)))
  if (!LastEvaluatedKey) return Items
  return [...Items, ...(await walked(PK, { ...input, ExclusiveStartKey: LastEvaluatedKey }))]
}

const Page = z.object({
  Items: z.array(z.unknown()),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
})

test('a page ends after a megabyte', async () => {
  const PK = randomUUID()
  for (const SK of ['a', 'b', 'c', 'd'])
    await both(write([put({ PK, SK, body: 'x'.repeat(380_000) })]))

  const page = await both(query(PK, { ConsistentRead: false }))
  expect(page['LastEvaluatedKey']).toMatchObject({ SK: 'c' })
})

test('items come by their keys, and cost by the 4 KB that each begins', async () => {
  const PK = randomUUID()
  const keys = [10, 4000, 4100, 9000].map((size) => ({ PK, SK: `${size}` }))
  await both(write(keys.map((key) => put({ ...key, body: 'x'.repeat(Number(key.SK)), n: 12.5 }))))

  const none = { PK, SK: 'none' }
  for (const key of [...keys, none])
    for (const isConsistent of [true, false]) await both(get(key, isConsistent))
  for (const some of [keys, [none], [...keys.slice(2), none]]) {
    const answer = await both((client) => sorted(client, some))
    expect(Object.keys(answer)).toEqual(['Responses', 'UnprocessedKeys', 'ConsumedCapacity'])
  }
})

/** DynamoDB answers a batch in an order of its own. */
async function sorted(client: Client, keys: Item[]) {
  const answer = await getBatch(keys)(client)
  const items = (answer.Responses?.[TableName] ?? []).toSorted((a, b) =>
    a['SK'] < b['SK'] ? -1 : 1,
  )
  const { UnprocessedKeys, ConsumedCapacity } = answer
  return { Responses: items, UnprocessedKeys, ConsumedCapacity }
}

test('what was sent under the same token is applied once', async () => {
  const PK = randomUUID()
  const add = {
    Update: {
      TableName,
      Key: { PK, SK: 'a' },
      UpdateExpression: 'ADD n :by',
      ExpressionAttributeValues: { ':by': 1 },
    },
  }
  const token = randomUUID()
  await both(write([add], token))
  await both(write([add], token))
  await both(write([add]))
  expect(await both(query(PK))).toMatchObject({ Items: [{ n: 2 }] })
})

test('items are put and deleted on their own, in batches, and all of them are scanned', async () => {
  const PK = randomUUID()
  const at = { TableName, Item: { PK, SK: 'a' }, Key: { PK, SK: 'a' } }
  const absent = { ...at, ConditionExpression: 'attribute_not_exists(PK)' }
  await both((client) => client.send(new PutCommand(absent)))
  expect(await both((client) => client.send(new PutCommand(absent)))).toMatchObject({
    refused: 'ConditionalCheckFailedException',
  })
  const requests = ['b', 'c'].map((SK) => ({ PutRequest: { Item: { PK, SK } } }))
  const RequestItems = { [TableName]: requests }
  await both((client) => client.send(new BatchWriteCommand({ RequestItems })))
  await both((client) => client.send(new DeleteCommand({ TableName, Key: { PK, SK: 'b' } })))

  const found = await both((client) => scanned(client, PK))
  expect(found).toMatchObject({ items: [{ PK, SK: 'c' }] })
})

async function scanned(
  client: Client,
  PK: string,
  ExclusiveStartKey?: Item,
): Promise<{ items: Item[] }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new ScanCommand({
      TableName,
      ExclusiveStartKey,
      FilterExpression: 'begins_with(PK, :start) AND NOT SK = :a OR PK = :none',
      ExpressionAttributeValues: { ':start': PK.slice(0, 20), ':a': 'a', ':none': 'none' },
    }),
  )
  if (!LastEvaluatedKey) return { items: Items }
  return { items: [...Items, ...(await scanned(client, PK, LastEvaluatedKey)).items] }
}

describe('is refused by both:', () => {
  const PK = randomUUID()
  const key = { PK, SK: 'a' }
  const check = (condition: object) => write([{ Put: { TableName, Item: key, ...condition } }])
  const cases: Record<string, Send> = {
    'a key without an SK': write([put({ PK })]),
    'an empty SK': write([put({ PK, SK: '' })]),
    'a PK that is no text': write([put({ PK: 1, SK: 'a' })]),
    'an SK of more than 1,024 bytes': write([put({ PK, SK: 'é'.repeat(513) })]),
    'a PK of more than 2,048 bytes': get({ PK: 'x'.repeat(2049), SK: 'a' }, true),
    'no action': write([]),
    'more than 100 actions': write(Array.from({ length: 101 }, (_, n) => put({ PK, SK: `${n}` }))),
    'two actions on one item': write([put(key), { Delete: { TableName, Key: key } }]),
    'an item of more than 400 KB': write([put({ ...key, body: 'x'.repeat(410_000) })]),
    'a transaction of more than 4 MB': write(
      Array.from({ length: 12 }, (_, n) => put({ PK, SK: `${n}`, body: 'x'.repeat(390_000) })),
    ),
    'a number that is too small': write([put({ ...key, n: 1e-131 })]),
    'a value that is not named': check({ ConditionExpression: 'version = :version' }),
    'a value that is not used': check({
      ConditionExpression: 'attribute_exists(PK)',
      ExpressionAttributeValues: { ':version': 1 },
    }),
    'a name that is not used': check({
      ConditionExpression: 'attribute_exists(PK)',
      ExpressionAttributeNames: { '#version': 'version' },
    }),
    'a stretch that ends before it begins': query(PK, stretch('b', 'a')),
    'to go on behind its end': query(PK, {
      ...stretch('a', 'b'),
      ExclusiveStartKey: { PK, SK: 'b' },
    }),
    'to go on before its start': query(PK, { ...prefixed('b'), ExclusiveStartKey: key }),
    'an empty prefix': query(PK, prefixed('')),
    'a limit of nothing': query(PK, { Limit: 0 }),
    'no key': getBatch([]),
    'the same key twice': getBatch([key, key]),
    'more than 100 keys': getBatch(Array.from({ length: 101 }, (_, n) => ({ PK, SK: `${n}` }))),
    'a table that is not there': (client) =>
      client.send(new GetCommand({ TableName: 'none', Key: key })),
  }
  test.each(Object.entries(cases))('%s', async (_, send) => {
    await expect(send(local)).rejects.toThrow()
    await expect(send(memory)).rejects.toThrow()
    expect(await both(query(PK))).toMatchObject({ Items: [] })
  })
})
