import { endpointOf } from './issuers.ts'
import type { OrgAnswer } from './org-fetch.ts'

/** What a tenant signs people in with, and from where. */
export interface ConnectionSettings {
  issuer: string
  clientId: string
  scopes: readonly string[]
  tokenUse: 'ACCESS' | 'ID'
  /** The origin of the app in the browser. Without it what only a browser meets is not looked at. */
  origin?: string | undefined
  /** The address that Okta sends people back to. */
  redirectUri?: string | undefined
}

/** What an org answered to one question, or why there is no answer. */
export type Found = OrgAnswer | { failure: string }

/** Everything that the checks judge: they ask for nothing themselves. */
export interface Findings {
  settings: ConnectionSettings
  origins: readonly string[]
  /** Absent: the issuer is none that may be asked. */
  org?: OrgFindings
}

export interface OrgFindings {
  discovery: Found
  keys: Found
  organization: Found
  /** One sign-in that is begun and never finished. */
  interaction?: Found
  preflights: { interact: Found; token: Found } | undefined
}

/** What a check came to. */
export interface Verdict {
  status: 'PASS' | 'FAIL' | 'SKIPPED'
  /** What was found. */
  detail: string
  /** What to do; only of what failed. */
  remedy?: string
}

interface Check {
  id: string
  label: string
  judge: (findings: Findings) => Verdict
}

/** Judges what an org answered; not called where the org may not be asked at all. */
type Judge = (org: OrgFindings, settings: ConnectionSettings) => Verdict

const pass = (detail: string): Verdict => ({ status: 'PASS', detail })
const fail = (detail: string, remedy: string): Verdict => ({ status: 'FAIL', detail, remedy })
const skip = (detail: string): Verdict => ({ status: 'SKIPPED', detail })

const check = (id: string, label: string, judge: Judge): Check => ({
  id,
  label,
  judge: ({ org, settings }) =>
    org ? judge(org, settings) : skip('The issuer may not be asked: see the first check.'),
})

/** Everything that is looked at, in the order in which it is best put right. */
export const CHECKS: readonly Check[] = [
  { id: 'issuer', label: 'The issuer is one that this deployment talks to', judge: judgeIssuer },
  check('server', 'The authorization server can sign tokens for an API', judgeServer),
  check('discovery', 'The authorization server answers', judgeDiscovery),
  check('issuerMatch', 'The issuer is spelled as Okta spells it', judgeIssuerMatch),
  check('endpoints', 'The endpoints are where they are expected', judgeEndpoints),
  check('keys', 'Okta publishes keys that tokens can be verified with', judgeKeys),
  check('clock', 'The clocks agree', judgeClock),
  check('engine', 'The org runs Identity Engine', judgeEngine),
  check('trustedOrigin', 'Okta trusts the origin of this admin', judgeTrustedOrigin),
  check('client', 'Okta knows the App Client ID', judgeClient),
  check('interactionCode', 'The app may use the Interaction Code grant', judgeInteractionCode),
  check('redirectUri', 'The app lists the sign-in redirect URI', judgeRedirectUri),
  check('policy', 'An access policy admits the app', judgePolicy),
  check('scopes', 'The scopes exist on the server', judgeScopes),
  check('refreshTokens', 'Sign-ins can be renewed by refresh tokens', judgeRefreshTokens),
]

function judgeIssuer({ settings: { issuer }, origins, org }: Findings): Verdict {
  if (org) return pass(issuer)
  return fail(
    `${issuer} is not the issuer of an org in OKTA_ORIGINS (${origins.join(' ')}).`,
    'Correct the issuer, or add the origin of its org to OKTA_ORIGINS and deploy.',
  )
}

function judgeServer(_: OrgFindings, { issuer, tokenUse }: ConnectionSettings): Verdict {
  if (issuer.includes('/oauth2/')) return pass('It is a custom authorization server.')
  if (tokenUse === 'ID') return pass('It is the org’s own server; the API takes its ID tokens.')
  return fail(
    'It is the org’s own server, whose access tokens only Okta can verify.',
    'Name a custom authorization server, such as …/oauth2/default (Okta: Security, API, Authorization Servers), or let the tenant take ID tokens.',
  )
}

function judgeDiscovery({ discovery }: OrgFindings): Verdict {
  if (documentIn(discovery)) return pass('Its discovery document can be read.')
  return fail(
    failureOf(discovery),
    'Copy the Issuer URI from Okta: Security, API, Authorization Servers.',
  )
}

