import { expect, test } from 'vitest'
import { root, world } from './world.ts'

const GET = `query ($id: ID!) { tenancy { getTenant(where: { id: $id }) {
  data { id name parent } error { code message data }
} } }`
const LIST = '{ tenancy { listTenants { data { id } error { code } } } }'
const readers = [{ name: 'tenancy.tenant', rwd: 'r' }]

test('a tenant reads its children, and only them', async () => {
  const acme = await world({ readers })
  const one = await world({}, { parent: acme.scope })
  const two = await world({}, { parent: acme.scope })
  await world({}, { parent: two.scope })
  await world()

  const got = await acme.as('readers').graphql(GET, { id: one.tenant.id })
  const listed = await acme.as('readers').graphql(LIST)

  expect(got.data.tenancy.getTenant.data).toEqual({
    id: one.tenant.id,
    name: one.tenant.name,
    parent: acme.tenant.id,
  })
  const ids: { id: string }[] = listed.data.tenancy.listTenants.data
  expect(ids.map(({ id }) => id).sort()).toEqual([one.tenant.id, two.tenant.id].sort())
})

test('a stranger’s id is answered exactly like an unknown one', async () => {
  const acme = await world({ readers })
  const stranger = await world()
  const child = await world({}, { parent: stranger.scope })
  const ask = async (id: string) => {
    const { data, headers } = await acme.as('readers').graphql(GET, { id })
    headers.delete('x-request-id')
    return JSON.stringify([data, ...headers])
      .replaceAll(id, '…')
      .replace(/"\d+"/, '')
  }

  const unknown = await ask('t0000000000')

  for (const id of [stranger.tenant.id, child.tenant.id, acme.tenant.id, 'root', 'a#b'])
    expect(await ask(id)).toBe(unknown)
  expect(unknown).toContain('NOT_FOUND')
})

test.each([
  ['without a token', null],
  ['with a group that may write but not read tenants', 'writers'],
  ['with a group for the users', 'neighbours'],
])('reading tenants %s is refused', async (_, actor) => {
  const acme = await world({
    writers: [{ name: 'tenancy.tenant', rwd: 'wd' }],
    neighbours: [{ name: 'adminUsers.user' }],
  })
  const child = await world({}, { parent: acme.scope })

  const got = await acme.as(actor).graphql(GET, { id: child.tenant.id })
  const listed = await acme.as(actor).graphql(LIST)

  expect(got.data.tenancy.getTenant.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  expect(listed.data.tenancy.listTenants.error.code).toBe('SECURITY_NOT_AUTHORIZED')
})

test('root lists its children by name', async () => {
  const { tenant } = await world()
  const { data } = await root.as('full-access').graphql(LIST)
  expect(data.tenancy.listTenants.data).toContainEqual({ id: tenant.id })
})
