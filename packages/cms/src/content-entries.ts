import { can, invalid, type Scope } from '@tenantry/security'
import { assertCanSome } from './access.ts'
import { type Entry, parseId } from './entry.ts'
import { findEntriesByIds, findEntriesOf } from './entry-reads.ts'
import { listEntries } from './list-entries.ts'
import type { Model } from './model.ts'

/** An entry of whichever model, named as a reference names it. */
export interface NamedEntry {
  modelId: string
  /** With a revision, which counts only if exactly that one is asked for. */
  id: string
}

/** An entry among those of other models. */
export interface ContentEntry {
  model: Model
  entry: Entry
}

const MAX_ENTRIES = 100
const MAX_MODELS = 25
const DEFAULT_LIMIT = 10

/**
 * Those of the entries that there are and that the caller may read, in the order of their names: as
 * they are named (`exact`), or as their editors (`latest`) or the public (`published`) see them.
 */
export async function getContentEntries(
  scope: Scope,
  models: readonly Model[],
  { entries, as }: { entries: readonly NamedEntry[]; as: 'exact' | 'latest' | 'published' },
): Promise<ContentEntry[]> {
  assertCanSome(scope, 'cms.contentEntry', 'r')
  if (entries.length > MAX_ENTRIES)
    throw invalid([{ error: `Ask for at most ${MAX_ENTRIES} entries.`, fieldId: 'entries' }])
  const isExact = as === 'exact'
  const found = new Map<string, ContentEntry>()
  await Promise.all(
    readable(scope, models).map(async (model) => {
      const ids = entries.filter(({ modelId }) => modelId === model.modelId).map(({ id }) => id)
      if (ids.length === 0) return
      const all = isExact
        ? await findEntriesByIds(scope, model, ids)
        : await findEntriesOf(scope, model, { entryIds: ids, status: as })
      for (const entry of all)
        found.set(nameOf(model.modelId, isExact ? entry.id : entry.entryId), { model, entry })
    }),
  )
  return entries.flatMap(
    ({ modelId, id }) => found.get(nameOf(modelId, isExact ? id : parseId(id)?.entryId)) ?? [],
  )
}

const nameOf = (modelId: string, id: string | undefined) => `${modelId}/${id}`

interface Search {
  modelIds: readonly string[]
  /** Words as lists search for them; without it the entries that were saved last. */
  query?: string | undefined
  /** Look for the query within these fields instead, wherever it stands: that reads entry by entry. */
  fields?: readonly string[] | undefined
  /** 10 unless given, at most 100. */
  limit?: number | undefined
}

/** Entries of several models as their editors see them, those that were saved last first. */
export async function searchContentEntries(
  scope: Scope,
  models: readonly Model[],
  { modelIds, query, fields = [], limit = DEFAULT_LIMIT }: Search,
): Promise<ContentEntry[]> {
  assertCanSome(scope, 'cms.contentEntry', 'r')
  if (limit < 1 || limit > MAX_ENTRIES)
    throw invalid([{ error: `Ask for 1 to ${MAX_ENTRIES} entries.`, fieldId: 'limit' }])
  if (modelIds.length > MAX_MODELS)
    throw invalid([{ error: `Search at most ${MAX_MODELS} models.`, fieldId: 'modelIds' }])
  const searched = readable(scope, models).filter(({ modelId }) => modelIds.includes(modelId))
  const found = await Promise.all(
    searched.map(async (model) => {
      const wish = query && fields.length > 0 ? within(model, fields, query) : { search: query }
      if (!wish) return []
      const page = { stage: 'latest', sort: ['savedOn_DESC'], limit } as const
      const { entries } = await listEntries(scope, model, { ...page, ...wish })
      return entries.map((entry) => ({ model, entry }))
    }),
  )
  return found.flat().sort(byLastSaved).slice(0, limit)
}

/** The condition that a text is in one of the fields; none if the model has none of them. */
function within(model: Model, fieldIds: readonly string[], text: string) {
  const texts = model.fields.filter(
    ({ fieldId, type }) => fieldIds.includes(fieldId) && (type === 'text' || type === 'long-text'),
  )
  return texts.length > 0
    ? { where: { OR: texts.map(({ fieldId }) => ({ [`${fieldId}_contains`]: text })) } }
    : undefined
}

/** Models whose entries the caller may not read are as if they had none. */
const readable = (scope: Scope, models: readonly Model[]): Model[] =>
  models.filter((model) => can(scope, 'cms.contentEntry', 'r', { model, entry: 'any' }))

const byLastSaved = ({ entry: a }: ContentEntry, { entry: b }: ContentEntry): number =>
  (b.meta.savedOn ?? '').localeCompare(a.meta.savedOn ?? '')
