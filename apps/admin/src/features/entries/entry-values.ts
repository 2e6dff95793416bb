import { datetimeKindOf, type Field, type Model, type Validator } from '../../lib/content-models.ts'
import { bagOf, listOf, textOf, type Bag } from '../../lib/reading.ts'

export interface Reference {
  modelId: string
  /** Of a revision: `entryId#0001`. */
  id: string
}

/** What one control holds. Numbers and times are text while they are written. */
export type Item = string | boolean | Reference | null

/** What the editor of an entry holds, by field. */
export type EntryValues = Record<string, Item | Item[]>

export const entryIdOf = ({ id }: Reference): string => id.replace(/#.*/, '')

export function emptyItem({ type }: Field): Item {
  if (type === 'boolean') return false
  return type === 'ref' ? null : ''
}

/** What a new entry starts with. */
export function initialValues({ fields }: Model): EntryValues {
  return Object.fromEntries(
    fields.map((field) => [field.fieldId, controlValue(field, initialOf(field))]),
  )
}

export function valuesOf({ fields }: Model, values: Bag): EntryValues {
  return Object.fromEntries(
    fields.map((field) => [field.fieldId, controlValue(field, values[field.fieldId])]),
  )
}

/** What is sent: an empty control is no value, and an empty line of a list is not there. */
export function inputOf({ fields }: Model, values: EntryValues): Bag {
  return Object.fromEntries(
    fields.map((field) => {
      const value = values[field.fieldId] ?? null
      if (Array.isArray(value)) return [field.fieldId, filled(value).map((it) => sent(field, it))]
      return [field.fieldId, isEmpty(value) ? null : sent(field, value)]
    }),
  )
}

/** What the browser can tell is wrong, by field. The API has the last word. */
export function problemsOf({ fields }: Model, values: EntryValues): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = problemOf(field, values[field.fieldId] ?? null)
      return problem ? [[field.fieldId, problem]] : []
    }),
  )
}

export const isRequired = ({ validation, listValidation }: Field): boolean =>
  [...validation, ...listValidation].some(({ name }) => name === 'required')

const isEmpty = (item: Item) => item === '' || item === null
const filled = (items: readonly Item[]) => items.filter((it) => !isEmpty(it))

function initialOf(field: Field): unknown {
  const { predefinedValues, settings, multipleValues } = field
  const chosen = predefinedValues.values
    .filter(({ selected }) => selected)
    .map(({ value }) => value)
  if (!predefinedValues.enabled || chosen.length === 0) return settings['defaultValue']
  return multipleValues ? chosen : chosen[0]
}

function controlValue(field: Field, value: unknown): Item | Item[] {
  return field.multipleValues
    ? listOf(value, (it) => controlItem(field, it))
    : controlItem(field, value)
}

function controlItem(field: Field, value: unknown): Item {
  switch (field.type) {
    case 'text':
    case 'long-text':
      return textOf(value)
    case 'number':
      return typeof value === 'number' ? String(value) : textOf(value)
    case 'boolean':
      return value === true
    case 'datetime':
      return datetimeKindOf(field) === 'dateTimeWithoutTimezone'
        ? localPart(textOf(value))
        : textOf(value)
    case 'ref': {
      const { modelId, id } = bagOf(value)
      return textOf(id) ? { modelId: textOf(modelId), id: textOf(id) } : null
    }
  }
}

function sent(field: Field, item: Item): unknown {
  if (typeof item !== 'string') return item
  if (field.type === 'number') return Number(item)
  const isInstant = field.type === 'datetime' && datetimeKindOf(field) === 'dateTimeWithoutTimezone'
  return isInstant ? `${item}Z` : item
}

/** `2030-01-31T10:00:00.000Z` as a control for date and time writes it: `2030-01-31T10:00`. */
export const localPart = (moment: string): string =>
  moment
    .replace(/(Z|[+-]\d{2}:?\d{2})$/, '')
    .replace(/\.0+$/, '')
    .replace(/(T\d{2}:\d{2}):00$/, '$1')

/** The zone of a moment, as `+02:00`. */
export const zonePart = (moment: string): string => {
  const zone = /(Z|[+-]\d{2}:?\d{2})$/.exec(moment)?.[0]
  if (!zone || zone === 'Z') return '+00:00'
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`
}

function problemOf(field: Field, value: Item | Item[]): string | undefined {
  const rules = field.validation
  if (!Array.isArray(value)) return itemProblem(field, rules, value)
  const items = filled(value)
  if (items.length === 0)
    return isRequired(field) ? messageOf(field, ruleOf(field, 'required')) : undefined
  const broken = field.listValidation.find((rule) => !keepsLength(rule, items.length))
  if (broken) return messageOf(field, broken)
  const problems = value.map((it) => (isEmpty(it) ? undefined : itemProblem(field, rules, it)))
  const at = problems.findIndex(Boolean)
  return at < 0 ? undefined : `Value ${at + 1}: ${problems[at]}`
}

const ruleOf = ({ validation, listValidation }: Field, name: string) =>
  [...listValidation, ...validation].find((it) => it.name === name)

function itemProblem(field: Field, rules: readonly Validator[], item: Item): string | undefined {
  if (isEmpty(item)) {
    const rule = rules.find(({ name }) => name === 'required')
    return rule && messageOf(field, rule)
  }
  if (field.type === 'number' && !Number.isFinite(Number(item))) return 'Write a number.'
  if (typeof item === 'object') return undefined // a reference: there is nothing to measure
  const broken = rules.find((rule) => !(RULES[rule.name]?.(String(item), rule) ?? true))
  return broken && messageOf(field, broken)
}

const limitOf = ({ settings }: Validator) => Number(settings['value'])
const lengthOf = (text: string) => [...text].length

const keepsLength = (rule: Validator, length: number): boolean =>
  rule.name === 'minLength'
    ? length >= limitOf(rule)
    : rule.name !== 'maxLength' || length <= limitOf(rule)

/** Patterns and what needs to be looked up are left to the API. */
const RULES: Record<string, (item: string, rule: Validator) => boolean> = {
  minLength: (item, rule) => keepsLength(rule, lengthOf(item)),
  maxLength: (item, rule) => keepsLength(rule, lengthOf(item)),
  gte: (item, rule) => Number(item) >= limitOf(rule),
  lte: (item, rule) => Number(item) <= limitOf(rule),
}

function messageOf(field: Field, rule: Validator | undefined): string {
  const isList = rule !== undefined && field.listValidation.includes(rule)
  if (rule?.message) return rule.message
  const limit = textOf(rule?.settings['value']) || String(rule?.settings['value'])
  switch (rule?.name ?? 'required') {
    case 'minLength':
      return isList ? `Add at least ${limit} values.` : `Write at least ${limit} characters.`
    case 'maxLength':
      return isList ? `Keep at most ${limit} values.` : `Write at most ${limit} characters.`
    case 'gte':
      return `Write a number of at least ${limit}.`
    case 'lte':
      return `Write a number of at most ${limit}.`
    default:
      return `${field.label} is required.`
  }
}
