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
const left = globalThis as { __stryker__?: Record<string, unknown>; run?: number }
const { __stryker__: state = {} } = left
if (isFirstRun || left.run !== inject('run')) {
  left.run = inject('run')
  vi.resetModules()
  delete state.mutantCoverage
}
delete state.hitCount
if (inject('mutantActivation') !== 'static') delete state.activeMutant
