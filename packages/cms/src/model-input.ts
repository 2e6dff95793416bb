import { AppError } from '@tenantry/errors'
import { invalid, validated } from '@tenantry/security'
import { z } from 'zod'
import { MAX_UNIQUE_FIELDS, SYSTEM_COLUMNS } from './columns.ts'
import {
  DATETIME_KINDS,
  Field,
  FIELD_TYPES,
  isUnique,
  LIST_VALIDATORS,
  VALIDATORS,
} from './fields.ts'
import type { StoredModel } from './model.ts'
import { isSafePattern } from './patterns.ts'

const ValidatorInput = z.strictObject({
  name: z.string().max(50),
  message: z.string().max(500).nullish(),
  settings: z.record(z.string(), z.unknown()).nullish(),
})

const FieldInput = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,50}$/, 'Use up to 50 letters, digits, _ and -.'),
  fieldId: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,99}$/, 'Use letters and digits, beginning with a letter.'),
  storageId: z
    .string()
    .regex(/^[A-Za-z0-9_@-]{1,100}$/, 'Use letters, digits, _, - and @.')
    .nullish(),
  type: z.enum(FIELD_TYPES, 'There is no such field type.'),
  label: z.string().trim().min(1).max(200),
  helpText: z.string().max(1000).nullish(),
  placeholderText: z.string().max(1000).nullish(),
  tags: z.array(z.string().max(50)).max(50).nullish(),
  multipleValues: z.boolean().nullish(),
  predefinedValues: z
    .strictObject({
      enabled: z.boolean().nullish(),
      values: z
        .array(
          z.strictObject({
            label: z.string().max(200),
            value: z.string().max(200),
            selected: z.boolean().nullish(),
          }),
        )
        .max(200)
        .nullish(),
    })
    .nullish(),
  renderer: z
    .strictObject({
      name: z.string().max(100),
      settings: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  validation: z.array(ValidatorInput).max(20).nullish(),
  listValidation: z.array(ValidatorInput).max(20).nullish(),
  settings: z
    .looseObject({
      type: z.enum(DATETIME_KINDS).optional(),
      models: z
        .array(z.looseObject({ modelId: z.string().max(100) }))
        .max(50)
        .optional(),
    })
    .nullish(),
})
type FieldInput = z.infer<typeof FieldInput>

const ApiName = z
  .string()
  .max(100)
  .regex(/^[A-Z][A-Za-z0-9]*$/, 'Use letters and digits, beginning with a capital.')
const FieldRef = z.string().max(100).nullish()

/** Together with their settings far below DynamoDB's 400 KB per item. */
const MAX_FIELDS = 50

export const ModelUpdate = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  singularApiName: ApiName.optional(),
  pluralApiName: ApiName.optional(),
  group: z.looseObject({ id: z.string() }).optional(),
  icon: z.string().max(200).nullish(),
  description: z.string().max(1000).nullish(),
  tags: z.array(z.string().max(50)).max(50).nullish(),
  layout: z.array(z.array(z.string()).max(20)).max(MAX_FIELDS).nullish(),
  fields: z
    .array(FieldInput)
    .max(MAX_FIELDS, `A model has at most ${MAX_FIELDS} fields.`)
    .nullish(),
  titleFieldId: FieldRef,
  descriptionFieldId: FieldRef,
  imageFieldId: FieldRef,
})
export const ModelInput = ModelUpdate.extend({
  modelId: z
    .string()
    .max(100)
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'Use letters, digits, _ and -, beginning with a letter.')
    .nullish(),
  name: z.string().trim().min(1).max(100),
  singularApiName: ApiName,
  pluralApiName: ApiName,
  group: z.looseObject({ id: z.string() }),
  defaultFields: z.boolean().nullish(),
})

/** What a model starts with if its author asks for it. */
const DEFAULT_FIELDS: FieldInput[] = [
  { id: 'title', fieldId: 'title', type: 'text', label: 'Title' },
  { id: 'description', fieldId: 'description', type: 'long-text', label: 'Description' },
]

/** The fields as they shall be: those that were there keep their place in storage. */
export function fieldsOf(
  input: readonly FieldInput[],
  before: readonly Field[],
  { defaultFields }: { defaultFields?: boolean | null | undefined } = {},
): Field[] {
  const wanted = defaultFields
    ? [...DEFAULT_FIELDS.filter((it) => !input.some(({ id }) => id === it.id)), ...input]
    : input
  const fields = wanted.map((it) =>
    fieldOf(
      it,
      before.find(({ id }) => id === it.id),
    ),
  )
  assertFieldsAllowed(fields)
  return fields
}

function fieldOf(input: FieldInput, before: Field | undefined): Field {
  const { predefinedValues, validation, listValidation, renderer } = input
  const same = before?.type === input.type
  return {
    id: input.id,
    fieldId: input.fieldId,
    // Values of another type never lie where those of this one are looked for.
    storageId: input.storageId ?? (same ? before.storageId : `${input.type}@${input.id}`),
    type: input.type,
    label: input.label,
    helpText: input.helpText ?? null,
    placeholderText: input.placeholderText ?? null,
    tags: input.tags ?? [],
    multipleValues: input.multipleValues ?? false,
    predefinedValues: {
      enabled: predefinedValues?.enabled ?? false,
      values: (predefinedValues?.values ?? []).map((it) => ({
        ...it,
        selected: it.selected ?? false,
      })),
    },
    renderer: renderer ? { name: renderer.name, settings: renderer.settings ?? null } : null,
    validation: validatorsOf(validation),
    listValidation: validatorsOf(listValidation),
    settings: Field.shape.settings.parse(input.settings ?? {}),
  }
}

