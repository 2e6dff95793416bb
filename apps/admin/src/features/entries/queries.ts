import { queryOptions } from '@tanstack/react-query'
import type { Content } from '../../lib/content.tsx'
import {
  ERROR_SELECTION,
  innerFieldsOf,
  templatesOf,
  type Field,
  type Model,
} from '../../lib/content-models.ts'
import { bagOf, countOf, listOf, maybeTextOf, textOf, type Bag } from '../../lib/reading.ts'
import { STATUSES, USUAL_SORT, type EntryStatus, type ListSearch } from './list-search.ts'

export interface EntrySummary {
  /** Of the revision: `entryId#0001`. */
  id: string
  entryId: string
  title: string
  status: EntryStatus
  revision: number
  savedOn: string
  savedBy: string
}

/** One revision of an entry with all its values. */
export interface Entry extends EntrySummary {
  /** A published revision never changes; what follows it does. */
  isLocked: boolean
  /** Counts the saves, for `ifVersion`. */
  version: number
  values: Bag
}

export interface EntryPage {
  entries: EntrySummary[]
  cursor: string | undefined
}

const PAGE = 50
const SUMMARY = 'id entryId savedOn savedBy { displayName } meta { title status version }'
const REVISION =
  'id entryId revisionSavedOn revisionSavedBy { displayName } meta { title status version }'

/** The schema is the tenant's own, so documents are made from the model. */
const selectionOf = ({ singularApiName, fields }: Model) =>
  `id entryId savedOn savedBy { displayName } meta { title status version locked recordVersion } ` +
  fields.map((it) => selectionOfField(singularApiName, it)).join(' ')

function selectionOfField(parent: string, field: Field): string {
  const { fieldId, type } = field
  if (type === 'ref') return `${fieldId} { modelId id }`
  const name = `${parent}_${fieldId.charAt(0).toUpperCase()}${fieldId.slice(1)}`
  if (type === 'object') {
    const inside = innerFieldsOf(field).map((it) => selectionOfField(name, it))
    return `${fieldId} { ${inside.join(' ')} }`
  }
  if (type !== 'dynamicZone') return fieldId
  const choices = templatesOf(field).map(({ gqlTypeName, fields }) => {
    const of = `${name}_${gqlTypeName}`
    // Fields of one name may be of several types: each gets a name of its own.
    const inside = fields.map((it) => `${alias(gqlTypeName, it)}: ${selectionOfField(of, it)}`)
    return `... on ${of} { _templateId ${inside.join(' ')} }`
  })
  return `${fieldId} { ${choices.join(' ')} }`
}

const alias = (template: string, { fieldId }: Field) => `${template}_${fieldId}`

/** Values as they were selected, each under the name of its field. */
const readValues = (fields: readonly Field[], answer: Bag, nameOf = nameOfField): Bag =>
  Object.fromEntries(fields.map((it) => [it.fieldId, readValue(it, answer[nameOf(it)] ?? null)]))

const nameOfField = ({ fieldId }: Field) => fieldId

function readValue(field: Field, value: unknown): unknown {
  if (Array.isArray(value) && field.multipleValues) return value.map((it) => readOne(field, it))
  return readOne(field, value)
}

function readOne(field: Field, value: unknown): unknown {
  if (value === null) return null
  if (field.type === 'object') return readValues(innerFieldsOf(field), bagOf(value))
  if (field.type !== 'dynamicZone') return value
  const { _templateId, ...values } = bagOf(value)
  const template = templatesOf(field).find(({ id }) => id === _templateId)
  if (!template) return null
  const { gqlTypeName, fields } = template
  return { _templateId, ...readValues(fields, values, (it) => alias(gqlTypeName, it)) }
}

export const pageQuery = (content: Content, model: Model, search: ListSearch) =>
  queryOptions({
    queryKey: ['entries', content.locale, model.modelId, model.version, search],
    queryFn: async (): Promise<EntryPage> => {
      const { singularApiName: One, pluralApiName: Many } = model
      const document = `query ListEntries(
        $where: ${One}ListWhereInput, $sort: [${One}ListSorter], $limit: Int, $after: String
      ) {
        answer: list${Many}(where: $where, sort: $sort, limit: $limit, after: $after) {
          data { ${SUMMARY} } meta { cursor hasMoreItems } ${ERROR_SELECTION}
        }
      }`
      const { data, meta } = await content.ask(document, listVariables(model, search))
      return { entries: listOf(data, readSummary), cursor: cursorOf(meta) }
    },
  })

/** An entry that was deleted, and can come back. */
export interface DeletedEntry {
  entryId: string
  title: string
  deletedOn: string
  deletedBy: string
}

const DELETED = 'entryId deletedOn deletedBy { displayName } meta { title }'

