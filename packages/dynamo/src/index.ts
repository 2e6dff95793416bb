export type { BoundChanges } from './bound.ts'
export { documentClient, type TableOptions } from './client.ts'
export { dayAt, dayOf, idsFrom, type Item, type Key, key, newId, timeOf } from './keys.ts'
export { type Meter, newMeter, transactionUnits } from './meter.ts'
export {
  type ClientItem,
  type PlatformTable,
  platformTable,
  type PlatformWrite,
  type TenantItem,
} from './platform-table.ts'
export type { Page, Stretch } from './read.ts'
export {
  type AuditEvent,
  CHAIN_END,
  EVENT_KIND,
  eventsOf,
  type TenantTable,
  tenantTable,
  UNFINISHED_KIND,
} from './tenant-table.ts'
export { type Change, retried, save } from './transact.ts'
