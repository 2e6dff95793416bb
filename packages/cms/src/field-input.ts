import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import { assertFieldsAllowed, MAX_FIELDS } from './field-rules.ts'
import { type Field, FIELD_TYPES, type Template } from './fields.ts'

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,50}$/, 'Use up to 50 letters, digits, _ and -.')
const Tags = z.array(z.string().max(50)).max(50).nullish()

const ValidatorInput = z.strictObject({
  name: z.string().max(50),
  message: z.string().max(500).nullish(),
  settings: z.record(z.string(), z.unknown()).nullish(),
})
const Validators = z.array(ValidatorInput).max(20).nullish()

export const LayoutInput = z.array(z.array(z.string()).max(20)).max(MAX_FIELDS).nullish()

const FieldInput = z.strictObject({
  id: Id,
  fieldId: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,99}$/, 'Use letters and digits, beginning with a letter.'),
  storageId: z
    .string()
    .regex(/^[A-Za-z0-9_@-]{0,100}$/, 'Use letters, digits, _, - and @.')
    .nullish(),
  type: z.enum(FIELD_TYPES, 'There is no such field type.'),
  label: z.string().trim().min(1).max(200),
  helpText: z.string().max(1000).nullish(),
  placeholderText: z.string().max(1000).nullish(),
  tags: Tags,
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
      name: z.string().max(100).nullish(),
      settings: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  validation: Validators,
  listValidation: Validators,
  get settings() {
    return SettingsInput.nullish()
  },
})
type FieldInput = z.infer<typeof FieldInput>

const TemplateInput = z.object({
  id: Id,
  name: z.string().trim().min(1).max(200),
  gqlTypeName: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]{0,99}$/, 'Use letters and digits, beginning with a capital.'),
  icon: z.string().max(200).nullish(),
  description: z.string().max(1000).nullish(),
  layout: LayoutInput,
  get fields() {
    return z.array(FieldInput).max(MAX_FIELDS)
  },
  validation: Validators,
  tags: Tags,
})
type TemplateInput = z.infer<typeof TemplateInput>

const SettingsInput = z.looseObject({
  type: z.string().max(50).optional(),
  models: z
    .array(z.object({ modelId: z.string().max(100) }))
    .max(50)
    .optional(),
  imagesOnly: z.boolean().optional(),
  indexed: z.boolean().optional(),
  get fields() {
    return z.array(FieldInput).max(MAX_FIELDS).nullish()
  },
  layout: LayoutInput,
  get templates() {
    return z.array(TemplateInput).max(MAX_FIELDS).nullish()
  },
})

export const FieldInputs = z
  .array(FieldInput)
  .max(MAX_FIELDS, `A model has at most ${MAX_FIELDS} fields.`)
  .nullish()

/** What a model starts with if its author asks for it. */
const DEFAULT_FIELDS: FieldInput[] = [
  { id: 'title', fieldId: 'title', type: 'text', label: 'Title' },
  { id: 'description', fieldId: 'description', type: 'long-text', label: 'Description' },
  { id: 'image', fieldId: 'image', type: 'file', label: 'Image', settings: { imagesOnly: true } },
]

export const DEFAULT_LAYOUT = [['title'], ['description', 'image']]

/** The fields as they shall be: those that were there keep their place in storage. */
export function fieldsOf(
  input: readonly FieldInput[],
  before: readonly Field[],
  { defaultFields }: { defaultFields?: boolean | null | undefined } = {},
): Field[] {
  const wanted = defaultFields
    ? [...DEFAULT_FIELDS.filter((it) => !input.some(({ id }) => id === it.id)), ...input]
    : input
  const fields = madeOf(wanted, before)
  assertFieldsAllowed(fields)
  return fields
}

const madeOf = (inputs: readonly FieldInput[], before: readonly Field[] = []): Field[] =>
  inputs.map((it) =>
    fieldOf(
      it,
      before.find(({ id }) => id === it.id),
    ),
  )

function fieldOf(input: FieldInput, before: Field | undefined): Field {
  const { predefinedValues, validation, listValidation, renderer } = input
  const same = before?.type === input.type ? before : undefined
  return {
    id: input.id,
    fieldId: input.fieldId,
    // Values of another type never lie where those of this one are looked for.
    storageId: (input.storageId || same?.storageId) ?? `${input.type}@${input.id}`,
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
    renderer: renderer?.name ? { name: renderer.name, settings: renderer.settings ?? null } : null,
    validation: validatorsOf(validation),
    listValidation: validatorsOf(listValidation),
    settings: settingsOf(input, same?.settings),
  }
}

function settingsOf(
  { type, settings }: FieldInput,
  before: Field['settings'] | undefined,
): Field['settings'] {
  const { fields, layout, templates, ...rest } = settings ?? {}
  if (type === 'object') {
    const made = madeOf(fields ?? [], before?.fields)
    return { ...rest, fields: made, layout: layoutOf(layoutWithout(layout ?? [], made), made) }
  }
  if (type !== 'dynamicZone') return rest
  const templateBefore = ({ id }: TemplateInput) => before?.templates?.find((it) => it.id === id)
  return {
    ...rest,
    templates: (templates ?? []).map((it) => templateOf(it, templateBefore(it))),
  }
}

function templateOf(input: TemplateInput, before: Template | undefined): Template {
  const fields = madeOf(input.fields, before?.fields)
  return {
    id: input.id,
    name: input.name,
    gqlTypeName: input.gqlTypeName,
    icon: input.icon ?? null,
    description: input.description ?? null,
    layout: layoutOf(layoutWithout(input.layout ?? [], fields), fields),
    fields,
    validation: validatorsOf(input.validation),
    tags: input.tags ?? [],
  }
}

const validatorsOf = (input: FieldInput['validation']) =>
  (input ?? []).map(({ name, message, settings }) => ({
    name,
    message: message ?? null,
    settings: settings ?? {},
  }))

/** A layout without the fields that have gone. */
export const layoutWithout = (layout: readonly string[][], fields: readonly Field[]): string[][] =>
  layout.map((row) => row.filter((id) => fields.some((it) => it.id === id)))

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

const contradiction = (message: string) => new AppError('VALIDATION_ERROR', message)
