import { type Change, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import {
  assertCan,
  assertVersion,
  can,
  event,
  once,
  type Repeatable,
  type Scope,
} from '@tenantry/security'
import { z } from 'zod'
import { assertCanSome } from './access.ts'
import { fenceChanges, newCounters, removedCounters } from './counters.ts'
import { assertAllowedByEntries } from './field-changes.ts'
import { assertEditable } from './editable.ts'
import { groupKey, jobKey, modelKey, nameKey } from './keys.ts'
import { localeGuard, resolveLocale } from './locales.ts'
import { type Model, ModelGroup, StoredModel } from './model.ts'
import { bumped } from './model-groups.ts'
import { parseModelInput, parseModelUpdate } from './model-input.ts'
import { freedNames, renamedNames, takenNames } from './model-names.ts'
import {
  changedModel,
  isPending,
  MODEL_ID,
  newModel,
  readyModel,
  storedModel,
} from './model-records.ts'
import { loadModelSpace } from './model-space.ts'
import { assertNoClash } from './names.ts'
import { isSingleton } from './singleton.ts'
import { deleteSingleton } from './singleton-entry.ts'
import { hasEntries } from './usage.ts'

/** The models that the caller may read, by name. */
export async function listModels(scope: Scope, locale: string): Promise<Model[]> {
  assertCanSome(scope, 'cms.contentModel', 'r')
  await resolveLocale(scope, locale)
  const { models } = await loadModelSpace(scope.table, locale)
  return models.filter((it) => mayRead(scope, it)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

export async function getModel(scope: Scope, locale: string, modelId: string): Promise<Model> {
  assertCanSome(scope, 'cms.contentModel', 'r')
  await resolveLocale(scope, locale)
  return findReadable(scope, locale, modelId)
}

/**
 * Makes a model. Its id is the camel case of its name unless `data` has one.
 *
 * @throws AppError `GROUP_NOT_FOUND`, `MODEL_ID_EXISTS`, `MODEL_SINGULAR_API_NAME_EXISTS` and the
 *   other codes of names, `VALIDATION_ERROR` if title or layout name a field that is not there.
 */
export async function createModel(
  scope: Scope,
  locale: string,
  data: unknown,
  { idempotencyKey }: Repeatable = {},
): Promise<Model> {
  assertCanSome(scope, 'cms.contentModel', 'w')
  const input = parseModelInput(data)
  await resolveLocale(scope, locale)
  return once(scope, {
    operation: 'cms.model.create',
    input: [locale, data],
    idempotencyKey,
    run: async (note) => {
      const group = await groupOf(scope, locale, input.group.id)
      const model = newModel(scope, group, input)
      const changes = [...(await creationOf(scope, model)), ...note(model.modelId)]
      await scope.table.write(changes, event(scope, 'cms.model.create', model.modelId))
      return model
    },
    again: (modelId) => findReadable(scope, locale, modelId),
  })
}

/** All that makes a model, if the caller may make it and its names are free. */
export async function creationOf(scope: Scope, model: Model): Promise<Change[]> {
  const { locale, group } = model
  assertCan(scope, 'cms.contentModel', 'w', { model })
  const { version, models } = await loadModelSpace(scope.table, locale)
  assertNoClash(model, models)
  return [
    ...takenNames(model),
    save(modelKey(model), storedModel(model)),
    ...newCounters(model),
    // A model that is made or renamed in this moment could clash with this one.
    { ...bumped(locale), onlyIf: version },
    { check: groupKey(locale, group.id), onlyIf: group.version },
    await localeGuard(scope, locale),
  ]
}

interface Update extends Repeatable {
  modelId: string
  data: unknown
  ifVersion?: number | undefined
}

/**
 * Changes a model. Fields that entries hold values of can be renamed, but neither go nor change
 * their type: `ENTRY_FIELD_USED`.
 */
export async function updateModel(
  scope: Scope,
  locale: string,
  { modelId, data, ifVersion, idempotencyKey }: Update,
): Promise<Model> {
  assertCanSome(scope, 'cms.contentModel', 'w')
  const input = parseModelUpdate(data)
  await resolveLocale(scope, locale)
  return once(scope, {
    operation: 'cms.model.update',
    input: [locale, modelId, data],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const model = await findReadable(scope, locale, modelId)
      assertCan(scope, 'cms.contentModel', 'w', { model })
      assertEditable(model, `model "${modelId}"`)
      assertVersion(model, ifVersion)
      const group = input.group ? await groupOf(scope, locale, input.group.id) : model.group
      const { saved, changes } = await changeOf(scope, model, changedModel(model, group, input))
      await scope.table.write(
        [...changes, ...note(modelId)],
        event(scope, 'cms.model.update', modelId),
      )
      return readyIfEmpty(scope, saved)
    },
    again: () => findReadable(scope, locale, modelId),
  })
}

/** All that makes one model of another, if the caller may and its entries allow it. */
export async function changeOf(
  scope: Scope,
  model: Model,
  wanted: Model,
): Promise<{ saved: Model; changes: Change[] }> {
  const { locale, group } = wanted
  assertCan(scope, 'cms.contentModel', 'w', { model: wanted })
  const writes = await assertAllowedByEntries(scope.table, model, wanted)
  const { version, models } = await loadModelSpace(scope.table, locale)
  assertNoClash(wanted, models)
  const isAnother = writes !== undefined || isSingleton(model) !== isSingleton(wanted)
  const saved = isAnother ? { ...wanted, epoch: model.epoch + 1 } : wanted
  const changes: Change[] = [
    ...renamedNames(model, saved),
    save(modelKey(saved), storedModel(saved)),
    ...(saved.epoch === model.epoch ? [] : fenceChanges(model, writes)),
    { ...bumped(locale), onlyIf: version },
    { check: groupKey(locale, group.id), onlyIf: group.version },
  ]
  return { saved, changes }
}

/**
 * Deletes a model without entries; a singleton with the one that it has. Fields of other models that
 * point to it point to nothing from then on.
 *
 * @throws AppError `CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED` while it has entries, also in the bin.
 */
export async function deleteModel(
  scope: Scope,
  locale: string,
  { modelId, idempotencyKey }: { modelId: string } & Repeatable,
): Promise<boolean> {
  assertCanSome(scope, 'cms.contentModel', 'd')
  await resolveLocale(scope, locale)
  return once(scope, {
    operation: 'cms.model.delete',
    input: [locale, modelId],
    idempotencyKey,
    run: async (note) => {
      const model = await findReadable(scope, locale, modelId)
      assertCan(scope, 'cms.contentModel', 'd', { model })
      assertEditable(model, `model "${modelId}"`)
      if (isSingleton(model)) await deleteSingleton(scope, model)
      if (await hasEntries(scope.table, model)) throw stillUsed(modelId)
      const changes: Change[] = [
        { delete: modelKey(model), onlyIf: model.version },
        ...freedNames(model),
        ...removedCounters(model),
        { delete: jobKey(model) },
        bumped(locale),
        ...note(modelId),
      ]
      await scope.table.write(changes, event(scope, 'cms.model.delete', modelId))
      return true
    },
    again: async () => true,
  })
}

/** Whether a model is there for the caller at all. */
export const mayRead = (scope: Scope, model: Model): boolean =>
  can(scope, 'cms.contentModel', 'r', { model }) &&
  can(scope, 'cms.contentModelGroup', 'r', { model })

export async function findReadable(scope: Scope, locale: string, modelId: string): Promise<Model> {
  const missing = new AppError('NOT_FOUND', `Content model "${modelId}" was not found.`)
  if (!MODEL_ID.test(modelId)) throw missing
  const item = await scope.table.get(modelKey({ locale, modelId }))
  if (!item) throw missing
  const { group: inGroup, ...model } = StoredModel.parse(item)
  const group = await scope.table.get(groupKey(locale, inGroup.id))
  const found = { ...model, group: ModelGroup.parse(group) }
  // What the caller may not read does not exist for them.
  if (!mayRead(scope, found)) throw missing
  return found
}

/** The group that the caller may read, by its id or, as front ends of v5 name it, by its slug. */
export async function groupOf(scope: Scope, locale: string, name: string): Promise<ModelGroup> {
  const item = /^[\w-]+$/.test(name) ? await findGroup(scope, locale, name) : undefined
  const group = item && ModelGroup.parse(item)
  const asked = group && { locale, modelId: '', createdBy: group.createdBy, group }
  if (!group || !can(scope, 'cms.contentModelGroup', 'r', { model: asked }))
    throw new AppError('GROUP_NOT_FOUND', `There is no content model group "${name}".`)
  return group
}

async function findGroup({ table }: Scope, locale: string, name: string) {
  const item = await table.get(groupKey(locale, name))
  if (item) return item
  const taken = await table.get(nameKey(locale, 'SLUG', name))
  return taken && table.get(groupKey(locale, SlugOwner.parse(taken).id))
}
const SlugOwner = z.object({ id: z.string() })

/** New indexes of a model without entries are complete at once: whoever writes now writes them, too. */
export async function readyIfEmpty(scope: Scope, model: Model): Promise<Model> {
  if (!isPending(model) || (await hasEntries(scope.table, model))) return model
  const ready = readyModel(model)
  const changes = [
    save(modelKey(ready), storedModel(ready)),
    ...(ready.epoch === model.epoch ? [] : fenceChanges(model)),
    bumped(model.locale),
  ]
  try {
    await scope.table.write(changes, event(scope, 'cms.model.ready', model.modelId))
    return await readyIfEmpty(scope, ready)
  } catch (error) {
    // Somebody has changed the model in this moment: it is theirs to go on from.
    if (error instanceof AppError && error.code === 'CONFLICT') return model
    throw error
  }
}

const stillUsed = (modelId: string) =>
  new AppError(
    'CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED',
    `Cannot delete content model "${modelId}" because there are existing entries.`,
  )
