/** The time in whole seconds, as tokens have it. */
export const now = (): number => Math.floor(Date.now() / 1000)

/** A map that forgets what is older than its life: everything the stand-in remembers is in one. */
export interface Store<Value> {
  /** Stores the value, or gives a stored one a new life. */
  put(key: string, value: Value): void
  find(key: string | null | undefined): Value | undefined
  /** Finds and forgets: for what works once. */
  take(key: string | null | undefined): Value | undefined
  delete(key: string): void
}

export function createStore<Value>(lifeSeconds: number): Store<Value> {
  const entries = new Map<string, { value: Value; expiresAt: number }>()

  const find = (key: string | null | undefined) => {
    const entry = entries.get(key ?? '')
    return entry && entry.expiresAt > Date.now() ? entry.value : undefined
  }

  return {
    find,
    put(key, value) {
      // One life for all, so the oldest come first and the walk ends at the first that lives.
      for (const [old, { expiresAt }] of entries) {
        if (expiresAt > Date.now()) break
        entries.delete(old)
      }
      entries.delete(key)
      entries.set(key, { value, expiresAt: Date.now() + lifeSeconds * 1000 })
    },
    take(key) {
      const value = find(key)
      entries.delete(key ?? '')
      return value
    },
    delete: (key) => void entries.delete(key),
  }
}
