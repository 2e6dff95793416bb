import { z } from 'zod'
import { shown, textsAt, type TokenClaims } from './claims.ts'
import { compileGlob, matchGlob } from './glob.ts'

/** A slug of a group, as `@tenantry/security` has them; `anonymous` is for who shows no credential. */
const SLUG = /^(?!anonymous$)[a-z0-9][a-z0-9-]{0,59}$/
const PLACEHOLDER = /\{(value|[1-9])\}/g
const MAX_GROUPS = 200

export const ClaimName = z.string().trim().min(1, 'Name a claim.').max(200)

const Rule = z.strictObject({
  claim: ClaimName,
  operator: z.enum(['EQUALS', 'CONTAINS', 'PREFIX', 'MATCHES', 'EXISTS']),
  value: z
    .string()
    .max(200)
    .nullish()
    .transform((value) => value ?? null),
  group: z.string().trim().max(100),
})

/** Who has this in their token is in that group. */
export const GroupRule = Rule.check(({ value: { operator, value, group }, issues }) => {
  const refuse = (field: string, message: string) =>
    issues.push({ code: 'custom', message, path: [field], input: group })
  if (operator === 'EXISTS' && value) refuse('value', 'Whether a claim exists needs no value.')
  if (operator !== 'EXISTS' && !value) refuse('value', 'Say which value.')
  const stars = operator === 'MATCHES' ? (value ?? '').split('*').length - 1 : 0
  const missing = placeholdersIn(group).find((it) => it !== 'value' && Number(it) > stars)
  if (missing) refuse('group', `There is no star number ${missing} whose text could be taken.`)
  // What stands for a placeholder is known only when a token is at hand, and looked at then.
  if (!SLUG.test(group.replace(PLACEHOLDER, 'x')))
    refuse('group', 'Give the slug of a group: up to 60 of a-z, 0-9 and -.')
})
export type GroupRule = z.infer<typeof Rule>

const placeholdersIn = (group: string) => [...group.matchAll(PLACEHOLDER)].map(([, name]) => name)

/** A rule whose group only a token names: nobody can tell before what it gives. */
export const isTemplate = ({ group }: GroupRule): boolean => placeholdersIn(group).length > 0

/** How a rule did with a token. */
export interface TriedRule extends GroupRule {
  matched: boolean
  /** A sentence. */
  reason: string
  groups: string[]
}

export interface CompiledRule {
  rule: GroupRule
  /** What the stars stood for, if a value fits. */
  match: (text: string) => readonly string[] | undefined
}

const NO_STARS: readonly string[] = []
const starsIf = (fits: boolean) => (fits ? NO_STARS : undefined)

export function compileRule(rule: GroupRule): CompiledRule {
  const value = rule.value ?? ''
  const glob = compileGlob(value)
  const matchers = {
    EQUALS: (text: string) => starsIf(text === value),
    CONTAINS: (text: string) => starsIf(text.includes(value)),
    PREFIX: (text: string) => starsIf(text.startsWith(value)),
    MATCHES: (text: string) => matchGlob(glob, text),
    EXISTS: () => NO_STARS,
  }
  return { rule, match: matchers[rule.operator] }
}

interface Reading {
  claims: TokenClaims
  /** On a shared client only values that begin so count, and are seen without it. */
  prefix: string | null
}

/**
 * The slugs of all rules that match. What the token puts into a slug must leave a slug: anything else
 * gives nothing. With `tried` it notes there how each rule did.
 */
export function groupsByRules(
  rules: readonly CompiledRule[],
  { claims, prefix }: Reading,
  tried?: TriedRule[],
): string[] {
  const values = new Map<string, Values>()
  const found = new Set<string>()
  for (const { rule, match } of rules) {
    const seen = values.get(rule.claim) ?? valuesOf(textsAt(claims, rule.claim), prefix)
    values.set(rule.claim, seen)
    const matches = seen.visible.flatMap((text) => {
      const stars = match(text)
      return stars ? [{ text, group: groupOf(rule, text, stars) }] : []
    })
    const groups = [...new Set(matches.map((it) => it.group))].filter((it) => SLUG.test(it))
    for (const group of groups) found.add(group)
    tried?.push({
      ...rule,
      matched: matches.length > 0,
      reason: reasonOf(rule, seen, matches),
      groups,
    })
  }
  return [...found].slice(0, MAX_GROUPS)
}

interface Values {
  visible: string[]
  hidden: number
  prefix: string | null
}

function valuesOf(texts: string[], prefix: string | null): Values {
  if (prefix === null) return { visible: texts, hidden: 0, prefix }
  const visible = texts.filter((it) => it.startsWith(prefix)).map((it) => it.slice(prefix.length))
  return { visible, hidden: texts.length - visible.length, prefix }
}

/** One pass: what a token put in is text, even if it looks like another placeholder. */
const groupOf = ({ group }: GroupRule, text: string, stars: readonly string[]): string =>
  group.replace(PLACEHOLDER, (_, name: string) =>
    name === 'value' ? text : (stars[Number(name) - 1] ?? ''),
  )

function reasonOf(
  { claim }: GroupRule,
  { visible, hidden, prefix }: Values,
  matches: readonly { text: string; group: string }[],
): string {
  const [first] = matches
  const bad = matches.find((it) => !SLUG.test(it.group))
  if (bad)
    return `It matched “${shown(bad.text)}”, but “${shown(bad.group)}” is no slug of a group.`
  if (first) return `It matched “${shown(first.text)}”.`
  if (visible.length === 0 && hidden > 0)
    return `No value of “${claim}” begins with “${prefix}”: on a shared client only those count.`
  if (visible.length === 0) return `The token has no claim “${claim}” with a value.`
  return `It matched none of ${listOf(visible)}.`
}

const MAX_LISTED = 5

function listOf(texts: readonly string[]): string {
  const list = texts.slice(0, MAX_LISTED).map((it) => `“${shown(it)}”`)
  const more = texts.length - list.length
  return list.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
