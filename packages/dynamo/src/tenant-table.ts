import { type BoundChanges, seal } from './bound.ts'
import type { TableOptions } from './client.ts'
import { type Item, type Key, key, newId } from './keys.ts'
import { getItem, getItems, listItems, type Page, type Stretch, walkItems } from './read.ts'
import { type Change, transact } from './transact.ts'

/** Who did what to which thing: written with the change itself, or not at all. */
export interface AuditEvent {
  /** `<area>.<noun>.<verb>`, e.g. `security.group.create`. */
  action: string
  by: { type: string; id: string }
  /** The id of what was changed. */
  target: string
}

/**
 * One tenant's slice of the table. The tenant id is part of every key that is sent to DynamoDB and
 * no method takes one, so code that holds a `TenantTable` cannot name another tenant's item.
 */
export interface TenantTable {
  get(at: Key): Promise<Item | undefined>
  /** Those that exist, in the order of the keys. */
  getMany(keys: readonly Key[]): Promise<Item[]>
  /** The first `limit` items of a partition whose `SK` starts with `prefix`, in key order. */
  list(PK: string, prefix: string, limit: number): Promise<Item[]>
  /** One page of a stretch of a partition, in either direction. */
  walk(PK: string, stretch: Stretch): Promise<Page>
  /** Applies all changes and records the event, or neither. A failed guard throws `CONFLICT`. */
  write(changes: readonly Change[], event: AuditEvent): Promise<void>
  /** What `write` would send, for the one transaction that also touches the platform area. */
  bind(changes: readonly Change[], event: AuditEvent): BoundChanges
}

export function tenantTable(tenantId: string, options: TableOptions): TenantTable {
  const owner = `${key('T', tenantId)}#`
  const owned = <At extends Key>(at: At): At => ({ ...at, PK: owner + at.PK })
  /** Items leave as they were put in: nobody outside sees or stores the owner again. */
  const bare = (item: Item): Item => ({ ...item, PK: String(item.PK).slice(owner.length) })

  const ownedChanges = (changes: readonly Change[], event: AuditEvent) =>
    [...changes, recordOf(event)].map((change): Change => {
      if ('put' in change) return { ...change, put: owned(change.put) }
      if ('update' in change) return { ...change, update: owned(change.update) }
      if ('delete' in change) return { ...change, delete: owned(change.delete) }
      return { ...change, check: owned(change.check) }
    })

  return {
    async get(at) {
      const item = await getItem(options, owned(at))
      return item && bare(item)
    },
    getMany: async (keys) => (await getItems(options, keys.map(owned))).map(bare),
    list: async (PK, prefix, limit) =>
      (await listItems(options, { PK: owner + PK, prefix, limit })).map(bare),
    async walk(PK, stretch) {
      const page = await walkItems(options, { ...stretch, PK: owner + PK })
      return { ...page, items: page.items.map(bare) }
    },
    write: (changes, event) => transact(options, ownedChanges(changes, event)),
    bind: (changes, event) => seal(ownedChanges(changes, event)),
  }
}

/** One item per event, its partition the day: no two writers ever meet on it. */
function recordOf(event: AuditEvent): Change {
  const at = new Date().toISOString()
  return { put: { ...event, at, PK: key('AUDIT', at.slice(0, 10)), SK: newId() } }
}
