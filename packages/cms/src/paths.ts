import { type Column, ID_INDEX, type Index, REVISION } from './columns.ts'
import {
  compareBytes,
  encode,
  entryIdOf,
  LAST,
  MISSING,
  SEPARATOR,
  sortText,
  VALUE,
} from './encode.ts'
import type { Order } from './order.ts'
import { copyOf, isList, type Scalar } from './row.ts'
import type { Test, Where } from './where.ts'
import { wordIndex } from './words.ts'

/** A stretch of an index: all items of an entry that could be meant lie in it. */
export interface Range {
  index: Index
  low: string
  high: string
  /** What every key in it starts with, and the encoded values of the first columns that fixes. */
  prefix: string
  fixed: readonly string[]
}

/** One way to find all entries that a condition could mean. Keys only narrow: rows decide. */
export interface Path {
  ranges: readonly Range[]
  /** The parts of the condition that it makes use of. */
  uses: ReadonlySet<Where>
  /** A guess at how much it reads, without statistics: lower is better. */
  rank: number
}

const RANK = {
  twoValues: 0.5,
  fewInOrder: 0.9,
  equality: 1,
  prefix: 3,
  between: 4,
  half: 6,
  shortPrefix: 8,
  everything: 50,
} as const

/** All entries of a stage, in the order of an index. */
export const wholeIndex = (index: Index): Path => ({
  ranges: [{ index, low: MISSING, high: LAST, prefix: '', fixed: [] }],
  uses: new Set(),
  rank: RANK.everything,
})

/** The paths that a condition opens, the best first. */
export function pathsFor(where: Where, indexes: readonly Index[]): Path[] {
  if ('any' in where) return unionOf(where, indexes)
  const parts = 'all' in where ? flattened(where.all) : [where]
  const tests = parts.filter((it): it is Test => 'operator' in it)
  const unions = parts.flatMap((it) => ('any' in it ? unionOf(it, indexes) : []))
  const direct = indexes.flatMap((index) => pathOn(index, tests) ?? [])
  return [...direct, ...unions].sort((a, b) => a.rank - b.rank)
}

/** The paths that words open: none in an order, so each is read to its end. */
export const pathsByWords = (where: Where): Path[] =>
  ('all' in where ? flattened(where.all) : [where]).flatMap((it): Path[] => {
    const length = 'word' in it ? [...it.word].length : 0
    if (!('word' in it) || length < 2) return []
    const range = { low: it.word, high: it.word + LAST, prefix: '', fixed: [] }
    const rank = length > 2 ? RANK.prefix : RANK.shortPrefix
    // Of several words the longest, which is likely to be the rarest.
    return [
      {
        ranges: [{ ...range, index: wordIndex(it.word) }],
        uses: new Set([it]),
        rank: rank - length / 100,
      },
    ]
  })

const flattened = (parts: readonly Where[]): Where[] =>
  parts.flatMap((it) => ('all' in it ? flattened(it.all) : [it]))

/** A choice has a path only if each of its branches has one. */
function unionOf(where: { any: readonly Where[] }, indexes: readonly Index[]): Path[] {
  const branches = where.any.map((it) => pathsFor(it, indexes)[0])
  if (!branches.every((it) => it !== undefined)) return []
  const ranges = branches.flatMap((it) => it.ranges)
  const distinct = ranges.filter((it, n) => ranges.findIndex((other) => isSame(it, other)) === n)
  const rank = Math.max(...branches.map((it) => it.rank)) + ranges.length / 100
  return [{ ranges: distinct, uses: new Set([where]), rank }]
}

const isSame = (a: Range, b: Range) =>
  a.index.name === b.index.name && a.low === b.low && a.high === b.high

