// oxlint-disable-next-line no-restricted-imports -- a test says who is where
import { tenantTable, type TableOptions } from '@tenantry/dynamo'
import type { Group } from '@tenantry/security'
import { principalWith } from '@tenantry/security/testing'
import type { Arrival } from './admit.ts'
import { rootOf } from './root.ts'
import { textOf } from './sign-in-rules.ts'
import { type SignInScope, withSignIn } from './sign-in-settings.ts'
import { openPlatform, type OktaDefaults, type Platform, stored, type Tenant } from './tenant.ts'
import { findTenant } from './tenants.ts'

/** A platform on a test table, with an org that nobody calls. */
export const testPlatform = (options: TableOptions, okta: Partial<OktaDefaults> = {}): Platform =>
  openPlatform(options, {
    issuer: 'https://example.okta.com/oauth2/default',
    audience: 'api://tenantry',
    rootClientId: '0oa_root',
    origins: ['https://example.okta.com'],
    ...okta,
  })

/** Somebody with these groups on a tenant; without a tenant on root, without groups with `*`. */
export function scopeOn(
  platform: Platform,
  tenant: Tenant = rootOf(platform.okta),
  groups: readonly Group[] = [[{ name: '*' }]],
): SignInScope {
  return {
    sharedClientGroups: 'qualified',
    tenant,
    platform,
    table: tenantTable(tenant.id, platform.options),
    principal: principalWith(...groups),
  }
}

/** Ada, who has just come with a token of the deployment's own server. */
export function arrivalWith({ okta }: Platform, more: Partial<Arrival> = {}): Arrival {
  const now = Math.floor(Date.now() / 1000)
  return {
    identity: { type: 'admin', id: '00u_ada' },
    displayName: 'Ada',
    email: undefined,
    token: { jti: 'AT.1', issuer: okta.issuer, authenticatedAt: now, expiresAt: now + 300 },
    groupNames: [],
    ...more,
  }
}

/** Puts rules into force at once, without a draft and whoever they lock out. */
export async function putRules({ platform, tenant, table }: SignInScope, rules: object) {
  const before = await findTenant(platform, tenant.id)
  if (!before) throw new Error(`There is no tenant ${tenant.id}.`)
  const after = withSignIn(before, textOf(rules))
  const by = { type: 'job', id: 'test', displayName: 'Test' }
  await platform.table.write({ tenants: [{ before: stored(before), after: stored(after) }] }, [
    table.bind([], { action: 'tenancy.signIn.activate', by, target: tenant.id }),
  ])
}
