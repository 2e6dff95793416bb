import type { OktaAuthOptions, SimpleStorage } from '@okta/okta-auth-js/core'

const prefixOf = (tenantId: string) => `tenantry:okta:${tenantId}:`

/** Short notes that one tab keeps about its sign-in on one tenant. */
export interface TabNotes {
  get(name: string): string | null
  set(name: string, value: string): void
  remove(...names: string[]): void
}

export function tabNotes(tenantId: string, storage: Storage = window.sessionStorage): TabNotes {
  const prefix = prefixOf(tenantId)
  return {
    get: (name) => storage.getItem(prefix + name),
    set: (name, value) => storage.setItem(prefix + name, value),
    remove: (...names) => names.forEach((name) => storage.removeItem(prefix + name)),
  }
}

/** Forgets everything that this tab holds of a tenant: tokens, half-done sign-ins, notes. */
export function clearTab(tenantId: string, storage: Storage = window.sessionStorage): void {
  const prefix = prefixOf(tenantId)
  for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key)
}

type TabOnlyOptions = Required<
  Pick<
    OktaAuthOptions,
    'storageUtil' | 'storageManager' | 'services' | 'tokenManager' | 'transactionManager'
  >
>

/**
 * Options that keep an Okta client within this tab. Left alone, the libraries put tokens into
 * localStorage, fall back to cookies, and broadcast tokens to other tabs: a script or an extension
 * could then read the tokens of every tenant that the browser ever opened.
 */
export function tabOnly(tenantId: string, owner: 'app' | 'widget'): TabOnlyOptions {
  const tab = storageWithPrefix(`${prefixOf(tenantId)}${owner}:`)
  const memory = memoryStorage()
  return {
    storageUtil: {
      storage: { get: () => '', set: () => '', delete: () => '' }, // these would be cookies
      testStorageType: (type) => type === 'sessionStorage' || type === 'memory',
      findStorageType: () => 'sessionStorage',
      getStorageByType: (type) => (type === 'memory' ? memory : tab),
    },
    storageManager: {},
    services: {
      autoRenew: false,
      autoRemove: false,
      syncStorage: false,
      renewOnTabActivation: false,
    },
    tokenManager: { autoRenew: false, autoRemove: false, syncStorage: false },
    transactionManager: { enableSharedStorage: false },
  }
}

function storageWithPrefix(prefix: string, storage: Storage = window.sessionStorage) {
  return {
    getItem: (key: string) => storage.getItem(prefix + key),
    setItem: (key: string, value: string) => storage.setItem(prefix + key, value),
    removeItem: (key: string) => storage.removeItem(prefix + key),
  } satisfies SimpleStorage
}

function memoryStorage() {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key),
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  } satisfies SimpleStorage
}
