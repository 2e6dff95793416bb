import { createLocalJWKSet, type JSONWebKeySet } from 'jose'

const MAX_BYTES = 64 * 1024
const MAX_KEYS = 20

/**
 * Gives the JSON Web Key Set at an address as it was written, within strict limits: no redirect,
 * 64 KB, 1 to 20 keys, and the time that is given, to the last byte.
 */
export async function fetchKeys(url: string, timeoutMilliseconds: number): Promise<string> {
  const response = await fetch(url, {
    // A redirect could lead to an origin that nobody allowed.
    redirect: 'manual',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMilliseconds),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`The keys at ${url} were answered with status ${response.status}.`)
  }
  const text = await boundedText(response, url)
  const set: unknown = JSON.parse(text)
  // A set of no keys would lock everybody out until the next fetch: no server means that.
  if (!hasKeys(set) || set.keys.length === 0 || set.keys.length > MAX_KEYS)
    throw new Error(`The keys at ${url} are not a set of 1 to ${MAX_KEYS} keys.`)
  createLocalJWKSet(set) // throws if they are no keys
  return text
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

const hasKeys = (set: unknown): set is JSONWebKeySet =>
  typeof set === 'object' && set !== null && 'keys' in set && Array.isArray(set.keys)
