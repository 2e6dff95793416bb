import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

const TOKEN = /^(tnt_([0-9a-f]{24})_[0-9a-f]{40})([0-9a-f]{8})$/
const SECRET_BYTES = 20
const HINT_LENGTH = 4

/**
 * A new token of a key: `tnt_<id>_<secret><checksum>`. The prefix lets scanners find what leaked, the
 * checksum tells a token from what only looks like one without a read.
 */
export function newToken(id: string): string {
  const body = `tnt_${id}_${randomBytes(SECRET_BYTES).toString('hex')}`
  return body + checksumOf(body)
}

/** What is kept of a token. It has 160 random bits, so a plain hash cannot be guessed backwards. */
export const sealed = (token: string) => ({
  hash: createHash('sha256').update(token).digest('hex'),
  hint: token.slice(-HINT_LENGTH),
})

/** True for whatever claims to be an API key, valid or not. */
export const isApiKey = (credential: string): boolean => credential.startsWith('tnt_')

/** The id in a token whose checksum is right. */
export function idIn(token: string): string | undefined {
  const [, body, id, checksum] = TOKEN.exec(token) ?? []
  return body !== undefined && checksum === checksumOf(body) ? id : undefined
}

/** Compares in constant time: how much of a guess is right must not show. */
export function isTokenOf({ hash }: { hash: string }, token: string): boolean {
  const [stored, given] = [hash, sealed(token).hash].map((it) => Buffer.from(it, 'hex'))
  return stored !== undefined && given !== undefined && timingSafeEqual(stored, given)
}

const checksumOf = (body: string) => crc32(body).toString(16).padStart(8, '0')
