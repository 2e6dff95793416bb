import { isDeepStrictEqual } from 'node:util'
import { AppError } from '@tenantry/errors'
import type { Fault } from '@tenantry/dynamo/testing'
import { table } from '@tenantry/security/testing'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { generated, runs, seed } from '../../../tools/runs.ts'
import {
  createEntry,
  createEntryFrom,
  getEntry,
  getEntryRevisions,
  moveEntry,
  updateEntry,
} from './entries.ts'
import type { Entry } from './entry.ts'
import {
  type Act,
  type Lives,
  type Outcome,
  perform,
  type Shown,
  type Values,
  viewOf,
} from './entry-oracle.ts'
import { publishEntry, republishEntry, unpublishEntry } from './entry-publishing.ts'
import { deleteEntry, restoreEntryFromBin } from './entry-removal.ts'
import { listEntries } from './list-entries.ts'
import { field, world } from './testing.ts'

const FIELDS = [
  field('title', 'text', { validation: [{ name: 'required' }] }),
  field('price', 'number'),
  field('slug', 'text', { validation: [{ name: 'unique' }] }),
  field('story', 'number'),
]
/** All stories are told on one tenant, of a model of their own; what they make says which it belongs to. */
const { scope, model } = await world(FIELDS)
let stories = 0
const STAGES = ['latest', 'published', 'bin'] as const
const counted = { latest: 0, published: 0, bin: 0 }

let performed = 0
afterEach(() => {
  Object.assign(table, { before: undefined, after: undefined })
  table.faults.length = 0
})
afterAll(() => console.log(`entries: seed ${seed}, ${performed} operations`))

describe('acts', () => {
  const values = fc.record({
    title: fc.constantFrom(undefined, undefined, 'A', 'B', '', null),
    price: fc.constantFrom(undefined, 1, -2.5, null),
    slug: fc.constantFrom(undefined, 'x', 'x', 'y', 'y', null),
  })
  const titled = values.map((it) => ({ ...it, title: it.title ?? 'T' }))
  const lenient = fc.nat(9).map((it) => it === 0)
  const at = fc.record({
    entry: fc.constantFrom(0, 0, 0, 0, 1, 1, 2),
    revision: fc.constantFrom(null, null, null, null, null, 1, 1, 2),
  })
  const entire = at.map((it) => ({ ...it, revision: null }))
  const ifVersion = fc.constantFrom(...Array<undefined>(7).fill(undefined), 1, 2)
  const of = <const Kind extends string, More extends object>(
    kind: Kind,
    more: { [Name in keyof More]: fc.Arbitrary<More[Name]> },
  ) => fc.record(more).map((it) => ({ kind, ...it }))
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 2, arbitrary: of('create', { data: titled, lenient }) },
    { weight: 6, arbitrary: of('update', { at, data: values, lenient, ifVersion }) },
    { weight: 8, arbitrary: of('createFrom', { at, data: values }) },
    { weight: 9, arbitrary: of('publish', { at, ifVersion }) },
    { weight: 1, arbitrary: of('republish', { at, ifVersion }) },
    { weight: 2, arbitrary: of('unpublish', { at, ifVersion }) },
    { weight: 4, arbitrary: of('move', { at, folder: fc.constantFrom('root', 'news') }) },
    { weight: 2, arbitrary: of('delete', { at }) },
    { weight: 1, arbitrary: of('purge', { at: entire }) },
    { weight: 2, arbitrary: of('restore', { at: entire }) },
  )
  const start = fc.tuple(
    of('create', { data: titled, lenient: fc.constant(false) }),
    of('create', { data: titled.map((it) => ({ ...it, slug: 'z' })), lenient }),
  )
  const acts = fc.array(act, { minLength: 4, maxLength: 8 })

  /** What befalls an act: faults that the writer sees, or a crash at one of its calls. */
  type Trouble = Fault[] | { when: 'before' | 'after'; call: number } | undefined
  const trouble: fc.Arbitrary<Trouble> = fc.oneof(
    { weight: 14, arbitrary: fc.constant(undefined) },
    {
      weight: 3,
      arbitrary: fc.array(
        fc.constantFrom<Fault>('conflict', 'throttled', 'unanswered', 'unprocessed'),
        { minLength: 1, maxLength: 2 },
      ),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        when: fc.constantFrom('before' as const, 'after' as const),
        call: fc.integer({ min: 1, max: 7 }),
      }),
    },
  )

  test(
    'do what they would in memory',
    async () => {
      await fc.assert(
        fc.asyncProperty(start, acts, async (first, others) => {
          const { stage, lives } = begun()
          await tellStory(stage, lives, [...first, ...others])
          await expectToSee(stage, lives)
        }),
        generated(110),
      )
    },
    runs(120_000),
  )

  test(
    'do it once, whatever fails before and after their effect, if they are asked again',
    async () => {
      const troubled = fc.array(fc.tuple(act, trouble), { minLength: 4, maxLength: 8 })
      await fc.assert(
        fc.asyncProperty(start, troubled, async (first, others) => {
          const { stage, lives } = begun()
          await tellStory(stage, lives, first)
          for (const [it, befalls] of others)
            expect(await troubledAct(stage, it, befalls), it.kind).toEqual(perform(lives, it))
          await expectToSee(stage, lives)
        }),
        generated(45),
      )
    },
    runs(120_000),
  )

  test(
    'of three writers at once do what they would one after the other',
    async () => {
      const before = fc.array(act, { maxLength: 4 })
      const rivals = fc.tuple(act, act, act)
      await fc.assert(
        fc.asyncProperty(start, before, rivals, async (first, others, three) => {
          const { stage, lives } = begun()
          await tellStory(stage, lives, [...first, ...others])
          const outcomes = await Promise.all(three.map((it) => done(stage, it)))
          const now = await seen(stage)
          const told = orders(three.map((it, n) => ({ it, outcome: outcomes[n] }))).map((order) =>
            retold(lives, order),
          )
          expect(told).toContainEqual({ outcomes: 'the same', view: now })
          count(now)
        }),
        generated(45),
      )
    },
    runs(120_000),
  )
})

