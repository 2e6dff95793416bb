import {
  branchesOf,
  type Field,
  isSingleton,
  META_PEOPLE,
  META_TIMES,
  type Model,
  SETTABLE_TIMES,
  type Template,
} from '@tenantry/cms'
import type { Endpoint } from './context.ts'
import {
  equalityOf,
  filters,
  filtersOn,
  hasFilters,
  inputOf,
  isSortable,
  outputOf,
  typeNameOf,
} from './fields.ts'

/** What a schema is built for: an endpoint, and the models that its caller may read. */
export interface SchemaOf {
  endpoint: Endpoint
  models: readonly Model[]
}

const lines = (all: readonly string[]) => all.join('\n')

/** When what happened to an entry, and by whom. */
export const META_FIELDS = [
  ...META_TIMES.map((it) => `${it}: DateTime`),
  ...META_PEOPLE.map((it) => `${it}: CmsIdentity`),
]
/** What v5 calls by another name now. A field of the model that has the name comes first. */
export const FORMER_META = { publishedOn: 'lastPublishedOn', ownedBy: 'createdBy' } as const
const formerMeta = (fields: readonly Field[]) =>
  Object.entries(FORMER_META)
    .filter(([name]) => !fields.some(({ fieldId }) => fieldId === name))
    .map(([name, now]) => {
      const type = name.endsWith('On') ? 'DateTime' : 'CmsIdentity'
      return `${name}: ${type} @deprecated(reason: "Ask for ${now}.")`
    })
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
    ...nestedIn(model, schema).map((it) => nestedType(it, schema)),
    ...typesOf(model, schema).flatMap((it) => unions(it, schema)),
    ...(schema.endpoint === 'manage' ? [entryInputs(model, schema)] : []),
    ...(isSingleton(model)
      ? [response(model), singletonOperations(model, schema)]
      : [
          whereInput(model, schema),
          ...objectFilters(model.singularApiName, fieldsOf(model, schema)),
          sorter(model),
          responses(model),
          schema.endpoint === 'manage' ? manageOperations(model) : readOperations(model),
        ]),
  ])

/** Where references are resolved, those to what one may not read are not there. */
export const fieldsOf = ({ fields }: Model, schema: SchemaOf): Field[] => visible(fields, schema)

function visible(fields: readonly Field[], schema: SchemaOf): Field[] {
  return fields.flatMap((field): Field[] => {
    const { type, settings } = field
    if (type === 'ref')
      return schema.endpoint === 'manage' || targetsOf(field, schema).length > 0 ? [field] : []
    if (type === 'object') {
      const inside = visible(settings.fields ?? [], schema)
      return inside.length > 0 ? [{ ...field, settings: { ...settings, fields: inside } }] : []
    }
    if (type !== 'dynamicZone') return [field]
    const templates = (settings.templates ?? [])
      .map((it) => ({ ...it, fields: visible(it.fields, schema) }))
      .filter((it) => it.fields.length > 0)
    return templates.length > 0 ? [{ ...field, settings: { ...settings, templates } }] : []
  })
}

/** A type that has fields of a model: that of an entry, of an object in it, or of a template. */
export interface TypeOfFields {
  name: string
  fields: readonly Field[]
  template?: Template
}

export const typesOf = (model: Model, schema: SchemaOf): TypeOfFields[] => [
  { name: model.singularApiName, fields: fieldsOf(model, schema) },
  ...nestedIn(model, schema),
]

export const nestedIn = (model: Model, schema: SchemaOf): TypeOfFields[] =>
  below(model.singularApiName, fieldsOf(model, schema))

/** The types of objects and templates, deeper ones named after those that they lie in. */
const below = (parent: string, fields: readonly Field[]): TypeOfFields[] =>
  fields.flatMap((field) =>
    branchesOf(field).flatMap((branch) => {
      const name = branchName(parent, field, branch.template)
      return [{ ...branch, name }, ...below(name, branch.fields)]
    }),
  )

