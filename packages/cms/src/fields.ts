import { z } from 'zod'

export const FIELD_TYPES = [
  'text',
  'long-text',
  'rich-text',
  'number',
  'boolean',
  'datetime',
  'file',
  'ref',
  'object',
  'dynamicZone',
  'json',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export const DATETIME_KINDS = [
  'date',
  'time',
  'dateTimeWithTimezone',
  'dateTimeWithoutTimezone',
] as const
export type DatetimeKind = (typeof DATETIME_KINDS)[number]

/** One rule about a value. What `settings` holds depends on `name`. */
export const Validator = z.object({
  name: z.string(),
  message: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
})
export type Validator = z.infer<typeof Validator>

const Layout = z.array(z.array(z.string()))

const Settings = z.looseObject({
  /** Of a datetime its kind; v5's editors write something of their own for other types. */
  type: z.string().optional(),
  /** What a ref may point to. */
  models: z.array(z.object({ modelId: z.string() })).optional(),
  /** Whether lists can be narrowed and sorted by it without reading on; absent: nobody has chosen. */
  indexed: z.boolean().optional(),
  /** What a new entry starts with. */
  defaultValue: z.unknown().optional(),
  /** Of a file: for editors, who choose it among images then. */
  imagesOnly: z.boolean().optional(),
  /** Of an object. */
  get fields(): z.ZodOptional<z.ZodArray<z.ZodType<Field>>> {
    return z.array(Field).optional()
  },
  layout: Layout.optional(),
  /** Of a dynamic zone: what its elements can be. */
  get templates(): z.ZodOptional<z.ZodArray<z.ZodType<Template>>> {
    return z.array(Template).optional()
  },
})
type Settings = z.infer<typeof Settings>

/** One field of a content model, or of an object or a template in one, as it is stored. */
export interface Field {
  id: string
  /** The name in the API. It may change; `storageId`, under which values lie, may not. */
  fieldId: string
  storageId: string
  type: FieldType
  label: string
  helpText: string | null
  placeholderText: string | null
  tags: string[]
  multipleValues: boolean
  predefinedValues: {
    enabled: boolean
    values: { label: string; value: string; selected: boolean }[]
  }
  renderer: { name: string; settings: Record<string, unknown> | null } | null
  /** Per value. */
  validation: Validator[]
  /** Per list, where there are many. */
  listValidation: Validator[]
  settings: Settings
}

/** What an element of a dynamic zone can be. Values lie under its `id`. */
export interface Template {
  id: string
  name: string
  /** The last part of the name of its type in the API. */
  gqlTypeName: string
  icon: string | null
  description: string | null
  layout: string[][]
  fields: Field[]
  /** How often it can be there. */
  validation: Validator[]
  tags: string[]
}

export const Field: z.ZodType<Field> = z.object({
  id: z.string(),
  fieldId: z.string(),
  storageId: z.string(),
  type: z.enum(FIELD_TYPES),
  label: z.string(),
  helpText: z.string().nullable(),
  placeholderText: z.string().nullable(),
  tags: z.array(z.string()),
  multipleValues: z.boolean(),
  predefinedValues: z.object({
    enabled: z.boolean(),
    values: z.array(z.object({ label: z.string(), value: z.string(), selected: z.boolean() })),
  }),
  renderer: z
    .object({ name: z.string(), settings: z.record(z.string(), z.unknown()).nullable() })
    .nullable(),
  validation: z.array(Validator),
  listValidation: z.array(Validator),
  settings: Settings,
})

const Template: z.ZodType<Template> = z.object({
  id: z.string(),
  name: z.string(),
  gqlTypeName: z.string(),
  icon: z.string().nullable(),
  description: z.string().nullable(),
  layout: Layout,
  fields: z.array(Field),
  validation: z.array(Validator),
  tags: z.array(z.string()),
})

export const datetimeKind = ({ settings }: Field): DatetimeKind =>
  DATETIME_KINDS.find((it) => it === settings.type) ?? 'dateTimeWithoutTimezone'

export const isUnique = ({ validation }: Field): boolean =>
  validation.some(({ name }) => name === 'unique')

/** A list that can be asked for by each of its values. */
export const isIndexedList = ({ multipleValues, settings }: Field): boolean =>
  multipleValues && settings.indexed === true

/** As many different values each entry may have of it: each is an item of its own. */
export const MAX_INDEXED_VALUES = 16

/** What an author can choose from instead of typing. */
export const isSelect = ({ predefinedValues }: Field): boolean => predefinedValues.enabled
export const SELECTS: readonly FieldType[] = ['text', 'number']

/** Which validators a value of each type can have, and which a list of them. */
export const VALIDATORS: Record<FieldType, readonly string[]> = {
  text: ['required', 'minLength', 'maxLength', 'pattern', 'in', 'unique'],
  'long-text': ['required', 'minLength', 'maxLength', 'pattern'],
  'rich-text': ['required'],
  number: ['required', 'gte', 'lte', 'in', 'unique'],
  boolean: ['required'],
  datetime: ['required', 'dateGte', 'dateLte', 'timeGte', 'timeLte'],
  file: ['required'],
  ref: ['required'],
  object: ['required'],
  // `dynamicZone`: its elements keep the rules of their templates. That is so without it, too.
  dynamicZone: ['required', 'dynamicZone'],
  json: ['required'],
}
export const LIST_VALIDATORS: readonly string[] = ['required', 'minLength', 'maxLength']
