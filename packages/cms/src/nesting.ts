import type { Field, Template } from './fields.ts'
import { PlainObject } from './plain.ts'

/** The fields inside of a field: those of an object, or of one template of a dynamic zone. */
export interface Branch {
  template?: Template
  fields: readonly Field[]
}

export function branchesOf({ type, settings }: Field): Branch[] {
  if (type === 'object') return [{ fields: settings.fields ?? [] }]
  if (type !== 'dynamicZone') return []
  return (settings.templates ?? []).map((template) => ({ template, fields: template.fields }))
}

/** A field wherever it lies in a model. */
export interface Placed {
  /** The storage ids down to it, and the ids of templates: `object@seo.text@title`. */
  id: string
  /** The names down to it: `seo.title`. */
  name: string
  field: Field
  /** An entry can have several values of it. */
  list: boolean
  inZone: boolean
}

/** All fields of a model, each before those inside of it. */
export function placedIn(fields: readonly Field[], parent?: Placed): Placed[] {
  return fields.flatMap((field): Placed[] => {
    const placed: Placed = {
      id: joined(parent?.id, field.storageId),
      name: joined(parent?.name, field.fieldId),
      field,
      list: field.multipleValues || parent?.list === true,
      inZone: parent?.inZone === true,
    }
    const inside = branchesOf(field).flatMap(({ template, fields: nested }) =>
      placedIn(nested, template ? within(placed, template) : placed),
    )
    return [placed, ...inside]
  })
}

const joined = (path: string | undefined, step: string) =>
  path === undefined ? step : `${path}.${step}`

const within = (zone: Placed, { id, gqlTypeName }: Template): Placed => ({
  ...zone,
  id: joined(zone.id, id),
  name: joined(zone.name, gqlTypeName),
  inZone: true,
})

/** What lies at a path of ids as `Placed` has them: of lists on the way every element's. */
export const valuesAt = (values: unknown, path: string): unknown[] =>
  path
    .split('.')
    .reduce<unknown[]>((found, step) => found.flatMap((it) => below(it, step)), [values])

function below(value: unknown, step: string): unknown[] {
  const { success, data } = PlainObject.safeParse(value)
  return success && Object.hasOwn(data, step) ? [data[step]].flat() : []
}

/** One object, or one element of a zone, as it is stored: its fields, and their values. */
export interface Part extends Branch {
  values: Readonly<Record<string, unknown>>
}

/** The parts that a value of an object or a zone has, without those of templates that are gone. */
export const partsOf = (field: Field, stored: unknown): Part[] =>
  [stored].flat().flatMap((it) => partOf(field, it) ?? [])

function partOf(field: Field, stored: unknown): Part | undefined {
  const { data } = PlainObject.safeParse(stored)
  if (!data) return undefined
  for (const branch of branchesOf(field)) {
    if (!branch.template) return { ...branch, values: data }
    const { data: values } = PlainObject.safeParse(data[branch.template.id])
    if (values) return { ...branch, values }
  }
  return undefined
}

/** Stored values as the API gives them: by their fields' names, `null` for what is missing. */
export const servedValues = (fields: readonly Field[], values: Part['values']) =>
  Object.fromEntries(fields.map((it) => [it.fieldId, served(it, values[it.storageId])]))

function served(field: Field, stored: unknown): unknown {
  if (stored === undefined || stored === null) return null
  if (branchesOf(field).length === 0) return stored
  const parts = partsOf(field, stored).map(({ template, fields, values }) => ({
    ...(template && { _templateId: template.id }),
    ...servedValues(fields, values),
  }))
  return field.multipleValues ? parts : (parts[0] ?? null)
}
