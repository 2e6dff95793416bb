import type { RecordedCall } from '@tenantry/dynamo/testing'
import { expect } from 'vitest'

/** The platform items beside the request's own tenant that an operation may reach. */
const PLATFORM: Record<string, readonly string[]> = {
  install: [],
  getTenant: ['P#TENANT#'],
  listTenants: ['P#CHILDREN#{own}', 'P#TENANT#'],
  createTenant: [
    'P#TENANT#',
    'P#CHILDREN#{own}',
    'P#DOMAIN#',
    'P#CLIENT#',
    'T#{answered}#',
    'T#{wanted}#',
  ],
  updateTenant: ['P#TENANT#', 'P#DOMAIN#', 'P#CLIENT#'],
  disableTenant: ['P#TENANT#', 'P#CLIENT#'],
  enableTenant: ['P#TENANT#', 'P#CLIENT#'],
  deleteTenant: ['P#TENANT#', 'P#CHILDREN#{own}', 'P#CHILDREN#{asked}', 'P#DOMAIN#', 'P#CLIENT#'],
}

/** Every key that a request sent to DynamoDB carries its tenant, or is what its operation may reach. */
export function assertOwnKeys(
  calls: readonly RecordedCall[],
  own: string | undefined,
  body: unknown,
  answer: unknown,
): void {
  const { query = '', variables = {} } = asRequest(body)
  const answered = /"id":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '-'
  const asked = variables.id ?? '-'
  const wanted = variables.data?.id ?? '-'
  const operations = Object.keys(PLATFORM).filter((it) => query.includes(it))
  const allowed = operations
    .flatMap((it) => PLATFORM[it] ?? [])
    .map((it) =>
      it
        .replace('{own}', `${own}`)
        .replace('{asked}', asked)
        .replace('{answered}', answered)
        .replace('{wanted}', wanted),
    )
  const isAllowed = (PK: string) =>
    PK === `P#TENANT#${own}` ||
    PK.startsWith(`T#${own}#`) ||
    // The signing keys of an issuer are public, and hashed by its name alone.
    /^P#KEYS#[0-9a-f]{64}$/.test(PK) ||
    allowed.some((it) => (it.endsWith('#') ? PK.startsWith(it) : PK === it))

  const keys = calls.flatMap((call) => call.keys.map(({ PK }) => PK))
  expect(keys.filter((PK) => !isAllowed(PK))).toEqual([])
}

function asRequest(body: unknown): {
  query?: string
  variables?: { id?: string; data?: { id?: string } }
} {
  if (typeof body !== 'object' || body === null) return {}
  return body
}
