import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import { isDate, isInstant, TIME, WITH_ZONE } from './dates.ts'
import { datetimeKind, type Field, isSelect, type Validator } from './fields.ts'
import { matchesPattern } from './patterns.ts'

/** What a caller wants to be stored, not yet believed. */
export type Data = Readonly<Record<string, unknown>>
export type Values = Record<string, unknown>

/** What is wrong with the value of one field. */
const Problem = z.object({
  error: z.string(),
  id: z.string(),
  fieldId: z.string(),
  parents: z.array(z.string()),
  storageId: z.string(),
})
export type Problem = z.infer<typeof Problem>

const MAX_CHARACTERS = 300_000
const MAX_LIST = 1000

/**
 * The values of an entry under their storage ids: what `data` has, and `before` for the rest.
 *
 * @throws AppError `VALIDATION_FAILED`, whose `data` names each field that cannot take its value.
 */
export function mergeValues(fields: readonly Field[], data: Data, before?: Values): Values {
  const unknown = Object.keys(data).find((name) => !fields.some((it) => it.fieldId === name))
  if (unknown !== undefined)
    throw failed([{ error: `There is no field "${unknown}".`, ...nowhere, fieldId: unknown }])
  const problems: Problem[] = []
  const values: Values = {}
  for (const field of fields) {
    const { fieldId, storageId } = field
    const given = Object.hasOwn(data, fieldId) ? data[fieldId] : undefined
    const value = given === undefined ? (before ? before[storageId] : initialOf(field)) : given
    if (value === undefined || value === null) continue
    const parsed = SHAPES[field.type](field)
    const { success, data: clean } = (
      field.multipleValues ? z.array(parsed).max(MAX_LIST) : parsed
    ).safeParse(value)
    if (success) values[storageId] = clean
    else problems.push(problem(field, `This is no value of "${field.label}".`))
  }
  if (problems.length > 0) throw failed(problems)
  if (JSON.stringify(values).length > MAX_CHARACTERS)
    throw failed([{ error: 'The entry is too large.', ...nowhere }])
  return values
}

const nowhere = { id: '', fieldId: '', parents: [], storageId: '' }

/** @throws AppError `VALIDATION_FAILED` if a value breaks a validator that is not among the skipped. */
export function assertValid(
  fields: readonly Field[],
  values: Values,
  skipped: readonly string[] = [],
): void {
  const problems = fields.flatMap((field) => {
    const broken = brokenRule(field, values[field.storageId], skipped)
    return broken
      ? [problem(field, broken.message ?? `"${field.label}" breaks the rule "${broken.name}".`)]
      : []
  })
  if (problems.length > 0) throw failed(problems)
}

/** What `mergeValues` and `assertValid` would refuse. */
export function problemsIn(fields: readonly Field[], data: Data, before?: Values): Problem[] {
  try {
    assertValid(fields, mergeValues(fields, data, before))
    return []
  } catch (error) {
    if (error instanceof AppError) return z.array(Problem).parse(error.data)
    throw error
  }
}

/** The error of a value that another entry has. It does not say which: not everybody may know. */
export const taken = (field: Field): AppError => {
  const rule = field.validation.find(({ name }) => name === 'unique')
  return failed([problem(field, rule?.message || `The value of "${field.label}" must be unique.`)])
}

const failed = (data: Problem[]) =>
  new AppError('VALIDATION_FAILED', 'Validation failed.', { data })

const problem = ({ id, fieldId, storageId }: Field, error: string): Problem => ({
  error,
  id,
  fieldId,
  parents: [],
  storageId,
})

/** What a new entry has before anybody has chosen. */
function initialOf(field: Field): unknown {
  const chosen = isSelect(field)
    ? field.predefinedValues.values.filter(({ selected }) => selected).map(({ value }) => value)
    : []
  if (chosen.length === 0) return field.settings.defaultValue
  const values = field.type === 'number' ? chosen.map(Number) : chosen
  return field.multipleValues ? values : values[0]
}