export const branchName = (parent: string, field: Field, template?: Template): string =>
  [typeNameOf(parent, field), ...(template ? [template.gqlTypeName] : [])].join('_')

/** The models that a reference may point to, as far as the caller may read them. */
export const targetsOf = ({ settings }: Field, { models }: SchemaOf): Model[] =>
  models.filter(({ modelId }) => settings.models?.some((it) => it.modelId === modelId))

function entryType(model: Model, schema: SchemaOf): string {
  const One = model.singularApiName
  const isManage = schema.endpoint === 'manage'
  const fields = fieldsOf(model, schema)
  return `
type ${One} {
  id: ID!
  entryId: String!
  ${lines(META_FIELDS)}
  ${lines(formerMeta(fields))}
  meta: ${One}Meta
  ${isManage ? 'wbyAco_location: WbyAcoLocation' : 'modelId: String!'}
  ${lines(fields.map((it) => fieldOf(One, it, schema)))}
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
  ${isManage && !isSingleton(model) ? `"All of the entry, the newest first."\nrevisions: [${One}!]` : ''}
  data: JSON
}`
}

const nestedType = ({ name, fields, template }: TypeOfFields, schema: SchemaOf): string => `
type ${name} {
  ${template && schema.endpoint === 'manage' ? '_templateId: ID!' : ''}
  ${lines(fields.map((it) => fieldOf(name, it, schema)))}
}`

function fieldOf(parent: string, field: Field, schema: SchemaOf): string {
  const { fieldId, type } = field
  if (schema.endpoint === 'manage') return `${fieldId}: ${outputOf(parent, field)}`
  if (type === 'rich-text') return `${fieldId}(format: String): ${outputOf(parent, field)}`
  if (type !== 'ref') return `${fieldId}: ${outputOf(parent, field)}`
  const [target, ...others] = targetsOf(field, schema)
  const name = target && others.length === 0 ? target.singularApiName : typeNameOf(parent, field)
  return `${fieldId}(populate: Boolean = true): ${outputOf(parent, field, name)}`
}

/** True where a reference is resolved, and may point to entries of several models. */
export const isUnionOfModels = (field: Field, schema: SchemaOf): boolean =>
  schema.endpoint !== 'manage' && field.type === 'ref' && targetsOf(field, schema).length > 1

function unions({ name: parent, fields }: TypeOfFields, schema: SchemaOf): string[] {
  const union = (field: Field, members: readonly string[]) =>
    `union ${typeNameOf(parent, field)} = ${members.join(' | ')}`
  return fields.flatMap((field) => {
    if (isUnionOfModels(field, schema)) {
      const targets = targetsOf(field, schema)
      return [
        union(
          field,
          targets.map(({ singularApiName }) => singularApiName),
        ),
      ]
    }
    if (field.type !== 'dynamicZone') return []
    return [
      union(
        field,
        branchesOf(field).map((it) => branchName(parent, field, it.template)),
      ),
    ]
  })
}

/** What can be asked about what lies in objects; of zones nothing can. */
function objectFilters(parent: string, fields: readonly Field[]): string[] {
  return fields
    .filter((it) => it.type === 'object' && hasFilters(it))
    .flatMap((field) => {
      const name = typeNameOf(parent, field)
      return branchesOf(field).flatMap(({ fields: inside }) => [
        `input ${name}WhereInput {\n  ${lines(inside.flatMap((it) => filtersOn(name, it)))}\n}`,
        ...objectFilters(name, inside),
      ])
    })
}

function whereInput(model: Model, schema: SchemaOf): string {
  const One = model.singularApiName
  const name = `${One}ListWhereInput`
  const fields = fieldsOf(model, schema)
  const list = `
input ${name} {
  ${lines(SYSTEM_FILTERS)}
  ${schema.endpoint === 'manage' ? lines(MANAGE_FILTERS) : ''}
  ${lines(fields.flatMap((it) => filtersOn(One, it)))}
  AND: [${name}!]
  OR: [${name}!]
}`
  if (schema.endpoint === 'manage') return list
  return `${list}
input ${One}GetWhereInput {
  id: ID
  entryId: String
  ${lines(fields.flatMap((it) => equalityOf(One, it)))}
}`
}

