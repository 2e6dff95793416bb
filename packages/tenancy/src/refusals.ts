import { createHash } from 'node:crypto'
import { type Change, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { assertCan, event, type Principal } from '@tenantry/security'
import { z } from 'zod'
import { type Arrival, decideAccess, type Place, prefixOn, rulesOn } from './admit.ts'
import type { TriedRule } from './claim-rules.ts'
import { shown, textsAt, type TokenClaims } from './claims.ts'
import { namedOf } from './explain-access.ts'
import type { CompiledRules } from './sign-in-rules.ts'
import type { SignInScope } from './sign-in-settings.ts'

/** Why somebody had no access. What their token says is left out but for what was looked at. */
const AccessRefusal = z.object({
  code: z.string(),
  refusedOn: z.string(),
  /** `null`: they were let in, and have no group. */
  error: z.string().nullable(),
  message: z.string(),
  id: z.string(),
  claims: z.array(z.object({ name: z.string(), values: z.array(z.string()).nullable() })),
  groupsFrom: z.enum(['RULES', 'CLAIM', 'KEY']),
  rules: z.array(
    z.object({
      claim: z.string(),
      operator: z.enum(['EQUALS', 'CONTAINS', 'PREFIX', 'MATCHES', 'EXISTS']),
      value: z.string().nullable(),
      group: z.string(),
      matched: z.boolean(),
      reason: z.string(),
      groups: z.array(z.string()),
    }),
  ),
  missingGroups: z.array(z.string()),
  version: z.number().int(),
})
export type AccessRefusal = z.infer<typeof AccessRefusal>

const TTL_SECONDS = 24 * 60 * 60
/** Whoever tries again and again writes no more often than this. */
const QUIET_SECONDS = 60
const MAX_RULES = 100
const MAX_CLAIMS = 100
const MAX_VALUES = 20

const CODE = /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/
/** Without letters that are taken for digits when they are read out. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const refusalKey = (code: string) => ({ PK: `REFUSAL#${code}`, SK: 'REFUSAL' })

/**
 * Keeps why a person has no access, and gives the code by which an administrator finds it. There is
 * one record for a person, written over at most once a minute: nothing grows with what they try.
 */
export async function noteRefusal(
  place: Place,
  arrival: Arrival,
  refusal?: AppError,
): Promise<string> {
  const code = codeOf(place, arrival)
  const before = await findRefusal(place, code)
  const error = refusal?.code ?? null
  if (before && before.error === error && secondsSince(before.refusedOn) < QUIET_SECONDS)
    return code

  const record = await recordOf(place, arrival, refusal)
  const version = (before?.version ?? 0) + 1
  const expiresAt = Math.floor(Date.now() / 1000) + TTL_SECONDS
  const change = save(refusalKey(code), { ...record, code, error, version, expiresAt })
  await written(place, arrival, change, code)
  return code
}

/** The record that belongs to a code. It is the tenant's own: any other code is `NOT_FOUND`. */
export async function getRefusal(scope: SignInScope, code: string): Promise<AccessRefusal> {
  assertCan(scope, 'tenancy.signIn', 'r')
  const found = await findRefusal(scope, code.trim().toUpperCase())
  if (!found)
    throw new AppError('NOT_FOUND', `No refusal "${code}" is known: they are kept for 24 hours.`)
  return found
}

async function findRefusal(
  { table }: Pick<Place, 'table'>,
  code: string,
): Promise<AccessRefusal | undefined> {
  const item = CODE.test(code) ? await table.get(refusalKey(code)) : undefined
  return item && AccessRefusal.parse(item)
}

/** Who comes at the same time writes the same. */
async function written(place: Place, arrival: Arrival, change: Change, code: string) {
  const principal: Principal = { ...arrival, groupSlugs: [], groups: [] }
  const scope = { tenant: place.tenant, table: place.table, principal }
  try {
    await place.table.write([change], event(scope, 'tenancy.signIn.refuse', code))
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
  }
}

async function recordOf(place: Place, arrival: Arrival, refusal: AppError | undefined) {
  const rules: TriedRule[] = []
  const { groupSlugs, groupsFrom } = decideAccess(place, arrival, rules)
  const missingGroups = (await namedOf(place, groupSlugs)).filter(({ found }) => !found)
  return {
    refusedOn: new Date().toISOString(),
    message: refusal?.message ?? 'Signed in, but in no group of this tenant.',
    id: arrival.identity.id,
    claims: claimsOf(arrival.claims ?? {}, rulesOn(place), prefixOn(place)),
    groupsFrom,
    rules: rules.slice(0, MAX_RULES),
    missingGroups: missingGroups.map(({ slug }) => slug),
  }
}

/**
 * The claims that the settings look at: of others only the name is anybody's business. On a shared
 * client what names another tenant is that one's.
 */
function claimsOf(
  claims: TokenClaims,
  { rules: { groupRules, attributes, policies } }: CompiledRules,
  prefix: string | null,
): AccessRefusal['claims'] {
  const ofRules = groupRules.map(({ claim }) => claim)
  const ofOthers = attributes.map(({ claim }) => claim)
  if (policies.length > 0) ofOthers.push('amr', 'acr', 'auth_time', 'iat')
  const names = new Set([...ofRules, ...ofOthers, ...Object.keys(claims)])
  return [...names].slice(0, MAX_CLAIMS).map((name) => {
    const texts = textsAt(claims, name)
    const seen =
      ofRules.includes(name) && prefix ? texts.filter((it) => it.startsWith(prefix)) : texts
    const isLookedAt = ofRules.includes(name) || ofOthers.includes(name)
    return { name: shown(name), values: isLookedAt ? seen.slice(0, MAX_VALUES).map(shown) : null }
  })
}

/** Always the same for a person on a tenant, and nothing that tells who it is. */
function codeOf({ tenant }: Place, { identity: { type, id } }: Arrival): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([tenant.id, type, id]))
    .digest()
  const digits = [...digest.subarray(0, 10)].map((byte) => DIGITS[byte % DIGITS.length])
  return `${digits.slice(0, 5).join('')}-${digits.slice(5).join('')}`
}

const secondsSince = (date: string) => (Date.now() - Date.parse(date)) / 1000
