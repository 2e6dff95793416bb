import { type Candidate, type Claims, isText } from './decode-token.ts'
import { isPlainHeader } from './signature.ts'
import { TokenError, type TokenErrorCode } from './token-error.ts'

/** What a token must match. A check is skipped only where `null` stands in its place. */
export interface TokenPolicy {
  /** Exactly as it stands in `iss`, e.g. `https://acme.okta.com/oauth2/default`. */
  issuer: string
  /** The one `aud`. With `tokenUse: 'ID'` this is the client id. */
  audience: string | null
  /** The apps and service clients whose tokens count. */
  clientIds: readonly string[] | null
  /** `ID` only for orgs without a custom authorization server. */
  tokenUse: 'ACCESS' | 'ID'
  /** Scopes that must all have been granted; an ID token has none. */
  scopes: readonly string[] | null
}

/** Whom a verified token belongs to: a person (`admin`) or a machine (`service`). */
export interface TokenIdentity {
  type: 'admin' | 'service'
  id: string
  claims: Claims
}

const SKEW_SECONDS = 60
const MAX_LIFETIME_SECONDS = 24 * 60 * 60
/** An Okta token names its type or does not; one that names another is not meant for us. */
const TYPES = { ACCESS: ['jwt', 'at+jwt', 'application/at+jwt'], ID: ['jwt'] }
/** Claims that the other kind of token always carries, and this one never. */
const FOREIGN_CLAIMS = { ACCESS: ['nonce', 'at_hash', 'c_hash'], ID: ['cid', 'scp', 'uid'] }
const FOREIGN_JTI = { ACCESS: 'ID.', ID: 'AT.' }
/** Ids become parts of database keys: what could reach another key is nobody's id. */
const ID = /^[\w.@+-]{1,100}$/

type Rule = (token: Candidate, policy: TokenPolicy, now: number) => boolean
const RULES: [TokenErrorCode, Rule][] = [
  ['ERR_TOKEN_HEADER', ({ header }) => isPlainHeader(header)],
  ['ERR_TOKEN_HEADER', ({ header }) => isText(header.kid)],
  ['ERR_TOKEN_ISSUER', ({ claims }, { issuer }) => isText(claims.iss) && claims.iss === issuer],
  [
    'ERR_TOKEN_AUDIENCE',
    ({ claims: { aud } }, { audience }) => isText(aud) && (audience === null || aud === audience),
  ],
  [
    'ERR_TOKEN_CLIENT',
    ({ claims: { aud, cid } }, { clientIds, tokenUse }) => {
      const client = tokenUse === 'ID' ? aud : cid
      return isText(client) && (clientIds === null || clientIds.includes(client))
    },
  ],
  ['ERR_TOKEN_USE', ({ header }, { tokenUse }) => isType(header.typ, TYPES[tokenUse])],
  ['ERR_TOKEN_USE', ({ claims }, { tokenUse }) => claims.ver === 1 && isOfUse(claims, tokenUse)],
  // Bound to a key that the sender would have to prove: as a bearer token it proves nothing.
  ['ERR_TOKEN_CLAIMS', ({ claims }) => !Object.hasOwn(claims, 'cnf')],
  ['ERR_TOKEN_TIME', ({ claims: { iat } }, _, now) => iat <= now + SKEW_SECONDS],
  ['ERR_TOKEN_TIME', ({ claims: { exp } }, _, now) => exp > now - SKEW_SECONDS],
  ['ERR_TOKEN_TIME', ({ claims: { iat, exp } }) => exp > iat && exp - iat <= MAX_LIFETIME_SECONDS],
  [
    'ERR_TOKEN_TIME',
    ({ claims: { nbf = 0 } }, _, now) => typeof nbf === 'number' && nbf <= now + SKEW_SECONDS,
  ],
  ['ERR_TOKEN_SCOPE', ({ claims }, { scopes }) => scopes === null || isGranted(claims, scopes)],
]

/**
 * Checks all that a token says, of which nothing has been proved yet, and tells whom it would belong
 * to. All that can be refused without a key is refused here: it costs no network call.
 */
export function checkToken(token: Candidate, policy: TokenPolicy): TokenIdentity {
  const now = Date.now() / 1000
  const broken = RULES.find(([, holds]) => !holds(token, policy, now))
  if (broken) throw new TokenError(broken[0])
  const identity = identityOf(token.claims, policy.tokenUse)
  if (!identity) throw new TokenError('ERR_TOKEN_CLAIMS')
  return identity
}

const isType = (typ: unknown, types: readonly string[]): boolean =>
  typ === undefined || (isText(typ) && types.includes(typ.toLowerCase()))

function isOfUse(claims: Claims, use: TokenPolicy['tokenUse']): boolean {
  if (FOREIGN_CLAIMS[use].some((name) => Object.hasOwn(claims, name))) return false
  if (claims.jti.startsWith(FOREIGN_JTI[use])) return false
  return use === 'ID' || (Array.isArray(claims.scp) && claims.scp.every(isText))
}

const isGranted = ({ scp }: Claims, scopes: readonly string[]): boolean =>
  Array.isArray(scp) && scopes.every((scope) => scp.includes(scope))

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
