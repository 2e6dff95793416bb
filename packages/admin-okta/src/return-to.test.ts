import { expect, test } from 'vitest'
import { safeReturnTo } from './return-to.ts'

test.each([
  ['/groups', '/groups'],
  ['/groups?tenantId=acme#top', '/groups?tenantId=acme#top'],
  ['/tenants?open=a%2Fb', '/tenants?open=a%2Fb'],
])('a path on this origin is kept: %s', (wished, path) => {
  expect(safeReturnTo(wished)).toBe(path)
})

test.each([
  null,
  undefined,
  '',
  'groups',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'http://localhost:3000.evil.example/',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  '/callback?code=1',
])('whatever could lead elsewhere becomes the start page: %j', (wished) => {
  expect(safeReturnTo(wished)).toBe('/')
})

test('what belongs to one sign-in is not carried into the next', () => {
  expect(safeReturnTo('/users?tenantId=acme&code=1&state=2&iss=x')).toBe('/users?tenantId=acme')
})
