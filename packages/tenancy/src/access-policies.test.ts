import { expect, test } from 'vitest'
import { AccessPolicy, brokenBy, compilePolicy, type Sender } from './access-policies.ts'

const now = Math.floor(Date.now() / 1000)
const person: Sender = {
  identity: { type: 'admin', id: '00u_ada' },
  token: {
    jti: 'AT.1',
    issuer: 'https://acme.okta.com',
    authenticatedAt: now - 1000,
    expiresAt: now + 300,
  },
  claims: { iat: now - 10, amr: ['pwd', 'mfa'], acr: 'urn:okta:loa:2fa:any' },
  address: '203.0.113.7',
}
const codeOf = (policy: object, sender: Partial<Sender> = {}) =>
  brokenBy(compilePolicy(AccessPolicy.parse(policy)), { ...person, ...sender })?.code

test.each([
  ['young enough', 1100, undefined],
  ['too old, however new the token', 900, 'TOKEN_TOO_OLD'],
])('a sign-in is %s', (_, maxTokenAgeSeconds, expected) => {
  expect(codeOf({ maxTokenAgeSeconds })).toBe(expected)
})

test.each([
  [{ amr: ['mfa', 'hwk'] }, undefined],
  [{ amr: ['hwk'] }, 'STEP_UP_REQUIRED'],
  [{ acr: ['urn:okta:loa:2fa:any'] }, undefined],
  [{ acr: ['phr'] }, 'STEP_UP_REQUIRED'],
  [{ amr: ['mfa'], acr: ['phr'] }, 'STEP_UP_REQUIRED'],
])('of the methods and of the levels of sign-in one each is enough: %j', (policy, expected) => {
  expect(codeOf(policy)).toBe(expected)
  expect(codeOf(policy, { claims: { iat: now } })).toBe('STEP_UP_REQUIRED')
})

test.each([
  ['203.0.113.0/24', '203.0.113.7', true],
  ['203.0.113.0/24', '203.0.114.7', false],
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.7', '203.0.113.8', false],
  ['203.0.113.0/24', '::ffff:203.0.113.7', true],
  ['2001:db8::/32', '2001:db8:1::7', true],
  ['2001:db8::/32', '2001:db9::7', false],
  ['2001:db8::/32', '203.0.113.7', false],
  ['2001:db8::7', '2001:db8::7', true],
  ['2001:db8::7', '2001:db8::8', false],
  ['0.0.0.0/0', undefined, false],
  ['0.0.0.0/0', 'not an address', false],
  ['0.0.0.0/0', '203.0.113.7, 10.0.0.1', false],
])('of the network %s is %s: %s', (network, address, isWithin) => {
  const expected = isWithin ? undefined : 'NETWORK_NOT_ALLOWED'
  expect(codeOf({ networks: ['192.0.2.1', network] }, { address })).toBe(expected)
})

test('what is asked for is told', () => {
  const told = (policy: object) => brokenBy(compilePolicy(AccessPolicy.parse(policy)), person)?.data
  expect(told({ maxTokenAgeSeconds: 900 })).toEqual({ maxAgeSeconds: 900 })
  expect(told({ amr: ['hwk'], acr: ['phr'] })).toEqual({ amr: ['hwk'], acr: ['phr'] })
})

test('a policy is kept with all that it may ask for, and without blanks', () => {
  const given = {
    permissions: ['security.*', 'cms.contentEntry'],
    amr: [' mfa '],
    networks: [' 203.0.113.0/24 '],
  }
  expect(AccessPolicy.parse(given)).toEqual({
    permissions: ['security.*', 'cms.contentEntry'],
    maxTokenAgeSeconds: null,
    amr: ['mfa'],
    acr: [],
    networks: ['203.0.113.0/24'],
  })
})

test('machines and keys are held to networks alone: nobody signs them in', () => {
  const policy = {
    maxTokenAgeSeconds: 60,
    amr: ['mfa'],
    acr: ['phr'],
    networks: ['203.0.113.0/24'],
  }
  const service = { identity: { type: 'service', id: '0oa' }, claims: { iat: now - 3600 } }
  const key = { identity: { type: 'api-key', id: 'k' }, claims: undefined }

  for (const sender of [service, key]) {
    expect(codeOf(policy, sender)).toBeUndefined()
    expect(codeOf(policy, { ...sender, address: '192.0.2.1' })).toBe('NETWORK_NOT_ALLOWED')
  }
})

test.each([
  ['nothing that it asks for', {}],
  ['only where it applies', { permissions: ['security.*'] }],
  ['a permission that there is not', { permissions: ['secrets.*'], amr: ['mfa'] }],
  ['an age below a minute', { maxTokenAgeSeconds: 59 }],
  ['a network that is none', { networks: ['203.0.113.0/33'] }],
  ['something before a network', { networks: ['//203.0.113.0/24'] }],
  ['a name as a network', { networks: ['office.example'] }],
  ['a zone', { networks: ['fe80::1%eth0'] }],
  ['half a network', { networks: ['203.0.113.0/'] }],
  ['a field that nothing looks at', { amr: ['mfa'], countries: ['DE'] }],
])('a policy with %s is none', (_, policy) => {
  expect(AccessPolicy.safeParse(policy).success).toBe(false)
})
