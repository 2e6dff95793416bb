import type { TenantTable } from '@tenantry/dynamo'
import { invalid } from '@tenantry/security'
import { ID_INDEX, indexesOf } from './columns.ts'
import { type Contender, orderedContender, type Search, sortingContender } from './contenders.ts'
import { parseRevision, type Revision } from './entry.ts'
import { revisionKey, type Stage } from './keys.ts'
import type { Model } from './model.ts'
import type { Order, Position } from './order.ts'
import { orderOf, type Path, pathsByWords, pathsFor, wholeIndex } from './paths.ts'
import type { Found } from './readers.ts'
import { readTotal, type Total } from './totals.ts'
import type { Where } from './where.ts'
import { hasWords } from './words.ts'

/** How many rows a list may evaluate: about half a second, and 430 read units. */
export const GUARD_ROWS = 10_000

export interface ListQuery {
  stage: Stage
  where: Where
  order: Order
  limit: number
  after?: Position | undefined
  withTotal?: boolean
  /** The `storageId`s of the fields that are answered; absent: all. */
  shown?: readonly string[] | undefined
  guard?: number
}

export interface ListedPage {
  revisions: Revision[]
  /** Where the page ends, if there may be more. */
  end?: Position
  total?: Total
  /** What it took. */
  cost: { rows: number; plan: string }
}

/**
 * One page of the entries of a stage. Two paths race without knowing how much each will read: the
 * best one in the wanted order, and the narrowest other one, which is then sorted.
 *
 * @throws AppError `VALIDATION_FAILED` if neither has an answer within the guard.
 */
export async function listRevisions(
  table: TenantTable,
  model: Model,
  query: ListQuery,
): Promise<ListedPage> {
  const { stage, where, order, limit, after, guard = GUARD_ROWS } = query
  const bodies = bodyCache(table, model)
  const { load: loadBodies } = bodies
  const search: Search = { table, model, stage, where, order, limit, after, loadBodies }
  const paths = [
    ...pathsFor(where, indexesOf(model, stage, 'read')),
    ...(hasWords(model, stage) ? pathsByWords(where) : []),
  ].sort((a, b) => a.rank - b.rank)
  const { contenders, firstRows } = plan(search, paths)
  const winner = await race(contenders, { rows: firstRows, limit, guard })
  const answer = winner ?? contenders.find((it) => it.certainTo !== undefined)
  if (!answer) throw tooBroad(model, query)

  const wanted = answer.found.slice(0, limit)
  const page = await fitting(wanted, bodies, query.shown)
  const end =
    page.length < wanted.length
      ? page.at(-1)?.position
      : endOf(answer, { limit, isPartial: !winner })
  const loaded = await loadBodies(page)
  const total = query.withTotal
    ? await readTotal(search, { paths, known: winner?.total, guard })
    : undefined
  return {
    // An entry that was deleted since its row was read is left out.
    revisions: page.flatMap(({ entryId }) => loaded.get(entryId) ?? []),
    ...(end && { end }),
    ...(total && { total }),
    cost: { rows: sumOfRows(contenders), plan: planName(contenders, answer) },
  }
}

interface Bodies {
  load: Search['loadBodies']
  /** How much is stored of a body that was loaded. */
  bytesOf(entryId: string): number
}

/** Reads each body once, by the revision that the row names. */
function bodyCache(table: TenantTable, model: Model): Bodies {
  const cache = new Map<string, Revision>()
  const bytes = new Map<string, number>()
  return {
    bytesOf: (entryId) => bytes.get(entryId) ?? 0,
    async load(found) {
      const missing = found.filter(({ entryId }) => !cache.has(entryId))
      const keys = missing.map(({ entryId, revision }) => revisionKey(model, entryId, revision))
      for (const item of await table.getMany(keys)) {
        const revision = parseRevision(item)
        cache.set(revision.entryId, revision)
        bytes.set(revision.entryId, Buffer.byteLength(String(item.values)))
      }
      return cache
    },
  }
}

/** What entries may hold that are answered together: a function answers 6 MB at most. */
const MAX_ANSWERED_BYTES = 4_000_000
/** What may be held of them meanwhile, be it answered or not. */
const MAX_LOADED_BYTES = 40_000_000
/** A page of entries that hold no more fits in any case. */
const SMALL_BYTES = MAX_ANSWERED_BYTES / 1000
const BODIES_AT_ONCE = 100

