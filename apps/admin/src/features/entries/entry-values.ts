import {
  datetimeKindOf,
  innerFieldsOf,
  layoutIn,
  templatesOf,
  type Field,
  type FieldType,
  type Model,
  type Validator,
} from '../../lib/content-models.ts'
import { bagOf, listOf, maybeTextOf, textOf, type Bag } from '../../lib/reading.ts'

export interface Reference {
  modelId: string
  /** Of a revision: `entryId#0001`. */
  id: string
}

/** A rich text as the editor writes it, or one of another editor that stays as it is. */
export interface Document {
  document: unknown
}

/** The values of an object, or of an element of a dynamic zone. */
export interface Part {
  /** Of an element. */
  templateId: string | null
  values: EntryValues
}

/** What one control holds. Numbers, times and JSON are text while they are written. */
export type Item = string | boolean | Reference | Document | Part | null

/** What the editor of an entry holds, by field. */
export type EntryValues = { [fieldId: string]: Item | Item[] }

/** What a control of an object asks for: fields, in rows. */
export type Fields = Pick<Model, 'fields' | 'layout'>

export const entryIdOf = ({ id }: Reference): string => id.replace(/#.*/, '')

const ITEMS_OF_NOTHING: readonly FieldType[] = ['ref', 'rich-text', 'object', 'dynamicZone']

export function emptyItem({ type }: Field): Item {
  if (type === 'boolean') return false
  return ITEMS_OF_NOTHING.includes(type) ? null : ''
}

/** The value of a field, also where it came to the model later than the value. */
export const valueIn = (values: EntryValues, field: Field): Item | Item[] =>
  values[field.fieldId] ?? (field.multipleValues ? [] : emptyItem(field))

/** The fields of an object, or of the template that an element was made of; none if it is gone. */
export function fieldsOf(field: Field, { templateId }: Part): Fields | undefined {
  if (field.type === 'object')
    return { fields: innerFieldsOf(field), layout: layoutIn(field.settings['layout']) }
  return templatesOf(field).find(({ id }) => id === templateId)
}

/** An object, or an element of a zone, that somebody begins. */
export function newPart(field: Field, templateId: string | null = null): Part {
  const part = { templateId, values: {} }
  return { ...part, values: initialValues(fieldsOf(field, part) ?? NO_FIELDS) }
}

const NO_FIELDS: Fields = { fields: [], layout: [] }

export const isDocument = (item: Item): item is Document =>
  typeof item === 'object' && item !== null && 'document' in item
export const isPart = (item: Item): item is Part =>
  typeof item === 'object' && item !== null && 'values' in item
export const isReference = (item: Item): item is Reference =>
  typeof item === 'object' && item !== null && 'modelId' in item

/** What a new entry starts with. */
export function initialValues({ fields }: Pick<Fields, 'fields'>): EntryValues {
  return Object.fromEntries(
    fields.map((field) => [
      field.fieldId,
      isDemandedObject(field) ? newPart(field) : controlValue(field, initialOf(field)),
    ]),
  )
}

/** An object that has to be there needs nobody to add it. */
export const isDemandedObject = (field: Field): boolean =>
  field.type === 'object' && !field.multipleValues && isRequired(field)

export function valuesOf({ fields }: Pick<Fields, 'fields'>, values: Bag): EntryValues {
  return Object.fromEntries(
    fields.map((field) => [field.fieldId, controlValue(field, values[field.fieldId])]),
  )
}

/** What is sent: an empty control is no value, and an empty line of a list is not there. */
export function inputOf({ fields }: Pick<Fields, 'fields'>, values: EntryValues): Bag {
  return Object.fromEntries(
    fields.map((field) => {
      const value = valueIn(values, field)
      if (Array.isArray(value))
        return [field.fieldId, filled(value).flatMap((it) => sent(field, it) ?? [])]
      return [field.fieldId, isEmpty(value) ? null : (sent(field, value) ?? null)]
    }),
  )
}

/**
 * What the browser can tell is wrong, by the path of the control: `seo.title`, `blocks.0.text`. The
 * API has the last word.
 */
export function problemsOf(
  { fields }: Pick<Fields, 'fields'>,
  values: EntryValues,
  at = '',
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const path = at + field.fieldId
      const value = valueIn(values, field)
      const problem = problemOf(field, value)
      return [...(problem ? [[path, problem]] : []), ...partProblems(field, value, path)]
    }),
  )
}

function partProblems(field: Field, value: Item | Item[], path: string): [string, string][] {
  const items = Array.isArray(value) ? value : [value]
  return items.flatMap((item, index) => {
    const inside = isPart(item) && fieldsOf(field, item)
    if (!inside) return []
    const at = Array.isArray(value) ? `${path}.${index}.` : `${path}.`
    return Object.entries(problemsOf(inside, item.values, at))
  })
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
  if (!field.multipleValues) return controlItem(field, value)
  const items = listOf(value, (it) => controlItem(field, it))
  return field.type === 'dynamicZone' ? items.filter((it) => it !== null) : items
}

function controlItem(field: Field, value: unknown): Item {
  switch (field.type) {
    case 'text':
    case 'long-text':
    case 'file':
      return textOf(value)
    case 'rich-text':
      return value === null || value === undefined ? null : { document: value }
    case 'json':
      return value === null || value === undefined ? '' : JSON.stringify(value, null, 2)
    case 'object':
    case 'dynamicZone':
      return partOf(field, value)
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

/** As it was served; what is of a template that is gone is nothing any more. */
function partOf(field: Field, value: unknown): Part | null {
  if (typeof value !== 'object' || value === null) return null
  const served = bagOf(value)
  const part = { templateId: maybeTextOf(served['_templateId']), values: {} }
  const inside = fieldsOf(field, part)
  return inside ? { ...part, values: valuesOf(inside, served) } : null
}

function sentPart(field: Field, part: Part): Bag | undefined {
  const inside = fieldsOf(field, part)
  if (!inside) return undefined
  const values = inputOf(inside, part.values)
  const template = templatesOf(field).find(({ id }) => id === part.templateId)
  return template ? { [template.gqlTypeName]: values } : values
}

function sent(field: Field, item: Item): unknown {
  if (isDocument(item)) return item.document
  if (isPart(item)) return sentPart(field, item)
  if (typeof item !== 'string') return item
  if (field.type === 'json') return JSON.parse(item)
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
  if (typeof item === 'object') return undefined // there is nothing to measure
  if (field.type === 'json' && !isJson(String(item))) return 'This is no JSON.'
  if (field.type === 'file' && !isFileUrl(String(item)))
    return 'Write an address that begins with https://, or a path that begins with /.'
  const broken = rules.find((rule) => !(RULES[rule.name]?.(String(item), rule) ?? true))
  return broken && messageOf(field, broken)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** An address on the web, or a path on whatever host shows it. Nothing else is ever followed. */
export const isFileUrl = (text: string): boolean =>
  !/[\s\\]/.test(text) &&
  (/^\/(?!\/)/.test(text) || (/^https?:\/\/[^/]/i.test(text) && URL.canParse(text)))

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
