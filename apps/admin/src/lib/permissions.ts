/** A permission as the API gives it; limits that this file does not know are left alone. */
export interface Permission {
  name: string
  rwd?: string
  pw?: string
  own?: boolean
  models?: unknown
  groups?: unknown
  locales?: unknown
}

export type Action = 'r' | 'w' | 'd'

/** The objects of a list that look like permissions. */
export function permissionsOf(values: readonly unknown[] | null | undefined): Permission[] {
  return (values ?? []).filter(isPermission)
}

/**
 * Whether a button is worth showing. The API decides: it knows the groups one by one, while this
 * list is what all groups of the person add up to.
 */
export function can(permissions: readonly Permission[], name: string, action?: Action): boolean {
  return permissions.some(
    (it) => covers(it.name, name) && (!action || it.rwd === undefined || it.rwd.includes(action)),
  )
}

function covers(granted: string, asked: string): boolean {
  if (granted === '*' || granted === asked) return true
  return granted.endsWith('.*') && asked.startsWith(granted.slice(0, -1))
}

function isPermission(value: unknown): value is Permission {
  return (
    typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
  )
}
