import { tokenPolicyOf, type OktaDefaults, type Tenant } from '@tenantry/tenancy'
import type { OktaCaller } from '@tenantry/okta-security'
import type { Env } from './env.ts'
import { createOktaOf } from './okta.ts'

/** Who showed a valid credential: the identity, its group names, and what ends the credential early. */
export type Caller = Omit<OktaCaller, 'claims'>

/**
 * Recognises one kind of credential. `undefined`: not of this kind, the next one is asked. A
 * credential of its kind that is not valid on this tenant throws: nobody else is asked then.
 */
export type Authenticator = (credential: string, tenant: Tenant) => Promise<Caller | undefined>

/** Everybody who may vouch for a caller, in the order in which they are asked. Nobody else is. */
export function authenticatorsOf(env: Env, okta: OktaDefaults): readonly Authenticator[] {
  const authenticateWithOkta = createOktaOf(env)
  return [
    // A JWT of the tenant's own Okta authorization server, for one of the tenant's own clients.
    (credential, tenant) => authenticateWithOkta(credential, tokenPolicyOf(tenant, okta)),
  ]
}
