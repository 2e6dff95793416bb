import { testTable } from '@tenantry/dynamo/testing'
import { describe, expect, test } from 'vitest'
import { admit, type Arrival, decideAccess, type Place } from './admit.ts'
import { rootOf } from './root.ts'
import { compiled, textOf } from './sign-in-rules.ts'
import { scopeOn, testPlatform } from './testing.ts'

const platform = testPlatform(await testTable())
const { okta } = platform
const { table } = scopeOn(platform)
const root = rootOf(okta)
const now = Math.floor(Date.now() / 1000)

const placeWith = (rules: object = {}, changes: Partial<Place> = {}): Place => ({
  tenant: { ...root, id: 'acme', settings: { ...root.settings, appClientId: '0oa_acme' } },
  table,
  okta,
  sharedClientGroups: 'qualified',
  rules: compiled(textOf(rules)),
  address: '203.0.113.7',
  ...changes,
})
const person: Arrival = {
  identity: { type: 'admin', id: '00u_ada' },
  displayName: 'Ada',
  email: 'ada@acme.example',
  token: {
    jti: 'AT.1',
    issuer: okta.issuer,
    authenticatedAt: now - 1000,
    expiresAt: now + 300,
  },
  groupNames: ['viewers', 'full-access'],
  claims: { department: 'Press', mail: ' ', nick: ['', 'Countess'], first: 'Ada', last: 'King' },
}
const decide = (rules: object, arrival: Partial<Arrival> = {}, changes: Partial<Place> = {}) =>
  decideAccess(placeWith(rules, changes), { ...person, ...arrival })

const press = { claim: 'department', operator: 'EQUALS', value: 'Press', group: 'press' }
const attribute = (claim: string, property: string, required = false) => ({
  claim,
  property,
  required,
})
const service = { identity: { type: 'service', id: '0oa_service' } }

describe('groups come', () => {
  test.each<[string, object, Partial<Arrival>, string, string[]]>([
    ['from the claim, without rules', {}, {}, 'CLAIM', ['viewers', 'full-access']],
    ['from the rules, if there are any', { groupRules: [press] }, {}, 'RULES', ['press']],
    ['from the rules for machines, too', { groupRules: [press] }, service, 'RULES', ['press']],
    ['from the key alone', { groupRules: [press] }, { ownGroup: [] }, 'KEY', []],
    [
      'from the claim, where no token is read',
      { groupRules: [press] },
      { claims: undefined },
      'CLAIM',
      ['viewers', 'full-access'],
    ],
  ])('%s', (_, rules, arrival, groupsFrom, groupSlugs) => {
    expect(decide(rules, arrival)).toMatchObject({ groupsFrom, groupSlugs })
  })

  test('on root from the rules, and full-access from the claim: nobody can be kept out of it', () => {
    const on = (groupNames: string[], group = 'press') =>
      decide({ groupRules: [{ ...press, group }] }, { groupNames }, { tenant: root }).groupSlugs

    expect(on(['viewers', 'full-access'])).toEqual(['full-access', 'press'])
    expect(on(['full-access'], 'full-access')).toEqual(['full-access'])
    expect(on(['viewers'])).toEqual(['press'])
  })

  test('on a shared client from values that name the tenant', () => {
    const shared = placeWith({ groupRules: [press] })
    shared.tenant.settings.okta = { ...shared.tenant.settings.okta, groupNames: 'QUALIFIED' }
    const slugs = (department: string) =>
      decideAccess(shared, { ...person, claims: { department } }).groupSlugs

    expect(slugs('acme:Press')).toEqual(['press'])
    expect(slugs('Press')).toEqual([])
  })
})

