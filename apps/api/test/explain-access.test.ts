import { describe, expect, test, vi } from 'vitest'
import { logger } from '../src/log.ts'
import { rule, signInWorld } from './sign-in-world.ts'
import { accessClaims, okta, table } from './world.ts'

const groups = {
  editors: [{ name: 'cms.contentEntry', rwd: 'rw' }],
  owners: [{ name: 'security.*' }, { name: 'tenancy.signIn', rwd: 'r' }],
}

test('says of each rule whether it matched and why, and which groups there are', async () => {
  const world = await signInWorld(groups)
  await world.save({
    groupRules: [rule('Press', 'editors'), rule('Press', 'authors'), rule('IT', 'owners')],
  })

  const { data } = await world.explain({ claims: { department: 'Press' }, draft: true })

  expect(data).toMatchObject({
    admitted: true,
    groupsFrom: 'RULES',
    groups: [
      { slug: 'editors', found: true },
      { slug: 'authors', found: false },
    ],
    permissions: groups.editors,
    rules: [
      {
        ...rule('Press', 'editors'),
        matched: true,
        reason: 'It matched “Press”.',
        groups: ['editors'],
      },
      { matched: true, groups: ['authors'] },
      { matched: false, reason: 'It matched none of “Press”.', groups: [] },
    ],
  })
})

test('of a draft is of the draft: what counts is told without it', async () => {
  const world = await signInWorld(groups)
  const question = { claims: { department: 'Press' } }
  expect((await world.explain({ ...question, draft: true })).error.code).toBe('NOT_FOUND')
  await world.save({ groupRules: [rule('Press', 'editors')] })

  expect((await world.explain(question)).data).toMatchObject({ groupsFrom: 'CLAIM', groups: [] })
})

test('who was signed out is told so', async () => {
  const world = await signInWorld(groups)
  const token = await world.sign('owners')
  await world.ask('mutation { security { logout { data } } }', {}, token)

  expect((await world.explain({ token })).data).toMatchObject({
    admitted: false,
    code: 'UNAUTHENTICATED',
    reason: 'It was signed out, or its owner is not welcome here any more.',
    permissions: [],
  })
})

test('an API key explains itself as well', async () => {
  const world = await signInWorld()
  expect((await world.explain({ token: world.key })).data).toMatchObject({
    admitted: true,
    type: 'api-key',
    groupsFrom: 'KEY',
    permissions: [{ name: '*' }],
  })
})

describe('a token of another tenant', () => {
  const now = Math.floor(Date.now() / 1000)

  test('is told apart from no other foreign token, be it good there or not', async () => {
    const acme = await signInWorld()
    const globex = await signInWorld()
    const sign = async (changes: object, header: object = {}) =>
      okta.sign(accessClaims(globex.tenant, ['full-access'], changes), header)
    const good = await sign({})
    const foreign = [
      await sign({ exp: now - 3600, iat: now - 7200 }),
      await sign({ cid: '0oa_nobody' }),
      await sign({ aud: 'api://nobody' }),
      await sign({ iss: 'https://nobody.okta.com/oauth2/default' }),
      await sign({}, { kid: 'nobody' }),
      `${good.slice(0, -8)}AAAAAAAA`,
    ]
    table.calls.length = 0

    const told = await acme.explain({ token: good })

    expect(told.data).toMatchObject({
      admitted: false,
      code: 'UNAUTHENTICATED',
      reason: expect.stringContaining('not made for this tenant'),
      id: null,
    })
    for (const token of foreign) expect(await acme.explain({ token })).toEqual(told)
    expect(JSON.stringify(table.calls)).not.toContain(globex.tenant.id)
  })
})

test.each([
  ['expired', { exp: 1_700_000_300, iat: 1_700_000_000 }, {}, 'expired'],
  ['an ID token', { nonce: 'n' }, {}, 'ID token'],
  ['without a user', { uid: undefined, sub: 'x' }, {}, 'lacks a claim'],
  ['of a key that nobody published', {}, { kid: 'nobody' }, 'No key'],
  ['without a key', {}, { kid: undefined }, 'header'],
])(
  'why an own token that is %s is refused is told to who sets this up',
  async (_, claims, header, why) => {
    const world = await signInWorld()
    const token = await okta.sign(accessClaims(world.tenant, [], claims), header)
    const { data } = await world.explain({ token: `Bearer ${token}` })
    expect(data).toMatchObject({
      admitted: false,
      message: 'Sign in again.',
      reason: expect.stringContaining(why),
    })
  },
)

test.each<[string, object]>([
  ['nothing', {}],
  ['both', { token: 'a.b.c', claims: {} }],
  ['a list as claims', { claims: [1] }],
])('%s is no question', async (_, question) => {
  const world = await signInWorld()
  expect((await world.explain(question)).error.code).toBe('VALIDATION_FAILED')
})

test.each<[string, object]>([
  ['a prototype', JSON.parse('{"__proto__":{"uid":"x"},"department":"Press"}')],
  ['8 KB', { department: 'x'.repeat(9000) }],
  ['much depth', { department: JSON.parse(`${'['.repeat(60)}1${']'.repeat(60)}`) }],
])('claims with %s are refused as a token with them is', async (_, claims) => {
  const world = await signInWorld()
  expect((await world.explain({ claims })).data).toMatchObject({
    admitted: false,
    code: 'UNAUTHENTICATED',
  })
})

test('to explain writes nothing and logs nothing', async () => {
  const logs = (['info', 'warn', 'error', 'debug'] as const).map((it) => vi.spyOn(logger, it))
  const output = vi.spyOn(process.stdout, 'write')
  const world = await signInWorld(groups)
  await world.save({ groupRules: [rule('Press', 'no-such')], policies: [{ amr: ['mfa'] }] })
  const token = await world.sign([], { department: 'Press' })
  table.calls.length = 0
  output.mockClear()

  await world.explain({ token, draft: true })
  await world.explain({ token: 'a.b.c' })
  await world.explain({ claims: { department: 'Press' }, draft: true })

  expect(table.calls.filter(({ command }) => command === 'TransactWrite')).toEqual([])
  for (const log of logs) expect(log).not.toHaveBeenCalled()
  expect(JSON.stringify(output.mock.calls)).not.toContain(token)
})
