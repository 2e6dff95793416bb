import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import { type Field, isSelect, type Template } from './fields.ts'
import { branchesOf, partsOf, servedValues } from './nesting.ts'
import { PlainObject } from './plain.ts'
import { brokenRule, listKeeps } from './rules.ts'
import { MAX_BYTES, shapeOf } from './shapes.ts'

/** What a caller wants to be stored, not yet believed. */
export type Data = Readonly<Record<string, unknown>>
export type Values = Record<string, unknown>

/** What is wrong with the value of one field. */
const Problem = z.object({
  error: z.string(),
  id: z.string(),
  fieldId: z.string(),
  /** The names of the fields that it lies in, from the outermost. */
  parents: z.array(z.string()),
  storageId: z.string(),
})
export type Problem = z.infer<typeof Problem>

const MAX_LIST = 1000
const MAX_PROBLEMS = 100

/**
 * The values of an entry under their storage ids: what `data` has, and `before` for the rest. An
 * object or a list that `data` names is replaced as a whole.
 *
 * @throws AppError `VALIDATION_FAILED`, whose `data` names each field that cannot take its value.
 */
export function mergeValues(fields: readonly Field[], data: Data, before?: Values): Values {
  const given = Object.entries(data).filter(([, value]) => value !== undefined)
  const kept = before ? Object.entries(servedValues(fields, before)) : []
  const inside: Inside = { parents: [], problems: [] }
  const values = valuesOf(fields, Object.fromEntries([...kept, ...given]), inside)
  if (inside.problems.length > 0) throw failed(inside.problems)
  if (Buffer.byteLength(JSON.stringify(values)) > MAX_BYTES) throw tooLarge()
  return values
}

const nowhere = { id: '', fieldId: '', parents: [], storageId: '' }

/** Where values are looked at, and what is wrong with them so far. */
interface Inside {
  parents: readonly string[]
  problems: Problem[]
}

function valuesOf(fields: readonly Field[], data: Data, inside: Inside): Values {
  const parents = [...inside.parents]
  for (const fieldId of Object.keys(data))
    if (!fields.some((it) => it.fieldId === fieldId))
      inside.problems.push({
        ...nowhere,
        error: `There is no field "${fieldId}".`,
        fieldId,
        parents,
      })
  return Object.fromEntries(
    fields.flatMap((field) => {
      const given = Object.hasOwn(data, field.fieldId) ? data[field.fieldId] : undefined
      const value = given === undefined ? initialOf(field) : given
      const clean =
        value === undefined || value === null ? undefined : valueOf(field, value, inside)
      return clean === undefined ? [] : [[field.storageId, clean]]
    }),
  )
}

function valueOf(field: Field, value: unknown, inside: Inside): unknown {
  if (!field.multipleValues) return oneOf(field, value, inside)
  if (Array.isArray(value) && value.length <= MAX_LIST)
    return value.map((it) => oneOf(field, it, inside))
  return refused(field, inside)
}

function oneOf(field: Field, value: unknown, inside: Inside): unknown {
  if (field.type === 'object') return objectOf(field, value, inside)
  if (field.type === 'dynamicZone') return elementOf(field, value, inside)
  const { success, data } = shapeOf(field).safeParse(value)
  return success ? data : refused(field, inside)
}

function refused(field: Field, inside: Inside, error = `This is no value of "${field.label}".`) {
  inside.problems.push(problem(field, inside.parents, error))
  return undefined
}

const below = ({ fieldId }: Field, { parents, problems }: Inside): Inside => ({
  parents: [...parents, fieldId],
  problems,
})

function objectOf(field: Field, value: unknown, inside: Inside): unknown {
  const { data } = PlainObject.safeParse(value)
  if (!data) return refused(field, inside)
  return valuesOf(field.settings.fields ?? [], data, below(field, inside))
}

function elementOf(field: Field, value: unknown, inside: Inside): unknown {
  const chosen = chosenIn(field.settings.templates ?? [], value)
  if (!chosen)
    return refused(field, inside, `Give exactly one of the templates of "${field.label}".`)
  const { template, data } = chosen
  return { [template.id]: valuesOf(template.fields, data, below(field, inside)) }
}

