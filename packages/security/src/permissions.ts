import { AppError } from '@tenantry/errors'
import type { Group, Ids, Permission, PermissionName } from './permission.ts'
import { event, type Identity, isSame, type Scope } from './scope.ts'

/** Read, write, delete, publish, unpublish. */
export type Action = 'r' | 'w' | 'd' | 'p' | 'u'

interface Owned {
  createdBy: Identity
}

/**
 * What it is asked for. `entry` is the thing itself: a content entry, a file. `'any'` asks before the
 * look-up: perhaps for some? Models and model groups are their own thing and need no `entry`.
 */
export interface Resource {
  model?: Owned & { modelId: string; locale: string; group: Owned & { id: string } }
  entry?: Owned | 'any'
}

/**
 * True if one group alone allows it, and the credential unlocks it. Pure and synchronous: nothing to
 * await, nothing to forget.
 */
export const can = (
  scope: Pick<Scope, 'principal'>,
  name: PermissionName,
  action: Action,
  on: Resource = {},
): boolean => isAllowed(scope, name, action, on) && !withheldOf(scope, name)

/**
 * Throws `SECURITY_NOT_AUTHORIZED`, naming what is missing, unless the caller may. Who would be
 * allowed to, but has to sign in better for it, gets the code that says so.
 */
export function assertCan(
  scope: Pick<Scope, 'principal'>,
  name: PermissionName,
  action: Action,
  on?: Resource,
): void {
  if (!isAllowed(scope, name, action, on))
    throw new AppError('SECURITY_NOT_AUTHORIZED', `Missing permission "${name}" (${action}).`)
  const withheld = withheldOf(scope, name)
  if (withheld) throw withheld.error
}

function isAllowed(
  { principal }: Pick<Scope, 'principal'>,
  name: PermissionName,
  action: Action,
  on: Resource = {},
): boolean {
  const asked = { name, action, me: principal.identity, on }
  return principal.groups.some((group) => allows(group, asked))
}

/** To ask for `*` is to ask for all, also for what is withheld. */
const withheldOf = ({ principal }: Pick<Scope, 'principal'>, name: PermissionName) =>
  principal.withheld?.find(
    ({ permissions }) => name === '*' || permissions.some((it) => covers(it, name)),
  )

/**
 * Throws `ESCALATION_REFUSED` unless one group of the caller implies all of `saved`: parts of two
 * could add up to more than either gives, because the objects of a group depend on each other.
 */
export function assertMayGrant(scope: Pick<Scope, 'principal'>, saved: Group): void {
  if (!canGrant(scope, saved))
    throw new AppError('ESCALATION_REFUSED', 'You can only grant what you hold yourself.')
}

/** True if one group of the caller implies all of `saved`. */
export const canGrant = ({ principal }: Pick<Scope, 'principal'>, saved: Group): boolean =>
  principal.groups.some((held) => impliesAll(held, saved))

/** Leaves an event where somebody was refused to grant what they do not hold: the refusal itself is no write. */
export async function noteEscalation(scope: Scope, { code }: AppError, operation: string) {
  if (code === 'ESCALATION_REFUSED')
    await scope.table.write([], event(scope, 'security.escalation.refuse', operation))
}

/** True if `a` admits whatever `b` admits. */
export const implies = (a: Permission, b: Permission): boolean =>
  covers(a.name, b.name) &&
  (!a.own || b.own === true) &&
  lettersOf(b).every((letter) => lettersOf(a).includes(letter)) &&
  contains(a.models, b.models) &&
  contains(a.groups, b.groups) &&
  contains(a.locales, b.locales)

/** True if a permission allows reading and nothing else. */
export const isReading = (permission: Permission): boolean => lettersOf(permission).join('') === 'r'

/** What only limits its group gives nothing, so nobody needs to hold it. */
const isLimit = ({ name }: Permission) => name === 'content.i18n'

const impliesAll = (held: Group, saved: Group): boolean =>
  saved.every((b) => isLimit(b) || held.some((a) => implies(a, b))) &&
  contains(localesOf(held), localesOf(saved))

interface Question {
  name: PermissionName
  action: Action
  me: Identity
  on: Resource
}

function allows(group: Group, { name, action, me, on }: Question): boolean {
  const { model } = on
  const thing = thingOf(name, on)
  const admitted = group.some(
    (it) =>
      !isLimit(it) &&
      covers(it.name, name) &&
      lettersOf(it).includes(action) &&
      (!it.own || thing === 'any' || isSame(thing?.createdBy, me)) &&
      lists(it.models, model?.locale, model?.modelId) &&
      lists(it.groups, model?.locale, model?.group.id) &&
      lists(it.locales, model?.locale, model?.locale),
  )
  if (!admitted || !model) return admitted
  if (!lists(localesOf(group), model.locale, model.locale)) return false
  if (name !== 'cms.contentEntry') return true

  // An entry is in reach only through its model, and that through its model group.
  return (['cms.contentModel', 'cms.contentModelGroup'] as const).every((way) =>
    allows(group, { name: way, action: 'r', me, on: { model } }),
  )
}

/** Whose it must be where only one's own is allowed. */
function thingOf(name: PermissionName, { model, entry }: Resource): Owned | 'any' | undefined {
  if (name === 'cms.contentModel') return model
  if (name === 'cms.contentModelGroup') return model?.group
  return entry
}

const covers = (held: string, name: string): boolean =>
  held === name || held === '*' || (held.endsWith('.*') && name.startsWith(held.slice(0, -1)))

/** Without `pw` an object publishes only if it has no limit at all: v5 stores them so. */
function lettersOf({ rwd, pw, ...others }: Permission): string[] {
  const limits: (keyof typeof others)[] = ['own', 'models', 'groups', 'locales']
  const limited = rwd !== undefined || limits.some((it) => others[it] !== undefined)
  return `${rwd ?? 'rwd'}${pw ?? (limited ? '' : 'pu')}`.split('')
}

/** The locales that a whole group is limited to; `undefined` is all of them. */
function localesOf(group: Group): readonly string[] | undefined {
  const limits = group.flatMap((it) => (isLimit(it) && it.locales ? [it.locales] : []))
  const [first, ...others] = limits
  return first?.filter((locale) => others.every((it) => it.includes(locale)))
}

type Listed = Ids | readonly string[] | undefined
const isList = (ids: Ids | readonly string[]): ids is readonly string[] => Array.isArray(ids)

/** True if a limit is absent or names the id. Where no id is known, no list has it. */
function lists(ids: Listed, locale: string | undefined, id: string | undefined): boolean {
  if (ids === undefined) return true
  if (id === undefined || locale === undefined) return false
  return idsIn(ids, locale).includes(id)
}

/** True if the limit `a` admits all that the limit `b` admits. */
function contains(a: Listed, b: Listed): boolean {
  if (a === undefined) return true
  if (b === undefined) return false
  // A plain list means every locale there will ever be: no map of locales can hold that.
  if (isList(b)) return b.length === 0 || (isList(a) && b.every((id) => a.includes(id)))
  return Object.entries(b).every(([locale, ids]) =>
    ids.every((id) => idsIn(a, locale).includes(id)),
  )
}

const idsIn = (ids: Ids | readonly string[], locale: string): readonly string[] =>
  isList(ids) ? ids : Object.hasOwn(ids, locale) ? (ids[locale] ?? []) : []
