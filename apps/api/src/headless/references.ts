import { type Entry, getEntriesOf, type Model } from '@tenantry/cms'
import { AppError } from '@tenantry/errors'
import type { Scope } from '@tenantry/security'
import { z } from 'zod'

/** A value of a ref field as it is stored. */
const Reference = z.object({ modelId: z.string(), id: z.string() })
export type Reference = z.infer<typeof Reference>

export const referencesIn = (value: unknown): Reference[] =>
  [value].flat().flatMap((it) => Reference.safeParse(it).data ?? [])

export const entryIdOf = (id: string): string => id.split('#')[0] ?? ''

/** The entry that a reference points to, as this endpoint shows it; `undefined` if it does not. */
export type LoadReferences = (model: Model, entryId: string) => Promise<Entry | undefined>

interface Wanted {
  model: Model
  entryIds: Set<string>
  entries: Promise<ReadonlyMap<string, Entry>>
}

/**
 * Loads what references point to, of one request. All that are met on one level of the answer are
 * read together, per model: a list of 100 costs what one costs.
 */
export function referenceLoader(scope: Scope, status: 'latest' | 'published'): LoadReferences {
  let waiting = new Map<string, Wanted>()

  const wantedOf = (model: Model): Wanted => {
    const before = waiting.get(model.modelId)
    if (before) return before
    const entryIds = new Set<string>()
    // GraphQL resolves a level without waiting in between: when it waits, all ids are there.
    const entries = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      waiting = new Map([...waiting].filter(([modelId]) => modelId !== model.modelId))
      return loaded(scope, model, { entryIds: [...entryIds], status })
    })
    const wanted = { model, entryIds, entries }
    waiting.set(model.modelId, wanted)
    return wanted
  }

  return async function loadReference(model, entryId) {
    const { entryIds, entries } = wantedOf(model)
    entryIds.add(entryId)
    return (await entries).get(entryId)
  }
}

interface Asked {
  entryIds: string[]
  status: 'latest' | 'published'
}

async function loaded(
  scope: Scope,
  model: Model,
  asked: Asked,
): Promise<ReadonlyMap<string, Entry>> {
  try {
    const entries = await getEntriesOf(scope, model, asked)
    return new Map(entries.map((it) => [it.entryId, it]))
  } catch (error) {
    // Who may not read the model's entries meets none: the list that they may read stays whole.
    if (error instanceof AppError && error.kind === 'FORBIDDEN') return new Map()
    throw error
  }
}