/** What lies in the bin of a model, what was deleted last first. */
export const binQuery = (content: Content, model: Model, after: string | undefined) =>
  queryOptions({
    queryKey: ['entries', content.locale, model.modelId, 'bin', after],
    queryFn: async () => {
      const { pluralApiName: Many } = model
      const document = `query ListDeleted($limit: Int, $after: String) {
        answer: listDeleted${Many}(sort: [deletedOn_DESC], limit: $limit, after: $after) {
          data { ${DELETED} } meta { cursor } ${ERROR_SELECTION}
        }
      }`
      const variables = { limit: PAGE, ...(after && { after }) }
      const { data, meta } = await content.ask(document, variables)
      return { entries: listOf(data, readDeleted), cursor: cursorOf(meta) }
    },
  })

/** The field by which entries are found and named, if it is text. */
export const titleFieldOf = ({ fields, titleFieldId }: Model): Field | undefined =>
  fields.find((it) => it.fieldId === titleFieldId && it.type === 'text')

export function listVariables(model: Model, { status, find, sort, after }: ListSearch) {
  const title = titleFieldOf(model)
  return {
    where: {
      ...(status && { status }),
      ...(find && title && { [`${title.fieldId}_contains`]: find }),
    },
    sort: [sort ?? USUAL_SORT],
    limit: PAGE,
    ...(after && { after }),
  }
}

/** The entries that a reference may choose from, and what they are called. */
export const choicesQuery = (content: Content, model: Model, find: string) =>
  queryOptions({
    queryKey: ['entries', content.locale, model.modelId, 'choices', find],
    queryFn: async () => {
      const { singularApiName: One, pluralApiName: Many } = model
      const document = `query ListChoices($where: ${One}ListWhereInput, $sort: [${One}ListSorter]) {
        answer: list${Many}(where: $where, sort: $sort, limit: 20) {
          data { ${SUMMARY} } ${ERROR_SELECTION}
        }
      }`
      const { where, sort } = listVariables(model, { find })
      return listOf((await content.ask(document, { where, sort })).data, readSummary)
    },
  })

export const summaryQuery = (content: Content, model: Model, entryId: string) =>
  queryOptions({
    queryKey: ['entries', content.locale, model.modelId, 'summary', entryId],
    queryFn: async () => {
      const document = `query GetSummary($entryId: ID) {
        answer: get${model.singularApiName}(entryId: $entryId, status: latest) {
          data { ${SUMMARY} } ${ERROR_SELECTION}
        }
      }`
      return readSummary((await content.ask(document, { entryId })).data)
    },
  })

interface WhichEntry {
  entryId: string
  /** Absent: the latest. */
  revision: number | undefined
}

export const entryQuery = (content: Content, model: Model, { entryId, revision }: WhichEntry) =>
  queryOptions({
    queryKey: ['entry', content.locale, model.modelId, entryId, revision ?? 'latest'],
    queryFn: async () => {
      const document = `query GetEntry($revision: ID, $entryId: ID) {
        answer: get${model.singularApiName}(revision: $revision, entryId: $entryId, status: latest) {
          data { ${selectionOf(model)} } ${ERROR_SELECTION}
        }
      }`
      const which = revision ? { revision: revisionId(entryId, revision) } : { entryId }
      return readEntry(model, (await content.ask(document, which)).data)
    },
  })

/** The one entry of a singleton. It is there before anybody has saved it. */
export const onlyEntryQuery = (content: Content, model: Model) =>
  queryOptions({
    queryKey: ['entry', content.locale, model.modelId, 'only'],
    queryFn: async () => {
      const document = `query GetOnlyEntry {
        answer: get${model.singularApiName} { data { ${selectionOf(model)} } ${ERROR_SELECTION} }
      }`
      return readEntry(model, (await content.ask(document)).data)
    },
  })

export const revisionsQuery = (content: Content, model: Model, entryId: string) =>
  queryOptions({
    queryKey: ['entry', content.locale, model.modelId, entryId, 'revisions'],
    queryFn: async () => {
      const document = `query GetRevisions($entryId: ID!) {
        answer: get${model.singularApiName}Revisions(id: $entryId) {
          data { ${REVISION} } ${ERROR_SELECTION}
        }
      }`
      const { data } = await content.ask(document, { entryId })
      return listOf(data, readSummary).sort((a, b) => b.revision - a.revision)
    },
  })

export async function createEntry(content: Content, model: Model, data: Bag): Promise<Entry> {
  const { singularApiName: One } = model
  const document = `mutation CreateEntry($data: ${One}Input!) {
    answer: create${One}(data: $data) { data { ${selectionOf(model)} } ${ERROR_SELECTION} }
  }`
  return readEntry(model, (await content.ask(document, { data })).data)
}

/** Makes the next revision, with the values of another one where `data` has none. */
export async function createEntryFrom(
  content: Content,
  model: Model,
  { revision, data = {} }: { revision: string; data?: Bag },
): Promise<Entry> {
  const { singularApiName: One } = model
  const document = `mutation CreateRevision($revision: ID!, $data: ${One}Input) {
    answer: create${One}From(revision: $revision, data: $data) {
      data { ${selectionOf(model)} } ${ERROR_SELECTION}
    }
  }`
  return readEntry(model, (await content.ask(document, { revision, data })).data)
}

