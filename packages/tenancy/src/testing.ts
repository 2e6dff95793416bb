// oxlint-disable-next-line no-restricted-imports -- a test says who is where
import { tenantTable, type TableOptions } from '@tenantry/dynamo'
import type { Group } from '@tenantry/security'
import { principalWith } from '@tenantry/security/testing'
import { rootOf } from './root.ts'
import type { SignInScope } from './sign-in-settings.ts'
import { openPlatform, type OktaDefaults, type Platform, type Tenant } from './tenant.ts'

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
