import { z } from 'zod'

export const FIELD_TYPES = ['text', 'long-text', 'number', 'boolean', 'datetime', 'ref'] as const
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

const Settings = z.looseObject({
  /** Of a datetime. */
  type: z.enum(DATETIME_KINDS).optional(),
  /** What a ref may point to. */
  models: z.array(z.object({ modelId: z.string() })).optional(),
  /** What a new entry starts with. */
  defaultValue: z.unknown().optional(),
})

/** One field of a content model, as it is stored. */
export const Field = z.object({
  id: z.string(),
  /** The name in the API. It may change; `storageId`, under which values lie, may not. */
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
  /** Per value. */
  validation: z.array(Validator),
  /** Per list, where there are many. */
  listValidation: z.array(Validator),
  settings: Settings,
})
export type Field = z.infer<typeof Field>

export const datetimeKind = ({ settings }: Field): DatetimeKind =>
  settings.type ?? 'dateTimeWithoutTimezone'

export const isUnique = ({ validation }: Field): boolean =>
  validation.some(({ name }) => name === 'unique')

/** What an author can choose from instead of typing. */
export const isSelect = ({ predefinedValues }: Field): boolean => predefinedValues.enabled

/** Which validators a value of each type can have, and which a list of them. */
export const VALIDATORS: Record<FieldType, readonly string[]> = {
  text: ['required', 'minLength', 'maxLength', 'pattern', 'in', 'unique'],
  'long-text': ['required', 'minLength', 'maxLength', 'pattern'],
  number: ['required', 'gte', 'lte', 'in', 'unique'],
  boolean: ['required'],
  datetime: ['required', 'dateGte', 'dateLte', 'timeGte', 'timeLte'],
  ref: ['required'],
}
export const LIST_VALIDATORS: readonly string[] = ['required', 'minLength', 'maxLength']
