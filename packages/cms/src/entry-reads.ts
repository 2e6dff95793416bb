import { AppError } from '@tenantry/errors'
import { can, type Scope } from '@tenantry/security'
import { type Entry, Head, parseId, parseRevision, type Revision, toEntry } from './entry.ts'
import { headKey, revisionKey } from './keys.ts'
import { withEntryMeta } from './meta.ts'
import type { Model } from './model.ts'

/** What a mutation of an entry starts from. */
export interface Loaded {
  head: Head
  /** The revision that it is about. */
  target: Revision
  latest: Revision
}

export const notFound = (id: string) => new AppError('NOT_FOUND', `Entry "${id}" was not found.`)

/** The head of an entry that is not on its way out. */
export async function findHead(
  scope: Scope,
  model: Model,
  entryId: string,
): Promise<Head | undefined> {
  const item = await scope.table.get(headKey(model, entryId))
  const head = item && Head.parse(item)
  return head?.state === 'purging' ? undefined : head
}

/** The head of an entry whose deletion began and did not end. */
export async function findGoing(
  scope: Scope,
  model: Model,
  entryId: string,
): Promise<Head | undefined> {
  const item = await scope.table.get(headKey(model, entryId))
  const head = item && Head.parse(item)
  return head?.state === 'purging' ? head : undefined
}

/**
 * An entry for a mutation of one revision; without a revision of the latest. `NOT_FOUND` unless it is
 * where it is expected and the caller may read it: what they may not read does not exist for them.
 */
export async function loadEntry(
  scope: Scope,
  model: Model,
  { id, state }: { id: string; state: 'active' | 'bin' | 'any' },
): Promise<Loaded> {
  const parts = parseId(id)
  const head = parts && (await findHead(scope, model, parts.entryId))
  if (!head || (state !== 'any' && head.state !== state)) throw notFound(id)
  const wanted = parts.revision ?? head.latest
  const revisions = await findRevisions(scope, model, head.entryId, [wanted, head.latest])
  const [target, latest] = [wanted, head.latest].map((n) =>
    revisions.find((it) => it.revision === n),
  )
  if (!target || !latest || !isReadable(scope, model, latest)) throw notFound(id)
  return { head, target: asPartOf(latest, target), latest }
}

/** A revision with what is true of its entry as a whole, which is kept with the latest one. */
export const asPartOf = ({ folderId, meta }: Revision, revision: Revision): Revision => ({
  ...revision,
  folderId,
  meta: withEntryMeta(revision.meta, meta),
})

async function findRevisions(
  scope: Scope,
  model: Model,
  entryId: string,
  revisions: readonly number[],
): Promise<Revision[]> {
  const keys = [...new Set(revisions)].map((it) => revisionKey(model, entryId, it))
  return (await scope.table.getMany(keys)).map(parseRevision)
}

export async function findRevision(
  scope: Scope,
  model: Model,
  { entryId, revision }: { entryId: string; revision: number },
): Promise<Revision | undefined> {
  const item = await scope.table.get(revisionKey(model, entryId, revision))
  return item && parseRevision(item)
}

const isReadable = (scope: Scope, model: Model, { meta }: Revision): boolean =>
  can(scope, 'cms.contentEntry', 'r', { model, entry: ownerOf(meta) })

/** Whose entry it is, for permissions that only reach what is one's own. */
export function ownerOf({ createdBy }: Revision['meta']): {
  createdBy: { type: string; id: string }
} {
  if (!createdBy) throw new Error('Every entry was created by somebody.')
  return { createdBy }
}

/** One entry: a revision by its id, or an entry by its id as it is latest or published. */
export type Which =
  { revision: string } | { entryId: string; status?: 'latest' | 'published' | undefined }

