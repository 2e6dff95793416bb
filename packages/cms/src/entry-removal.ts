import type { Change } from '@tenantry/dynamo'
import {
  assertCan,
  can,
  event,
  keyOfPart,
  type Note,
  once,
  type Repeatable,
  type Scope,
} from '@tenantry/security'
import { type Entry, type Head, parseId, parseRevision, type Revision, toEntry } from './entry.ts'
import { placeOf, type Step } from './entry-changes.ts'
import { commit, happeningNow, type Mutation, next, readAgain } from './entry-mutation.ts'
import {
  asPartOf,
  findGoing,
  findRevision,
  type Loaded,
  loadEntry,
  ownerOf,
} from './entry-reads.ts'
import { headKey, revisionKey } from './keys.ts'
import { forgotten, happened } from './meta.ts'
import type { Model } from './model.ts'

interface Deletion extends Mutation {
  /** Not into the bin, from which it could come back. */
  permanently?: boolean | null | undefined
}

/**
 * Deletes an entry, to the bin unless `permanently`, or from there; with a revision's id only that
 * revision, which does not come back.
 */
export async function deleteEntry(
  scope: Scope,
  model: Model,
  { revision: id, permanently, idempotencyKey }: Deletion,
): Promise<boolean> {
  assertCan(scope, 'cms.contentEntry', 'd', { model, entry: 'any' })
  return once(scope, {
    operation: 'cms.entry.delete',
    input: [model.locale, model.modelId, id, permanently ?? false],
    idempotencyKey,
    run: (note) => remove(scope, model, { id, permanently: permanently ?? false, note }),
    again: async () => true,
  })
}

/**
 * Deletes entries, to the bin. One after the other: each is a write of its own, and what is gone
 * stays gone where a later one fails. A repetition goes on from there.
 */
export async function deleteEntries(
  scope: Scope,
  model: Model,
  { entries, idempotencyKey }: { entries: readonly string[] } & Repeatable,
): Promise<void> {
  assertCan(scope, 'cms.contentEntry', 'd', { model, entry: 'any' })
  for (const [place, id] of entries.entries())
    await once(scope, {
      operation: 'cms.entry.deleteMultiple',
      input: [model.locale, model.modelId, entries],
      ...keyOfPart({ idempotencyKey }, String(place)),
      run: (note) => remove(scope, model, { id, permanently: false, note }),
      again: async () => true,
    })
}

interface Removing {
  id: string
  permanently: boolean
  note: Note
}

async function remove(
  scope: Scope,
  model: Model,
  { id, permanently, note }: Removing,
): Promise<boolean> {
  const { entryId, revision } = parseId(id) ?? {}
  const noted = note(id)
  const going = permanently && entryId ? await findGoing(scope, model, entryId) : undefined
  if (going) {
    await finishPurge(scope, model, { head: going, noted })
    return true
  }
  const loaded = await loadEntry(scope, model, { id, state: permanently ? 'any' : 'active' })
  assertCan(scope, 'cms.contentEntry', 'd', { model, entry: ownerOf(loaded.latest.meta) })
  if (revision !== undefined && loaded.head.state === 'active')
    await removeRevision(scope, model, { loaded, noted })
  else if (permanently) await purge(scope, model, { head: loaded.head, noted })
  else await moveToBin(scope, model, { loaded, noted })
  return true
}

/**
 * Brings an entry back from the bin. What was public when it went is public again if the caller may
 * publish it; else it comes back unpublished.
 */
export async function restoreEntryFromBin(
  scope: Scope,
  model: Model,
  { revision: id, idempotencyKey }: Mutation,
): Promise<Entry> {
  assertCan(scope, 'cms.contentEntry', 'd', { model, entry: 'any' })
  return once(scope, {
    operation: 'cms.entry.restore',
    input: [model.locale, model.modelId, id],
    idempotencyKey,
    run: async (note) => {
      const loaded = await loadEntry(scope, model, { id, state: 'bin' })
      const entry = ownerOf(loaded.latest.meta)
      assertCan(scope, 'cms.contentEntry', 'd', { model, entry })
      const mayPublish = can(scope, 'cms.contentEntry', 'p', { model, entry })
      const { step, latest } = await restored(scope, model, { loaded, mayPublish })
      const answer = toEntry(model, latest)
      const noted = note(answer.id)
      await commit(scope, model, { step, action: 'restore', target: answer.entryId, noted })
      return answer
    },
    again: (revision) => readAgain(scope, model, revision),
  })
}

interface Removal {
  loaded: Loaded
  noted: readonly Change[]
}

async function moveToBin(
  scope: Scope,
  model: Model,
  { loaded: { head, latest }, noted }: Removal,
): Promise<void> {
  const meta = happened(forgotten(latest.meta, ['restored']), happeningNow(scope), ['deleted'])
  const gone = { ...latest, meta }
  const places = { bin: { ...placeOf(model, gone), unique: [] } }
  const after: Head = { ...head, version: head.version + 1, state: 'bin', places }
  const step = { before: head, after, revisions: [gone] }
  await commit(scope, model, { step, action: 'delete', target: head.entryId, noted })
}

