import { AppError } from '@tenantry/errors'
import { assertCan, invalid, once, type Repeatable, type Scope } from '@tenantry/security'
import {
  createdOnOf,
  type Entry,
  type Head,
  revisionId,
  type Revision,
  type Status,
  toEntry,
} from './entry.ts'
import { findTaken, placeOf, type Step } from './entry-changes.ts'
import { entryIdFor, parseEntryData, parseFolder, withDates } from './entry-data.ts'
import {
  commit,
  type Guarded,
  happeningNow,
  mutate,
  type Mutation,
  next,
  readAgain,
  withLatest,
} from './entry-mutation.ts'
import { inPlaceOf } from './entry-publishing.ts'
import {
  findEntriesByIds,
  findEntriesOf,
  findEntry,
  findEntryRevisions,
  findRevision,
  loadEntry,
  notFound,
  ownerOf,
  type Which,
} from './entry-reads.ts'
import {
  happened,
  type Happening,
  type Meta,
  metaOfNewEntry,
  metaOfNewRevision,
  metaOfPublication,
} from './meta.ts'
import type { Model } from './model.ts'
import { assertValid, mergeValues, type Problem, takenProblem, tryValues } from './values.ts'

interface Written {
  /** By `fieldId`, and what `parseEntryData` takes. */
  data?: unknown
  /** Names of validators that this save need not keep. */
  skipValidators?: readonly string[] | undefined
}

/** One revision, or an entry as its editors (`latest`) or the public (`published`) see it. */
export async function getEntry(scope: Scope, model: Model, which: Which): Promise<Entry> {
  assertCan(scope, 'cms.contentEntry', 'r', { model, entry: 'any' })
  const entry = await findEntry(scope, model, which)
  if (!entry) throw notFound('revision' in which ? which.revision : which.entryId)
  return entry
}

/** All revisions of an entry, the newest first. */
export async function getEntryRevisions(
  scope: Scope,
  model: Model,
  { id }: { id: string },
): Promise<Entry[]> {
  assertCan(scope, 'cms.contentEntry', 'r', { model, entry: 'any' })
  const revisions = await findEntryRevisions(scope, model, id)
  if (revisions.length === 0) throw notFound(id)
  return revisions
}

const MAX_IDS = 100

/** Those of the revisions that there are and that the caller may read, in the order of the ids. */
export async function getEntriesByIds(
  scope: Scope,
  model: Model,
  ids: readonly string[],
): Promise<Entry[]> {
  assertCan(scope, 'cms.contentEntry', 'r', { model, entry: 'any' })
  if (ids.length > MAX_IDS)
    throw invalid([{ error: `Ask for at most ${MAX_IDS} entries.`, fieldId: 'revisions' }])
  return findEntriesByIds(scope, model, ids)
}

/**
 * What references point to: those of the entries that there are and that the caller may read, as
 * their editors (`latest`) or the public (`published`) see them. Two batches of reads for all.
 */
export async function getEntriesOf(
  scope: Scope,
  model: Model,
  wanted: { entryIds: readonly string[]; status: 'latest' | 'published' },
): Promise<Entry[]> {
  assertCan(scope, 'cms.contentEntry', 'r', { model, entry: 'any' })
  return findEntriesOf(scope, model, wanted)
}

/** Makes an entry, whose first revision is a draft unless `data` has another `status`. */
export async function createEntry(
  scope: Scope,
  model: Model,
  { data, skipValidators, idempotencyKey }: Written & Repeatable,
): Promise<Entry> {
  const { by } = happeningNow(scope)
  assertCan(scope, 'cms.contentEntry', 'w', { model, entry: { createdBy: by } })
  const { created, step } = newEntry(model, { by, data, skipValidators })
  assertMayBegin(scope, model, created)
  const target = revisionId(created.entryId, 1)
  return once(scope, {
    operation: 'cms.entry.create',
    input: [model.locale, model.modelId, data, skipValidators],
    idempotencyKey,
    run: async (note) => {
      const action = created.status === 'published' ? 'createPublished' : 'create'
      await commit(scope, model, { step, action, target, noted: note(target) })
      return toEntry(model, created)
    },
    again: (revision) => readAgain(scope, model, revision),
  })
}

/** A new entry, and all that is written of it. */
export function newEntry(
  model: Model,
  { by, data, skipValidators }: Written & { by: Happening['by'] },
): { created: Revision; step: Step } {
  const given = parseEntryData(data)
  const { fields, folderId = ROOT_FOLDER, id, dates } = given
  const values = mergeValues(model.fields, fields)
  assertValid(model.fields, values, skipValidators)
  const entryId = entryIdFor(given)
  const createdOn = createdOnOf(entryId)
  const isOlder = id !== undefined || dates.createdOn !== undefined
  const made = metaOfNewEntry({ on: isOlder ? new Date().toISOString() : createdOn, by })
  const begun = begunAs(given.status, { ...made, createdOn })
  const meta = withDates(begun.meta, given, entryId)
  const created: Revision = { ...begun, entryId, revision: 1, folderId, meta, values }
  return { created, step: { after: newHead(model, created), revisions: [created] } }
}

