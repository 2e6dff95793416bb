import { setTimeout as sleep } from 'node:timers/promises'
import { type Change, save, type TenantTable, UNFINISHED_KIND } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { assertCan, event, type Scope } from '@tenantry/security'
import { z } from 'zod'
import { indexesIn, wordsState } from './columns.ts'
import { fenceChanges } from './counters.ts'
import { LAST } from './encode.ts'
import { Head } from './entry.ts'
import { indexItem, indexKeysOf } from './entry-changes.ts'
import { MAX_INDEXED_VALUES } from './fields.ts'
import { headKey, indexPartition, jobKey, modelKey, type Stage } from './keys.ts'
import type { Model } from './model.ts'
import { bumped } from './model-groups.ts'
import { getModel } from './models.ts'
import { isPending, readyModel, storedModel } from './model-records.ts'
import { unpackRow } from './row.ts'
import { indexWords } from './words.ts'

const STAGES: readonly Stage[] = ['latest', 'published']
const MAX_CHANGES = 90
const MAX_ENTRIES = 25

/** How far and how fast one run goes. */
export interface Pace {
  /** When it stops and leaves the rest to the next run; it does a little in any case. */
  until?: number
  /** An index is one partition, which takes 1,000 write units a second from everybody. */
  entriesPerSecond?: number
  /** For how long a request may still read an index that was dropped meanwhile. */
  settleMs?: number
}

/** Where the run before stopped. To write it wakes the next run. */
const Place = z.object({ epoch: z.number(), after: z.string().optional(), version: z.number() })
type Place = z.infer<typeof Place>

/**
 * Completes the indexes of a model that are being built, and clears those that are being dropped,
 * while writers go on: they have kept the new list since the model was saved, and whoever worked with
 * an older one is refused. It can be stopped anywhere and run again.
 *
 * @returns the model, whose indexes are then complete unless the run was stopped by its `pace`, or
 *   somebody has changed the model meanwhile.
 */
export async function backfillIndexes(
  scope: Scope,
  { locale, modelId }: { locale: string; modelId: string },
  { until = Infinity, entriesPerSecond = Infinity, settleMs = 0 }: Pace = {},
): Promise<Model> {
  const model = await getModel(scope, locale, modelId)
  assertCan(scope, 'cms.contentModel', 'w', { model })
  if (!isPending(model)) return model
  const place = await findPlace(scope.table, model)
  const stopAt = (after: string | undefined) => stopped(scope, model, { ...place, after })
  try {
    if (!(await settled(model, { until, settleMs }))) return await stopAt(place.after)
    const started = Date.now()
    let [after, count]: [string | undefined, number] = [place.after, 0]
    do {
      const page = await backfillPage(scope, model, after)
      after = page.next
      count += page.count
      if (after !== undefined && Date.now() >= until) return await stopAt(after)
      await sleep(Math.max(0, started + (count * 1000) / entriesPerSecond - Date.now()))
    } while (after !== undefined)
    return await completed(scope, model)
  } catch (error) {
    // Whoever changed the model, or came here first, has woken a run of their own.
    if (error === outrun) return model
    throw error
  }
}

const outrun = new AppError('CONFLICT', 'The model was changed, or another run goes on with it.')

async function findPlace(table: TenantTable, model: Model): Promise<Place> {
  const item = await table.get(jobKey(model))
  const place = item ? Place.parse(item) : { epoch: model.epoch, version: 0 }
  // Of other indexes, so from the beginning.
  return place.epoch === model.epoch ? place : { epoch: model.epoch, version: place.version }
}

async function stopped(scope: Scope, model: Model, place: Place): Promise<Model> {
  const next = { ...place, version: place.version + 1, kind: UNFINISHED_KIND }
  await scope.table.derive([{ ...save(jobKey(model), next), otherwise: outrun }])
  return model
}

/** Nobody reads a dropped index any more once all requests that know the model as it was are over. */
async function settled(
  { indexes, savedOn }: Model,
  { until, settleMs }: Required<Pick<Pace, 'until' | 'settleMs'>>,
): Promise<boolean> {
  if (indexes.every(({ state }) => state !== 'dropping')) return true
  const at = Date.parse(savedOn) + settleMs
  await sleep(Math.max(0, Math.min(at, until) - Date.now()))
  return Date.now() >= at
}

async function backfillPage(scope: Scope, model: Model, after: string | undefined) {
  const pending = model.indexes.filter(({ state }) => state !== 'ready')
  const perEntry = pending.reduce(
    (sum, { list }) => sum + STAGES.length * (list ? MAX_INDEXED_VALUES : 1),
    1,
  )
  const limit = Math.max(1, Math.min(MAX_ENTRIES, Math.floor(MAX_CHANGES / perEntry)))
  const stretch = { from: '0', to: LAST, limit, ...(after !== undefined && { after }) }
  const { items, next } = await scope.table.walk(indexPartition(model, 'latest', 'id'), stretch)
  const entryIds = items.map(({ SK }) => String(SK))
  await backfillEntries(scope, model, entryIds)
  if (wordsState(model) === 'building') await indexWords(scope, model, entryIds)
  return { count: items.length, next }
}

async function backfillEntries(
  scope: Scope,
  model: Model,
  entryIds: readonly string[],
): Promise<void> {
  const items = await scope.table.getMany(entryIds.map((it) => headKey(model, it)))
  const changes = items.flatMap((it) => changesFor(model, Head.parse(it)))
  if (changes.length === 0) return
  const same: Change = { check: modelKey(model), onlyIf: model.version, otherwise: outrun }
  try {
    await scope.table.derive([same, ...changes])
  } catch (error) {
    if (error === outrun || !(error instanceof AppError && error.code === 'CONFLICT')) throw error
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
    const keysOf = (state: 'building' | 'dropping') =>
      indexesIn(model, stage, [state]).flatMap((it) => indexKeysOf(model, it, standing))
    return [
      ...keysOf('building').map((it) => ({ put: indexItem(it, place) })),
      ...keysOf('dropping').map((it) => ({ delete: it })),
    ]
  })
  const unchanged: Change = { check: headKey(model, head.entryId), onlyIf: head.version }
  return changes.length > 0 ? [unchanged, ...changes] : []
}

async function completed(scope: Scope, model: Model): Promise<Model> {
  const next = readyModel(model)
  const isSameEpoch = next.epoch === model.epoch
  // No version of its own: who has the model open in an editor shall not be told that it was changed.
  const ready = isSameEpoch ? { ...next, version: model.version } : next
  const changes: Change[] = [
    {
      put: { ...storedModel(ready), ...modelKey(ready) },
      onlyIf: model.version,
      otherwise: outrun,
    },
    ...(isSameEpoch ? [] : fenceChanges(model)),
    { delete: jobKey(model) },
    bumped(model.locale),
  ]
  await scope.table.write(changes, event(scope, 'cms.model.ready', model.modelId))
  return ready
}
