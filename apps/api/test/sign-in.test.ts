import { expect, test } from 'vitest'
import { environment, okta, root, send, world } from './world.ts'

const SIGN_IN = `{ tenancy { appClientId
  signIn { tenantId name issuer clientId scopes tokenUse status } } }`

test('everybody may ask where root signs in, before it is installed too', async () => {
  const { data } = await root.as(null).graphql(SIGN_IN)

  expect(data.tenancy).toEqual({
    appClientId: '0oa_root',
    signIn: {
      tenantId: 'root',
      name: 'Root',
      issuer: environment.OKTA_ISSUER,
      clientId: '0oa_root',
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      tokenUse: 'ACCESS',
      status: 'ACTIVE',
    },
  })
})

test('a tenant answers with its own client and issuer', async () => {
  const issuer = okta.issuerOf('globex')
  const { as, tenant } = await world({}, { settings: { okta: { issuer, tokenUse: 'ID' } } })

  const { data } = await as(null).graphql(SIGN_IN)

  expect(data.tenancy.appClientId).toBe(tenant.settings.appClientId)
  expect(data.tenancy.signIn).toMatchObject({
    tenantId: tenant.id,
    issuer,
    clientId: tenant.settings.appClientId,
    tokenUse: 'ID',
  })
})

test('a bad token is refused here too: it is not anonymous', async () => {
  const answer = await send(
    { query: SIGN_IN },
    { 'x-tenant': 'root', authorization: 'Bearer a.b.c' },
  )
  expect(answer).toMatchObject({ status: 401, data: null, error: { code: 'UNAUTHENTICATED' } })
})

test('the default tenant is the one at hand, told to who is signed in', async () => {
  const DEFAULT = `{ tenancy { getDefaultTenant {
    data { id description tags settings { okta { tokenUse } } } error { code }
  } } }`
  const { as, tenant } = await world({ readers: [{ name: 'tenancy.tenant', rwd: 'r' }] })

  const reader = await as('readers').graphql(DEFAULT)
  const somebody = await as([]).graphql(DEFAULT)
  const nobody = await as(null).graphql(DEFAULT)

  expect(reader.data.tenancy.getDefaultTenant.data).toMatchObject({
    id: tenant.id,
    settings: { okta: { tokenUse: 'ACCESS' } },
  })
  expect(somebody.data.tenancy.getDefaultTenant.data).toEqual({
    id: tenant.id,
    description: '',
    tags: [],
    settings: { okta: null },
  })
  expect(nobody.data.tenancy.getDefaultTenant.error.code).toBe('SECURITY_NOT_AUTHORIZED')
})
