// oxlint-disable-next-line no-restricted-imports -- the tenant of the request
import { tenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { TokenError } from '@tenantry/okta-security'
import { anonymous, anonymousGroups, noteSeen, type Principal, validated } from '@tenantry/security'
import {
  admit,
  type Arrival,
  type ExplainScope,
  findTenant,
  noteRefusal,
  openPlatform,
  type Place,
  type Platform,
  type SharedClientGroups,
  type Tenant,
} from '@tenantry/tenancy'
import { z } from 'zod'
import { type Cost, newCost } from './cost.ts'
import { likeAPerson } from './preview.ts'
import type { Authentication } from './security.ts'

/** What the app is made with. */
export interface Services extends Authentication {
  platform: Platform
  sharedClientGroups: SharedClientGroups
  /** Origins beside the admin's own whose pages may call the API. */
  corsOrigins: readonly string[]
  /** The tenant of requests that name none, where that is allowed at all. */
  defaultTenant?: string | undefined
  /** Whether answers say what they took. */
  showCost: boolean
}

/** What every resolver gets: who asks, on which tenant, and that tenant's table. */
export interface ApiScope extends ExplainScope {
  /** Names the request in answers and logs. */
  requestId: string
  /** By which a client may repeat a mutation whose answer got lost. */
  idempotencyKey: string | undefined
  /** The credential as it was sent: only for asking Okta about its owner. */
  credential: string | undefined
  cost: Cost
  showCost: boolean
}

/** Which tenant, who, still welcome, what they may do: in this order, and none without the one before. */
export async function createContext(
  services: Services,
  { headers }: Request,
  requestId: string,
): Promise<ApiScope> {
  const { sharedClientGroups, showCost } = services
  const cost = newCost()
  const platform = metered(services.platform, cost)
  const tenant = await tenantOf(platform, headers.get('x-tenant') ?? services.defaultTenant)
  const table = tenantTable(tenant.id, platform.options)
  // What the Lambda adapter puts there: one address, whatever the client sent.
  const address = headers.get('x-forwarded-for') ?? undefined
  const on = { tenant, table, platform, sharedClientGroups, address }
  const credential = credentialIn(headers)
  const arrival = credential === undefined ? undefined : await arrivalOf(services, on, credential)
  const principal = arrival
    ? await admitted({ ...on, okta: platform.okta }, arrival)
    : { ...anonymous, groups: await anonymousGroups(table) }
  const { 'idempotency-key': idempotencyKey } = validated(Sent, Object.fromEntries(headers))
  const recognise: ApiScope['recognise'] = async (shown) =>
    'token' in shown
      ? arrivalOf(services, on, bare(shown.token))
      : previewed(services, on, shown.claims)
  const request = { credential, recognise, requestId, idempotencyKey, cost, showCost }
  return { ...on, ...request, principal, arrival }
}

/** The same tables, whose calls are counted. */
const metered = ({ options, okta }: Platform, { dynamo: meter }: Cost): Platform =>
  openPlatform({ ...options, meter }, okta)

/** An empty key would look like safety and be none. */
const Sent = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() })

type On = Pick<ApiScope, 'tenant' | 'table' | 'platform'>

/** A person who is refused is told by which code an administrator finds out why. */
async function admitted(place: Place, arrival: Arrival): Promise<Principal> {
  try {
    const { principal, record } = await admit(place, arrival)
    noteSeen(place.table, principal, record)
    return principal
  } catch (error) {
    const isOfSettings = error instanceof AppError && error.code !== 'UNAUTHENTICATED'
    if (!isOfSettings || arrival.identity.type !== 'admin') throw error
    const refusal = await noteRefusal(place, arrival, error)
    const { code, message, cause } = error
    throw new AppError(code, message, { data: { ...Object(error.data), refusal }, cause })
  }
}

function previewed({ preview }: Services, { tenant, platform }: On, claims: object): Arrival {
  try {
    return preview({ ...likeAPerson(tenant, platform.okta), ...claims }, tenant)
  } catch (error) {
    return refuseToken(error)
  }
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
function credentialIn(headers: Headers): string | undefined {
  const header = headers.get('authorization')
  return header === null ? undefined : bare(header)
}

const bare = (header: string) => header.replace(/^Bearer(\s+|$)/i, '')

async function arrivalOf(
  { authenticators }: Services,
  on: On,
  credential: string,
): Promise<Arrival> {
  for (const authenticate of authenticators) {
    const arrival = await authenticate(credential, on).catch(refuseToken)
    if (arrival) return arrival
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
