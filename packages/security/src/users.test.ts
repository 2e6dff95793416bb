import { eventsOf } from '@tenantry/dynamo/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Group } from './permission.ts'
import { anonymous, event, type Principal, type Scope, type Token } from './scope.ts'
import { colleagueOf, principalWith, scopeFor, table } from './testing.ts'
import {
  assertWelcome,
  getCurrentUser,
  login,
  logout,
  noteSeen,
  signOutEverywhere,
} from './sign-ins.ts'
import { disableUser, enableUser, getUser, listUsers, readmitUser, type User } from './users.ts'

const manager: Group = [{ name: 'adminUsers.user' }]
const looker: Group = [{ name: 'adminUsers.user', rwd: 'r' }]
const unauthenticated = { code: 'UNAUTHENTICATED' }
const refused = { code: 'SECURITY_NOT_AUTHORIZED' }

afterEach(() => {
  vi.useRealTimers()
  table.before = undefined
})

const at = (milliseconds: number) => vi.useFakeTimers({ now: milliseconds, toFake: ['Date'] })
const nowSeconds = () => Math.floor(Date.now() / 1000)

const withToken = (scope: Scope, token: Partial<Token>): Scope => {
  const { token: own } = scope.principal
  if (!own) throw new Error('This scope has no token.')
  return { ...scope, principal: { ...scope.principal, token: { ...own, ...token } } }
}
const as = (scope: Scope, principal: Principal): Scope => ({ ...scope, principal })
const welcome = async (scope: Scope): Promise<void> =>
  void (await assertWelcome(scope.table, scope.principal))
const idOf = (scope: Scope) => scope.principal.identity.id

async function change(scope: Scope, changes: Partial<User>): Promise<void> {
  const user = await login(scope)
  const changed = { ...user, ...changes, version: user.version + 1 }
  await scope.table.write(
    [{ put: { ...changed, PK: 'USERS', SK: `admin#${user.id}` } }],
    event(scope, 'test', user.id),
  )
}

const audited = async (scope: Scope) => (await eventsOf(scope.table)).map(({ action }) => action)

describe('login', () => {
  test('notes who signed in, with which groups, and when', async () => {
    const scope = scopeFor()
    scope.principal.groupSlugs = ['editors', 'nobody']

    const user = await login(scope)

    expect(user).toMatchObject({
      id: idOf(scope),
      type: 'admin',
      displayName: scope.principal.displayName,
      email: scope.principal.email,
      groups: ['editors', 'nobody'],
      issuer: scope.principal.token?.issuer,
      version: 1,
    })
    expect(await getCurrentUser(scope)).toEqual(user)
    expect(await audited(scope)).toEqual(['security.user.login'])
  })

  test('brings the record up to date and keeps its beginning', async () => {
    const scope = scopeFor()
    const first = await login(scope)
    at(Date.now() + 3_600_000)

    const renamed = as(scope, { ...scope.principal, displayName: 'Ann', groupSlugs: ['a'] })
    const user = await login(renamed)

    expect(user).toMatchObject({
      displayName: 'Ann',
      groups: ['a'],
      createdOn: first.createdOn,
      version: 2,
    })
    expect(Date.parse(user.lastLoginOn ?? '')).toBeGreaterThan(Date.parse(first.lastLoginOn ?? ''))
  })

  test('in several tabs at once is one login', async () => {
    const scope = scopeFor()

    const users = await Promise.all(Array.from({ length: 8 }, () => login(scope)))

    expect(new Set(users.map(({ version }) => version))).toEqual(new Set([1]))
    expect(await audited(scope)).toEqual(['security.user.login'])
  })

  test('with other groups within the minute is noted', async () => {
    const scope = scopeFor()
    await login(scope)

    const user = await login(as(scope, { ...scope.principal, groupSlugs: ['new'] }))

    expect(user).toMatchObject({ groups: ['new'], version: 2 })
  })

  test('sent again with its Idempotency-Key is the same login, also after a while', async () => {
    const scope = scopeFor()
    at(Date.now())
    const first = await login(scope, { idempotencyKey: 'a' })
    vi.advanceTimersByTime(3_600_000)

    expect(await login(scope, { idempotencyKey: 'a' })).toEqual(first)
    expect(await login(scope, { idempotencyKey: 'b' })).toMatchObject({ version: 2 })
  })

  test('does not undo what was taken away', async () => {
    const scope = scopeFor()
    await change(scope, { disabled: true })
    await expect(login(scope)).rejects.toMatchObject(unauthenticated)

    await change(scopeFor(), {})
    const other = scopeFor()
    await change(other, { signedOutBefore: nowSeconds() - 10 })
    at(Date.now() + 120_000)
    expect(await login(other)).toMatchObject({ signedOutBefore: expect.any(Number), version: 3 })
  })

  test('notices that the account was shut between its read and its write', async () => {
    const scope = scopeFor()
    const { version } = await login(scope)
    at(Date.now() + 120_000)
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      const user = await getCurrentUser(scope)
      await scope.table.write(
        [
          {
            put: {
              ...user,
              disabled: true,
              version: version + 1,
              PK: 'USERS',
              SK: `admin#${user.id}`,
            },
          },
        ],
        event(scope, 'test', user.id),
      )
    }

    await expect(login(scope)).rejects.toMatchObject(unauthenticated)
  })

  test('of the same id from another org is refused', async () => {
    const scope = scopeFor()
    const { issuer } = await login(scope)

    const elsewhere = withToken(scope, { issuer: 'https://globex.okta.com/oauth2/default' })
    await expect(login(elsewhere)).rejects.toMatchObject(unauthenticated)

    expect(await getCurrentUser(scope)).toMatchObject({ issuer })
  })

  test.each<[string, Principal]>([
    ['a visitor', anonymous],
    ['a machine', { ...principalWith(), identity: { type: 'service', id: '0oa' } }],
    ['a key', { ...anonymous, identity: { type: 'api-key', id: 'k' }, groups: [[{ name: '*' }]] }],
    ['a job', { ...anonymous, identity: { type: 'job', id: 'j' }, groups: [[{ name: '*' }]] }],
  ])('is not for %s', async (_, principal) => {
    const scope = as(scopeFor(), principal)

    await expect(login(scope)).rejects.toMatchObject(refused)
    await expect(getCurrentUser(scope)).rejects.toMatchObject(refused)
  })
})

