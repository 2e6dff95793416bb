import type { Change, Key, TenantTable } from '@tenantry/dynamo'
import { columnOf, type Shape } from './columns.ts'
import { countersPartition, KEPT, type Stage } from './keys.ts'
import { type Cell, cellOf, type Row } from './row.ts'

// Every mutation of an entry adds to one of 16 items, so that writers rarely meet: AWS cancels one of
// two transactions that write the same item.
const SHARDS = 16
const names = Array.from({ length: SHARDS }, (_, n) => String(n).padStart(2, '0'))
const keysOf = (model: Shape): Key[] => names.map((SK) => ({ PK: countersPartition(model), SK }))

/** What a new model starts with. `version` is the model's epoch. */
export const newCounters = (model: Shape): Change[] =>
  keysOf(model).map((at) => ({ put: { ...at, version: model.epoch }, onlyIf: 'absent' }))

/**
 * Ends the epoch: from here whoever works with the model as it was is refused. With `writes` only if
 * no entry was written since these were read, so that what somebody found out by then still holds.
 */
export const fenceChanges = (model: Shape, writes?: readonly number[]): Change[] =>
  keysOf(model).map((at, n) => ({
    update: at,
    add: { version: 1 },
    onlyIf: writes ? { version: model.epoch, [WRITES]: writes[n] ?? 0 } : model.epoch,
  }))

/** How often entries of a model were written, shard by shard. */
export async function readWrites(table: TenantTable, model: Shape): Promise<number[]> {
  const shards = await table.list(countersPartition(model), '', SHARDS)
  return shards.map((it) => Number(it[WRITES] ?? 0))
}

/** No stage is called so: it meets no other counter. */
const WRITES = 'writes'

/**
 * Ends the model, only if no entry counts: one that was made since somebody looked is in a counter.
 * Without its counters no entry can be written, so who comes later is refused.
 */
export const removedCounters = (model: Shape): Change[] =>
  keysOf(model).map((at) => ({
    delete: at,
    onlyIf: { version: model.epoch, ...Object.fromEntries(KEPT.map((it) => [allOf(it), 0])) },
  }))

/** A row as it counts in a stage. */
export interface Counted {
  stage: Stage
  row: Row
}

/** Takes an entry from what it counted for and adds it to what it counts for now. */
export function countChange(
  model: Shape,
  entryId: string,
  { before, after }: { before: readonly Counted[]; after: readonly Counted[] },
): Change {
  const sums = new Map<string, number>()
  const addAll = (all: readonly Counted[], by: number) => {
    for (const name of all.flatMap((it) => countNames(model, it)))
      sums.set(name, (sums.get(name) ?? 0) + by)
  }
  addAll(before, -1)
  addAll(after, 1)
  const add = Object.fromEntries([...sums].filter(([, by]) => by !== 0))
  const shard = names[Number.parseInt(entryId.slice(-4), 16) % SHARDS] ?? '00'
  const at = { PK: countersPartition(model), SK: shard }
  return { update: at, add: { ...add, [WRITES]: 1 }, onlyIf: model.epoch }
}

/** How many entries of a stage have this value in a counted column, or how many there are at all. */
export async function readCount(
  table: TenantTable,
  model: Shape,
  { stage, column, value }: { stage: Stage; column?: string; value?: Cell },
): Promise<number> {
  const name = column === undefined ? allOf(stage) : valueName(stage, column, value ?? null)
  const shards = await table.list(countersPartition(model), '', SHARDS)
  return shards.reduce((sum, shard) => sum + Number(shard[name] ?? 0), 0)
}

function countNames(model: Shape, { stage, row }: Counted): string[] {
  const values = model.counted.flatMap((id) => {
    const value = cellOf(row, columnOf(model, id))
    // What is missing is not counted: entries from before the field was made never were.
    return value === null || value === undefined ? [] : [valueName(stage, id, value)]
  })
  return [allOf(stage), ...values]
}

const allOf = (stage: Stage) => `${stage}:all`
const valueName = (stage: Stage, column: string, value: Cell) =>
  `${stage}:${column}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`
