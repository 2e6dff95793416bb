import { expect, test } from 'vitest'
import { rootOf } from './root.ts'

const okta = {
  issuer: 'https://acme.okta.com/oauth2/default',
  audience: 'api://tenantry',
  rootClientId: '0oa_root',
  origins: ['https://acme.okta.com'],
}

test('the root tenant is what is configured, before anything is installed', () => {
  expect(rootOf(okta)).toEqual({
    id: 'root',
    name: 'Root',
    description: expect.any(String),
    parent: null,
    tags: [],
    settings: {
      appClientId: '0oa_root',
      domains: [],
      okta: {
        issuer: okta.issuer,
        audience: okta.audience,
        tokenUse: 'ACCESS',
        serviceClientIds: [],
        groupNames: 'PLAIN',
        signIn: undefined,
      },
    },
    status: 'ACTIVE',
    createdOn: '1970-01-01T00:00:00.000Z',
    version: 0,
  })
})

test('an org without a custom authorization server signs people in by their ID tokens', () => {
  expect(rootOf({ ...okta, issuer: 'https://acme.okta.com' }).settings.okta.tokenUse).toBe('ID')
})

test('installation says since when, and adds the rules; everything else stays configuration', () => {
  const createdOn = '2026-01-01T00:00:00.000Z'
  const installed = { createdOn, version: 3, name: 'Other', status: 'DISABLED' }
  const signIn = { text: '{}', activatedOn: createdOn }

  expect(rootOf(okta, installed)).toEqual({ ...rootOf(okta), createdOn, version: 3 })
  const ruled = rootOf(okta, { ...installed, settings: { okta: { signIn } } })
  expect(ruled.settings.okta.signIn).toEqual(signIn)
})
