import { OAuthError, type ServerCall } from './http.ts'
import type { Authorization, Client, Code, Grant, GrantType, Org, Server } from './org.ts'
import { oktaId, randomText, sha256 } from './random.ts'

export const OPENID_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access']

export function clientNamed(org: Org, id: string | null): Client {
  const client = org.clients.get(id ?? '')
  if (!client) throw new OAuthError('invalid_client', "Invalid value for 'client_id' parameter.")
  return client
}

/** Only an address that was registered, byte for byte: a code must not reach anybody else. */
export function redirectUriOf(client: Client, parameters: URLSearchParams): string {
  const redirectUri = parameters.get('redirect_uri') ?? ''
  if (!client.redirectUris.includes(redirectUri))
    throw new OAuthError(
      'invalid_request',
      "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
    )
  return redirectUri
}

export function assertGrantType({ grantTypes }: Client, grantType: GrantType): void {
  if (!grantTypes.includes(grantType))
    throw new OAuthError(
      'unauthorized_client',
      `The client is not authorized to use the provided grant type. Configured grant types: [${grantTypes.join(', ')}].`,
    )
}

/** The access policy of the server: which clients it answers at all. */
export function assertPolicy({ clientIds }: Server, client: Client): void {
  if (clientIds && !clientIds.includes(client.id))
    throw new OAuthError(
      'access_denied',
      'Policy evaluation failed for this request, please check the policy configurations.',
    )
}

/** Parses what a client asks for on behalf of a person; the first rule that it breaks is thrown. */
export function parseAuthorization(
  { org, server }: ServerCall,
  parameters: URLSearchParams,
  grantType: GrantType,
): Authorization {
  const client = clientNamed(org, parameters.get('client_id'))
  assertGrantType(client, grantType)
  const redirectUri = redirectUriOf(client, parameters)
  assertPolicy(server, client)
  const maxAge = parameters.get('max_age')
  if (maxAge !== null && !/^\d{1,9}$/.test(maxAge)) throw invalidParameter('max_age')
  return {
    server,
    client,
    redirectUri,
    codeChallenge: codeChallengeOf(parameters),
    scopes: scopesOf(server, parameters),
    nonce: parameters.get('nonce') ?? undefined,
    loginHint: parameters.get('login_hint') ?? undefined,
    maxAgeSeconds: maxAge === null ? undefined : Number(maxAge),
  }
}

export const invalidParameter = (name: string): OAuthError =>
  new OAuthError(
    'invalid_request',
    `The authentication request has an invalid '${name}' parameter.`,
  )

/** Keeps what a sign-in gave under a code that works once, within a minute, with its verifier. */
export function issueCode(
  { state }: Org,
  { server, client, scopes, nonce, redirectUri, codeChallenge }: Authorization,
  { grantType, session }: { grantType: GrantType; session: Grant['session'] },
): string {
  const code = randomText()
  const grant = {
    id: oktaId('oar'),
    server,
    client,
    scopes,
    nonce,
    session,
    person: session.person,
  }
  state.codes.put(code, { grantType, redirectUri, codeChallenge, grant })
  return code
}

export function provesPossession({ codeChallenge }: Code, verifier: string | null): boolean {
  return (
    verifier !== null &&
    /^[\w.~-]{43,128}$/.test(verifier) &&
    sha256(verifier).toString('base64url') === codeChallenge
  )
}

function codeChallengeOf(parameters: URLSearchParams): string {
  const codeChallenge = parameters.get('code_challenge')
  if (codeChallenge === null)
    throw new OAuthError(
      'invalid_request',
      "PKCE code challenge is required when the token endpoint authentication method is 'NONE'.",
    )
  if (parameters.get('code_challenge_method') !== 'S256')
    throw invalidParameter('code_challenge_method')
  if (!/^[\w-]{43}$/.test(codeChallenge)) throw invalidParameter('code_challenge')
  return codeChallenge
}

function scopesOf(server: Server, parameters: URLSearchParams): string[] {
  const scopes = wordsOf(parameters.get('scope'))
  if (!scopes.includes('openid'))
    throw new OAuthError(
      'invalid_scope',
      "The authentication request has an invalid 'scope' parameter: 'openid' is required.",
    )
  if (!scopes.every((scope) => [...OPENID_SCOPES, ...server.scopes].includes(scope)))
    throw unknownScope()
  return scopes
}

export const wordsOf = (list: string | null): string[] => [
  ...new Set((list ?? '').split(' ').filter(Boolean)),
]

export const unknownScope = (): OAuthError =>
  new OAuthError(
    'invalid_scope',
    'One or more scopes are not configured for the authorization server resource.',
  )
