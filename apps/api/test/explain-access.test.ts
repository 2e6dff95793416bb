import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  oneof,
  record,
} from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { putRules } from '@tenantry/tenancy/testing'
import { generated, runs } from '../../../tools/runs.ts'
import { logger } from '../src/log.ts'
import { rule, signInWorld } from './sign-in-world.ts'
import { accessClaims, type Answer, okta, randomId, table } from './world.ts'

const EXPLAIN = `query ($token: String, $claims: JSON, $draft: Boolean, $address: String) { tenancy {
  explainAccess(token: $token, claims: $claims, draft: $draft, address: $address) {
    data { admitted code message reason id type displayName email groupsFrom
      rules { claim operator value group matched reason groups } groups { slug found } permissions
      withheld { permissions code message } }
    error { code message data }
  }
} }`
const groups = {
  editors: [{ name: 'cms.contentEntry', rwd: 'rw' }],
  owners: [{ name: 'security.*' }, { name: 'tenancy.signIn', rwd: 'r' }],
}
const OFFICE = '203.0.113.7'

interface Explanation {
  admitted: boolean
  code: string | null
  message: string | null
  id: string
  displayName: string
  email: string | null
  groups: { slug: string }[]
  permissions: { name: string }[]
  withheld: { permissions: string[]; code: string }[]
}
type World = Awaited<ReturnType<typeof signInWorld>>

async function explained({ ask, key }: World, variables: object, from?: string) {
  const headers = { 'x-forwarded-for': from ?? OFFICE }
  const { data } = await ask(EXPLAIN, variables, key, headers)
  return data.tenancy.explainAccess
}

describe('an explanation', () => {
  const text = constantFrom(
    'editors',
    'owners',
    'full-access',
    'anonymous',
    'no-such',
    'Press',
    'a-b',
    '',
  )
  const claim = constantFrom(
    'department',
    'roles',
    'tenantry_groups',
    'address.country',
    'sub',
    'absent',
  )
  const groupRule = record({
    claim,
    operator: constantFrom('EQUALS', 'CONTAINS', 'PREFIX', 'MATCHES', 'EXISTS'),
    value: oneof(text, constantFrom('e*', '*-*', '?*', 'edit')),
    group: constantFrom('editors', 'owners', 'full-access', 'no-such', '{value}', '{1}'),
  }).map((it) => ({
    ...it,
    value: it.operator === 'EXISTS' ? null : it.value || 'x',
    group:
      it.group === '{1}' && !(it.operator === 'MATCHES' && it.value.includes('*'))
        ? 'editors'
        : it.group,
  }))
  const attribute = record({
    claim,
    property: constantFrom('displayName', 'email', 'firstName'),
    required: boolean(),
  })
  const wants = oneof(
    constant({ networks: ['203.0.113.0/24'] }),
    constant({ maxTokenAgeSeconds: 600 }),
    constant({ amr: ['mfa'] }),
    constant({ acr: ['phr', 'phrh'] }),
  )
  const policy = record({
    permissions: constantFrom([], [], ['security.*'], ['cms.*', 'security.group']),
    wants,
  }).map(({ permissions, wants: all }) => ({ permissions, ...all }))
  const rules = record({
    groupRules: array(groupRule, { maxLength: 6 }),
    attributes: array(attribute, { maxLength: 2 }),
    policies: array(policy, { maxLength: 2 }),
  })
  const now = Math.floor(Date.now() / 1000)
  const claims = record(
    {
      department: oneof(text, boolean(), constant(7), array(text, { maxLength: 3 })),
      roles: array(text, { maxLength: 4 }),
      tenantry_groups: array(text, { maxLength: 2 }),
      address: record({ country: text }),
      amr: constantFrom(['pwd'], ['pwd', 'mfa']),
      acr: constantFrom('phr', 'urn:okta:loa:1fa:any'),
      auth_time: constantFrom(now, now - 3600),
      name: text,
    },
    { requiredKeys: [] },
  )
  const flaw = oneof(
    { weight: 9, arbitrary: constant({}) },
    constantFrom(
      { cid: '0oa_other' },
      { aud: 'api://other' },
      { iss: 'https://other.okta.com/oauth2/default' },
      { exp: now - 3600, iat: now - 7200 },
      { ver: 2 },
    ),
  )
  const address = constantFrom(OFFICE, '192.0.2.1', 'unknown')
  const LIST = '{ security { listGroups { error { code } } } }'

  const outcomeOf = ({ status, error, data }: Answer) => {
    const { refusal: _, ...person } = data?.security.login.data ?? {}
    const { code = null, message = null } = error ?? {}
    return { admitted: status === 200, code, message, person: error ? null : person }
  }
  const outcomeTold = ({ admitted, code, message, ...told }: Explanation) => {
    const { id, displayName, email, permissions } = told
    const slugs = told.groups.map(({ slug }) => slug)
    return {
      admitted,
      code,
      message,
      person: admitted ? { id, displayName, email, permissions, groups: slugs } : null,
    }
  }
  /** What listing groups is told to answer. */
  const listingTold = ({ permissions, withheld }: Explanation): string | null => {
    if (!permissions.some(({ name }) => /^(\*|security)/.test(name)))
      return 'SECURITY_NOT_AUTHORIZED'
    const names = (it: { permissions: string[] }) =>
      it.permissions.some((name) => name.startsWith('security.'))
    return withheld.find(names)?.code ?? null
  }

  test(
    'is what a request with that credential is answered',
    { timeout: runs(180_000) },
    async () => {
      const world = await signInWorld(groups)
      const { scope, tenant, ask, login } = world
      const seen = new Set<string>()

      const holds = asyncProperty(rules, claims, flaw, address, boolean(), async (...given) => {
        const [data, said, wrong, from, byToken] = given
        const all = accessClaims(tenant, [], { ...said, ...wrong, uid: randomId('00u_') })
        const token = await okta.sign(all)
        const headers = { 'x-forwarded-for': from }

        await putRules(scope, data)
        const shown = byToken ? { token } : { claims: all }
        const { data: told } = await explained(world, { ...shown, address: from })
        const real = await login(all, headers)
        const listed = real.status === 200 ? await ask(LIST, {}, token, headers) : real

        expect(outcomeOf(real)).toEqual(outcomeTold(told))
        expect(listed.error?.code ?? listed.data.security.listGroups.error?.code ?? null).toBe(
          told.code ?? listingTold(told),
        )
        seen.add(
          told.code ?? (told.withheld[0]?.code ? 'withheld' : `groups ${told.groups.length > 0}`),
        )
      })
      await assert(holds, generated(200))

      // It would prove little if all of them went the same way.
      for (const way of [
        'UNAUTHENTICATED',
        'CLAIM_MISSING',
        'TOKEN_TOO_OLD',
        'groups true',
        'groups false',
      ])
        expect([...seen]).toContain(way)
    },
  )
})

