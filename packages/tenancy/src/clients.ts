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

/**
 * Completes the change of one tenant with what keeps a shared client safe: a token of it is valid on
 * each tenant that names it, so on all of them only group names that name their tenant may count.
 * Two who share a client at the same time meet on the version of the client's item.
 *
 * `QUALIFIED` stays while one of the clients does: whoever is left alone with a client that was
 * shared must not begin to trust the plain names in its tokens without being told.
 */
export async function withClients(
  { table, okta }: Platform,
  before: Tenant | undefined,
  after: Tenant | undefined,
): Promise<{ after: Tenant | undefined; others: PlatformWrite['tenants']; clients: ClientItem[] }> {
  const old = before ? clientsOf(before, okta) : []
  const now = after ? clientsOf(after, okta) : []
  const joined = now.filter((it) => !old.includes(it))
  const left = old.filter((it) => !now.includes(it))
  const id = (after ?? before)?.id ?? ''

  const items = await table.findClients([...joined, ...left])
  const clients = items.map((it) => ({
    client: it.client,
    version: it.version + 1,
    tenants: [...it.tenants.filter((tenant) => tenant !== id), ...(joined.includes(it.client) ? [id] : [])],
  }))
  const neighbours = items
    .filter(({ client }) => joined.includes(client))
    .flatMap(({ tenants }) => tenants.filter((tenant) => tenant !== id))
  const plain = (await table.findTenants(neighbours))
    .map((item) => Tenant.parse(item))
    .filter(({ settings }) => settings.okta.groupNames === 'PLAIN')
  const others = plain.map((it) => ({
    before: stored(it),
    after: stored({ ...withGroupNames(it, true), version: it.version + 1 }),
  }))

  if (!after) return { after, others, clients }
  const stays = before?.settings.okta.groupNames === 'QUALIFIED' && joined.length < now.length
  const shared = neighbours.length > 0 || stays || sharesClientOfRoot(after, okta)
  return { after: withGroupNames(after, shared), others, clients }
}

function withGroupNames(tenant: Tenant, shared: boolean): Tenant {
  const { settings } = tenant
  const okta = { ...settings.okta, groupNames: shared ? 'QUALIFIED' : 'PLAIN' } as const
  return { ...tenant, settings: { ...settings, okta } }
}
