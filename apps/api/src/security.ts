import type { TenantTable } from '@tenantry/dynamo'
import type { KeyStore, OktaCaller } from '@tenantry/okta-security'
import { authenticateApiKey, type Group, type Principal } from '@tenantry/security'
import { tokenPolicyOf, type OktaDefaults, type Tenant } from '@tenantry/tenancy'
import type { Env } from './env.ts'
import { createOktaOf } from './okta.ts'

/** Who showed a valid credential, and where what they may do comes from. */
export interface Caller extends Pick<Principal, 'identity' | 'displayName' | 'email' | 'token'> {
  /** The groups that the credential names. */
  groupNames: readonly string[]
  /** What the credential allows by itself: an API key is a group of its own. */
  ownGroup?: Group
}

/**
 * Recognises one kind of credential. `undefined`: not of this kind, the next one is asked. A
 * credential of its kind that is not valid on this tenant throws: nobody else is asked then.
 */
export type Authenticator = (
  credential: string,
  at: { tenant: Tenant; table: TenantTable },
) => Promise<Caller | undefined>

/** Everybody who may vouch for a caller, in the order in which they are asked. Nobody else is. */
export function authenticatorsOf(
  env: Env,
  okta: OktaDefaults,
  keyStore: KeyStore,
): readonly Authenticator[] {
  const authenticateWithOkta = createOktaOf(env, keyStore)
  return [
    // A JWT of the tenant's own Okta authorization server, for one of the tenant's own clients.
    async (credential, { tenant }) =>
      fromOkta(await authenticateWithOkta(credential, tokenPolicyOf(tenant, okta))),

    // An API key of the tenant: `tnt_…`.
    async (credential, { table }) => fromApiKey(await authenticateApiKey(table, credential)),
  ]
}

function fromOkta(caller: OktaCaller | undefined): Caller | undefined {
  if (!caller) return undefined
  const { identity, displayName, email, groups, jti, issuedAt, expiresAt, issuer } = caller
  const token = { jti, issuedAt, expiresAt, issuer }
  return { identity, displayName, email, groupNames: groups, token }
}

function fromApiKey(holder: Awaited<ReturnType<typeof authenticateApiKey>>): Caller | undefined {
  if (!holder) return undefined
  const { identity, displayName, permissions } = holder
  return { identity, displayName, groupNames: [], ownGroup: permissions }
}
