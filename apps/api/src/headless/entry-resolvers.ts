import {
  branchesOf,
  type Entry,
  type Field,
  getEntryRevisions,
  htmlOf,
  isSingleton,
  type Meta,
  META_PEOPLE,
  META_TIMES,
  type Model,
} from '@tenantry/cms'
import type { HeadlessScope } from './context.ts'
import {
  branchName,
  FORMER_META,
  fieldsOf,
  isUnionOfModels,
  nestedIn,
  type SchemaOf,
  targetsOf,
  type TypeOfFields,
  typesOf,
} from './entry-schema.ts'
import { typeNameOf } from './fields.ts'
import { manageOperations } from './manage-operations.ts'
import type { EntryPage } from './list.ts'
import { readOperations } from './read-operations.ts'
import { entryIdOf, type Reference, referencesIn } from './references.ts'
import { singletonOperations } from './singleton-operations.ts'

/** How the types and operations of one model are answered. */
export function entryResolvers(model: Model, schema: SchemaOf) {
  const One = model.singularApiName
  const fields = fieldsOf(model, schema)
  return {
    ...operationsOf(model, schema),
    [One]: {
      ...ownMetaResolvers,
      ...(schema.endpoint === 'manage' && locationResolvers),
      ...Object.fromEntries(fields.map((it) => [it.fieldId, ofEntry(valueOf(it, schema))])),
    },
    ...Object.fromEntries(nestedIn(model, schema).map((it) => [it.name, nested(it, schema)])),
    [`${One}Meta`]: {
      ...entryMetaResolvers(model),
      ...(schema.endpoint === 'manage' && !isSingleton(model) && revisionsOf(model)),
    },
    ...Object.assign({}, ...typesOf(model, schema).map((it) => unionResolvers(it, schema))),
  }
}

function operationsOf(model: Model, schema: SchemaOf) {
  if (isSingleton(model)) return singletonOperations(model, schema)
  return {
    ...(schema.endpoint === 'manage' ? manageOperations(model) : readOperations(model, schema)),
    [`${model.singularApiName}ListResponse`]: listResponse,
  }
}

/** What a reference that is not to be resolved shows of the entry. */
type Unresolved = Pick<Entry, 'id' | 'entryId' | 'modelId'> & {
  meta?: undefined
  values?: undefined
}
type Source = Entry | Unresolved

/** What happened to an entry when, and who did it: under the names of now, and of then. */
const metaNamed = (names: readonly (readonly [string, keyof Meta])[]) =>
  Object.fromEntries(
    names.map(([name, now]) => [name, ({ meta }: Source) => meta?.[now] ?? null] as const),
  )
export const metaResolvers = metaNamed([...META_TIMES, ...META_PEOPLE].map((it) => [it, it]))
const ownMetaResolvers = {
  ...metaResolvers,
  ...metaNamed(Object.entries(FORMER_META)),
  meta: (entry: Source) => (entry.meta ? entry : null),
}

export const locationResolvers = {
  wbyAco_location: ({ folderId }: Entry) => ({ folderId }),
}

export const entryMetaResolvers = (model: Model) => ({
  version: ({ revision }: Entry) => revision,
  recordVersion: ({ version }: Entry) => version,
  description: ({ values }: Entry) => named(values, model.descriptionFieldId),
  image: ({ values }: Entry) => named(values, model.imageFieldId),
  data: () => null,
})

const revisionsOf = (model: Model) => ({
  revisions: ({ entryId }: Entry, _: unknown, scope: HeadlessScope) =>
    getEntryRevisions(scope, model, { id: entryId }),
})

const named = (values: Entry['values'], fieldId: string | null) =>
  fieldId === null ? null : (values[fieldId] ?? null)

const listResponse = {
  data: ({ data }: { data: EntryPage | null }) => data?.entries ?? null,
  meta: ({ data }: { data: EntryPage | null }) => data?.meta ?? null,
}

