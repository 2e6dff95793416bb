import { type Change, key, newId, save, type TenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import { assertVersion, once, type Repeatable } from './once.ts'
import { type Group, Permission, PermissionList } from './permission.ts'
import { assertCan, assertMayGrant, isReading } from './permissions.ts'
import { event, type Identity, type Scope } from './scope.ts'
import { invalid, validated } from './validation.ts'

/** A named set of permissions. People and machines hold it by the slug that their token names. */
export const SecurityGroup = z.object({
  id: z.string(),
  name: z.string(),
  /** Never changes: it is what claims, and with them the rules in Okta, refer to. */
  slug: z.string(),
  description: z.string(),
  permissions: z.array(Permission),
  /** Comes with every tenant and cannot be deleted. */
  system: z.boolean(),
  createdOn: z.string(),
  createdBy: z.object({ type: z.string(), id: z.string() }),
  version: z.number().int(),
})
export type SecurityGroup = z.infer<typeof SecurityGroup>

/** No `:`, which joins tenant and group in qualified names. */
const SLUG = /^[a-z0-9][a-z0-9-]{0,59}$/
const FULL_ACCESS = 'full-access'
const ANONYMOUS = 'anonymous'
const SYSTEM_SLUGS = [FULL_ACCESS, ANONYMOUS]
const MAX_GROUPS = 10_000

const Name = z.string().trim().min(1).max(100)
const Description = z.string().max(1000).nullish()
const GroupInput = z.strictObject({
  name: Name,
  slug: z.string().regex(SLUG, 'Use up to 60 of a-z, 0-9 and -, beginning with a letter or digit.'),
  description: Description,
  permissions: PermissionList,
})
/** Without `slug`: who could move it could put their own permissions under a name that others hold. */
const GroupUpdate = GroupInput.omit({ slug: true }).partial()

/** The record lies under its slug: that makes it unique, and a request finds all its groups in one read. */
const slugKey = (slug: string) => ({ PK: 'GROUPS', SK: key('SLUG', slug) })
const idKey = (id: string) => ({ PK: 'GROUPS', SK: key('ID', id) })
const IdItem = z.object({ slug: z.string() })

const INSTALLER: Identity = { type: 'job', id: 'install' }

/** In code for every tenant and never stored, so that nobody can take it from those Okta gives it to. */
const fullAccess: SecurityGroup = {
  id: FULL_ACCESS,
  name: 'Full access',
  slug: FULL_ACCESS,
  description: 'Everything on this tenant. It cannot be changed.',
  permissions: [{ name: '*' }],
  system: true,
  createdOn: new Date(0).toISOString(),
  createdBy: INSTALLER,
  version: 1,
}

type Where = { id?: string | null; slug?: string | null }

/** Finds a group by its id or by its slug. */
export async function getGroup(scope: Scope, where: Where): Promise<SecurityGroup> {
  assertCan(scope, 'security.group', 'r')
  const { id, slug } = where
  if (Boolean(id) === Boolean(slug))
    throw invalid([{ error: 'Give either the id or the slug.', fieldId: 'where' }])
  const group = id ? await findById(scope.table, id) : await findBySlug(scope.table, slug ?? '')
  if (!group) throw notFound(id ?? slug ?? '')
  return group
}

/** All groups, `full-access` first and the others by slug. */
export async function listGroups(scope: Scope): Promise<SecurityGroup[]> {
  assertCan(scope, 'security.group', 'r')
  const items = await scope.table.list('GROUPS', 'SLUG#', MAX_GROUPS)
  return [fullAccess, ...items.map((it) => SecurityGroup.parse(it))]
}

/**
 * Makes a group.
 *
 * @throws AppError `GROUP_EXISTS` if the slug is taken, `ESCALATION_REFUSED` if no single group of
 *   the caller holds all of the permissions.
 */
export async function createGroup(
  scope: Scope,
  input: unknown,
  { idempotencyKey }: Repeatable = {},
): Promise<SecurityGroup> {
  assertCan(scope, 'security.group', 'w')
  const data = validated(GroupInput, input)
  assertMayGrant(scope, data.permissions)
  // Also where they are not installed yet: nobody makes up what visitors may do.
  if (SYSTEM_SLUGS.includes(data.slug)) throw groupExists(data.slug)

  const { type, id } = scope.principal.identity
  const group: SecurityGroup = {
    ...data,
    id: newId(),
    description: data.description ?? '',
    system: false,
    createdOn: new Date().toISOString(),
    createdBy: { type, id },
    version: 1,
  }
  return once(scope, {
    operation: 'security.group.create',
    input: data,
    idempotencyKey,
    run: async (note) => {
      const changes = [...recordsOf(group), ...note(group.id)]
      await scope.table.write(changes, event(scope, 'security.group.create', group.id))
      return group
    },
    again: (made) => groupAt(scope.table, made),
  })
}

interface Target extends Repeatable {
  id: string
  /** The version that the caller read. Without it the last writer wins. */
  ifVersion?: number | undefined
}

/**
 * Changes name, description or permissions. What is checked is the group as it will be, not the part
 * that changes: a name on permissions that the caller does not hold is theirs no more than the rest.
 * Taking permissions away is what `security.group` with `w` is for and needs no more.
 *
 * @throws AppError `CANNOT_UPDATE_SYSTEM_GROUPS` for `full-access`, and for the name and description
 *   of `anonymous`; `CONFLICT` if `ifVersion` is given and somebody has saved since.
 */
export async function updateGroup(
  scope: Scope,
  { id, data, ifVersion, idempotencyKey }: Target & { data: unknown },
): Promise<SecurityGroup> {
  assertCan(scope, 'security.group', 'w')
  const changes = validated(GroupUpdate, data)
  return once(scope, {
    operation: 'security.group.update',
    input: [id, changes],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const group = await groupAt(scope.table, id)
      assertVersion(group, ifVersion)
      if (group.id === FULL_ACCESS) throw cannotUpdate()
      const saved = changed(group, changes)
      if (group.slug === ANONYMOUS) assertStaysAnonymous(group, saved)
      assertMayGrant(scope, saved.permissions)
      const records = [save(slugKey(group.slug), saved), ...note(id)]
      await scope.table.write(records, event(scope, 'security.group.update', id))
      return saved
    },
    again: () => groupAt(scope.table, id),
  })
}

