// A test is its own context: it makes the tenant up, so it opens the table.
// oxlint-disable-next-line no-restricted-imports
import { newId, tenantTable } from '@tenantry/dynamo'
import { testTable } from '@tenantry/dynamo/testing'
import type { Group } from './permission.ts'
import type { Principal, Scope } from './scope.ts'

/** The table behind every scope of a test file: its `calls` are the recorder, its `faults` befall it. */
export const table = await testTable()

const ISSUER = 'https://acme.okta.com/oauth2/default'

/** Somebody who has signed in just now and holds these groups. */
export function principalWith(...groups: Group[]): Principal {
  const id = `00u_${newId()}`
  const authenticatedAt = Math.floor(Date.now() / 1000)
  return {
    identity: { type: 'admin', id },
    displayName: `Person ${id}`,
    email: `${id}@acme.example`,
    groupSlugs: [],
    groups,
    token: { jti: `AT.${id}`, authenticatedAt, expiresAt: authenticatedAt + 300, issuer: ISSUER },
  }
}

/** A tenant that no other test knows, and somebody there who holds these groups. */
export function scopeFor(...groups: Group[]): Scope {
  const id = newId()
  return { tenant: { id }, table: tenantTable(id, table), principal: principalWith(...groups) }
}

/** Somebody else on the same tenant. */
export const colleagueOf = (scope: Scope, ...groups: Group[]): Scope => ({
  ...scope,
  principal: principalWith(...groups),
})