/** The values of an entry, of an object in it, or of an element of a zone, by `fieldId`. */
type Values = Readonly<Record<string, unknown>>
type Resolve = (values: Values, args: Arguments, scope: HeadlessScope) => unknown

interface Arguments {
  populate?: boolean | null
  format?: string | null
}

const ofEntry =
  (resolve: Resolve) =>
  ({ values }: Source, args: Arguments, scope: HeadlessScope) =>
    resolve(values ?? {}, args, scope)

const nested = ({ fields }: TypeOfFields, schema: SchemaOf) =>
  Object.fromEntries(fields.map((it) => [it.fieldId, valueOf(it, schema)]))

function valueOf(field: Field, schema: SchemaOf): Resolve {
  const isManage = schema.endpoint === 'manage'
  if (field.type === 'ref')
    return isManage ? referenceAsStored(field) : referenceResolved(field, schema)
  if (field.type === 'dynamicZone') return elementsOf(field)
  if (field.type === 'rich-text' && !isManage) return inFormat(field)
  return (values) => values[field.fieldId] ?? null
}

/** Elements whose template the caller does not see are not there. */
function elementsOf({ fieldId, multipleValues, settings }: Field): Resolve {
  const isSeen = (it: unknown) => (settings.templates ?? []).some(({ id }) => id === templateIn(it))
  return (values) => {
    const seen = [values[fieldId]].flat().filter(isSeen)
    return multipleValues && values[fieldId] !== null ? seen : (seen[0] ?? null)
  }
}

const templateIn = (element: unknown): unknown =>
  typeof element === 'object' && element !== null && '_templateId' in element
    ? element._templateId
    : undefined

/** As HTML, if asked for; else as it is stored. */
const inFormat =
  ({ fieldId, multipleValues }: Field): Resolve =>
  (values, { format }) => {
    const value = values[fieldId] ?? null
    if (format !== 'html' || value === null) return value
    return multipleValues && Array.isArray(value) ? value.map(htmlOf) : htmlOf(value)
  }

const referenceAsStored =
  ({ fieldId, multipleValues }: Field): Resolve =>
  (values) => {
    const found = referencesIn(values[fieldId]).map(withEntryId)
    return multipleValues ? found : (found[0] ?? null)
  }

const withEntryId = ({ modelId, id }: Reference) => ({ modelId, id, entryId: entryIdOf(id) })

/** What a reference points to. Where that is gone, or not for the caller, there is nothing. */
function referenceResolved(field: Field, schema: SchemaOf): Resolve {
  const targets = new Map(targetsOf(field, schema).map((it) => [it.modelId, it]))
  return async (values, { populate }, { loadReferences }): Promise<Source | Source[] | null> => {
    const known = referencesIn(values[field.fieldId]).map(withEntryId)
    const found = await Promise.all(
      known.map(async (it) => {
        const target = targets.get(it.modelId)
        if (!target) return undefined
        return populate === false ? it : loadReferences(target, it.entryId)
      }),
    )
    const there = found.filter((it) => it !== undefined)
    return field.multipleValues ? there : (there[0] ?? null)
  }
}

function unionResolvers({ name: parent, fields }: TypeOfFields, schema: SchemaOf) {
  const names = new Map(schema.models.map((it) => [it.modelId, it.singularApiName]))
  const resolvers = fields.flatMap((field) => {
    const union = typeNameOf(parent, field)
    if (isUnionOfModels(field, schema))
      return [[union, { __resolveType: ({ modelId }: Source) => names.get(modelId) }]]
    if (field.type !== 'dynamicZone') return []
    const types = new Map<unknown, string>(
      branchesOf(field).map(({ template }) => [template?.id, branchName(parent, field, template)]),
    )
    return [[union, { __resolveType: (element: unknown) => types.get(templateIn(element)) }]]
  })
  return Object.fromEntries(resolvers)
}
