import { type Column } from './columns.ts'
import { digestOf, entryIdOf, fold } from './encode.ts'
import { type Cell, type Cut, isList, type Scalar } from './row.ts'
import type { Test, Where } from './where.ts'
import { wordsOf } from './words.ts'

/** Whether an entry is meant, as far as its row tells: `undefined` has to be asked of the body. */
export type Verdict = boolean | undefined

/** Decides `where` with three values on whatever `cell` knows of an entry. */
export function evaluate(where: Where, cell: (column: Column) => Cell): Verdict {
  if ('all' in where) return every(where.all, (it) => evaluate(it, cell))
  if ('any' in where) return some(where.any, (it) => evaluate(it, cell))
  if ('word' in where) return wordsOf(where.columns, cell).some((it) => it.startsWith(where.word))
  const verdict = holds(where, cell(where.column))
  return verdict === undefined ? undefined : verdict !== where.negated
}

function every<T>(items: readonly T[], decide: (item: T) => Verdict): Verdict {
  let all: Verdict = true
  for (const item of items) {
    const verdict = decide(item)
    if (verdict === false) return false
    if (verdict === undefined) all = undefined
  }
  return all
}

function some<T>(items: readonly T[], decide: (item: T) => Verdict): Verdict {
  let any: Verdict = false
  for (const item of items) {
    const verdict = decide(item)
    if (verdict === true) return true
    if (verdict === undefined) any = undefined
  }
  return any
}

/** A list is meant if one of its values is; an empty one is like no value. */
function holds(test: Test, cell: Cell): Verdict {
  if (cell === undefined) return undefined
  if (!isList(cell)) return holdsOne(test, cell)
  return cell.length === 0 ? holdsOne(test, null) : some(cell, (it) => holdsOne(test, it))
}

function holdsOne(test: Test, whole: Scalar | Cut | null): Verdict {
  const { operator, operands, entryOnly } = test
  const cell = entryOnly && typeof whole === 'string' ? entryIdOf(whole) : whole
  if (operator === 'equals' || operator === 'in')
    return operands.some((it) =>
      isEqual(cell, entryOnly && typeof it === 'string' ? entryIdOf(it) : it),
    )
  const [first = null, second = null] = operands
  if (cell === null || first === null) return false
  if (operator === 'contains') return contains(cell, String(first))
  if (operator === 'startsWith') return startsWith(cell, String(first))
  if (typeof cell === 'object') return undefined
  if (operator === 'between') return second !== null && cell >= first && cell <= second
  return { lt: cell < first, lte: cell <= first, gt: cell > first, gte: cell >= first }[operator]
}

function isEqual(cell: Scalar | Cut | null, operand: Scalar | null): boolean {
  if (cell === null || typeof cell !== 'object') return cell === operand
  return typeof operand === 'string' && cell.digest === digestOf(operand)
}

function contains(cell: Scalar | Cut, part: string): Verdict {
  if (typeof cell !== 'object') return fold(String(cell)).includes(part)
  return certainPart(cell).includes(part) ? true : undefined
}

function startsWith(cell: Scalar | Cut, start: string): Verdict {
  if (typeof cell !== 'object') return fold(String(cell)).startsWith(start)
  const certain = certainPart(cell)
  if (start.length <= certain.length) return certain.startsWith(start)
  return start.startsWith(certain) ? undefined : false
}

const UNCERTAIN_END = 4

/** The beginning of a cut text without its end, which a combining mark that follows could change. */
const certainPart = ({ start }: Cut): string => fold(start).slice(0, -UNCERTAIN_END)
