import { createHash } from 'node:crypto'
import type { ClientItem, PlatformWrite } from '@tenantry/dynamo'
import { type OktaDefaults, type Platform, ROOT_ID, stored, Tenant } from './tenant.ts'

const hashOf = (issuer: string, clientId: string) =>
  createHash('sha256').update(`${issuer}|${clientId}`).digest('hex')

/** The clients whose tokens count on a tenant. A client id means something in its own org only. */
function clientsOf({ settings }: Tenant, defaults: OktaDefaults): string[] {
  const { appClientId, okta } = settings
  const ids = new Set([appClientId, ...okta.serviceClientIds])
  return [...ids].map((id) => hashOf(okta.issuer ?? defaults.issuer, id))
}

/** Root names its client by configuration: no item tells of it, and a change of it is no write. */
export const sharesClientOfRoot = (tenant: Tenant, okta: OktaDefaults): boolean =>
  tenant.id !== ROOT_ID && clientsOf(tenant, okta).includes(hashOf(okta.issuer, okta.rootClientId))

/** What a change of a tenant does to the clients that it names, and to the tenants that share them. */
export interface Sharing {
  /** Whether the changed tenant shares a client from now on. */
  isShared: boolean
  /** Neighbours that were alone with their client until now. */
  others: PlatformWrite['tenants']
  clients: ClientItem[]
}

/**
 * A token of a shared client is valid on each tenant that names it, so on all of them only group
 * names that name their tenant may count. Two who come to share a client at the same time meet on
 * the version of the client's item.
 *
 * Who is left alone with a client that was shared stays qualified as long as that client stays: they
 * must not begin to trust the plain names in its tokens without being told.
 */
export async function sharingOf(
  { table, okta }: Platform,
  { before, after }: { before?: Tenant; after?: Tenant },
): Promise<Sharing> {
  const id = (after ?? before)?.id ?? ''
  const old = before ? clientsOf(before, okta) : []
  const now = after ? clientsOf(after, okta) : []
  const joined = now.filter((it) => !old.includes(it))
  const left = old.filter((it) => !now.includes(it))

  const items = await table.findClients([...joined, ...left])
  const neighbours = items
    .filter(({ client }) => joined.includes(client))
    .flatMap(({ tenants }) => tenants)
    // A new tenant with a taken id is no neighbour of itself: it is refused for its id.
    .filter((it) => it !== id)
  const staysQualified =
    before?.settings.okta.groupNames === 'QUALIFIED' && joined.length < now.length
  const namesThatOfRoot = after !== undefined && sharesClientOfRoot(after, okta)
  return {
    isShared: neighbours.length > 0 || staysQualified || namesThatOfRoot,
    others: await qualified(table, neighbours),
    clients: items.map(({ client, tenants, version }) => {
      const others = tenants.filter((it) => it !== id)
      return {
        client,
        tenants: joined.includes(client) ? [...others, id] : others,
        version: version + 1,
      }
    }),
  }
}

export function withGroupNames(tenant: Tenant, groupNames: 'PLAIN' | 'QUALIFIED'): Tenant {
  const { settings } = tenant
  return { ...tenant, settings: { ...settings, okta: { ...settings.okta, groupNames } } }
}

/** The change that makes those of these tenants qualified that are not yet. */
async function qualified(
  table: Platform['table'],
  ids: readonly string[],
): Promise<PlatformWrite['tenants']> {
  const tenants = (await table.findTenants(ids)).map((item) => Tenant.parse(item))
  return tenants
    .filter(({ settings }) => settings.okta.groupNames === 'PLAIN')
    .map((before) => {
      const after = { ...withGroupNames(before, 'QUALIFIED'), version: before.version + 1 }
      return { before: stored(before), after: stored(after) }
    })
}
