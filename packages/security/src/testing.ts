// A test is its own context: it makes the tenant up, so it opens the table.
// oxlint-disable-next-line no-restricted-imports
import { newId, tenantTable } from '@tenantry/dynamo'
import { eventsOf, testClient, testTable } from '@tenantry/dynamo/testing'
import type { Group } from './permission.ts'
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { event, type Principal, type Scope } from './scope.ts'

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

/** Somebody who can reach the table without the API. */
export const intruder = testClient()

/** Many events of today: one as it is written, and copies of it, each about another target. */
export async function writeEvents(scope: Scope, action: string, count: number): Promise<void> {
  const from = newId()
  await scope.table.write([], event(scope, action, 'target-0'))
  const [written] = await eventsOf(scope.table, from)
  const copies = Array.from({ length: count - 1 }, (_, n) => ({
    ...written,
    PK: `T#${scope.tenant.id}#${String(written?.['PK'])}`,
    SK: newId(),
    target: `target-${n + 1}`,
  }))
  for (let n = 0; n < copies.length; n += 25) {
    const requests = copies.slice(n, n + 25).map((Item) => ({ PutRequest: { Item } }))
    await intruder.send(new BatchWriteCommand({ RequestItems: { [table.TableName]: requests } }))
  }
}
