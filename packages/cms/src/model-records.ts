import { UNFINISHED_KIND } from '@tenantry/dynamo'
import { invalid, type Scope } from '@tenantry/security'
import type { z } from 'zod'
import { columnIdsOf, planCounted, planIndexes, SYSTEM_COLUMNS, withoutWords } from './columns.ts'
import { DEFAULT_LAYOUT, fieldsOf, layoutOf, layoutWithout } from './field-input.ts'
import type { Field } from './fields.ts'
import type { Model, ModelGroup, StoredModel } from './model.ts'
import { type ModelUpdate, type parseModelInput, titlesOf } from './model-input.ts'
import { assertNamesAllowed, modelIdOf } from './names.ts'
import { caller } from './people.ts'

export const MODEL_ID = /^[A-Za-z][A-Za-z0-9_-]*$/

export const storedModel = ({ group, ...model }: Model): StoredModel & { kind?: string } => ({
  ...model,
  group: { id: group.id },
  ...(isPending(model) && { kind: UNFINISHED_KIND }),
})

export function newModel(
  scope: Pick<Scope, 'principal'>,
  group: ModelGroup,
  input: ReturnType<typeof parseModelInput>,
): Model {
  const fields = fieldsOf(input.fields ?? [], [], input)
  const now = new Date().toISOString()
  const model: Model = {
    modelId: input.modelId ?? modelIdOf(input.name),
    locale: group.locale,
    name: input.name,
    singularApiName: input.singularApiName,
    pluralApiName: input.pluralApiName,
    group,
    icon: input.icon ?? null,
    description: input.description ?? null,
    tags: input.tags ?? [],
    fields,
    layout: layoutOf(input.layout ?? (input.defaultFields ? DEFAULT_LAYOUT : []), fields),
    ...titlesOf(input, fields),
    columns: [...SYSTEM_COLUMNS, ...columnIdsOf(fields)],
    indexes: planIndexes(fields).map((it) => ({ ...it, state: 'ready' })),
    counted: planCounted(fields, { columns: [], counted: [] }),
    // Not 1: who still writes to a deleted model must not reach another one under its id.
    epoch: Date.now(),
    createdOn: now,
    createdBy: caller(scope),
    savedOn: now,
    version: 1,
  }
  assertNames(model)
  return model
}

export function changedModel(
  model: Model,
  group: ModelGroup,
  input: z.infer<typeof ModelUpdate>,
): Model {
  const fields = input.fields ? fieldsOf(input.fields, model.fields) : model.fields
  const columns = [...new Set([...model.columns, ...columnIdsOf(fields)])]
  const titles = titlesOf({ ...titlesStillThere(model, fields), ...given(input) }, fields)
  const indexes = planIndexes(fields, model.indexes)
  // The words of the title come first, and only so many can be searched for.
  const isSameTitle = titleIn(fields, titles) === titleIn(model.fields, model)
  const shape = {
    columns,
    indexes: isSameTitle ? indexes : withoutWords(indexes),
    counted: planCounted(fields, model),
  }
  const same = JSON.stringify(shape) === JSON.stringify(pickShape(model))
  const saved: Model = {
    ...model,
    ...shape,
    epoch: model.epoch + (same ? 0 : 1),
    name: input.name ?? model.name,
    singularApiName: input.singularApiName ?? model.singularApiName,
    pluralApiName: input.pluralApiName ?? model.pluralApiName,
    group,
    icon: input.icon === undefined ? model.icon : input.icon,
    description: input.description === undefined ? model.description : input.description,
    tags: input.tags ?? model.tags,
    fields,
    layout: layoutOf(input.layout ?? layoutWithout(model.layout, fields), fields),
    ...titles,
    savedOn: new Date().toISOString(),
    version: model.version + 1,
  }
  assertNames(saved)
  return saved
}

const titleIn = (fields: readonly Field[], { titleFieldId }: Pick<Model, 'titleFieldId'>) =>
  fields.find(({ fieldId }) => fieldId === titleFieldId)?.storageId

const pickShape = ({ columns, indexes, counted }: Model) => ({ columns, indexes, counted })

const TITLES = ['titleFieldId', 'descriptionFieldId', 'imageFieldId'] as const

const given = (input: z.infer<typeof ModelUpdate>) =>
  Object.fromEntries(TITLES.flatMap((it) => (input[it] === undefined ? [] : [[it, input[it]]])))

/** A title field that was renamed stays the title; one that went, or became a list, is no longer it. */
function titlesStillThere(model: Model, fields: readonly Field[]) {
  const nameNow = (fieldId: string | null) => {
    const before = model.fields.find((it) => it.fieldId === fieldId)
    const now = fields.find((it) => it.id === before?.id && it.type === before.type)
    return now?.multipleValues ? undefined : now?.fieldId
  }
  return Object.fromEntries(TITLES.map((it) => [it, nameNow(model[it])]))
}

function assertNames(model: Model): void {
  if (!MODEL_ID.test(model.modelId))
    throw invalid([{ error: 'Give the model an id.', fieldId: 'modelId' }])
  if (model.singularApiName.toLowerCase() === model.pluralApiName.toLowerCase())
    throw invalid([{ error: 'The two API names must differ.', fieldId: 'pluralApiName' }])
  assertNamesAllowed(model)
}

/**
 * With all its indexes complete, and none left of those that were dropped; in their room there may now
 * be others to build, which begins another epoch.
 */
export function readyModel(model: Model): Model {
  const complete = model.indexes
    .filter(({ state }) => state !== 'dropping')
    .map((it) => ({ ...it, state: 'ready' as const }))
  const indexes = planIndexes(model.fields, complete)
  const epoch = model.epoch + (isPending({ indexes }) ? 1 : 0)
  return { ...model, indexes, epoch, version: model.version + 1 }
}

/** Whether indexes are still being built or dropped. */
export const isPending = ({ indexes }: Pick<Model, 'indexes'>): boolean =>
  indexes.some(({ state }) => state !== 'ready')
