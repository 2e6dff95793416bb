import { isIssuerAllowed } from './issuers.ts'
import type { KeyStore } from './key-store.ts'
import type { TokenIdentity, TokenPolicy } from './policy.ts'
import { createTokenVerifier } from './verify-token.ts'

export interface VerifierOptions {
  /** Each issuer with its own audience, clients and kind of token: nothing of one counts for another. */
  issuers: readonly TokenPolicy[]
  /** Where signing keys outlive the process, so that an outage of Okta does not matter. `null`: nowhere. */
  keyStore: KeyStore | null
}

/** Tells whom a valid token belongs to; rejects with `TokenError` for any other. */
export type Verifier = (token: string) => Promise<TokenIdentity>

/**
 * Returns a function that verifies Okta tokens of the issuers that are listed.
 *
 * Make one per process: it holds the signing keys.
 *
 * @example
 *
 * ```ts
 * const verify = createVerifier({
 *   issuers: [
 *     {
 *       issuer: 'https://acme.okta.com/oauth2/default',
 *       audience: 'api://acme',
 *       clientIds: ['0oa1'],
 *       tokenUse: 'ACCESS',
 *       scopes: null,
 *     },
 *   ],
 *   keyStore: null,
 * })
 * const { type, id, claims } = await verify(token)
 * ```
 *
 * @throws TypeError if an option is missing, an issuer is listed twice or is none of Okta's: a check
 *   that was forgotten must not look like one that was passed.
 */
export function createVerifier({ issuers, keyStore }: VerifierOptions): Verifier {
  issuers.forEach(assertComplete)
  const policies = new Map(issuers.map((policy) => [policy.issuer, policy]))
  if (policies.size === 0 || policies.size < issuers.length)
    throw new TypeError('List at least one issuer, and each of them once.')
  if (keyStore === undefined) throw missing('keyStore')

  const origins = issuers.map(({ issuer }) => new URL(issuer).origin)
  const verifyToken = createTokenVerifier({ origins, keyStore })
  return (token) => verifyToken(token, ({ iss }) => policies.get(String(iss)))
}

const CHECKS = ['audience', 'clientIds', 'tokenUse', 'scopes'] as const

function assertComplete(policy: TokenPolicy): void {
  const { issuer, audience, clientIds, tokenUse, scopes } = policy
  if (!URL.canParse(issuer) || !isIssuerAllowed(issuer, [new URL(issuer).origin]))
    throw new TypeError(`"${issuer}" is not an issuer of Okta as it stands in a token's "iss".`)
  const absent = CHECKS.find((name) => policy[name] === undefined)
  if (absent) throw missing(absent)
  if (tokenUse !== 'ACCESS' && tokenUse !== 'ID')
    throw new TypeError(`"tokenUse" is "ACCESS" or "ID", not "${String(tokenUse)}".`)
  if (audience === '' || clientIds?.length === 0 || scopes?.length === 0)
    throw new TypeError('An empty audience or list lets nobody in: write null to skip a check.')
  if (tokenUse === 'ID' && scopes !== null)
    throw new TypeError('An ID token has no scopes: write null.')
}

const missing = (name: string) =>
  new TypeError(`Say what "${name}" must be; null skips it, but only if you write so.`)