/** `{ Hero: { … } }`, or an element as it was served. */
function chosenIn(
  templates: readonly Template[],
  value: unknown,
): { template: Template; data: Data } | undefined {
  const { data: element } = PlainObject.safeParse(value)
  const { _templateId: served, ...keys } = element ?? {}
  const given = Object.entries(keys).filter(([, it]) => it !== undefined && it !== null)
  const [name, inner] = served === undefined ? (given[0] ?? []) : [undefined, keys]
  if (served === undefined && given.length !== 1) return undefined
  const template = templates.find(({ id, gqlTypeName }) =>
    served === undefined ? gqlTypeName === name : id === served,
  )
  const { data } = PlainObject.safeParse(inner)
  return template && data && { template, data }
}

/** @throws AppError `VALIDATION_FAILED` if a value breaks a validator that is not among the skipped. */
export function assertValid(
  fields: readonly Field[],
  values: Values,
  skipped: readonly string[] = [],
): void {
  const problems = brokenIn(fields, values, { parents: [], skipped })
  if (problems.length > 0) throw failed(problems)
}

interface Checked {
  parents: readonly string[]
  skipped: readonly string[]
}

function brokenIn(fields: readonly Field[], values: Data, at: Checked): Problem[] {
  return fields.flatMap((field) => {
    const value = values[field.storageId]
    const broken = brokenRule(field, value, at.skipped) ?? brokenCount(field, value, at.skipped)
    const inside = { ...at, parents: [...at.parents, field.fieldId] }
    return [
      ...(broken ? [problem(field, at.parents, messageOf(field, broken))] : []),
      ...partsOf(field, value).flatMap((it) => brokenIn(it.fields, it.values, inside)),
    ]
  })
}

const messageOf = ({ label }: Field, { name, message }: { name: string; message: string | null }) =>
  message ?? `"${label}" breaks the rule "${name}".`

/** The first rule of a template about how often it is in a list. */
function brokenCount(field: Field, value: unknown, skipped: readonly string[]) {
  if (!field.multipleValues) return undefined
  return branchesOf(field)
    .flatMap(({ template }) => (template ? [template] : []))
    .flatMap(({ id, validation }) => {
      const elements = partsOf(field, value).filter(({ template }) => template?.id === id)
      return validation.filter((it) => !skipped.includes(it.name) && !listKeeps(it, elements))
    })[0]
}

/** What `mergeValues` and `assertValid` would refuse, and the values if they have their shapes. */
export function tryValues(
  fields: readonly Field[],
  data: Data,
  before?: Values,
): { problems: Problem[]; values?: Values } {
  try {
    const values = mergeValues(fields, data, before)
    const problems = brokenIn(fields, values, { parents: [], skipped: [] })
    return { values, problems: problems.slice(0, MAX_PROBLEMS) }
  } catch (error) {
    if (error instanceof AppError) return { problems: z.array(Problem).parse(error.data) }
    throw error
  }
}

/** The error of a value that another entry has. It does not say which: not everybody may know. */
export const taken = (field: Field): AppError => failed([takenProblem(field)])

export const takenProblem = (field: Field): Problem => {
  const rule = field.validation.find(({ name }) => name === 'unique')
  return problem(field, [], rule?.message || `The value of "${field.label}" must be unique.`)
}

export const tooLarge = (): AppError => failed([{ ...nowhere, error: 'The entry is too large.' }])

const failed = (problems: Problem[]) =>
  new AppError('VALIDATION_FAILED', 'Validation failed.', { data: problems.slice(0, MAX_PROBLEMS) })

const problem = (
  { id, fieldId, storageId }: Field,
  parents: readonly string[],
  error: string,
): Problem => ({ error, id, fieldId, parents: [...parents], storageId })

/** What a new entry, or a new object in one, has before anybody has chosen. */
function initialOf(field: Field): unknown {
  const chosen = isSelect(field)
    ? field.predefinedValues.values.filter(({ selected }) => selected).map(({ value }) => value)
    : []
  if (chosen.length === 0) return field.settings.defaultValue
  const values = field.type === 'number' ? chosen.map(Number) : chosen
  return field.multipleValues ? values : values[0]
}
