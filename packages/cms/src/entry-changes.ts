import { createHash } from 'node:crypto'
import { type Change, type Key, save, type TenantTable } from '@tenantry/dynamo'
import { invalid } from '@tenantry/security'
import { columnOf, type Index, indexesOf, type Shape } from './columns.ts'
import { countChange, type Counted } from './counters.ts'
import { encode, SEPARATOR } from './encode.ts'
import { type Head, packRevision, type Place, type Revision } from './entry.ts'
import { type Field, isUnique } from './fields.ts'
import { headKey, indexPartition, revisionKey, type Stage, uniqueKey } from './keys.ts'
import type { Model } from './model.ts'
import {
  type Cell,
  cellOf,
  comparable,
  type Cut,
  isList,
  packRow,
  type Row,
  rowOf,
  type Scalar,
  unpackRow,
} from './row.ts'
import { taken, tooLarge } from './values.ts'

const STAGES: readonly Stage[] = ['latest', 'published', 'bin']

/** An entry before and after a mutation: the head as read, the head as it shall be. */
export interface Step {
  before?: Head
  /** Absent: the entry goes for good. */
  after?: Head
  /** The revisions that are new or have changed. */
  revisions?: readonly Revision[]
  /** The revisions that go. */
  removed?: readonly number[]
}

/** All that a mutation writes of an entry: head, revisions, index items, unique values, counters. */
export function entryChanges(
  model: Model,
  { before, after, revisions = [], removed = [] }: Step,
): Change[] {
  const entryId = after?.entryId ?? before?.entryId ?? ''
  const at = headKey(model, entryId)
  const [old, now] = [placesOf(before), placesOf(after)]
  return [
    headChange(at, before, after),
    ...revisions.map((it) => ({
      put: { ...packRevision(it), ...revisionKey(model, entryId, it.revision) },
    })),
    ...removed.map((it) => ({ delete: revisionKey(model, entryId, it) })),
    ...STAGES.flatMap((stage) =>
      indexChanges(model, { entryId, stage, before: old[stage], after: now[stage] }),
    ),
    ...uniqueChanges(model, { entryId, before: old, after: now }),
    countChange(model, entryId, { before: countedIn(old), after: countedIn(now) }),
  ]
}

function headChange(at: Key, before: Head | undefined, after: Head | undefined): Change {
  if (!after) return { delete: at, onlyIf: before?.version ?? 0 }
  return before ? save(at, after) : { ...save(at, after), otherwise: idTaken(after.entryId) }
}

const idTaken = (entryId: string) =>
  invalid([{ error: `There is an entry with the id ${entryId}.`, fieldId: 'id' }])

/** The widest model has some 60 index items to write at once, and DynamoDB takes 4 MB. */
const MAX_ROW_BYTES = 50_000

/**
 * How a revision stands in a stage.
 *
 * @throws AppError `VALIDATION_FAILED` if more short texts are in it than index items can carry.
 */
export function placeOf(model: Model, revision: Revision): Place {
  const row = packRow(rowOf(model, revision))
  if (Buffer.byteLength(row) > MAX_ROW_BYTES) throw tooLarge()
  return { revision: revision.revision, row, unique: uniqueValues(model, revision) }
}

type Places = Head['places']
const placesOf = (head: Head | undefined): Places => head?.places ?? {}

const countedIn = (places: Places): Counted[] =>
  STAGES.flatMap((stage) => {
    const place = places[stage]
    return place ? [{ stage, row: unpackRow(place.row) }] : []
  })

interface Move {
  entryId: string
  stage: Stage
  before: Place | undefined
  after: Place | undefined
}

/** Turns the index items of one stage into what they shall be; what stays as it is is not written. */
function indexChanges(model: Shape, { entryId, stage, before, after }: Move): Change[] {
  const now = after ? indexKeys(model, { entryId, stage, row: unpackRow(after.row) }, 'write') : []
  const old = before ? indexKeys(model, { entryId, stage, row: unpackRow(before.row) }, 'all') : []
  const kept = new Set(now.map(nameOf))
  const same = before && after && before.row === after.row && before.revision === after.revision
  return [
    ...old.filter((it) => !kept.has(nameOf(it))).map((it) => ({ delete: it })),
    ...(same || !after ? [] : now.map((at) => ({ put: indexItem(at, after) }))),
  ]
}

