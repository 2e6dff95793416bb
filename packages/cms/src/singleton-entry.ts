import { assertCan, assertVersion, once, type Scope } from '@tenantry/security'
import { ROOT_FOLDER } from './entries.ts'
import { createdOnOf, type Entry, revisionId, type Revision, toEntry } from './entry.ts'
import { parsePlaced } from './entry-data.ts'
import { commit, type Guarded, happeningNow, headAfter, readAgain } from './entry-mutation.ts'
import { publication } from './entry-publishing.ts'
import { findEntry, findHead, type Loaded, loadEntry, notFound, ownerOf } from './entry-reads.ts'
import { deleteEntry } from './entry-removal.ts'
import { metaOfNewEntry } from './meta.ts'
import type { Model } from './model.ts'
import type { StoredIdentity } from './people.ts'
import { singletonId } from './singleton.ts'
import { mergeValues } from './values.ts'

/**
 * The one entry of a singleton. Until somebody saves it, it has the values that a new entry starts
 * with. Reading it writes nothing: who may only read leaves no trace.
 */
export async function getSingleton(
  scope: Scope,
  model: Model,
  status: 'latest' | 'published',
): Promise<Entry> {
  assertCan(scope, 'cms.contentEntry', 'r', { model, entry: 'any' })
  const entryId = singletonId(model)
  const entry = await findEntry(scope, model, { entryId, status })
  if (entry) return entry
  if (await findHead(scope, model, entryId)) throw notFound(entryId)
  return toEntry(model, unsaved(model, model.createdBy).target)
}

interface Update extends Omit<Guarded, 'revision'> {
  data: unknown
  skipValidators?: readonly string[] | undefined
}

/**
 * Saves the one entry of a singleton, and makes it public: there is no draft of it. It takes the
 * permissions for both. The version of an entry that nobody has saved yet is 0.
 */
export async function updateSingleton(
  scope: Scope,
  model: Model,
  { data, skipValidators, ifVersion, idempotencyKey }: Update,
): Promise<Entry> {
  for (const letter of ['w', 'p'] as const)
    assertCan(scope, 'cms.contentEntry', letter, { model, entry: 'any' })
  const entryId = singletonId(model)
  return once(scope, {
    operation: 'cms.entry.updateSingleton',
    input: [model.locale, model.modelId, data, skipValidators],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const now = happeningNow(scope)
      const loaded = (await findHead(scope, model, entryId))
        ? await loadEntry(scope, model, { id: entryId, state: 'active' })
        : unsaved(model, now.by)
      for (const letter of ['w', 'p'] as const)
        assertCan(scope, 'cms.contentEntry', letter, { model, entry: ownerOf(loaded.latest.meta) })
      assertVersion(loaded.target, ifVersion)
      const target = withData(model, loaded.target, data)
      const changed = { ...loaded, target, latest: target }
      const outcome = await publication(scope, model, {
        loaded: changed,
        now,
        skipped: skipValidators,
      })
      const { answer, revisions } = outcome
      const answerId = revisionId(entryId, answer.revision)
      const step = { before: loaded.head, after: headAfter(model, loaded.head, outcome), revisions }
      await commit(scope, model, {
        step,
        action: 'update',
        target: answerId,
        noted: note(answerId),
      })
      return toEntry(model, answer)
    },
    again: (answered) => readAgain(scope, model, answered),
  })
}

/** Deletes what was saved of a singleton, if anything was. */
export async function deleteSingleton(scope: Scope, model: Model): Promise<void> {
  assertCan(scope, 'cms.contentEntry', 'd', { model, entry: 'any' })
  const revision = singletonId(model)
  if (await findHead(scope, model, revision))
    await deleteEntry(scope, model, { revision, permanently: true })
}

function withData(model: Model, before: Revision, data: unknown): Revision {
  const { fields, folderId = before.folderId } = parsePlaced(data)
  return { ...before, folderId, values: mergeValues(model.fields, fields, before.values) }
}

/** The entry as it is before it was ever saved. */
function unsaved(model: Model, by: StoredIdentity): Loaded {
  const entryId = singletonId(model)
  const target: Revision = {
    entryId,
    revision: 1,
    version: 0,
    status: 'draft',
    locked: false,
    folderId: ROOT_FOLDER,
    meta: metaOfNewEntry({ on: createdOnOf(entryId), by }),
    values: mergeValues(model.fields, {}),
  }
  const head = { entryId, version: 0, latest: 1, published: null, last: 1, places: {} }
  return { head: { ...head, state: 'active' }, target, latest: target }
}
