import type { TokenPolicy } from '@tenantry/okta-security'
import { sharesClientOfRoot } from './clients.ts'
import type { OktaDefaults, Tenant } from './tenant.ts'

/** What a browser needs to sign somebody in. All of it is public: it stands in Okta's own URLs. */
export interface TenantSignIn {
  tenantId: string
  name: string
  issuer: string
  clientId: string
  scopes: readonly string[]
  tokenUse: 'ACCESS' | 'ID'
  status: Tenant['status']
}

const SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const

export const signInOf = (tenant: Tenant, okta: OktaDefaults): TenantSignIn => ({
  tenantId: tenant.id,
  name: tenant.name,
  issuer: tenant.settings.okta.issuer ?? okta.issuer,
  clientId: tenant.settings.appClientId,
  scopes: SCOPES,
  tokenUse: tenant.settings.okta.tokenUse,
  status: tenant.status,
})

/** Which tokens count on a tenant. */
export function tokenPolicyOf({ settings }: Tenant, defaults: OktaDefaults): TokenPolicy {
  const { appClientId, okta } = settings
  const issuer = okta.issuer ?? defaults.issuer
  // What somebody may do is for the tenant's groups to say, not for what their app asked Okta for.
  const scopes = null
  // An ID token is made for the app itself; machines have none.
  if (okta.tokenUse === 'ID')
    return { issuer, audience: appClientId, clientIds: [appClientId], tokenUse: 'ID', scopes }
  const audience = okta.audience ?? defaults.audience
  return {
    issuer,
    audience,
    clientIds: [appClientId, ...okta.serviceClientIds],
    tokenUse: 'ACCESS',
    scopes,
  }
}

/** Who may use plain group names on a shared client: nobody, or all of one development team. */
export type SharedClientGroups = 'qualified' | 'any'

/**
 * The slugs that the group names of a token mean on this tenant. `<tenantId>:<group>` counts on the
 * tenant that it names and nowhere else. A plain name counts too, but not on a shared client: there
 * it would let a person whom one tenant has made its administrator into all the others.
 */
export function groupSlugsOn(
  tenant: Tenant,
  names: readonly string[],
  deployment: Deployment,
): string[] {
  const prefix = `${tenant.id}:`
  const qualified = names.filter((it) => it.startsWith(prefix)).map((it) => it.slice(prefix.length))
  const plain = names.filter((it) => !it.includes(':'))
  return [...new Set(isQualifiedOn(tenant, deployment) ? qualified : [...qualified, ...plain])]
}

interface Deployment {
  okta: OktaDefaults
  sharedClientGroups: SharedClientGroups
}

/** True if on this tenant only what names it counts, because others name the same client. */
export function isQualifiedOn(tenant: Tenant, { okta, sharedClientGroups }: Deployment): boolean {
  const isShared =
    tenant.settings.okta.groupNames === 'QUALIFIED' || sharesClientOfRoot(tenant, okta)
  return isShared && sharedClientGroups === 'qualified'
}
