import { expect, test } from 'vitest'
import { can, permissionsOf } from './permissions.ts'

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
