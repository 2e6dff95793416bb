import { TokenError } from './token-error.ts'

/** Whatever the token says: checked for form only, not yet believed. */
export type JsonObject = Readonly<Record<string, unknown>>

/** What every Okta token carries. All other claims are whatever the org has configured. */
export interface Claims extends JsonObject {
  readonly sub: string
  readonly jti: string
  /** Seconds since 1970. */
  readonly iat: number
  /** Seconds since 1970. */
  readonly exp: number
}

export interface Candidate {
  header: JsonObject
  claims: Claims
}

/** Far above any Okta token, far below what would make parsing a cost. */
export const MAX_LENGTH = 8192
const MAX_DEPTH = 16

/**
 * Takes an Okta token apart. There is one way to write each token: what two parsers could read
 * differently (padding, stray bits, bad UTF-8, a name given twice) is refused, not repaired.
 */
export function decodeToken(token: string): Candidate {
  const { header, payload } = decodeJws(token)
  const claims = objectIn(payload)
  if (!isComplete(claims)) throw new TokenError('ERR_TOKEN_CLAIMS')
  return { header, claims }
}

/** Takes a compact JWS apart, whatever it says. */
export function decodeJws(token: string): { header: JsonObject; payload: Buffer } {
  if (token.length > MAX_LENGTH) throw new TokenError('ERR_TOKEN_FORM')
  const parts = token.split('.')
  const [header, payload, signature] = parts.map(bytesOf)
  if (parts.length !== 3 || !header || !payload || !signature)
    throw new TokenError('ERR_TOKEN_FORM')
  return { header: objectIn(header), payload }
}

/** Decodes base64url without padding; `undefined` unless it is the only spelling of these bytes. */
function bytesOf(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url')
  return part !== '' && bytes.toString('base64url') === part ? bytes : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function objectIn(bytes: Buffer): JsonObject {
  try {
    const text = utf8.decode(bytes)
    const value: unknown = JSON.parse(text)
    if (isObject(value) && namesIn(value) === colonsIn(text)) return value
  } catch (error) {
    throw new TokenError('ERR_TOKEN_FORM', error)
  }
  throw new TokenError('ERR_TOKEN_FORM')
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * In JSON a colon stands behind each name and nowhere else outside of texts. If there are more of
 * them than names in what was parsed, an object names a member twice: `JSON.parse` keeps the last,
 * others the first, and what was checked must be what everybody after us reads.
 */
const colonsIn = (text: string): number =>
  text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1

/**
 * Counts the names in a parsed value; `NaN` if one is `__proto__`, which would reach the prototype of
 * whoever copies the claims by assignment, or if the nesting is deeper than any token needs.
 */
function namesIn(value: unknown, depth = 1): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth > MAX_DEPTH) return NaN
  const names = Array.isArray(value) ? [] : Object.keys(value)
  if (names.includes('__proto__')) return NaN
  return Object.values(value).reduce<number>(
    (count, member) => count + namesIn(member, depth + 1),
    names.length,
  )
}

const isComplete = (claims: JsonObject): claims is Claims =>
  isText(claims.sub) &&
  isText(claims.jti) &&
  Number.isFinite(claims.iat) &&
  Number.isFinite(claims.exp)

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