/** Fails with `CONFLICT` if somebody else saved the revision since it was read. */
export async function updateEntry(
  content: Content,
  model: Model,
  { read, data }: { read: Entry; data: Bag },
): Promise<Entry> {
  const { singularApiName: One } = model
  const document = `mutation UpdateEntry(
    $revision: ID!, $data: ${One}Input!, $options: UpdateCmsEntryOptionsInput
  ) {
    answer: update${One}(revision: $revision, data: $data, options: $options) {
      data { ${selectionOf(model)} } ${ERROR_SELECTION}
    }
  }`
  const variables = { revision: read.id, data, options: { ifVersion: read.version } }
  return readEntry(model, (await content.ask(document, variables)).data)
}

/** Saves the one entry of a singleton, and makes it public. */
export async function updateOnlyEntry(
  content: Content,
  model: Model,
  { read, data }: { read: Entry; data: Bag },
): Promise<Entry> {
  const { singularApiName: One } = model
  const document = `mutation UpdateOnlyEntry(
    $data: ${One}Input!, $options: UpdateCmsEntryOptionsInput
  ) {
    answer: update${One}(data: $data, options: $options) {
      data { ${selectionOf(model)} } ${ERROR_SELECTION}
    }
  }`
  const variables = { data, options: { ifVersion: read.version } }
  return readEntry(model, (await content.ask(document, variables)).data)
}

/** Publishes exactly what was read: `CONFLICT` if somebody saved since. */
export async function publishEntry(content: Content, model: Model, read: Entry): Promise<Entry> {
  const { singularApiName: One } = model
  const document = `mutation PublishEntry($revision: ID!, $options: CmsPublishEntryOptionsInput) {
    answer: publish${One}(revision: $revision, options: $options) {
      data { ${selectionOf(model)} } ${ERROR_SELECTION}
    }
  }`
  const variables = { revision: read.id, options: { ifVersion: read.version } }
  return readEntry(model, (await content.ask(document, variables)).data)
}

export async function unpublishEntry(
  content: Content,
  model: Model,
  revision: string,
): Promise<Entry> {
  const { singularApiName: One } = model
  const document = `mutation UnpublishEntry($revision: ID!) {
    answer: unpublish${One}(revision: $revision) {
      data { ${selectionOf(model)} } ${ERROR_SELECTION}
    }
  }`
  return readEntry(model, (await content.ask(document, { revision })).data)
}

/** Moves an entry with all its revisions to the bin. */
export async function deleteEntry(content: Content, model: Model, entryId: string): Promise<void> {
  await content.ask(
    `mutation DeleteEntry($revision: ID!) {
      answer: delete${model.singularApiName}(revision: $revision) { data ${ERROR_SELECTION} }
    }`,
    { revision: entryId },
  )
}

export async function restoreEntry(content: Content, model: Model, entryId: string): Promise<void> {
  await content.ask(
    `mutation RestoreEntry($revision: ID!) {
      answer: restore${model.singularApiName}FromBin(revision: $revision) {
        data { id } ${ERROR_SELECTION}
      }
    }`,
    { revision: entryId },
  )
}

/** Takes an entry out of the bin with all its revisions, for good. */
export async function purgeEntry(content: Content, model: Model, entryId: string): Promise<void> {
  await content.ask(
    `mutation PurgeEntry($revision: ID!) {
      answer: delete${model.singularApiName}(revision: $revision, options: { permanently: true }) {
        data ${ERROR_SELECTION}
      }
    }`,
    { revision: entryId },
  )
}

const cursorOf = (meta: unknown) => maybeTextOf(bagOf(meta)['cursor']) ?? undefined

const revisionId = (entryId: string, revision: number): string =>
  `${entryId}#${String(revision).padStart(4, '0')}`

function readSummary(value: unknown): EntrySummary {
  const it = bagOf(value)
  const meta = bagOf(it['meta'])
  const entryId = textOf(it['entryId'])
  return {
    id: textOf(it['id']),
    entryId,
    title: textOf(meta['title']) || entryId,
    status: STATUSES.find((status) => status === meta['status']) ?? 'draft',
    revision: countOf(meta['version']),
    savedOn: textOf(it['savedOn'] ?? it['revisionSavedOn']),
    savedBy: textOf(bagOf(it['savedBy'] ?? it['revisionSavedBy'])['displayName']),
  }
}

function readDeleted(value: unknown): DeletedEntry {
  const it = bagOf(value)
  const entryId = textOf(it['entryId'])
  return {
    entryId,
    title: textOf(bagOf(it['meta'])['title']) || entryId,
    deletedOn: textOf(it['deletedOn']),
    deletedBy: textOf(bagOf(it['deletedBy'])['displayName']),
  }
}

function readEntry(model: Model, value: unknown): Entry {
  const it = bagOf(value)
  const meta = bagOf(it['meta'])
  return {
    ...readSummary(value),
    isLocked: meta['locked'] === true,
    version: countOf(meta['recordVersion']),
    values: readValues(model.fields, it),
  }
}
