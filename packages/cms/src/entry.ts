import { z } from 'zod'
import { type Meta, packMeta, unpackMeta } from './meta.ts'
import type { Model } from './model.ts'
import { servedValues } from './nesting.ts'

export const STATUSES = ['draft', 'published', 'unpublished'] as const
export type Status = (typeof STATUSES)[number]

/** One revision of an entry as the API gives it. */
export interface Entry {
  /** With the revision: `entryId#0001`. */
  id: string
  entryId: string
  modelId: string
  locale: string
  revision: number
  /** Counts the saves of this revision, for `ifVersion`. */
  version: number
  status: Status
  /** It is or was published and cannot be changed any more. */
  locked: boolean
  folderId: string
  title: string
  meta: Meta
  /** By `fieldId`. */
  values: Record<string, unknown>
}

/** One revision as it is stored: its values lie under their `storageId`. */
export interface Revision {
  entryId: string
  revision: number
  version: number
  status: Status
  locked: boolean
  folderId: string
  meta: Meta
  values: Record<string, unknown>
}

const Values = z.record(z.string(), z.unknown())
const StoredRevision = z.object({
  entryId: z.string(),
  revision: z.number().int(),
  version: z.number().int(),
  status: z.enum(STATUSES),
  locked: z.boolean(),
  folderId: z.string(),
  meta: z.string().transform(unpackMeta),
  // One text: DynamoDB need not know what is in it, and a number stays the number that it was.
  values: z.string().transform((it) => Values.parse(JSON.parse(it))),
})

export const parseRevision = (item: unknown): Revision => StoredRevision.parse(item)

export const packRevision = ({ meta, values, ...rest }: Revision) => ({
  ...rest,
  meta: packMeta(meta),
  values: JSON.stringify(values),
})

/** A stage in which an entry stands: by which revision, the row in its index items, its unique values. */
const Place = z.object({ revision: z.number().int(), row: z.string(), unique: z.array(z.string()) })
export type Place = z.infer<typeof Place>

/**
 * What holds an entry together. Every mutation saves it over the version that was read, so that two
 * never write at once. The rows are kept as written: old index keys are made from these, never from
 * the body.
 */
export const Head = z.object({
  entryId: z.string(),
  version: z.number().int(),
  /** `purging`: it is gone for everybody, and only its last items are left to delete. */
  state: z.enum(['active', 'bin', 'purging']),
  latest: z.number().int(),
  published: z.number().int().nullable(),
  /** The highest revision that there ever was: numbers are not given twice. */
  last: z.number().int(),
  places: z.object({
    latest: Place.optional(),
    published: Place.optional(),
    bin: Place.optional(),
  }),
})
export type Head = z.infer<typeof Head>

export const revisionId = (entryId: string, revision: number): string =>
  `${entryId}#${String(revision).padStart(4, '0')}`

const ID = /^([0-9a-f]{24})(?:#(\d{4}))?$/

/** The parts of an id with or without a revision; `undefined` if it cannot be one. */
export function parseId(id: string): { entryId: string; revision?: number } | undefined {
  const [, entryId, revision] = ID.exec(id) ?? []
  if (entryId === undefined) return undefined
  return revision === undefined ? { entryId } : { entryId, revision: Number(revision) }
}

/** When the id was made, which is when the entry was created. */
export const createdOnOf = (entryId: string): string =>
  new Date(Number.parseInt(entryId.slice(0, 12), 16)).toISOString()

export function toEntry(model: Model, stored: Revision): Entry {
  const { entryId, revision, version, status, locked, folderId, meta } = stored
  const values = servedValues(model.fields, stored.values)
  return {
    id: revisionId(entryId, revision),
    entryId,
    modelId: model.modelId,
    locale: model.locale,
    revision,
    version,
    status,
    locked,
    folderId,
    title: titleOf(model, values, entryId),
    meta,
    values,
  }
}

function titleOf({ titleFieldId }: Model, values: Entry['values'], entryId: string): string {
  const title = values[titleFieldId]
  if (typeof title === 'number') return String(title)
  return typeof title === 'string' && title !== '' ? title : entryId
}
