import { type CompactVerifyGetKey, compactVerify, errors } from 'jose'
import { type Candidate, type Claims, decodeToken, isText } from './decode-token.ts'
import { TokenError, type TokenFault } from './token-error.ts'

/** What a token must match to count on one tenant. */
export interface TokenPolicy {
  /** Exactly as it stands in `iss`, e.g. `https://acme.okta.com/oauth2/default`. */
  issuer: string
  /** The one `aud`. With `tokenUse: 'ID'` this is the client id. */
  audience: string
  /** The app and the service clients whose tokens count. */
  clientIds: readonly string[]
  /** `ID` only for orgs without a custom authorization server. */
  tokenUse: 'ACCESS' | 'ID'
}

/** Whom a verified token belongs to: a person (`admin`) or a machine (`service`). */
export interface TokenIdentity {
  type: 'admin' | 'service'
  id: string
  claims: Claims
}

const ALGORITHMS = ['RS256', 'ES256']
const SKEW_SECONDS = 60
const MAX_LIFETIME_SECONDS = 24 * 60 * 60
/** Each would let the token say how, or with which key, it is to be verified. */
const REFUSED_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'cty', 'b64']
/** An Okta token names its type or does not; one that names another is not meant for us. */
const TYPES = { ACCESS: ['jwt', 'at+jwt', 'application/at+jwt'], ID: ['jwt'] }
/** Claims that the other kind of token always carries, and this one never. */
const FOREIGN_CLAIMS = { ACCESS: ['nonce', 'at_hash', 'c_hash'], ID: ['cid', 'scp', 'uid'] }
const FOREIGN_JTI = { ACCESS: 'ID.', ID: 'AT.' }
/** Ids become parts of database keys: what could reach another key is nobody's id. */
const ID = /^[\w.@+-]{1,100}$/

type Rule = (token: Candidate, policy: TokenPolicy, now: number) => boolean
const RULES: [TokenFault, Rule][] = [
  ['header', ({ header }) => isText(header.alg) && ALGORITHMS.includes(header.alg)],
  ['header', ({ header }) => isText(header.kid)],
  ['header', ({ header }) => !REFUSED_HEADERS.some((name) => Object.hasOwn(header, name))],
  ['issuer', ({ claims }, { issuer }) => isText(claims.iss) && claims.iss === issuer],
  ['audience', ({ claims }, { audience }) => isText(claims.aud) && claims.aud === audience],
  [
    'client',
    ({ claims: { aud, cid } }, { clientIds, tokenUse }) =>
      clientIds.some((it) => it !== '' && it === (tokenUse === 'ID' ? aud : cid)),
  ],
  ['use', ({ header }, { tokenUse }) => isType(header.typ, TYPES[tokenUse])],
  ['use', ({ claims }, policy) => claims.ver === 1 && isOfUse(claims, policy.tokenUse)],
  // Bound to a key that the sender would have to prove: as a bearer token it proves nothing.
  ['claims', ({ claims }) => !Object.hasOwn(claims, 'cnf')],
  ['claims', ({ claims }, { tokenUse }) => identityOf(claims, tokenUse) !== undefined],
  ['time', ({ claims: { iat } }, _, now) => iat <= now + SKEW_SECONDS],
  ['time', ({ claims: { exp } }, _, now) => exp > now - SKEW_SECONDS],
  ['time', ({ claims: { iat, exp } }) => exp > iat && exp - iat <= MAX_LIFETIME_SECONDS],
  [
    'time',
    ({ claims: { nbf = 0 } }, _, now) => typeof nbf === 'number' && nbf <= now + SKEW_SECONDS,
  ],
]

/**
 * Returns a function that verifies an Okta token and tells whom it belongs to.
 *
 * All that can be refused without a key is refused first: a token that breaks a rule costs no
 * network call. `keys` finds the signing key by the token's `kid`; share one per issuer, it caches.
 *
 * @example
 *
 * ```ts
 * const verify = createTokenVerifier(
 *   { issuer, audience: 'api://tenantry', clientIds: ['0oa1'], tokenUse: 'ACCESS' },
 *   createKeySource(issuer, { origins: ['https://acme.okta.com'] }),
 * )
 * const { type, id, claims } = await verify(token)
 * ```
 *
 * @throws {@link TokenError} if the token does not check out; `fault` says why.
 */
export function createTokenVerifier(policy: TokenPolicy, keys: CompactVerifyGetKey) {
  return async function verifyToken(token: string): Promise<TokenIdentity> {
    const candidate = decodeToken(token)
    const now = Date.now() / 1000
    const broken = RULES.find(([, holds]) => !holds(candidate, policy, now))
    if (broken) throw new TokenError(broken[0])
    const identity = identityOf(candidate.claims, policy.tokenUse)
    if (!identity) throw new TokenError('claims')

    try {
      await compactVerify(token, keys, { algorithms: ALGORITHMS })
    } catch (error) {
      throw isTokensFault(error) ? new TokenError('signature', error) : error
    }
    return identity
  }
}

const isType = (typ: unknown, types: readonly string[]): boolean =>
  typ === undefined || (isText(typ) && types.includes(typ.toLowerCase()))

function isOfUse(claims: Claims, use: TokenPolicy['tokenUse']): boolean {
  if (FOREIGN_CLAIMS[use].some((name) => Object.hasOwn(claims, name))) return false
  if (claims.jti.startsWith(FOREIGN_JTI[use])) return false
  return use === 'ID' || (Array.isArray(claims.scp) && claims.scp.every(isText))
}

/**
 * A person is known by `uid`, because `sub` is a login there and logins change hands; in an ID token
 * `sub` is that id. A machine has no `uid` and is its own subject. Anything else is nobody.
 */
function identityOf(claims: Claims, use: TokenPolicy['tokenUse']): TokenIdentity | undefined {
  const { uid, cid, sub } = claims
  const isPerson = use === 'ID' || uid !== undefined
  const id = use === 'ID' ? sub : isPerson ? uid : cid
  if (!isText(id) || !ID.test(id)) return undefined
  if (!isPerson && sub !== cid) return undefined
  return { type: isPerson ? 'admin' : 'service', id, claims }
}

/** No such key, or not its signature. Keys that could not be fetched or used are not the caller's fault. */
const isTokensFault = (error: unknown): boolean =>
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWKSNoMatchingKey
