import { fetchUserinfo } from '@tenantry/okta-security'
import type { Principal } from '@tenantry/security'
import { tokenPolicyOf } from '@tenantry/tenancy'
import type { ApiScope } from './context.ts'
import { createLru } from './lru.ts'

type Profile = Pick<Principal, 'displayName' | 'email'>

const MAX_NAME_LENGTH = 200
const MAX_EMAIL_LENGTH = 254
const KEEP_MILLISECONDS = 10 * 60_000

/** What Okta said last, by token: the admin asks who it is at each load of the page. */
const asked = createLru<{ profile: Partial<Profile>; at: number }>({
  maxWeight: 1000,
  weightOf: () => 1,
})

/**
 * The scope with name and e-mail from Okta's userinfo where the token says neither. For the moment of
 * signing in alone: no other request waits for Okta, and what somebody may do is never taken from there.
 */
export async function withProfile(scope: ApiScope): Promise<ApiScope> {
  const { principal } = scope
  const { displayName, email } = principal
  if (!isUnnamed(scope) && email !== undefined) return scope
  const found = await profileOf(scope)
  const profile = {
    displayName: (isUnnamed(scope) ? found.displayName : undefined) ?? displayName,
    email: email ?? found.email,
  }
  return { ...scope, principal: { ...principal, ...profile } }
}

/** Without a claim for it people are shown by their login, or by their id. */
const isUnnamed = ({ principal: { displayName, identity }, arrival }: ApiScope): boolean =>
  displayName === identity.id || displayName === arrival?.claims?.sub

async function profileOf({ tenant, platform, principal, credential }: ApiScope) {
  const { issuer, tokenUse } = tokenPolicyOf(tenant, platform.okta)
  const { identity, token } = principal
  // An ID token opens nothing at Okta, and machines have no profile.
  if (tokenUse === 'ID' || identity.type !== 'admin' || !token || !credential) return {}
  const name = `${issuer} ${token.jti}`
  const known = asked.get(name)
  if (known && Date.now() - known.at < KEEP_MILLISECONDS) return known.profile

  const { origins } = platform.okta
  const answer = await fetchUserinfo({ issuer, origins, accessToken: credential })
  const isOwn = answer?.sub === identity.id
  const profile: Partial<Profile> = isOwn
    ? {
        displayName: textIn(answer.name, MAX_NAME_LENGTH),
        email: textIn(answer.email, MAX_EMAIL_LENGTH),
      }
    : {}
  asked.set(name, { profile, at: Date.now() })
  return profile
}

const textIn = (value: unknown, maxLength: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, maxLength) : undefined