/** The revision of an active entry, with what is now true of the entry as a whole. */
export async function findEntry(
  scope: Scope,
  model: Model,
  which: Which,
): Promise<Entry | undefined> {
  const id = 'revision' in which ? which.revision : which.entryId
  const parts = parseId(id)
  const head = parts && (await findHead(scope, model, parts.entryId))
  if (head?.state !== 'active') return undefined
  const isPublic = 'entryId' in which && which.status === 'published'
  // Who asks for an entry may name it by any of its revisions.
  const named = 'revision' in which ? parts?.revision : undefined
  const wanted = isPublic ? head.published : (named ?? head.latest)
  if (wanted === null) return undefined
  // The public sees a publication as of when it was published: what happens to drafts is not public.
  const needed = isPublic ? [wanted] : [wanted, head.latest]
  const revisions = await findRevisions(scope, model, head.entryId, needed)
  const target = revisions.find(({ revision }) => revision === wanted)
  if (!target || !isReadable(scope, model, target)) return undefined
  const latest = revisions.find(({ revision }) => revision === head.latest) ?? target
  return toEntry(model, isPublic ? target : asPartOf(latest, target))
}

const MAX_REVISIONS = 9999

/** All revisions of an active entry, the newest first. */
export async function findEntryRevisions(scope: Scope, model: Model, id: string): Promise<Entry[]> {
  const parts = parseId(id)
  const head = parts && (await findHead(scope, model, parts.entryId))
  if (head?.state !== 'active') return []
  const { PK } = headKey(model, head.entryId)
  const revisions = (await scope.table.list(PK, 'REV#', MAX_REVISIONS)).map(parseRevision)
  const latest = revisions.find(({ revision }) => revision === head.latest)
  return revisions
    .filter((it) => isReadable(scope, model, it))
    .map((it) => toEntry(model, asPartOf(latest ?? it, it)))
    .reverse()
}

/** Active entries as they are latest or published, in the order of the ids. */
export async function findEntriesOf(
  scope: Scope,
  model: Model,
  { entryIds, status }: { entryIds: readonly string[]; status: 'latest' | 'published' },
): Promise<Entry[]> {
  const known = entryIds.flatMap((id) => parseId(id)?.entryId ?? [])
  const heads = await scope.table.getMany(known.map((entryId) => headKey(model, entryId)))
  const wanted = heads
    .map((it) => Head.parse(it))
    .filter(({ state }) => state === 'active')
    .flatMap(({ entryId, [status]: revision }) =>
      revision === null ? [] : [revisionKey(model, entryId, revision)],
    )
  const revisions = (await scope.table.getMany(wanted)).map(parseRevision)
  return revisions.filter((it) => isReadable(scope, model, it)).map((it) => toEntry(model, it))
}

/** The revisions of active entries that exist, in the order of the ids. */
export async function findEntriesByIds(
  scope: Scope,
  model: Model,
  ids: readonly string[],
): Promise<Entry[]> {
  const wanted = ids.flatMap((id) => {
    const parts = parseId(id)
    return parts?.revision === undefined
      ? []
      : [{ id, entryId: parts.entryId, revision: parts.revision }]
  })
  const heads = await scope.table.getMany(wanted.map(({ entryId }) => headKey(model, entryId)))
  const latestOf = new Map(
    heads
      .map((it) => Head.parse(it))
      .flatMap(({ entryId, state, latest }) =>
        state === 'active' ? [[entryId, latest] as const] : [],
      ),
  )
  const keyOf = (entryId: string, revision: number) => revisionKey(model, entryId, revision)
  const found = wanted.filter(({ entryId }) => latestOf.has(entryId))
  const items = await scope.table.getMany([
    ...found.map((it) => keyOf(it.entryId, it.revision)),
    ...[...latestOf].map(([entryId, latest]) => keyOf(entryId, latest)),
  ])
  const revisions = items.map(parseRevision).filter((it) => isReadable(scope, model, it))
  const find = (entryId: string, revision: number | undefined) =>
    revisions.find((it) => it.entryId === entryId && it.revision === revision)
  return found.flatMap(({ entryId, revision }) => {
    const target = find(entryId, revision)
    const latest = find(entryId, latestOf.get(entryId)) ?? target
    return target && latest ? [toEntry(model, asPartOf(latest, target))] : []
  })
}
