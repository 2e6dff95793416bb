import { invalid, validated } from '@tenantry/security'
import { z } from 'zod'
import { AccessPolicy, type CompiledPolicy, compilePolicy } from './access-policies.ts'
import { ClaimName, type CompiledRule, compileRule, GroupRule } from './claim-rules.ts'
import type { TenantOkta } from './tenant.ts'

const ClaimAttribute = z.strictObject({
  claim: ClaimName,
  property: z.enum(['displayName', 'email', 'firstName', 'lastName'], {
    message: 'Take displayName, email, firstName or lastName.',
  }),
  required: z.boolean(),
})
export type ClaimAttribute = z.infer<typeof ClaimAttribute>

const listOf = <Entry>(schema: z.ZodType<Entry>, max: number) =>
  z
    .array(schema)
    .max(max)
    .nullish()
    .transform((list) => list ?? [])

/** How tokens of a tenant are read: which groups they give, what is shown, what else must hold. */
const SignInRules = z.strictObject({
  groupRules: listOf(GroupRule, 1000),
  attributes: listOf(ClaimAttribute, 20),
  policies: listOf(AccessPolicy, 20),
})
export type SignInRules = z.infer<typeof SignInRules>

/** Stored with the tenant, whose item is read with each request and may have 400 KB. */
const MAX_SIZE_BYTES = 150_000

/**
 * What a caller wants, as one text: the item of a tenant is read with each request, and a thousand
 * rules as a thousand objects would have to be taken apart each time.
 */
export function textOf(input: unknown): string {
  const text = JSON.stringify(validated(SignInRules, input))
  if (Buffer.byteLength(text) > MAX_SIZE_BYTES)
    throw invalid([
      { error: 'These are more rules than fit into a tenant.', fieldId: 'groupRules' },
    ])
  return text
}

/** Ready to be held against tokens. */
export interface CompiledRules {
  rules: SignInRules
  groupRules: readonly CompiledRule[]
  policies: readonly CompiledPolicy[]
}

/** Without a text: what a tenant has that nobody has set up. */
export const NO_RULES = textOf({})

const MAX_KEPT_CHARACTERS = 8_000_000
const kept = new Map<string, CompiledRules>()
let keptCharacters = 0

/** Compiles a text once for as long as the process has room: what is activated is another text. */
export function compiled(text: string = NO_RULES): CompiledRules {
  const known = kept.get(text)
  if (known) return known
  const rules = SignInRules.parse(JSON.parse(text))
  const made = {
    rules,
    groupRules: rules.groupRules.map(compileRule),
    policies: rules.policies.map(compilePolicy),
  }
  kept.set(text, made)
  keptCharacters += text.length
  for (const oldest of kept.keys()) {
    if (keptCharacters <= MAX_KEPT_CHARACTERS || oldest === text) break
    kept.delete(oldest)
    keptCharacters -= oldest.length
  }
  return made
}

/** What counts on the tenant with these settings. */
export const activeRulesOf = (okta: TenantOkta): SignInRules => compiledRulesOf(okta).rules

/** The same, ready to be held against tokens. */
export const compiledRulesOf = ({ signIn }: TenantOkta): CompiledRules => compiled(signIn?.text)
