import type { Change } from './transact.ts'

const CHANGES = Symbol('changes')

/**
 * Changes whose keys already carry their tenant. Opaque: only a `TenantTable` makes them and only a
 * `PlatformTable` sends them, so no code between the two can put in a key of its own.
 */
export interface BoundChanges {
  readonly [CHANGES]: readonly Change[]
}

export const seal = (changes: readonly Change[]): BoundChanges => ({ [CHANGES]: changes })
export const unseal = (bound: BoundChanges): readonly Change[] => bound[CHANGES]
