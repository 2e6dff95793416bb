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
export type FieldInput = Omit<Field, 'storageId'> & { storageId?: string }

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

function readGroup(value: unknown): ModelGroup {
  const { id, name } = bagOf(value)
  return { id: textOf(id), name: textOf(name) }
}
