import type { TenantTable } from '@tenantry/dynamo'
import { columnOf } from './columns.ts'
import { indexPartition, KEPT } from './keys.ts'
import { LAST } from './encode.ts'
import { listRevisions } from './list.ts'
import type { Model } from './model.ts'
import { parseSort } from './order.ts'
import type { Where } from './where.ts'

/**
 * Whether a model has entries, also such as wait in the bin. `but` are the ids of those that are in
 * use and do not count; in the bin every entry counts.
 */
export async function hasEntries(
  table: TenantTable,
  model: Model,
  but: readonly string[] = [],
): Promise<boolean> {
  for (const stage of KEPT) {
    const PK = indexPartition(model, stage, 'id')
    const { items } = await table.walk(PK, { from: '0', to: LAST, limit: 1 + but.length })
    const others = items.filter(({ SK }) => stage === 'bin' || !but.includes(String(SK)))
    if (others.length > 0) return true
  }
  return false
}

/** Whether an entry holds a value in this column. Where that would take too long to find out: yes. */
export async function holdsValues(
  table: TenantTable,
  model: Model,
  storageId: string,
): Promise<boolean> {
  const column = columnOf(model, storageId)
  const where: Where = {
    column,
    entryOnly: false,
    operator: 'equals',
    operands: [null],
    negated: true,
  }
  for (const stage of [...KEPT, 'published'] as const) {
    const order = parseSort(model, stage)
    const page = await listRevisions(table, model, { stage, where, order, limit: 1 })
    if (page.revisions.length > 0 || page.end) return true
  }
  return false
}
