import { can, type Group } from '../packages/security/src/index.ts'
import { compileRule, type GroupRule, groupsByRules } from '../packages/tenancy/src/claim-rules.ts'

const RULES = 1000
const ROUNDS = 40
const DECISIONS = 2000

/** All operators, and patterns with several stars; one rule in ten matches. */
const rules = Array.from({ length: RULES }, (_, n): GroupRule => {
  const group = `group-${n}`
  if (n % 10 === 0) return { claim: 'roles', operator: 'EQUALS', value: `role-${n % 50}`, group }
  const operators = ['EQUALS', 'CONTAINS', 'PREFIX', 'MATCHES', 'MATCHES'] as const
  const operator = operators[n % operators.length] ?? 'EQUALS'
  const value = operator === 'MATCHES' ? `*team-${n}*-?x*` : `team-${n}-x`
  return { claim: n % 3 === 0 ? 'department.name' : 'roles', operator, value, group }
})
const claims = {
  roles: Array.from({ length: 60 }, (_, n) => `role-${n}-${'a'.repeat(40)}`).concat('role-10'),
  department: { name: 'Press and public relations, Berlin' },
}

/** As one would write it first: each rule a regular expression, made when a token comes. */
function naive(): string[] {
  const escaped = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  const patternOf = ({ operator, value }: GroupRule) => {
    const text = escaped(value ?? '').replace(/[*?]/g, '\\$&')
    if (operator === 'EQUALS') return `^${text}$`
    if (operator === 'CONTAINS') return text
    if (operator === 'PREFIX') return `^${text}`
    return `^${escaped(value ?? '')
      .replaceAll('*', '(.*)')
      .replaceAll('?', '.')}$`
  }
  const valuesOf = (claim: string) => (claim === 'roles' ? claims.roles : [claims.department.name])
  return rules.flatMap((rule) =>
    valuesOf(rule.claim).some((it) => new RegExp(patternOf(rule), 's').test(it))
      ? [rule.group]
      : [],
  )
}

/** A person in ten groups of twenty permissions; what is asked is in the last. */
const groups = Array.from({ length: 10 }, (_, group): Group => {
  const models = Array.from({ length: 50 }, (_, n) => `model-${group}-${n}`)
  const entries = Array.from({ length: 18 }, () => ({
    name: 'cms.contentEntry',
    rwd: 'rw',
    models,
  }))
  return [{ name: 'cms.contentModelGroup' }, { name: 'cms.contentModel', models }, ...entries]
})
const me = { type: 'admin', id: '00u_ada' }
const principal = { identity: me, displayName: 'Ada', groupSlugs: [], groups }
const model = {
  modelId: 'model-9-49',
  locale: 'en-US',
  createdBy: me,
  group: { id: 'g', createdBy: me },
}
const decide = () =>
  can({ principal }, 'cms.contentEntry', 'w', { model, entry: { createdBy: me } })
const scan = () =>
  JSON.parse(JSON.stringify(groups))
    .flat()
    .some((it: object) => 'models' in it)

export async function run(): Promise<void> {
  const compiled = rules.map(compileRule)
  const byRules = () => groupsByRules(compiled, { claims, prefix: null })
  const found = [byRules(), naive().slice(0, 200)].map((it) => [...new Set(it)].join())
  if (found[0] !== found[1] || !decide()) throw new Error('The two do not agree.')

  console.log(`${RULES} rules, 61 values, best of ${ROUNDS}`)
  compare({ ours: byRules, 'expressions, made anew': naive }, 1)
  console.log('A permission, the last of 200 in ten groups')
  compare({ ours: decide, 'groups parsed anew': scan }, DECISIONS)
}

function compare(contenders: Record<string, () => unknown>, times: number): void {
  const results = Object.entries(contenders).map(([name, act]) => ({
    name,
    best: best(act, times),
  }))
  const ours = results[0]?.best ?? NaN
  for (const { name, best: milliseconds } of results)
    console.log(
      `  ${name.padEnd(24)}${milliseconds.toFixed(4).padStart(10)} ms` +
        `${(milliseconds / ours).toFixed(1).padStart(8)} × ours`,
    )
}

/** CPU time, of which the best round counts: on a busy machine the clock tells about the others. */
function best(act: () => unknown, times: number): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage()
    for (let n = 0; n < times; n++) act()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000 / times
  })
  return Math.min(...rounds)
}
