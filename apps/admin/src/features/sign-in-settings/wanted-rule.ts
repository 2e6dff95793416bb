import type { AccessRefusal } from './queries.ts'

/** A rule that somebody wants to add, as far as they know it. */
interface WantedRule {
  claim: string
  value: string
  group: string
}

/** From the address: somebody comes from a refusal with it. */
export function readWantedRule({ rule }: Record<string, unknown>): { rule?: WantedRule } {
  if (typeof rule !== 'object' || rule === null) return {}
  const text = (name: string) => {
    const value: unknown = Reflect.get(rule, name)
    return typeof value === 'string' ? value : ''
  }
  return { rule: { claim: text('claim'), value: text('value'), group: text('group') } }
}

/** The rule that would have helped somebody, as far as their refusal tells. */
export function ruleFor({
  claims,
  rules,
  missingGroups,
}: Pick<AccessRefusal, 'claims' | 'rules' | 'missingGroups'>): WantedRule {
  const looked = rules.map(({ claim }) => claim)
  const known = claims.filter(({ name, values }) => looked.includes(name) && values?.[0])
  const likely = known[0] ?? claims.find(({ name }) => /group|role|department/i.test(name))
  const [value = ''] = likely?.values ?? []
  // What was cut to be kept is not what the token says.
  return {
    claim: likely?.name ?? '',
    value: value.includes('…') ? '' : value,
    group: missingGroups[0] ?? '',
  }
}