const validatorsOf = (input: FieldInput['validation']) =>
  (input ?? []).map(({ name, message, settings }) => ({
    name,
    message: message ?? null,
    settings: settings ?? {},
  }))

/** The names that an entry has in the API besides its fields. */
const RESERVED_FIELD_IDS = 'id entryId meta values modelId locale location wbyAco_location AND OR'
  .split(' ')
  .concat(SYSTEM_COLUMNS)
  .map((it) => it.toLowerCase())

function assertFieldsAllowed(fields: readonly Field[]): void {
  const problems = fields.flatMap((field, n) =>
    problemsOf(field, fields.slice(0, n)).map((error) => ({
      error,
      fieldId: `fields.${n}.fieldId`,
    })),
  )
  if (fields.filter(isUnique).length > MAX_UNIQUE_FIELDS)
    problems.push({
      error: `At most ${MAX_UNIQUE_FIELDS} fields can be unique.`,
      fieldId: 'fields',
    })
  if (problems.length > 0) throw invalid(problems)
}

function problemsOf(field: Field, before: readonly Field[]): string[] {
  const { id, fieldId, storageId, type, validation, listValidation } = field
  const twice = (name: 'id' | 'fieldId' | 'storageId') =>
    before.some((it) => it[name].toLowerCase() === field[name].toLowerCase())
  const foreign = [
    ...validation.filter(({ name }) => !VALIDATORS[type].includes(name)),
    ...listValidation.filter(({ name }) => !LIST_VALIDATORS.includes(name)),
  ]
  return [
    ...(twice('id') ? [`There are two fields with the id "${id}".`] : []),
    ...(twice('fieldId') ? [`There are two fields "${fieldId}".`] : []),
    ...(twice('storageId') ? [`There are two fields with the storage id "${storageId}".`] : []),
    ...(RESERVED_FIELD_IDS.includes(fieldId.toLowerCase())
      ? [`Every entry has a "${fieldId}" already.`]
      : []),
    ...(SYSTEM_COLUMNS.includes(storageId) ? [`"${storageId}" cannot be a storage id.`] : []),
    ...foreign.map(({ name }) => `A field of type ${type} has no validator "${name}".`),
    ...(type === 'ref' && (field.settings.models ?? []).length === 0
      ? [`Say which models "${fieldId}" can point to.`]
      : []),
    ...(isUnique(field) && field.multipleValues ? ['A list cannot be unique.'] : []),
    ...(validation.every(isSafePattern) ? [] : [`A pattern of "${fieldId}" cannot be used.`]),
  ]
}

/** The layout with every field exactly once; what it leaves out comes at the end. */
export function layoutOf(layout: string[][] | null | undefined, fields: readonly Field[]) {
  const rows = layout ?? []
  const placed = rows.flat()
  const unknown = placed.find((id) => !fields.some((it) => it.id === id))
  if (unknown !== undefined)
    throw contradiction(`The layout names a field "${unknown}" that is not there.`)
  if (new Set(placed).size < placed.length) throw contradiction('The layout names a field twice.')
  const left = fields.filter(({ id }) => !placed.includes(id)).map(({ id }) => [id])
  return [...rows.filter((row) => row.length > 0), ...left]
}

interface Titles {
  titleFieldId?: string | null | undefined
  descriptionFieldId?: string | null | undefined
  imageFieldId?: string | null | undefined
}

/** Which fields stand for an entry where it is named. Without a wish the first text is the title. */
export function titlesOf(
  wished: Titles,
  fields: readonly Field[],
): Pick<StoredModel, 'titleFieldId' | 'descriptionFieldId' | 'imageFieldId'> {
  const pick = (fieldId: string | null | undefined, types: readonly Field['type'][]) => {
    if (!fieldId || fieldId === 'id') return null
    const field = fields.find((it) => it.fieldId === fieldId)
    if (!field) throw contradiction(`Field does not exist in the model: "${fieldId}".`)
    if (field.multipleValues || !types.includes(field.type))
      throw contradiction(`The field "${fieldId}" cannot stand for an entry.`)
    return fieldId
  }
  const firstText = fields.find((it) => it.type === 'text' && !it.multipleValues)
  return {
    titleFieldId:
      pick(wished.titleFieldId, ['text', 'number', 'datetime']) ?? firstText?.fieldId ?? 'id',
    descriptionFieldId: pick(wished.descriptionFieldId, ['text', 'long-text']),
    imageFieldId: pick(wished.imageFieldId, []),
  }
}

export const parseModelInput = (data: unknown) => validated(ModelInput, data)
export const parseModelUpdate = (data: unknown) => validated(ModelUpdate, data)

const contradiction = (message: string) => new AppError('VALIDATION_ERROR', message)
