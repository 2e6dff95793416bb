import { expect, test } from 'vitest'
import type { AccessPolicy, GroupRule, SignInRules } from './queries.ts'
import { attributeWords, differenceOf, plain, policyWords, ruleWords } from './rule-words.ts'

const rule = (value: string, group = 'editors'): GroupRule => ({
  claim: 'department',
  operator: 'EQUALS',
  value,
  group,
})
const policy: AccessPolicy = {
  permissions: [],
  maxTokenAgeSeconds: null,
  amr: [],
  acr: [],
  networks: [],
}
const rules: SignInRules = { groupRules: [], attributes: [], policies: [] }

test.each<[Partial<GroupRule>, string]>([
  [{}, 'Everybody whose department equals News is in editors.'],
  [{ operator: 'CONTAINS' }, 'Everybody whose department contains News is in editors.'],
  [{ operator: 'PREFIX' }, 'Everybody whose department begins with News is in editors.'],
  [{ operator: 'EXISTS', value: null }, 'Everybody who has department is in editors.'],
  [
    { operator: 'MATCHES', value: 'cms-*', group: '{1}' },
    'Everybody whose department matches cms-* is in the group that the token names: {1}.',
  ],
  [{ claim: '', group: '' }, 'Everybody whose … equals News is in ….'],
])('a rule %j: %s', (part, words) => {
  expect(plain(ruleWords({ ...rule('News'), ...part }))).toBe(words)
})

test.each<[Partial<AccessPolicy>, string]>([
  [{}, 'Everything needs nothing yet.'],
  [
    { maxTokenAgeSeconds: 900, amr: ['mfa', 'hwk'] },
    'Everything needs that people signed in at most 15 minutes ago and that people signed in by mfa or hwk.',
  ],
  [
    { permissions: ['security.*'], networks: ['203.0.113.0/24'] },
    'What security.* allows needs that the request comes from 203.0.113.0/24.',
  ],
  [
    { permissions: ['security.*', 'tenancy.*'], acr: ['loa2'] },
    'What security.* and tenancy.* allow needs that people signed in at the level loa2.',
  ],
])('a policy %j: %s', (part, words) => {
  expect(plain(policyWords({ ...policy, ...part }))).toBe(words)
})

test('an attribute says whether it is required', () => {
  const name = { claim: 'mail', property: 'email', required: true }
  expect(plain(attributeWords(name))).toBe(
    'The e-mail address of a person is in mail; whoever lacks it is refused.',
  )
})

test('a difference names what comes and goes, as often as it does', () => {
  const before = { ...rules, groupRules: [rule('News'), rule('Sales')] }
  const after = { ...rules, groupRules: [rule('Sales'), rule('Press'), rule('Press')] }

  const { added, removed, isReordered } = differenceOf(before, after)

  expect(added.map(plain)).toEqual([
    'Everybody whose department equals Press is in editors.',
    'Everybody whose department equals Press is in editors.',
  ])
  expect(removed.map(plain)).toEqual(['Everybody whose department equals News is in editors.'])
  expect(isReordered).toBe(false)
})

test('another order is a difference of its own', () => {
  const before = { ...rules, groupRules: [rule('News'), rule('Sales')] }
  const after = { ...rules, groupRules: [rule('Sales'), rule('News')] }

  expect(differenceOf(before, after)).toEqual({ added: [], removed: [], isReordered: true })
  expect(differenceOf(before, before).isReordered).toBe(false)
})