const MAX_NUMBER_OF_TEXT = 100_000
const Ref = z.object({ modelId: z.string(), id: z.string().regex(/^[0-9a-f]{24}#\d{4}$/) })

const SHAPES: Record<Field['type'], (field: Field) => z.ZodType> = {
  text: () => z.string().max(MAX_NUMBER_OF_TEXT),
  'long-text': () => z.string().max(MAX_CHARACTERS),
  number: () => z.number(),
  boolean: () => z.boolean(),
  datetime: (field) => DATETIMES[datetimeKind(field)],
  ref: ({ settings }) =>
    Ref.refine(({ modelId }) => (settings.models ?? []).some((it) => it.modelId === modelId)),
}

const Instant = z.string().max(50).refine(isInstant)
const DATETIMES = {
  date: z.string().refine(isDate),
  time: z
    .string()
    .regex(TIME)
    .transform((it) => it.padEnd(8, ':00')),
  dateTimeWithTimezone: Instant.regex(WITH_ZONE),
  // Without a zone a point in time is one of UTC: everybody reads the same.
  dateTimeWithoutTimezone: Instant.transform((it) =>
    new Date(WITH_ZONE.test(it) || !it.includes('T') ? it : `${it}Z`).toISOString(),
  ),
}

function brokenRule(
  field: Field,
  value: unknown,
  skipped: readonly string[],
): Validator | undefined {
  const counts = ({ name }: Validator) => !skipped.includes(name)
  const rules = field.validation.filter(counts)
  if (!field.multipleValues)
    return rules.find((rule) => !keeps(rule, value)) ?? notOffered(field, value)
  const list = Array.isArray(value) ? value : []
  const broken = field.listValidation.filter(counts).find((rule) => !listKeeps(rule, list))
  return (
    broken ??
    rules.find((rule) =>
      rule.name === 'required' ? list.length === 0 : list.some((it) => !keeps(rule, it)),
    ) ??
    list.map((it) => notOffered(field, it)).find((it) => it !== undefined)
  )
}

const NOT_OFFERED: Validator = {
  name: 'predefinedValues',
  message: 'The value is not one of those that can be chosen.',
  settings: {},
}

function notOffered(field: Field, value: unknown): Validator | undefined {
  if (!isSelect(field) || value === undefined || value === null) return undefined
  const chosen = typeof value === 'number' ? String(value) : value
  const offered = field.predefinedValues.values.some((it) => it.value === chosen)
  return offered ? undefined : NOT_OFFERED
}

function listKeeps({ name, settings }: Validator, list: readonly unknown[]): boolean {
  if (name === 'required') return list.length > 0
  const limit = Number(settings.value)
  if (name === 'minLength') return list.length >= limit
  return name !== 'maxLength' || list.length <= limit
}

/** What is missing keeps every rule but `required`. */
function keeps(rule: Validator, value: unknown): boolean {
  const missing = value === undefined || value === null || value === ''
  if (rule.name === 'required') return !missing
  return missing || (RULES[rule.name]?.(value, rule) ?? true)
}

const limitOf = ({ settings }: Validator) => Number(settings.value)
const timeOf = (value: unknown) => Date.parse(String(value))
const textLength = (value: unknown) => [...String(value)].length

const RULES: Record<string, (value: unknown, rule: Validator) => boolean> = {
  minLength: (value, rule) => textLength(value) >= limitOf(rule),
  maxLength: (value, rule) => textLength(value) <= limitOf(rule),
  pattern: (value, rule) => matchesPattern(rule, String(value)),
  gte: (value, rule) => Number(value) >= limitOf(rule),
  lte: (value, rule) => Number(value) <= limitOf(rule),
  in: (value, { settings }) =>
    z.array(z.unknown()).catch([]).parse(settings.values).map(String).includes(String(value)),
  dateGte: (value, { settings }) => timeOf(value) >= timeOf(settings.value),
  dateLte: (value, { settings }) => timeOf(value) <= timeOf(settings.value),
  timeGte: (value, { settings }) => String(value) >= String(settings.value).padEnd(8, ':00'),
  timeLte: (value, { settings }) => String(value) <= String(settings.value).padEnd(8, ':00'),
}
