import { expect, test } from 'vitest'
import { endpointOf, isIssuerAllowed } from './issuers.ts'

const origins = [
  'https://login.acme.example',
  'https://login.acme.example:8443',
  'https://*.okta.com',
  'http://localhost:9700',
  'http://[::1]:9700',
  'http://plain.example',
  'https://10.0.0.1',
  'ftp://localhost',
  'xhttps://*.oktapreview.com',
]

test.each([
  'https://login.acme.example/oauth2/default',
  'https://login.acme.example:8443/oauth2/default',
  'https://login.acme.example',
  'https://acme.okta.com/oauth2/aus1-_X',
  'https://acme.okta.com',
  'http://localhost:9700/oauth2/default',
  'http://[::1]:9700/oauth2/default',
  'https://10.0.0.1/oauth2/default',
])('keys of %s may be fetched', (issuer) => {
  expect(isIssuerAllowed(issuer, origins)).toBe(true)
})

test.each<[string, string]>([
  ['an origin that is not listed', 'https://login.globex.example/oauth2/default'],
  ['another port', 'https://login.acme.example:444/oauth2/default'],
  ['two labels for one star', 'https://a.b.okta.com/oauth2/default'],
  ['no label for a star', 'https://okta.com/oauth2/default'],
  ['an empty label for a star', 'https://.okta.com/oauth2/default'],
  ['a star itself', 'https://*.okta.com/oauth2/default'],
  ['a host that ends alike', 'https://evilokta.com/oauth2/default'],
  ['a host that begins alike', 'https://acme.okta.com.evil.example/oauth2/default'],
  ['a star on another port', 'https://acme.okta.com:8443/oauth2/default'],
  ['a star over http', 'http://acme.okta.com/oauth2/default'],
  ['http that is listed but leaves the machine', 'http://plain.example/oauth2/default'],
  ['http on another loopback port', 'http://localhost:9701/oauth2/default'],
  ['another name for loopback', 'http://127.0.0.1:9700/oauth2/default'],
  ['a user name', 'https://login.acme.example@evil.example/oauth2/default'],
  ['a user name before a listed host', 'https://eve@login.acme.example/oauth2/default'],
  ['a password', 'https://eve:x@login.acme.example/oauth2/default'],
  ['upper case', 'https://LOGIN.acme.example/oauth2/default'],
  ['a default port', 'https://login.acme.example:443/oauth2/default'],
  ['a last dot', 'https://login.acme.example./oauth2/default'],
  ['a trailing slash', 'https://login.acme.example/oauth2/default/'],
  ['a slash alone', 'https://login.acme.example/'],
  ['a query', 'https://login.acme.example/oauth2/default?x'],
  ['a fragment', 'https://login.acme.example/oauth2/default#x'],
  ['a way up', 'https://login.acme.example/oauth2/..'],
  ['an escaped way up', 'https://login.acme.example/oauth2/%2e%2e'],
  ['another path', 'https://login.acme.example/api/v1'],
  ['a longer path', 'https://login.acme.example/oauth2/default/v1'],
  ['a backslash', 'https://login.acme.example\\oauth2\\default'],
  ['a space', ' https://login.acme.example'],
  ['a line break', 'https://login.acme.example/oauth2/default\n'],
  ['a tab in the host', 'https://login.ac\tme.example/oauth2/default'],
  ['another scheme', 'ftp://login.acme.example/oauth2/default'],
  ['another scheme on this machine, although it is listed', 'ftp://localhost/oauth2/default'],
  ['a star that is no origin', 'https://acme.oktapreview.com/oauth2/default'],
  ['a file', 'file:///oauth2/default'],
  ['no address', 'acme'],
  ['nothing', ''],
])('keys are never fetched from %s: %s', (_, issuer) => {
  expect(isIssuerAllowed(issuer, origins)).toBe(false)
})

test.each([
  '*',
  'https://*',
  'https://*.com',
  'https://*.*.com',
  'https://*okta.com',
  'https://a*.okta.com',
  'https://acme.*.com',
  'http://*.okta.com',
  '*.okta.com',
  'https://*.okta.com/',
  'https://acme.okta.com/',
  '',
])('the pattern “%s” allows nothing', (pattern) => {
  expect(isIssuerAllowed('https://acme.okta.com/oauth2/default', [pattern])).toBe(false)
  expect(isIssuerAllowed('https://okta.com', [pattern])).toBe(false)
})

test('a wildcard does not reach loopback over http', () => {
  expect(isIssuerAllowed('http://127.0.0.1/oauth2/default', ['https://*.0.0.1'])).toBe(false)
})

test('keys are where Okta publishes them, for a server and for the org itself', () => {
  expect(endpointOf('https://acme.okta.com/oauth2/default', 'keys')).toBe(
    'https://acme.okta.com/oauth2/default/v1/keys',
  )
  expect(endpointOf('https://acme.okta.com', 'keys')).toBe('https://acme.okta.com/oauth2/v1/keys')
})
