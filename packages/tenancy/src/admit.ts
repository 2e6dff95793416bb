import type { TenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import {
  assertWelcome,
  type Group,
  groupsNamed,
  type Principal,
  type User,
} from '@tenantry/security'
import { brokenBy } from './access-policies.ts'
import { groupsByRules, type TriedRule } from './claim-rules.ts'
import { textsAt, type TokenClaims } from './claims.ts'
import { groupSlugsOn, isQualifiedOn, type SharedClientGroups } from './sign-in.ts'
import { type CompiledRules, compiledRulesOf } from './sign-in-rules.ts'
import { type OktaDefaults, ROOT_ID, type Tenant } from './tenant.ts'

/** Who has shown a credential that is valid on a tenant, and all that it says. */
export interface Arrival extends Pick<Principal, 'identity' | 'displayName' | 'email' | 'token'> {
  /** The groups that it names by the deployment's own claim. */
  groupNames: readonly string[]
  /** What the credential allows by itself: an API key is a group of its own. */
  ownGroup?: Group
  /** Verified. Of an API key there are none. */
  claims?: TokenClaims
}

/** Where somebody arrives. */
export interface Place {
  tenant: Tenant
  table: TenantTable
  okta: OktaDefaults
  sharedClientGroups: SharedClientGroups
  /** Instead of the tenant's active ones. */
  rules?: CompiledRules
  /** From where the request comes, as far as it is known. */
  address: string | undefined
}

/** What the credential says and the settings of the tenant make of it. */
export interface Decision extends Pick<Principal, 'displayName' | 'email' | 'withheld'> {
  /** The first thing that keeps them out altogether. */
  refusal: AppError | undefined
  groupsFrom: 'RULES' | 'CLAIM' | 'KEY'
  groupSlugs: string[]
}

export interface Admission {
  principal: Principal
  /** Of a person or a service that was here before. */
  record: User | undefined
}

/**
 * Lets somebody in, with the groups that they have here, or throws why not. Each request of somebody
 * with a credential goes through here, and so does what only asks how one would do.
 */
export async function admit(place: Place, arrival: Arrival): Promise<Admission> {
  const { identity, token, ownGroup } = arrival
  const record = await assertWelcome(place.table, arrival)
  const { refusal, displayName, email, groupSlugs, withheld } = decideAccess(place, arrival)
  if (refusal) throw refusal
  const groups = await groupsNamed(place.table, groupSlugs)
  const principal = {
    identity,
    displayName,
    email,
    token,
    groupSlugs,
    groups: ownGroup ? [ownGroup, ...groups] : groups,
    withheld,
  }
  return { principal, record }
}

/** What counts there, unless something else is tried. */
export const rulesOn = ({ rules, tenant }: Place): CompiledRules =>
  rules ?? compiledRulesOf(tenant.settings.okta)

/** Pure: the credential against the settings. With `tried` it notes there how each rule did. */
export function decideAccess(place: Place, arrival: Arrival, tried?: TriedRule[]): Decision {
  const rules = rulesOn(place)
  const { identity, token, claims } = arrival
  const sender = { identity, token, claims, address: place.address }
  const broken = rules.policies.flatMap((it) => {
    const error = brokenBy(it, sender)
    return error ? [{ permissions: it.policy.permissions, error }] : []
  })
  const forAll = broken.find(({ permissions }) => permissions.length === 0)
  return {
    ...profileOf(rules, arrival),
    ...groupsOf(place, rules, arrival, tried),
    refusal: forAll?.error ?? missingClaim(rules, arrival),
    withheld: broken.filter(({ permissions }) => permissions.length > 0),
  }
}

/** Machines have no attributes: a claim is required of people. */
function missingClaim({ rules }: CompiledRules, { identity, claims }: Arrival) {
  if (identity.type !== 'admin' || !claims) return undefined
  const { claim } =
    rules.attributes.find((it) => it.required && valueAt(claims, it.claim) === undefined) ?? {}
  if (claim === undefined) return undefined
  const message = `Your token lacks the claim "${claim}", without which this tenant lets nobody in.`
  return new AppError('CLAIM_MISSING', message, { data: { claim } })
}

const MAX_NAME_LENGTH = 200
const MAX_EMAIL_LENGTH = 254

/** What is shown of them: what the attributes say, else what the deployment makes of the token. */
function profileOf({ rules }: CompiledRules, { identity, claims, displayName, email }: Arrival) {
  if (identity.type !== 'admin' || !claims) return { displayName, email }
  const valueOf = (property: string) =>
    rules.attributes
      .filter((it) => it.property === property)
      .map((it) => valueAt(claims, it.claim))
      .find((it) => it !== undefined)
  const fullName = [valueOf('firstName'), valueOf('lastName')].filter((it) => it).join(' ')
  return {
    displayName: ((valueOf('displayName') ?? fullName) || displayName).slice(0, MAX_NAME_LENGTH),
    email: valueOf('email')?.slice(0, MAX_EMAIL_LENGTH) ?? email,
  }
}

/** The first value with something in it. */
const valueAt = (claims: TokenClaims, name: string): string | undefined =>
  textsAt(claims, name).find((it) => it.trim() !== '')

const FULL_ACCESS = 'full-access'

function groupsOf(
  place: Place,
  { groupRules }: CompiledRules,
  { claims, groupNames, ownGroup }: Arrival,
  tried?: TriedRule[],
): Pick<Decision, 'groupsFrom' | 'groupSlugs'> {
  if (ownGroup) return { groupsFrom: 'KEY', groupSlugs: [] }
  const named = groupSlugsOn(place.tenant, groupNames, place)
  if (groupRules.length === 0 || !claims) return { groupsFrom: 'CLAIM', groupSlugs: named }

  const byRules = groupsByRules(groupRules, { claims, prefix: prefixOn(place) }, tried)
  // Whom Okta makes administrator of the installation, no rule that went wrong can keep out.
  const isRootAdmin = place.tenant.id === ROOT_ID && named.includes(FULL_ACCESS)
  const groupSlugs = isRootAdmin ? [...new Set([FULL_ACCESS, ...byRules])] : byRules
  return { groupsFrom: 'RULES', groupSlugs }
}

/** What values begin with that count here, and which is taken off, on a shared client. */
export const prefixOn = (place: Place): string | null =>
  isQualifiedOn(place.tenant, place) ? `${place.tenant.id}:` : null