const nameOf = ({ PK, SK }: Key) => `${PK}\n${SK}`

/** What lists read of an entry. */
export const indexItem = (at: Key, { revision, row }: Place) => ({ ...at, revision, row })

interface Standing {
  entryId: string
  stage: Stage
  row: Row
}

/** Where an entry stands in each index of a stage: also where it has no value, so that any index of single values can carry a whole list. */
export const indexKeys = (model: Shape, standing: Standing, use: 'all' | 'write'): Key[] =>
  indexesOf(model, standing.stage, use).flatMap((index) => indexKeysOf(model, index, standing))

/** Where it stands in one: once, but for the values of a list. */
export function indexKeysOf(
  model: Shape,
  { name, columns: [first, second] }: Index,
  { entryId, stage, row }: Standing,
): Key[] {
  const PK = indexPartition(model, stage, name)
  if (!first) return [{ PK, SK: entryId }]
  const behind = second ? [encode(second, valuesOf(cellOf(row, second))[0] ?? null)] : []
  const values = valuesOf(cellOf(row, first)).map((it) => encode(first, it))
  return [...new Set(values)].map((it) => ({ PK, SK: [it, ...behind, entryId].join(SEPARATOR) }))
}

/** Only what rows have in full is indexed; rows may be older than a column. No value is one, too. */
function valuesOf(cell: Cell): readonly (Scalar | Cut | null)[] {
  if (!isList(cell)) return [cell ?? null]
  return cell.length > 0 ? cell : [null]
}

/** Each value that nobody else may have, as `column#digest`. */
function uniqueValues(model: Model, { values }: Pick<Revision, 'values'>): string[] {
  return model.fields.filter(isUnique).flatMap(({ storageId }) => {
    const value = comparable(columnOf(model, storageId), values[storageId])
    if (value === null || value === '') return []
    const digest = createHash('sha256').update(JSON.stringify(value)).digest('hex')
    return [`${storageId}#${digest}`]
  })
}

/** The values that an entry gives up and takes; what another has fails the whole mutation. */
function uniqueChanges(
  model: Model,
  { entryId, before, after }: { entryId: string; before: Places; after: Places },
): Change[] {
  const heldBy = (places: Places) =>
    new Set([...(places.latest?.unique ?? []), ...(places.published?.unique ?? [])])
  const [old, now] = [heldBy(before), heldBy(after)]
  return [
    ...[...old]
      .filter((it) => !now.has(it))
      .map((it) => ({ delete: uniqueKey(model, ...partsOf(it)) })),
    ...[...now]
      .filter((it) => !old.has(it))
      .map((it): Change => {
        const [column, digest] = partsOf(it)
        const field = fieldAt(model, column)
        return {
          put: { ...uniqueKey(model, column, digest), entryId },
          onlyIf: 'absent',
          ...(field && { otherwise: taken(field) }),
        }
      }),
  ]
}

const partsOf = (value: string): [column: string, digest: string] => {
  const at = value.lastIndexOf('#')
  return [value.slice(0, at), value.slice(at + 1)]
}

const fieldAt = ({ fields }: Model, column: string) =>
  fields.find(({ storageId }) => storageId === column)

/** The unique fields whose value another entry has at this moment. */
export async function findTaken(
  table: TenantTable,
  model: Model,
  { entryId, values }: { entryId: string | undefined; values: Revision['values'] },
): Promise<Field[]> {
  const held = uniqueValues(model, { values }).map(async (it) => {
    const [column, digest] = partsOf(it)
    const item = await table.get(uniqueKey(model, column, digest))
    const field = fieldAt(model, column)
    return item && item.entryId !== entryId && field ? [field] : []
  })
  return (await Promise.all(held)).flat()
}
