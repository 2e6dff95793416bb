import { type Change, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { assertCan, event, type Scope } from '@tenantry/security'
import { type Index, indexesOf, type Shape } from './columns.ts'
import { LAST } from './encode.ts'
import { Head } from './entry.ts'
import { indexItem, indexKeyOf } from './entry-changes.ts'
import { headKey, indexPartition, modelKey, type Stage } from './keys.ts'
import type { Model } from './model.ts'
import { bumped } from './model-groups.ts'
import { getModel } from './models.ts'
import { readyModel, storedModel } from './model-records.ts'
import { unpackRow } from './row.ts'

const STAGES: readonly Stage[] = ['latest', 'published']
const MAX_CHANGES = 90
const MAX_ENTRIES = 25

/**
 * Completes the indexes of a model that are being built, and clears those that are being dropped,
 * while writers go on: they have kept the new list since the model was saved, and whoever worked with
 * an older one is refused. It can be stopped anywhere and run again.
 */
export async function backfillIndexes(
  scope: Scope,
  locale: string,
  modelId: string,
): Promise<Model> {
  const model = await getModel(scope, locale, modelId)
  assertCan(scope, 'cms.contentModel', 'w', { model })
  if (model.indexes.every(({ state }) => state === 'ready')) return model
  const PK = indexPartition(model, 'latest', 'id')
  const perEntry = 1 + model.indexes.filter(({ state }) => state !== 'ready').length * STAGES.length
  const limit = Math.max(1, Math.min(MAX_ENTRIES, Math.floor(MAX_CHANGES / perEntry)))
  let next: string | undefined
  do {
    const page = await scope.table.walk(PK, { from: '0', to: LAST, limit, after: next })
    await backfillEntries(
      scope,
      model,
      page.items.map(({ SK }) => String(SK)),
    )
    next = page.next
  } while (next !== undefined)
  return completed(scope, model)
}

async function backfillEntries(
  scope: Scope,
  model: Model,
  entryIds: readonly string[],
): Promise<void> {
  const items = await scope.table.getMany(entryIds.map((it) => headKey(model, it)))
  const changes = items.flatMap((it) => changesFor(model, Head.parse(it)))
  if (changes.length === 0) return
  try {
    await scope.table.write(changes, event(scope, 'cms.model.backfill', model.modelId))
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
    // One of them was saved meanwhile. Fewer at once meet fewer writers; each is read again.
    const half = Math.ceil(entryIds.length / 2)
    await backfillEntries(scope, model, entryIds.slice(0, half))
    await backfillEntries(scope, model, entryIds.slice(half))
  }
}

/** What an entry's items lack, or have too many; only if the entry is still as it was read. */
function changesFor(model: Model, head: Head): Change[] {
  const changes = STAGES.flatMap((stage): Change[] => {
    const place = head.places[stage]
    if (!place) return []
    const standing = { entryId: head.entryId, stage, row: unpackRow(place.row) }
    const keyOf = (index: Index) => indexKeyOf(model, index, standing)
    return [
      ...indexesIn(model, stage, 'building').map((it) => ({ put: indexItem(keyOf(it), place) })),
      ...indexesIn(model, stage, 'dropping').map((it) => ({ delete: keyOf(it) })),
    ]
  })
  const unchanged: Change = { check: headKey(model, head.entryId), onlyIf: head.version }
  return changes.length > 0 ? [unchanged, ...changes] : []
}

const indexesIn = (model: Shape, stage: Stage, state: 'building' | 'dropping'): Index[] => {
  const indexes = model.indexes.filter((it) => it.state === state)
  return indexesOf({ ...model, indexes }, stage, 'all').filter(({ columns }) => columns.length > 0)
}

async function completed(scope: Scope, model: Model): Promise<Model> {
  const ready = readyModel(model)
  const changes = [save(modelKey(ready), storedModel(ready)), bumped(model.locale)]
  await scope.table.write(changes, event(scope, 'cms.model.ready', model.modelId))
  return ready
}
