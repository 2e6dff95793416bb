import { createHash, randomBytes } from 'node:crypto'
import {
  CHECKS,
  type ConnectionSettings,
  type Found,
  type OrgFindings,
  type Verdict,
} from './connection-checks.ts'
import { endpointOf, isIssuerAllowed } from './issuers.ts'
import { fetchFromOrg } from './org-fetch.ts'

/** One thing that has to be right before anybody can sign in. */
export interface ConnectionCheck extends Verdict {
  id: string
  label: string
}

const TIMEOUT_MILLISECONDS = 2000

/**
 * Tells whether people could sign in with these settings, and what to do if not. It asks the org what
 * a browser would ask it, without any credential; the sign-in that it begins is thrown away. Only an
 * issuer within `origins` is asked, at addresses made from the issuer and never read from an answer.
 *
 * @example
 *
 * ```ts
 * const checks = await checkConnection(settings, ['https://acme.okta.com'])
 * const wrong = checks.filter(({ status }) => status === 'FAIL')
 * ```
 */
export async function checkConnection(
  settings: ConnectionSettings,
  origins: readonly string[],
): Promise<ConnectionCheck[]> {
  const isAllowed = isIssuerAllowed(settings.issuer, origins)
  const findings = { settings, origins, ...(isAllowed && { org: await askOrg(settings) }) }
  return CHECKS.map(({ id, label, judge }) => ({ id, label, ...judge(findings) }))
}

async function askOrg(settings: ConnectionSettings): Promise<OrgFindings> {
  const { issuer, origin, redirectUri } = settings
  const interact = endpointOf(issuer, 'interact')
  const [discovery, keys, organization, interaction, ...preflights] = await Promise.all([
    ask(`${issuer}/.well-known/openid-configuration`),
    ask(endpointOf(issuer, 'keys')),
    ask(`${new URL(issuer).origin}/.well-known/okta-organization`),
    redirectUri === undefined ? undefined : beginSignIn(interact, { ...settings, redirectUri }),
    ...(origin === undefined ? [] : [interact, endpointOf(issuer, 'token')]).map((it) =>
      preflight(it, origin),
    ),
  ])
  const [forInteract, forToken] = preflights
  return {
    discovery,
    keys,
    organization,
    ...(interaction && { interaction }),
    preflights: forInteract && forToken && { interact: forInteract, token: forToken },
  }
}

async function ask(
  url: string,
  request: Omit<Parameters<typeof fetchFromOrg>[1], 'timeoutMilliseconds'> = {},
): Promise<Found> {
  try {
    return await fetchFromOrg(url, { ...request, timeoutMilliseconds: TIMEOUT_MILLISECONDS })
  } catch (error) {
    return { failure: reasonOf(error) }
  }
}

/** As the Sign-In Widget begins one: it proves client, grant type, redirect URI, policy and scopes. */
function beginSignIn(
  url: string,
  { clientId, scopes, redirectUri }: ConnectionSettings & { redirectUri: string },
): Promise<Found> {
  const random = () => randomBytes(32).toString('base64url')
  const body = new URLSearchParams({
    client_id: clientId,
    scope: scopes.join(' '),
    redirect_uri: redirectUri,
    // Of a verifier that nobody keeps: nothing can ever be redeemed with it.
    code_challenge: createHash('sha256').update(random()).digest('base64url'),
    code_challenge_method: 'S256',
    state: random(),
    nonce: random(),
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return ask(url, { method: 'POST', headers, body })
}

/** What a browser asks before it sends what the widget and auth-js send. */
const preflight = (url: string, origin = ''): Promise<Found> =>
  ask(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-okta-user-agent-extended',
    },
  })

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'There was no answer within 2 seconds.'
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return code ? `The connection failed (${code}).` : error.message
}
