import { type Search, sortingContender } from './contenders.ts'
import { readCount } from './counters.ts'
import { ID_INDEX } from './columns.ts'
import { type Path, wholeIndex } from './paths.ts'
import type { Where } from './where.ts'

export interface Total {
  count: number
  /** `false`: there are at least so many. */
  exact: boolean
}

const ROWS_AT_ONCE = 2048

/** How many entries are meant: from counters, from a path that was read to its end, or by counting. */
export async function readTotal(
  search: Search,
  { paths, known, guard }: { paths: readonly Path[]; known: number | undefined; guard: number },
): Promise<Total> {
  if (known !== undefined) return { count: known, exact: true }
  const counted = await fromCounters(search)
  if (counted !== undefined) return { count: counted, exact: true }
  const counter = sortingContender(
    { ...search, after: undefined },
    paths[0] ?? wholeIndex(ID_INDEX),
  )
  while (!counter.done && counter.rowsRead < guard)
    await counter.advance(Math.min(ROWS_AT_ONCE, guard))
  return { count: counter.total ?? counter.found.length, exact: counter.done }
}

async function fromCounters({ table, model, stage, where }: Search): Promise<number | undefined> {
  if (isEverything(where)) return readCount(table, model, { stage })
  if (!('operator' in where) || where.negated || where.operator !== 'equals') return undefined
  const {
    column,
    operands: [value = null],
  } = where
  if (value === null || !model.counted.includes(column.id)) return undefined
  return readCount(table, model, { stage, column: column.id, value })
}

const isEverything = (where: Where): boolean => 'all' in where && where.all.every(isEverything)
