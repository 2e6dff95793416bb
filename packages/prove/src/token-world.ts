import type { TokenWorld } from './credentials.ts'
import { randomId } from './operations.ts'
import type { SignInAt } from './org.ts'
import { createTenant, type Place, type Tenant } from './tenant.ts'
import { send } from './target.ts'

/** Makes the tenants of the token matrix beside two that there are: one for each way to sign in. */
export async function makeTokenWorld(
  place: Place,
  { a, b }: { a: Tenant; b: Tenant },
): Promise<TokenWorld> {
  const { org } = place
  const at = (clientId: string, own: object = {}): SignInAt => ({
    issuer: org.issuer,
    audience: org.audience,
    clientId,
    ...own,
  })
  const make = (name: string, clientId: string, okta: object | null = null) =>
    createTenant(place, { name, description: '', settings: { appClientId: clientId, okta } })
  const [other, id, shared, off] = ['other', 'id', 'shared', 'off'].map((it) =>
    randomId(`0oa_${it}_`),
  )
  const where = {
    root: at(org.rootClientId ?? ''),
    a: at(a.clientId),
    b: at(b.clientId),
    other: at(other ?? '', org.second),
    id: at(id ?? ''),
    shared: at(shared ?? ''),
    off: at(off ?? ''),
  }
  const tenantIds: Record<string, string> = {
    root: 'root',
    a: a.tenantId,
    b: b.tenantId,
    id: await make('id', where.id.clientId, { tokenUse: 'ID' }),
    one: await make('one', where.shared.clientId),
    two: await make('two', where.shared.clientId),
    off: await make('off', where.off.clientId),
    none: randomId('no-such-'),
    ...(org.rootClientId && { kin: await make('kin', org.rootClientId) }),
    ...(org.second && { other: await make('other', where.other.clientId, org.second) }),
  }
  await disable(place, tenantIds['off'] ?? '')
  return { org, a, b, tenantIds, at: where }
}

async function disable({ target, org }: Place, id: string): Promise<void> {
  const query = `mutation ($id: ID!) { tenancy { disableTenant(id: $id) { error { message } } } }`
  const authorization = await org.root()
  await send(target, {
    tenantId: 'root',
    path: '/graphql',
    authorization,
    query,
    variables: { id },
  })
}
