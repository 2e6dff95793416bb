import { type Change, retried, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { defining, event, type Scope } from '@tenantry/security'
import type { CheckedDefinitions } from './definitions.ts'
import { groupKey, modelKey } from './keys.ts'
import { contentOf, type Model, type ModelGroup } from './model.ts'
import { bumped, changedGroup, groupChange, groupCreation, newGroup } from './model-groups.ts'
import { changedModel, newModel, storedModel } from './model-records.ts'
import { loadModelSpace, type ModelSpace } from './model-space.ts'
import { changeOf, creationOf, readyIfEmpty } from './models.ts'

interface Installing {
  definitions: CheckedDefinitions
  /** What is there: what is as it is defined is not read again, nor written. */
  space: ModelSpace
}

/** A definition that cannot be installed here: what is stored stays as it is. */
interface Refused {
  name: string
  error: AppError
}

/**
 * Makes and changes what is defined in code, in one locale of one tenant. What is no longer defined
 * stays, and can be changed like any other from then on. Needs no permission: whoever deploys decides.
 */
export async function installDefinitions(
  on: Omit<Scope, 'principal'>,
  locale: string,
  { definitions, space }: Installing,
): Promise<{ isChanged: boolean; refused: Refused[] }> {
  const scope: Scope = { ...on, principal: defining }
  const steps = stepsOf(scope, locale, { definitions, space })
  const refused: Refused[] = []
  // One after the other: a model needs its group, and each changes the version of all.
  for (const { name, install } of steps) {
    try {
      await install()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused.push({ name, error })
    }
  }
  return { isChanged: steps.length > 0, refused }
}

interface Step {
  name: string
  install: () => Promise<void>
}

function stepsOf(scope: Scope, locale: string, { definitions, space }: Installing): Step[] {
  const { groups, models } = definitions
  const newGroups = groups.filter(
    ({ id, digest }) => !space.groups.some((it) => it.id === id && it.definition === digest),
  )
  const newModels = models.filter(
    ({ modelId, digest }) =>
      !space.models.some((it) => it.modelId === modelId && it.definition === digest),
  )
  const leftModels = space.models.filter(
    (it) => it.definition !== undefined && !models.some(({ modelId }) => modelId === it.modelId),
  )
  const leftGroups = space.groups.filter(
    (it) => it.definition !== undefined && !groups.some(({ id }) => id === it.id),
  )
  const step = (name: string, run: () => Promise<void>): Step => ({
    name,
    install: () => unlessOutrun(run),
  })
  return [
    ...newGroups.map((it) => step(`group "${it.id}"`, () => installGroup(scope, locale, it))),
    ...newModels.map((it) => step(`model "${it.modelId}"`, () => installModel(scope, locale, it))),
    ...leftModels.map((it) => step(`model "${it.modelId}"`, () => releaseModel(scope, it))),
    ...leftGroups.map((it) => step(`group "${it.id}"`, () => releaseGroup(scope, it))),
  ]
}

/** Another process may do the same in this moment. Whoever comes second finds it done. */
async function unlessOutrun(run: () => Promise<void>): Promise<void> {
  try {
    await retried(run)
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'CONFLICT') throw error
    await run()
  }
}

async function installGroup(
  scope: Scope,
  locale: string,
  { id, data, digest }: CheckedDefinitions['groups'][number],
): Promise<void> {
  const { groups } = await loadModelSpace(scope.table, locale)
  const before = groups.find((it) => it.id === id)
  if (before?.definition === digest) return
  const fresh = { ...newGroup(scope, locale, data), definition: digest }
  const { name, slug, description, icon } = fresh
  const changes = before
    ? groupChange(before, {
        ...changedGroup(scope, before, { name, slug, description, icon }),
        definition: digest,
      })
    : await groupCreation(scope, fresh)
  await scope.table.write(changes, event(scope, 'cms.group.define', id))
}

async function installModel(
  scope: Scope,
  locale: string,
  { modelId, groupId, data, digest }: CheckedDefinitions['models'][number],
): Promise<void> {
  const { groups, models } = await loadModelSpace(scope.table, locale)
  const before = models.find((it) => it.modelId === modelId)
  if (before?.definition === digest) return
  const group = groups.find(({ id }) => id === groupId)
  if (!group) throw new AppError('GROUP_NOT_FOUND', `There is no group "${groupId}".`)
  const fresh = { ...newModel(scope, group, data), definition: digest }
  const done = event(scope, 'cms.model.define', modelId)
  if (!before) return scope.table.write(await creationOf(scope, fresh), done)
  const wanted = { ...changedModel(before, group, wholeOf(fresh, data)), definition: digest }
  const { saved, changes } = await changeOf(scope, before, wanted)
  await scope.table.write(changes, done)
  await readyIfEmpty(scope, saved)
}

/** A definition is the whole model: what it leaves out is not what was there, but as if it were new. */
const wholeOf = (fresh: Model, { fields }: CheckedDefinitions['models'][number]['data']) => ({
  name: fresh.name,
  singularApiName: fresh.singularApiName,
  pluralApiName: fresh.pluralApiName,
  ...contentOf(fresh),
  fields: fields ?? [],
})

async function releaseModel(scope: Scope, { locale, modelId }: Model): Promise<void> {
  const { models } = await loadModelSpace(scope.table, locale)
  const before = models.find((it) => it.modelId === modelId)
  if (before?.definition === undefined) return
  const released = storedModel({ ...before, ...asUndefined(before) })
  const changes: Change[] = [save(modelKey(before), released), bumped(locale)]
  await scope.table.write(changes, event(scope, 'cms.model.release', modelId))
}

async function releaseGroup(scope: Scope, { locale, id }: ModelGroup): Promise<void> {
  const { groups } = await loadModelSpace(scope.table, locale)
  const before = groups.find((it) => it.id === id)
  if (before?.definition === undefined) return
  const released = { ...before, ...asUndefined(before) }
  const changes: Change[] = [save(groupKey(locale, id), released), bumped(locale)]
  await scope.table.write(changes, event(scope, 'cms.group.release', id))
}

/** The next version of a record, as of one that no code defines. */
const asUndefined = ({ version }: { version: number }) => ({
  definition: undefined,
  savedOn: new Date().toISOString(),
  version: version + 1,
})
