import { type Change, key, save, type TenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { keyOfPart, once, type Repeatable } from './once.ts'
import { assertCan } from './permissions.ts'
import { event, isSame, type Principal, type Scope, type Token } from './scope.ts'
import {
  emailChanges,
  findUser,
  hashOf,
  notFound,
  notSignedIn,
  User,
  userAt,
  userKey,
} from './users.ts'

const SEEN_SECONDS = 3600
/** Several calls of one sign-in, from several tabs, are one. */
const SAME_LOGIN_SECONDS = 60
/** Verifiers accept a token for some time after its end; the note has to outlive that. */
const NOTE_MARGIN_SECONDS = 3600

const seenKey = (type: string, id: string) => ({ PK: 'USERS', SK: key('SEEN', type, id) })
const signedOutKey = ({ jti }: Token) => ({ PK: key('SIGNEDOUT', hashOf(jti)), SK: 'TOKEN' })

/**
 * Notes who signed in, and returns their record. Needs no permission: a person without any group
 * signs in too, and is told that they have no access.
 */
export async function login(scope: Scope, { idempotencyKey }: Repeatable = {}): Promise<User> {
  const person = assertPerson(scope.principal)
  return once(scope, {
    operation: 'security.user.login',
    input: null,
    idempotencyKey,
    run: async (note) => {
      const before = await findUser(scope.table, 'admin', person.identity.id)
      // Between the check of the request and now the record may have been shut.
      if (before && !admits(before, person.token)) throw unauthenticated()
      if (before && isRecent(before, person)) return before

      const user = signedIn(person, before)
      await scope.table.write(
        [save(userKey('admin', user.id), user), ...emailChanges(before, user), ...note(user.id)],
        event(scope, 'security.user.login', user.id),
      )
      return user
    },
    again: (id) => userAt(scope.table, 'admin', id),
  })
}

/**
 * Makes the token at hand worthless on this tenant. Doing so twice is as good as once; each token is
 * a request of its own, for a client whose answer got lost may come back with the next one.
 */
export async function logout(scope: Scope, repeatable: Repeatable = {}): Promise<boolean> {
  const { identity, token } = scope.principal
  if (!token) throw notSignedIn()
  const expiresAt = Math.ceil(token.expiresAt) + NOTE_MARGIN_SECONDS
  return once(scope, {
    operation: 'security.user.logout',
    input: null,
    ...keyOfPart(repeatable, token.jti),
    run: async (note) => {
      const changes = [{ put: { ...signedOutKey(token), expiresAt } }, ...note(identity.id)]
      await scope.table.write(changes, event(scope, 'security.user.logout', identity.id))
      return true
    },
    again: async () => true,
  })
}

/**
 * Makes every sign-in that a person has on this tenant worthless: their tokens, and those that a
 * refresh token or Okta's session would still give. Everybody may do it for themselves,
 * `adminUsers.user` with `w` for others. Okta counts in whole seconds, so a sign-in within the same
 * second is refused too: who signs in again that fast has to do it once more.
 */
export async function signOutEverywhere(
  scope: Scope,
  { userId, idempotencyKey }: { userId: string } & Repeatable,
): Promise<boolean> {
  const isOwn = isSame(scope.principal.identity, { type: 'admin', id: userId })
  if (!isOwn) assertCan(scope, 'adminUsers.user', 'w')
  const self = isOwn ? assertPerson(scope.principal) : undefined
  // Okta's clock may be ahead of ours: the token at hand must not outlive this by that.
  const ownSignIn = Math.floor(self?.token.authenticatedAt ?? 0)

  return once(scope, {
    operation: 'security.user.signOutEverywhere',
    input: userId,
    idempotencyKey,
    run: async (note) => {
      const before = await findUser(scope.table, 'admin', userId)
      const user = before ?? (self && signedIn(self))
      if (!user) throw notFound(userId)
      const now = Math.floor(Date.now() / 1000)
      const after = {
        ...user,
        signedOutBefore: Math.max(now, ownSignIn, user.signedOutBefore ?? 0),
        version: (before?.version ?? 0) + 1,
      }
      await scope.table.write(
        [save(userKey('admin', userId), after), ...emailChanges(before, after), ...note(userId)],
        event(scope, 'security.user.signOutEverywhere', userId),
      )
      return true
    },
    again: async () => true,
  })
}

/**
 * Throws `UNAUTHENTICATED` if a caller whose token is valid is not welcome any more: disabled, signed
 * out since, with this token or everywhere, or somebody of the same id in another org. Gives the
 * record that said so, if there is one.
 */
export async function assertWelcome(
  table: TenantTable,
  { identity, token }: Pick<Principal, 'identity' | 'token'>,
): Promise<User | undefined> {
  if (!token) return undefined
  const note = signedOutKey(token)
  const items = await table.getMany([userKey(identity.type, identity.id), note])
  if (items.some(({ PK }) => PK === note.PK)) throw unauthenticated()
  const record = items[0] && User.parse(items[0])
  if (record && !admits(record, token)) throw unauthenticated()
  return record
}

/**
 * Notes that somebody is here, once an hour, and makes the record of a service that comes for the
 * first time. A tenant lists its service clients, so they are few. Nobody waits for it, and no request
 * fails because of it.
 */
export function noteSeen(table: TenantTable, principal: Principal, record?: User): void {
  const { identity, token } = principal
  if (!token || (!record && identity.type !== 'service')) return
  if (Date.now() - Date.parse(record?.lastSeenOn ?? '1970') < SEEN_SECONDS * 1000) return
  saveSeen(table, { ...principal, token }, record).catch(() => undefined)
}

/** The caller's own record, which needs no permission. */
export async function getCurrentUser(scope: Scope): Promise<User> {
  return userAt(scope.table, 'admin', assertPerson(scope.principal).identity.id)
}

type Person = Principal & { token: Token }

/** Only people sign in: machines, keys and jobs are set up. */
function assertPerson(principal: Principal): Person {
  const { identity, token } = principal
  if (identity.type !== 'admin' || !token) throw notSignedIn()
  return { ...principal, token }
}

/** However many processes see somebody: the first takes the hour's item. */
async function saveSeen(table: TenantTable, person: Person, record?: User): Promise<void> {
  const { identity } = person
  const now = Date.now()
  const seen = {
    ...(identity.type === 'service' ? serviceOf(person, record) : record),
    lastSeenOn: new Date(now).toISOString(),
  }
  const expiresAt = Math.floor(now / 1000) + SEEN_SECONDS
  const changes: Change[] = [
    { put: { ...seenKey(identity.type, identity.id), expiresAt }, onlyIf: 'absent' },
    // Its version stays: being seen is no edit that another could overwrite.
    {
      put: { ...seen, ...userKey(identity.type, identity.id) },
      onlyIf: record?.version ?? 'absent',
    },
  ]
  await table.write(changes, event({ principal: person }, 'security.user.seen', identity.id))
}

function serviceOf({ identity, displayName, groupSlugs, token }: Person, before?: User): User {
  return {
    createdOn: new Date().toISOString(),
    version: 1,
    ...before,
    id: identity.id,
    type: 'service',
    displayName,
    groups: [...groupSlugs],
    issuer: token.issuer,
  }
}

const admits = (user: User, { issuer, authenticatedAt }: Token): boolean =>
  !user.disabled &&
  // Of a service the tenant itself names the client, and with it the org.
  (user.type === 'service' || orgOf(user.issuer) === orgOf(issuer)) &&
  Math.floor(authenticatedAt) > (user.signedOutBefore ?? Number.NEGATIVE_INFINITY)

/** All authorization servers of an org share its people, so its origin is what tells orgs apart. */
const orgOf = (issuer: string) => new URL(issuer).origin

function signedIn(person: Person, before?: User): User {
  const { identity, displayName, email, groupSlugs, token } = person
  const now = new Date().toISOString()
  return {
    createdOn: now,
    ...before,
    id: identity.id,
    type: 'admin',
    displayName,
    email,
    groups: [...groupSlugs],
    issuer: token.issuer,
    lastLoginOn: now,
    lastSeenOn: now,
    version: (before?.version ?? 0) + 1,
  }
}

function isRecent(user: User, { displayName, email, groupSlugs }: Principal): boolean {
  const secondsAgo = (Date.now() - Date.parse(user.lastLoginOn ?? '1970')) / 1000
  return (
    secondsAgo < SAME_LOGIN_SECONDS &&
    user.displayName === displayName &&
    user.email === email &&
    user.groups.join('\n') === groupSlugs.join('\n')
  )
}

const unauthenticated = () => new AppError('UNAUTHENTICATED', 'Sign in again.')