function pathOn(index: Index, tests: readonly Test[]): Path | undefined {
  const [first, second] = index.columns
  if (!first) return pathById(index, tests)
  const onFirst = stretchesOf(first, tests)
  if (!onFirst) return undefined
  const uses = new Set<Where>(onFirst.uses)
  const onSecond = second && onFirst.points ? stretchesOf(second, tests) : undefined
  for (const it of onSecond?.uses ?? []) uses.add(it)
  const ranges = onFirst.stretches.flatMap((outer): Range[] => {
    if (!onFirst.points) return [rangeOf(index, [], outer)]
    if (!onSecond) return [rangeOf(index, [outer.low], WITHIN)]
    return onSecond.stretches.map((inner) =>
      onSecond.points
        ? rangeOf(index, [outer.low, inner.low], WITHIN)
        : rangeOf(index, [outer.low], inner),
    )
  })
  const best =
    second && onFirst.points ? (onSecond ? RANK.twoValues : RANK.fewInOrder) : onFirst.rank
  return { ranges, uses, rank: best + ranges.length / 100 }
}

/** Everything behind a prefix. */
const WITHIN: Stretch = { low: '', high: LAST }

function rangeOf(index: Index, fixed: readonly string[], { low, high }: Stretch): Range {
  const prefix = fixed.map((it) => it + SEPARATOR).join('')
  return { index, low: prefix + low, high: prefix + high, prefix, fixed }
}

interface Stretch {
  low: string
  high: string
}
interface Stretches {
  stretches: readonly Stretch[]
  /** Each is one value: `low` is its encoding. */
  points: boolean
  uses: readonly Test[]
  rank: number
}

/** What the tests of one column leave of its values: some points, or one stretch. */
function stretchesOf(column: Column, tests: readonly Test[]): Stretches | undefined {
  const found = tests.flatMap((it) => (it.column === column ? (stretchesFor(it) ?? []) : []))
  const points = found.filter((it) => it.points)
  const [fewest] = points.toSorted((a, b) => a.stretches.length - b.stretches.length)
  if (fewest) return fewest
  const [first, ...others] = found
  // Of a list one value may pass the one test and another the other.
  if (column.list) return found.toSorted((a, b) => a.rank - b.rank)[0]
  return first && others.reduce(intersection, first)
}

function intersection(a: Stretches, b: Stretches): Stretches {
  const [x, y] = [a.stretches[0], b.stretches[0]]
  if (!x || !y) return a
  const low = compareBytes(x.low, y.low) > 0 ? x.low : y.low
  const high = compareBytes(x.high, y.high) < 0 ? x.high : y.high
  const rank = Math.min(a.rank, b.rank, RANK.between)
  return { stretches: [{ low, high }], points: false, uses: [...a.uses, ...b.uses], rank }
}

function stretchesFor(test: Test): Stretches | undefined {
  const { column, operator, operands, negated } = test
  const one = (low: string, high: string, rank: number): Stretches => ({
    stretches: [{ low, high }],
    points: false,
    uses: [test],
    rank,
  })
  const exists = negated && operator === 'equals' && operands[0] === null
  if (exists) return one(VALUE, VALUE + LAST, RANK.half)
  if (negated) return undefined
  if (operator === 'equals' || operator === 'in') {
    const values = [...new Set(operands.map((it) => encodeOperand(column, it)))]
    const stretches = values.map((it) => ({ low: it, high: it }))
    return { stretches, points: true, uses: [test], rank: RANK.equality }
  }
  const [first = null, second = null] = operands
  if (operator === 'contains' || first === null) return undefined
  if (operator === 'startsWith') {
    const start = VALUE + sortText(String(first))
    const rank = String(first).length > 2 ? RANK.prefix : RANK.shortPrefix
    return one(start, start + LAST, rank)
  }
  const value = encodeOperand(column, first)
  // A value is followed by a separator and more: `value` stands before all its items, `behind` after.
  const behind = (it: string) => it + SEPARATOR + LAST
  switch (operator) {
    case 'lt':
      return one(VALUE, value, RANK.half)
    case 'lte':
      return one(VALUE, behind(value), RANK.half)
    case 'gt':
      return one(behind(value), VALUE + LAST, RANK.half)
    case 'gte':
      return one(value, VALUE + LAST, RANK.half)
    case 'between':
      return one(value, behind(encodeOperand(column, second)), RANK.between)
  }
}

