import { inWords } from '../../lib/time-words.ts'
import type { AccessPolicy, ClaimAttribute, GroupRule, SignInRules } from './queries.ts'

/** A sentence in parts: what somebody has chosen stands out. */
export type Words = readonly (string | { chosen: string })[]

export const plain = (words: Words): string =>
  words.map((it) => (typeof it === 'string' ? it : it.chosen)).join('')

const OPERATORS: Record<Exclude<GroupRule['operator'], 'EXISTS'>, string> = {
  EQUALS: 'equals',
  CONTAINS: 'contains',
  PREFIX: 'begins with',
  MATCHES: 'matches',
}

export const OPERATOR_CHOICES = [
  { value: 'EQUALS', label: 'equals' },
  { value: 'CONTAINS', label: 'contains' },
  { value: 'PREFIX', label: 'begins with' },
  { value: 'MATCHES', label: 'matches the pattern' },
  { value: 'EXISTS', label: 'exists' },
] as const satisfies { value: GroupRule['operator']; label: string }[]

/** The group is named by the token: `{value}`, `{1}`. */
export const isTemplate = (group: string): boolean => /\{(value|[1-9])\}/.test(group)

export function ruleWords({ claim, operator, value, group }: GroupRule): Words {
  const who: Words =
    operator === 'EXISTS'
      ? ['Everybody who has ', chosen(claim)]
      : ['Everybody whose ', chosen(claim), ` ${OPERATORS[operator]} `, chosen(value ?? '')]
  const what = isTemplate(group) ? ' is in the group that the token names: ' : ' is in '
  return [...who, what, chosen(group), '.']
}

const PROPERTIES: Record<string, string> = {
  displayName: 'The name of a person',
  firstName: 'The first name of a person',
  lastName: 'The last name of a person',
  email: 'The e-mail address of a person',
}

export const PROPERTY_CHOICES = [
  { value: 'displayName', label: 'Display name' },
  { value: 'firstName', label: 'First name' },
  { value: 'lastName', label: 'Last name' },
  { value: 'email', label: 'E-mail address' },
]

export function attributeWords({ claim, property, required }: ClaimAttribute): Words {
  const end = required ? '; whoever lacks it is refused.' : '.'
  return [`${PROPERTIES[property] ?? property} is in `, chosen(claim), end]
}

export function policyWords({ permissions, ...asked }: AccessPolicy): Words {
  const { maxTokenAgeSeconds: seconds, amr, acr, networks } = asked
  const demands: Words[] = [
    ...(seconds === null ? [] : [['people signed in at most ', chosen(inWords(seconds)), ' ago']]),
    ...(amr.length === 0 ? [] : [['people signed in by ', ...eitherOf(amr)]]),
    ...(acr.length === 0 ? [] : [['people signed in at the level ', ...eitherOf(acr)]]),
    ...(networks.length === 0 ? [] : [['the request comes from ', ...eitherOf(networks)]]),
  ]
  const where: Words =
    permissions.length === 0
      ? ['Everything']
      : ['What ', ...eitherOf(permissions, ' and '), ' allow', permissions.length === 1 ? 's' : '']
  if (demands.length === 0) return [...where, ' needs nothing yet.']
  const rest = demands.flatMap((it, n) => (n === 0 ? it : [' and that ', ...it]))
  return [...where, permissions.length === 0 ? ' needs that ' : ' needs that ', ...rest, '.']
}

const eitherOf = (values: readonly string[], between = ' or '): Words =>
  values.flatMap((it, n) => (n === 0 ? [chosen(it)] : [between, chosen(it)]))

const chosen = (text: string) => ({ chosen: text || '…' })

/** What another set of rules adds and takes away, in words. */
export interface Difference {
  added: Words[]
  removed: Words[]
  /** The same, in another order. */
  isReordered: boolean
}

export function differenceOf(before: SignInRules, after: SignInRules): Difference {
  const parts = [
    partsOf(before.groupRules, after.groupRules, ruleWords),
    partsOf(before.attributes, after.attributes, attributeWords),
    partsOf(before.policies, after.policies, policyWords),
  ]
  const added = parts.flatMap((it) => it.added)
  const removed = parts.flatMap((it) => it.removed)
  const isSame = parts.every((it) => it.isSame)
  return { added, removed, isReordered: !isSame && added.length + removed.length === 0 }
}

/** By content, as often as it is there. */
function partsOf<Part>(before: Part[], after: Part[], wordsOf: (part: Part) => Words) {
  return {
    added: without(after, before).map(wordsOf),
    removed: without(before, after).map(wordsOf),
    isSame: JSON.stringify(before) === JSON.stringify(after),
  }
}

function without<Part>(parts: Part[], others: Part[]): Part[] {
  const rest = others.map((it) => JSON.stringify(it))
  return parts.filter((it) => {
    const at = rest.indexOf(JSON.stringify(it))
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
}
