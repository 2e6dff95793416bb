const KEY = 'tenantry:recent-tenants'
const LIMIT = 8

/** The tenants that this browser opened last, newest first: ids only, so localStorage may keep them. */
export function recentTenants(): string[] {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function rememberTenant(tenantId: string): void {
  const ids = [tenantId, ...recentTenants().filter((id) => id !== tenantId)].slice(0, LIMIT)
  window.localStorage.setItem(KEY, JSON.stringify(ids))
}

export function forgetTenant(tenantId: string): void {
  const ids = recentTenants().filter((id) => id !== tenantId)
  window.localStorage.setItem(KEY, JSON.stringify(ids))
}
