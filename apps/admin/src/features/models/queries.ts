import { queryOptions } from '@tanstack/react-query'
import type { Content } from '../../lib/content.tsx'
import {
  ERROR_SELECTION,
  MODEL_SELECTION,
  readModel,
  type Field,
  type Model,
} from '../../lib/content-models.ts'
import { bagOf, listOf, textOf } from '../../lib/reading.ts'

export interface ModelGroup {
  id: string
  name: string
}

export interface ModelInput {
  name: string
  singularApiName: string
  pluralApiName: string
  group: { id: string }
  description: string
  titleFieldId: string | null
  tags: string[]
  fields: FieldInput[]
  layout: string[][]
}

/** Without a `storageId` the API gives a new field a place of its own. */
export type FieldInput = Omit<Field, 'storageId' | 'indexState'> & { storageId?: string }

const GROUPS = `query ListModelGroups {
  answer: listContentModelGroups { data { id name } ${ERROR_SELECTION} }
}`

const CREATE_GROUP = `mutation CreateModelGroup($data: CmsContentModelGroupInput!) {
  answer: createContentModelGroup(data: $data) { data { id name } ${ERROR_SELECTION} }
}`

const CREATE = `mutation CreateModel($data: CmsContentModelCreateInput!) {
  answer: createContentModel(data: $data) { data { ${MODEL_SELECTION} } ${ERROR_SELECTION} }
}`

const UPDATE = `mutation UpdateModel(
  $modelId: ID!, $data: CmsContentModelUpdateInput!, $ifVersion: Int
) {
  answer: updateContentModel(modelId: $modelId, data: $data, ifVersion: $ifVersion) {
    data { ${MODEL_SELECTION} } ${ERROR_SELECTION}
  }
}`

const COPY = `mutation CopyModel($modelId: ID!, $data: CmsContentModelCreateFromInput!) {
  answer: createContentModelFrom(modelId: $modelId, data: $data) {
    data { ${MODEL_SELECTION} } ${ERROR_SELECTION}
  }
}`

const EXPORT = `query ExportModels($models: [String!]) {
  answer: exportStructure(models: $models) { data ${ERROR_SELECTION} }
}`

const OUTCOME = `
  data {
    groups { group { id name } action imported ${ERROR_SELECTION} }
    models { model { modelId name } related action imported ${ERROR_SELECTION} }
  }
  ${ERROR_SELECTION}`

const CHECK_IMPORT = `mutation CheckImport($data: CmsImportStructureInput!) {
  answer: validateImportStructure(data: $data) { ${OUTCOME} }
}`

const IMPORT = `mutation ImportModels($data: CmsImportStructureInput!, $models: [String!]!) {
  answer: importStructure(data: $data, models: $models) { ${OUTCOME} }
}`

const DELETE = `mutation DeleteModel($modelId: ID!) {
  answer: deleteContentModel(modelId: $modelId) { data ${ERROR_SELECTION} }
}`

export const modelGroupsQuery = (content: Content) =>
  queryOptions({
    queryKey: ['model-groups', content.locale],
    queryFn: async () => listOf((await content.ask(GROUPS)).data, readGroup),
  })

export const createModelGroup = async (content: Content, name: string): Promise<ModelGroup> =>
  readGroup((await content.ask(CREATE_GROUP, { data: { name } })).data)

export const createModel = async (content: Content, data: ModelInput): Promise<Model> =>
  readModel((await content.ask(CREATE, { data })).data)

/** Fails with `CONFLICT` if somebody else saved the model since `ifVersion` was read. */
export const updateModel = async (
  content: Content,
  update: { modelId: string; data: ModelInput; ifVersion: number },
): Promise<Model> => readModel((await content.ask(UPDATE, update)).data)

export const deleteModel = (content: Content, modelId: string) => content.ask(DELETE, { modelId })

export interface ModelCopy extends Pick<ModelInput, 'name' | 'singularApiName' | 'pluralApiName'> {
  group: { id: string }
  /** Another one than that of the original. */
  locale?: string
}

export const copyModel = async (
  content: Content,
  copy: { modelId: string; data: ModelCopy },
): Promise<Model> => readModel((await content.ask(COPY, copy)).data)

/** The models as a JSON text, with their groups. */
export const exportModels = async (content: Content, models: string[]): Promise<string> =>
  textOf((await content.ask(EXPORT, { models })).data)

/** What an import does, or did, to one group or model. */
export interface ImportStep {
  id: string
  name: string
  action: 'create' | 'update' | 'none'
  isImported: boolean
  /** Why not. */
  problem: string | undefined
  /** The models that it points to. */
  related: string[]
}

export interface ImportOutcome {
  groups: ImportStep[]
  models: ImportStep[]
}

export const checkImport = async (content: Content, data: unknown): Promise<ImportOutcome> =>
  readOutcome((await content.ask(CHECK_IMPORT, { data })).data)

export const importModels = async (
  content: Content,
  wanted: { data: unknown; models: string[] },
): Promise<ImportOutcome> => readOutcome((await content.ask(IMPORT, wanted)).data)

function readOutcome(value: unknown): ImportOutcome {
  const { groups, models } = bagOf(value)
  return { groups: listOf(groups, readStep), models: listOf(models, readStep) }
}

const ACTIONS = ['create', 'update', 'none'] as const

function readStep(value: unknown): ImportStep {
  const it = bagOf(value)
  const what = bagOf(it['model'] ?? it['group'])
  return {
    id: textOf(what['modelId'] ?? what['id']),
    name: textOf(what['name']),
    action: ACTIONS.find((action) => action === it['action']) ?? 'none',
    isImported: it['imported'] === true,
    problem: it['error'] ? textOf(bagOf(it['error'])['message']) : undefined,
    related: listOf(it['related'], textOf),
  }
}

function readGroup(value: unknown): ModelGroup {
  const { id, name } = bagOf(value)
  return { id: textOf(id), name: textOf(name) }
}
