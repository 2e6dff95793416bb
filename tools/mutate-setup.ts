import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { inject, vi } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Differs from mutant to mutant. */
    run: number
    mode: 'mutant' | 'dry-run'
    mutantActivation: 'runtime' | 'static'
  }
}

// The process outlives a mutant, and nothing that the one before has touched may. What covers what
// is counted by each file for itself.
const isFirstRun = inject('mode') !== 'mutant'
const left = globalThis as {
  __stryker__?: Record<string, unknown>
  run?: number
  keyPairs?: { restart(): void }
}
const { __stryker__: state = {} } = left
if (isFirstRun || left.run !== inject('run')) {
  left.run = inject('run')
  vi.resetModules()
  left.keyPairs ??= keepKeyPairs()
  left.keyPairs.restart()
  delete state.mutantCoverage
}
delete state.hitCount
if (inject('mutantActivation') !== 'static') delete state.activeMutant

/** To make RSA keys takes longer than what is tested with them: the nth pair of a run is that of the run before. */
function keepKeyPairs() {
  const make = crypto.generateKeyPairSync
  const made = new Map<string, unknown>()
  let count = 0
  const kept = (...options: unknown[]) => {
    const name = JSON.stringify([count++, ...options])
    if (!made.has(name)) made.set(name, Reflect.apply(make, crypto, options))
    return made.get(name)
  }
  Object.assign(crypto, { generateKeyPairSync: kept })
  syncBuiltinESMExports()
  return { restart: () => void (count = 0) }
}