/** Deletes a group: who holds it by their token has nothing from it from the next request on. */
export async function deleteGroup(
  scope: Scope,
  { id, ifVersion, idempotencyKey }: Target,
): Promise<boolean> {
  assertCan(scope, 'security.group', 'd')
  return once(scope, {
    operation: 'security.group.delete',
    input: id,
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const group = await groupAt(scope.table, id)
      assertVersion(group, ifVersion)
      if (group.system) throw cannotDelete()
      const changes: Change[] = [
        { delete: slugKey(group.slug), onlyIf: group.version },
        { delete: idKey(id) },
        ...note(id),
      ]
      await scope.table.write(changes, event(scope, 'security.group.delete', id))
      return true
    },
    again: async () => true,
  })
}

/**
 * What the slugs in a token give on this tenant; a slug without a group gives nothing. `anonymous`
 * cannot be had by naming it: it is for callers without a credential, see `anonymousGroups`.
 *
 * Slugs, not ids, are what Okta knows. So a group made anew under the slug of a deleted one reaches
 * everybody whose token still names it: with the new permissions, which its maker holds, never with
 * the old ones.
 */
export async function groupsNamed(
  table: TenantTable,
  slugs: readonly string[],
): Promise<readonly Group[]> {
  return (await findGroupsNamed(table, slugs)).map(({ permissions }) => permissions)
}

