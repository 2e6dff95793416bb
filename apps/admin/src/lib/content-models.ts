import { queryOptions } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'
import type { Content } from './content.tsx'
import { bagOf, countOf, listOf, maybeTextOf, textOf, type Bag } from './reading.ts'

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
  'dateTimeWithoutTimezone',
  'dateTimeWithTimezone',
] as const
export type DatetimeKind = (typeof DATETIME_KINDS)[number]

/** One rule about a value; what `settings` holds depends on `name`. */
export interface Validator {
  name: string
  message: string | null
  settings: Bag
}

export interface Choice {
  label: string
  value: string
  selected: boolean
}

/** How far the index of a field is. */
export const INDEX_STATES = ['none', 'building', 'ready', 'dropping'] as const
export type IndexState = (typeof INDEX_STATES)[number]

export interface Field {
  id: string
  fieldId: string
  storageId: string
  type: FieldType
  label: string
  helpText: string | null
  placeholderText: string | null
  tags: string[]
  multipleValues: boolean
  predefinedValues: { enabled: boolean; values: Choice[] }
  renderer: { name: string; settings: Bag | null } | null
  validation: Validator[]
  listValidation: Validator[]
  settings: Bag
  /** Of what lies in another field the API does not tell. */
  indexState?: IndexState
}

/** What an element of a dynamic zone can be. */
export interface Template {
  id: string
  name: string
  /** The last part of the name of its type in the API. */
  gqlTypeName: string
  icon: string | null
  description: string | null
  layout: string[][]
  fields: Field[]
  validation: Validator[]
  tags: string[]
}

export interface Model {
  modelId: string
  name: string
  singularApiName: string
  pluralApiName: string
  group: { id: string; name: string }
  description: string
  fields: Field[]
  layout: string[][]
  titleFieldId: string
  tags: string[]
  /** Defined in code: nobody changes it here. */
  plugin: boolean
  version: number
}

export const MODEL_SELECTION = `
  modelId name singularApiName pluralApiName group { id name } description layout titleFieldId tags plugin version
  fields {
    id fieldId storageId type label helpText placeholderText tags multipleValues settings indexState
    predefinedValues { enabled values { label value selected } }
    renderer { name settings }
    validation { name message settings }
    listValidation { name message settings }
  }`
export const ERROR_SELECTION = 'error { code message data }'

const LIST = `query ListModels {
  answer: listContentModels { data { ${MODEL_SELECTION} } ${ERROR_SELECTION} }
}`

/** The models that the person may read, by name. */
export const modelsQuery = (content: Content) =>
  queryOptions({
    queryKey: ['models', content.locale],
    queryFn: async () => listOf((await content.ask(LIST)).data, readModel),
  })

export function readModel(value: unknown): Model {
  const it = bagOf(value)
  const group = bagOf(it['group'])
  return {
    modelId: textOf(it['modelId']),
    name: textOf(it['name']),
    singularApiName: textOf(it['singularApiName']),
    pluralApiName: textOf(it['pluralApiName']),
    group: { id: textOf(group['id']), name: textOf(group['name']) },
    description: textOf(it['description']),
    fields: listOf(it['fields'], readField),
    layout: layoutIn(it['layout']),
    titleFieldId: textOf(it['titleFieldId']) || 'id',
    tags: listOf(it['tags'], textOf),
    plugin: it['plugin'] === true,
    version: countOf(it['version']),
  }
}

function readField(value: unknown): Field {
  const it = bagOf(value)
  const predefined = bagOf(it['predefinedValues'])
  const renderer = bagOf(it['renderer'])
  const indexState = INDEX_STATES.find((state) => state === it['indexState'])
  return {
    id: textOf(it['id']),
    fieldId: textOf(it['fieldId']),
    storageId: textOf(it['storageId']),
    type: readType(it['type']),
    label: textOf(it['label']),
    helpText: maybeTextOf(it['helpText']),
    placeholderText: maybeTextOf(it['placeholderText']),
    tags: listOf(it['tags'], textOf),
    multipleValues: it['multipleValues'] === true,
    predefinedValues: {
      enabled: predefined['enabled'] === true,
      values: listOf(predefined['values'], readChoice),
    },
    renderer: it['renderer']
      ? {
          name: textOf(renderer['name']),
          settings: renderer['settings'] ? bagOf(renderer['settings']) : null,
        }
      : null,
    validation: listOf(it['validation'], readValidator),
    listValidation: listOf(it['listValidation'], readValidator),
    settings: bagOf(it['settings']),
    ...(indexState && { indexState }),
  }
}

/** The fields of an object. */
export const innerFieldsOf = ({ settings }: Pick<Field, 'settings'>): Field[] =>
  listOf(settings['fields'], readField)

/** What the elements of a dynamic zone can be. */
export const templatesOf = ({ settings }: Pick<Field, 'settings'>): Template[] =>
  listOf(settings['templates'], readTemplate)

export const layoutIn = (layout: unknown): string[][] =>
  listOf(layout, (row) => listOf(row, textOf))

function readTemplate(value: unknown): Template {
  const it = bagOf(value)
  return {
    id: textOf(it['id']),
    name: textOf(it['name']),
    gqlTypeName: textOf(it['gqlTypeName']),
    icon: maybeTextOf(it['icon']),
    description: maybeTextOf(it['description']),
    layout: layoutIn(it['layout']),
    fields: listOf(it['fields'], readField),
    validation: listOf(it['validation'], readValidator),
    tags: listOf(it['tags'], textOf),
  }
}

function readChoice(value: unknown): Choice {
  const it = bagOf(value)
  return {
    label: textOf(it['label']),
    value: textOf(it['value']),
    selected: it['selected'] === true,
  }
}

function readValidator(value: unknown): Validator {
  const it = bagOf(value)
  return {
    name: textOf(it['name']),
    message: maybeTextOf(it['message']),
    settings: bagOf(it['settings']),
  }
}

function readType(value: unknown): FieldType {
  const type = FIELD_TYPES.find((it) => it === value)
  // To save such a model would take the field away.
  if (!type)
    throw new ApiError(
      'UNKNOWN_FIELD_TYPE',
      `A model has a field of the type "${textOf(value)}", which this version of the admin does not know. Reload the page.`,
    )
  return type
}

export const datetimeKindOf = ({ settings }: Pick<Field, 'settings'>): DatetimeKind =>
  DATETIME_KINDS.find((it) => it === settings['type']) ?? 'dateTimeWithoutTimezone'

/** The models that a reference may point to. */
export const targetIdsOf = ({ settings }: Pick<Field, 'settings'>): string[] =>
  listOf(settings['models'], (it) => textOf(bagOf(it)['modelId'])).filter(Boolean)

/** A model with this tag has one entry, which is there as long as the model. */
export const SINGLETON = 'singleton'

export const isSingleton = ({ tags }: Pick<Model, 'tags'>): boolean => tags.includes(SINGLETON)

export const placeOf = ({ locale }: Content, { modelId, group }: Model) => ({
  locale,
  modelId,
  groupId: group.id,
})
