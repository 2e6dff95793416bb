import { expect, test } from 'vitest'
import { contentSecurityPolicy } from './csp.ts'

test('the Okta orgs are where the browser may send, post and embed, and nowhere else', () => {
  const policy = contentSecurityPolicy(['https://acme.okta.com', 'http://localhost:9700'])

  const naming = policy.split('; ').filter((it) => it.includes('acme.okta.com'))
  expect(naming).toEqual([
    "connect-src 'self' https://acme.okta.com http://localhost:9700",
    "frame-src 'self' https://acme.okta.com http://localhost:9700",
    "form-action 'self' https://acme.okta.com http://localhost:9700",
  ])
})

test.each([
  'http://acme.okta.com',
  'https://acme.okta.com/',
  'https://acme.okta.com; script-src *',
  "'unsafe-inline'",
  'https://*',
  '*',
  '',
])('"%s" is not an origin', (origin) => {
  expect(() => contentSecurityPolicy([origin])).toThrow(/is not an origin/)
})

test('a policy that CloudFront would not take is refused, one just below it passes', () => {
  const origins = (count: number) => Array.from({ length: count }, () => 'https://a.okta.com')
  const length = (count: number) => contentSecurityPolicy(origins(count)).length
  const perOrigin = length(1) - length(0)
  const most = Math.floor((1782 - length(0)) / perOrigin)

  expect(length(most)).toBeLessThan(1783)
  expect(() => length(most + 1)).toThrow(/must stay below 1783/)
})
