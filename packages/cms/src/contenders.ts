import { type Column, REVISION } from './columns.ts'
import { type Revision, revisionId } from './entry.ts'
import { evaluate, type Verdict } from './evaluate.ts'
import { comparePositions, type Order, type Position } from './order.ts'
import { nameOf, orderOf, type Path } from './paths.ts'
import { createReader, type Found, type Source, takeInOrder } from './readers.ts'
import { type Cell, cellOf, comparable, valueOf } from './row.ts'
import type { Where } from './where.ts'

/** What is looked for, wherever it is read. */
export interface Search extends Source {
  where: Where
  /** Only what stands behind this position. */
  after?: Position | undefined
  /** How many are wanted: one more tells whether there are more. */
  limit: number
  /** The bodies of these, by entry id; each is read once. */
  loadBodies(found: readonly Found[]): Promise<ReadonlyMap<string, Revision>>
}

/** One path on its way. Several race, and the first that is done answers. */
export interface Contender {
  name: string
  rowsRead: number
  done: boolean
  /** In order, as far as it is certain that nothing comes before or between. */
  found: Found[]
  /** How many there are in all, if the path was read from its beginning to its end. */
  total?: number
  /** Up to where everything is in `found`, for a page that ends before it is full. */
  certainTo?: Position
  advance(rows: number): Promise<void>
}

const MIN_ROWS = 8
const MAX_OPEN_READERS = 16

/** Reads a path that comes in the wanted order, until the page is full. */
export function orderedContender(search: Search, path: Path): Contender {
  const { order, after, limit } = search
  const exact = orderOf(path, order) === 'exact'
  const readingOrder = exact ? order : orderOfRuns(order)
  const options = { reverse: readingOrder.descending, after, inRuns: !exact }
  const readers = path.ranges.map((it) => createReader(search, it, options))
  const seen = new Set<string>()
  let run: Found[] = []
  const endRun = (contender: Contender) => {
    contender.found.push(...run.sort((a, b) => comparePositions(order, a.position, b.position)))
    run = []
  }

  return {
    name: `ordered:${nameOf(path)}`,
    rowsRead: 0,
    done: false,
    found: [],
    async advance(rows) {
      const share = Math.max(MIN_ROWS, Math.ceil(rows / readers.length))
      await Promise.all(readers.map((it) => it.fill(share)))
      const taken = takeInOrder(readers, readingOrder)
      this.rowsRead += taken.length
      const fresh = taken.filter((it) => isBehind(order, it, after) && isNew(seen, it))
      const meant = new Set(await meantAmong(search, fresh))
      for (const row of fresh) {
        if (!exact && run[0] && run[0].position.keys[0] !== row.position.keys[0]) endRun(this)
        if (meant.has(row)) (exact ? this.found : run).push(row)
        if (exact) this.certainTo = row.position
      }
      const ended = readers.every((it) => it.ended && it.waiting.length === 0)
      if (ended) endRun(this)
      if (ended && !after) this.total = this.found.length
      const last = this.found.at(-1)
      if (!exact && last) this.certainTo = last.position
      this.done = ended || this.found.length > limit
    },
  }
}

/** Where only the first key is in order, rows that share it are read as one run and then sorted. */
const orderOfRuns = ({ keys, descending }: Order): Order => ({
  keys: keys.slice(0, 1),
  descending: keys[0]?.descending ?? descending,
})

/** Reads a path to its end, and sorts. */
export function sortingContender(search: Search, path: Path): Contender {
  const { order, after, limit } = search
  const readers = path.ranges.map((it) => createReader(search, it, { reverse: false }))
  const seen = new Set<string>()
  const all: Found[] = []

  return {
    name: `sorted:${nameOf(path)}`,
    rowsRead: 0,
    done: false,
    found: [],
    async advance(rows) {
      const open = readers.filter((it) => !it.ended).slice(0, MAX_OPEN_READERS)
      const share = Math.max(MIN_ROWS, Math.ceil(rows / Math.max(1, open.length)))
      await Promise.all(open.map((it) => it.fill(share)))
      const taken = open.flatMap((it) => it.waiting.splice(0))
      this.rowsRead += taken.length
      all.push(
        ...(await meantAmong(
          search,
          taken.filter((it) => isNew(seen, it)),
        )),
      )
      if (readers.some((it) => !it.ended)) return
      this.total = all.length
      this.found = all
        .filter((it) => isBehind(order, it, after))
        .sort((a, b) => comparePositions(order, a.position, b.position))
        .slice(0, limit + 1)
      this.done = true
    },
  }
}

const isBehind = (order: Order, { position }: Found, after: Position | undefined): boolean =>
  !after || comparePositions(order, position, after) > 0

/** Ranges may overlap: the same entry can be met twice. */
function isNew(seen: Set<string>, { entryId }: Found): boolean {
  if (seen.has(entryId)) return false
  seen.add(entryId)
  return true
}

/** Keys only narrow: the whole condition is decided on the row, and on the body where that is cut. */
async function meantAmong(search: Search, found: readonly Found[]): Promise<Found[]> {
  const verdicts = new Map<Found, Verdict>(
    found.map((it) => [it, evaluate(search.where, (column) => cellOfFound(it, column))]),
  )
  const unknown = found.filter((it) => verdicts.get(it) === undefined)
  if (unknown.length > 0) {
    const bodies = await search.loadBodies(unknown)
    for (const it of unknown) {
      const body = bodies.get(it.entryId)
      verdicts.set(
        it,
        body !== undefined && evaluate(search.where, (column) => wholeCell(it, column, body)),
      )
    }
  }
  return found.filter((it) => verdicts.get(it) === true)
}

const cellOfFound = ({ entryId, revision, row }: Found, column: Column): Cell =>
  column === REVISION ? revisionId(entryId, revision) : cellOf(row, column)

const wholeCell = (found: Found, column: Column, body: Revision): Cell =>
  column === REVISION ? cellOfFound(found, column) : comparable(column, valueOf(column, body))
