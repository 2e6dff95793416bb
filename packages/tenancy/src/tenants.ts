import { type Change, newId } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import {
  assertCan,
  assertVersion,
  can,
  event,
  once,
  type Repeatable,
  validated,
} from '@tenantry/security'
import { sharingOf, withGroupNames } from './clients.ts'
import { CreateTenantInput, UpdateTenantInput, wrong } from './input.ts'
import { provisionTenant } from './install.ts'
import { isOrgServer, normaliseIssuer } from './issuer.ts'
import { rootOf } from './root.ts'
import {
  type OktaDefaults,
  type Platform,
  ROOT_ID,
  stored,
  Tenant,
  type TenancyScope,
  TenantId,
} from './tenant.ts'

/** The tenant of a request. Root is always there; an id that was deleted is as good as unknown. */
export async function findTenant(
  { table, okta }: Platform,
  id: string,
): Promise<Tenant | undefined> {
  if (!TenantId.safeParse(id).success) return undefined
  const item = await table.findTenant(id)
  if (id === ROOT_ID) return rootOf(okta, item)
  return item && !isTombstone(item) ? Tenant.parse(item) : undefined
}

/** A child of the current tenant. Any other id is `NOT_FOUND`, whether it exists or not. */
export async function getTenant(scope: TenancyScope, id: string): Promise<Tenant> {
  assertCan(scope, 'tenancy.tenant', 'r')
  return childOf(scope, id)
}

/** The children of the current tenant, by name. */
export async function listTenants(scope: TenancyScope): Promise<Tenant[]> {
  assertCan(scope, 'tenancy.tenant', 'r')
  const { table } = scope.platform
  const items = await table.findTenants(await table.listChildren(scope.tenant.id))
  const children = items.filter((it) => !isTombstone(it)).map((it) => Tenant.parse(it))
  return children.sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** The tenant at hand. Who may not read tenants sees no more of it than its sign-in page shows. */
export function currentTenant(scope: TenancyScope) {
  const { tenant } = scope
  if (can(scope, 'tenancy.tenant', 'r')) return tenant
  const settings = { appClientId: tenant.settings.appClientId, domains: [], okta: null }
  return { ...tenant, description: '', parent: null, tags: [], settings }
}

/** Where the caller is signed in: v5 clients ask it for the tenant to begin with. */
export async function getDefaultTenant(scope: TenancyScope) {
  if (scope.principal.identity.type === 'anonymous')
    throw new AppError('SECURITY_NOT_AUTHORIZED', 'Sign in first.')
  return currentTenant(scope)
}

/** Makes a child of the current tenant, installed and ready to be signed in to. */
export async function createTenant(
  scope: TenancyScope,
  input: unknown,
  { idempotencyKey }: Repeatable = {},
): Promise<Tenant> {
  assertCan(scope, 'tenancy.tenant', 'w')
  const data = validated(CreateTenantInput, input)
  const after: Tenant = {
    ...withInput(NEW, data, scope.platform.okta),
    id: data.id ?? newId(),
    parent: scope.tenant.id,
    createdOn: new Date().toISOString(),
  }
  return once(scope, {
    operation: 'tenancy.tenant.create',
    input: data,
    idempotencyKey,
    run: (note) => saveTenant(scope, { after, action: 'create', noted: note(after.id) }),
    again: (id) => childOf(scope, id),
  })
}

interface Update extends Repeatable {
  id: string
  data: unknown
  ifVersion?: number | undefined
}

/**
 * Changes a child. With `ifVersion` it throws `CONFLICT` if somebody has saved since, instead of
 * overwriting what the caller has not seen.
 */
export async function updateTenant(
  scope: TenancyScope,
  { id, data, ifVersion, idempotencyKey }: Update,
): Promise<Tenant> {
  assertCan(scope, 'tenancy.tenant', 'w')
  const wanted = validated(UpdateTenantInput, data)
  return once(scope, {
    operation: 'tenancy.tenant.update',
    input: [id, wanted],
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const before = await childOf(scope, id)
      assertVersion(before, ifVersion)
      const after = withInput(before, wanted, scope.platform.okta)
      return saveTenant(scope, { before, after, action: 'update', noted: note(id) })
    },
    again: () => childOf(scope, id),
  })
}

/** From the next request on nobody gets into the tenant, with whatever token. */
export async function disableTenant(
  scope: TenancyScope,
  id: string,
  repeatable: Repeatable = {},
): Promise<Tenant> {
  assertCan(scope, 'tenancy.tenant', 'w')
  return setStatus(scope, { id, status: 'DISABLED', ...repeatable })
}

export async function enableTenant(
  scope: TenancyScope,
  id: string,
  repeatable: Repeatable = {},
): Promise<Tenant> {
  assertCan(scope, 'tenancy.tenant', 'w')
  return setStatus(scope, { id, status: 'ACTIVE', ...repeatable })
}

/** Takes a disabled child away for good. A tombstone keeps its id: old links must not reach a stranger. */
export async function deleteTenant(
  scope: TenancyScope,
  id: string,
  { idempotencyKey }: Repeatable = {},
): Promise<boolean> {
  assertCan(scope, 'tenancy.tenant', 'd')
  return once(scope, {
    operation: 'tenancy.tenant.delete',
    input: id,
    idempotencyKey,
    run: async (note) => {
      await buryTenant(scope, id, note(id))
      return true
    },
    again: async () => true,
  })
}

