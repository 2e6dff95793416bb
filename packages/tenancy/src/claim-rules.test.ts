import { describe, expect, test } from 'vitest'
import { compileRule, GroupRule, groupsByRules, isTemplate, type TriedRule } from './claim-rules.ts'
import { shown, type TokenClaims } from './claims.ts'

type Short = readonly [
  claim: string,
  operator: GroupRule['operator'],
  value: string | null,
  group: string,
]

const compile = (...rules: Short[]) =>
  rules.map(([claim, operator, value, group]) =>
    compileRule(GroupRule.parse({ claim, operator, value, group })),
  )
const groupsOf = (claims: TokenClaims, rules: Short[], prefix: string | null = null) =>
  groupsByRules(compile(...rules), { claims, prefix })

const claims = {
  department: 'Press Office',
  level: 7,
  contractor: false,
  teams: ['cms-editors', 'cms-de-authors', 3, true, null, { a: 1 }, ['nested']],
  address: { country: 'DE', 'post.code': '10115', list: ['x'] },
  'https://acme.example/roles': ['lead'],
  'address.country': 'literal',
  nothing: null,
  empty: [],
}

test.each<[string, Short, string[]]>([
  ['an equal text', ['department', 'EQUALS', 'Press Office', 'press'], ['press']],
  ['not another case', ['department', 'EQUALS', 'press office', 'press'], []],
  ['not a part', ['department', 'EQUALS', 'Press', 'press'], []],
  ['a part', ['department', 'CONTAINS', 's Off', 'press'], ['press']],
  ['a beginning', ['department', 'PREFIX', 'Press', 'press'], ['press']],
  ['not an end', ['department', 'PREFIX', 'Office', 'press'], []],
  ['a number', ['level', 'EQUALS', '7', 'seniors'], ['seniors']],
  ['a boolean', ['contractor', 'EQUALS', 'false', 'staff'], ['staff']],
  ['one of a list', ['teams', 'EQUALS', 'cms-editors', 'editors'], ['editors']],
  ['a number in a list', ['teams', 'EQUALS', '3', 'third'], ['third']],
  ['nothing deeper in a list', ['teams', 'EQUALS', 'nested', 'x'], []],
  ['a pattern', ['teams', 'MATCHES', 'cms-*-authors', 'authors'], ['authors']],
  ['a pattern for the whole value', ['department', 'MATCHES', 'Press', 'x'], []],
  ['no regular expression', ['department', 'MATCHES', '.+', 'x'], []],
  ['that there is one', ['level', 'EXISTS', null, 'known'], ['known']],
  ['not that there is null', ['nothing', 'EXISTS', null, 'x'], []],
  ['not that there is an empty list', ['empty', 'EXISTS', null, 'x'], []],
  ['not that there is an object', ['address', 'EXISTS', null, 'x'], []],
  ['the claim of that name before the path', ['address.country', 'EQUALS', 'literal', 'x'], ['x']],
  ['and not the path then', ['address.country', 'EQUALS', 'DE', 'x'], []],
  ['a path', ['address.list', 'EQUALS', 'x', 'x'], ['x']],
  ['no path through null', ['nothing.x', 'EXISTS', null, 'x'], []],
  ['no path through a list', ['teams.0', 'EXISTS', null, 'x'], []],
  ['a name with dots', ['https://acme.example/roles', 'EQUALS', 'lead', 'leads'], ['leads']],
  ['no inherited name', ['constructor.name', 'EXISTS', null, 'x'], []],
  ['no prototype', ['__proto__', 'EXISTS', null, 'x'], []],
])('it takes %s', (_, rule, expected) => {
  expect(groupsOf(claims, [rule])).toEqual(expected)
})

describe('a group that the token names', () => {
  test.each<[string, Short, string[]]>([
    ['by a value', ['https://acme.example/roles', 'EXISTS', null, '{value}'], ['lead']],
    ['by stars', ['teams', 'MATCHES', 'cms-*-*', '{2}-{1}'], ['authors-de']],
    ['by several values', ['teams', 'MATCHES', 'cms-*', '{1}'], ['editors', 'de-authors']],
    ['is no slug with a blank', ['department', 'EXISTS', null, '{value}'], []],
    ['is no slug with a blank in lower case', ['unit', 'EXISTS', null, '{value}'], []],
    ['may begin as the one of visitors does', ['like', 'EXISTS', null, '{value}'], ['anonymous-x']],
    ['is never the one of visitors', ['role', 'EXISTS', null, '{value}'], []],
    ['may be full-access', ['power', 'EXISTS', null, '{value}'], ['full-access']],
    ['is never put together twice', ['tricky', 'MATCHES', '*', '{1}'], []],
  ])('%s', (_, rule, expected) => {
    const others = { power: 'full-access', tricky: '{value}', unit: 'press office' }
    const more = { ...claims, role: 'anonymous', like: 'anonymous-x', ...others }
    expect(groupsOf(more, [rule])).toEqual(expected)
  })
})

test('all rules that match count, each group once; without a match there is none', () => {
  const rules: Short[] = [
    ['level', 'EXISTS', null, 'staff'],
    ['contractor', 'EQUALS', 'false', 'staff'],
    ['teams', 'EQUALS', 'cms-editors', 'editors'],
  ]

  expect(groupsOf(claims, rules)).toEqual(['staff', 'editors'])
  expect(groupsOf({}, rules)).toEqual([])
})

