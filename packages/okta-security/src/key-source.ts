import { KeyObject } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { fetchKeys } from './fetch-keys.ts'
import { endpointOf, isIssuerAllowed } from './issuers.ts'
import { type KeyStore, type KnownKeys, memoryKeyStore } from './key-store.ts'

export type KeyHeader = {
  alg: string
  kid: string
}

/** Finds the key that signed a token, by the token's `alg` and `kid`. */
export type KeySource = (header: KeyHeader) => Promise<KeyObject>

export interface KeySourceOptions {
  /** The origins that keys may be fetched from, e.g. `https://acme.okta.com` or `https://*.okta.com`. */
  origins: readonly string[]
  /** Where the keys outlive this process, so that an outage of Okta does not matter. `null`: nowhere. */
  keyStore: KeyStore | null
  /** How long one fetch may take in all. */
  timeoutMilliseconds?: number
}

/** After this time a key that was withdrawn is no longer trusted. */
const MAX_AGE = 10 * 60_000
/** The least time between two fetches, whatever key ids tokens name. */
const COOLDOWN = 30_000
/** Okta rotates keys some four times a year: what nobody could renew for so long is no longer news. */
const MAX_OUTAGE = 30 * 24 * 60 * 60_000
const POLL = 50

/**
 * Returns the signing keys of an issuer, fetched from `<issuer>/v1/keys` when first needed.
 *
 * Keys are fetched anew after ten minutes and for a `kid` that nobody knows, at most every 30 seconds,
 * by one of all processes that share the store; callers that arrive together share one fetch. If the
 * fetch fails, the last keys go on counting.
 *
 * @throws TypeError if the origin of the issuer is not one of `origins`. The returned function rejects
 *   with jose's `JWKSNoMatchingKey` for an unknown key; with any other error if no keys can be had.
 */
export function createKeySource(
  issuer: string,
  { origins, keyStore, timeoutMilliseconds = 2000 }: KeySourceOptions,
): KeySource {
  if (!isIssuerAllowed(issuer, origins))
    throw new TypeError(`Keys of "${issuer}" may not be fetched: it is not an allowed issuer.`)
  const from = { issuer, keyStore: keyStore ?? memoryKeyStore(), timeoutMilliseconds }
  let held: HeldKeys | undefined
  let pending: Promise<HeldKeys> | undefined

  async function renewed(kid?: string): Promise<HeldKeys> {
    pending ??= renew(from, held, kid).finally(() => (pending = undefined))
    held = await pending
    return held
  }

  return async function findKey(header) {
    const due = !held || !isUsable(held.known) || (isOld(held.known) && !isCoolingDown(held.known))
    const keys = due || !held ? await renewed() : held
    if (keys.kids.has(header.kid) || isCoolingDown(keys.known)) return keys.find(header)
    return (await renewed(header.kid)).find(header)
  }
}

interface HeldKeys {
  known: KnownKeys
  kids: ReadonlySet<unknown>
  find: KeySource
}

interface Source {
  issuer: string
  keyStore: KeyStore
  timeoutMilliseconds: number
}

/** What the store holds if that will do, else what the issuer answers to the one who may ask it. */
async function renew(from: Source, held: HeldKeys | undefined, kid?: string): Promise<HeldKeys> {
  const { issuer, keyStore, timeoutMilliseconds } = from
  const deadline = performance.now() + 3 * timeoutMilliseconds
  while (performance.now() < deadline) {
    const known = await keyStore.load(issuer)
    const isBeingFetched = known?.isAsking && isWithin(known.askedAt, timeoutMilliseconds)
    if (known && isUsable(known)) {
      const keys = hold(known, held)
      const isEnough = !isOld(known) && (kid === undefined || keys.kids.has(kid))
      if (isEnough || (isCoolingDown(known) && !isBeingFetched)) return keys
    }
    if (isBeingFetched) await sleep(POLL)
    else {
      const claim = claimOver(known)
      if (await keyStore.save(issuer, claim)) return hold(await fetchOver(claim, from), held)
    }
  }
  throw new Error(`The keys of ${issuer} cannot be had: others try, and nobody succeeds.`)
}

/** Of all who read the same version one can save the next: nobody else fetches. */
const claimOver = (known: KnownKeys | undefined): KnownKeys => ({
  jwks: known && isUsable(known) ? known.jwks : null,
  fetchedAt: known?.fetchedAt ?? 0,
  askedAt: Date.now(),
  isAsking: true,
  version: (known?.version ?? 0) + 1,
})

/** The keys that the issuer answers, else the last ones: an outage is not the caller's fault. */
async function fetchOver(claim: KnownKeys, from: Source): Promise<KnownKeys> {
  const { issuer, keyStore, timeoutMilliseconds } = from
  const answer = await fetchKeys(endpointOf(issuer, 'keys'), timeoutMilliseconds).then(
    (jwks) => ({ jwks, fetchedAt: Date.now() }),
    (outage: unknown) => ({ outage }),
  )
  const { jwks = claim.jwks, fetchedAt = claim.fetchedAt } = 'jwks' in answer ? answer : {}
  const known = { ...claim, jwks, fetchedAt, isAsking: false, version: claim.version + 1 }
  // Whether somebody came between does not matter: their keys are as good as these.
  await keyStore.save(issuer, known)
  if ('outage' in answer && jwks === null) throw answer.outage
  return known
}

/** Parses a set, unless it is the one that is held: its keys stay the same objects. */
function hold(known: KnownKeys, held?: HeldKeys): HeldKeys {
  if (held?.known.jwks === known.jwks) return { ...held, known }
  const jwks: JSONWebKeySet = JSON.parse(known.jwks ?? '')
  const findKey = createLocalJWKSet(jwks)
  const found = new Map<string, KeyObject>()
  return {
    known,
    kids: new Set(jwks.keys.map(({ kid }) => kid)),
    async find(header) {
      const name = `${header.alg} ${header.kid}`
      const earlier = found.get(name)
      if (earlier) return earlier
      const key = await findKey(header)
      // Looked up once more: those who come together get one and the same object.
      const made = found.get(name) ?? KeyObject.from(key)
      found.set(name, made)
      return made
    },
  }
}

const ageOf = (time: number) => Date.now() - time
// Measured both ways: a clock that ran ahead must not stop everybody from asking.
const isWithin = (time: number, milliseconds: number) => Math.abs(ageOf(time)) < milliseconds

const isUsable = ({ jwks, fetchedAt }: KnownKeys) =>
  jwks !== null && isWithin(fetchedAt, MAX_OUTAGE)
const isOld = ({ fetchedAt }: KnownKeys) => !isWithin(fetchedAt, MAX_AGE)
const isCoolingDown = ({ askedAt }: KnownKeys) => isWithin(askedAt, COOLDOWN)
