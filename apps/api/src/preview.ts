import { type OktaDefaults, type Tenant, tokenPolicyOf } from '@tenantry/tenancy'

/** What a token of a person of this tenant says at least, so that one can ask about a single claim. */
export function likeAPerson(tenant: Tenant, okta: OktaDefaults): object {
  const { issuer, audience, clientIds, tokenUse } = tokenPolicyOf(tenant, okta)
  const iat = Math.floor(Date.now() / 1000)
  const always = { ver: 1, iss: issuer, aud: audience, iat, exp: iat + 300, sub: 'preview' }
  if (tokenUse === 'ID') return { ...always, jti: 'ID.preview' }
  return { ...always, jti: 'AT.preview', cid: clientIds?.[0], uid: 'preview', scp: ['openid'] }
}
