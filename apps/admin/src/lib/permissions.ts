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

/** Read, write, delete; of entries also publish and unpublish. */
export type Action = 'r' | 'w' | 'd' | 'p' | 'u'

/** Where content lies, for permissions that are limited to some of it. */
export interface Place {
  locale: string
  modelId?: string
  groupId?: string
}

/** The objects of a list that look like permissions. */
export function permissionsOf(values: readonly unknown[] | null | undefined): Permission[] {
  return (values ?? []).filter(isPermission)
}

/**
 * Whether a button is worth showing. The API decides: it knows the groups one by one, while this
 * list is what all groups of the person add up to.
 */
export function can(
  permissions: readonly Permission[],
  name: string,
  action?: Action,
  at?: Place,
): boolean {
  return permissions.some(
    (it) =>
      covers(it.name, name) &&
      (!action || lettersOf(it).includes(action)) &&
      (!at || reaches(it, at)),
  )
}

/** Without a list of its own, publishing comes only with a permission that has no limit at all. */
function lettersOf({ rwd, pw, own, models, groups, locales }: Permission): string {
  const isLimited = rwd !== undefined || own || models || groups || locales
  return `${rwd ?? 'rwd'}${pw ?? (isLimited ? '' : 'pu')}`
}

function reaches({ models, groups, locales }: Permission, at: Place): boolean {
  return (
    (!Array.isArray(locales) || locales.includes(at.locale)) &&
    isAmong(models, at.modelId, at.locale) &&
    isAmong(groups, at.groupId, at.locale)
  )
}

/** Ids for every locale, or ids per locale. */
function isAmong(limit: unknown, id: string | undefined, locale: string): boolean {
  if (id === undefined || typeof limit !== 'object' || limit === null) return true
  const ids: unknown = Array.isArray(limit)
    ? limit
    : Object.entries(limit).find(([it]) => it === locale)?.[1]
  return Array.isArray(ids) && ids.includes(id)
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

/**
 * Whether who holds `a` holds `b`, too: as the API decides it for each permission that is granted. It
 * decides group by group, so that this only tells what is missing for sure.
 */
export const implies = (a: Permission, b: Permission): boolean =>
  covers(a.name, b.name) &&
  (!a.own || b.own === true) &&
  [...lettersOf(b)].every((letter) => lettersOf(a).includes(letter)) &&
  contains(a.models, b.models) &&
  contains(a.groups, b.groups) &&
  contains(a.locales, b.locales)

/** A plain list is for every locale there will ever be: no map of locales holds that. */
function contains(a: unknown, b: unknown): boolean {
  if (!isLimit(a)) return true
  if (!isLimit(b)) return false
  if (Array.isArray(b)) return b.length === 0 || (Array.isArray(a) && isWithin(b, a))
  return Object.entries(b).every(([locale, ids]) => {
    const held: unknown = Array.isArray(a) ? a : Reflect.get(a, locale)
    return isWithin([ids].flat(), [held ?? []].flat())
  })
}

const isLimit = (value: unknown): value is object => typeof value === 'object' && value !== null

const isWithin = (ids: readonly unknown[], others: readonly unknown[]) =>
  ids.every((id) => others.includes(id))
