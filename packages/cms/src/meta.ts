import { z } from 'zod'
import { StoredIdentity } from './people.ts'

/** What can happen to an entry. Each leaves a time and a person, for the entry and for the revision. */
const MOMENTS = [
  'created',
  'modified',
  'saved',
  'deleted',
  'restored',
  'firstPublished',
  'lastPublished',
] as const
export type Moment = (typeof MOMENTS)[number]

type OfRevision<M extends Moment> = `revision${Capitalize<M>}`
type Subject = Moment | OfRevision<Moment>

/** The 28 meta fields: `savedOn`, `savedBy`, `revisionSavedOn`, `revisionSavedBy` and so on. */
export type Meta = { [S in Subject as `${S}On`]: string | null } & {
  [S in Subject as `${S}By`]: StoredIdentity | null
}

const ofRevision = (moment: Moment) =>
  `revision${moment.charAt(0).toUpperCase()}${moment.slice(1)}` as OfRevision<Moment>
const ENTRY_SUBJECTS: readonly Subject[] = MOMENTS
const SUBJECTS: readonly Subject[] = [...MOMENTS, ...MOMENTS.map(ofRevision)]

export const META_TIMES = SUBJECTS.map((it) => `${it}On` as const)
export const META_PEOPLE = SUBJECTS.map((it) => `${it}By` as const)

/** A moment that has just come. */
export interface Happening {
  on: string
  by: StoredIdentity
}

const nothing: Meta = Object.fromEntries(
  [...META_TIMES, ...META_PEOPLE].map((name) => [name, null]),
) as Meta

/** The meta fields of the first revision of a new entry. */
export const metaOfNewEntry = (now: Happening): Meta => happened(nothing, now, ['created', 'saved'])

/** The meta fields of a next revision: those of the entry go on, those of the revision start anew. */
export function metaOfNewRevision(entry: Meta, now: Happening): Meta {
  const started = withEntryMeta(metaOfNewEntry(now), entry)
  return happened(started, now, ['modified', 'saved'], ENTRY_SUBJECTS)
}

/** The meta fields after these moments, of both the entry and the revision unless told otherwise. */
export const happened = (
  meta: Meta,
  now: Happening,
  moments: readonly Moment[],
  among: readonly Subject[] = SUBJECTS,
): Meta => ({ ...meta, ...filled(subjectsOf(moments, among), now.on, now.by) })

/** The meta fields as if these moments had never been. */
export const forgotten = (meta: Meta, moments: readonly Moment[]): Meta => ({
  ...meta,
  ...filled(subjectsOf(moments, SUBJECTS), null, null),
})

/** The meta fields of what is public from now on; when it first was stays. */
export function metaOfPublication(meta: Meta, now: Happening): Meta {
  const open = subjectsOf(['firstPublished'], SUBJECTS).filter((it) => meta[`${it}On`] === null)
  return happened({ ...meta, ...filled(open, now.on, now.by) }, now, ['lastPublished'])
}

const subjectsOf = (moments: readonly Moment[], among: readonly Subject[]): Subject[] =>
  among.filter((it) => moments.some((moment) => it === moment || it === ofRevision(moment)))

const filled = (subjects: readonly Subject[], on: string | null, by: StoredIdentity | null) =>
  Object.fromEntries(
    subjects.flatMap((it) => [
      [`${it}On`, on],
      [`${it}By`, by],
    ]),
  )

/** The same revision with what is true of the whole entry taken from another. */
export function withEntryMeta(meta: Meta, from: Meta): Meta {
  const names = ENTRY_SUBJECTS.flatMap((it) => [`${it}On`, `${it}By`] as (keyof Meta)[])
  return { ...meta, ...Object.fromEntries(names.map((name) => [name, from[name]])) }
}

// As stored: one list in the order above, in which a person or a time that repeats is a number that
// says where it stood first. Most of the 28 are the same few.
const StoredMeta = z.array(z.union([z.string(), z.number(), StoredIdentity, z.null()]))

/** The meta fields as text, short because repetitions are. */
export function packMeta(meta: Meta): string {
  const seen = new Map<string, number>()
  const cells = [...META_TIMES, ...META_PEOPLE].map((name, n) => {
    const value = meta[name]
    if (value === null) return null
    const text = JSON.stringify(value)
    const first = seen.get(text)
    if (first !== undefined) return first
    seen.set(text, n)
    return value
  })
  return JSON.stringify(cells)
}

export function unpackMeta(packed: string): Meta {
  const cells = StoredMeta.parse(JSON.parse(packed))
  const names = [...META_TIMES, ...META_PEOPLE]
  const valueAt = (n: number) => {
    const cell = cells[n] ?? null
    return typeof cell === 'number' ? (cells[cell] ?? null) : cell
  }
  return Object.fromEntries(names.map((name, n) => [name, valueAt(n)])) as Meta
}
