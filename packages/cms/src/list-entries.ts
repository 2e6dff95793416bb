import { invalid, type Scope } from '@tenantry/security'
import { readableEntries } from './access.ts'
import { columnOf } from './columns.ts'
import { cursorAt, parseCursor } from './cursor.ts'
import { type Entry, toEntry } from './entry.ts'
import type { Stage } from './keys.ts'
import { listRevisions } from './list.ts'
import type { Model } from './model.ts'
import { parseSort } from './order.ts'
import { parseWhere, type Test, type Where } from './where.ts'
import { searchedColumns, wordsIn } from './words.ts'

export interface ListArguments {
  stage: Stage
  /** As the API takes it. */
  where?: unknown
  /** Words of which each begins one of the entry's: of its title or another text of one line. */
  search?: string | null | undefined
  /** `title_ASC`, `savedOn_DESC`; the newest first without it. */
  sort?: readonly string[] | null | undefined
  /** 10 unless given, at most 1,000. */
  limit?: number | null | undefined
  /** The cursor of the page before. */
  after?: string | null | undefined
  /** Also say how many there are in all: that may cost as much as the page. */
  withTotal?: boolean | undefined
  /** The fields that are answered, by `fieldId`: a page ends before they hold 4 MB. All without it. */
  shown?: ReadonlySet<string> | undefined
}

export interface EntryList {
  entries: Entry[]
  meta: {
    /** `null` on the last page. */
    cursor: string | null
    /** A page may be short and there still be more: a rare filter used up what a page may read. */
    hasMoreItems: boolean
    /** `null` unless asked for. */
    totalCount: number | null
    /** `false`: `totalCount` is a lower bound. */
    totalCountExact: boolean | null
  }
  cost: { rows: number; plan: string }
}

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 1000

/** One page of the entries of a stage that the caller may read. */
export async function listEntries(
  scope: Scope,
  model: Model,
  { stage, where, search, sort, limit, after, withTotal = false, shown }: ListArguments,
): Promise<EntryList> {
  const readable = readableEntries(scope, model)
  const found = searched(model, search)
  const narrowed = parseWhere(model, where)
  const asked = found ? { all: [narrowed, found] } : narrowed
  const order = parseSort(model, stage, sort ?? [])
  // Who sees what is part of the condition: no row, count or cursor is made of anything else.
  const allowed = readable === 'all' ? asked : { all: [asked, madeBy(scope, model)] }
  const names = order.keys.map(({ column, descending }) => [column.id, descending])
  const list = [
    model.locale,
    model.modelId,
    stage,
    where ?? {},
    search ?? '',
    names,
    order.descending,
  ]
  const page = await listRevisions(scope.table, model, {
    stage,
    where: allowed,
    order,
    limit: limitOf(limit),
    after: after ? parseCursor(after, list) : undefined,
    withTotal,
    ...(shown && {
      shown: model.fields.filter((it) => shown.has(it.fieldId)).map(({ storageId }) => storageId),
    }),
  })
  return {
    entries: page.revisions.map((it) => toEntry(model, it)),
    meta: {
      cursor: page.end ? cursorAt(page.end, list) : null,
      hasMoreItems: page.end !== undefined,
      totalCount: page.total?.count ?? null,
      totalCountExact: page.total?.exact ?? null,
    },
    cost: page.cost,
  }
}

const NOTHING: Where = { any: [] }
const MAX_WORDS = 20

function searched(model: Model, search: string | null | undefined): Where | undefined {
  if (!search?.trim()) return undefined
  const words = wordsIn(search)
  if (words.length > MAX_WORDS)
    throw invalid([{ error: `Search for at most ${MAX_WORDS} words.`, fieldId: 'search' }])
  const columns = searchedColumns(model)
  // Where there is no word, none begins so.
  return words.length > 0 ? { all: words.map((word) => ({ word, columns })) } : NOTHING
}

function limitOf(limit: number | null | undefined): number {
  if (limit === null || limit === undefined) return DEFAULT_LIMIT
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  throw invalid([{ error: `A page has 1 to ${MAX_LIMIT} entries.`, fieldId: 'limit' }])
}

/** What is one's own: made by the same id of the same kind. */
function madeBy({ principal: { identity } }: Scope, model: Model): Where {
  const test = (id: string, value: string): Test => ({
    column: columnOf(model, id),
    entryOnly: false,
    operator: 'equals',
    operands: [value],
    negated: false,
  })
  return { all: [test('createdBy', identity.id), test('createdByType', identity.type)] }
}