test('and in the end the counters are exact', async () => {
  const totals = STAGES.map(async (stage) => {
    const { meta } = await listEntries(scope, model, { stage, limit: 1, withTotal: true })
    return meta.totalCount
  })
  expect(await Promise.all(totals)).toEqual(STAGES.map((it) => counted[it]))
})

interface Stage {
  story: number
  /** The id of each entry that was ever made. */
  ids: string[]
}

const begun = (): { stage: Stage; lives: Lives } => ({
  stage: { story: stories++, ids: [] },
  lives: [],
})

async function tellStory(stage: Stage, lives: Lives, acts: readonly Act[]): Promise<void> {
  for (const act of acts) expect(await done(stage, act), act.kind).toEqual(perform(lives, act))
}

async function expectToSee(stage: Stage, lives: Lives): Promise<void> {
  const view = viewOf(lives)
  expect(await seen(stage)).toEqual(view)
  count(view)
}

function count({ lists }: Awaited<ReturnType<typeof seen>>): void {
  for (const stage of STAGES) counted[stage] += lists[stage].total ?? 0
}

/** Asks for an act; afterwards again, as who has got no answer does. */
async function troubledAct(
  stage: Stage,
  act: Act,
  trouble: Fault[] | { when: 'before' | 'after'; call: number } | undefined,
): Promise<Outcome> {
  const key = String(performed)
  if (trouble === undefined) return done(stage, act, key)
  if (Array.isArray(trouble)) {
    table.faults.push(...trouble)
    const outcome = await done(stage, act, key)
    table.faults.length = 0
    return outcome
  }
  let calls = 0
  table[trouble.when] = () => {
    calls++
    if (calls === trouble.call) throw new Error('crash')
  }
  const first = await done(stage, act, key).catch((error: unknown) => error)
  table[trouble.when] = undefined
  const again = await done(stage, act, key)
  // What was refused is refused again; what was done is answered as it was.
  if (!(first instanceof Error)) expect(again).toEqual(first)
  return again
}

