import {
  type Field,
  isIndexedList,
  isSelect,
  MAX_INDEXED_VALUES,
  type Validator,
} from './fields.ts'
import { matchesPattern } from './patterns.ts'
import { hasContent } from './rich-text.ts'

/** The first rule that the value of a field breaks, without those that are skipped. */
export function brokenRule(
  field: Field,
  value: unknown,
  skipped: readonly string[],
): Validator | undefined {
  const counts = ({ name }: Validator) => !skipped.includes(name)
  const rules = field.validation.filter(counts)
  if (!field.multipleValues)
    return rules.find((rule) => !keeps(field, rule, value)) ?? notOffered(field, value)
  const list = Array.isArray(value) ? value : []
  const broken = field.listValidation.filter(counts).find((rule) => !listKeeps(rule, list))
  return (
    broken ??
    rules.find((rule) =>
      rule.name === 'required' ? list.length === 0 : list.some((it) => !keeps(field, rule, it)),
    ) ??
    list.map((it) => notOffered(field, it)).find((it) => it !== undefined) ??
    tooManyToIndex(field, list)
  )
}

const NOT_OFFERED: Validator = {
  name: 'predefinedValues',
  message: 'The value is not one of those that can be chosen.',
  settings: {},
}

function notOffered(field: Field, value: unknown): Validator | undefined {
  if (!isSelect(field) || value === undefined || value === null) return undefined
  const offered = field.predefinedValues.values.some((it) =>
    typeof value === 'number' ? Number(it.value) === value : it.value === value,
  )
  return offered ? undefined : NOT_OFFERED
}

const TOO_MANY_TO_INDEX: Validator = {
  name: 'indexed',
  message: `A list that is indexed has at most ${MAX_INDEXED_VALUES} different values.`,
  settings: {},
}

const tooManyToIndex = (field: Field, list: readonly unknown[]): Validator | undefined =>
  isIndexedList(field) && new Set(list.map((it) => JSON.stringify(it))).size > MAX_INDEXED_VALUES
    ? TOO_MANY_TO_INDEX
    : undefined

export function listKeeps({ name, settings }: Validator, list: readonly unknown[]): boolean {
  if (name === 'required') return list.length > 0
  if (isEmpty(settings.value)) return true
  const limit = Number(settings.value)
  if (name === 'minLength') return list.length >= limit
  return name !== 'maxLength' || list.length <= limit
}

/** What is missing keeps every rule but `required`. */
function keeps({ type }: Field, rule: Validator, value: unknown): boolean {
  const missing = isEmpty(value) || (type === 'rich-text' && !hasContent(value))
  if (rule.name === 'required') return !missing
  // A rule without what it compares with says nothing, as in v5.
  if (missing || (rule.name in LIMITS && isEmpty(rule.settings.value))) return true
  return (LIMITS[rule.name] ?? RULES[rule.name])?.(value, rule) ?? true
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

const limitOf = ({ settings }: Validator) => Number(settings.value)
/** Of a day, a moment, or a time of day. */
function timeOf(value: unknown): number {
  const text = String(value)
  return Date.parse(/^\d\d:/.test(text) ? `1970-01-01T${text}Z` : text)
}
const textLength = (value: unknown) => [...String(value)].length

type Rules = Record<string, (value: unknown, rule: Validator) => boolean>

/** Each by `settings.value`. */
const LIMITS: Rules = {
  minLength: (value, rule) => textLength(value) >= limitOf(rule),
  maxLength: (value, rule) => textLength(value) <= limitOf(rule),
  gte: (value, rule) => Number(value) >= limitOf(rule),
  lte: (value, rule) => Number(value) <= limitOf(rule),
  dateGte: (value, { settings }) => timeOf(value) >= timeOf(settings.value),
  dateLte: (value, { settings }) => timeOf(value) <= timeOf(settings.value),
  timeGte: (value, { settings }) => timeOf(value) >= timeOf(settings.value),
  timeLte: (value, { settings }) => timeOf(value) <= timeOf(settings.value),
}

const RULES: Rules = {
  pattern: (value, rule) => matchesPattern(rule, String(value)),
  in: (value, { settings }) =>
    !Array.isArray(settings.values) || settings.values.map(String).includes(String(value)),
}
