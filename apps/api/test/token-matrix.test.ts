import { createTenant, type Tenant } from '@tenantry/tenancy'
import { scopeOn } from '@tenantry/tenancy/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessClaims, actorsOf, okta, platform, randomId, root, send } from './world.ts'

/** Every way in which two tenants of the seed can differ, each with the people who sign in to it. */
const TENANTS = {
  root: { login: 'root@example.com', clientId: '0oa_root', server: 'default' },
  acme: { login: 'admin@acme.example', clientId: '0oa_acme', server: 'default' },
  globex: {
    login: 'admin@globex.example',
    clientId: '0oa_globex',
    server: 'globex',
    okta: { issuer: okta.issuerOf('globex'), audience: 'api://globex' },
  },
  dev: { login: 'admin@acme.example', clientId: '0oa_dev', server: 'default' },
  idMode: {
    login: 'admin@acme.example',
    clientId: '0oa_acme_id',
    server: 'default',
    okta: { tokenUse: 'ID' as const },
  },
}
type Name = keyof typeof TENANTS
const NAMES = Object.keys(TENANTS) as Name[]
const PAIRS = NAMES.flatMap((from) => NAMES.filter((to) => to !== from).map((to) => [from, to]))

const tenants = new Map<string, Tenant>([['root', root.tenant]])
const tenantOf = (name: string) => {
  const tenant = tenants.get(name)
  if (!tenant) throw new Error(name)
  return tenant
}

beforeAll(async () => {
  for (const name of NAMES.filter((it) => it !== 'root')) {
    const { clientId, ...more } = TENANTS[name]
    const tenant = await createTenant(scopeOn(platform), {
      id: randomId('t'),
      name,
      description: '',
      tags: [],
      settings: { appClientId: clientId, okta: 'okta' in more ? more.okta : null },
    })
    tenants.set(name, tenant)
  }
})

/** What the tenant's administrator holds after signing in: both kinds of token. */
async function tokensOf(name: Name): Promise<{ access: string; id: string }> {
  const { login, clientId, server } = TENANTS[name]
  if (name !== 'idMode') {
    const { accessToken, idToken } = await okta.signIn({ login, clientId, server })
    return { access: accessToken, id: idToken }
  }
  const { iss, iat, exp } = accessClaims(tenantOf(name), [])
  const shared = { iss, iat, exp, ver: 1, tenantry_groups: ['full-access'] }
  const id = { ...shared, jti: 'ID.1', sub: '00u_acme_admin', aud: clientId }
  return {
    access: await okta.sign(accessClaims(tenantOf(name), ['full-access'])),
    id: await okta.sign(id),
  }
}

const LOGIN = 'mutation { security { login { data { permissions } error { code } } } }'
const knock = (name: string, token: string) =>
  send({ query: LOGIN }, { 'x-tenant': tenantOf(name).id, authorization: `Bearer ${token}` })

describe('a token of one tenant is worth nothing in another', () => {
  test.each(PAIRS)('%s → %s, access and ID token alike', async (from, to) => {
    const { access, id } = await tokensOf(from as Name)

    for (const token of [access, id])
      expect(await knock(to as Name, token)).toMatchObject({
        status: 401,
        data: null,
        error: { code: 'UNAUTHENTICATED' },
      })
  })
})

test.each(NAMES)(
  '%s: its own token of the right kind gets in, the other kind does not',
  async (name) => {
    const { access, id } = await tokensOf(name)
    const [right, wrong] = name === 'idMode' ? [id, access] : [access, id]

    expect(await knock(name, right)).toMatchObject({
      status: 200,
      data: { security: { login: { error: null } } },
    })
    expect(await knock(name, wrong)).toMatchObject({ status: 401 })
  },
)

test('a machine’s token counts on the tenant that lists the machine, and gives no group', async () => {
  const scope = scopeOn(platform)
  const serviceClientIds = ['0oa_acme_service']
  const tenant = await createTenant(scope, {
    id: randomId('t'),
    name: 'Machines',
    description: '',
    tags: [],
    settings: { appClientId: randomId('0oa'), okta: { serviceClientIds } },
  })
  const authorization = `Bearer ${await okta.serviceToken({ clientId: '0oa_acme_service' })}`
  const LIST = '{ security { listGroups { error { code } } } }'

  expect(await send({ query: LIST }, { 'x-tenant': tenant.id, authorization })).toMatchObject({
    status: 200,
    data: { security: { listGroups: { error: { code: 'SECURITY_NOT_AUTHORIZED' } } } },
  })
  expect(await knock('acme', authorization.slice(7))).toMatchObject({ status: 401 })
})

describe('on a client that tenants share', () => {
  test('a group counts only on the tenant that it names', async () => {
    const sharing = await Promise.all(
      ['one', 'two'].map((name) =>
        createTenant(scopeOn(platform), {
          id: randomId('t'),
          name,
          description: '',
          tags: [],
          settings: { appClientId: '0oa_dev' },
        }),
      ),
    )
    const [one, two] = sharing.map(({ id }) => id)
    const login = async (tenant: Tenant, groups: string[]) => {
      const { data } = await actorsOf(tenant).as(groups).graphql(LOGIN)
      return data.security.login.data.permissions
    }

    for (const tenant of sharing) {
      const groups = [`${tenant.id}:full-access`]
      expect(await login(tenant, groups)).toEqual([{ name: '*' }])
      expect(await login(tenant, ['full-access'])).toEqual([])
      expect(await login(tenant, [`${tenant.id === one ? two : one}:full-access`])).toEqual([])
      expect(await login(tenant, [`:full-access`, `x${groups[0]}`])).toEqual([])
    }
  })

  test('root’s own client given to a child does not make root’s people its administrators', async () => {
    const child = await createTenant(scopeOn(platform), {
      id: randomId('t'),
      name: 'Child',
      description: '',
      tags: [],
      settings: { appClientId: '0oa_root' },
    })
    const permissionsOf = async (tenant: Tenant, group: string) => {
      const { data } = await actorsOf(tenant).as(group).graphql(LOGIN)
      return data.security.login.data.permissions
    }

    expect(await permissionsOf(child, 'full-access')).toEqual([])
    expect(await permissionsOf(child, `${child.id}:full-access`)).toEqual([{ name: '*' }])
    expect(await permissionsOf(root.tenant, 'full-access')).toEqual([{ name: '*' }])
    expect(await permissionsOf(root.tenant, `${child.id}:full-access`)).toEqual([])
  })
})
