import { type Change, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import {
  assertCan,
  assertVersion,
  canGrant,
  event,
  findGroupsNamed,
  once,
  type Repeatable,
} from '@tenantry/security'
import { z } from 'zod'
import { admit, type Arrival, type Place } from './admit.ts'
import { type GroupRule, isTemplate } from './claim-rules.ts'
import { wrong } from './input.ts'
import { type SharedClientGroups } from './sign-in.ts'
import {
  activeRulesOf,
  type CompiledRules,
  compiled,
  type SignInRules,
  textOf,
} from './sign-in-rules.ts'
import { stored, type TenancyScope, type Tenant } from './tenant.ts'
import { findTenant } from './tenants.ts'

/** A scope that also knows by what credential, and from where, its caller has come. */
export interface SignInScope extends TenancyScope {
  sharedClientGroups: SharedClientGroups
  arrival?: Arrival
  /** The caller's own, as CloudFront saw it. */
  address?: string
}

/** What counts on the tenant, and what is to come. */
export interface SignInSettings {
  active: SignInRules
  draft: SignInRules | null
  /** Counts the saves of the draft, for `ifVersion`. */
  version: number
  activatedOn: string | null
}

/** The draft lies with the tenant's own data: requests do not read it. */
const Draft = z.object({ text: z.string().nullable(), version: z.number().int() })
type Draft = z.infer<typeof Draft>

const AT = { PK: 'SIGNIN', SK: 'DRAFT' }

/** The active settings and the draft, if there is one. */
export async function getSignInSettings(scope: SignInScope): Promise<SignInSettings> {
  assertCan(scope, 'tenancy.signIn', 'r')
  return settingsOf(scope.tenant, await draftOf(scope))
}

interface Guarded extends Repeatable {
  /** The version that the caller read. Without it the last writer wins. */
  ifVersion?: number | undefined
}

/** Keeps what shall count one day. Nobody is affected by it before it is activated. */
export async function saveSignInDraft(
  scope: SignInScope,
  { data, ...guarded }: Guarded & { data: unknown },
): Promise<SignInSettings> {
  assertCan(scope, 'tenancy.signIn', 'w')
  return changeDraft(scope, { ...guarded, text: textOf(data), action: 'draft' })
}

/** Drops the draft; if there is none, that is as good. */
export async function discardSignInDraft(
  scope: SignInScope,
  guarded: Guarded = {},
): Promise<SignInSettings> {
  assertCan(scope, 'tenancy.signIn', 'w')
  return changeDraft(scope, { ...guarded, text: null, action: 'discard' })
}

interface DraftChange extends Guarded {
  text: string | null
  action: 'draft' | 'discard'
}

async function changeDraft(
  scope: SignInScope,
  { text, action, ifVersion, idempotencyKey }: DraftChange,
): Promise<SignInSettings> {
  const { tenant, table } = scope
  return once(scope, {
    operation: `tenancy.signIn.${action}`,
    input: text,
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const before = await draftOf(scope)
      assertVersion(before, ifVersion)
      const after = next(before, text)
      const changes = [save(AT, after), ...note(tenant.id)]
      await table.write(changes, event(scope, `tenancy.signIn.${action}`, tenant.id))
      return settingsOf(tenant, after)
    },
    again: () => settingsNow(scope),
  })
}

/**
 * Makes the draft count, from the next request on; without a draft all stays as it is.
 *
 * @throws AppError `ESCALATION_REFUSED` if a rule that is new gives more than any one group of the
 *   caller, `WOULD_LOCK_OUT` if the caller could not take it back.
 */
export async function activateSignIn(
  scope: SignInScope,
  { ifVersion, idempotencyKey }: Guarded = {},
): Promise<SignInSettings> {
  assertCan(scope, 'tenancy.signIn', 'w')
  return once(scope, {
    operation: 'tenancy.signIn.activate',
    input: null,
    ifVersion,
    idempotencyKey,
    run: async (note) => {
      const before = await draftOf(scope)
      assertVersion(before, ifVersion)
      return activate(scope, before, note(scope.tenant.id))
    },
    again: () => settingsNow(scope),
  })
}

