import type { Scope } from '@tenantry/security'
import { z } from 'zod'

/** Somebody as they were known when they did something. */
export const StoredIdentity = z.object({
  type: z.string(),
  id: z.string(),
  displayName: z.string(),
})
export type StoredIdentity = z.infer<typeof StoredIdentity>

/** The caller, as content remembers them. */
export function caller({ principal }: Pick<Scope, 'principal'>): StoredIdentity {
  const { type, id } = principal.identity
  return { type, id, displayName: principal.displayName }
}
