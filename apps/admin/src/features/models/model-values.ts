import type { FormErrors } from '@mantine/form'
import { ApiError, fieldProblems, hasCode } from '../../lib/api-error.ts'
import { isSingleton, SINGLETON, type Model } from '../../lib/content-models.ts'
import { bagOf } from '../../lib/reading.ts'
import { draftOf, fieldInput, type FieldDraft } from './field-draft.ts'
import { inOrder, layoutOf } from './layout.ts'
import type { ModelInput } from './queries.ts'

/** What the builder of a model holds. */
export interface ModelValues {
  name: string
  singularApiName: string
  pluralApiName: string
  groupId: string
  /** The name of a group that is made together with the model. */
  newGroup: string
  description: string
  titleFieldId: string
  /** There is one entry, which editors find in place of a list. */
  isSingleton: boolean
  fields: FieldDraft[]
}

/** Chosen in place of a group: it is made with the model. */
export const NEW_GROUP = 'new'

export const NO_VALUES: ModelValues = {
  name: '',
  singularApiName: '',
  pluralApiName: '',
  groupId: '',
  newGroup: '',
  description: '',
  titleFieldId: '',
  isSingleton: false,
  fields: [],
}

export const valuesOf = (model: Model): ModelValues => ({
  name: model.name,
  singularApiName: model.singularApiName,
  pluralApiName: model.pluralApiName,
  groupId: model.group.id,
  newGroup: '',
  description: model.description,
  titleFieldId: model.titleFieldId === 'id' ? '' : model.titleFieldId,
  isSingleton: isSingleton(model),
  fields: inOrder(model.fields, model.layout).map((it) => draftOf(it)),
})

export function modelInput(values: ModelValues, groupId: string, before?: Model): ModelInput {
  const { fields, titleFieldId } = values
  return {
    name: values.name.trim(),
    singularApiName: values.singularApiName,
    pluralApiName: values.pluralApiName,
    group: { id: groupId },
    description: values.description.trim(),
    titleFieldId: titlesOf(fields).some((it) => it.fieldId === titleFieldId) ? titleFieldId : null,
    tags: [
      ...(before?.tags ?? []).filter((it) => it !== SINGLETON),
      ...(values.isSingleton ? [SINGLETON] : []),
    ],
    fields: fields.map(fieldInput),
    layout: layoutOf(fields, before?.layout ?? []),
  }
}

/** The fields that can name an entry. */
export const titlesOf = (fields: readonly FieldDraft[]): FieldDraft[] =>
  fields.filter(
    ({ type, multipleValues }) => !multipleValues && /^(text|number|datetime)$/.test(type),
  )

const ApiName = /^[A-Z][A-Za-z0-9]{0,99}$/

export const validators = {
  name: (name: string) => (name.trim() ? null : 'A model needs a name.'),
  singularApiName: (name: string) =>
    ApiName.test(name) ? null : 'Use letters and digits, beginning with a capital.',
  pluralApiName: (name: string, { singularApiName }: ModelValues) => {
    if (name === singularApiName) return 'One and many need different names.'
    return ApiName.test(name) ? null : 'Use letters and digits, beginning with a capital.'
  },
  groupId: (groupId: string) => (groupId ? null : 'Choose a group.'),
  newGroup: (name: string, { groupId }: ModelValues) =>
    groupId !== NEW_GROUP || name.trim() ? null : 'A group needs a name.',
}

const PLACES: Record<string, keyof ModelValues> = {
  MODEL_ID_EXISTS: 'name',
  MODEL_ID_NOT_ALLOWED: 'singularApiName',
  MODEL_SINGULAR_API_NAME_EXISTS: 'singularApiName',
  MODEL_SINGULAR_API_NAME_ENDING_NOT_ALLOWED: 'singularApiName',
  MODEL_PLURAL_API_NAME_EXISTS: 'pluralApiName',
  MODEL_PLURAL_API_NAME_NOT_ENDING_ALLOWED: 'pluralApiName',
  GROUP_NOT_FOUND: 'groupId',
  SLUG_ALREADY_EXISTS: 'newGroup',
}

/** What the API refuses, by its path in the form; a field of the model stands there by its id. */
export function placeProblems(error: unknown, fields: readonly FieldDraft[]): FormErrors {
  const errors: Record<string, string> = {}
  const place = error instanceof ApiError ? PLACES[error.code] : undefined
  if (place && error instanceof ApiError) errors[place] = error.message
  if (hasCode(error, 'ENTRY_FIELD_USED') && error instanceof ApiError) {
    const used = fields.find((it) => it.saved?.storageId === bagOf(error.data)['storageId'])
    if (used) errors[`fields.${used.id}`] = error.message
  }
  for (const { fieldId, error: text } of fieldProblems(error)) {
    const [name = '', index] = fieldId.split('.')
    const field = name === 'fields' ? fields[Number(index)] : undefined
    const control = name === 'tags' ? 'isSingleton' : name
    const at = field ? `fields.${field.id}` : isControl(control) ? control : 'fields'
    const inner = field ? namesInside(field, fieldId) : []
    errors[at] ??= [...inner, text].join(': ')
  }
  return errors
}

/** The names of what lies in a field on the way to a problem, such as `settings.templates.1.fields.0`. */
function namesInside(field: FieldDraft, path: string): string[] {
  const names: string[] = []
  let holder: Pick<FieldDraft, 'fields' | 'templates'> = field
  for (const [, kind, index] of path.matchAll(/\.(templates|fields)\.(\d+)/g)) {
    const template = kind === 'templates' ? holder.templates[Number(index)] : undefined
    const inner = kind === 'fields' ? holder.fields[Number(index)] : undefined
    holder = inner ?? { fields: template?.fields ?? [], templates: [] }
    names.push(inner?.label ?? template?.name ?? '')
  }
  return names.filter(Boolean)
}

const isControl = (name: string): name is keyof ModelValues => name in NO_VALUES