async function activate(
  scope: SignInScope,
  before: Draft,
  noted: readonly Change[],
): Promise<SignInSettings> {
  const { platform, table } = scope
  const tenant = await tenantNow(scope)
  const activated = event(scope, 'tenancy.signIn.activate', tenant.id)
  if (before.text === null) {
    // Noted all the same: repeated later, it must not activate what somebody drafted since.
    await table.write(noted, activated)
    return settingsOf(tenant, before)
  }
  if (tenant.version === 0) throw wrong('tenant', 'Install the root tenant first.')
  const draft = compiled(before.text)
  await assertNoEscalation(scope, activeRulesOf(tenant.settings.okta), draft.rules)
  await assertStaysIn(scope, tenant, draft)

  const after = withSignIn(tenant, before.text)
  const done = next(before, null)
  await platform.table.write({ tenants: [{ before: stored(tenant), after: stored(after) }] }, [
    table.bind([save(AT, done), ...noted], activated),
  ])
  return settingsOf(after, done)
}

/**
 * A rule is a grant to whoever has the claim. What it gives must be known, unless the caller may do
 * everything, and no more than one group of theirs allows. A group that the tenant does not have gives
 * nothing; whoever makes it will have to hold what they put into it.
 */
async function assertNoEscalation(
  scope: SignInScope,
  active: SignInRules,
  draft: SignInRules,
): Promise<void> {
  if (canGrant(scope, [{ name: '*' }])) return
  if (active.groupRules.length > 0 && draft.groupRules.length === 0)
    throw escalation('Without rules tokens name groups themselves, full-access too.')

  const known = new Set(active.groupRules.map((it) => JSON.stringify(it)))
  const added = draft.groupRules.filter((it) => !known.has(JSON.stringify(it)))
  const groups = await findGroupsNamed(scope.table, [...new Set(added.map(({ group }) => group))])
  const tooMuch = groups.filter(({ permissions }) => !canGrant(scope, permissions))
  const isTooMuch = (rule: GroupRule) =>
    isTemplate(rule) || tooMuch.some(({ slug }) => slug === rule.group)
  const bad = added.find(isTooMuch)
  if (!bad) return
  const at = `groupRules.${draft.groupRules.indexOf(bad)}`
  throw isTemplate(bad)
    ? escalation('A rule whose group the token names can give any group.', at)
    : escalation(`The group "${bad.group}" allows more than any one of your groups.`, at)
}

const escalation = (error: string, fieldId = 'groupRules') =>
  new AppError('ESCALATION_REFUSED', `You can only grant what you hold yourself. ${error}`, {
    data: [{ error, fieldId }],
  })

/** The caller's own credential, held against the draft as a request would be. */
async function assertStaysIn(
  scope: SignInScope,
  tenant: Tenant,
  rules: CompiledRules,
): Promise<void> {
  const place = { ...placeOf(scope), tenant, rules }
  const why = await refusalOf(place, scope.arrival)
  if (why === undefined) return
  const message = `With this draft you could not change the sign-in settings any more: ${why}`
  throw new AppError('WOULD_LOCK_OUT', message)
}

async function refusalOf(place: Place, arrival: Arrival | undefined): Promise<string | undefined> {
  try {
    if (!arrival) return 'nobody knows by what credential you have come.'
    assertCan(await admit(place, arrival), 'tenancy.signIn', 'w')
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

/** Where the caller of a scope has arrived. */
export const placeOf = ({ tenant, table, platform, ...scope }: SignInScope): Place => ({
  tenant,
  table,
  okta: platform.okta,
  sharedClientGroups: scope.sharedClientGroups,
  address: scope.address,
})

/** The draft as it is stored. */
export async function draftOf({ table }: TenancyScope): Promise<Draft> {
  const item = await table.get(AT)
  return item ? Draft.parse(item) : { text: null, version: 0 }
}

const next = ({ version }: Draft, text: string | null): Draft => ({ text, version: version + 1 })

/** The tenant as it is by now: a request that is outrun runs again from here. */
async function tenantNow({ platform, tenant }: TenancyScope): Promise<Tenant> {
  const found = await findTenant(platform, tenant.id)
  if (!found) throw new AppError('TENANT_NOT_FOUND', `Tenant "${tenant.id}" was not found.`)
  return found
}

const settingsNow = async (scope: SignInScope): Promise<SignInSettings> =>
  settingsOf(await tenantNow(scope), await draftOf(scope))

/** The tenant with other rules in force. */
export function withSignIn(tenant: Tenant, text: string): Tenant {
  const { settings, version } = tenant
  const signIn = { text, activatedOn: new Date().toISOString() }
  const okta = { ...settings.okta, signIn }
  return { ...tenant, settings: { ...settings, okta }, version: version + 1 }
}

const settingsOf = ({ settings }: Tenant, draft: Draft): SignInSettings => ({
  active: activeRulesOf(settings.okta),
  draft: draft.text === null ? null : compiled(draft.text).rules,
  version: draft.version,
  activatedOn: settings.okta.signIn?.activatedOn ?? null,
})
