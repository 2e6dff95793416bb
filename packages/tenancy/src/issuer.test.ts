import { expect, test } from 'vitest'
import { isOrgServer, normaliseIssuer, whyNoIssuer } from './issuer.ts'

const ORIGINS = ['https://acme.okta.com', 'https://*.oktapreview.com', 'http://localhost:9700']

test.each([
  ['https://acme.okta.com/oauth2/default', 'https://acme.okta.com/oauth2/default'],
  ['  https://acme.okta.com/oauth2/default/ ', 'https://acme.okta.com/oauth2/default'],
  ['\u00a0https://acme.okta.com/oauth2/default//', 'https://acme.okta.com/oauth2/default'],
  ['https://ACME.okta.com:443/oauth2/default', 'https://acme.okta.com/oauth2/default'],
  ['https://acme-admin.okta.com/oauth2/aus1', 'https://acme.okta.com/oauth2/aus1'],
  ['https://dev-1-admin.oktapreview.com/', 'https://dev-1.oktapreview.com'],
  ['https://acme.okta.com', 'https://acme.okta.com'],
  ['http://localhost:9700/oauth2/default', 'http://localhost:9700/oauth2/default'],
])('%s means %s', (pasted, issuer) => {
  expect(normaliseIssuer(pasted, ORIGINS)).toBe(issuer)
})

test.each([
  ['nothing', ''],
  ['no URL', 'acme.okta.com'],
  ['another org', 'https://evil.okta.com/oauth2/default'],
  ['a look-alike', 'https://acme.okta.com.evil.example/oauth2/default'],
  ['a host below the star', 'https://a.b.oktapreview.com/oauth2/default'],
  ['the star itself', 'https://oktapreview.com/oauth2/default'],
  ['http', 'http://acme.okta.com/oauth2/default'],
  ['another port of this machine', 'http://localhost:9701/oauth2/default'],
  ['a user name', 'https://acme.okta.com@evil.example/oauth2/default'],
  ['credentials', 'https://user:secret@acme.okta.com/oauth2/default'],
  ['a query', 'https://acme.okta.com/oauth2/default?x=1'],
  ['a fragment', 'https://acme.okta.com/oauth2/default#x'],
  ['a path that is no server', 'https://acme.okta.com/oauth2/default/v1/keys'],
  ['the console', 'https://acme.okta.com/admin/dashboard'],
  ['a path that climbs', 'https://acme.okta.com/oauth2/../evil'],
  ['a file', 'file:///etc/passwd'],
])('%s is no issuer here: %s', (_, pasted) => {
  expect(normaliseIssuer(pasted, ORIGINS)).toBeUndefined()
})

test.each([
  ['', 'Paste an address'],
  ['acme.okta.com', 'Paste an address'],
  ['https://acme.okta.com/oauth2/default?x=1', 'without user name, query or fragment'],
  ['https://acme.okta.com/oauth2/default/v1/keys', 'https://acme.okta.com/oauth2/default'],
  ['https://acme-admin.okta.com/admin/dashboard', 'https://acme.okta.com/oauth2/default'],
  ['https://evil.okta.com/oauth2/default', 'Add https://evil.okta.com to OKTA_ORIGINS'],
  ['file:///etc/passwd', 'This deployment talks to https://acme.okta.com'],
])('who pastes “%s” is told what to do', (pasted, advice) => {
  expect(whyNoIssuer(pasted, ORIGINS)).toContain(advice)
})

test('only a server below /oauth2/ signs access tokens for us', () => {
  expect(isOrgServer('https://acme.okta.com')).toBe(true)
  expect(isOrgServer('https://acme.okta.com/oauth2/default')).toBe(false)
})