/** Makes the next revision, as `createEntry` does, out of any that there is; `data` replaces some of its values. */
export async function createEntryFrom(
  scope: Scope,
  model: Model,
  { data, skipValidators, ...mutation }: Written & Mutation,
): Promise<Entry> {
  return mutate(scope, model, {
    ...mutation,
    action: 'createFrom',
    letter: 'w',
    input: [data, skipValidators],
    change: ({ head, target, latest }, now) => {
      const given = parseEntryData(data)
      const { fields, folderId = latest.folderId } = given
      const values = mergeValues(model.fields, fields, target.values)
      assertValid(model.fields, values, skipValidators)
      if (head.last >= MAX_REVISIONS) throw tooMany()
      const { entryId } = head
      const begun = begunAs(given.status, metaOfNewRevision(latest.meta, now))
      const meta = withDates(begun.meta, given, entryId)
      const made = { ...begun, entryId, revision: head.last + 1, folderId, meta, values }
      assertMayBegin(scope, model, made)
      const outcome = { answer: made, latest: made, revisions: [made] }
      return made.status === 'published'
        ? inPlaceOf(scope, model, head, {
            ...outcome,
            published: made,
            action: 'createFromPublished',
          })
        : outcome
    },
  })
}

/** Saves a draft: values that `data` does not name stay. */
export async function updateEntry(
  scope: Scope,
  model: Model,
  { data, skipValidators, ...mutation }: Written & Guarded,
): Promise<Entry> {
  return mutate(scope, model, {
    ...mutation,
    action: 'update',
    letter: 'w',
    input: [data, skipValidators],
    change: ({ target, latest }, now) => {
      if (target.locked) throw locked()
      const given = parseEntryData(data)
      if (given.status !== 'draft') throw publishInstead()
      const { fields, folderId = latest.folderId } = given
      const values = mergeValues(model.fields, fields, target.values)
      assertValid(model.fields, values, skipValidators)
      const saved = happened(target.meta, now, ['modified', 'saved'])
      const meta = withDates(saved, given, target.entryId)
      return withLatest(latest, next(target, { values, meta, folderId }))
    },
  })
}

/** Puts an entry into a folder, with what is public of it. A locked revision goes there too: what it says stays. */
export async function moveEntry(
  scope: Scope,
  model: Model,
  { folderId, ...mutation }: { folderId: string } & Mutation,
): Promise<Entry> {
  const to = parseFolder({ folderId })
  return mutate(scope, model, {
    ...mutation,
    action: 'move',
    letter: 'w',
    input: [to],
    change: async ({ head: { entryId, published }, target, latest }) => {
      const outcome = withLatest(latest, next(target, { folderId: to }))
      if (published === null) return outcome
      const moved = outcome.revisions.find(({ revision }) => revision === published)
      if (moved) return { ...outcome, published: moved }
      const other = await findRevision(scope, model, { entryId, revision: published })
      if (!other) return outcome
      const along = { ...other, folderId: to }
      return { ...outcome, published: along, revisions: [...outcome.revisions, along] }
    },
  })
}

/** What `createEntry`, or `updateEntry` of the revision, would refuse about these data. Writes nothing. */
export async function validateEntry(
  scope: Scope,
  model: Model,
  { revision, data }: { revision?: string | undefined; data: unknown },
): Promise<readonly Problem[]> {
  assertCan(scope, 'cms.contentEntry', 'w', { model, entry: 'any' })
  const loaded = revision && (await loadEntry(scope, model, { id: revision, state: 'active' }))
  const { fields } = parseEntryData(data)
  const before = loaded ? loaded.target : undefined
  const { problems, values } = tryValues(model.fields, fields, before?.values)
  if (!values) return problems
  const taken = await findTaken(scope.table, model, { entryId: before?.entryId, values })
  return [...problems, ...taken.map(takenProblem)]
}

/** What a new revision begins as, with what is true of it then. */
function begunAs(
  status: Status,
  meta: Meta,
): Pick<Revision, 'version' | 'status' | 'locked' | 'meta'> {
  const begun = { version: 1, status, locked: status !== 'draft' }
  if (status !== 'published') return { ...begun, meta }
  const { revisionSavedOn: on, revisionSavedBy: by } = meta
  if (on === null || by === null) throw new Error('Every revision was saved by somebody.')
  return { ...begun, meta: metaOfPublication(meta, { on, by }) }
}

/** To begin as more than a draft takes what it would take to become it. */
function assertMayBegin(scope: Scope, model: Model, { status, meta }: Revision): void {
  if (status === 'draft') return
  const letter = status === 'published' ? 'p' : 'u'
  assertCan(scope, 'cms.contentEntry', letter, { model, entry: ownerOf(meta) })
}

const newHead = (model: Model, { entryId, ...created }: Revision): Head => ({
  entryId,
  version: 1,
  state: 'active',
  latest: created.revision,
  published: created.status === 'published' ? created.revision : null,
  last: created.revision,
  places: placesOf(model, { entryId, ...created }),
})

function placesOf(model: Model, created: Revision): Head['places'] {
  const place = placeOf(model, created)
  return { latest: place, ...(created.status === 'published' && { published: place }) }
}

const locked = () =>
  new AppError('CONTENT_ENTRY_UPDATE_ERROR', "Cannot update entry because it's locked.")
const publishInstead = () =>
  invalid([{ error: 'Publish it instead: saving makes nothing public.', fieldId: 'status' }])
const tooMany = () =>
  invalid([{ error: `An entry has at most ${MAX_REVISIONS} revisions.`, fieldId: 'revision' }])

export const ROOT_FOLDER = 'root'
const MAX_REVISIONS = 9999
