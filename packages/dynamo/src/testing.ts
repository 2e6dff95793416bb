import {
  CreateTableCommand,
  ProvisionedThroughputExceededException,
  ResourceInUseException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import { documentClient, type TableOptions } from './client.ts'
import { dayAt, dayOf, type Item, type Key, newId, timeOf } from './keys.ts'
import { memoryClient } from './memory-dynamodb.ts'
import type { TenantTable } from './tenant-table.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of the run's DynamoDB Local. */
    dynamodb: string
  }
}

/** One call as it was sent: the command's name and the keys that it names. */
export interface RecordedCall {
  command: string
  /** A Query names a partition only. */
  keys: { PK: string; SK?: string }[]
}

/**
 * What DynamoDB does and DynamoDB Local never does.
 * `conflict`, `throttled`: refused, nothing applied. `unanswered`: applied, but reported failed.
 * `unprocessed`: a batch answers only its first item. `stale`: a read without ConsistentRead answers
 * as of before the last write.
 */
export type Fault = 'conflict' | 'throttled' | 'unanswered' | 'unprocessed' | 'stale'

export interface TestTable extends TableOptions {
  /** Every call since the table was handed out, or since `calls.length = 0`. */
  calls: RecordedCall[]
  /** Faults of the next calls, in order: each is used up by the first call that it can befall. */
  faults: Fault[]
  /** Called before each call is sent, e.g. to let a rival in or to crash. */
  before: ((call: RecordedCall) => Promise<void> | void) | undefined
  /** Called after each call has had its effect, e.g. to crash before anybody hears of it. */
  after: ((call: RecordedCall) => Promise<void> | void) | undefined
}

/** A client of the run's DynamoDB Local. */
export const localClient = (): DynamoDBDocumentClient =>
  documentClient({
    endpoint: inject('dynamodb'),
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })

/** The DynamoDB of the tests: `TEST_DYNAMODB=local` runs all of them on DynamoDB Local. */
export const testClient = (): DynamoDBDocumentClient =>
  // oxlint-disable-next-line node/no-process-env
  process.env.TEST_DYNAMODB === 'local' ? localClient() : memoryClient()

/**
 * A table behind a client that records and injects faults. All test files of a worker share one, as
 * tenants do; `own` is for tests of what there is one of in a table: root.
 */
export async function testTable({ own = false } = {}): Promise<TestTable> {
  const bare = testClient()
  const shared = `test-${process.env.VITEST_POOL_ID ?? 0}` // oxlint-disable-line node/no-process-env
  const TableName = own ? `${shared}-${newId()}` : shared
  await createTable(bare, TableName)

  const table: TestTable = {
    client: bare,
    TableName,
    ConsistentRead: true,
    calls: [],
    faults: [],
    before: undefined,
    after: undefined,
  }
  table.client = instrumented(bare, table)
  return table
}

export async function createTable(
  client: DynamoDBDocumentClient,
  TableName: string,
): Promise<void> {
  const create = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'PK', AttributeType: 'S' },
      { AttributeName: 'SK', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
  })
  await client.send(create).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error
  })
}

/** The day of an event that is written now: of ids, which stay ahead when a test ends that was. */
export const today = (): string => dayOf(newId())

/** The events of a tenant since `from`, oldest first; midnight may have come amid the test. */
export async function eventsOf(table: TenantTable, from = '0'): Promise<Item[]> {
  const now = timeOf(newId())
  const days = [dayAt(now - 24 * 60 * 60 * 1000), dayAt(now)]
  const pages = await Promise.all(
    days.map((day) => table.walk(`AUDIT#${day}`, { from, to: 'g', limit: 1000 })),
  )
  return pages.flatMap(({ items }) => items)
}

type Send = (command: unknown) => Promise<unknown>

function instrumented(client: DynamoDBDocumentClient, table: TestTable): DynamoDBDocumentClient {
  const past = new Past(client, table.TableName)
  const deliver = client.send.bind(client) as Send
  const send: Send = async (command) => {
    const call = callOf(command)
    table.calls.push(call)
    await table.before?.(call)
    const fault = takeFault(table.faults, command)
    if (fault === 'conflict' || fault === 'throttled') throw refusalOf(fault, command)
    if (command instanceof TransactWriteCommand) await past.remember(call.keys)

    const answer = await deliver(command)
    await table.after?.(call)
    if (fault === 'unanswered') throw refusalOf('throttled', command)
    if (fault === 'unprocessed') return firstOnly(answer, table.TableName)
    return fault === 'stale' ? past.answer(command, answer) : answer
  }
  return new Proxy(client, {
    get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)),
  })
}