describe('a caller with a valid token', () => {
  test('is welcome before and after the first login', async () => {
    const scope = scopeFor()

    await expect(welcome(scope)).resolves.toBeUndefined()
    await login(scope)
    await expect(welcome(scope)).resolves.toBeUndefined()
  })

  test('is looked up in one read, a visitor in none', async () => {
    const scope = scopeFor()
    table.calls.length = 0

    await welcome(scope)
    await welcome(as(scope, anonymous))

    expect(table.calls.map(({ command }) => command)).toEqual(['BatchGet'])
  })

  test.each<[string, Partial<User>]>([
    ['is disabled', { disabled: true }],
    ['has signed out everywhere later', { signedOutBefore: nowSeconds() + 60 }],
    ['is somebody else of the same id', { issuer: 'https://globex.okta.com/oauth2/default' }],
    ['is somebody else over http', { issuer: 'http://acme.okta.com/oauth2/default' }],
    ['is somebody else on another port', { issuer: 'https://acme.okta.com:1/oauth2/default' }],
  ])('who %s is not welcome', async (_, changes) => {
    const scope = scopeFor([{ name: '*' }])
    await change(scope, changes)

    await expect(welcome(scope)).rejects.toMatchObject(unauthenticated)
  })

  test('of another authorization server of the same org is the same person', async () => {
    const scope = scopeFor()
    await login(scope)
    const issuer = 'https://acme.okta.com/oauth2/other'
    const moved = withToken(scope, { issuer })

    await welcome(moved)
    at(Date.now() + 120_000)

    expect(await login(moved)).toMatchObject({ issuer, version: 2 })
  })

  test('whose machine is disabled is not welcome', async () => {
    const scope = scopeFor()
    const person = await login(scope)
    const machine = as(scope, { ...principalWith(), identity: { type: 'service', id: '0oa' } })
    await welcome(machine)

    const record = { ...person, id: '0oa', type: 'service', disabled: true }
    await scope.table.write(
      [{ put: { ...record, PK: 'USERS', SK: 'service#0oa' } }],
      event(scope, 'test', '0oa'),
    )

    await expect(welcome(machine)).rejects.toMatchObject(unauthenticated)
  })

  test('is welcome as a machine from whichever org the tenant has now', async () => {
    const scope = scopeFor()
    const person = await login(scope)
    const machine = as(scope, { ...principalWith(), identity: { type: 'service', id: '0oa' } })
    await scope.table.write(
      [{ put: { ...person, id: '0oa', type: 'service', PK: 'USERS', SK: 'service#0oa' } }],
      event(scope, 'test', '0oa'),
    )

    const issuer = 'https://id.acme.example/oauth2/default'
    await expect(welcome(withToken(machine, { issuer }))).resolves.toBeUndefined()
  })

  test('is not confused with a machine of the same id', async () => {
    const scope = scopeFor()
    await change(scope, { disabled: true })
    const machine = { ...scope.principal, identity: { type: 'service', id: idOf(scope) } }

    await expect(welcome(as(scope, machine))).resolves.toBeUndefined()
  })

  test('is unknown to another tenant, where the same id is somebody of its own', async () => {
    const scope = scopeFor()
    await change(scope, { disabled: true })

    await expect(welcome({ ...scopeFor(), principal: scope.principal })).resolves.toBeUndefined()
  })
})

