import type { AuditEvent, TenantTable } from '@tenantry/dynamo'
import type { AppError } from '@tenantry/errors'
import type { Group } from './permission.ts'

/** Who somebody is. Ownership and audit compare both parts: two kinds may use the same ids. */
export interface Identity {
  type: string
  id: string
}

/** The token by which somebody signed in, and what is needed to end it early. Seconds since 1970. */
export interface Token {
  jti: string
  /** When they last proved who they are. Renewing a token changes when it was issued, but not this. */
  authenticatedAt: number
  expiresAt: number
  issuer: string
}

/** Permissions, e.g. `security.*`, that a caller has to sign in better for, and what they are told. */
export interface Withheld {
  permissions: readonly string[]
  error: AppError
}

/** Who is calling, and what each of their groups allows. */
export interface Principal {
  identity: Identity
  displayName: string
  email?: string
  /** The slugs that their token names, whether or not the tenant has such a group. */
  groupSlugs: readonly string[]
  groups: readonly Group[]
  /** What the credential does not unlock, whatever the groups allow. */
  withheld?: readonly Withheld[]
  /** Absent for API keys, jobs and anonymous callers. */
  token?: Token
}

/** All that a use case may act on: who asks, and one tenant's data. */
export interface Scope {
  tenant: { id: string }
  principal: Principal
  table: TenantTable
}

/** Whoever shows no credential. What they may do is the group `anonymous` of the tenant. */
export const anonymous: Principal = {
  identity: { type: 'anonymous', id: 'anonymous' },
  displayName: 'Anonymous',
  groupSlugs: [],
  groups: [],
}

export const isSame = (a: Identity | undefined, b: Identity): boolean =>
  a?.type === b.type && a.id === b.id

/** The audit event of a use case, in the name of whoever called it. */
export function event(
  { principal }: Pick<Scope, 'principal'>,
  action: string,
  target: string,
): AuditEvent {
  const { identity, displayName } = principal
  return { action, by: { type: identity.type, id: identity.id, displayName }, target }
}
