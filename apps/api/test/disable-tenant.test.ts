import { expect, test } from 'vitest'
import { root, world } from './world.ts'

const setStatus = (verb: string) => `mutation ($id: ID!) { tenancy {
  ${verb}(id: $id) { data { id status version } error { code } }
} }`
const DISABLE = setStatus('disableTenant')
const ENABLE = setStatus('enableTenant')

test('nobody gets into a disabled tenant, with whatever token, until it is enabled again', async () => {
  const { tenant, post, sign } = await world({ viewer: [] })
  const manager = root.as('full-access')
  const authorization = await sign('full-access')
  const knock = (headers: object) =>
    post('{ tenancy { version } }', {}, { 'x-tenant': tenant.id, ...headers })

  const { data } = await manager.graphql(DISABLE, { id: tenant.id })
  expect(data.tenancy.disableTenant.data).toEqual({ id: tenant.id, status: 'DISABLED', version: 2 })
  for (const headers of [{ authorization }, { authorization: 'Bearer x' }, {}])
    expect(await knock(headers)).toMatchObject({
      status: 403,
      data: null,
      error: { code: 'TENANT_DISABLED' },
    })

  await manager.graphql(ENABLE, { id: tenant.id })
  expect(await knock({ authorization })).toMatchObject({ status: 200 })
})

test('disabling what is disabled changes nothing', async () => {
  const { tenant } = await world()
  await root.as('full-access').graphql(DISABLE, { id: tenant.id })

  const { data } = await root.as('full-access').graphql(DISABLE, { id: tenant.id })

  expect(data.tenancy.disableTenant.data.version).toBe(2)
})

test.each([
  ['without a token', null],
  ['with a group that may only read and delete tenants', 'readers'],
])('disabling and enabling %s is refused', async (_, actor) => {
  const acme = await world({ readers: [{ name: 'tenancy.tenant', rwd: 'rd' }] })
  const child = await world({}, { parent: acme.scope })

  for (const verb of ['disableTenant', 'enableTenant']) {
    const { data } = await acme.as(actor).graphql(setStatus(verb), { id: child.tenant.id })
    expect(data.tenancy[verb].error).toEqual({ code: 'SECURITY_NOT_AUTHORIZED' })
  }
})

test('neither root nor a stranger can be disabled, nor the tenant itself', async () => {
  const acme = await world({ managers: [{ name: 'tenancy.tenant' }] })
  const stranger = await world()

  for (const id of ['root', acme.tenant.id, stranger.tenant.id, 'no-such']) {
    const { data } = await acme.as('managers').graphql(DISABLE, { id })
    expect(data.tenancy.disableTenant).toEqual({ data: null, error: { code: 'NOT_FOUND' } })
  }
  const { data } = await root.as('full-access').graphql(DISABLE, { id: 'root' })
  expect(data.tenancy.disableTenant.error).toEqual({ code: 'NOT_FOUND' })
})