/** As many as fit into one answer: of the largest entries there are some. */
async function fitting(found: readonly Found[], bodies: Bodies, shown: ListQuery['shown']) {
  let [answered, held] = [0, 0]
  for (let start = 0; start < found.length; start += BODIES_AT_ONCE) {
    const some = found.slice(start, start + BODIES_AT_ONCE)
    const loaded = await bodies.load(some)
    for (const [n, { entryId }] of some.entries()) {
      const bytes = bodies.bytesOf(entryId)
      const isMeasured = shown && bytes > SMALL_BYTES
      held += bytes
      answered += isMeasured ? bytesIn(loaded.get(entryId), shown) : bytes
      if (answered > MAX_ANSWERED_BYTES || held > MAX_LOADED_BYTES) return found.slice(0, start + n)
    }
  }
  return found
}

const bytesIn = (revision: Revision | undefined, shown: readonly string[]): number =>
  Buffer.byteLength(JSON.stringify(shown.map((it) => revision?.values[it])))

function endOf(
  { found, certainTo }: Contender,
  { limit, isPartial }: { limit: number; isPartial: boolean },
): Position | undefined {
  if (found.length > limit) return found[limit - 1]?.position
  return isPartial ? certainTo : undefined
}

/** More than this and opening them all costs more than it spares. */
const MAX_MERGED_RANGES = 32
const FIRST_ROWS = 64
const CURSOR_ROW = 1

/** Who races, the one in order first, and how many rows each reads at first. */
function plan(search: Search, paths: readonly Path[]) {
  const { model, stage, order, limit, where } = search
  const whole = indexesOf(model, stage, 'read').map(wholeIndex)
  const ordered = [...paths, ...whole]
    .filter((it) => it.ranges.length <= MAX_MERGED_RANGES && orderOf(it, order) !== 'none')
    .sort((a, b) => a.rank - b.rank || whole.indexOf(a) - whole.indexOf(b))[0]
  const rival = paths.find((it) => it !== ordered && isWorthTrying(it, ordered))
  const contenders = [
    ...(ordered ? [orderedContender(search, ordered)] : []),
    ...(rival ? [sortingContender(search, rival)] : []),
  ]
  if (contenders.length === 0) contenders.push(sortingContender(search, wholeIndex(ID_INDEX)))
  const needsNoFilter = ordered !== undefined && isUsedUp(where, ordered)
  const firstRows = needsNoFilter ? limit + 1 + CURSOR_ROW : Math.max(FIRST_ROWS, 2 * limit)
  return { contenders, firstRows }
}

const RANK_OF_NARROW_PATHS = 3.5

/** A path that uses a condition which the ordered one does not, and is likely to read less. */
function isWorthTrying(path: Path, ordered: Path | undefined): boolean {
  if (!ordered) return true
  return (
    path.rank <= Math.max(RANK_OF_NARROW_PATHS, ordered.rank) &&
    [...path.uses].some((it) => !ordered.uses.has(it))
  )
}

const isUsedUp = (where: Where, { uses }: Path): boolean =>
  'all' in where ? where.all.every((it) => uses.has(it)) : uses.has(where)

const MAX_ROWS_AT_ONCE = 4096
const MIN_ROWS_AT_ONCE = 32

/** Lets the contenders read in growing steps until one is done, or the guard is used up. */
async function race(
  contenders: readonly Contender[],
  { rows, limit, guard }: { rows: number; limit: number; guard: number },
): Promise<Contender | undefined> {
  let step = rows
  while (sumOfRows(contenders) < guard) {
    const rest = guard - sumOfRows(contenders)
    await Promise.all(contenders.map((it) => it.advance(Math.min(step, rest))))
    const winner = contenders.find(({ done }) => done)
    if (winner) return winner
    step = Math.min(step * 2, expectedRows(contenders[0], limit), MAX_ROWS_AT_ONCE)
  }
  return undefined
}

/** What the path in order still needs, from what it has found so far. */
function expectedRows(lead: Contender | undefined, limit: number): number {
  if (!lead || lead.found.length < 3) return MAX_ROWS_AT_ONCE
  const missing = limit + 1 - lead.found.length
  const needed = (missing * lead.rowsRead) / lead.found.length
  return Math.max(MIN_ROWS_AT_ONCE, Math.ceil(needed * 1.25))
}

const sumOfRows = (contenders: readonly Contender[]) =>
  contenders.reduce((sum, { rowsRead }) => sum + rowsRead, 0)

const planName = (contenders: readonly Contender[], answer: Contender) =>
  contenders.map((it) => (it === answer ? `*${it.name}` : it.name)).join(' | ')

function tooBroad(model: Model, { order, stage }: ListQuery) {
  const indexed = new Set(indexesOf(model, stage, 'read').map(({ columns }) => columns[0]))
  const missing = order.keys.find(({ column }) => !indexed.has(column))?.column.name
  const remedy = missing ? `Nothing is indexed by "${missing}"` : 'No index has this order'
  const error = `More than ${GUARD_ROWS} entries would have to be read. ${remedy}: narrow the filter or sort by another field.`
  return invalid([{ error, fieldId: 'sort' }])
}