async function buryTenant(
  scope: TenancyScope,
  id: string,
  noted: readonly Change[],
): Promise<void> {
  const { table } = scope.platform
  const before = await childOf(scope, id)
  if (before.status !== 'DISABLED') throw wrong('id', 'Disable the tenant before you delete it.')
  if ((await table.listChildren(id)).length > 0)
    throw wrong('id', 'Delete the tenants that were made from this one first.')
  const { clients } = await sharingOf(scope.platform, { before })
  const deletedOn = new Date().toISOString()
  const tombstone = { id, domains: [], deletedOn, version: before.version + 1 }
  await table.write({ tenants: [{ before: stored(before), after: tombstone }], clients }, [
    audit(scope, { action: 'delete', id, noted }),
  ])
}

const isTombstone = (item: object) => 'deletedOn' in item

const NEW: Tenant = {
  id: '',
  name: '',
  description: '',
  parent: null,
  tags: [],
  createdOn: '',
  settings: {
    appClientId: '',
    domains: [],
    okta: {
      issuer: null,
      audience: null,
      tokenUse: 'ACCESS',
      serviceClientIds: [],
      groupNames: 'PLAIN',
    },
  },
  status: 'ACTIVE',
  version: 0,
}

async function childOf({ tenant, platform }: TenancyScope, id: string): Promise<Tenant> {
  const found = await findTenant(platform, id)
  if (found?.parent !== tenant.id) throw new AppError('NOT_FOUND', `Tenant "${id}" was not found.`)
  return found
}

interface StatusChange extends Repeatable {
  id: string
  status: Tenant['status']
}

async function setStatus(
  scope: TenancyScope,
  { id, status, idempotencyKey }: StatusChange,
): Promise<Tenant> {
  const action = status === 'ACTIVE' ? 'enable' : 'disable'
  return once(scope, {
    operation: `tenancy.tenant.${action}`,
    input: id,
    idempotencyKey,
    run: async (note) => {
      const before = await childOf(scope, id)
      const noted = note(id)
      if (before.status !== status)
        return saveTenant(scope, { before, after: { ...before, status }, action, noted })
      // Noted all the same: repeated later, it must not undo what somebody did since.
      const unchanged = [stored(before)]
      await scope.platform.table.write({ tenants: [], unchanged }, [
        audit(scope, { action, id, noted }),
      ])
      return before
    },
    again: () => childOf(scope, id),
  })
}

interface TenantChange {
  before?: Tenant
  after: Tenant
  action: string
  noted: readonly Change[]
}

/** Writes one tenant and whatever has to change with it, or nothing. */
async function saveTenant(scope: TenancyScope, change: TenantChange): Promise<Tenant> {
  const { platform, tenant: parent } = scope
  const { before, after, action, noted } = change
  const { isShared, others, clients } = await sharingOf(platform, change)
  const named = withGroupNames(after, isShared ? 'QUALIFIED' : 'PLAIN')
  const saved = { ...named, version: after.version + 1 }
  const own = { before: before && stored(before), after: stored(saved) }
  // A parent that is disabled or deleted while this runs must not get a child.
  const unchanged = !before && parent.id !== ROOT_ID ? [stored(parent)] : []
  await platform.table.write({ tenants: [own, ...others], clients, unchanged }, [
    audit(scope, { action, id: saved.id, noted }),
    ...(before ? [] : [provisionTenant(scope, saved)]),
  ])
  return saved
}

interface Audit {
  action: string
  id: string
  noted: readonly Change[]
}

/** What a change of a child leaves on the tenant of whoever made it. */
const audit = (scope: TenancyScope, { action, id, noted }: Audit) =>
  scope.table.bind(noted, event(scope, `tenancy.tenant.${action}`, id))

/** The tenant with what the caller wants; what they did not mention stays. */
function withInput(before: Tenant, data: UpdateTenantInput, defaults: OktaDefaults): Tenant {
  const { name, description, tags, settings } = data
  const { okta } = before.settings
  const wanted: Partial<UpdateTenantInput['settings']['okta']> = settings.okta ?? {}
  const after = {
    ...okta,
    issuer: wanted.issuer === undefined ? okta.issuer : issuerOf(wanted.issuer, defaults),
    audience: wanted.audience === undefined ? okta.audience : wanted.audience,
    tokenUse: wanted.tokenUse ?? okta.tokenUse,
    serviceClientIds: wanted.serviceClientIds ?? okta.serviceClientIds,
  }
  if (after.tokenUse === 'ACCESS' && isOrgServer(after.issuer ?? defaults.issuer))
    throw wrong('settings.okta.tokenUse', 'An org without a custom authorization server needs ID.')
  const domains = settings.domains ?? before.settings.domains
  const appClientId = settings.appClientId
  return { ...before, name, description, tags, settings: { appClientId, domains, okta: after } }
}

function issuerOf(pasted: string | null, { origins }: OktaDefaults): string | null {
  if (pasted === null) return null
  const issuer = normaliseIssuer(pasted, origins)
  if (!issuer)
    throw wrong('settings.okta.issuer', 'This is no issuer of an Okta org that is allowed here.')
  return issuer
}
