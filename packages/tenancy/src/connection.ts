import { checkConnection, type ConnectionCheck } from '@tenantry/okta-security'
import { assertCan, validated } from '@tenantry/security'
import { z } from 'zod'
import { isOrgServer, normaliseIssuer, whyNoIssuer } from './issuer.ts'
import { signInOf } from './sign-in.ts'
import type { TenancyScope } from './tenant.ts'

/** Whether people could sign in on the tenant, as Okta answers it at this moment. */
export interface OktaConnectionReport {
  issuer: string
  clientId: string
  checkedOn: string
  checks: ConnectionCheck[]
}

const Origin = z
  .string()
  .max(200)
  .refine(
    (text) => /^https?:/.test(text) && URL.parse(text)?.origin === text,
    'Give an origin, such as https://cms.example.com.',
  )
const Question = z.object({ origin: Origin.nullish() })

/**
 * Asks the tenant's org what a browser at `origin` would ask it. Nothing is kept: who changes
 * something in Okta asks again.
 */
export async function getOktaConnection(
  scope: TenancyScope,
  input: { origin?: string | null } = {},
): Promise<OktaConnectionReport> {
  assertCan(scope, 'tenancy.signIn', 'r')
  const { origin } = validated(Question, input)
  const { okta } = scope.platform
  const { issuer, clientId, scopes, tokenUse } = signInOf(scope.tenant, okta)
  const from = origin ? { origin, redirectUri: `${origin}/callback` } : {}
  const settings = { issuer, clientId, scopes, tokenUse, ...from }
  const checks = await checkConnection(settings, okta.origins)
  return { issuer, clientId, checkedOn: new Date().toISOString(), checks }
}

/** What a pasted issuer becomes, or why it cannot be one here. */
export interface IssuerPreview {
  issuer: string | null
  /** The org's own server, or a custom one; only of the latter can access tokens be verified. */
  server: 'ORG' | 'CUSTOM' | null
  reason: string | null
}

export async function previewIssuer(scope: TenancyScope, pasted: string): Promise<IssuerPreview> {
  assertCan(scope, 'tenancy.signIn', 'r')
  const { origins } = scope.platform.okta
  const issuer = normaliseIssuer(pasted, origins)
  if (issuer === undefined)
    return { issuer: null, server: null, reason: whyNoIssuer(pasted, origins) }
  return { issuer, server: isOrgServer(issuer) ? 'ORG' : 'CUSTOM', reason: null }
}
