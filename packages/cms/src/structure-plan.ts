import { AppError } from '@tenantry/errors'
import { assertCan, type Scope } from '@tenantry/security'
import { z } from 'zod'
import { assertEditable } from './editable.ts'
import { assertAllowedByEntries } from './field-changes.ts'
import type { Model, ModelGroup } from './model.ts'
import { changedGroup, mayReadGroup, newGroup } from './model-groups.ts'
import { parseModelInput, parseModelUpdate } from './model-input.ts'
import { changedModel, newModel } from './model-records.ts'
import { loadModelSpace } from './model-space.ts'
import { mayRead } from './models.ts'
import { assertNoClash, slugOf } from './names.ts'
import {
  groupParts,
  modelParts,
  type Structure,
  type StructureGroup,
  type StructureModel,
} from './structure.ts'

const Problem = z.object({ code: z.string(), message: z.string(), data: z.unknown() })
const Step = z.object({
  /** As the file calls it. */
  id: z.string(),
  action: z.enum(['create', 'update', 'none']),
  error: Problem.nullable(),
})

/** What an import comes to, group by group and model by model. */
export const Plan = z.object({
  groups: z.array(Step.extend({ target: z.string() })),
  models: z.array(Step.extend({ related: z.array(z.string()) })),
})
export type Plan = z.infer<typeof Plan>

/** What is there, for the caller, and what will be once the steps so far are done. */
interface Drafts {
  groups: ModelGroup[]
  models: Model[]
}

/** Tells what to make and what to change, and what would be refused. Writes nothing. */
export async function planOf(scope: Scope, locale: string, structure: Structure): Promise<Plan> {
  const space = await loadModelSpace(scope.table, locale)
  const drafts: Drafts = {
    groups: space.groups.filter((it) => mayReadGroup(scope, it)),
    models: space.models.filter((it) => mayRead(scope, it)),
  }
  const groups = structure.groups.map((it) => groupStep(scope, { locale, drafts, wanted: it }))
  const targets = new Map(groups.map(({ id, target }) => [id, target]))
  const models: Plan['models'] = []
  for (const wanted of structure.models)
    models.push(await modelStep(scope, { drafts, wanted, targets }))
  return { groups, models }
}

/** A group that has the id, or else the slug, is the same group. */
function groupStep(
  scope: Scope,
  { locale, drafts, wanted }: { locale: string; drafts: Drafts; wanted: StructureGroup },
): Plan['groups'][number] {
  const slug = wanted.slug ?? slugOf(wanted.name)
  const before =
    drafts.groups.find(({ id }) => id === wanted.id) ?? drafts.groups.find((it) => it.slug === slug)
  const step = { id: wanted.id, target: before?.id ?? wanted.id }
  try {
    const { id: _, ...data } = wanted
    const after = before ? changedGroup(scope, before, data) : newGroup(scope, locale, wanted)
    const action = actionOf(before && groupParts(before), groupParts(after))
    if (before && action === 'update') assertEditable(before, `group "${before.id}"`)
    drafts.groups = [...drafts.groups.filter((it) => it !== before), after]
    return { ...step, action, error: null }
  } catch (error) {
    return { ...step, action: 'none', error: problemOf(error) }
  }
}

interface ModelStep {
  drafts: Drafts
  wanted: StructureModel
  targets: ReadonlyMap<string, string>
}

async function modelStep(
  scope: Scope,
  { drafts, wanted, targets }: ModelStep,
): Promise<Plan['models'][number]> {
  const step = { id: wanted.modelId, related: relatedOf(wanted.fields) }
  const before = drafts.models.find(({ modelId }) => modelId === wanted.modelId)
  try {
    const after = modelAfter(scope, before, { drafts, wanted, targets })
    assertCan(scope, 'cms.contentModel', 'w', { model: before ?? after })
    assertCan(scope, 'cms.contentModel', 'w', { model: after })
    assertNoClash(after, drafts.models)
    const action = actionOf(before && modelParts(before), modelParts(after))
    if (before && action === 'update') assertEditable(before, `model "${before.modelId}"`)
    if (before) await assertAllowedByEntries(scope.table, before, after)
    drafts.models = [...drafts.models.filter((it) => it !== before), after]
    return { ...step, action, error: null }
  } catch (error) {
    return { ...step, action: 'none', error: problemOf(error) }
  }
}

function modelAfter(
  scope: Scope,
  before: Model | undefined,
  { drafts, wanted, targets }: ModelStep,
): Model {
  const target = targets.get(wanted.group) ?? wanted.group
  const group = drafts.groups.find(({ id }) => id === target)
  if (!group)
    throw new AppError('GROUP_NOT_FOUND', `There is no content model group "${wanted.group}".`)
  const data = dataOf(wanted, target)
  if (!before) return newModel(scope, group, parseModelInput(data))
  const { modelId: _, ...changes } = data
  return changedModel(before, group, parseModelUpdate(changes))
}

/** A model of the file as `createModel` takes it. */
export const dataOf = (wanted: StructureModel, groupId: string) => ({
  ...wanted,
  group: { id: groupId },
})

const Pointing = z.looseObject({
  settings: z
    .looseObject({
      models: z.array(z.looseObject({ modelId: z.string() })).optional(),
      fields: z.array(z.unknown()).optional(),
      templates: z.array(z.looseObject({ fields: z.array(z.unknown()) })).optional(),
    })
    .nullish(),
})

/** The models that fields point to, also those inside of others. */
function relatedOf(fields: unknown): string[] {
  const all = z.array(z.unknown()).safeParse(fields).data ?? []
  const related = all.flatMap((it): string[] => {
    const {
      models = [],
      fields: inside,
      templates = [],
    } = Pointing.safeParse(it).data?.settings ?? {}
    return [
      ...models.map(({ modelId }) => modelId),
      ...relatedOf(inside),
      ...templates.flatMap((template) => relatedOf(template.fields)),
    ]
  })
  return [...new Set(related)]
}

function actionOf(before: object | undefined, after: object): 'create' | 'update' | 'none' {
  if (!before) return 'create'
  return JSON.stringify(before) === JSON.stringify(after) ? 'none' : 'update'
}

/** What stands against one step is told with it, and the others go on. */
export function problemOf(error: unknown): z.infer<typeof Problem> {
  if (!(error instanceof AppError)) throw error
  const { code, message, data } = error
  return { code, message, data }
}
