import type { Change, Item } from '../packages/dynamo/src/index.ts'
import { newEntry } from '../packages/cms/src/entries.ts'
import { entryChanges } from '../packages/cms/src/entry-changes.ts'
import type { Model } from '../packages/cms/src/index.ts'
import type { StoredIdentity } from '../packages/cms/src/people.ts'

/** All that a tenant's table holds once entries with these data were created, but for the audit log. */
export function* itemsOfNew(
  model: Model,
  { by, data }: { by: StoredIdentity; data: Iterable<object> },
): Generator<Item> {
  const counters = new Map<string, Record<string, unknown>>()
  for (const it of data)
    for (const change of entryChanges(model, newEntry(model, { by, data: it }).step)) {
      if ('put' in change) yield change.put
      else count(counters, model, change)
    }
  yield* counters.values()
}

function count(counters: Map<string, Item>, model: Model, change: Change): void {
  if (!('update' in change)) throw new TypeError('A new entry is put and counted.')
  const { PK, SK } = change.update
  const counter = counters.get(SK) ?? { PK, SK, version: model.epoch }
  for (const [name, by] of Object.entries(change.add))
    counter[name] = Number(counter[name] ?? 0) + by
  counters.set(SK, counter)
}

const BATCH = 25 // BatchWriteItem, AWS API reference
const AT_ONCE = 8

/** Puts items into a table of DynamoDB Local, past the API and its transactions. */
export async function fill(
  { endpoint, TableName, owner }: { endpoint: string; TableName: string; owner: string },
  items: Iterable<Item>,
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  const writer = async () => {
    for (;;) {
      const batch = Array.from({ length: BATCH }, () => iterator.next().value).filter(Boolean)
      if (batch.length === 0) return
      const puts = batch.map((it) => ({
        PutRequest: { Item: marshalled({ ...it, PK: `${owner}#${String(it.PK)}` }) },
      }))
      await call(endpoint, 'BatchWriteItem', { RequestItems: { [TableName]: puts } })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, writer))
}

/** By hand, as no code that ships writes so. */
export async function call(endpoint: string, action: string, input: object): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  })
  const text = await response.text()
  if (!response.ok || /"UnprocessedItems":\{"/.test(text)) throw new Error(`${action}: ${text}`)
}

const marshalled = (item: Item) =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, it]) => it !== undefined)
      .map(([name, it]) => [name, attribute(it)]),
  )

function attribute(value: unknown): object {
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(attribute) }
  return { M: marshalled(Object(value)) }
}
