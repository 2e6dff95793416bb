import { AppError } from '@tenantry/errors'
import {
  assertCan,
  findGroupsNamed,
  invalid,
  type Permission,
  type Principal,
  validated,
} from '@tenantry/security'
import { z } from 'zod'
import { admit, type Arrival, decideAccess, type Decision, type Place } from './admit.ts'
import type { TriedRule } from './claim-rules.ts'
import { isClaims, type TokenClaims } from './claims.ts'
import { draftOf, placeOf, type SignInScope } from './sign-in-settings.ts'
import { compiled } from './sign-in-rules.ts'

/** A credential whose owner is asked for: a token as it is sent, or only what it says. */
export type Shown = { token: string } | { claims: TokenClaims }

export interface ExplainScope extends SignInScope {
  /**
   * Recognises a credential as a request's would be; for claims it leaves out the signature. Throws
   * `UNAUTHENTICATED`, with why as the `cause`.
   */
  recognise: (shown: Shown) => Promise<Arrival>
}

/** What a request with a credential would be answered, and why. */
export interface AccessExplanation {
  admitted: boolean
  code: string | null
  message: string | null
  /** More than the answer says. */
  reason: string | null
  id: string | null
  type: string | null
  displayName: string | null
  email: string | null
  groupsFrom: Decision['groupsFrom'] | null
  rules: TriedRule[]
  groups: { slug: string; found: boolean }[]
  permissions: Permission[]
  withheld: { permissions: readonly string[]; code: string; message: string }[]
}

const Question = z.object({
  token: z.string().nullish(),
  // As they are: what no token may have in it shall be refused as it would be there.
  claims: z.custom<TokenClaims>(isClaims, 'Give the claims as an object.').nullish(),
  draft: z.boolean().nullish(),
  address: z.string().nullish(),
})

/**
 * Tells how a request with this credential would do: by the functions that a request goes through,
 * never by rules of its own. It neither writes nor logs what it was shown. A token of another tenant,
 * issuer or client is refused in the same words, whether it is any good there or not.
 */
export async function explainAccess(
  scope: ExplainScope,
  input: unknown,
): Promise<AccessExplanation> {
  assertCan(scope, 'tenancy.signIn', 'r')
  const { token, claims, draft, address } = validated(Question, input)
  if (Boolean(token) === Boolean(claims))
    throw invalid([{ error: 'Give either a token or claims.', fieldId: 'token' }])
  const shown: Shown = token ? { token } : { claims: claims ?? {} }
  const place = await placeFor(scope, Boolean(draft), address)
  const arrival = await answered(scope.recognise(shown))
  if (arrival instanceof AppError) return { ...NOBODY, ...refused(arrival) }
  return explained(place, arrival)
}

async function placeFor(
  scope: ExplainScope,
  draft: boolean,
  address: string | null | undefined,
): Promise<Place> {
  const place = { ...placeOf(scope), address: address ?? scope.address }
  if (!draft) return place
  const { text } = await draftOf(scope)
  if (text === null) throw new AppError('NOT_FOUND', 'There is no draft.')
  return { ...place, rules: compiled(text) }
}

async function explained(place: Place, arrival: Arrival): Promise<AccessExplanation> {
  const rules: TriedRule[] = []
  const decision = decideAccess(place, arrival, rules)
  const admission = await answered(admit(place, arrival))
  const { groupSlugs, groupsFrom } = decision
  const { type, id } = arrival.identity
  return {
    ...(admission instanceof AppError ? refused(admission) : admitted(admission.principal)),
    id,
    type,
    displayName: decision.displayName,
    email: decision.email ?? null,
    groupsFrom,
    rules,
    groups: await namedOf(place, groupSlugs),
  }
}

/** Which of these slugs are groups of the tenant. */
export async function namedOf({ table }: Pick<Place, 'table'>, slugs: readonly string[]) {
  const found = new Set((await findGroupsNamed(table, slugs)).map(({ slug }) => slug))
  return slugs.map((slug) => ({ slug, found: found.has(slug) }))
}

/** What is expected to be thrown, as an answer. */
async function answered<Answer>(asked: Promise<Answer>): Promise<Answer | AppError> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

const NOBODY = {
  id: null,
  type: null,
  displayName: null,
  email: null,
  groupsFrom: null,
  rules: [],
  groups: [],
}

const admitted = ({ groups, withheld = [] }: Principal) => ({
  admitted: true,
  code: null,
  message: null,
  reason: null,
  permissions: groups.flat(),
  withheld: withheld.map(({ permissions, error: { code, message } }) => ({
    permissions,
    code,
    message,
  })),
})

const refused = (error: AppError) => ({
  admitted: false,
  code: error.code,
  message: error.message,
  reason: reasonOf(error),
  permissions: [],
  withheld: [],
})

const FOREIGN =
  'It was not made for this tenant: its issuer, audience or client is not one that counts here.'

/** By the codes of `TokenError`. Those of a foreign token are one: which it was, is others' business. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_TOKEN_FORM: 'It is not written as a token must be, or larger than 8 KB.',
  ERR_TOKEN_HEADER:
    'Its header names no key, a rule that is not allowed, or brings a key of its own.',
  ERR_TOKEN_ISSUER: FOREIGN,
  ERR_TOKEN_AUDIENCE: FOREIGN,
  ERR_TOKEN_CLIENT: FOREIGN,
  ERR_TOKEN_USE: 'It is an ID token where an access token is wanted, or the other way round.',
  ERR_TOKEN_CLAIMS: 'It lacks a claim that every token of Okta has, or is bound to a key.',
  ERR_TOKEN_TIME: 'It has expired, is not valid yet, or is valid for longer than 24 hours.',
  ERR_TOKEN_SCOPE: 'It lacks a scope.',
  ERR_TOKEN_SIGNATURE: 'No key of the issuer has signed it.',
}

function reasonOf({ code, message, cause }: AppError): string {
  if (cause instanceof Error && 'code' in cause) return REASONS[String(cause.code)] ?? message
  return code === 'UNAUTHENTICATED'
    ? 'It was signed out, or its owner is not welcome here any more.'
    : message
}