describe('logout', () => {
  test('makes this token worthless, and no other', async () => {
    const scope = scopeFor()
    await login(scope)

    expect(await logout(scope)).toBe(true)

    await expect(welcome(scope)).rejects.toMatchObject(unauthenticated)
    await expect(welcome(withToken(scope, { jti: 'AT.next' }))).resolves.toBeUndefined()
    expect(await audited(scope)).toContain('security.user.logout')
  })

  test('twice is as good as once, also at once', async () => {
    const scope = scopeFor()

    await Promise.all([logout(scope), logout(scope)])
    await logout(scope)

    await expect(welcome(scope)).rejects.toMatchObject(unauthenticated)
  })

  test('of the next token with the same Idempotency-Key ends that one, too', async () => {
    const scope = scopeFor()
    const renewed = withToken(scope, { jti: 'AT.renewed' })

    await logout(scope, { idempotencyKey: 'a' })
    await logout(renewed, { idempotencyKey: 'a' })

    await expect(welcome(renewed)).rejects.toMatchObject(unauthenticated)
  })

  test('works for whoever never called login, for machines, and for odd token ids', async () => {
    const machine = as(scopeFor(), { ...principalWith(), identity: { type: 'service', id: '0oa' } })
    const odd = withToken(machine, { jti: 'AT.#*?$ 漢字' })

    await logout(odd)

    await expect(welcome(odd)).rejects.toMatchObject(unauthenticated)
    await expect(welcome(machine)).resolves.toBeUndefined()
  })

  test('is remembered until the token has ended, the verifier’s patience included', async () => {
    const scope = scopeFor()
    const end = scope.principal.token?.expiresAt ?? 0
    await logout(scope)

    at((end + 300) * 1000)
    await expect(welcome(scope)).rejects.toMatchObject(unauthenticated)
    at((end + 3601) * 1000)
    await expect(welcome(scope)).resolves.toBeUndefined()
  })

  test('on one tenant leaves the same token alone on another', async () => {
    const scope = scopeFor()
    await logout(scope)

    await expect(welcome({ ...scopeFor(), principal: scope.principal })).resolves.toBeUndefined()
  })

  test('is not for a visitor', async () => {
    await expect(logout(as(scopeFor(), anonymous))).rejects.toMatchObject(refused)
  })
})

