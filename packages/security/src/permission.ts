import { z } from 'zod'

type Limit = 'own' | 'rwd' | 'pw' | 'models' | 'groups' | 'locales'

/**
 * Every permission there is, and the limits that it may carry. A limit that would not be looked at
 * is refused, not stored: who writes `own` on an endpoint believes to have narrowed something.
 */
const LIMITS = {
  '*': [],
  'adminUsers.*': [],
  'adminUsers.user': ['rwd'],
  'audit.*': [],
  'audit.log': ['rwd'],
  'cms.*': [],
  'cms.contentEntry': ['own', 'rwd', 'pw', 'models', 'groups', 'locales'],
  'cms.contentModel': ['own', 'rwd', 'models', 'groups', 'locales'],
  'cms.contentModelGroup': ['own', 'rwd', 'groups', 'locales'],
  'cms.endpoint.manage': [],
  'cms.endpoint.preview': [],
  'cms.endpoint.read': [],
  'content.*': [],
  'content.i18n': ['locales'],
  'fm.*': [],
  'fm.file': ['own', 'rwd'],
  'fm.settings': ['rwd'],
  'i18n.*': [],
  'i18n.locale': ['rwd'],
  'security.*': [],
  'security.apiKey': ['rwd'],
  'security.group': ['rwd'],
  'tenancy.*': [],
  'tenancy.signIn': ['rwd'],
  'tenancy.tenant': ['rwd'],
} as const satisfies Record<string, readonly Limit[]>

export type PermissionName = keyof typeof LIMITS

const MAX_PERMISSIONS = 100
const MAX_LOCALES = 100
const MAX_IDS = 500
/** Together with a record's other fields far below DynamoDB's 400 KB per item. */
const MAX_SIZE_CHARACTERS = 64 * 1024

const Locale = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'This is no locale.')
const IdList = z.array(z.string().min(1).max(100)).max(MAX_IDS)
const IdsPerLocale = z
  .record(Locale, IdList)
  .refine((it) => Object.keys(it).length <= MAX_LOCALES, 'These are too many locales.')
/** Ids in every locale, or per locale. */
const Ids = z.union([IdList, IdsPerLocale])
export type Ids = z.infer<typeof Ids>

/** One thing that a group allows, as v5 stores it. Each limit that is present narrows it. */
export const Permission = z.strictObject({
  name: z.string().max(100),
  own: z.boolean().optional(),
  rwd: z
    .string()
    .regex(/^(?!.*(.).*\1)[rwd]{1,3}$/, 'Use the letters r, w and d.')
    .optional(),
  pw: z
    .string()
    .regex(/^(?!.*(.).*\1)[pu]{0,2}$/, 'Use the letters p and u.')
    .optional(),
  models: Ids.optional(),
  groups: Ids.optional(),
  locales: z.array(Locale).max(MAX_LOCALES).optional(),
})
export type Permission = z.infer<typeof Permission>
/** What one security group, or one API key, allows. */
export type Group = readonly Permission[]

const KnownPermission = Permission.check(({ value: { name, ...limits }, issues }) => {
  const refuse = (message: string, path: string) =>
    issues.push({ code: 'custom', message, path: [path], input: name })
  const allowed = limitsOf(name)
  if (!allowed) refuse(`There is no permission "${name}".`, 'name')
  for (const [limit, value] of Object.entries(limits))
    // v5's editor writes `pw: ""` for models and groups, too. Nothing is allowed by it, nor narrowed.
    if (allowed && !allowed.includes(limit) && !(limit === 'pw' && value === ''))
      refuse(`"${name}" cannot be limited by "${limit}".`, limit)
})

/** A whole group as somebody wants it saved: known names, limits that mean something, bounded. */
export const PermissionList = z
  .array(KnownPermission)
  .max(MAX_PERMISSIONS)
  .refine((it) => JSON.stringify(it).length <= MAX_SIZE_CHARACTERS, 'These are too many limits.')
  // It limits the whole group: of two nobody could say which counts.
  .refine((it) => it.filter(({ name }) => name === 'content.i18n').length <= 1, {
    message: 'Give "content.i18n" once, with all its locales.',
  })

function limitsOf(name: string): readonly string[] | undefined {
  const table: Readonly<Record<string, readonly string[]>> = LIMITS
  return Object.hasOwn(table, name) ? table[name] : undefined
}
