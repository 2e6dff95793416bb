import { invalid } from '@tenantry/security'
import { MAX_UNIQUE_FIELDS, notIndexable, SYSTEM_COLUMNS } from './columns.ts'
import {
  DATETIME_KINDS,
  datetimeKind,
  type Field,
  isSelect,
  isUnique,
  LIST_VALIDATORS,
  SELECTS,
  type Template,
  VALIDATORS,
} from './fields.ts'
import { branchesOf, placedIn } from './nesting.ts'
import { isSafePattern } from './patterns.ts'

/** Side by side. */
export const MAX_FIELDS = 50
/** Wherever they lie. Rows and schemas have a part for each. */
const MAX_FIELDS_IN_ALL = 150
/** Objects and zones in one another. */
const MAX_NESTING = 5
/** DynamoDB stores at most 400 KB in one item; a model is one. */
const MAX_BYTES = 300_000

interface Problem {
  error: string
  fieldId: string
}

/** @throws AppError `VALIDATION_FAILED`, which names each field that cannot be. */
export function assertFieldsAllowed(fields: readonly Field[]): void {
  const problems = [
    ...problemsAmong(fields, { place: 'fields', depth: 0 }),
    ...(fields.filter(isUnique).length > MAX_UNIQUE_FIELDS
      ? [`At most ${MAX_UNIQUE_FIELDS} fields can be unique.`]
      : []
    ).map(ofAll),
    ...(placedIn(fields).length > MAX_FIELDS_IN_ALL
      ? [
          `A model has at most ${MAX_FIELDS_IN_ALL} fields, those in objects and templates included.`,
        ]
      : []
    ).map(ofAll),
    ...(Buffer.byteLength(JSON.stringify(fields)) > MAX_BYTES
      ? ['The model is too large.']
      : []
    ).map(ofAll),
    ...notIndexable(fields).map((name) =>
      ofAll(`"${name}" cannot have an index, or not beside the others that shall have one.`),
    ),
  ]
  if (problems.length > 0) throw invalid(problems)
}

const ofAll = (error: string): Problem => ({ error, fieldId: 'fields' })

/** Where fields lie: `fields.2.settings.fields`, and in how many others. */
interface Place {
  place: string
  depth: number
}

function problemsAmong(fields: readonly Field[], { place, depth }: Place): Problem[] {
  return fields.flatMap((field, n) => {
    const errors = [
      ...problemsOf(field, fields.slice(0, n)),
      ...(depth === 0 ? problemsOutside(field) : problemsInside(field)),
      ...(depth === MAX_NESTING && branchesOf(field).length > 0
        ? [`Objects can lie in one another ${MAX_NESTING} times.`]
        : []),
    ]
    return [
      ...errors.map((error) => ({ error, fieldId: `${place}.${n}.fieldId` })),
      ...(depth === MAX_NESTING
        ? []
        : problemsBelow(field, { place: `${place}.${n}.settings`, depth: depth + 1 })),
    ]
  })
}

function problemsBelow(field: Field, { place, depth }: Place): Problem[] {
  return branchesOf(field).flatMap(({ template, fields }, n, branches) => {
    const inside = template ? `${place}.templates.${n}` : place
    const others = branches.slice(0, n).flatMap((it) => it.template ?? [])
    return [
      ...(template ? problemsOfTemplate(template, others) : []).map((error) => ({
        error,
        fieldId: `${inside}.gqlTypeName`,
      })),
      ...problemsAmong(fields, { place: `${inside}.fields`, depth }),
    ]
  })
}