test('a token gives at most 200 groups', () => {
  const teams = Array.from({ length: 201 }, (_, n) => `team-${n}`)
  const groups = groupsOf({ teams }, [['teams', 'EXISTS', null, '{value}']])
  expect(groups).toEqual(teams.slice(0, 200))
})

describe('on a shared client', () => {
  const qualified = {
    groups: ['acme:editors', 'globex:owners', 'plain', 'xacme:x', 'acme:'],
    admin: true,
    other: 'globex:full-access',
  }

  test.each<[string, Short, string[]]>([
    ['a value of the tenant is seen without it', ['groups', 'EQUALS', 'editors', 'x'], ['x']],
    ['not with it', ['groups', 'CONTAINS', 'acme:', 'x'], []],
    ['another’s is not', ['groups', 'CONTAINS', 'owners', 'x'], []],
    ['a plain one is not', ['groups', 'EQUALS', 'plain', 'x'], []],
    ['one that looks alike is not', ['groups', 'EQUALS', 'x', 'x'], []],
    ['a boolean is not', ['admin', 'EQUALS', 'true', 'x'], []],
    ['what is only another’s is not there', ['other', 'EXISTS', null, 'x'], []],
    ['no pattern gets at it', ['other', 'MATCHES', '*full-access', 'full-access'], []],
    ['what it names is the rest', ['groups', 'MATCHES', 'ed*', '{value}'], ['editors']],
  ])('%s', (_, rule, expected) => {
    expect(groupsOf(qualified, [rule], 'acme:')).toEqual(expected)
  })
})

test('each rule says why it matched or did not', () => {
  const tried: TriedRule[] = []
  const rules: Short[] = [
    ['level', 'EQUALS', '7', 'seniors'],
    ['level', 'EQUALS', '8', 'x'],
    ['unit', 'EXISTS', null, 'x'],
    ['department', 'EXISTS', null, '{value}'],
    ['login', 'PREFIX', 'b', 'x'],
  ]

  groupsByRules(
    compile(...rules),
    { claims: { ...claims, login: 'ada@acme.example' }, prefix: null },
    tried,
  )

  expect(tried.map(({ matched, groups, reason }) => [matched, groups, reason])).toEqual([
    [true, ['seniors'], 'It matched “7”.'],
    [false, [], 'It matched none of “7”.'],
    [false, [], 'The token has no claim “unit” with a value.'],
    [true, [], 'It matched “Press Office”, but “Press Office” is no slug of a group.'],
    [false, [], 'It matched none of “a…@acme.example”.'],
  ])
  expect(tried[0]).toMatchObject({
    claim: 'level',
    operator: 'EQUALS',
    value: '7',
    group: 'seniors',
  })
})

test('where a value does not count, or there are many, the reason says so', () => {
  const tried: TriedRule[] = []
  const rules: Short[] = [
    ['groups', 'EQUALS', 'x', 'x'],
    ['none', 'EXISTS', null, 'x'],
    ['units', 'EQUALS', 'x', 'x'],
  ]
  const units = ['acme:a', 'b', 'acme:c', 'acme:d', 'acme:e', 'acme:f', 'acme:g', 'acme:h']

  groupsByRules(compile(...rules), { claims: { groups: ['plain'], units }, prefix: 'acme:' }, tried)

  expect(tried.map(({ reason }) => reason)).toEqual([
    'No value of “groups” begins with “acme:”: on a shared client only those count.',
    'The token has no claim “none” with a value.',
    'It matched none of “a”, “c”, “d”, “e”, “f” and 2 more.',
  ])
})

test('a rule is a template if only a token names its group', () => {
  const rule = GroupRule.parse({ claim: ' a ', operator: 'EQUALS', value: 'b', group: ' c ' })
  expect(rule).toEqual({ claim: 'a', operator: 'EQUALS', value: 'b', group: 'c' })
  expect(isTemplate(rule)).toBe(false)
  expect(isTemplate({ ...rule, group: 'x-{value}' })).toBe(true)
})

test.each([
  ['no claim', { claim: ' ' }, 'claim'],
  ['no value', { value: null }, 'value'],
  ['no pattern', { operator: 'MATCHES', value: null }, 'value'],
  ['a value that nothing looks at', { operator: 'EXISTS' }, 'value'],
  ['a group that is no slug', { group: 'Editors' }, 'group'],
  ['the group of visitors', { group: 'anonymous' }, 'group'],
  ['no group', { group: '' }, 'group'],
  ['an unknown placeholder', { group: '{claim}' }, 'group'],
  ['a star that is not there', { operator: 'MATCHES', value: 'a*', group: '{2}' }, 'group'],
  ['a star of another operator', { operator: 'EQUALS', value: 'a*', group: '{1}' }, 'group'],
  ['a field that nothing looks at', { own: true }, undefined],
  ['an operator that there is not', { operator: 'REGEX' }, 'operator'],
])('a rule with %s is none', (_, changes, field) => {
  const rule = { claim: 'a', operator: 'EQUALS', value: 'b', group: 'c' }

  expect(GroupRule.safeParse(rule).success).toBe(true)
  const { error } = GroupRule.safeParse({ ...rule, ...changes })
  expect(error?.issues.map(({ path: [first] }) => first)).toEqual([field])
})

test('what is shown of a value is short, and no e-mail address', () => {
  expect(shown('x'.repeat(500))).toBe(`${'x'.repeat(100)}…`)
  expect(shown('x'.repeat(100))).toBe('x'.repeat(100))
  expect(shown('ada.lovelace@acme.example')).toBe('a…@acme.example')
  expect(shown('acme:editors')).toBe('acme:editors')
})