const BEFALLS: Record<Fault, (command: unknown) => boolean> = {
  conflict: (command) => command instanceof TransactWriteCommand,
  throttled: (command) => command instanceof TransactWriteCommand,
  unanswered: (command) => command instanceof TransactWriteCommand,
  unprocessed: (command) => command instanceof BatchGetCommand,
  stale: (command) =>
    (command instanceof GetCommand || command instanceof QueryCommand) &&
    !command.input.ConsistentRead,
}

function takeFault(faults: Fault[], command: unknown): Fault | undefined {
  const index = faults.findIndex((fault) => BEFALLS[fault](command))
  return index < 0 ? undefined : faults.splice(index, 1)[0]
}

function refusalOf(fault: 'conflict' | 'throttled', command: unknown): Error {
  const options = { $metadata: {}, message: `injected: ${fault}` }
  if (fault === 'throttled') return new ProvisionedThroughputExceededException(options)
  const count = command instanceof TransactWriteCommand ? command.input.TransactItems?.length : 0
  const CancellationReasons = Array.from({ length: count ?? 0 }, (_, n) => ({
    Code: n === 0 ? 'TransactionConflict' : 'None',
  }))
  return new TransactionCanceledException({ ...options, CancellationReasons })
}

/** What the keys held before they were last written. */
class Past {
  readonly #client: DynamoDBDocumentClient
  readonly #TableName: string
  readonly #images = new Map<string, { key: Key; item: Item | undefined }>()

  constructor(client: DynamoDBDocumentClient, TableName: string) {
    this.#client = client
    this.#TableName = TableName
  }

  async remember(keys: RecordedCall['keys']): Promise<void> {
    const Keys = keys.map(({ PK, SK = '' }) => ({ PK, SK }))
    const RequestItems = { [this.#TableName]: { Keys, ConsistentRead: true } }
    const { Responses } = await this.#client.send(new BatchGetCommand({ RequestItems }))
    const found = Responses?.[this.#TableName] ?? []
    for (const key of Keys) {
      const item = found.find(({ PK, SK }) => PK === key.PK && SK === key.SK)
      this.#images.set(`${key.PK}\n${key.SK}`, { key, item })
    }
  }

  answer(command: unknown, answer: unknown): unknown {
    if (command instanceof GetCommand) {
      const { PK, SK } = command.input.Key ?? {}
      const image = this.#images.get(`${PK}\n${SK}`)
      return image ? { Item: image.item } : answer
    }
    const PK = callOf(command).keys[0]?.PK
    const images = [...this.#images.values()].filter(({ key }) => key.PK === PK)
    const items = (answer as { Items: Item[] }).Items.filter(
      (it) => !images.some(({ key }) => key.SK === it.SK),
    )
    return { Items: [...items, ...images.flatMap(({ item }) => item ?? [])] }
  }
}

function firstOnly(answer: unknown, TableName: string): unknown {
  const { Responses } = answer as { Responses: Record<string, Item[]> }
  const [first, ...rest] = Responses[TableName] ?? []
  const Keys = rest.map(({ PK, SK }) => ({ PK, SK }))
  return {
    Responses: { [TableName]: first ? [first] : [] },
    UnprocessedKeys: Keys.length > 0 ? { [TableName]: { Keys } } : {},
  }
}

function callOf(command: unknown): RecordedCall {
  if (command instanceof GetCommand) return { command: 'Get', keys: [keyIn(command.input.Key)] }
  if (command instanceof QueryCommand) {
    const PK = String(command.input.ExpressionAttributeValues?.[':PK'])
    return { command: 'Query', keys: [{ PK }] }
  }
  if (command instanceof BatchGetCommand) {
    const requests = Object.values(command.input.RequestItems ?? {})
    return { command: 'BatchGet', keys: requests.flatMap(({ Keys }) => (Keys ?? []).map(keyIn)) }
  }
  if (command instanceof TransactWriteCommand) {
    const keys = (command.input.TransactItems ?? []).map(
      ({ Put, Update, Delete, ConditionCheck }) =>
        keyIn(Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key),
    )
    return { command: 'TransactWrite', keys }
  }
  // A command that is not here escapes the checks of isolation: add it, and what its keys are.
  throw new Error(`The recorder does not know ${String(command?.constructor.name)}.`)
}

const keyIn = (record: Record<string, unknown> | undefined): Key => ({
  PK: String(record?.PK),
  SK: String(record?.SK),
})
