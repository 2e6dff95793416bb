import { createHash } from 'node:crypto'
import { type Change, key, save, type TenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import { assertVersion, once, type Repeatable } from './once.ts'
import { assertCan } from './permissions.ts'
import { event, isSame, type Scope } from './scope.ts'
import { invalid, validated } from './validation.ts'

/** People, and the machines that Okta gives tokens to. */
const UserType = z.enum(['admin', 'service'])
type UserType = z.infer<typeof UserType>

/**
 * Somebody who has signed in to this tenant, or a service that has used it. The record can take away
 * what a valid token gives, never add to it: permissions come from the token at hand.
 */
export const User = z.object({
  id: z.string(),
  type: UserType,
  displayName: z.string(),
  email: z.string().optional(),
  /** The slugs that their token named when this was last saved: to be shown, not to be believed. */
  groups: z.array(z.string()),
  /** Whose tokens they last signed in with: the same id in another org is another person. */
  issuer: z.string(),
  createdOn: z.string(),
  /** Absent for services, which get tokens without anybody signing in. */
  lastLoginOn: z.string().optional(),
  /** To the hour. */
  lastSeenOn: z.string().optional(),
  disabled: z.boolean().optional(),
  /** Seconds since 1970. Sign-ins until then, that second included, are worth nothing, whatever is renewed. */
  signedOutBefore: z.number().optional(),
  version: z.number().int(),
})
export type User = z.infer<typeof User>

const MAX_USERS = 1000
const ID = /^[^#*?$]{1,100}$/

export const userKey = (type: string, id: string) => ({ PK: 'USERS', SK: key(type, id) })
/** Hashed: a jti and an e-mail address may have characters that a key cannot. */
export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const emailKey = (email: string, id: string) => ({
  PK: emailPartition(email),
  SK: key('admin', id),
})
const Pointer = z.object({ id: z.string() })
const emailPartition = (email: string) => key('EMAIL', hashOf(email.toLowerCase()))

/** Of the people of this tenant the first 1,000, or of its services. */
export async function listUsers(scope: Scope, where: { type?: string | null } = {}) {
  assertCan(scope, 'adminUsers.user', 'r')
  const type = validated(UserType, where.type ?? 'admin')
  const items = await scope.table.list('USERS', `${type}#`, MAX_USERS)
  return items.map((it) => User.parse(it))
}

interface Where {
  id?: string | null
  email?: string | null
  /** `admin` unless told; only people have an address. */
  type?: string | null
}

/** Finds a person by id or by e-mail address; if several share an address, the one of the first id. */
export async function getUser(scope: Scope, { id, email, type }: Where): Promise<User> {
  assertCan(scope, 'adminUsers.user', 'r')
  if (Boolean(id) === Boolean(email))
    throw invalid([{ error: 'Give either the id or the email.', fieldId: 'where' }])
  const kind = validated(UserType, type ?? 'admin')
  const user = await findUser(scope.table, kind, id ?? (await findIdOf(scope.table, email ?? '')))
  if (!user) throw notFound(id ?? email ?? '')
  return user
}

interface Target extends Repeatable {
  id: string
  /** `admin` unless told. */
  type?: string | null | undefined
  /** Without it the last writer wins. */
  ifVersion?: number | undefined
}

/**
 * Shuts somebody out, or a service, from the next request on, whatever their tokens say. Their
 * sign-ins end with it, so that to be let in again is not to be signed in again.
 */
export async function disableUser(scope: Scope, target: Target): Promise<User> {
  assertCan(scope, 'adminUsers.user', 'w')
  const type = validated(UserType, target.type ?? 'admin')
  if (isSame(scope.principal.identity, { type, id: target.id }))
    throw new AppError(
      'CANNOT_DISABLE_YOURSELF',
      'You cannot disable yourself: ask somebody else who may manage users.',
    )
  const signedOutBefore = Math.floor(Date.now() / 1000)
  return changeUser(scope, { ...target, type }, 'disable', (user) => ({
    ...user,
    disabled: true,
    signedOutBefore: Math.max(signedOutBefore, user.signedOutBefore ?? 0),
  }))
}

/** Lets in again whom `disableUser` has shut out; people have to sign in anew. */
export async function enableUser(scope: Scope, target: Target): Promise<User> {
  assertCan(scope, 'adminUsers.user', 'w')
  const type = validated(UserType, target.type ?? 'admin')
  return changeUser(scope, { ...target, type }, 'enable', (user) => ({ ...user, disabled: false }))
}

/**
 * Takes whoever comes from the caller's own org under this id for the same person as before: for a
 * tenant whose people now sign in at another address, such as a domain of its own. Until somebody says
 * so, the same id in another org is another person.
 */
export async function readmitUser(scope: Scope, target: Omit<Target, 'type'>): Promise<User> {
  assertCan(scope, 'adminUsers.user', 'w')
  const { token } = scope.principal
  if (!token) throw notSignedIn()
  return changeUser(scope, { ...target, type: 'admin' }, 'readmit', (user) => ({
    ...user,
    issuer: token.issuer,
  }))
}

export async function findUser(
  table: TenantTable,
  type: UserType,
  id: string,
): Promise<User | undefined> {
  const item = ID.test(id) ? await table.get(userKey(type, id)) : undefined
  return item && User.parse(item)
}

export async function userAt(table: TenantTable, type: UserType, id: string): Promise<User> {
  const user = await findUser(table, type, id)
  if (!user) throw notFound(id)
  return user
}

export function emailChanges(before: User | undefined, after: User): Change[] {
  const [old, now] = [before, after].map((it) => it?.email && emailKey(it.email, after.id))
  if (old && now && old.PK === now.PK) return []
  return [...(now ? [{ put: { ...now, id: after.id } }] : []), ...(old ? [{ delete: old }] : [])]
}

/** Saves a record as `apply` makes it of the one that is stored. */
async function changeUser(
  scope: Scope,
  { id, type, ifVersion, idempotencyKey }: Target & { type: UserType },
  action: string,
  apply: (user: User) => User,
): Promise<User> {
  const operation = `security.user.${action}`
  return once(scope, {
    operation,
    input: [type, id],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const before = await userAt(scope.table, type, id)
      assertVersion(before, ifVersion)
      const after = { ...apply(before), version: before.version + 1 }
      const changes = [save(userKey(type, id), after), ...note(id)]
      await scope.table.write(changes, event(scope, operation, id))
      return after
    },
    again: (known) => userAt(scope.table, type, known),
  })
}

async function findIdOf(table: TenantTable, email: string): Promise<string> {
  const [pointer] = await table.list(emailPartition(email), 'admin#', 1)
  return pointer ? Pointer.parse(pointer).id : ''
}

export const notSignedIn = () =>
  new AppError('SECURITY_NOT_AUTHORIZED', 'Only somebody who has signed in can do this.')
export const notFound = (name: string) => new AppError('NOT_FOUND', `User "${name}" was not found.`)