describe('a policy', () => {
  const old = { maxTokenAgeSeconds: 900 }

  test('for all keeps out, one for some permissions withholds these, and one that holds neither', () => {
    const some = { ...old, permissions: ['security.*'] }

    expect(decide({ policies: [some, old] })).toMatchObject({
      refusal: { code: 'TOKEN_TOO_OLD' },
      withheld: [{ permissions: ['security.*'], error: { code: 'TOKEN_TOO_OLD' } }],
    })
    expect(decide({ policies: [some] }).refusal).toBeUndefined()
    expect(decide({ policies: [{ maxTokenAgeSeconds: 1100 }] })).toMatchObject({
      refusal: undefined,
      withheld: [],
    })
  })

  test('looks at where the request comes from', () => {
    const policies = [{ networks: ['192.0.2.0/24'] }]
    expect(decide({ policies })).toMatchObject({ refusal: { code: 'NETWORK_NOT_ALLOWED' } })
    expect(decide({ policies }, {}, { address: '192.0.2.1' }).refusal).toBeUndefined()
  })
})

describe('an attribute', () => {
  test('that is required keeps people out whose token lacks it, and nobody else', () => {
    const rules = {
      attributes: [attribute('nick', 'displayName', true), attribute('mail', 'email', true)],
    }

    expect(decide(rules).refusal).toMatchObject({ code: 'CLAIM_MISSING', data: { claim: 'mail' } })
    expect(decide(rules, { claims: { nick: 'A', mail: 'a@b' } }).refusal).toBeUndefined()
    for (const others of [service, { claims: undefined }])
      expect(decide(rules, others).refusal).toBeUndefined()
    expect(decide({ attributes: [attribute('mail', 'email')] }).refusal).toBeUndefined()
  })

  test.each<[string, [string, string][], object]>([
    ['none', [], { displayName: 'Ada', email: 'ada@acme.example' }],
    [
      'the first value with something in it',
      [['nick', 'displayName']],
      { displayName: 'Countess' },
    ],
    [
      'the first claim that there is',
      [
        ['no', 'email'],
        ['department', 'email'],
      ],
      { email: 'Press' },
    ],
    ['nothing where there is a blank', [['mail', 'email']], { email: 'ada@acme.example' }],
    [
      'both names',
      [
        ['last', 'lastName'],
        ['first', 'firstName'],
      ],
      { displayName: 'Ada King' },
    ],
    ['one name', [['last', 'lastName']], { displayName: 'King' }],
    [
      'the whole name before its parts',
      [
        ['last', 'lastName'],
        ['nick', 'displayName'],
      ],
      { displayName: 'Countess' },
    ],
  ])('shows of people what it says: %s', (_, list, expected) => {
    const attributes = list.map(([claim, property]) => attribute(claim, property))
    expect(decide({ attributes })).toMatchObject(expected)
  })

  test('is of people alone, and cut to what a record holds', () => {
    const attributes = [attribute('nick', 'displayName'), attribute('nick', 'email')]
    const claims = { nick: 'x'.repeat(300) }

    expect(decide({ attributes }, { claims })).toMatchObject({
      displayName: 'x'.repeat(200),
      email: 'x'.repeat(254),
    })
    for (const others of [service, { claims: undefined }])
      expect(decide({ attributes }, others)).toMatchObject({
        displayName: 'Ada',
        email: 'ada@acme.example',
      })
  })
})

test('who is let in has the groups that there are, an API key its own before them', async () => {
  const groupRules = [{ ...press, group: 'full-access' }]
  const ownGroup = [{ name: 'fm.file' }]

  const { principal, record } = await admit(placeWith({ groupRules }), person)
  const key = await admit(placeWith({ groupRules }), { ...person, ownGroup })

  expect(record).toBeUndefined()
  expect(principal).toEqual({
    identity: person.identity,
    displayName: 'Ada',
    email: 'ada@acme.example',
    token: person.token,
    groupSlugs: ['full-access'],
    groups: [[{ name: '*' }]],
    withheld: [],
  })
  expect(key.principal).toMatchObject({ groupSlugs: [], groups: [ownGroup] })
})

test('who is kept out is told why', async () => {
  const policies = [{ networks: ['192.0.2.0/24'] }]
  await expect(admit(placeWith({ policies }), person)).rejects.toMatchObject({
    code: 'NETWORK_NOT_ALLOWED',
  })
})
