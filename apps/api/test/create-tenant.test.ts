import { disableTenant } from '@tenantry/tenancy'
import { scopeOn } from '@tenantry/tenancy/testing'
import { describe, expect, test } from 'vitest'
import { actorsOf, platform, randomId, root, world } from './world.ts'

const CREATE = `mutation ($data: CreateTenantInput!) { tenancy { createTenant(data: $data) {
  data { id name description parent tags status version
    settings { appClientId domains { fqdn } okta { issuer audience tokenUse serviceClientIds groupNames } } }
  error { code message data }
} } }`

const wish = (changes: object = {}, settings: object = {}) => ({
  data: {
    id: randomId('t'),
    name: 'Acme',
    description: 'Anvils',
    tags: ['eu'],
    settings: { appClientId: randomId('0oa'), ...settings },
    ...changes,
  },
})

describe('createTenant', () => {
  test('makes a child that its people can sign in to at once', async () => {
    const { data: input } = wish()

    const { data } = await root.as('full-access').graphql(CREATE, { data: input })

    const { data: made, error } = data.tenancy.createTenant
    expect(error).toBeNull()
    expect(made).toEqual({
      ...input,
      parent: 'root',
      status: 'ACTIVE',
      version: 1,
      settings: {
        appClientId: input.settings.appClientId,
        domains: [],
        okta: {
          issuer: null,
          audience: null,
          tokenUse: 'ACCESS',
          serviceClientIds: [],
          groupNames: 'PLAIN',
        },
      },
    })
    const login = await actorsOf({ ...root.tenant, id: input.id, settings: made.settings })
      .as('full-access')
      .graphql('mutation { security { login { data { currentTenant { id } } } } }')
    expect(login.data.security.login.data.currentTenant).toEqual({ id: input.id })
  })

  test('gives 24 hex digits to who has no wish for an id', async () => {
    const { data } = await root.as('full-access').graphql(CREATE, wish({ id: undefined }))
    expect(data.tenancy.createTenant.data.id).toMatch(/^[0-9a-f]{24}$/)
  })

  test('a tenant makes children of its own', async () => {
    const acme = await world({ managers: [{ name: 'tenancy.tenant' }] })

    const { data } = await acme.as('managers').graphql(CREATE, wish())

    expect(data.tenancy.createTenant.data.parent).toBe(acme.tenant.id)
  })

  test('stores the issuer as Okta writes it', async () => {
    const issuer = `${platform.okta.origins[0]}/oauth2/globex/`
    const { data } = await root.as('full-access').graphql(CREATE, wish({}, { okta: { issuer } }))
    expect(data.tenancy.createTenant.data.settings.okta.issuer).toBe(issuer.slice(0, -1))
  })
})

test.each([
  ['without a token', null],
  ['with a group that gives nothing', 'none'],
  ['with a group that may only read tenants', 'readers'],
  ['with a group that may all but tenants', 'neighbours'],
])('creating a tenant %s is refused', async (_, actor) => {
  const { as } = await world({
    none: [],
    readers: [{ name: 'tenancy.tenant', rwd: 'rd' }],
    neighbours: [{ name: 'security.*' }, { name: 'tenancy.signIn' }],
  })

  const { data } = await as(actor).graphql(CREATE, wish())

  expect(data.tenancy.createTenant).toMatchObject({
    data: null,
    error: { code: 'SECURITY_NOT_AUTHORIZED' },
  })
})

test('creating a tenant with a taken id is refused, be it a child of somebody else or the same again', async () => {
  const acme = await world()
  const child = await world({}, { parent: acme.scope })
  const { appClientId } = acme.tenant.settings

  for (const again of [
    wish({ id: acme.tenant.id }),
    wish({ id: acme.tenant.id }, { appClientId }),
    wish({ id: child.tenant.id }),
  ]) {
    const { data } = await root.as('full-access').graphql(CREATE, again)
    const error = { code: 'TENANT_ID_TAKEN' }
    expect(data.tenancy.createTenant).toMatchObject({ data: null, error })
  }
})

test.each([
  ['id', { id: 'root' }, {}],
  ['id', { id: 'api' }, {}],
  ['id', { id: 'a' }, {}],
  ['id', { id: '-acme' }, {}],
  ['id', { id: 'acme-' }, {}],
  ['id', { id: 'Acme' }, {}],
  ['id', { id: 'acme#root' }, {}],
  ['id', { id: 'a'.repeat(41) }, {}],
  ['id', { id: '' }, {}],
  ['name', { name: '  ' }, {}],
  ['settings.appClientId', {}, { appClientId: '' }],
  ['settings.appClientId', {}, { appClientId: '0oa acme' }],
  ['settings.domains.0.fqdn', {}, { domains: [{ fqdn: 'https://acme.example' }] }],
  ['settings.domains', {}, { domains: [{ fqdn: 'a.example' }, { fqdn: 'A.example' }] }],
  ['settings.okta.issuer', {}, { okta: { issuer: 'https://evil.example/oauth2/default' } }],
  ['settings.okta.issuer', {}, { okta: { issuer: 'no url' } }],
  ['settings.okta.tokenUse', {}, { okta: { issuer: platform.okta.origins[0] } }],
  ['settings.okta.serviceClientIds.0', {}, { okta: { serviceClientIds: ['#'] } }],
])(
  'a tenant with a bad %s is refused and says where (%j %j)',
  async (fieldId, change, settings) => {
    const { data } = await root.as('full-access').graphql(CREATE, wish(change, settings))

    expect(data.tenancy.createTenant).toMatchObject({
      data: null,
      error: { code: 'VALIDATION_FAILED', data: [{ fieldId, error: expect.any(String) }] },
    })
  },
)

test('a domain belongs to one tenant', async () => {
  const domains = [{ fqdn: `${randomId('d')}.example` }]
  await world({}, { settings: { domains } })

  const { data } = await root.as('full-access').graphql(CREATE, wish({}, { domains }))

  expect(data.tenancy.createTenant.error).toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ fieldId: 'settings.domains' }],
  })
})

test('a parent that was disabled meanwhile gets no child', async () => {
  const acme = await world()
  await disableTenant(scopeOn(platform), acme.tenant.id)

  await expect(world({}, { parent: acme.scope })).rejects.toMatchObject({ code: 'CONFLICT' })
})
