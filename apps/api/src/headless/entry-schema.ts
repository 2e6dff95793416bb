import { type Field, META_PEOPLE, META_TIMES, type Model } from '@tenantry/cms'
import type { Endpoint } from './context.ts'
import { equalityOf, filters, filtersOn, inputOf, isSortable, outputOf } from './fields.ts'

/** What a schema is built for: an endpoint, and the models that its caller may read. */
export interface SchemaOf {
  endpoint: Endpoint
  models: readonly Model[]
}

const lines = (all: readonly string[]) => all.join('\n')

const META_FIELDS = [
  ...META_TIMES.map((it) => `${it}: DateTime`),
  ...META_PEOPLE.map((it) => `${it}: CmsIdentity`),
]
const SYSTEM_FILTERS = [
  ...filters('id', 'id', 'ID'),
  ...filters('entryId', 'id', 'String'),
  ...META_TIMES.flatMap((it) => filters(it, 'instant', 'DateTime')),
  ...META_PEOPLE.flatMap((it) => filters(it, 'id', 'ID')),
]
const MANAGE_FILTERS = [
  ...filters('status', 'id', 'String'),
  'wbyAco_location: WbyAcoLocationWhereInput',
]

/** The types and operations of one model. */
export const entryTypeDefs = (model: Model, schema: SchemaOf): string =>
  lines([
    entryType(model, schema),
    ...unions(model, schema),
    whereInput(model, schema),
    sorter(model),
    responses(model),
    schema.endpoint === 'manage' ? manageOperations(model) : readOperations(model),
  ])

/** Where references are resolved, those to what one may not read are not there. */
export const fieldsOf = ({ fields }: Model, schema: SchemaOf): Field[] =>
  fields.filter(
    (it) => schema.endpoint === 'manage' || it.type !== 'ref' || targetsOf(it, schema).length > 0,
  )

/** The models that a reference may point to, as far as the caller may read them. */
export const targetsOf = ({ settings }: Field, { models }: SchemaOf): Model[] =>
  models.filter(({ modelId }) => settings.models?.some((it) => it.modelId === modelId))

export const unionName = ({ singularApiName }: Model, { fieldId }: Field): string =>
  `${singularApiName}_${fieldId.charAt(0).toUpperCase()}${fieldId.slice(1)}`

function entryType(model: Model, schema: SchemaOf): string {
  const One = model.singularApiName
  const isManage = schema.endpoint === 'manage'
  return `
type ${One} {
  id: ID!
  entryId: String!
  ${lines(META_FIELDS)}
  meta: ${One}Meta
  ${isManage ? 'wbyAco_location: WbyAcoLocation' : ''}
  ${lines(fieldsOf(model, schema).map((it) => fieldOf(model, it, schema)))}
}
type ${One}Meta {
  modelId: String
  "The number of the revision."
  version: Int
  "Counts the saves of the revision, for ifVersion."
  recordVersion: Int!
  locked: Boolean
  status: String
  title: String
  description: String
  image: String
  ${isManage ? `"All of the entry, the newest first."\nrevisions: [${One}!]` : ''}
  data: JSON
}`
}

function fieldOf(model: Model, field: Field, schema: SchemaOf): string {
  const { fieldId, type } = field
  if (type !== 'ref' || schema.endpoint === 'manage') return `${fieldId}: ${outputOf(field)}`
  const [target, ...others] = targetsOf(field, schema)
  const name = target && others.length === 0 ? target.singularApiName : unionName(model, field)
  return `${fieldId}(populate: Boolean = true): ${outputOf(field, name)}`
}

/** Where a reference may point to entries of several models. */
function unions(model: Model, schema: SchemaOf): string[] {
  if (schema.endpoint === 'manage') return []
  return fieldsOf(model, schema)
    .filter((it) => it.type === 'ref' && targetsOf(it, schema).length > 1)
    .map((it) => {
      const targets = targetsOf(it, schema).map(({ singularApiName }) => singularApiName)
      return `union ${unionName(model, it)} = ${targets.join(' | ')}`
    })
}

function whereInput(model: Model, schema: SchemaOf): string {
  const name = `${model.singularApiName}ListWhereInput`
  const fields = fieldsOf(model, schema)
  const list = `
input ${name} {
  ${lines(SYSTEM_FILTERS)}
  ${schema.endpoint === 'manage' ? lines(MANAGE_FILTERS) : ''}
  ${lines(fields.flatMap(filtersOn))}
  AND: [${name}!]
  OR: [${name}!]
}`
  if (schema.endpoint === 'manage') return list
  return `${list}
input ${model.singularApiName}GetWhereInput {
  id: ID
  entryId: String
  ${lines(fields.flatMap(equalityOf))}
}`
}

function sorter({ singularApiName, fields }: Model): string {
  const names = ['id', ...META_TIMES, ...fields.filter(isSortable).map(({ fieldId }) => fieldId)]
  return `
enum ${singularApiName}ListSorter {
  ${lines(names.flatMap((it) => [`${it}_ASC`, `${it}_DESC`]))}
}`
}

const responses = ({ singularApiName: One }: Model): string => `
type ${One}Response {
  data: ${One}
  error: CmsError
}
type ${One}ArrayResponse {
  data: [${One}!]
  error: CmsError
}
type ${One}ListResponse {
  data: [${One}!]
  meta: CmsListMeta
  error: CmsError
}`

const listArguments = ({ singularApiName: One }: Model) => `(
  where: ${One}ListWhereInput, sort: [${One}ListSorter], limit: Int, after: String, search: String
)`

function readOperations(model: Model): string {
  const { singularApiName: One, pluralApiName: Many } = model
  return `
extend type Query {
  get${One}(where: ${One}GetWhereInput!): ${One}Response
  list${Many}${listArguments(model)}: ${One}ListResponse
}`
}

function manageOperations(model: Model): string {
  const { singularApiName: One, pluralApiName: Many, fields } = model
  const inputs = fields.map((it) => `${it.fieldId}: ${inputOf(it)}`)
  return `
input ${One}Input {
  wbyAco_location: WbyAcoLocationInput
  ${lines(inputs)}
}
extend type Query {
  get${One}(revision: ID, entryId: ID, status: CmsEntryStatusType): ${One}Response
  get${One}Revisions(id: ID!): ${One}ArrayResponse
  get${Many}ByIds(revisions: [ID!]!): ${One}ArrayResponse
  list${Many}${listArguments(model)}: ${One}ListResponse
  listDeleted${Many}${listArguments(model)}: ${One}ListResponse
}
extend type Mutation {
  create${One}(data: ${One}Input!, options: CreateCmsEntryOptionsInput): ${One}Response
  create${One}From(
    revision: ID!, data: ${One}Input, options: CreateRevisionCmsEntryOptionsInput
  ): ${One}Response
  update${One}(
    revision: ID!, data: ${One}Input!, options: UpdateCmsEntryOptionsInput
  ): ${One}Response
  validate${One}(revision: ID, data: ${One}Input!): CmsEntryValidationResponse
  move${One}(revision: ID!, folderId: ID!): ${One}Response
  publish${One}(revision: ID!, options: CmsPublishEntryOptionsInput): ${One}Response
  republish${One}(revision: ID!, options: CmsPublishEntryOptionsInput): ${One}Response
  unpublish${One}(revision: ID!, options: CmsPublishEntryOptionsInput): ${One}Response
  delete${One}(revision: ID!, options: CmsDeleteEntryOptions): CmsDeleteResponse
  restore${One}FromBin(revision: ID!): ${One}Response
  deleteMultiple${Many}(entries: [ID!]!): CmsDeleteMultipleResponse
}`
}
