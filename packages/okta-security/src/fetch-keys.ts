import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { fetchFromOrg } from './org-fetch.ts'

const MAX_KEYS = 20

/**
 * Gives the JSON Web Key Set at an address as it was written, within strict limits: no redirect,
 * 64 KB, 1 to 20 keys, and the time that is given, to the last byte.
 */
export async function fetchKeys(url: string, timeoutMilliseconds: number): Promise<string> {
  const { status, text } = await fetchFromOrg(url, { timeoutMilliseconds })
  if (status !== 200) throw new Error(`The keys at ${url} were answered with status ${status}.`)
  const set: unknown = JSON.parse(text)
  // A set of no keys would lock everybody out until the next fetch: no server means that.
  if (!hasKeys(set) || set.keys.length === 0 || set.keys.length > MAX_KEYS)
    throw new Error(`The keys at ${url} are not a set of 1 to ${MAX_KEYS} keys.`)
  createLocalJWKSet(set) // throws if they are no keys
  return text
}

const hasKeys = (set: unknown): set is JSONWebKeySet =>
  typeof set === 'object' && set !== null && 'keys' in set && Array.isArray(set.keys)
