import { type BoundChanges, seal } from './bound.ts'
import type { TableOptions } from './client.ts'
import { dayOf, type Item, type Key, key, newId } from './keys.ts'
import { getItem, getItems, listItems, type Page, type Stretch, walkItems } from './read.ts'
import { type Change, save, transact } from './transact.ts'

/** Who did what to which thing: written with the change itself, or not at all. */
export interface AuditEvent {
  /** `<area>.<noun>.<verb>`, e.g. `security.group.create`. */
  action: string
  /** As they were known then: whoever reads the log may not be allowed to look people up. */
  by: { type: string; id: string; displayName: string }
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
  /**
   * Writes events as they are numbered and the end of their chain, or neither: what has a `sequence`
   * by now throws `CONFLICT`, as does another `version` of the end. The one write without an event of
   * its own, so it reaches nothing but events.
   */
  sealEvents(end: Item & { version: number }, events: readonly Item[]): Promise<void>
  /**
   * Applies all changes or none, without an event: nobody has done anything. So it reaches nothing but
   * what follows from the rest and could be made anew: indexes, and how far a job has come.
   */
  derive(changes: readonly Change[]): Promise<void>
}

/** Marks events among all items: the consumer of the table's stream is woken by nothing else. */
export const EVENT_KIND = 'audit-event'
/** Marks what a job has to go on with: another consumer of the stream is woken by it. */
export const UNFINISHED_KIND = 'unfinished'
/** Where the chain of a tenant's events ends. */
export const CHAIN_END: Key = { PK: 'AUDIT', SK: 'END' }
const EVENTS = 'AUDIT#'
/** The partition of the events of a day such as `2030-01-31`. */
export const eventsOf = (day: string): string => key('AUDIT', day)

export function tenantTable(tenantId: string, options: TableOptions): TenantTable {
  const owner = `${key('T', tenantId)}#`
  const owned = <At extends Key>(at: At): At => ({ ...at, PK: owner + at.PK })
  /** Items leave as they were put in: nobody outside sees or stores the owner again. */
  const bare = (item: Item): Item => ({ ...item, PK: String(item.PK).slice(owner.length) })

  const ownedChanges = (changes: readonly Change[], event: AuditEvent) =>
    allOwned([...changes, recordOf(event)])
  const allOwned = (changes: readonly Change[]) =>
    changes.map((change): Change => {
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
    sealEvents: (end, events) =>
      transact(options, [
        save(owned(CHAIN_END), end),
        ...events.map((it): Change => ({ put: owned(eventKey(it)), onlyIf: { sequence: 0 } })),
      ]),
    async derive(changes) {
      if (!changes.every(isDerived)) throw new TypeError('Only what is derived changes unseen.')
      await transact(options, allOwned(changes))
    },
  }
}

const DERIVED = /^L#[^#]+#(INDEX#|JOBS$)/

function isDerived(change: Change): boolean {
  if ('check' in change) return true
  const { PK } = 'put' in change ? change.put : 'update' in change ? change.update : change.delete
  return DERIVED.test(PK)
}

/** @throws TypeError if it is no event. */
function eventKey(item: Item): Key & Item {
  const { PK, SK } = item
  if (typeof PK !== 'string' || typeof SK !== 'string' || !PK.startsWith(EVENTS))
    throw new TypeError('Only events are sealed.')
  return { ...item, PK, SK }
}

/** One item per event, its partition the day: no two writers ever meet on it. */
function recordOf(event: AuditEvent): Change {
  const id = newId()
  // Of the id's own time, which a clock that was set back does not turn: days and ids are in one order.
  const at = new Date().toISOString()
  return { put: { ...event, kind: EVENT_KIND, at, PK: eventsOf(dayOf(id)), SK: id } }
}
