import { expect, test } from 'vitest'
import { randomId, root, world } from './world.ts'

const UPDATE = `mutation ($id: ID!, $data: UpdateTenantInput!, $ifVersion: Int) { tenancy {
  updateTenant(id: $id, data: $data, ifVersion: $ifVersion) {
    data { id name tags version settings { appClientId domains { fqdn } okta { audience } } }
    error { code data }
  }
} }`

const change = (id: string, more: object = {}) => ({
  id,
  data: {
    name: 'Renamed',
    description: '',
    tags: ['new'],
    settings: { appClientId: '0oa_renamed' },
  },
  ...more,
})

test('changes what is given and leaves what is not', async () => {
  const domains = [{ fqdn: `${randomId('d')}.example` }]
  const { tenant } = await world({}, { settings: { domains, okta: { audience: 'api://own' } } })

  const { data } = await root.as('full-access').graphql(UPDATE, change(tenant.id, { ifVersion: 1 }))

  expect(data.tenancy.updateTenant).toEqual({
    data: {
      id: tenant.id,
      name: 'Renamed',
      tags: ['new'],
      version: 2,
      settings: { appClientId: '0oa_renamed', domains, okta: { audience: 'api://own' } },
    },
    error: null,
  })
})

test('tokens of the client that was replaced are worth nothing from then on', async () => {
  const { tenant, as, sign, post } = await world({ viewer: [] })
  await as('viewer').graphql('{ tenancy { getDefaultTenant { data { id } } } }')
  const authorization = await sign('viewer')

  await root.as('full-access').graphql(UPDATE, change(tenant.id))

  const headers = { 'x-tenant': tenant.id, authorization }
  expect(await post('{ tenancy { version } }', {}, headers)).toMatchObject({ status: 401 })
})

test('who read an older version is told instead of overwriting', async () => {
  const { tenant } = await world()
  await root.as('full-access').graphql(UPDATE, change(tenant.id))

  const { data } = await root.as('full-access').graphql(UPDATE, change(tenant.id, { ifVersion: 1 }))

  expect(data.tenancy.updateTenant).toEqual({ data: null, error: { code: 'CONFLICT', data: null } })
})

test.each([
  ['without a token', null],
  ['with a group that may only read and delete tenants', 'readers'],
  ['with a group for sign-in settings', 'neighbours'],
])('changing a tenant %s is refused, be it there or not', async (_, actor) => {
  const acme = await world({
    readers: [{ name: 'tenancy.tenant', rwd: 'rd' }],
    neighbours: [{ name: 'tenancy.signIn' }],
  })
  const child = await world({}, { parent: acme.scope })

  for (const id of [child.tenant.id, 'no-such']) {
    const { data } = await acme.as(actor).graphql(UPDATE, change(id))
    expect(data.tenancy.updateTenant.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  }
})

test('root, a stranger, a grandchild and the tenant itself are as good as unknown', async () => {
  const acme = await world({ managers: [{ name: 'tenancy.tenant' }] })
  const stranger = await world()
  const child = await world({}, { parent: acme.scope })
  const grandchild = await world({}, { parent: child.scope })

  for (const id of [
    'root',
    acme.tenant.id,
    stranger.tenant.id,
    grandchild.tenant.id,
    'no-such',
    '#',
    '',
  ]) {
    const { data } = await acme.as('managers').graphql(UPDATE, change(id))
    expect(data.tenancy.updateTenant).toEqual({
      data: null,
      error: { code: 'NOT_FOUND', data: null },
    })
  }
})

test('two tenants that come to share a client trust qualified names only', async () => {
  const acme = await world({ editors: [{ name: 'cms.*' }] })
  const globex = await world({ editors: [{ name: 'cms.*' }] })
  const { appClientId } = acme.tenant.settings
  await root.as('full-access').graphql(UPDATE, {
    ...change(globex.tenant.id),
    data: { name: 'G', description: '', tags: [], settings: { appClientId } },
  })
  const LOGIN =
    'mutation { security { login { data { ... on OktaIdentity { groups } permissions } } } }'

  const plain = await acme.as('editors').graphql(LOGIN)
  const own = await acme.as(`${acme.tenant.id}:editors`).graphql(LOGIN)
  const others = await acme.as(`${globex.tenant.id}:editors`).graphql(LOGIN)

  expect(plain.data.security.login.data).toEqual({ groups: [], permissions: [] })
  expect(own.data.security.login.data.groups).toEqual(['editors'])
  expect(others.data.security.login.data).toEqual({ groups: [], permissions: [] })
})