function judgeIssuerMatch({ discovery }: OrgFindings, { issuer }: ConnectionSettings): Verdict {
  const document = documentIn(discovery)
  if (!document) return skip('There is no discovery document.')
  const spelled = document['issuer']
  if (spelled === issuer) return pass('Tokens will carry exactly this issuer.')
  return fail(
    `Tokens will carry “${textOf(spelled)}” instead: none of them would be taken.`,
    `Set the issuer to “${textOf(spelled)}”, or change Okta’s issuer mode (Security, API, Authorization Servers, Issuer).`,
  )
}

function judgeEndpoints({ discovery }: OrgFindings, { issuer }: ConnectionSettings): Verdict {
  const document = documentIn(discovery)
  if (!document) return skip('There is no discovery document.')
  const base = endpointOf(issuer, '')
  const expected = {
    authorization_endpoint: 'authorize',
    token_endpoint: 'token',
    jwks_uri: 'keys',
  }
  const strange = Object.entries(expected).filter(([name, end]) => document[name] !== base + end)
  if (strange.length === 0) return pass(`They are below ${base}.`)
  const found = strange.map(([name]) => `${name} ${textOf(document[name])}`).join(', ')
  return fail(
    `Expected below ${base}; found ${found}.`,
    'The issuer has to be Okta itself, under its own or a custom domain: no proxy, no other product.',
  )
}

function judgeKeys({ keys }: OrgFindings): Verdict {
  const document = documentIn(keys)
  if (!document) return fail(failureOf(keys), 'Try again; Okta’s status page tells of outages.')
  const all: unknown[] = Array.isArray(document['keys']) ? document['keys'] : []
  const usable = all.filter(isUsableKey)
  if (usable.length > 0) return pass(`${usable.length} of ${all.length} can be used.`)
  return fail(
    `None of its ${all.length} keys is for RS256 or ES256.`,
    'Let the authorization server sign with RS256.',
  )
}

const CLOCK_SECONDS = 30

function judgeClock({ discovery }: OrgFindings): Verdict {
  const date = 'failure' in discovery ? null : discovery.headers.get('date')
  if (date === null) return skip('Okta did not say what time it is.')
  const seconds = Math.round(Math.abs(Date.now() - Date.parse(date)) / 1000)
  if (seconds <= CLOCK_SECONDS) return pass(`They differ by ${seconds} s.`)
  return fail(
    `They differ by ${seconds} s: tokens would be too new or too old.`,
    'Set the clock of the machine that runs the API.',
  )
}

function judgeEngine({ organization }: OrgFindings): Verdict {
  const pipeline = documentIn(organization)?.['pipeline']
  if (pipeline === undefined) return skip('Okta does not tell.')
  if (pipeline === 'idx') return pass('It does.')
  return fail(
    'It runs Classic Engine, which the Sign-In Widget here does not speak.',
    'Ask Okta to upgrade the org to Identity Engine.',
  )
}

function judgeTrustedOrigin({ preflights }: OrgFindings, { origin }: ConnectionSettings): Verdict {
  if (!preflights || origin === undefined) return skip('The origin of the admin was not given.')
  const { interact, token } = preflights
  const isTrusted = allows(interact, origin) && allowsCredentials(interact) && allows(token, origin)
  if (isTrusted) return pass(origin)
  return fail(
    `Pages of ${origin} may not read what Okta answers.`,
    `Okta: Security, API, Trusted Origins: add ${origin} with CORS and Redirect.`,
  )
}

function judgeClient(org: OrgFindings, settings: ConnectionSettings): Verdict {
  return judgeInteraction('client', org, {
    passed: settings.clientId,
    remedy:
      'Copy the Client ID of the app in Okta (Applications, the app, General), and see that the app is active.',
  })
}

function judgeInteractionCode(org: OrgFindings): Verdict {
  return judgeInteraction('interactionCode', org, {
    passed: 'It may.',
    remedy:
      'Turn it on in three places: for the org (Settings, Account, Embedded widget sign-in support), for the app (General, Grant type) and in a rule of the server’s access policy.',
  })
}

function judgeRedirectUri(org: OrgFindings, settings: ConnectionSettings): Verdict {
  return judgeInteraction('redirectUri', org, {
    passed: settings.redirectUri ?? '',
    remedy: `Okta: Applications, the app, General, Sign-in redirect URIs: add ${settings.redirectUri}, to the letter.`,
  })
}

