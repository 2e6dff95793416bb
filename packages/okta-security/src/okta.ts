import { type Claims, decodeToken, isText } from './decode-token.ts'
import { isIssuerAllowed } from './issuers.ts'
import type { KeyStore } from './key-store.ts'
import { checkToken, type TokenIdentity, type TokenPolicy } from './policy.ts'
import { TokenError } from './token-error.ts'
import { createTokenVerifier } from './verify-token.ts'

/** What is shown of a person or machine. Who they are is the verified token's to say. */
export interface DisplayIdentity {
  /** A claim may be handed on as it is: what is no text is replaced by the id. */
  displayName?: unknown
  email?: unknown
}

export interface OktaOptions {
  /** The issuer that tenants have unless they name their own. */
  issuer: string
  /** The orgs that keys may be fetched from; by default only the one of `issuer`. */
  origins?: readonly string[]
  /** Where signing keys outlive the process, so that an outage of Okta does not matter. `null`: nowhere. */
  keyStore: KeyStore | null
  /**
   * What to show of somebody. An `id` or `type` in the answer is ignored: ownership and sign-out hang
   * on them, and a claim that a person can edit must not make them somebody else.
   */
  getIdentity: (claims: Claims) => DisplayIdentity
  /**
   * The security groups that the claims stand for: a slug or a list of slugs. A claim may be handed
   * on as it is: anything else, and a group that does not exist, gives nothing.
   */
  getGroupSlug: (claims: Claims) => unknown
}

/** Who showed a valid token, and what is needed to end it early. Times are seconds since 1970. */
export interface OktaCaller {
  identity: Pick<TokenIdentity, 'type' | 'id'>
  displayName: string
  email?: string
  groups: string[]
  /** When they last proved who they are: a token that is renewed is issued later, but no newer proof. */
  authenticatedAt: number
  issuedAt: number
  expiresAt: number
  jti: string
  issuer: string
  claims: Claims
}

/**
 * Tells who shows a credential under one tenant's policy. Answers `undefined` for what is no JWT at
 * all, so that another kind of credential can be tried; a JWT that fails throws `TokenError`.
 */
export interface OktaAuthenticator {
  (credential: string, policy: TokenPolicy): Promise<OktaCaller | undefined>
  /**
   * Tells whom a token with these claims would belong to if the issuer had signed it: for showing what
   * a change of settings would do, never for letting anybody in.
   */
  preview(claims: object, policy: TokenPolicy): OktaCaller
}

const MAX_GROUPS = 200
const MAX_GROUP_LENGTH = 100
const MAX_NAME_LENGTH = 200
const MAX_EMAIL_LENGTH = 254

/**
 * Returns the authenticator for Okta tokens of many tenants, with one set of signing keys per issuer.
 *
 * @example
 *
 * ```ts
 * const authenticate = createOkta({
 *   issuer: 'https://acme.okta.com/oauth2/default',
 *   keyStore: null,
 *   getIdentity: ({ sub, name, email }) => ({ displayName: name ?? sub, email }),
 *   getGroupSlug: (claims) => claims.tenantry_groups,
 * })
 * const caller = await authenticate(credential, policy)
 * ```
 *
 * @throws TypeError if `issuer` is not within `origins`: no token could ever be verified.
 */
export function createOkta(options: OktaOptions): OktaAuthenticator {
  const { issuer, origins = [new URL(issuer).origin], keyStore } = options
  if (!isIssuerAllowed(issuer, origins))
    throw new TypeError(`The issuer "${issuer}" is not within ${origins.join(' ')}.`)
  const verifyToken = createTokenVerifier({ origins, keyStore })

  async function authenticate(credential: string, policy: TokenPolicy) {
    if (credential.split('.').length !== 3) return undefined
    // The policy's issuer, not the token's: a token cannot choose where keys are looked for.
    if (!isIssuerAllowed(policy.issuer, origins)) throw new TokenError('ERR_TOKEN_ISSUER')
    return callerOf(await verifyToken(credential, () => policy), policy, options)
  }
  function preview(claims: object, policy: TokenPolicy) {
    if (!isIssuerAllowed(policy.issuer, origins)) throw new TokenError('ERR_TOKEN_ISSUER')
    return callerOf(checkToken(decodeToken(unsigned(claims)), policy), policy, options)
  }
  return Object.assign(authenticate, { preview })
}

/** As a token is written, so that it is read by the same rules: size, depth, forbidden names. */
function unsigned(claims: object): string {
  const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${base64url({ alg: 'RS256', kid: 'preview' })}.${base64url(claims)}.AA`
}

function callerOf(
  { type, id, claims }: TokenIdentity,
  { issuer }: TokenPolicy,
  { getIdentity, getGroupSlug }: OktaOptions,
): OktaCaller {
  const { displayName, email } = getIdentity(claims)
  return {
    identity: { type, id },
    displayName: textOf(displayName, MAX_NAME_LENGTH) ?? id,
    email: textOf(email, MAX_EMAIL_LENGTH),
    groups: slugsOf(getGroupSlug(claims)),
    authenticatedAt: authenticatedAtOf(claims),
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    jti: claims.jti,
    issuer,
    claims,
  }
}

/** Machines sign in for each token, and theirs do not say when. Nobody does so after it was issued. */
const authenticatedAtOf = ({ auth_time: at, iat }: Claims): number =>
  typeof at === 'number' ? Math.min(at, iat) : iat

const textOf = (value: unknown, maxLength: number) =>
  isText(value) ? value.slice(0, maxLength) : undefined

/** What does not look like a slug is left out: leaving out can only take access away. */
function slugsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  const slugs = list.filter((it): it is string => isText(it) && it.length <= MAX_GROUP_LENGTH)
  return [...new Set(slugs)].slice(0, MAX_GROUPS)
}
