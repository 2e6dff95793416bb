import type { Item, TenantTable } from '@tenantry/dynamo'
import { z } from 'zod'
import { ID_INDEX, type Shape } from './columns.ts'
import { compareBytes, LAST, SEPARATOR } from './encode.ts'
import { indexPartition, type Stage } from './keys.ts'
import { comparePositions, type Order, type Position, positionOf } from './order.ts'
import type { Range } from './paths.ts'
import { type Row, unpackRow } from './row.ts'

/** One entry as an index item tells of it. */
export interface Found {
  entryId: string
  revision: number
  row: Row
  position: Position
}

/** Reads a range in one direction, some rows at a time. */
export interface Reader {
  /** What was read and not yet taken. */
  waiting: Found[]
  ended: boolean
  /** Reads about so many rows, unless some still wait or there are no more. */
  fill(rows: number): Promise<void>
}

export interface Source {
  table: TenantTable
  model: Shape
  stage: Stage
  order: Order
}

const IndexItem = z.object({ SK: z.string(), revision: z.number(), row: z.string() })
const ID_LENGTH = 24
/** To read a row alone costs as much as twelve that lie side by side: so a path by words gets fewer of them to race with. */
const PRICE_OF_HIT = 12
const MIN_HITS = 8

interface Walk {
  reverse: boolean
  /** Only what can stand behind this position. */
  after?: Position | undefined
  /** Only the first key of the order is in order. */
  inRuns?: boolean
}

export function createReader(
  { table, model, stage, order }: Source,
  range: Range,
  { reverse, after, inRuns = false }: Walk,
): Reader {
  const PK = indexPartition(model, stage, range.index.name)
  const stretch = after
    ? remaining(range, order, { reverse, after, inRuns })
    : { from: range.low, to: range.high }
  const ids = indexPartition(model, stage, ID_INDEX.name)
  let next: string | undefined
  const reader: Reader = {
    waiting: [],
    ended: compareBytes(stretch.from, stretch.to) > 0,
    async fill(rows) {
      if (reader.ended || reader.waiting.length > 0) return
      const limit = range.index.keysOnly ? Math.max(MIN_HITS, Math.ceil(rows / PRICE_OF_HIT)) : rows
      const page = await table.walk(PK, { ...stretch, reverse, limit, after: next })
      next = page.next
      reader.ended = next === undefined
      const items = range.index.keysOnly ? await rowsOf(table, ids, page.items) : page.items
      reader.waiting = items.map((it) => foundIn(order, it))
    },
  }
  return reader
}

/** As they are now: what is no more in this stage is not found. */
const rowsOf = (table: TenantTable, PK: string, items: readonly Item[]): Promise<Item[]> =>
  table.getMany(items.map(({ SK }) => ({ PK, SK: String(SK).slice(-ID_LENGTH) })))

function foundIn(order: Order, item: unknown): Found {
  const { SK, revision, row: packed } = IndexItem.parse(item)
  const entryId = SK.slice(-ID_LENGTH)
  const row = unpackRow(packed)
  return { entryId, revision, row, position: positionOf(order, { entryId, row }) }
}

type From = Required<Walk> & { after: Position }

/** The part of a range that can hold what comes after a position; it may hold a little more. */
function remaining(range: Range, order: Order, { reverse, after, inRuns }: From) {
  const whole = { from: range.low, to: range.high }
  const none = { from: LAST, to: '' }
  const passed = passedPrefix(range, order, { after, inRuns })
  if (passed === 'all') return none
  if (passed === 'none') return whole
  const later = (a: string, b: string) => (compareBytes(a, b) > 0 ? a : b)
  const earlier = (a: string, b: string) => (compareBytes(a, b) < 0 ? a : b)
  return reverse
    ? { from: range.low, to: earlier(range.high, passed.key + LAST) }
    : { from: later(range.low, passed.key), to: range.high }
}

/**
 * The key, or the beginning of the keys, at which a position lies in a range: the walk goes on there.
 * `none`: the whole range comes after it; `all`: nothing of it does.
 */
function passedPrefix(
  range: Range,
  order: Order,
  { after, inRuns }: Pick<From, 'after' | 'inRuns'>,
): { key: string } | 'none' | 'all' {
  const keys = inRuns ? order.keys.slice(0, 1) : order.keys
  const { columns } = range.index
  let key = range.prefix
  let used = range.fixed.length
  for (const [n, { column, descending }] of keys.entries()) {
    const wanted = after.keys[n] ?? ''
    const constant = range.fixed[columns.indexOf(column)]
    if (constant !== undefined) {
      const difference = compareBytes(constant, wanted) * (descending ? -1 : 1)
      if (difference === 0) continue
      if (used > range.fixed.length) return { key }
      return difference > 0 ? 'none' : 'all'
    }
    if (columns[used] !== column) return key === range.prefix ? 'none' : { key }
    key += wanted + SEPARATOR
    used++
  }
  return { key: used === columns.length && !inRuns ? key + after.entryId : key }
}

/** Takes the rows of several readers in their common order; stops where one must be filled first. */
export function takeInOrder(readers: readonly Reader[], order: Order): Found[] {
  const taken: Found[] = []
  for (;;) {
    if (readers.some((it) => it.waiting.length === 0 && !it.ended)) return taken
    let first: Reader | undefined
    for (const reader of readers) {
      const [a] = reader.waiting
      const [b] = first?.waiting ?? []
      if (a && (!b || comparePositions(order, a.position, b.position) < 0)) first = reader
    }
    const row = first?.waiting.shift()
    if (!row) return taken
    taken.push(row)
  }
}
