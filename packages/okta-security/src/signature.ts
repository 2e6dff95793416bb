import { compactVerify, type CryptoKey, errors } from 'jose'
import { decodeJws, isText, type JsonObject } from './decode-token.ts'
import { TokenError } from './token-error.ts'

const ALGORITHMS = ['RS256', 'ES256']
/** Each would let the token say how, or with which key, it is to be verified. */
const REFUSED_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'cty', 'b64']

/** Whether a header leaves no choice: an algorithm of ours, and no word on how to verify. */
export const isPlainHeader = (header: JsonObject): boolean =>
  isText(header.alg) &&
  ALGORITHMS.includes(header.alg) &&
  !REFUSED_HEADERS.some((name) => Object.hasOwn(header, name))

/**
 * Verifies the form, the header and the signature of a compact JWS, and nothing of what it says: the
 * bare layer beneath `createVerifier`, for vectors and measurements. It tells nobody who is calling.
 *
 * @throws {@link TokenError} if the token is at fault; any other error if the key cannot be used.
 */
export async function verifySignature(token: string, key: CryptoKey): Promise<void> {
  if (!isPlainHeader(decodeJws(token).header)) throw new TokenError('ERR_TOKEN_HEADER')
  await verifyBytes(token, key)
}

/** The same for a token whose form and header have been checked. */
export async function verifyBytes(token: string, key: CryptoKey): Promise<void> {
  try {
    await compactVerify(token, key, { algorithms: ALGORITHMS })
  } catch (error) {
    const isTokensFault =
      error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWSInvalid
    throw isTokensFault ? new TokenError('ERR_TOKEN_SIGNATURE', error) : error
  }
}
