import { invalid, type Scope, validated } from '@tenantry/security'
import { z } from 'zod'
import { contentOf, type Model, type ModelGroup } from './model.ts'
import { ModelInput } from './model-input.ts'
import { listModels } from './models.ts'
import { camelCased } from './names.ts'

/** Models and their groups as a file that goes from one tenant, locale or deployment to another. */
export interface Structure {
  groups: StructureGroup[]
  models: StructureModel[]
}

const MAX_GROUPS = 50
const MAX_MODELS = 50
/** Well within what a Lambda may answer. */
const MAX_CHARACTERS = 4_000_000

const StructureGroup = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string().nullish(),
  description: z.string().nullish(),
  icon: z.string().nullish(),
})
export type StructureGroup = z.infer<typeof StructureGroup>

/** What a model is, without its group, which is a name here, and what else is in the file. */
const Parts = ModelInput.omit({ group: true, defaultFields: true }).keyof()
const StructureModel = z
  .looseObject({ modelId: z.string().transform(camelCased), name: z.string(), group: z.string() })
  .transform(({ group, modelId, name, ...rest }): StructureModel => ({
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => Parts.safeParse(key).success)),
    modelId,
    name,
    group,
  }))
export type StructureModel = { modelId: string; name: string; group: string } & Record<
  string,
  unknown
>

const Structure = z.object({
  groups: z.array(StructureGroup).max(MAX_GROUPS, `At most ${MAX_GROUPS} groups at once.`),
  models: z.array(StructureModel).max(MAX_MODELS, `At most ${MAX_MODELS} models at once.`),
})

/** What somebody wants to import: whether each part of it can be is not yet known. */
export const parseStructure = (data: unknown): Structure => validated(Structure, data)

/** All models that the caller may read, or those of them that are named, with their groups. */
export async function exportStructure(
  scope: Scope,
  locale: string,
  modelIds?: readonly string[] | null,
): Promise<string> {
  const all = await listModels(scope, locale)
  const models = modelIds?.length ? all.filter((it) => modelIds.includes(it.modelId)) : all
  const byId = new Map(models.map(({ group }) => [group.id, groupParts(group)]))
  // Both by their names: a file that is kept changes only where the models do.
  const groups = [...byId.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const exported = JSON.stringify({ groups, models: models.map(modelParts) })
  if (exported.length > MAX_CHARACTERS)
    throw invalid([
      { error: 'That is too much for one file: name fewer models.', fieldId: 'models' },
    ])
  return exported
}

export function groupParts(group: ModelGroup): StructureGroup {
  const { id, name, slug, description, icon } = group
  return { id, name, slug, description, icon }
}

export const modelParts = (model: Model): StructureModel => ({
  modelId: model.modelId,
  name: model.name,
  singularApiName: model.singularApiName,
  pluralApiName: model.pluralApiName,
  group: model.group.id,
  ...contentOf(model),
})
