import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { isAlive, type TableOptions } from './client.ts'
import type { Item, Key } from './keys.ts'
import { askedBy, noteRead } from './meter.ts'
import { pause } from './transact.ts'

export async function getItem(
  { client, meter, ...table }: TableOptions,
  { PK, SK }: Key,
): Promise<Item | undefined> {
  const { Item, ConsumedCapacity } = await client.send(
    new GetCommand({ ...table, ...askedBy(meter), Key: { PK, SK } }),
  )
  noteRead(meter, ConsumedCapacity)
  return Item && isAlive(Item) ? Item : undefined
}

const BATCH = 100 // BatchGetItem, AWS API reference
const ATTEMPTS = 8

/** The items that exist under these keys, in the order of the keys. */
export async function getItems(options: TableOptions, keys: readonly Key[]): Promise<Item[]> {
  const wanted = new Map(keys.map(({ PK, SK }) => [nameOf({ PK, SK }), { PK, SK }]))
  const found = new Map<string, Item>()
  const names = [...wanted.keys()]
  for (let start = 0; start < names.length; start += BATCH) {
    const batch = names.slice(start, start + BATCH).flatMap((name) => wanted.get(name) ?? [])
    for (const item of await getBatch(options, batch)) found.set(nameOf(item), item)
  }
  return names.flatMap((name): Item[] => {
    const item = found.get(name)
    return item ? [item] : []
  })
}

/** DynamoDB may answer a part and leave the rest to be asked again. */
async function getBatch(
  { client, TableName, ConsistentRead, meter }: TableOptions,
  keys: Key[],
): Promise<Item[]> {
  const found: Item[] = []
  let pending: Record<string, unknown>[] = keys.map(({ PK, SK }) => ({ PK, SK }))
  for (let attempt = 1; pending.length > 0; attempt++) {
    if (attempt > ATTEMPTS) throw new Error(`${pending.length} items were left unprocessed.`)
    if (attempt > 1) await pause(attempt)
    const { Responses, UnprocessedKeys, ConsumedCapacity } = await client.send(
      new BatchGetCommand({
        RequestItems: { [TableName]: { Keys: pending, ConsistentRead } },
        ...askedBy(meter),
      }),
    )
    noteRead(meter, ConsumedCapacity)
    found.push(...(Responses?.[TableName] ?? []).filter(isAlive))
    pending = UnprocessedKeys?.[TableName]?.Keys ?? []
  }
  return found
}

const nameOf = ({ PK, SK }: Item | Key) => `${String(PK)}\n${String(SK)}`

/** The first `limit` items of a partition whose `SK` starts with `prefix`, in key order. */
export async function listItems(
  { client, meter, ...table }: TableOptions,
  { PK, prefix, limit }: { PK: string; prefix: string; limit: number },
): Promise<Item[]> {
  const found: Item[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const { Items, LastEvaluatedKey, ConsumedCapacity } = await client.send(
      new QueryCommand({
        ...table,
        ...askedBy(meter),
        // DynamoDB refuses an empty prefix.
        KeyConditionExpression:
          prefix === '' ? 'PK = :PK' : 'PK = :PK AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: prefix === '' ? { ':PK': PK } : { ':PK': PK, ':prefix': prefix },
        Limit: limit - found.length,
        ExclusiveStartKey,
      }),
    )
    noteRead(meter, ConsumedCapacity)
    found.push(...(Items ?? []).filter(isAlive))
    ExclusiveStartKey = LastEvaluatedKey
  } while (ExclusiveStartKey && found.length < limit)
  return found
}

/** A stretch of a partition, both ends included. */
export interface Stretch {
  from: string
  to: string
  /** Walks from `to` to `from`. */
  reverse?: boolean
  /** How many items to read at most; a page of DynamoDB may end earlier. */
  limit: number
  /** Where the page before ended: the walk goes on behind it. */
  after?: string
}

/** One page of a walk. `next` is the `after` of the page that follows, absent at the end. */
export interface Page {
  items: Item[]
  next?: string
}

/** One page of the items whose `SK` lies in the stretch, in the order of the walk. */
export async function walkItems(
  { client, meter, ...table }: TableOptions,
  { PK, from, to, reverse = false, limit, after }: Stretch & { PK: string },
): Promise<Page> {
  // DynamoDB refuses a stretch that ends before it begins.
  if (Buffer.compare(Buffer.from(from), Buffer.from(to)) > 0) return { items: [] }
  const { Items, LastEvaluatedKey, ConsumedCapacity } = await client.send(
    new QueryCommand({
      ...table,
      ...askedBy(meter),
      KeyConditionExpression: 'PK = :PK AND SK BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':PK': PK, ':from': from, ':to': to },
      ScanIndexForward: !reverse,
      Limit: limit,
      ExclusiveStartKey: after === undefined ? undefined : { PK, SK: after },
    }),
  )
  noteRead(meter, ConsumedCapacity)
  const items = (Items ?? []).filter(isAlive)
  return LastEvaluatedKey ? { items, next: String(LastEvaluatedKey.SK) } : { items }
}
