/** What is known of the signing keys of an issuer. Times are milliseconds since 1970. */
export interface KnownKeys {
  /** The JSON Web Key Set as it was last fetched; `null` if it never was. */
  jwks: string | null
  fetchedAt: number
  /** When a fetch was last begun, by whomever. */
  askedAt: number
  /** Whether that fetch is under way; if its time is over, it never ended. */
  isAsking: boolean
  /** Counts the saves, from 1. */
  version: number
}

/**
 * Where signing keys outlive a process and are shared by many, e.g. a database. Its keys are trusted:
 * nobody but the verifier may write to it.
 */
export interface KeyStore {
  /** Must see the last save: a stale answer costs a fetch. */
  load(issuer: string): Promise<KnownKeys | undefined>
  /** Stores over the version one below its own (1: over nothing), in one step. `false`: it was not there. */
  save(issuer: string, keys: KnownKeys): Promise<boolean>
}

/** Keeps keys as long as the process lives. */
export function memoryKeyStore(): KeyStore {
  const known = new Map<string, KnownKeys>()
  return {
    load: async (issuer) => known.get(issuer),
    async save(issuer, keys) {
      if ((known.get(issuer)?.version ?? 0) !== keys.version - 1) return false
      known.set(issuer, keys)
      return true
    },
  }
}
