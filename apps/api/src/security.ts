import type { TenantTable } from '@tenantry/dynamo'
import type { KeyStore, OktaCaller } from '@tenantry/okta-security'
import { authenticateApiKey } from '@tenantry/security'
import { type Arrival, type OktaDefaults, type Tenant, tokenPolicyOf } from '@tenantry/tenancy'
import type { Env } from './env.ts'
import { createOktaOf } from './okta.ts'

/**
 * Recognises one kind of credential. `undefined`: not of this kind, the next one is asked. A
 * credential of its kind that is not valid on this tenant throws: nobody else is asked then.
 */
export type Authenticator = (
  credential: string,
  at: { tenant: Tenant; table: TenantTable },
) => Promise<Arrival | undefined>

/** What vouches for callers, and what tells how somebody with other claims would do. */
export interface Authentication {
  /** Everybody who may vouch for a caller, in the order in which they are asked. Nobody else is. */
  authenticators: readonly Authenticator[]
  /** As if a token with these claims had been verified. Throws `TokenError`, as for a token. */
  preview: (claims: object, tenant: Tenant) => Arrival
}

export function authenticationOf(env: Env, okta: OktaDefaults, keyStore: KeyStore): Authentication {
  const authenticateWithOkta = createOktaOf(env, keyStore)
  return {
    authenticators: [
      // A JWT of the tenant's own Okta authorization server, for one of the tenant's own clients.
      async (credential, { tenant }) => {
        const caller = await authenticateWithOkta(credential, tokenPolicyOf(tenant, okta))
        return caller && fromOkta(caller)
      },

      // An API key of the tenant: `tnt_…`.
      async (credential, { table }) => fromApiKey(await authenticateApiKey(table, credential)),
    ],
    preview: (claims, tenant) =>
      fromOkta(authenticateWithOkta.preview(claims, tokenPolicyOf(tenant, okta))),
  }
}

function fromOkta(caller: OktaCaller): Arrival {
  const { identity, displayName, email, groups, claims, ...times } = caller
  const { jti, authenticatedAt, expiresAt, issuer } = times
  const token = { jti, authenticatedAt, expiresAt, issuer }
  return { identity, displayName, email, groupNames: groups, token, claims }
}

function fromApiKey(holder: Awaited<ReturnType<typeof authenticateApiKey>>): Arrival | undefined {
  if (!holder) return undefined
  const { identity, displayName, permissions } = holder
  return { identity, displayName, groupNames: [], ownGroup: permissions }
}
