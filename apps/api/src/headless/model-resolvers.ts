import {
  createModel,
  createModelFrom,
  createModelGroup,
  deleteModel,
  deleteModelGroup,
  exportStructure,
  getModel,
  getModelGroup,
  importStructure,
  indexStateOf,
  listModelGroups,
  listModels,
  type Model,
  type ModelGroup,
  updateModel,
  updateModelGroup,
  validateImportStructure,
} from '@tenantry/cms'
import { z } from 'zod'
import { IfVersion, NoArgs } from '../respond.ts'
import type { HeadlessScope } from './context.ts'
import { respond } from './respond.ts'

const Id = z.object({ id: z.string() })
const ModelId = z.object({ modelId: z.string() })
const Create = z.object({ data: z.unknown() })
const CreateFrom = ModelId.extend(Create.shape)
const Export = z.object({ models: z.array(z.string()).nullish() })
const Import = Create.extend({ models: z.array(z.string()).nullish() })
const Update = z.object({ data: z.unknown(), ifVersion: IfVersion })

const isInCode = ({ definition }: Pick<ModelGroup, 'definition'>) => definition !== undefined

// A model that was copied into another locale is answered with its group there.
const modelsIn = async ({ id, locale }: ModelGroup, _: unknown, scope: HeadlessScope) =>
  (await listModels(scope, locale)).filter(({ group }) => group.id === id)

/** Of a list that has no pages. */
const wholeList = ({ data }: { data: readonly unknown[] | null }) =>
  data && {
    cursor: null,
    hasMoreItems: false,
    totalCount: data.length,
    totalCountExact: true,
  }

export const modelResolvers = {
  Query: {
    getContentModel: respond(ModelId, (scope, { modelId }) =>
      getModel(scope, scope.locale, modelId),
    ),
    listContentModels: respond(NoArgs, (scope) => listModels(scope, scope.locale)),
  },
  CmsContentModel: {
    plugin: isInCode,
    fields: (model: Model) =>
      model.fields.map((it) => ({ ...it, indexState: indexStateOf(model, it) })),
  },
  CmsContentModelGroup: {
    plugin: isInCode,
    contentModels: modelsIn,
    totalContentModels: async (group: ModelGroup, _: unknown, scope: HeadlessScope) =>
      (await modelsIn(group, _, scope)).length,
  },
  CmsContentModelListResponse: { meta: wholeList },
}

export const manageModelResolvers = {
  CmsContentModelGroupListResponse: { meta: wholeList },
  Query: {
    getContentModelGroup: respond(Id, (scope, { id }) => getModelGroup(scope, scope.locale, id)),
    listContentModelGroups: respond(NoArgs, (scope) => listModelGroups(scope, scope.locale)),
    exportStructure: respond(Export, (scope, { models }) =>
      exportStructure(scope, scope.locale, models),
    ),
  },
  Mutation: {
    createContentModelGroup: respond(Create, (scope, { data }, key) =>
      createModelGroup(scope, scope.locale, data, key),
    ),
    updateContentModelGroup: respond(Update.extend(Id.shape), (scope, args, key) =>
      updateModelGroup(scope, scope.locale, { ...args, ...key }),
    ),
    deleteContentModelGroup: respond(Id, (scope, args, key) =>
      deleteModelGroup(scope, scope.locale, { ...args, ...key }),
    ),
    createContentModel: respond(Create, (scope, { data }, key) =>
      createModel(scope, scope.locale, data, key),
    ),
    createContentModelFrom: respond(CreateFrom, (scope, args, key) =>
      createModelFrom(scope, scope.locale, { ...args, ...key }),
    ),
    updateContentModel: respond(Update.extend(ModelId.shape), (scope, args, key) =>
      updateModel(scope, scope.locale, { ...args, ...key }),
    ),
    deleteContentModel: respond(ModelId, (scope, args, key) =>
      deleteModel(scope, scope.locale, { ...args, ...key }),
    ),
    validateImportStructure: respond(Create, (scope, { data }) =>
      validateImportStructure(scope, scope.locale, data),
    ),
    importStructure: respond(Import, (scope, args, key) =>
      importStructure(scope, scope.locale, { ...args, ...key }),
    ),
  },
}
