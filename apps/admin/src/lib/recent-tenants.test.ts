import { expect, test } from 'vitest'
import { forgetTenant, recentTenants, rememberTenant } from './recent-tenants.ts'

test('the tenants that were opened last come first, each once', () => {
  for (const id of ['root', 'acme', 'globex', 'acme']) rememberTenant(id)

  expect(recentTenants()).toEqual(['acme', 'globex', 'root'])
})

test('a deleted tenant is forgotten', () => {
  rememberTenant('acme')

  forgetTenant('acme')

  expect(recentTenants()).toEqual([])
})

test.each(['{', '7', '[1, null, "acme"]'])(
  'what somebody else stored does no harm: %s',
  (stored) => {
    localStorage.setItem('tenantry:recent-tenants', stored)

    expect(recentTenants().every((id) => typeof id === 'string')).toBe(true)
  },
)
