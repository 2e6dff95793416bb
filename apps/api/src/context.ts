// oxlint-disable-next-line no-restricted-imports -- the tenant of the request
import { tenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { TokenError } from '@tenantry/okta-security'
import {
  anonymous,
  anonymousGroups,
  assertWelcome,
  groupsNamed,
  type Principal,
  validated,
} from '@tenantry/security'
import {
  findTenant,
  groupSlugsOn,
  type Platform,
  type SharedClientGroups,
  type TenancyScope,
  type Tenant,
} from '@tenantry/tenancy'
import { z } from 'zod'
import type { Authenticator, Caller } from './security.ts'

/** What the app is made with. */
export interface Services {
  platform: Platform
  authenticators: readonly Authenticator[]
  sharedClientGroups: SharedClientGroups
  /** Origins beside the admin's own whose pages may call the API. */
  corsOrigins: readonly string[]
  /** The tenant of requests that name none, where that is allowed at all. */
  defaultTenant?: string | undefined
}

/** What every resolver gets: who asks, on which tenant, and that tenant's table. */
export interface ApiScope extends TenancyScope {
  /** Names the request in answers and logs. */
  requestId: string
  /** By which a client may repeat a mutation whose answer got lost. */
  idempotencyKey: string | undefined
}

/** Which tenant, who, still welcome, what they may do: in this order, and none without the one before. */
export async function createContext(
  services: Services,
  { headers }: Request,
  requestId: string,
): Promise<ApiScope> {
  const { platform } = services
  const tenant = await tenantOf(platform, headers.get('x-tenant') ?? services.defaultTenant)
  const table = tenantTable(tenant.id, platform.options)
  const principal = await principalOf(services, { tenant, table }, headers.get('authorization'))
  const { 'idempotency-key': idempotencyKey } = validated(Sent, Object.fromEntries(headers))
  return { tenant, table, platform, principal, requestId, idempotencyKey }
}

/** An empty key would look like safety and be none. */
const Sent = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() })

type On = Pick<ApiScope, 'tenant' | 'table'>

async function principalOf(
  services: Services,
  on: On,
  authorization: string | null,
): Promise<Principal> {
  const caller = await callerOf(services, on, authorization)
  if (!caller) return { ...anonymous, groups: await anonymousGroups(on.table) }

  const { groupNames, ownGroup, ...known } = caller
  await assertWelcome(on.table, known)
  const groupSlugs = groupSlugsOn(on.tenant, groupNames, {
    okta: services.platform.okta,
    sharedClientGroups: services.sharedClientGroups,
  })
  const groups = await groupsNamed(on.table, groupSlugs)
  return { ...known, groupSlugs, groups: ownGroup ? [ownGroup, ...groups] : groups }
}

async function tenantOf(platform: Platform, id: string | undefined): Promise<Tenant> {
  if (!id) throw new AppError('MISSING_TENANT_HEADER', 'The header "x-tenant" is missing.')
  const tenant = await findTenant(platform, id)
  if (!tenant) throw new AppError('TENANT_NOT_FOUND', `Tenant "${id}" was not found.`)
  if (tenant.status === 'DISABLED')
    throw new AppError('TENANT_DISABLED', `Tenant "${id}" is disabled.`)
  return tenant
}

/** `undefined` is anonymous: only for who shows no credential at all. */
async function callerOf(
  { authenticators }: Services,
  on: On,
  header: string | null,
): Promise<Caller | undefined> {
  if (header === null) return undefined
  const credential = header.replace(/^Bearer(\s+|$)/i, '')
  for (const authenticate of authenticators) {
    const caller = await authenticate(credential, on).catch(refuseToken)
    if (caller) return caller
  }
  // Not anonymous: who shows a credential wants to be told that it does not work.
  throw unauthenticated()
}

function refuseToken(error: unknown): never {
  throw error instanceof TokenError ? unauthenticated(error) : error
}

/**
 * In the words of `assertWelcome`, whatever the fault: which check failed would tell a forger what to
 * try next, and that a token was good until its owner signed out is nobody else's to know.
 */
const unauthenticated = (cause?: unknown) =>
  new AppError('UNAUTHENTICATED', 'Sign in again.', { cause })
