// oxlint-disable-next-line no-restricted-imports -- the tenant that is being made
import { tenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { assertCan, event, installedGroups } from '@tenantry/security'
import { rootOf } from './root.ts'
import { ROOT_ID, stored, type Tenant, type TenancyScope } from './tenant.ts'

/** The version of the data model, which v5 clients compare; not that of the packages. */
const VERSION = '1.0.0'

/** `null` until root is installed: then clients show the installation wizard. */
export const versionOf = (tenant: Tenant): string | null => (tenant.version > 0 ? VERSION : null)

/**
 * Installs root. Whoever holds `*` on root by their token may, so who installs is decided in Okta and
 * not by who comes first. Once done, and on tenants that `createTenant` has installed, it does nothing:
 * it takes no `Idempotency-Key`, because nothing undoes it that a repetition could do again.
 */
export async function install(scope: TenancyScope): Promise<true> {
  assertCan(scope, '*', 'w')
  const { tenant, platform } = scope
  if (tenant.id !== ROOT_ID || tenant.version > 0) return true
  const root = { ...rootOf(platform.okta), createdOn: new Date().toISOString(), version: 1 }
  try {
    await platform.table.write({ tenants: [{ after: stored(root) }] }, [
      provisionTenant(scope, root),
    ])
  } catch (error) {
    // Somebody else has installed it since this request began: then it is done.
    if (!(error instanceof AppError && error.code === 'TENANT_ID_TAKEN')) throw error
  }
  return true
}

/** All that a tenant starts with, to be written together with its record. */
export const provisionTenant = (scope: TenancyScope, { id, createdOn }: Tenant) =>
  tenantTable(id, scope.platform.options).bind(
    installedGroups(createdOn),
    event(scope, 'tenancy.tenant.install', id),
  )
