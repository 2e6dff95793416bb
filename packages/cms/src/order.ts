import { invalid } from '@tenantry/security'
import { type Column, columnsOf, indexesOf, type Kind, type Shape } from './columns.ts'
import { compareBytes, encode } from './encode.ts'
import type { Stage } from './keys.ts'
import { cellOf, isList, type Row } from './row.ts'

export interface SortKey {
  column: Column
  descending: boolean
}

/** The order of a list: by some columns, then by the entry ids, so that every entry has one place. */
export interface Order {
  keys: readonly SortKey[]
  /** The direction of the ids. */
  descending: boolean
}

/** A place in the order: the columns' encoded values, and the id. */
export interface Position {
  keys: readonly string[]
  entryId: string
}

/** What can be sorted by, as `title_ASC` and `title_DESC`: single values that have an order. */
export const SORTABLE: readonly Kind[] = ['text', 'number', 'boolean', 'instant', 'date', 'time']

const MAX_SORT_KEYS = 3

/**
 * Parses `sort` as the API takes it. Without it the newest comes first.
 *
 * @throws AppError `VALIDATION_FAILED` for what cannot be sorted by.
 */
export function parseSort(model: Shape, stage: Stage, sort: readonly string[] = []): Order {
  if (sort.length > MAX_SORT_KEYS)
    throw wrong(`A list can be sorted by at most ${MAX_SORT_KEYS} fields.`)
  const keys: SortKey[] = []
  for (const [n, wish] of sort.entries()) {
    const [, name = '', direction] = /^(.+)_(ASC|DESC)$/.exec(wish) ?? []
    const descending = direction === 'DESC'
    if (isById(name, n === sort.length - 1)) return { keys, descending }
    const column = columnsOf(model).find((it) => it.name === name && isSortable(it))
    if (!column) throw wrong(`A list cannot be sorted by "${wish}".`)
    if (!keys.some((it) => it.column === column)) keys.push({ column, descending })
  }
  const [first] = keys
  const descending = first?.descending ?? true
  return { keys: keys.length === 1 && first ? usual(model, stage, first) : keys, descending }
}

export const isSortable = ({ kind, list }: Column): boolean => !list && SORTABLE.includes(kind)

/** Ids are in the order of creation. Two may share the millisecond, which only a further key sees. */
const isById = (name: string, isLast: boolean) =>
  name === 'id' || name === 'entryId' || (name === 'createdOn' && isLast)

/** Where an index keeps its usual order within each value, that is also the order of equal values. */
function usual(model: Shape, stage: Stage, first: SortKey): SortKey[] {
  const index = indexesOf(model, stage, 'write').find(({ columns }) => columns[0] === first.column)
  const then = index?.columns[1]
  return then ? [first, { column: then, descending: first.descending }] : [first]
}

/** Where an entry stands in an order. */
export const positionOf = (
  order: Order,
  { entryId, row }: { entryId: string; row: Row },
): Position => ({
  entryId,
  keys: order.keys.map(({ column }) => {
    const cell = cellOf(row, column)
    return encode(column, cell === undefined || isList(cell) ? null : cell)
  }),
})

export function comparePositions(order: Order, a: Position, b: Position): number {
  for (const [n, { descending }] of order.keys.entries()) {
    const difference = compareBytes(a.keys[n] ?? '', b.keys[n] ?? '')
    if (difference !== 0) return descending ? -difference : difference
  }
  const difference = compareBytes(a.entryId, b.entryId)
  return order.descending ? -difference : difference
}

const wrong = (error: string) => invalid([{ error, fieldId: 'sort' }])
