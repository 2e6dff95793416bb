import { createHash, randomBytes } from 'node:crypto'

/** An unguessable string of `bytes` random bytes, safe in URLs. */
export const randomText = (bytes = 32): string => randomBytes(bytes).toString('base64url')

/** Okta's ids: a prefix that tells the kind, then letters and digits. */
export const oktaId = (prefix: string): string => `${prefix}${randomBytes(9).toString('hex')}`

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