describe('signOutEverywhere', () => {
  test('ends one’s own tokens, the one at hand included, and needs no permission', async () => {
    const scope = scopeFor()
    await login(scope)
    const elsewhere = withToken(scope, { jti: 'AT.tablet', authenticatedAt: nowSeconds() - 200 })

    expect(await signOutEverywhere(scope, { userId: idOf(scope) })).toBe(true)

    await expect(welcome(scope)).rejects.toMatchObject(unauthenticated)
    await expect(welcome(elsewhere)).rejects.toMatchObject(unauthenticated)
    expect(await audited(scope)).toContain('security.user.signOutEverywhere')
  })

  test('ends tokens of the same second, and none of a sign-in after it', async () => {
    const scope = scopeFor()
    await login(scope)
    const second = nowSeconds() + 5
    at(second * 1000 + 400)

    await signOutEverywhere(scope, { userId: idOf(scope) })

    const signedInAt = (authenticatedAt: number) =>
      welcome(withToken(scope, { jti: 'x', authenticatedAt }))
    await expect(signedInAt(second - 1)).rejects.toMatchObject(unauthenticated)
    await expect(signedInAt(second)).rejects.toMatchObject(unauthenticated)
    await expect(signedInAt(second + 0.3)).rejects.toMatchObject(unauthenticated)
    await expect(signedInAt(second + 1)).resolves.toBeUndefined()
  })

  test('ends the token at hand also if Okta’s clock is ahead of ours', async () => {
    const scope = withToken(scopeFor(), { authenticatedAt: nowSeconds() + 30 })
    await login(scope)

    await signOutEverywhere(scope, { userId: idOf(scope) })

    await expect(welcome(scope)).rejects.toMatchObject(unauthenticated)
  })

  test('works before the first login, and the record is complete', async () => {
    const scope = scopeFor(looker)

    await signOutEverywhere(scope, { userId: idOf(scope) })

    await expect(welcome(scope)).rejects.toMatchObject(unauthenticated)
    expect(await getUser(scope, { email: scope.principal.email ?? '' })).toMatchObject({
      version: 1,
    })
  })

  test('is never taken back by an earlier one', async () => {
    const scope = scopeFor()
    const later = nowSeconds() + 1000
    await change(scope, { signedOutBefore: later })

    await signOutEverywhere(scope, { userId: idOf(scope) })

    expect(await getCurrentUser(scope)).toMatchObject({ signedOutBefore: later })
  })

  test('of somebody else needs the permission to write users', async () => {
    const ann = scopeFor()
    await login(ann)
    const userId = idOf(ann)

    await expect(signOutEverywhere(colleagueOf(ann), { userId })).rejects.toMatchObject(refused)
    await expect(signOutEverywhere(colleagueOf(ann, looker), { userId })).rejects.toMatchObject(
      refused,
    )
    await expect(welcome(ann)).resolves.toBeUndefined()

    await signOutEverywhere(colleagueOf(ann, manager), { userId })
    await expect(welcome(ann)).rejects.toMatchObject(unauthenticated)
  })

  test('of oneself is not for a machine of the same id, nor for a visitor', async () => {
    const ann = scopeFor()
    await login(ann)
    const machine = { ...ann.principal, identity: { type: 'service', id: idOf(ann) } }

    const byMachine = signOutEverywhere(as(ann, machine), { userId: idOf(ann) })
    const byVisitor = signOutEverywhere(as(ann, anonymous), { userId: 'anonymous' })

    await expect(byMachine).rejects.toMatchObject(refused)
    await expect(byVisitor).rejects.toMatchObject(refused)
  })

  test.each(['nobody', 'a#b', '', '*'])(
    'of “%s”, who is not there, finds nobody',
    async (userId) => {
      await expect(signOutEverywhere(scopeFor(manager), { userId })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    },
  )

  test('of somebody on another tenant finds nobody', async () => {
    const ann = scopeFor()
    await login(ann)

    await expect(signOutEverywhere(scopeFor(manager), { userId: idOf(ann) })).rejects.toMatchObject(
      { code: 'NOT_FOUND' },
    )
    await expect(welcome(ann)).resolves.toBeUndefined()
  })

  test('and a login at once lose nothing of each other', async () => {
    const ann = scopeFor()
    await login(ann)
    at(Date.now() + 120_000)
    const again = withToken(ann, { authenticatedAt: nowSeconds() + 1 })

    await Promise.all([
      login(again),
      signOutEverywhere(colleagueOf(ann, manager), { userId: idOf(ann) }),
    ])

    expect(await getCurrentUser(ann)).toMatchObject({ signedOutBefore: nowSeconds(), version: 3 })
  })
})

test.each([{}, { id: 'a', email: 'a@b' }])(
  'who asks for %j is told to say which',
  async (where) => {
    await expect(getUser(scopeFor(looker), where)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ error: expect.any(String), fieldId: 'where' }],
    })
  },
)