test('says of each rule whether it matched and why, and which groups there are', async () => {
  const world = await signInWorld(groups)
  await world.save({
    groupRules: [rule('Press', 'editors'), rule('Press', 'authors'), rule('IT', 'owners')],
  })

  const { data } = await explained(world, { claims: { department: 'Press' }, draft: true })

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
  expect((await explained(world, { ...question, draft: true })).error.code).toBe('NOT_FOUND')
  await world.save({ groupRules: [rule('Press', 'editors')] })

  expect((await explained(world, question)).data).toMatchObject({ groupsFrom: 'CLAIM', groups: [] })
})

test('who was signed out is told so', async () => {
  const world = await signInWorld(groups)
  const token = await world.sign('owners')
  await world.ask('mutation { security { logout { data } } }', {}, token)

  expect((await explained(world, { token })).data).toMatchObject({
    admitted: false,
    code: 'UNAUTHENTICATED',
    reason: 'It was signed out, or its owner is not welcome here any more.',
    permissions: [],
  })
})

test('an API key explains itself as well', async () => {
  const world = await signInWorld()
  expect((await explained(world, { token: world.key })).data).toMatchObject({
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

    const told = await explained(acme, { token: good })

    expect(told.data).toMatchObject({
      admitted: false,
      code: 'UNAUTHENTICATED',
      reason: expect.stringContaining('not made for this tenant'),
      id: null,
    })
    for (const token of foreign) expect(await explained(acme, { token })).toEqual(told)
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
    const { data } = await explained(world, { token: `Bearer ${token}` })
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
  expect((await explained(world, question)).error.code).toBe('VALIDATION_FAILED')
})

test.each<[string, object]>([
  ['a prototype', JSON.parse('{"__proto__":{"uid":"x"},"department":"Press"}')],
  ['8 KB', { department: 'x'.repeat(9000) }],
  ['much depth', { department: JSON.parse(`${'['.repeat(60)}1${']'.repeat(60)}`) }],
])('claims with %s are refused as a token with them is', async (_, claims) => {
  const world = await signInWorld()
  expect((await explained(world, { claims })).data).toMatchObject({
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

  await explained(world, { token, draft: true })
  await explained(world, { token: 'a.b.c' })
  await explained(world, { claims: { department: 'Press' }, draft: true })

  expect(table.calls.filter(({ command }) => command === 'TransactWrite')).toEqual([])
  for (const log of logs) expect(log).not.toHaveBeenCalled()
  expect(JSON.stringify(output.mock.calls)).not.toContain(token)
})
