import { expect, test } from 'vitest'
import { rootOf } from './root.ts'
import { groupSlugsOn, signInOf, tokenPolicyOf } from './sign-in.ts'
import type { Tenant, TenantOkta } from './tenant.ts'

const okta = {
  issuer: 'https://example.okta.com/oauth2/default',
  audience: 'api://tenantry',
  rootClientId: '0oa_root',
  origins: ['https://example.okta.com'],
}

function tenantWith(changes: Partial<TenantOkta>, appClientId = '0oa_acme'): Tenant {
  const root = rootOf(okta)
  const own = { ...root.settings.okta, issuer: null, audience: null, ...changes }
  return { ...root, id: 'acme', settings: { appClientId, domains: [], okta: own } }
}

test('what a tenant does not say itself is the deployment’s', () => {
  expect(tokenPolicyOf(tenantWith({ serviceClientIds: ['0oa_service'] }), okta)).toEqual({
    issuer: okta.issuer,
    audience: okta.audience,
    clientIds: ['0oa_acme', '0oa_service'],
    tokenUse: 'ACCESS',
    scopes: null,
  })
})

test('a tenant of another org is held to that org’s issuer and audience alone', () => {
  const issuer = 'https://globex.okta.com/oauth2/aus1'
  const tenant = tenantWith({ issuer, audience: 'api://globex' })

  expect(tokenPolicyOf(tenant, okta)).toMatchObject({ issuer, audience: 'api://globex' })
  expect(signInOf(tenant, okta)).toMatchObject({ issuer, clientId: '0oa_acme' })
})

test('ID tokens are made for the app itself: neither audience nor machines count', () => {
  const tenant = tenantWith({ tokenUse: 'ID', audience: 'api://x', serviceClientIds: ['0oa_s'] })

  expect(tokenPolicyOf(tenant, okta)).toMatchObject({
    audience: '0oa_acme',
    clientIds: ['0oa_acme'],
    tokenUse: 'ID',
  })
})

test('root of an org without a custom server signs in with ID tokens', () => {
  const root = rootOf({ ...okta, issuer: 'https://example.okta.com' })
  expect(root.settings.okta.tokenUse).toBe('ID')
  expect(rootOf(okta).settings.okta.tokenUse).toBe('ACCESS')
})

const NAMES = ['viewers', 'acme:editors', 'globex:full-access', 'ACME:full-access', 'xacme:owners']

test.each<[string, Tenant, 'qualified' | 'any', string[]]>([
  ['a client of its own', tenantWith({}), 'qualified', ['editors', 'viewers']],
  ['a shared client', tenantWith({ groupNames: 'QUALIFIED' }), 'qualified', ['editors']],
  ['root’s client', tenantWith({}, '0oa_root'), 'qualified', ['editors']],
  [
    'a client that a development team shares',
    tenantWith({ groupNames: 'QUALIFIED' }),
    'any',
    ['editors', 'viewers'],
  ],
])('with %s the names in a token mean these groups', (_, tenant, sharedClientGroups, expected) => {
  expect(groupSlugsOn(tenant, NAMES, { okta, sharedClientGroups })).toEqual(expected)
})

test('root trusts plain names, whoever else names its client', () => {
  const names = groupSlugsOn(rootOf(okta), ['full-access'], {
    okta,
    sharedClientGroups: 'qualified',
  })
  expect(names).toEqual(['full-access'])
})