describe('disabling', () => {
  test('with an Idempotency-Key is done once, for the one whom it was for', async () => {
    const ann = scopeFor()
    const bob = colleagueOf(ann)
    for (const scope of [ann, bob]) await login(scope)
    const boss = colleagueOf(ann, manager)
    const disable = (scope: Scope) => disableUser(boss, { id: idOf(scope), idempotencyKey: 'k1' })

    const disabled = await disable(ann)

    expect(await disable(ann)).toEqual(disabled)
    await expect(disable(bob)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  test('refuses a token that is still valid, enabling takes a new sign-in', async () => {
    const ann = scopeFor()
    await login(ann)
    const boss = colleagueOf(ann, manager)

    const disabled = await disableUser(boss, { id: idOf(ann), ifVersion: 1 })

    expect(disabled).toMatchObject({ id: idOf(ann), disabled: true, version: 2 })
    await expect(welcome(ann)).rejects.toMatchObject(unauthenticated)
    const later = withToken(ann, { authenticatedAt: nowSeconds() + 1 })
    await expect(welcome(later)).rejects.toMatchObject(unauthenticated)

    const enabled = await enableUser(boss, { id: idOf(ann), ifVersion: 2 })

    expect(enabled).toMatchObject({ disabled: false, version: 3 })
    await expect(welcome(ann)).rejects.toMatchObject(unauthenticated)
    await expect(welcome(later)).resolves.toBeUndefined()
    expect(await audited(ann)).toEqual([
      'security.user.login',
      'security.user.disable',
      'security.user.enable',
    ])
  })

  test('is not for who may not write users', async () => {
    const ann = scopeFor()
    await login(ann)

    for (const scope of [colleagueOf(ann), colleagueOf(ann, looker), as(ann, anonymous)])
      for (const change of [disableUser, enableUser])
        await expect(change(scope, { id: idOf(ann) })).rejects.toMatchObject(refused)
    await expect(welcome(ann)).resolves.toBeUndefined()
  })

  test('of oneself is refused, whoever one is', async () => {
    const ann = scopeFor(manager)
    await login(ann)
    const machine = as(ann, { ...ann.principal, identity: { type: 'service', id: '0oa' } })
    const yourself = { code: 'CANNOT_DISABLE_YOURSELF' }

    await expect(disableUser(ann, { id: idOf(ann) })).rejects.toMatchObject(yourself)
    await expect(disableUser(machine, { id: '0oa', type: 'service' })).rejects.toMatchObject(
      yourself,
    )
    await expect(disableUser(machine, { id: idOf(ann) })).resolves.toMatchObject({ disabled: true })
  })

  test.each(['nobody', 'a#b', '', '*'])('of “%s”, who is not there, finds nobody', async (id) => {
    const scope = scopeFor(manager)
    for (const change of [disableUser, enableUser])
      await expect(change(scope, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('of what is neither a person nor a service is not possible', async () => {
    const scope = scopeFor(manager)
    await expect(disableUser(scope, { id: 'k', type: 'api-key' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  })

  test('made of an older record than the last is a conflict', async () => {
    const ann = scopeFor()
    await login(ann)

    const stale = disableUser(colleagueOf(ann, manager), { id: idOf(ann), ifVersion: 7 })

    await expect(stale).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(welcome(ann)).resolves.toBeUndefined()
  })
})

describe('readmitting', () => {
  const elsewhere = { issuer: 'https://id.acme.example/oauth2/default' }

  test('takes the same id of the caller’s org for the same person', async () => {
    const ann = scopeFor()
    await login(ann)
    const moved = withToken(ann, elsewhere)
    await expect(welcome(moved)).rejects.toMatchObject(unauthenticated)
    const boss = withToken(colleagueOf(ann, manager), elsewhere)

    await readmitUser(boss, { id: idOf(ann) })

    await expect(welcome(moved)).resolves.toBeUndefined()
    await expect(welcome(ann)).rejects.toMatchObject(unauthenticated)
    expect(await audited(ann)).toContain('security.user.readmit')
  })

  test('lets nobody in who is disabled', async () => {
    const ann = scopeFor()
    await login(ann)
    const boss = withToken(colleagueOf(ann, manager), elsewhere)
    await disableUser(boss, { id: idOf(ann) })

    await readmitUser(boss, { id: idOf(ann) })

    const later = withToken(ann, { ...elsewhere, authenticatedAt: nowSeconds() + 1 })
    await expect(welcome(later)).rejects.toMatchObject(unauthenticated)
  })

  test('takes the permission, and a sign-in at that org', async () => {
    const ann = scopeFor()
    await login(ann)
    const { token: _, ...key } = principalWith(manager)

    for (const scope of [colleagueOf(ann, looker), as(ann, key), as(ann, anonymous)])
      await expect(readmitUser(scope, { id: idOf(ann) })).rejects.toMatchObject(refused)
  })
})

describe('being seen', () => {
  const seen = async (scope: Scope) => {
    const record = await assertWelcome(scope.table, scope.principal)
    noteSeen(scope.table, scope.principal, record)
    return record
  }
  const writes = () => table.calls.filter(({ command }) => command === 'TransactWrite').length
  const machineOf = (scope: Scope, groupSlugs: string[] = []): Scope => {
    const { token } = scope.principal
    const identity = { type: 'service', id: '0oa_job' }
    return as(scope, { ...anonymous, identity, displayName: 'Job', groupSlugs, token })
  }
  const servicesOf = (scope: Scope) => listUsers(colleagueOf(scope, looker), { type: 'service' })

  test('is noted once an hour, and is no version of the record', async () => {
    const ann = scopeFor()
    const { lastSeenOn, lastLoginOn } = await login(ann)
    expect(lastSeenOn).toBe(lastLoginOn)
    at(Date.now() + 3_601_000)
    const before = writes()

    await Promise.all([seen(ann), seen(ann), seen(ann)])
    await vi.waitFor(async () =>
      expect((await getCurrentUser(ann)).lastSeenOn).not.toBe(lastSeenOn),
    )
    const noted = writes()
    await seen(ann)

    expect(await getCurrentUser(ann)).toMatchObject({ lastLoginOn, version: 1 })
    expect(noted - before).toBeLessThanOrEqual(3)
    expect(writes()).toBe(noted)
    expect((await audited(ann)).filter((it) => it === 'security.user.seen')).toHaveLength(1)
  })

  test('makes the record of a service, and of nobody else', async () => {
    const ann = scopeFor()
    const machine = machineOf(ann, ['importers'])

    await seen(ann)
    await seen(machine)

    await vi.waitFor(async () => expect(await servicesOf(ann)).toHaveLength(1))
    expect(await servicesOf(ann)).toMatchObject([
      { id: '0oa_job', type: 'service', displayName: 'Job', groups: ['importers'], version: 1 },
    ])
    expect(await listUsers(colleagueOf(ann, looker))).toEqual([])
  })

  test('never takes back what somebody did meanwhile, nor fails', async () => {
    const ann = scopeFor()
    const machine = machineOf(ann)
    await seen(machine)
    await vi.waitFor(async () => expect(await servicesOf(ann)).toHaveLength(1))
    at(Date.now() + 3_601_000)
    const record = await assertWelcome(machine.table, machine.principal)
    await disableUser(colleagueOf(ann, manager), { id: '0oa_job', type: 'service' })
    const before = writes()

    noteSeen(machine.table, machine.principal, record)

    await vi.waitFor(() => expect(writes()).toBe(before + 1))
    expect(await servicesOf(ann)).toMatchObject([{ disabled: true, version: 2 }])
    await expect(welcome(machine)).rejects.toMatchObject(unauthenticated)
  })
})

describe('reading users', () => {
  test('lists those who signed in here, and nobody else', async () => {
    const ann = scopeFor(looker)
    const bob = colleagueOf(ann)
    await Promise.all([login(ann), login(bob), login(scopeFor())])

    const users = await listUsers(ann)

    expect(users.map(({ id }) => id)).toEqual([idOf(ann), idOf(bob)].toSorted())
  })

  test('finds by id and by e-mail in any case, also after the address has changed', async () => {
    const ann = scopeFor(looker)
    await login(ann)
    await login(as(ann, { ...ann.principal, email: 'Ann.#1+x@Acme.example' }))

    const found = await getUser(ann, { email: 'ann.#1+X@acme.example' })

    expect(found).toEqual(await getUser(ann, { id: idOf(ann) }))
    await expect(getUser(ann, { email: ann.principal.email ?? '' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('finds nobody by an address that was given up', async () => {
    const ann = scopeFor(looker)
    const { email } = await login(ann)

    await login(as(ann, { ...ann.principal, email: undefined }))

    await expect(getUser(ann, { email })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test.each([{ id: 'nobody' }, { id: 'a#b' }, { email: 'nobody@example.com' }, { email: '#' }])(
    'finds nobody for %j',
    async (where) => {
      await expect(getUser(scopeFor(looker), where)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    },
  )

  test.each([{}, { id: 'a', email: 'a' }, { id: null, email: '' }])(
    'needs one of id and email, not %j',
    async (where) => {
      await expect(getUser(scopeFor(looker), where)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      })
    },
  )

  test('of another tenant is not possible', async () => {
    const ann = scopeFor()
    const { id, email } = await login(ann)

    await expect(getUser(scopeFor(looker), { id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(getUser(scopeFor(looker), { email })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('of others needs the permission, of oneself none', async () => {
    const ann = scopeFor([{ name: 'adminUsers.user', rwd: 'wd' }])
    const user = await login(ann)

    expect(await getCurrentUser(ann)).toEqual(user)
    await expect(listUsers(ann)).rejects.toMatchObject(refused)
    await expect(getUser(ann, { id: idOf(ann) })).rejects.toMatchObject(refused)
    await expect(listUsers(as(ann, anonymous))).rejects.toMatchObject(refused)
  })

  test('of oneself before the first login finds nobody', async () => {
    await expect(getCurrentUser(scopeFor())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
