import { createHash } from 'node:crypto'
import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import { type BoundChanges, unseal } from './bound.ts'
import type { TableOptions } from './client.ts'
import { type Item, key } from './keys.ts'
import { getItem, getItems, listItems } from './read.ts'
import { type Change, conflict, save, transact } from './transact.ts'

/** A tenant as it is stored: its place in the tree, what it is known by, and what `tenancy` adds. */
export interface TenantItem extends Item {
  id: string
  /** Absent for root, and for what is left of a deleted tenant. */
  parent?: string
  version: number
  /** Fully qualified names; each belongs to one tenant. */
  domains: string[]
}

/**
 * Which tenants name one client of one issuer. `client` is `sha256(issuer|clientId)` in hex,
 * `version` is 0 if no tenant has ever named it.
 */
const ClientItem = z.object({
  client: z.string(),
  tenants: z.array(z.string()),
  version: z.number().int(),
})
export type ClientItem = z.infer<typeof ClientItem>

/** The signing keys of an issuer as they were last fetched. Times are milliseconds since 1970. */
const KeysItem = z.object({
  jwks: z.string().nullable(),
  fetchedAt: z.number(),
  askedAt: z.number(),
  isAsking: z.boolean(),
  version: z.number().int(),
})
type KeysItem = z.infer<typeof KeysItem>

export interface PlatformWrite {
  /** Each tenant as it was read (absent: it is new) and as it shall be. */
  tenants: readonly { before?: TenantItem; after: TenantItem }[]
  /** Each client as it shall be, its version one above what was read: two at once cannot miss each other. */
  clients?: readonly ClientItem[]
  /** Tenants that must still be as they were read, e.g. the parent of a new one. */
  unchanged?: readonly TenantItem[]
}

/** The few items that belong to no tenant. One method per kind, no general `get`: only `tenancy` holds it. */
export interface PlatformTable {
  findTenant(id: string): Promise<Item | undefined>
  findTenants(ids: readonly string[]): Promise<Item[]>
  listChildren(parentId: string): Promise<string[]>
  findClients(clients: readonly string[]): Promise<ClientItem[]>
  /** Sees the last save, whatever the table's own reads do: a stale answer would cost a fetch. */
  findKeys(issuer: string): Promise<KeysItem | undefined>
  /** Saves over the version one below; `false` if another one is there. */
  saveKeys(issuer: string, keys: KeysItem): Promise<boolean>
  /**
   * Writes tenants, what points to them, and the given changes of tenant tables in one transaction.
   *
   * @throws AppError `TENANT_ID_TAKEN`, `VALIDATION_FAILED` for a domain of another tenant, `CONFLICT`.
   */
  write(changes: PlatformWrite, bound: readonly BoundChanges[]): Promise<void>
}

const MAX_CHILDREN = 1000

export function platformTable(options: TableOptions): PlatformTable {
  return {
    findTenant: (id) => getItem(options, tenantKey(id)),
    findTenants: (ids) => getItems(options, ids.map(tenantKey)),
    async listChildren(parentId) {
      const PK = key('P', 'CHILDREN', parentId)
      const children = await listItems(options, { PK, prefix: '', limit: MAX_CHILDREN })
      return children.map(({ SK }) => String(SK))
    },
    async findClients(clients) {
      const items = await getItems(options, clients.map(clientKey))
      return clients.map((client) => clientOf(client, items))
    },
    async findKeys(issuer) {
      const item = await getItem({ ...options, ConsistentRead: true }, keysKey(issuer))
      return item && KeysItem.parse(item)
    },
    saveKeys: (issuer, keys) => isSaved(transact(options, [save(keysKey(issuer), { ...keys })])),
    write: async ({ tenants, clients = [], unchanged = [] }, bound) =>
      transact(options, [
        ...unchanged.flatMap((it) => checkOf(it, tenants)),
        ...tenants.flatMap(({ before, after }) => tenantChanges(after, before)),
        ...clients.map((it) => save(clientKey(it.client), { ...it })),
        ...bound.flatMap(unseal),
      ]),
  }
}

const tenantKey = (id: string) => ({ PK: key('P', 'TENANT', id), SK: 'TENANT' })
const childKey = (parent: string, id: string) => ({ PK: key('P', 'CHILDREN', parent), SK: key(id) })
const domainKey = (fqdn: string) => ({ PK: key('P', 'DOMAIN', fqdn), SK: 'DOMAIN' })
const clientKey = (client: string) => ({ PK: key('P', 'CLIENT', client), SK: 'CLIENT' })

const keysKey = (issuer: string) => {
  const hashed = createHash('sha256').update(issuer).digest('hex')
  return { PK: key('P', 'KEYS', hashed), SK: 'KEYS' }
}

async function isSaved(saving: Promise<void>): Promise<boolean> {
  try {
    await saving
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return false
    throw error
  }
}

function clientOf(client: string, items: Item[]): ClientItem {
  const item = items.find(({ PK }) => PK === clientKey(client).PK)
  return item ? ClientItem.parse(item) : { client, tenants: [], version: 0 }
}

/** DynamoDB takes one action per item: what is written anyway has to be written over that version. */
function checkOf({ id, version }: TenantItem, written: PlatformWrite['tenants']): Change[] {
  const own = written.find(({ after }) => after.id === id)
  if (!own) return [{ check: tenantKey(id), onlyIf: version }]
  if (own.before?.version !== version) throw conflict()
  return []
}

/** The record, and whatever points to it and did not before, or did and no longer shall. */
function tenantChanges(after: TenantItem, before?: TenantItem): Change[] {
  const { id, parent, domains } = after
  const record = save(tenantKey(id), after)
  const taken = new AppError('TENANT_ID_TAKEN', `The tenant id "${id}" is taken.`)
  const gone = before?.domains.filter((it) => !domains.includes(it)) ?? []
  const added = domains.filter((it) => !before?.domains.includes(it))
  return [
    before ? record : { ...record, otherwise: taken },
    ...(before || !parent ? [] : [{ put: childKey(parent, id) }]),
    ...(before?.parent && !parent ? [{ delete: childKey(before.parent, id) }] : []),
    ...gone.map((it) => ({ delete: domainKey(it) })),
    ...added.map((it): Change => ({
      put: { ...domainKey(it), tenant: id },
      onlyIf: 'absent',
      otherwise: domainTaken(it),
    })),
  ]
}

function domainTaken(fqdn: string): AppError {
  const message = `The domain "${fqdn}" is in use.`
  return new AppError('VALIDATION_FAILED', message, {
    data: [{ error: message, fieldId: 'settings.domains' }],
  })
}
