import type { Action, Permission } from '../../lib/permissions.ts'

type Limit = 'own' | 'models' | 'groups' | 'locales'

/** A line of the matrix: a permission by its name, and what can be said about it here. */
export interface Line {
  name: string
  label: string
  /** Empty: one has it or not. */
  actions: readonly Action[]
  limits: readonly Limit[]
}

interface Area {
  label: string
  /** Whoever has it needs none of the lines. */
  all: string | undefined
  lines: readonly Line[]
}

const RWD: readonly Action[] = ['r', 'w', 'd']
const thing = (name: string, label: string, ...limits: Limit[]): Line => ({
  name,
  label,
  actions: RWD,
  limits,
})
const whole = (name: string, label: string): Line => ({ name, label, actions: [], limits: [] })

/** Everything, and then area by area as the navigation has them. */
export const MATRIX: readonly Area[] = [
  {
    label: 'Content',
    all: 'cms.*',
    lines: [
      {
        ...thing('cms.contentEntry', 'Entries', 'own', 'models', 'groups', 'locales'),
        actions: ['r', 'w', 'd', 'p', 'u'],
      },
      thing('cms.contentModel', 'Models', 'own', 'models', 'groups', 'locales'),
      thing('cms.contentModelGroup', 'Model groups', 'own', 'groups', 'locales'),
      whole('cms.endpoint.read', 'API for published content'),
      whole('cms.endpoint.preview', 'API for drafts'),
      whole('cms.endpoint.manage', 'API to manage content'),
    ],
  },
  {
    label: 'Media',
    all: 'fm.*',
    lines: [thing('fm.file', 'Files', 'own'), thing('fm.settings', 'Media settings')],
  },
  {
    label: 'Access',
    all: 'security.*',
    lines: [thing('security.group', 'Groups'), thing('security.apiKey', 'API keys')],
  },
  { label: 'People', all: 'adminUsers.*', lines: [thing('adminUsers.user', 'Users')] },
  {
    label: 'Tenants',
    all: 'tenancy.*',
    lines: [thing('tenancy.tenant', 'Tenants'), thing('tenancy.signIn', 'Sign-in settings')],
  },
  { label: 'Locales', all: 'i18n.*', lines: [thing('i18n.locale', 'Locales')] },
  { label: 'Audit', all: 'audit.*', lines: [thing('audit.log', 'Audit log')] },
]

export const EVERYTHING = whole('*', 'Everything on this tenant')

const LINES = new Map<string, Line>(
  [
    EVERYTHING,
    ...MATRIX.flatMap(({ all, lines }) => [...(all ? [whole(all, '')] : []), ...lines]),
  ].map((line) => [line.name, line]),
)

/** What a permission says, as the matrix shows it. An empty list is no limit. */
export interface Grant {
  actions: readonly Action[]
  own: boolean
  models: readonly string[]
  groups: readonly string[]
  locales: readonly string[]
}

export const NO_LIMITS = { own: false, models: [], groups: [], locales: [] } as const

export interface Matrix {
  /** By the name of the permission. */
  grants: ReadonlyMap<string, Grant>
  /** The names of what is there in a way that has no place in the matrix. */
  asJson: ReadonlySet<string>
  /** How many permissions these are. */
  hidden: number
}

/**
 * What can be seen of a list of permissions in the matrix. Several of one name are alternatives,
 * which have no place in one line.
 */
export function readMatrix(values: readonly unknown[]): Matrix {
  const grants = new Map<string, Grant>()
  const asJson = new Set<string>()
  let hidden = 0
  for (const value of values) {
    const name = nameOf(value)
    const line = LINES.get(name)
    const isOnlyOne = values.filter((it) => nameOf(it) === name).length === 1
    const grant = line && isOnlyOne ? grantOf(value, line) : undefined
    if (grant) grants.set(name, grant)
    else {
      asJson.add(name)
      hidden += 1
    }
  }
  return { grants, asJson, hidden }
}

