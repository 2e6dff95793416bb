import { type CompactVerifyGetKey, createRemoteJWKSet, customFetch } from 'jose'
import { isIssuerAllowed, keysUrlOf } from './issuers.ts'

/** Finds the key that signed a token, by the token's `kid`. */
export type KeySource = CompactVerifyGetKey

export interface KeySourceOptions {
  /** The origins that keys may be fetched from, e.g. `https://acme.okta.com` or `https://*.okta.com`. */
  origins: readonly string[]
  /** How long one fetch may take in all. */
  timeoutMilliseconds?: number
}

const MAX_BYTES = 64 * 1024
const MAX_KEYS = 20

/**
 * Returns the signing keys of an issuer, fetched from `<issuer>/v1/keys` when first needed and kept
 * for ten minutes. Callers that arrive together share one fetch; a `kid` that is not known causes a
 * new fetch at most every 30 seconds.
 *
 * @throws TypeError if the origin of the issuer is not one of `origins`. The returned function
 *   rejects with an error that is no `TokenError` when the keys cannot be had: that is an outage.
 */
export function createKeySource(
  issuer: string,
  { origins, timeoutMilliseconds = 2000 }: KeySourceOptions,
): KeySource {
  if (!isIssuerAllowed(issuer, origins))
    throw new TypeError(`Keys of "${issuer}" may not be fetched: it is not an allowed issuer.`)
  return createRemoteJWKSet(keysUrlOf(issuer), {
    timeoutDuration: timeoutMilliseconds,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    [customFetch]: fetchKeys,
  })
}

async function fetchKeys(url: string, options: RequestInit): Promise<Response> {
  // A redirect could lead to an origin that nobody allowed.
  const response = await fetch(url, { ...options, redirect: 'manual' })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`The keys at ${url} were answered with status ${response.status}.`)
  }
  const text = await boundedText(response, url)
  const set: unknown = JSON.parse(text)
  if (!hasKeys(set) || set.keys.length > MAX_KEYS)
    throw new Error(`The keys at ${url} are not a set of at most ${MAX_KEYS} keys.`)
  return new Response(text)
}

/** Counts what arrives after decompression: a small answer can unfold into a large one. */
async function boundedText({ body }: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) throw new Error(`The keys at ${url} are larger than ${MAX_BYTES} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const hasKeys = (set: unknown): set is { keys: unknown[] } =>
  typeof set === 'object' && set !== null && 'keys' in set && Array.isArray(set.keys)