function sorter({ singularApiName, fields }: Model): string {
  const names = ['id', ...META_TIMES, ...fields.filter(isSortable).map(({ fieldId }) => fieldId)]
  return `
enum ${singularApiName}ListSorter {
  ${lines(names.flatMap((it) => [`${it}_ASC`, `${it}_DESC`]))}
}`
}

const response = ({ singularApiName: One }: Model): string => `
type ${One}Response {
  data: ${One}
  error: CmsError
}`

const responses = (model: Model): string => {
  const { singularApiName: One } = model
  return `${response(model)}
type ${One}ArrayResponse {
  data: [${One}!]
  error: CmsError
}
type ${One}ListResponse {
  data: [${One}!]
  meta: CmsListMeta
  error: CmsError
}`
}

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

const inputsOf = (parent: string, fields: readonly Field[]) =>
  lines(fields.map((it) => `${it.fieldId}: ${inputOf(parent, it)}`))

/** What editors save of objects and zones. An element of a zone is given as one of its templates. */
function nestedInputs(model: Model, schema: SchemaOf): string[] {
  return [
    ...nestedIn(model, schema).map(
      ({ name, fields }) => `input ${name}Input {\n  ${inputsOf(name, fields)}\n}`,
    ),
    ...typesOf(model, schema).flatMap(({ name, fields }) =>
      fields
        .filter(({ type }) => type === 'dynamicZone')
        .map((zone) => {
          const choices = (zone.settings.templates ?? []).map(
            (it) => `${it.gqlTypeName}: ${branchName(name, zone, it)}Input`,
          )
          return `input ${typeNameOf(name, zone)}Input {\n  ${lines(choices)}\n}`
        }),
    ),
  ]
}

/** What who brings entries from elsewhere says of them; what there is one of is always there. */
const brought = (model: Model): string[] =>
  isSingleton(model)
    ? []
    : ['id: ID', 'status: String', ...SETTABLE_TIMES.map((it) => `${it}: DateTime`)]

const entryInputs = (model: Model, schema: SchemaOf): string => `
${lines(nestedInputs(model, schema))}
input ${model.singularApiName}Input {
  wbyAco_location: WbyAcoLocationInput
  ${lines(brought(model))}
  ${inputsOf(model.singularApiName, model.fields)}
}`

/** What there is one of needs no list, and is never new. */
function singletonOperations({ singularApiName: One }: Model, { endpoint }: SchemaOf): string {
  const query = `
extend type Query {
  get${One}: ${One}Response
}`
  if (endpoint !== 'manage') return query
  return `${query}
extend type Mutation {
  update${One}(data: ${One}Input!, options: UpdateCmsEntryOptionsInput): ${One}Response
}`
}

function manageOperations(model: Model): string {
  const { singularApiName: One, pluralApiName: Many } = model
  return `
type ${One}MoveResponse {
  data: Boolean
  error: CmsError
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
  move${One}(revision: ID!, folderId: ID!): ${One}MoveResponse
  publish${One}(revision: ID!, options: CmsPublishEntryOptionsInput): ${One}Response
  republish${One}(revision: ID!, options: CmsPublishEntryOptionsInput): ${One}Response
  unpublish${One}(revision: ID!, options: CmsPublishEntryOptionsInput): ${One}Response
  delete${One}(revision: ID!, options: CmsDeleteEntryOptions): CmsDeleteResponse
  restore${One}FromBin(revision: ID!): ${One}Response
  deleteMultiple${Many}(entries: [ID!]!): CmsDeleteMultipleResponse
}`
}