/** The list with another grant of this name, or with none: all others stay as they are written. */
export function withGrant(
  values: readonly unknown[],
  { name, ...line }: Line,
  grant: Grant | undefined,
): unknown[] {
  const at = values.findIndex((it) => nameOf(it) === name)
  if (!grant) return at < 0 ? [...values] : values.toSpliced(at, 1)
  const permission = permissionOf({ name, ...line }, grant)
  return at < 0 ? [...values, permission] : values.with(at, permission)
}

/** What is left or there after a tick; nobody publishes what they may not even read, write or delete. */
export function toggled(grant: Grant | undefined, action: Action): Grant | undefined {
  const before = grant?.actions ?? []
  const after = before.includes(action)
    ? before.filter((it) => it !== action)
    : [...before, action, ...(RWD.includes(action) || before.length > 0 ? [] : (['r'] as const))]
  if (!after.some((it) => RWD.includes(it))) return undefined
  return { ...NO_LIMITS, ...grant, actions: ordered(after) }
}

/** By which permission of the list a line is granted as a whole, if by any. */
export function coverOf({ grants }: Matrix, name: string): string | undefined {
  if (name !== '*' && grants.has('*')) return '*'
  const area = `${name.split('.')[0]}.*`
  return name !== area && grants.has(area) ? area : undefined
}

const ALL: readonly Action[] = ['r', 'w', 'd', 'p', 'u']
const ordered = (actions: readonly Action[]) => ALL.filter((it) => actions.includes(it))

const nameOf = (value: unknown): string =>
  isObject(value) && typeof value['name'] === 'string' ? value['name'] : ''

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const LETTERS = { rwd: /^(?!.*(.).*\1)[rwd]{1,3}$/, pw: /^(?!.*(.).*\1)[pu]{0,2}$/ }

function grantOf(value: unknown, { actions, limits }: Line): Grant | undefined {
  if (!isObject(value)) return undefined
  const { name: _, rwd, pw, ...others } = value
  if (!Object.keys(others).every((it) => limits.some((limit) => limit === it))) return undefined
  if (!isLetters(rwd, LETTERS.rwd, actions.includes('r'))) return undefined
  // v5's editor writes `pw: ""` where nothing can be published, too.
  if (pw !== '' && !isLetters(pw, LETTERS.pw, actions.includes('p'))) return undefined
  const { own, models, groups, locales } = others
  if (own !== undefined && typeof own !== 'boolean') return undefined
  if (![models, groups, locales].every(isPlainList)) return undefined
  // Without a list of its own, publishing comes only with a permission that has no limit at all.
  const isLimited = rwd !== undefined || Object.keys(others).length > 0
  const letters = `${rwd ?? 'rwd'}${pw ?? (isLimited ? '' : 'pu')}`
  return {
    actions: actions.filter((it) => letters.includes(it)),
    own: own === true,
    models: listOf(models),
    groups: listOf(groups),
    locales: listOf(locales),
  }
}

const isLetters = (value: unknown, form: RegExp, isMeant: boolean): value is string | undefined =>
  value === undefined || (isMeant && typeof value === 'string' && form.test(value))

/** Ids for every locale. An empty list gives nothing, and ids per locale are more than a line can say. */
const isPlainList = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) &&
    value.length > 0 &&
    value.every((it) => typeof it === 'string') &&
    new Set(value).size === value.length)

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

function permissionOf({ name, actions }: Line, grant: Grant): Permission {
  const limits = {
    ...(grant.own && { own: true }),
    ...(grant.models.length > 0 && { models: grant.models }),
    ...(grant.groups.length > 0 && { groups: grant.groups }),
    ...(grant.locales.length > 0 && { locales: grant.locales }),
  }
  const hasAll = actions.every((it) => grant.actions.includes(it))
  if (actions.length === 0 || (hasAll && Object.keys(limits).length === 0)) {
    return { name, ...limits }
  }
  const letters = (of: string) =>
    ordered(grant.actions)
      .filter((it) => of.includes(it))
      .join('')
  const pw = letters('pu')
  return { name, rwd: letters('rwd'), ...(pw && { pw }), ...limits }
}
