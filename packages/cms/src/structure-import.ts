import { event, keyOfPart, once, type Repeatable, type Scope } from '@tenantry/security'
import { assertCanSome } from './access.ts'
import { resolveLocale } from './locales.ts'
import { createModelGroup, updateModelGroup } from './model-groups.ts'
import { createModel, updateModel } from './models.ts'
import { parseStructure, type Structure, type StructureModel } from './structure.ts'
import { dataOf, Plan, planOf, problemOf } from './structure-plan.ts'

type Step = Plan['groups'][number] | Plan['models'][number]

interface ImportResult {
  groups: (Answered & { group: { id: string; name: string } })[]
  models: (Answered & {
    model: { modelId: string; name: string; group: string }
    related: string[]
  })[]
  message: string
}
interface Answered {
  action: Step['action']
  error: Step['error']
  /** It is there now as it is in the file. */
  imported: boolean
}

/** What importing would do, and what of it would be refused. Writes nothing. */
export async function validateImportStructure(
  scope: Scope,
  locale: string,
  data: unknown,
): Promise<ImportResult> {
  assertCanSome(scope, 'cms.contentModel', 'w')
  const structure = parseStructure(data)
  await resolveLocale(scope, locale)
  const plan = await planOf(scope, locale, structure)
  const planned = async ({ action, error }: Step) => ({ action, error, imported: false })
  return answerOf(structure, plan, { group: planned, model: planned, message: 'Validation done.' })
}

interface Import extends Repeatable {
  data: unknown
  /** The ids of those models of the file that are wanted; all, unless given. */
  models?: readonly string[] | null | undefined
}

/**
 * Makes and changes the models that are wanted, and before them their groups. Each is a write of its
 * own with all checks: what is refused is told with it, and the others are imported. A repetition
 * follows the plan of the first time and does what is left of it.
 */
export async function importStructure(
  scope: Scope,
  locale: string,
  { data, models, idempotencyKey }: Import,
): Promise<ImportResult> {
  assertCanSome(scope, 'cms.contentModel', 'w')
  const structure = chosen(parseStructure(data), models)
  await resolveLocale(scope, locale)
  const plan = await once(scope, {
    operation: 'cms.structure.import',
    input: [locale, data, models],
    idempotencyKey,
    run: async (note) => {
      const made = await planOf(scope, locale, structure)
      const noted = note(JSON.stringify(made))
      await scope.table.write(noted, event(scope, 'cms.structure.import', locale))
      return made
    },
    again: async (noted) => Plan.parse(JSON.parse(noted)),
  })
  const at = { locale, structure, plan, idempotencyKey }
  return answerOf(structure, plan, {
    group: (step) => imported(step, () => importGroup(scope, step, at)),
    model: (step) => imported(step, () => importModel(scope, step, at)),
    message: 'Import done.',
  })
}

/** What is wanted of the file, with the groups that it takes. */
function chosen(structure: Structure, modelIds: Import['models']): Structure {
  if (!modelIds) return structure
  const models = structure.models.filter(({ modelId }) => modelIds.includes(modelId))
  const isNeeded = (id: string) => models.some(({ group }) => group === id)
  return { models, groups: structure.groups.filter(({ id }) => isNeeded(id)) }
}

interface Importing extends Repeatable {
  locale: string
  structure: Structure
  plan: Plan
}

async function importGroup(scope: Scope, step: Plan['groups'][number], at: Importing) {
  const wanted = at.structure.groups.find(({ id }) => id === step.id)
  const key = keyOfPart(at, `group ${step.id}`)
  if (!wanted || step.action === 'none') return
  if (step.action === 'create') return createModelGroup(scope, at.locale, wanted, key)
  const { id: _, ...data } = wanted
  return updateModelGroup(scope, at.locale, { id: step.target, data, ...key })
}

async function importModel(scope: Scope, step: Plan['models'][number], at: Importing) {
  const wanted = at.structure.models.find(({ modelId }) => modelId === step.id)
  const key = keyOfPart(at, `model ${step.id}`)
  if (!wanted || step.action === 'none') return
  const { modelId, ...data } = dataOf(wanted, targetOf(wanted, at.plan))
  if (step.action === 'create') return createModel(scope, at.locale, { modelId, ...data }, key)
  return updateModel(scope, at.locale, { modelId, data, ...key })
}

const targetOf = ({ group }: StructureModel, { groups }: Plan): string =>
  groups.find(({ id }) => id === group)?.target ?? group

async function imported({ action, error }: Step, write: () => Promise<unknown>): Promise<Answered> {
  if (error) return { action, error, imported: false }
  try {
    await write()
    return { action, error, imported: true }
  } catch (failure) {
    return { action, error: problemOf(failure), imported: false }
  }
}

interface Doing {
  group: (step: Plan['groups'][number]) => Promise<Answered>
  model: (step: Plan['models'][number]) => Promise<Answered>
  message: string
}

/** One after the other: a model needs its group, and each may clash with the one before. */
async function answerOf(structure: Structure, plan: Plan, doing: Doing): Promise<ImportResult> {
  const answer: ImportResult = { groups: [], models: [], message: doing.message }
  for (const [n, step] of plan.groups.entries()) {
    const name = structure.groups[n]?.name ?? ''
    answer.groups.push({ group: { id: step.id, name }, ...(await doing.group(step)) })
  }
  for (const [n, step] of plan.models.entries()) {
    const { name = '', group = '' } = structure.models[n] ?? {}
    const { id: modelId, related } = step
    answer.models.push({ model: { modelId, name, group }, related, ...(await doing.model(step)) })
  }
  return answer
}
