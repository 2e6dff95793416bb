import { disableTenant } from '@tenantry/tenancy'
import { scopeOn } from '@tenantry/tenancy/testing'
import { expect, test } from 'vitest'
import { platform, randomId, root, world } from './world.ts'

const DELETE = `mutation ($id: ID!) { tenancy { deleteTenant(id: $id) { data error { code message } } } }`
const CREATE = `mutation ($data: CreateTenantInput!) { tenancy {
  createTenant(data: $data) { data { id } error { code } }
} }`

test('a deleted tenant is unknown, and nobody gets its id or its place again', async () => {
  const { tenant, post } = await world()
  await disableTenant(scopeOn(platform), tenant.id)

  const { data } = await root.as('full-access').graphql(DELETE, { id: tenant.id })

  expect(data.tenancy.deleteTenant).toEqual({ data: true, error: null })
  expect(await post('{ tenancy { version } }', {}, { 'x-tenant': tenant.id })).toMatchObject({
    status: 404,
    error: { code: 'TENANT_NOT_FOUND' },
  })
  const again = await root.as('full-access').graphql(CREATE, {
    data: {
      id: tenant.id,
      name: 'Again',
      description: '',
      tags: [],
      settings: { appClientId: tenant.settings.appClientId },
    },
  })
  expect(again.data.tenancy.createTenant.error.code).toBe('TENANT_ID_TAKEN')
  const listed = await root.as('full-access').graphql('{ tenancy { listTenants { data { id } } } }')
  expect(listed.data.tenancy.listTenants.data).not.toContainEqual({ id: tenant.id })
})

test('its domains are free again', async () => {
  const domains = [{ fqdn: `${randomId('d')}.example` }]
  const { tenant } = await world({}, { settings: { domains } })
  await disableTenant(scopeOn(platform), tenant.id)

  await root.as('full-access').graphql(DELETE, { id: tenant.id })

  await expect(world({}, { settings: { domains } })).resolves.toBeDefined()
})

test('a tenant that is in use is not deleted', async () => {
  const { tenant, as } = await world()

  const { data } = await root.as('full-access').graphql(DELETE, { id: tenant.id })

  expect(data.tenancy.deleteTenant.error.code).toBe('VALIDATION_FAILED')
  await as(null).graphql('{ tenancy { version } }')
})

test('a tenant that has tenants of its own is not deleted', async () => {
  const acme = await world()
  await world({}, { parent: acme.scope })
  await disableTenant(scopeOn(platform), acme.tenant.id)

  const { data } = await root.as('full-access').graphql(DELETE, { id: acme.tenant.id })

  expect(data.tenancy.deleteTenant.error.code).toBe('VALIDATION_FAILED')
})

test('a grandchild is as good as unknown', async () => {
  const acme = await world()
  const child = await world({}, { parent: acme.scope })
  await disableTenant(acme.scope, child.tenant.id)

  const { data } = await root.as('full-access').graphql(DELETE, { id: child.tenant.id })

  expect(data.tenancy.deleteTenant.error.code).toBe('NOT_FOUND')
})

test.each([
  ['without a token', null],
  ['with a group that may only read and write tenants', 'writers'],
])('deleting %s is refused', async (_, actor) => {
  const acme = await world({ writers: [{ name: 'tenancy.tenant', rwd: 'rw' }] })
  const child = await world({}, { parent: acme.scope })
  await disableTenant(acme.scope, child.tenant.id)

  const { data } = await acme.as(actor).graphql(DELETE, { id: child.tenant.id })

  expect(data.tenancy.deleteTenant).toMatchObject({
    data: null,
    error: { code: 'SECURITY_NOT_AUTHORIZED' },
  })
})

test('root, a stranger and the tenant itself are as good as unknown', async () => {
  const acme = await world({ managers: [{ name: 'tenancy.tenant' }] })
  const stranger = await world()
  await disableTenant(scopeOn(platform), stranger.tenant.id)

  for (const id of ['root', acme.tenant.id, stranger.tenant.id, 'no-such']) {
    const { data } = await acme.as('managers').graphql(DELETE, { id })
    expect(data.tenancy.deleteTenant).toEqual({
      data: null,
      error: { code: 'NOT_FOUND', message: `Tenant "${id}" was not found.` },
    })
  }
})