/** By way of the copy that rows keep, so that a long text meets its own beginning. */
function encodeOperand(column: Column, operand: Scalar | null): string {
  const cell = copyOf(column, column.kind === 'ref' && operand !== null ? { id: operand } : operand)
  return encode(column, cell === undefined || isList(cell) ? null : cell)
}

/** Ids say which entries are meant, and when they were made. */
function pathById(index: Index, tests: readonly Test[]): Path | undefined {
  const test = tests.find(
    ({ column, operator, negated }) =>
      column === REVISION && !negated && (operator === 'equals' || operator === 'in'),
  )
  if (test) {
    const ids = new Set(test.operands.flatMap((it) => (it === null ? [] : [entryIdOf(String(it))])))
    const ranges = [...ids].map((id): Range => ({
      index,
      low: id,
      high: id,
      prefix: '',
      fixed: [],
    }))
    return { ranges, uses: new Set([test]), rank: RANK.equality + ranges.length / 100 }
  }
  const times = tests.flatMap((it) => (it.column.id === 'createdOn' ? (idsMadeIn(it) ?? []) : []))
  const [first, ...others] = times
  if (!first) return undefined
  const { stretches, uses, rank } = others.reduce(intersection, first)
  return { ranges: stretches.map((it) => rangeOf(index, [], it)), uses: new Set(uses), rank }
}

function idsMadeIn(test: Test): Stretches | undefined {
  const { operator, operands, negated } = test
  const [first = null, second = null] = operands
  if (negated || first === null || operator === 'in') return undefined
  const low = idAt(first)
  const stretch = {
    equals: { low, high: low + LAST },
    lt: { low: '0', high: low },
    lte: { low: '0', high: low + LAST },
    gt: { low: low + LAST, high: LAST },
    gte: { low, high: LAST },
    between: { low, high: idAt(second ?? first) + LAST },
    contains: undefined,
    startsWith: undefined,
  }[operator]
  return stretch && { stretches: [stretch], points: false, uses: [test], rank: RANK.between }
}

const idAt = (instant: Scalar): string =>
  Math.max(0, Date.parse(String(instant)))
    .toString(16)
    .padStart(12, '0')

/**
 * How the items of a path come: entirely in the wanted order; such that those with the same first key
 * come together (`runs`); or anyhow.
 */
export function orderOf(path: Path, order: Order): 'exact' | 'runs' | 'none' {
  const kinds = path.ranges.map((it) => orderOfRange(it, order))
  if (kinds.every((it) => it === 'exact')) return 'exact'
  return kinds.every((it) => it !== 'none') ? 'runs' : 'none'
}

function orderOfRange({ index, fixed }: Range, { keys, descending }: Order) {
  const constant = index.columns.slice(0, fixed.length)
  const rest = index.columns.slice(fixed.length)
  const wanted = keys.filter(({ column }) => !constant.includes(column))
  const sameColumns =
    wanted.length === rest.length && wanted.every(({ column }, n) => column === rest[n])
  if (sameColumns && wanted.every((it) => it.descending === descending)) return 'exact'
  const [first] = keys
  return first && rest[0] === first.column ? 'runs' : 'none'
}

/** How a path is called in logs and in `extensions.cost`. */
export function nameOf({ ranges }: Path): string {
  // That of words says with what letters somebody has searched: nobody's business but theirs.
  const names = ranges.map(({ index }) => (index.keysOnly ? 'words' : index.name))
  const indexes = [...new Set(names)].join(',')
  return ranges.length > 1 ? `${indexes}×${ranges.length}` : indexes || ID_INDEX.name
}
