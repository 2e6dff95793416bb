import { inject, vi } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Differs from mutant to mutant. */
    run: number
    mode: 'mutant' | 'dry-run'
    mutantActivation: 'runtime' | 'static'
  }
}

// The process outlives a mutant, and nothing that the one before has touched may.
const left = globalThis as { __stryker__?: Record<string, unknown>; run?: number }
if (left.run !== inject('run')) {
  left.run = inject('run')
  vi.resetModules()
}
const { __stryker__: state = {} } = left
delete state.hitCount
if (inject('mode') !== 'mutant') delete state.mutantCoverage
if (inject('mutantActivation') !== 'static') delete state.activeMutant