function problemsOf(field: Field, before: readonly Field[]): string[] {
  const { id, fieldId, storageId, type, validation, listValidation } = field
  const twice = (name: 'id' | 'fieldId' | 'storageId') =>
    before.some((it) => isSame(it[name], field[name]))
  const foreign = [
    ...validation.filter(({ name }) => !VALIDATORS[type].includes(name)),
    // v5's editor writes that of zones into either.
    ...listValidation.filter(({ name }) => !LIST_VALIDATORS.includes(name) && name !== type),
  ]
  const clash = before.find((it) => typesClash(it, field))
  return [
    ...(twice('id') ? [`There are two fields with the id "${id}".`] : []),
    ...(twice('fieldId') ? [`There are two fields "${fieldId}".`] : []),
    ...(twice('storageId') ? [`There are two fields with the storage id "${storageId}".`] : []),
    ...foreign.map(({ name }) => `A field of type ${type} has no validator "${name}".`),
    ...(type === 'ref' && (field.settings.models ?? []).length === 0
      ? [`Say which models "${fieldId}" can point to.`]
      : []),
    ...(isUnique(field) && field.multipleValues ? ['A list cannot be unique.'] : []),
    ...(validation.every(isSafePattern) ? [] : [`A pattern of "${fieldId}" cannot be used.`]),
    ...(type === 'datetime' ? problemsOfKind(field) : []),
    ...(isSelect(field) ? problemsOfChoices(field) : []),
    ...(clash
      ? [`"${clash.fieldId}" and "${fieldId}" would give two types of the API one name.`]
      : []),
    ...problemsOfParts(field),
  ]
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function problemsOfKind(field: Field): string[] {
  const { type } = field.settings
  return type === undefined || type === datetimeKind(field)
    ? []
    : [`There is no kind of datetime "${type}": use ${DATETIME_KINDS.join(', ')}.`]
}

function problemsOfChoices({ fieldId, type, predefinedValues }: Field): string[] {
  if (!SELECTS.includes(type)) return [`A field of type ${type} has no predefined values.`]
  const odd = predefinedValues.values.find(
    ({ value }) => type === 'number' && (value.trim() === '' || !Number.isFinite(Number(value))),
  )
  return odd ? [`The predefined value "${odd.value}" of "${fieldId}" is no number.`] : []
}

function problemsOfParts(field: Field): string[] {
  const { fieldId, type, settings } = field
  if (type === 'dynamicZone' && (settings.templates ?? []).length === 0)
    return [`Give "${fieldId}" at least one template.`]
  return branchesOf(field)
    .filter(({ fields }) => fields.length === 0)
    .map(({ template }) => `Give "${template?.name ?? fieldId}" at least one field.`)
}

/** The API makes types of the name of each of these, and inputs with more behind it. */
const TYPED: readonly Field['type'][] = ['object', 'dynamicZone', 'ref']
const INPUT_ENDINGS = ['Input', 'WhereInput']

const typesClash = (a: Field, b: Field): boolean =>
  TYPED.includes(a.type) && TYPED.includes(b.type) && inputsClash(a.fieldId, b.fieldId)
const inputsClash = (a: string, b: string): boolean =>
  INPUT_ENDINGS.some((ending) => isSame(a + ending, b) || isSame(b + ending, a))

/** The names that an entry has in the API besides its fields. */
const RESERVED_FIELD_IDS = 'id entryId meta values modelId locale location wbyAco_location AND OR'
  .split(' ')
  .concat(SYSTEM_COLUMNS)
  .map((it) => it.toLowerCase())

const problemsOutside = ({ fieldId, storageId }: Field): string[] => [
  ...(RESERVED_FIELD_IDS.includes(fieldId.toLowerCase())
    ? [`Every entry has a "${fieldId}" already.`]
    : []),
  ...(SYSTEM_COLUMNS.includes(storageId) ? [`"${storageId}" cannot be a storage id.`] : []),
]

const problemsInside = (field: Field): string[] => [
  ...(['and', 'or'].includes(field.fieldId.toLowerCase())
    ? [`"${field.fieldId}" means something else in filters.`]
    : []),
  ...(isUnique(field) ? [`"${field.fieldId}" lies in another field: it cannot be unique.`] : []),
]

function problemsOfTemplate({ id, gqlTypeName, name, validation }: Template, others: Template[]) {
  const foreign = validation.filter((it) => !LIST_VALIDATORS.includes(it.name))
  return [
    ...(others.some((it) => it.id === id) ? [`There are two templates with the id "${id}".`] : []),
    ...(others.some(
      (it) => isSame(it.gqlTypeName, gqlTypeName) || inputsClash(it.gqlTypeName, gqlTypeName),
    )
      ? [`Two templates would give two types of the API the name of "${gqlTypeName}".`]
      : []),
    ...foreign.map((it) => `The template "${name}" can have no validator "${it.name}".`),
  ]
}
