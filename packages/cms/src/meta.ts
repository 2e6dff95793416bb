import { z } from 'zod'
import { StoredIdentity } from './people.ts'

/** What can happen to an entry. Each leaves a time and a person, for the entry and for the revision. */
export const MOMENTS = [
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

const capitalized = (moment: string) => moment.charAt(0).toUpperCase() + moment.slice(1)
export const ENTRY_SUBJECTS: readonly Subject[] = MOMENTS
export const REVISION_SUBJECTS = MOMENTS.map(
  (it) => `revision${capitalized(it)}` as OfRevision<Moment>,
)
const SUBJECTS: readonly Subject[] = [...ENTRY_SUBJECTS, ...REVISION_SUBJECTS]

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

/** The meta fields of a next revision: the entry's own stay, the revision's start anew. */
export function metaOfNewRevision(entry: Meta, now: Happening): Meta {
  const own = Object.fromEntries(
    REVISION_SUBJECTS.flatMap((it) => [
      [`${it}On`, null],
      [`${it}By`, null],
    ]),
  ) as Partial<Meta>
  const started = happened({ ...entry, ...own }, now, ['saved'], { entry: true, revision: true })
  return happened(happened(started, now, ['created'], { revision: true }), now, ['modified'], {
    entry: true,
  })
}

/** The meta fields after these moments, of the entry and of the revision unless told otherwise. */
export function happened(
  meta: Meta,
  { on, by }: Happening,
  moments: readonly Moment[],
  levels: { entry?: boolean; revision?: boolean } = { entry: true, revision: true },
): Meta {
  const subjects = moments.flatMap((it) => [
    ...(levels.entry ? [it] : []),
    ...(levels.revision ? [`revision${capitalized(it)}`] : []),
  ])
  const changes = subjects.flatMap((it) => [
    [`${it}On`, on],
    [`${it}By`, by],
  ])
  return { ...meta, ...Object.fromEntries(changes) }
}

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
