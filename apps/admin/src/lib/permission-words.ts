import type { Permission } from './permissions.ts'

/** What one permission lets somebody do, in words. */
export interface PermissionWords {
  may: string
  limits: string[]
  /** False: Tenantry knows no permission of that name. */
  isKnown: boolean
}

const THINGS: Record<string, string> = {
  'security.group': 'groups',
  'security.apiKey': 'API keys',
  'adminUsers.user': 'users',
  'tenancy.tenant': 'tenants',
  'tenancy.signIn': 'sign-in settings',
  'i18n.locale': 'locales',
  'cms.contentModelGroup': 'model groups',
  'cms.contentModel': 'content models',
  'cms.contentEntry': 'entries',
  'fm.file': 'files',
  'fm.settings': 'media settings',
  'audit.log': 'the audit log',
}

const AREAS: Record<string, string> = {
  '*': 'Everything on this tenant',
  'security.*': 'Everything about groups and API keys',
  'adminUsers.*': 'Everything about users',
  'tenancy.*': 'Everything about tenants and their sign-in',
  'i18n.*': 'Everything about locales',
  'content.*': 'Content in every locale',
  'cms.*': 'Everything about models and entries',
  'fm.*': 'Everything about media',
  'audit.*': 'Everything about the audit log',
  'cms.endpoint.manage': 'Use the API that manages content',
  'cms.endpoint.read': 'Use the API that reads published content',
  'cms.endpoint.preview': 'Use the API that reads drafts',
}

/** Every permission that there is. */
export const PERMISSION_NAMES = [...Object.keys(AREAS), ...Object.keys(THINGS), 'content.i18n']

const ACTIONS: Record<string, string> = { r: 'Read', w: 'write', d: 'delete' }
const PUBLISHING: Record<string, string> = { p: 'publish', u: 'unpublish' }

export function wordsOf(permission: Permission): PermissionWords {
  const { name } = permission
  const limits = limitsOf(permission)
  if (name === 'content.i18n') {
    return { may: 'Limits the whole group to some locales', limits, isKnown: true }
  }
  const area = AREAS[name]
  if (area) return { may: area, limits, isKnown: true }
  const thing = THINGS[name]
  if (!thing) return { may: name || 'A permission without a name', limits, isKnown: false }
  return { may: `${sentence(actionsOf(permission))} ${thing}`, limits, isKnown: true }
}

/** A list of permissions in a few words, for a table. */
export function inShort(permissions: readonly Permission[]): string {
  if (permissions.some(({ name }) => name === '*')) return 'Everything'
  if (permissions.length === 0) return 'Nothing yet'
  return permissions.length === 1 ? '1 permission' : `${permissions.length} permissions`
}

function actionsOf({ name, rwd, pw, own, models, groups, locales }: Permission): string[] {
  const actions = [...(rwd ?? 'rwd')].map((letter) => ACTIONS[letter] ?? letter)
  if (name !== 'cms.contentEntry') return actions
  // Without a list of its own, publishing comes only with a permission that has no limit at all.
  const isLimited = rwd !== undefined || own || models || groups || locales
  const publishing = pw ?? (isLimited ? '' : 'pu')
  return [...actions, ...[...publishing].map((letter) => PUBLISHING[letter] ?? letter)]
}

function limitsOf({ own, models, groups, locales }: Permission): string[] {
  return [
    own ? ['only their own'] : [],
    idLimit('models', models),
    idLimit('model groups', groups),
    Array.isArray(locales) ? [`in ${joined(locales.map(String))}`] : [],
  ].flat()
}

/** Ids for every locale, or ids per locale. */
function idLimit(what: string, ids: unknown): string[] {
  if (Array.isArray(ids)) return [`only the ${what} ${joined(ids.map(String))}`]
  if (typeof ids !== 'object' || ids === null) return []
  return Object.entries(ids).map(
    ([locale, list]) => `only the ${what} ${joined([list].flat().map(String))} in ${locale}`,
  )
}

function sentence(actions: string[]): string {
  const text = joined(actions.map((action) => action.toLowerCase()))
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const list = new Intl.ListFormat('en', { type: 'conjunction' })
const joined = (words: string[]) => list.format(words)