/** Does one act and tells its outcome as the oracle does. */
async function done(stage: Stage, act: Act, idempotencyKey?: string): Promise<Outcome> {
  performed++
  try {
    const answer = await asked(stage, act, idempotencyKey)
    return answer === true ? 'DONE' : shownIn(stage, answer)
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

const NOBODY = 'f'.repeat(24)

async function asked(
  stage: Stage,
  act: Act,
  idempotencyKey: string | undefined,
): Promise<Entry | true> {
  const skipValidators = 'lenient' in act && act.lenient ? ['required'] : []
  const data = 'data' in act ? dataOf(stage, act.data) : {}
  if (act.kind === 'create')
    return createEntry(scope, model, { data, skipValidators, idempotencyKey })
  const { entry, revision: number } = act.at
  const suffix = number === null ? '' : `#${String(number).padStart(4, '0')}`
  const which = { revision: (stage.ids[entry] ?? NOBODY) + suffix, idempotencyKey }
  const guarded = { ...which, ifVersion: 'ifVersion' in act ? act.ifVersion : undefined }
  switch (act.kind) {
    case 'createFrom':
      return createEntryFrom(scope, model, { ...which, data })
    case 'update':
      return updateEntry(scope, model, { ...guarded, data, skipValidators })
    case 'publish':
      return publishEntry(scope, model, guarded)
    case 'republish':
      return republishEntry(scope, model, guarded)
    case 'unpublish':
      return unpublishEntry(scope, model, guarded)
    case 'move':
      return moveEntry(scope, model, { ...which, folderId: act.folder })
    case 'delete':
    case 'purge':
      await deleteEntry(scope, model, { ...which, permanently: act.kind === 'purge' })
      return true
    case 'restore':
      return restoreEntryFromBin(scope, model, which)
  }
}

/** A slug is unique among all stories, so each has slugs of its own. */
const dataOf = ({ story }: Stage, { slug, ...data }: Values) => ({
  ...data,
  story,
  ...(slug !== undefined && { slug: slug && `${story} ${slug}` }),
})

function shownIn({ ids }: Stage, entry: Entry): Shown {
  if (!ids.includes(entry.entryId)) ids.push(entry.entryId)
  const { revision, version, status, locked, folderId: folder } = entry
  const { story: _, slug, ...rest } = entry.values
  const all = { ...rest, slug: typeof slug === 'string' ? slug.slice(slug.indexOf(' ') + 1) : slug }
  const values = Object.fromEntries(Object.entries(all).filter(([, it]) => it !== null))
  return { entry: ids.indexOf(entry.entryId), revision, folder, version, status, locked, values }
}

/** What the oracle calls a view. */
async function seen(stage: Stage) {
  const { story, ids } = stage
  const none = (error: unknown) => {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null
    throw error
  }
  const list = async (name: 'latest' | 'published' | 'bin') => {
    const where = { story }
    const asked = { stage: name, where, sort: ['id_ASC'], limit: 100, withTotal: true }
    const { entries, meta } = await listEntries(scope, model, asked)
    return { entries: entries.map((it) => ids.indexOf(it.entryId)), total: meta.totalCount }
  }
  const revisions = ids.map(async (id) => {
    const found = await getEntryRevisions(scope, model, { id }).catch(none)
    return (found ?? []).map((it) => shownIn(stage, it))
  })
  const published = ids.map(async (entryId) => {
    const found = await getEntry(scope, model, { entryId, status: 'published' }).catch(none)
    return found && shownIn(stage, found)
  })
  const [latest, open, bin] = await Promise.all([list('latest'), list('published'), list('bin')])
  return {
    revisions: await Promise.all(revisions),
    published: await Promise.all(published),
    lists: { latest, published: open, bin },
  }
}

interface Answered {
  it: Act
  outcome: Outcome | undefined
}

const orders = <T>(all: readonly T[]): T[][] =>
  all.length === 0
    ? [[]]
    : all.flatMap((it, n) => orders(all.toSpliced(n, 1)).map((rest) => [it, ...rest]))

/** The same acts one after the other: whether each is answered the same, and what there is to see then. */
function retold(before: Lives, order: readonly Answered[]) {
  const lives = structuredClone(before)
  // Entries that are made at the same time are numbered as their answers come.
  const bare = (it: Outcome | undefined, { kind }: Act) =>
    typeof it === 'object' && kind === 'create' ? { ...it, entry: 0 } : it
  const isSame = order.every(({ it, outcome }) => {
    // Who said what they had read is told that somebody came between, whatever the other one did.
    const isOutrun = outcome === 'CONFLICT' && 'ifVersion' in it && it.ifVersion !== undefined
    return isOutrun || isDeepStrictEqual(bare(perform(lives, it), it), bare(outcome, it))
  })
  return { outcomes: isSame ? 'the same' : 'others', view: viewOf(lives) }
}
