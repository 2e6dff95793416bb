import type { Change } from '@tenantry/dynamo'
import {
  type Action,
  assertCan,
  assertVersion,
  event,
  once,
  type Repeatable,
  type Scope,
} from '@tenantry/security'
import { type Entry, type Head, revisionId, type Revision, toEntry } from './entry.ts'
import { entryChanges, placeOf, type Step } from './entry-changes.ts'
import { findEntry, type Loaded, loadEntry, notFound, ownerOf } from './entry-reads.ts'
import { type Happening, withEntryMeta } from './meta.ts'
import type { Model } from './model.ts'
import { caller } from './people.ts'

export interface Mutation extends Repeatable {
  /** `entryId#0001`; an entry id alone means its latest revision. */
  revision: string
}
export interface Guarded extends Mutation {
  /** The `version` that the caller read. Without it the last writer wins. */
  ifVersion?: number | undefined
}

/** What a mutation makes of an active entry. */
export interface Outcome {
  /** The revision that the caller gets. */
  answer: Revision
  /** The latest revision from now on. */
  latest: Revision
  /** The public revision from now on, `null` for none; absent: as it was. */
  published?: Revision | null
  /** All revisions that are new or have changed. */
  revisions: readonly Revision[]
  /** As the audit event calls it, if otherwise than the request. */
  action?: string
}

interface Request extends Guarded {
  /** As the audit event calls it. */
  action: string
  /** The permission that it takes. */
  letter: Action
  /** Whatever else makes two requests different. */
  input: readonly unknown[]
}

/**
 * Runs one mutation of a revision of an active entry: reads it, checks what the caller may do to it
 * and whether it is still what they read, and writes the outcome in one transaction.
 */
export async function mutate(
  scope: Scope,
  model: Model,
  {
    revision: id,
    ifVersion,
    idempotencyKey,
    action,
    letter,
    input,
    change,
  }: Request & {
    change: (loaded: Loaded, now: Happening) => Outcome | Promise<Outcome>
  },
): Promise<Entry> {
  assertCan(scope, 'cms.contentEntry', letter, { model, entry: 'any' })
  return once(scope, {
    operation: `cms.entry.${action}`,
    input: [model.locale, model.modelId, id, ...input],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const loaded = await loadEntry(scope, model, { id, state: 'active' })
      assertCan(scope, 'cms.contentEntry', letter, { model, entry: ownerOf(loaded.latest.meta) })
      assertVersion(loaded.target, ifVersion)
      const outcome = await change(loaded, happeningNow(scope))
      const { answer, revisions } = outcome
      const answerId = revisionId(answer.entryId, answer.revision)
      const step = { before: loaded.head, after: headAfter(model, loaded.head, outcome), revisions }
      const done = outcome.action ?? action
      await commit(scope, model, { step, action: done, target: answerId, noted: note(answerId) })
      return toEntry(model, answer)
    },
    again: (answered) => readAgain(scope, model, answered),
  })
}

/** What a repeated request is answered: the same entry, as it is now. */
export async function readAgain(scope: Scope, model: Model, revision: string): Promise<Entry> {
  const entry = await findEntry(scope, model, { revision })
  if (!entry) throw notFound(revision)
  return entry
}

interface Commit {
  step: Step
  action: string
  /** The id of the entry or of the revision, for the audit log. */
  target: string
  noted: readonly Change[]
}

/** The one write of a mutation. */
export async function commit(
  scope: Scope,
  model: Model,
  { step, action, target, noted }: Commit,
): Promise<void> {
  const changes = [...entryChanges(model, step), ...noted]
  const named = `${model.locale}/${model.modelId}/${target}`
  await scope.table.write(changes, event(scope, `cms.entry.${action}`, named))
}

export const happeningNow = (scope: Scope): Happening => ({
  on: new Date().toISOString(),
  by: caller(scope),
})

/** The same revision, saved once more. */
export const next = (revision: Revision, changes: Partial<Revision>): Revision => ({
  ...revision,
  ...changes,
  version: revision.version + 1,
})

/**
 * The latest revision carries what is true of the entry as a whole, so it follows when another one
 * changes that.
 */
export function withLatest(latest: Revision, changed: Revision): Outcome {
  if (latest.revision === changed.revision)
    return { answer: changed, latest: changed, revisions: [changed] }
  const meta = withEntryMeta(latest.meta, changed.meta)
  const follower = { ...latest, meta, folderId: changed.folderId }
  return { answer: changed, latest: follower, revisions: [changed, follower] }
}

export function headAfter(model: Model, before: Head, { latest, published }: Outcome): Head {
  const place = published === undefined ? before.places.published : publicPlace(model, published)
  return {
    ...before,
    version: before.version + 1,
    latest: latest.revision,
    last: Math.max(before.last, latest.revision),
    published: published === undefined ? before.published : (published?.revision ?? null),
    places: { latest: placeOf(model, latest), ...(place && { published: place }) },
  }
}

const publicPlace = (model: Model, published: Revision | null) =>
  published ? placeOf(model, published) : undefined
