import { expect, test } from 'vitest'
import { addressOfTenant, tenantOfTab } from './tenant-of-tab.ts'

test('a tab without a wish is on root', () => {
  expect(tenantOfTab('')).toBe('root')
})

test('the address decides, and the tab remembers it', () => {
  expect(tenantOfTab('?tenantId=acme')).toBe('acme')
  expect(tenantOfTab('')).toBe('acme')
})

test('a new wish in the address replaces what the tab remembers', () => {
  tenantOfTab('?tenantId=acme')

  expect(tenantOfTab('?tenantId=root')).toBe('root')
  expect(tenantOfTab('')).toBe('root')
})

test.each(['', '../x', 'a b', 'T#acme', '<script>', 'a'.repeat(65)])(
  'an id that no tenant can have is not taken: %j',
  (id) => {
    expect(tenantOfTab(`?tenantId=${encodeURIComponent(id)}`)).toBe('root')
  },
)

test('two tabs on two tenants do not mix', () => {
  const [first, second] = [new Map<string, string>(), new Map<string, string>()].map(storageOf)

  tenantOfTab('?tenantId=acme', first)
  tenantOfTab('?tenantId=globex', second)

  expect(tenantOfTab('', first)).toBe('acme')
  expect(tenantOfTab('', second)).toBe('globex')
})

test('the address of a tenant names it', () => {
  expect(addressOfTenant('acme')).toBe('http://localhost:3000/?tenantId=acme')
})

function storageOf(items: Map<string, string>): Storage {
  return {
    length: 0,
    clear: () => items.clear(),
    key: () => null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}