function judgePolicy(org: OrgFindings): Verdict {
  return judgeInteraction('policy', org, {
    passed: 'It does, as far as can be told before somebody signs in.',
    remedy:
      'Okta: Security, API, Authorization Servers, Access Policies: add one that is assigned to the app, with a rule for these grants and scopes.',
  })
}

function judgeScopes(org: OrgFindings, settings: ConnectionSettings): Verdict {
  const refused = judgeInteraction('scopes', org, {
    passed: settings.scopes.join(' '),
    remedy: SCOPES_REMEDY,
  })
  if (refused.status === 'FAIL') return refused
  const missing = settings.scopes.filter((it) => !listIn(org.discovery, 'scopes_supported').has(it))
  if (!documentIn(org.discovery) || missing.length === 0) return refused
  return fail(`The server does not offer: ${missing.join(' ')}.`, SCOPES_REMEDY)
}

const SCOPES_REMEDY =
  'Okta: Security, API, Authorization Servers, Scopes: add them, and let the access policy grant them.'

function judgeRefreshTokens({ discovery }: OrgFindings): Verdict {
  const grants = listIn(discovery, 'grant_types_supported')
  const scopes = listIn(discovery, 'scopes_supported')
  if (grants.size === 0) return skip('The discovery document does not tell.')
  if (grants.has('refresh_token') && scopes.has('offline_access'))
    return pass('The server offers them; the app has to list the grant Refresh Token, too.')
  return fail(
    'The server offers no refresh tokens: people would have to sign in again within the hour.',
    'Add the grant Refresh Token to the app and the scope offline_access to the rule of the access policy.',
  )
}

/** What a refusal to begin a sign-in is about. Okta names the first fault that it finds, and no other. */
type Fault = 'client' | 'interactionCode' | 'redirectUri' | 'policy' | 'scopes'

function faultIn({ error, error_description: description }: Record<string, unknown>): Fault {
  if (textOf(description).includes('redirect_uri')) return 'redirectUri'
  if (error === 'unauthorized_client' || /grant type/.test(textOf(description)))
    return 'interactionCode'
  if (error === 'access_denied' || error === 'no_matching_policy') return 'policy'
  if (error === 'invalid_scope') return 'scopes'
  return 'client'
}

interface Words {
  passed: string
  remedy: string
}

/** What the beginning of a sign-in proves about one thing. */
function judgeInteraction(
  about: Fault,
  { interaction }: OrgFindings,
  { passed, remedy }: Words,
): Verdict {
  if (!interaction) return skip('The origin of the admin was not given.')
  if ('failure' in interaction) return skip(interaction.failure)
  const answer = objectIn(interaction.text)
  if (interaction.status === 200 && typeof answer?.['interaction_handle'] === 'string')
    return pass(passed)
  if (faultIn(answer ?? {}) !== about)
    return skip('Okta refused to begin a sign-in for another reason: put that right first.')
  const said = textOf(answer?.['error_description'])
  return fail(said || `Okta answered with status ${interaction.status}.`, remedy)
}

/** The JSON object that an org answered with, if it did. */
function documentIn(found: Found): Record<string, unknown> | undefined {
  return 'failure' in found || found.status !== 200 ? undefined : objectIn(found.text)
}

function failureOf(found: Found): string {
  if ('failure' in found) return found.failure
  const { status, headers } = found
  if (status === 200) return 'The answer is not JSON.'
  const where = headers.get('location')
  return `Okta answered with status ${status}${where ? `, and would redirect to ${where}` : ''}.`
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function listIn(found: Found, name: string): ReadonlySet<unknown> {
  const list = documentIn(found)?.[name]
  return new Set(Array.isArray(list) ? list : [])
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const ALGORITHMS: Record<string, string> = { RSA: 'RS256', EC: 'ES256' }

function isUsableKey(key: unknown): boolean {
  if (typeof key !== 'object' || key === null) return false
  const { kty, kid, alg, use = 'sig' }: Record<string, unknown> = { ...key }
  const algorithm = ALGORITHMS[textOf(kty)]
  return (
    use === 'sig' &&
    textOf(kid) !== '' &&
    algorithm !== undefined &&
    algorithm === (alg ?? algorithm)
  )
}

const allows = (found: Found, origin: string): boolean =>
  headerOf(found, 'access-control-allow-origin') === origin

const allowsCredentials = (found: Found): boolean =>
  headerOf(found, 'access-control-allow-credentials') === 'true'

const headerOf = (found: Found, name: string): string | null =>
  'failure' in found ? null : found.headers.get(name)
