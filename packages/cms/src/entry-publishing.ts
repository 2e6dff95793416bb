import { invalid, type Scope } from '@tenantry/security'
import type { Entry, Head, Revision } from './entry.ts'
import { type Guarded, mutate, next, type Outcome, withLatest } from './entry-mutation.ts'
import { findRevision, type Loaded } from './entry-reads.ts'
import { happened, type Happening, metaOfPublication } from './meta.ts'
import type { Model } from './model.ts'
import { assertValid } from './values.ts'

/**
 * Makes a revision public and takes back the one that was. With `ifVersion` it throws `CONFLICT` if
 * somebody has saved since, instead of publishing text that the caller has not read.
 */
export const publishEntry = (scope: Scope, model: Model, mutation: Guarded): Promise<Entry> =>
  mutate(scope, model, {
    ...mutation,
    action: 'publish',
    letter: 'p',
    input: [],
    change: (loaded, now) => publication(scope, model, { loaded, now }),
  })

/** Publishes what is public once more, so that whoever follows publications sees it again. */
export const republishEntry = (scope: Scope, model: Model, mutation: Guarded): Promise<Entry> =>
  mutate(scope, model, {
    ...mutation,
    action: 'republish',
    letter: 'p',
    input: [],
    change: (loaded, now) => {
      if (loaded.target.status !== 'published') throw notPublished()
      return publication(scope, model, { loaded, now })
    },
  })

/** Takes a revision back from the public. */
export const unpublishEntry = (scope: Scope, model: Model, mutation: Guarded): Promise<Entry> =>
  mutate(scope, model, {
    ...mutation,
    action: 'unpublish',
    letter: 'u',
    input: [],
    change: ({ target, latest }, now) => {
      if (target.status !== 'published') throw notPublished()
      const meta = happened(target.meta, now, ['modified', 'saved'])
      const withdrawn = next(target, { status: 'unpublished', meta })
      return { ...withLatest(latest, withdrawn), published: null }
    },
  })

interface Publishing {
  loaded: Loaded
  now: Happening
  /** Names of validators that need not be kept. */
  skipped?: readonly string[] | undefined
}

/** What comes of making a revision public. */
export async function publication(
  scope: Scope,
  model: Model,
  { loaded: { head, target, latest }, now, skipped }: Publishing,
): Promise<Outcome> {
  assertValid(model.fields, target.values, skipped)
  const meta = happened(metaOfPublication(target.meta, now), now, ['modified', 'saved'])
  const published = next(target, { status: 'published', locked: true, meta })
  return inPlaceOf(scope, model, head, { ...withLatest(latest, published), published })
}

/** What is public from now on is so in place of what has been. */
export async function inPlaceOf(
  scope: Scope,
  model: Model,
  { entryId, published: revision }: Head,
  outcome: Outcome,
): Promise<Outcome> {
  if (revision === null || revision === outcome.published?.revision) return outcome
  const before = await findRevision(scope, model, { entryId, revision })
  return before ? withdrawn(outcome, before) : outcome
}

/** The publication that another one takes the place of. */
function withdrawn(outcome: Outcome, before: Revision): Outcome {
  // It may be the latest, which has been changed already to follow the entry.
  const changed = outcome.revisions.find(({ revision }) => revision === before.revision) ?? before
  const taken = next(changed, { status: 'unpublished' })
  const others = outcome.revisions.filter(({ revision }) => revision !== taken.revision)
  const latest = outcome.latest.revision === taken.revision ? taken : outcome.latest
  return { ...outcome, latest, revisions: [...others, taken] }
}

const notPublished = () =>
  invalid([{ error: 'The revision is not published.', fieldId: 'revision' }])