interface Restoration {
  loaded: Loaded
  mayPublish: boolean
}

async function restored(
  scope: Scope,
  model: Model,
  { loaded: { head, latest }, mayPublish }: Restoration,
): Promise<{ step: Step; latest: Revision }> {
  const meta = happened(forgotten(latest.meta, ['deleted']), happeningNow(scope), ['restored'])
  const back = next(latest, { meta })
  const other = await otherPublication(scope, model, head)
  const published = head.published === latest.revision ? back : other
  const stays = published !== undefined && mayPublish
  const isTaken = published !== undefined && !mayPublish
  const latestNow: Revision = isTaken && !other ? { ...back, status: 'unpublished' } : back
  const after: Head = {
    ...head,
    version: head.version + 1,
    state: 'active',
    published: stays ? published.revision : null,
    places: {
      latest: placeOf(model, latestNow),
      ...(stays && { published: placeOf(model, published) }),
    },
  }
  const taken = isTaken && other ? [next(other, { status: 'unpublished' })] : []
  return { step: { before: head, after, revisions: [latestNow, ...taken] }, latest: latestNow }
}

/** The public revision, where that is not the latest one. */
async function otherPublication(
  scope: Scope,
  model: Model,
  { entryId, published: revision, latest }: Head,
): Promise<Revision | undefined> {
  if (revision === null || revision === latest) return undefined
  return findRevision(scope, model, { entryId, revision })
}

/** Deletes one revision; with the last one the entry. The one before the latest takes its place. */
async function removeRevision(
  scope: Scope,
  model: Model,
  { loaded: { head, target, latest }, noted }: Removal,
): Promise<void> {
  const follower =
    target.revision === latest.revision ? await revisionBefore(scope, model, target) : latest
  if (!follower) return purge(scope, model, { head, noted })
  const promoted = asPartOf(latest, follower)
  const { published, ...places } = head.places
  const wasPublic = head.published === target.revision
  const after: Head = {
    ...head,
    version: head.version + 1,
    latest: promoted.revision,
    published: wasPublic ? null : head.published,
    places: {
      ...places,
      latest: placeOf(model, promoted),
      ...(published && !wasPublic && { published }),
    },
  }
  const revisions = follower === latest ? [] : [promoted]
  const step = { before: head, after, revisions, removed: [target.revision] }
  const id = `${head.entryId}#${target.revision}`
  await commit(scope, model, { step, action: 'deleteRevision', target: id, noted })
}

async function revisionBefore(
  scope: Scope,
  model: Model,
  { entryId, revision }: Revision,
): Promise<Revision | undefined> {
  const { PK } = headKey(model, entryId)
  const stretch = { from: 'REV#', to: revisionKey(model, entryId, revision - 1).SK }
  const { items } = await scope.table.walk(PK, { ...stretch, reverse: true, limit: 1 })
  return items.map(parseRevision)[0]
}

/** As many revisions as fit into one transaction beside the widest entry's other items. */
const REVISIONS_AT_ONCE = 10
const REVISIONS_PER_BATCH = 90

/**
 * Deletes an entry for good. One with many revisions is first marked as going, which hides it from
 * everybody, then loses them batch by batch and at last its head: repeating it after a crash goes on.
 */
async function purge(
  scope: Scope,
  model: Model,
  { head, noted }: { head: Head; noted: readonly Change[] },
): Promise<void> {
  const { entryId: target } = head
  if (head.last <= REVISIONS_AT_ONCE) {
    const step = { before: head, removed: revisionsOf(head) }
    await commit(scope, model, { step, action: 'purge', target, noted })
    return
  }
  const going: Head = { ...head, version: head.version + 1, state: 'purging', places: {} }
  const step = { before: head, after: going }
  await commit(scope, model, { step, action: 'purge', target, noted: [] })
  await finishPurge(scope, model, { head: going, noted })
}

async function finishPurge(
  scope: Scope,
  model: Model,
  { head, noted }: { head: Head; noted: readonly Change[] },
): Promise<void> {
  const { entryId } = head
  const revisions = revisionsOf(head)
  for (let start = 0; start < revisions.length; start += REVISIONS_PER_BATCH) {
    const batch = revisions.slice(start, start + REVISIONS_PER_BATCH)
    const changes: Change[] = batch.map((it) => ({ delete: revisionKey(model, entryId, it) }))
    if (batch.at(-1) === head.last)
      changes.push({ delete: headKey(model, entryId), onlyIf: head.version }, ...noted)
    await scope.table.write(changes, event(scope, 'cms.entry.purge', entryId))
  }
}

const revisionsOf = ({ last }: Head): number[] => Array.from({ length: last }, (_, n) => n + 1)
