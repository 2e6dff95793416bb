import {
  type Entry,
  type Field,
  getEntryRevisions,
  type Meta,
  META_PEOPLE,
  META_TIMES,
  type Model,
} from '@tenantry/cms'
import type { HeadlessScope } from './context.ts'
import { fieldsOf, type SchemaOf, targetsOf, unionName } from './entry-schema.ts'
import { manageOperations } from './manage-operations.ts'
import type { EntryPage } from './list.ts'
import { readOperations } from './read-operations.ts'
import { entryIdOf, type Reference, referencesIn } from './references.ts'

/** How the types and operations of one model are answered. */
export function entryResolvers(model: Model, schema: SchemaOf) {
  const One = model.singularApiName
  const fields = fieldsOf(model, schema)
  return {
    ...(schema.endpoint === 'manage' ? manageOperations(model) : readOperations(model, schema)),
    [One]: {
      ...metaResolvers,
      ...(schema.endpoint === 'manage' && locationResolvers),
      ...Object.fromEntries(fields.map((it) => [it.fieldId, valueOf(it, schema)])),
    },
    [`${One}Meta`]: {
      ...entryMetaResolvers(model),
      ...(schema.endpoint === 'manage' && revisionsOf(model)),
    },
    [`${One}ListResponse`]: listResponse,
    ...unionResolvers(model, schema),
  }
}

/** What a reference that is not to be resolved shows of the entry. */
type Unresolved = Pick<Entry, 'id' | 'entryId' | 'modelId'> & {
  meta?: undefined
  values?: undefined
}
type Source = Entry | Unresolved

const metaResolvers = {
  ...Object.fromEntries(
    [...META_TIMES, ...META_PEOPLE].map((name: keyof Meta) => [
      name,
      ({ meta }: Source) => meta?.[name] ?? null,
    ]),
  ),
  meta: (entry: Source) => (entry.meta ? entry : null),
}

const locationResolvers = {
  wbyAco_location: ({ folderId }: Entry) => ({ folderId }),
}

const entryMetaResolvers = (model: Model) => ({
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

function valueOf(field: Field, schema: SchemaOf) {
  const { fieldId, type } = field
  if (type !== 'ref') return ({ values }: Source) => values?.[fieldId] ?? null
  return schema.endpoint === 'manage' ? referenceAsStored(field) : referenceResolved(field, schema)
}

const referenceAsStored =
  ({ fieldId, multipleValues }: Field) =>
  ({ values }: Source) => {
    const found = referencesIn(values?.[fieldId]).map(withEntryId)
    return multipleValues ? found : (found[0] ?? null)
  }

const withEntryId = ({ modelId, id }: Reference) => ({ modelId, id, entryId: entryIdOf(id) })

/** What a reference points to. Where that is gone, or not for the caller, there is nothing. */
function referenceResolved(field: Field, schema: SchemaOf) {
  const targets = new Map(targetsOf(field, schema).map((it) => [it.modelId, it]))
  return async (
    { values }: Source,
    { populate }: { populate?: boolean | null },
    { loadReferences }: HeadlessScope,
  ): Promise<Source | Source[] | null> => {
    const known = referencesIn(values?.[field.fieldId]).map(withEntryId)
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

function unionResolvers(model: Model, schema: SchemaOf) {
  if (schema.endpoint === 'manage') return {}
  const names = new Map(schema.models.map((it) => [it.modelId, it.singularApiName]))
  const unions = fieldsOf(model, schema).filter(
    (it) => it.type === 'ref' && targetsOf(it, schema).length > 1,
  )
  const __resolveType = ({ modelId }: Source) => names.get(modelId)
  return Object.fromEntries(unions.map((it) => [unionName(model, it), { __resolveType }]))
}