/** Those of `groupsNamed` as records: which of the slugs there are. */
export async function findGroupsNamed(
  table: TenantTable,
  slugs: readonly string[],
): Promise<SecurityGroup[]> {
  const stored = [...new Set(slugs)].filter((it) => SLUG.test(it) && !SYSTEM_SLUGS.includes(it))
  const items = await table.getMany(stored.map(slugKey))
  const groups = items.map((it) => SecurityGroup.parse(it))
  return slugs.includes(FULL_ACCESS) ? [fullAccess, ...groups] : groups
}

/** What a caller without a credential may do: reading at most, whatever the record says. */
export async function anonymousGroups(table: TenantTable): Promise<readonly Group[]> {
  const group = await findBySlug(table, ANONYMOUS)
  return group ? [group.permissions.filter(isForAnonymous)] : []
}

/** The groups that a new tenant starts with: `anonymous`, which allows nothing yet. `at` is an ISO date. */
export const installedGroups = (at: string): Change[] =>
  recordsOf({
    id: ANONYMOUS,
    name: 'Anonymous',
    slug: ANONYMOUS,
    description: 'What visitors without a credential may read.',
    permissions: [],
    system: true,
    createdOn: at,
    createdBy: INSTALLER,
    version: 1,
  })

function recordsOf(group: SecurityGroup): Change[] {
  const { id, slug } = group
  return [
    { ...save(slugKey(slug), group), otherwise: groupExists(slug) },
    { put: { ...idKey(id), slug }, onlyIf: 'absent' },
  ]
}

async function findBySlug(table: TenantTable, slug: string): Promise<SecurityGroup | undefined> {
  if (slug === FULL_ACCESS) return fullAccess
  const item = SLUG.test(slug) ? await table.get(slugKey(slug)) : undefined
  return item && SecurityGroup.parse(item)
}

async function findById(table: TenantTable, id: string): Promise<SecurityGroup | undefined> {
  if (id === FULL_ACCESS) return fullAccess
  // Ids and slugs have the same form; anything else could not be part of a key.
  const item = SLUG.test(id) ? await table.get(idKey(id)) : undefined
  const group = item && (await findBySlug(table, IdItem.parse(item).slug))
  // Deleted and made anew between the two reads: that is another group.
  return group?.id === id ? group : undefined
}

async function groupAt(table: TenantTable, id: string): Promise<SecurityGroup> {
  const group = await findById(table, id)
  if (!group) throw notFound(id)
  return group
}

function changed(group: SecurityGroup, changes: z.infer<typeof GroupUpdate>): SecurityGroup {
  const { name = group.name, permissions = group.permissions, description } = changes
  return {
    ...group,
    name,
    permissions,
    description: description === undefined ? group.description : (description ?? ''),
    version: group.version + 1,
  }
}

/** Whoever has no credential may read at most, and is not known by another name. */
function assertStaysAnonymous(group: SecurityGroup, saved: SecurityGroup): void {
  if (saved.name !== group.name || saved.description !== group.description) throw cannotUpdate()
  const wrong = saved.permissions.flatMap((it, index) => {
    const error = `Anonymous visitors can only be allowed to read: "${it.name}" gives more.`
    return isForAnonymous(it) ? [] : [{ error, fieldId: `permissions.${index}` }]
  })
  if (wrong.length > 0) throw invalid(wrong)
}

const READABLE = ['cms.contentEntry', 'cms.contentModel', 'cms.contentModelGroup', 'fm.file']
const UNLIMITED = ['cms.endpoint.read', 'cms.endpoint.preview', 'content.i18n']

const isForAnonymous = (permission: Permission): boolean =>
  UNLIMITED.includes(permission.name) ||
  (READABLE.includes(permission.name) && isReading(permission))

const notFound = (name: string) => new AppError('NOT_FOUND', `Group "${name}" was not found.`)
const groupExists = (slug: string) =>
  new AppError('GROUP_EXISTS', `A group with the slug "${slug}" exists.`)
const cannotUpdate = () =>
  new AppError('CANNOT_UPDATE_SYSTEM_GROUPS', 'Of a system group only permissions can be set.')
const cannotDelete = () =>
  new AppError('CANNOT_DELETE_SYSTEM_GROUPS', 'A system group cannot be deleted.')
