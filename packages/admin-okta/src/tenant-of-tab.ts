const KEY = 'tenantry:tenant'
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** The tenant that a tab is on when nothing names one. */
export const ROOT_TENANT_ID = 'root'

/**
 * The tenant of this tab: `?tenantId=` in the address, else what the tab was on before, else root.
 * The answer stays with the tab, so two tabs on two tenants never mix.
 */
export function tenantOfTab(
  search: string = window.location.search,
  storage: Storage = window.sessionStorage,
): string {
  const asked = new URLSearchParams(search).get('tenantId')
  const known = storage.getItem(KEY)
  const tenantId = [asked, known].find((id) => id !== null && ID.test(id)) ?? ROOT_TENANT_ID
  storage.setItem(KEY, tenantId)
  return tenantId
}

/** The address of a tenant's admin on this origin. */
export function addressOfTenant(tenantId: string): string {
  return `${window.location.origin}/?tenantId=${encodeURIComponent(tenantId)}`
}
