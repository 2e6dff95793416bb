import { hash, type KeyObject } from 'node:crypto'
import { errors } from 'jose'
import { type Candidate, type Claims, decodeToken, MAX_LENGTH } from './decode-token.ts'
import { createKeySource, type KeySource, type KeySourceOptions } from './key-source.ts'
import { createLru } from './lru.ts'
import { checkToken, type TokenIdentity, type TokenPolicy } from './policy.ts'
import { verifyBytes } from './signature.ts'
import { TokenError } from './token-error.ts'

/** A token whose signature was good, and the very key that it was good for. */
interface Seen {
  candidate: Candidate
  key: KeyObject
}

const MAX_SEEN = 1000
const MAX_ISSUERS = 200

/**
 * Returns the function that all verifiers share: it verifies a token under the policy that `policyOf`
 * gives for its claims, which nothing has proved yet; `undefined` is an issuer that does not count.
 *
 * The signatures of the last thousand tokens are remembered by the hash of the whole token, as good
 * for one key of one issuer. Everything else is checked each time, and a key that the issuer has
 * withdrawn takes its signatures along: what is found then is another key, or none.
 */
export function createTokenVerifier(options: KeySourceOptions) {
  const keysOf = keySources(options)
  const seen = createLru<Seen>(MAX_SEEN)

  return async function verifyToken(
    token: string,
    policyOf: (claims: Claims) => TokenPolicy | undefined,
  ): Promise<TokenIdentity> {
    if (token.length > MAX_LENGTH) throw new TokenError('ERR_TOKEN_FORM')
    const name = hash('sha256', token, 'base64')
    const known = seen.get(name)
    const candidate = known?.candidate ?? decodeToken(token)
    const policy = policyOf(candidate.claims)
    if (!policy) throw new TokenError('ERR_TOKEN_ISSUER')
    const identity = checkToken(candidate, policy)

    const key = await keyOf(candidate, keysOf(policy.issuer))
    if (known?.key === key) return identity
    verifyBytes(token, candidate.header, key)
    // Handed out again to whoever shows the token again: nobody may change it for the next one.
    freeze(candidate)
    seen.set(name, { candidate, key })
    return identity
  }
}

/** One source per issuer, so that it fetches once for all. */
function keySources(options: KeySourceOptions): (issuer: string) => KeySource {
  const sources = createLru<KeySource>(MAX_ISSUERS)
  return (issuer) => {
    const known = sources.get(issuer)
    if (known) return known
    const source = createKeySource(issuer, options)
    sources.set(issuer, source)
    return source
  }
}

/** No such key is the token's fault. Keys that cannot be had or used are not. */
async function keyOf({ header }: Candidate, findKey: KeySource): Promise<KeyObject> {
  try {
    return await findKey({ alg: String(header.alg), kid: String(header.kid) })
  } catch (error) {
    throw error instanceof errors.JWKSNoMatchingKey
      ? new TokenError('ERR_TOKEN_SIGNATURE', error)
      : error
  }
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  Object.freeze(value)
  Object.values(value).forEach(freeze)
}
