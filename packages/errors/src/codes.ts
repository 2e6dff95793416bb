/** What our own code branches on. */
export type ErrorKind = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'INVALID_INPUT'

/**
 * Every code a client may see: its kind, and the HTTP status where it ends a request before GraphQL.
 * v5 clients know these names and statuses, odd ones included.
 */
export const codes = {
  UNAUTHENTICATED: ['UNAUTHENTICATED', 401],

  SECURITY_NOT_AUTHORIZED: ['FORBIDDEN', 401],
  TENANT_DISABLED: ['FORBIDDEN', 403],
  ESCALATION_REFUSED: ['FORBIDDEN', 403],
  CLAIM_MISSING: ['FORBIDDEN', 403],
  CANNOT_UPDATE_SYSTEM_GROUPS: ['FORBIDDEN', 403],
  CANNOT_DELETE_SYSTEM_GROUPS: ['FORBIDDEN', 403],

  NOT_FOUND: ['NOT_FOUND', 404],
  TENANT_NOT_FOUND: ['NOT_FOUND', 404],
  LOCALE_NOT_FOUND: ['NOT_FOUND', 404],

  CONFLICT: ['CONFLICT', 409],
  TENANT_ID_TAKEN: ['CONFLICT', 409],
  GROUP_EXISTS: ['CONFLICT', 409],

  MISSING_TENANT_HEADER: ['INVALID_INPUT', 400],
  VALIDATION_FAILED: ['INVALID_INPUT', 400],
} as const satisfies Record<string, readonly [ErrorKind, number]>

export type ErrorCode = keyof typeof codes
