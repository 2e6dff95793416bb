import { setImmediate as turn } from 'node:timers/promises'
import {
  type AttributeValue,
  type CancellationReason,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBServiceException,
  ResourceInUseException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
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
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { documentClient } from './client.ts'
import type { Item, Key } from './keys.ts'
import {
  compareBytes,
  conditionOf,
  type Placeholders,
  type Stored,
  strayPlaceholders,
} from './memory-expression.ts'
import { bytesOf } from './meter.ts'

/** Limits of the service, AWS: "Quotas in Amazon DynamoDB" and the references of the actions. */
const MAX_ACTIONS = 100
const MAX_BATCH_READS = 100
const MAX_BATCH_WRITES = 25
const MAX_ITEM_BYTES = 400 * 1024
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024
const MAX_PAGE_BYTES = 1024 * 1024
const MAX_PK_BYTES = 2048
const MAX_SK_BYTES = 1024
const MIN_NUMBER = 1e-130
const MAX_NUMBER = 1e126
const READ_UNIT_BYTES = 4096

/** The tables of this process: every client sees the same ones, as those of one account do. */
const tables = new Map<string, MemoryTable>()

/**
 * A client of a DynamoDB that lives in the memory of this process: for tests, to which the server of
 * DynamoDB Local costs more than all that they test. It knows the commands that this project sends,
 * and refuses what DynamoDB refuses of them: `memory-dynamodb.test.ts` compares the two.
 */
export function memoryClient(): DynamoDBDocumentClient {
  const client = documentClient({ region: 'local' })
  const send = async (command: { input: object }) => {
    checkKnown(command.input)
    // As over a network, others get their turn: rivals meet here as they do there.
    await turn()
    return answerTo(command)
  }
  return Object.assign(client, { send })
}

function answerTo(command: unknown): object {
  if (command instanceof GetCommand) return get(command.input)
  if (command instanceof QueryCommand) return query(command.input)
  if (command instanceof BatchGetCommand) return batchGet(command.input)
  if (command instanceof TransactWriteCommand) return transactWrite(command.input)
  if (command instanceof PutCommand) return writeOne({ Put: command.input })
  if (command instanceof DeleteCommand) return writeOne({ Delete: command.input })
  if (command instanceof BatchWriteCommand) return batchWrite(command.input)
  if (command instanceof ScanCommand) return scan(command.input)
  if (command instanceof CreateTableCommand) return createTable(command.input)
  throw new TypeError(`There is no ${String(command?.constructor.name)} in memory.`)
}

/** What would be asked in vain. */
const UNKNOWN = ['ProjectionExpression', 'AttributesToGet', 'IndexName', 'Select', 'ReturnValues']

function checkKnown(input: object): void {
  const unknown = UNKNOWN.find((name) => Object.hasOwn(input, name))
  if (unknown !== undefined) throw new TypeError(`There is no ${unknown} in memory.`)
}

interface Row {
  key: Key
  item: Stored
  bytes: number
}

class MemoryTable {
  readonly #partitions = new Map<string, Row[]>()
  /** Of what was applied: it is not applied again. */
  readonly tokens = new Set<string>()

  find({ PK, SK }: Key): Row | undefined {
    const rows = this.rowsOf(PK)
    const row = rows[placeOf(rows, SK)]
    return row?.key.SK === SK ? row : undefined
  }

  /** In the order of their `SK`. */
  rowsOf(PK: string): readonly Row[] {
    return this.#partitions.get(PK) ?? []
  }

  /** All there are, from behind this key on: partition by partition. */
  allBehind(start: Key = { PK: '', SK: '' }): Row[] {
    return [...this.#partitions]
      .filter(([PK]) => PK >= start.PK)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([PK, rows]) =>
        PK === start.PK ? rows.filter(({ key }) => compareBytes(key.SK, start.SK) > 0) : rows,
      )
  }

  put(row: Row): void {
    const rows = this.#partitions.get(row.key.PK) ?? []
    this.#partitions.set(row.key.PK, rows)
    const place = placeOf(rows, row.key.SK)
    rows.splice(place, rows[place]?.key.SK === row.key.SK ? 1 : 0, row)
  }

  delete({ PK, SK }: Key): void {
    const rows = this.#partitions.get(PK) ?? []
    const place = placeOf(rows, SK)
    if (rows[place]?.key.SK === SK) rows.splice(place, 1)
    if (rows.length === 0) this.#partitions.delete(PK)
  }
}

/** Where a row with this `SK` is or would be. */
function placeOf(rows: readonly Row[], SK: string): number {
  let [from, to] = [0, rows.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    const row = rows[middle]
    if (row && compareBytes(row.key.SK, SK) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function createTable({ TableName = '' }: CreateTableCommand['input']): object {
  if (tables.has(TableName))
    throw new ResourceInUseException({ $metadata: {}, message: 'The table exists.' })
  tables.set(TableName, new MemoryTable())
  return {}
}

function tableOf(TableName: string | undefined): MemoryTable {
  const table = tables.get(TableName ?? '')
  if (!table) throw new ResourceNotFoundException({ $metadata: {}, message: 'There is no table.' })
  return table
}

function get({ TableName, Key, ConsistentRead, ...input }: GetCommand['input']): object {
  const row = tableOf(TableName).find(keyIn(Key))
  return {
    ...(row && { Item: unmarshall(row.item) }),
    ...consumed(input, unitsOf(row?.bytes ?? 0, ConsistentRead)),
  }
}

function batchGet({ RequestItems = {}, ...input }: BatchGetCommand['input']): object {
  const [[TableName, request] = []] = Object.entries(RequestItems)
  const keys = (request?.Keys ?? []).map(keyIn)
  checkBatch(keys, MAX_BATCH_READS)
  const rows = keys.map((key) => tableOf(TableName).find(key))
  const units = rows.map((row) => (row ? unitsOf(row.bytes, request?.ConsistentRead) : 0))
  const capacity = consumed(
    input,
    units.reduce((sum, it) => sum + it, 0),
  )
  return {
    Responses: { [String(TableName)]: rows.flatMap((row) => (row ? unmarshall(row.item) : [])) },
    UnprocessedKeys: {},
    ...(capacity && { ConsumedCapacity: [{ TableName, ...capacity.ConsumedCapacity }] }),
  }
}

/** Of a partition: all of it, a stretch, or what begins with a text. */
const KEY_CONDITION =
  /^PK = (:\w+)(?: AND (SK BETWEEN (:\w+) AND (:\w+)|begins_with\(SK, :\w+\)))?$/

function query(input: QueryCommand['input']): object {
  if (input.FilterExpression !== undefined) throw new TypeError('A Query in memory has no filter.')
  const { KeyConditionExpression = '', ScanIndexForward = true, ExclusiveStartKey } = input
  const placeholders = placeholdersOf(input, [KeyConditionExpression])
  const textOf = (name: string) => placeholders.values?.[name]?.S ?? ''
  const match = KEY_CONDITION.exec(KeyConditionExpression)
  if (!match) throw new SyntaxError(`"${KeyConditionExpression}" is not understood.`)
  if (Object.values(placeholders.values ?? {}).some(({ S }) => S === ''))
    throw invalid('A key condition has an empty value.')
  const [, PK = '', condition, from = '', to = ''] = match
  if (compareBytes(textOf(from), textOf(to)) > 0)
    throw invalid('The BETWEEN operator requires upper bound to be greater than lower bound')

  const meets = condition === undefined ? () => true : conditionOf(condition)
  const within = ({ SK }: Key) => meets({ SK: { S: SK } }, placeholders)
  const ordered = tableOf(input.TableName).rowsOf(textOf(PK))
  const rows = (ScanIndexForward ? ordered : ordered.toReversed()).filter(({ key }) => within(key))
  const end = textOf(ScanIndexForward ? to : from)
  if (!ExclusiveStartKey) return pageOf(input, rows, end)

  const start = keyIn(ExclusiveStartKey)
  if (!within(start) || start.SK === end)
    throw invalid('The provided starting key is outside query boundaries')
  const forward = ScanIndexForward ? 1 : -1
  const rest = rows.filter(({ key }) => compareBytes(key.SK, start.SK) * forward > 0)
  return pageOf(input, rest, end)
}

function scan(input: ScanCommand['input']): object {
  const { FilterExpression, ExclusiveStartKey } = input
  const placeholders = placeholdersOf(input, [FilterExpression])
  const table = tableOf(input.TableName)
  const rows = table.allBehind(ExclusiveStartKey && keyIn(ExclusiveStartKey))
  const { Items, ...page } = pageOf(input, rows)
  if (FilterExpression === undefined) return { ...page, Items }
  const meets = conditionOf(FilterExpression)
  const found = Items.filter((it) => meets(marshall(it, STORED), placeholders))
  return { ...page, Items: found, Count: found.length }
}

interface PageInput {
  Limit?: number | undefined
  ConsistentRead?: boolean | undefined
  ReturnConsumedCapacity?: string | undefined
}

/**
 * As many as were asked for and as fit; the one that makes it too much still comes with it. Behind
 * `end` there is nothing.
 */
function pageOf(
  { Limit = Infinity, ConsistentRead, ...input }: PageInput,
  rows: readonly Row[],
  end?: string,
) {
  if (Limit < 1) throw invalid('Limit must be at least 1.')
  let bytes = 0
  let count = 0
  while (count < rows.length && count < Limit && bytes < MAX_PAGE_BYTES)
    bytes += rows[count++]?.bytes ?? 0
  const isCut = count < rows.length || count === Limit
  const last = isCut ? rows[count - 1] : undefined
  return {
    Items: rows.slice(0, count).map(({ item }) => unmarshall(item)),
    Count: count,
    ...(last && last.key.SK !== end && { LastEvaluatedKey: last.key }),
    ...consumed(input, count > 0 ? unitsOf(bytes, ConsistentRead) : 0),
  }
}

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

function transactWrite({ TransactItems = [], ClientRequestToken }: TransactWriteCommandInput) {
  if (TransactItems.length < 1 || TransactItems.length > MAX_ACTIONS)
    throw invalid(`A transaction has 1 to ${MAX_ACTIONS} actions.`)
  const actions = TransactItems.map(actionOf)
  if (hasTwice(actions.map(({ key }) => key)))
    throw invalid('Transaction request cannot include multiple operations on one item')

  const [table] = actions.map(({ table }) => table)
  if (ClientRequestToken !== undefined && table?.tokens.has(ClientRequestToken)) return {}
  const outcomes = actions.map(outcomeOf)
  if (outcomes.some(({ reason }) => reason)) throw cancelled(outcomes)
  const bytes = outcomes.reduce((sum, { after }) => sum + (after?.bytes ?? 0), 0)
  if (bytes > MAX_TRANSACTION_BYTES) throw invalid('The items of a transaction exceed 4 MB.')

  outcomes.forEach(apply)
  if (ClientRequestToken !== undefined) table?.tokens.add(ClientRequestToken)
  return {}
}

interface MemoryAction {
  kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck'
  table: MemoryTable
  key: Key
  /** What a Put puts. */
  row?: Row | undefined
  update?: string | undefined
  condition?: string | undefined
  placeholders: Placeholders
}

function actionOf({ Put, Update, Delete, ConditionCheck }: Action): MemoryAction {
  const request = Put ?? Update ?? Delete ?? ConditionCheck
  if (!request) throw invalid('An action does something.')
  const { ConditionExpression: condition } = request
  return {
    kind: Put ? 'Put' : Update ? 'Update' : Delete ? 'Delete' : 'ConditionCheck',
    table: tableOf(request.TableName),
    key: keyIn(Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key),
    row: Put?.Item && rowOf(Put.Item),
    update: Update?.UpdateExpression,
    condition,
    placeholders: placeholdersOf(request, [condition, Update?.UpdateExpression]),
  }
}

interface Outcome {
  action: MemoryAction
  after?: Row
  reason?: CancellationReason
}

function outcomeOf(action: MemoryAction): Outcome {
  const { kind, table, key, row, condition, placeholders } = action
  const before = table.find(key)?.item ?? {}
  if (condition !== undefined && !conditionOf(condition)(before, placeholders))
    return { action, reason: { Code: 'ConditionalCheckFailed' } }
  if (kind === 'Delete' || kind === 'ConditionCheck') return { action }
  const after = row ?? rowOf({ ...unmarshall(before), ...key, ...sumsOf(action, before) })
  if (after.bytes > MAX_ITEM_BYTES) return { action, reason: { Code: 'ValidationError' } }
  return { action, after }
}

/** What `ADD #name :value, …` makes of the numbers of an item. */
function sumsOf({ update = '', placeholders: { names, values } }: MemoryAction, before: Stored) {
  const [verb, ...rest] = update.split(' ')
  if (verb !== 'ADD') throw new SyntaxError(`"${update}" is not understood.`)
  const additions = rest.join(' ').split(', ')
  return Object.fromEntries(
    additions.map((addition) => {
      const [placeholder = '', value = ''] = addition.split(' ')
      const name = names?.[placeholder] ?? placeholder
      return [name, Number(before[name]?.N ?? 0) + Number(values?.[value]?.N)]
    }),
  )
}

const cancelled = (outcomes: readonly Outcome[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
    CancellationReasons: outcomes.map(({ reason }) => reason ?? { Code: 'None' }),
  })

/** A Put or a Delete on its own. */
function writeOne(action: Action): object {
  const outcome = outcomeOf(actionOf(action))
  const { reason } = outcome
  if (reason?.Code === 'ConditionalCheckFailed')
    throw new ConditionalCheckFailedException({ $metadata: {}, message: FAILED_CONDITION })
  if (reason) throw invalid(TOO_LARGE)
  apply(outcome)
  return {}
}

const FAILED_CONDITION = 'The conditional request failed'
const TOO_LARGE = 'Item size has exceeded the maximum allowed size'

function apply({ action: { kind, table, key }, after }: Outcome): void {
  if (after) table.put(after)
  else if (kind === 'Delete') table.delete(key)
}

function batchWrite({ RequestItems = {} }: BatchWriteCommand['input']): object {
  const [[TableName, requests] = []] = Object.entries(RequestItems)
  const rows = (requests ?? []).flatMap(({ PutRequest }) =>
    PutRequest?.Item ? rowOf(PutRequest.Item) : [],
  )
  if (rows.some(({ bytes }) => bytes > MAX_ITEM_BYTES)) throw invalid(TOO_LARGE)
  checkBatch(
    rows.map(({ key }) => key),
    MAX_BATCH_WRITES,
  )
  for (const row of rows) tableOf(TableName).put(row)
  return { UnprocessedItems: {} }
}

const STORED = { removeUndefinedValues: true }

function rowOf(item: Item): Row {
  const key = keyIn(item)
  const stored = marshall(item, STORED)
  Object.values(stored).forEach(checkNumbers)
  return { key, item: stored, bytes: bytesOf(item) }
}

function checkNumbers({ N, L = [], M = {} }: AttributeValue): void {
  const size = Math.abs(Number(N ?? 0))
  if (size >= MAX_NUMBER || (size < MIN_NUMBER && size > 0))
    throw invalid('Number overflow. Attempting to store a number outside of the supported range')
  ;[...L, ...Object.values(M)].forEach(checkNumbers)
}

function keyIn(item: Item | undefined): Key {
  const { PK, SK } = item ?? {}
  if (typeof PK !== 'string' || typeof SK !== 'string') throw invalid('A key has a PK and an SK.')
  if (!fits(PK, MAX_PK_BYTES) || !fits(SK, MAX_SK_BYTES))
    throw invalid('One or more parameter values are not valid: a key is empty or too long.')
  return { PK, SK }
}

const fits = (part: string, bytes: number) => part !== '' && Buffer.byteLength(part) <= bytes

function checkBatch(keys: readonly Key[], most: number): void {
  if (keys.length < 1 || keys.length > most) throw invalid(`A batch has 1 to ${most} keys.`)
  if (hasTwice(keys)) throw invalid('Provided list of item keys contains duplicates')
}

const hasTwice = (keys: readonly Key[]) =>
  new Set(keys.map(({ PK, SK }) => `${PK}\n${SK}`)).size < keys.length

function placeholdersOf(
  input: {
    ExpressionAttributeNames?: Record<string, string> | undefined
    ExpressionAttributeValues?: Item | undefined
  },
  expressions: readonly (string | undefined)[],
): Placeholders {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input
  const placeholders = { names, values: values && marshall(values, STORED) }
  const stray = strayPlaceholders(expressions, placeholders)
  if (stray.length > 0) throw invalid(`Used and not named, or named and not used: ${stray.join()}`)
  return placeholders
}

/** Half of it for who may see what was true a moment ago. */
const unitsOf = (bytes: number, ConsistentRead = false) =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (ConsistentRead ? 1 : 0.5)

const consumed = (
  { ReturnConsumedCapacity = 'NONE' }: { ReturnConsumedCapacity?: string | undefined },
  CapacityUnits: number,
) => (ReturnConsumedCapacity === 'NONE' ? undefined : { ConsumedCapacity: { CapacityUnits } })

const invalid = (message: string) =>
  new DynamoDBServiceException({
    $metadata: {},
    $fault: 'client',
    name: 'ValidationException',
    message,
  })
