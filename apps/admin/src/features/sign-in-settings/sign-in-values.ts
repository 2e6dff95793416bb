import type { FormErrors } from '@mantine/form'
import { fieldProblems } from '../../lib/api-error.ts'
import { inUnits, secondsOf, type Unit } from '../../lib/time-words.ts'
import type {
  AccessPolicy,
  ClaimAttribute,
  GroupRule,
  SignInRules,
  SignInRulesInput,
} from './queries.ts'

/** What the editor of the sign-in settings holds. */
interface SignInValues {
  groupRules: RuleValues[]
  attributes: ClaimAttribute[]
  policies: PolicyValues[]
}

export interface RuleValues {
  claim: string
  operator: GroupRule['operator']
  value: string
  group: string
}

interface PolicyValues {
  permissions: string[]
  /** Empty: any. */
  maxAge: string
  maxAgeUnit: Unit
  amr: string[]
  acr: string[]
  networks: string[]
}

export const NEW_RULE: RuleValues = { claim: '', operator: 'EQUALS', value: '', group: '' }
const NEW_ATTRIBUTE: ClaimAttribute = { claim: '', property: 'displayName', required: false }
const NEW_POLICY: PolicyValues = {
  permissions: [],
  maxAge: '',
  maxAgeUnit: 'minutes',
  amr: [],
  acr: [],
  networks: [],
}

/** What is added to each list. */
export const NEW_LINES = {
  groupRules: NEW_RULE,
  attributes: NEW_ATTRIBUTE,
  policies: NEW_POLICY,
}

export const valuesOf = ({ groupRules, attributes, policies }: SignInRules): SignInValues => ({
  groupRules: groupRules.map((it) => ({ ...it, value: it.value ?? '' })),
  attributes: attributes.map((it) => ({ ...it })),
  policies: policies.map(({ maxTokenAgeSeconds: seconds, ...it }) => ({
    ...it,
    ...ageOf(seconds),
  })),
})

function ageOf(seconds: number | null): Pick<PolicyValues, 'maxAge' | 'maxAgeUnit'> {
  if (seconds === null) return { maxAge: '', maxAgeUnit: 'minutes' }
  const { amount, unit } = inUnits(seconds)
  return { maxAge: String(amount), maxAgeUnit: unit }
}

/** What is written at this moment, as the API would give it back. */
export const rulesOf = ({ groupRules, attributes, policies }: SignInValues): SignInRules => ({
  groupRules: groupRules.map(ruleOf),
  attributes: attributes.map((it) => ({ ...it, claim: it.claim.trim() })),
  policies: policies.map(policyOf),
})

export const inputOf = (values: SignInValues): SignInRulesInput => rulesOf(values)

/** What stood in a value that is out of sight is not meant. */
export const ruleOf = ({ claim, operator, value, group }: RuleValues): GroupRule => ({
  claim: claim.trim(),
  operator,
  value: operator === 'EXISTS' ? null : value,
  group: group.trim(),
})

export const policyOf = ({
  permissions,
  maxAge,
  maxAgeUnit,
  ...lists
}: PolicyValues): AccessPolicy => ({
  permissions,
  maxTokenAgeSeconds: maxAge.trim() ? secondsOf(Number(maxAge), maxAgeUnit) : null,
  amr: lists.amr,
  acr: lists.acr,
  networks: lists.networks,
})

export const validators = {
  groupRules: {
    claim: (claim: string) => (claim.trim() ? null : 'Name a claim, such as department.'),
    value: (value: string, { groupRules }: SignInValues, path: string) =>
      value || groupRules[indexIn(path)]?.operator === 'EXISTS' ? null : 'Say which value.',
    group: (group: string) => (group.trim() ? null : 'Choose a group.'),
  },
  attributes: {
    claim: (claim: string) => (claim.trim() ? null : 'Name a claim, such as email.'),
  },
  policies: {
    maxAge: (maxAge: string) =>
      /^\d*$/.test(maxAge.trim()) ? null : 'Use a whole number, or leave it empty.',
  },
}

const indexIn = (path: string) => Number(path.split('.')[1])

/** What the API refuses, by its path in the form. */
export function problemsIn(error: unknown): FormErrors {
  const errors: Record<string, string> = {}
  for (const { fieldId, error: message } of fieldProblems(error)) {
    const [list = '', at, field = '', ...rest] = fieldId.split('.')
    const place = field === 'maxTokenAgeSeconds' ? 'maxAge' : field
    // One of several values stands in one field with the others.
    const path = at === undefined ? list : place ? `${list}.${at}.${place}` : `${list}.${at}`
    errors[path] ??= rest.length === 0 ? message : `Value ${Number(rest[0]) + 1}: ${message}`
  }
  return errors
}
