import { expect, test } from 'vitest'
import { can, implies, permissionsOf, type Permission } from './permissions.ts'

test.each([
  ['*', 'security.group', true],
  ['security.*', 'security.group', true],
  ['security.group', 'security.group', true],
  ['security.*', 'tenancy.tenant', false],
  ['security.group', 'security.groups', false],
  ['secur*', 'security.group', false],
])('%s covers %s: %s', (granted, asked, expected) => {
  expect(can([{ name: granted }], asked)).toBe(expected)
})

test.each([
  [undefined, 'w', true],
  ['rw', 'w', true],
  ['r', 'w', false],
  ['', 'r', false],
] as const)('rwd %j allows %s: %s', (rwd, action, expected) => {
  const permission = rwd === undefined ? { name: 'a.b' } : { name: 'a.b', rwd }
  expect(can([permission], 'a.b', action)).toBe(expected)
})

test('what is no permission is left out', () => {
  expect(permissionsOf([null, 'x', {}, { name: 1 }, { name: 'a' }])).toEqual([{ name: 'a' }])
  expect(permissionsOf(undefined)).toEqual([])
})

// As packages/security decides it; the rows are those of its own test.
test.each<[Permission, Permission, boolean]>([
  [{ name: '*' }, { name: 'security.group' }, true],
  [{ name: 'security.*' }, { name: 'security.group', rwd: 'r' }, true],
  [{ name: 'security.group' }, { name: 'security.*' }, false],
  [{ name: 'a.b', rwd: 'r' }, { name: 'a.b', rwd: 'rw' }, false],
  [{ name: 'a.b', rwd: 'rwd' }, { name: 'a.b' }, false],
  [{ name: 'a.b', own: true }, { name: 'a.b', rwd: 'r' }, false],
  [{ name: 'a.b', rwd: 'r' }, { name: 'a.b', rwd: 'r', own: true }, true],
  [{ name: 'a.b', models: ['x'] }, { name: 'a.b', rwd: 'r' }, false],
  [{ name: 'a.b', models: ['x', 'y'] }, { name: 'a.b', models: ['y'] }, true],
  [{ name: 'a.b', models: ['x'] }, { name: 'a.b', models: { de: ['x'] } }, true],
  [{ name: 'a.b', models: { de: ['x'] } }, { name: 'a.b', models: ['x'] }, false],
  [{ name: 'a.b', models: { de: ['x'] } }, { name: 'a.b', models: { fr: ['x'] } }, false],
  [{ name: 'a.b', locales: ['de'] }, { name: 'a.b', locales: ['de', 'fr'] }, false],
])('%j implies %j: %s', (a, b, expected) => {
  expect(implies(a, b)).toBe(expected)
})
