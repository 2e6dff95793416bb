import { type Column, columnsOf, type Shape } from './columns.ts'
import { canonical, COPY_POINTS, digestOf, firstPoints } from './encode.ts'
import { META_PEOPLE, META_TIMES, type Meta } from './meta.ts'
import { valuesAt } from './nesting.ts'

import { z } from 'zod'

const Ref = z.object({ id: z.string() })

export type Scalar = string | number | boolean
/** A text that is too long to be kept whole: its beginning, and a digest of all of it. */
export interface Cut {
  start: string
  digest: string
}
/** `null`: there is no value. `undefined`: the row does not know, the body does. */
export type Cell = Scalar | Cut | null | undefined | readonly (Scalar | Cut)[]

/** What an index item carries of an entry: one cell per column, so that lists need no body. */
export type Row = readonly Cell[]

/** The parts of an entry that its row is made of. */
export interface Covered {
  status: string
  folderId: string
  meta: Meta
  values: Readonly<Record<string, unknown>>
}

/** A list of values that takes more is not in the row, unless it is indexed. */
const MAX_LIST_CHARACTERS = 200

export function rowOf(model: Shape, entry: Covered): Row {
  const columns = new Map(columnsOf(model).map((it) => [it.slot, it]))
  return model.columns.map((_, slot) => {
    const column = columns.get(slot)
    return column ? copyOf(column, valueOf(column, entry)) : null
  })
}

/** The value of an entry that a column is about; values lie under their storage ids. */
export function valueOf(
  { id, list }: Column,
  { status, folderId, meta, values }: Covered,
): unknown {
  if (id === 'status') return status
  if (id === 'folderId') return folderId
  if (id === 'createdByType') return meta.createdBy?.type
  const person = META_PEOPLE.find((it) => it === id)
  if (person) return meta[person]?.id
  const time = META_TIMES.find((it) => it === id)
  if (time) return meta[time]
  if (!id.includes('.')) return values[id]
  const found = valuesAt(values, id)
  return list ? found : found[0]
}

export const cellOf = (row: Row, { slot }: Column): Cell => row[slot]

/** A value as the row keeps it. */
export function copyOf(column: Column, value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (column.kind === 'opaque') return isThere(column, value)
  if (column.kind === 'longText') return undefined
  if (!Array.isArray(value)) return copyOfOne(column, value)
  const cells = value.map((it) => copyOfOne(column, it))
  return !column.whole && JSON.stringify(cells).length > MAX_LIST_CHARACTERS ? undefined : cells
}

/** A value as it is compared, whole. */
export function comparable(column: Column, value: unknown): Cell {
  const { kind } = column
  if (value === null || value === undefined) return null
  if (kind === 'opaque') return isThere(column, value)
  if (Array.isArray(value)) return value.map((it) => scalarOf(kind, it))
  return scalarOf(kind, value)
}

const isThere = ({ list }: Column, value: unknown): true | null =>
  list && Array.isArray(value) && value.length === 0 ? null : true

function copyOfOne({ kind }: Column, value: unknown): Scalar | Cut {
  const scalar = scalarOf(kind, value)
  if (kind !== 'text' || typeof scalar !== 'string' || scalar.length <= COPY_POINTS) return scalar
  return { start: firstPoints(scalar, COPY_POINTS), digest: digestOf(scalar) }
}

function scalarOf(kind: Column['kind'], value: unknown): Scalar {
  if (kind === 'ref') return Ref.parse(value).id
  if (kind === 'number') return value === 0 ? 0 : Number(value) // -0 is 0
  if (kind === 'boolean') return value === true
  if (kind === 'time') return String(value).padEnd(8, ':00')
  if (kind === 'instant') return new Date(String(value)).toISOString()
  return canonical(String(value))
}

// As stored: one JSON array. `[]` is what the row does not know, `{ p, h }` a cut text, `{ l }` a
// list, and `[n]` a text that stood in cell n already: most of the meta fields are the same few.
type StoredOne = Scalar | { p: string; h: string }
type StoredCell = StoredOne | null | readonly number[] | { l: StoredOne[] }

const WORTH_REFERRING_TO = 6

export function packRow(row: Row): string {
  const seen = new Map<string, number>()
  return JSON.stringify(
    row.map((cell, n): StoredCell => {
      if (typeof cell === 'string' && cell.length > WORTH_REFERRING_TO) {
        const first = seen.get(cell)
        if (first !== undefined) return [first]
        seen.set(cell, n)
      }
      if (cell === undefined) return []
      if (cell === null) return null
      return isList(cell) ? { l: cell.map(packOne) } : packOne(cell)
    }),
  )
}

export function unpackRow(packed: string): Row {
  // Ours alone, and up to 10,000 per list: parsing each with a schema would be most of the work.
  const cells = JSON.parse(packed) as readonly StoredCell[]
  const unpack = (cell: StoredCell | undefined): Cell => {
    if (cell === null || cell === undefined || typeof cell !== 'object') return cell
    if (isReference(cell)) return cell[0] === undefined ? undefined : unpack(cells[cell[0]])
    return 'l' in cell ? cell.l.map(unpackOne) : unpackOne(cell)
  }
  return cells.map(unpack)
}

const isReference = (cell: StoredCell): cell is readonly number[] => Array.isArray(cell)
const packOne = (one: Scalar | Cut): StoredOne =>
  typeof one === 'object' ? { p: one.start, h: one.digest } : one
const unpackOne = (one: StoredOne): Scalar | Cut =>
  typeof one === 'object' ? { start: one.p, digest: one.h } : one

export const isList = (cell: Cell): cell is readonly (Scalar | Cut)[] => Array.isArray(cell)
