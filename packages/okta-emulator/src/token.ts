import {
  assertGrantType,
  assertPolicy,
  provesPossession,
  unknownScope,
  wordsOf,
} from './authorization.ts'
import { authenticateClient } from './client-authentication.ts'
import { OAuthError, parametersOf, type ServerCall } from './http.ts'
import type { Client, Grant, GrantType } from './org.ts'
import { randomText } from './random.ts'
import { now } from './store.ts'
import { mintAccessToken, mintIdToken, mintServiceToken, revokeGrant } from './tokens.ts'

/** A call to the token endpoint whose client is known. */
interface TokenCall extends ServerCall {
  client: Client
  parameters: URLSearchParams
}

const GRACE_SECONDS = 30

/** POST /v1/token */
export async function token(call: ServerCall): Promise<Response> {
  const parameters = await parametersOf(call)
  const client = authenticateClient(call, parameters)
  assertPolicy(call.server, client)
  const grantType = grantTypeOf(parameters)
  assertGrantType(client, grantType)

  const tokens = issue({ ...call, client, parameters }, grantType)
  return Response.json({ token_type: 'Bearer', ...tokens })
}

function issue(call: TokenCall, grantType: GrantType): object {
  switch (grantType) {
    case 'interaction_code':
      return redeemCode(call, grantType, call.parameters.get('interaction_code'))
    case 'authorization_code':
      return redeemCode(call, grantType, call.parameters.get('code'))
    case 'refresh_token':
      return refresh(call)
    case 'client_credentials':
      return issueToService(call)
  }
}

function grantTypeOf(parameters: URLSearchParams): GrantType {
  const grantType = parameters.get('grant_type')
  switch (grantType) {
    case 'interaction_code':
    case 'authorization_code':
    case 'refresh_token':
    case 'client_credentials':
      return grantType
    case null:
      throw new OAuthError('invalid_request', "The token request must specify a 'grant_type'.")
    default:
      throw new OAuthError(
        'unsupported_grant_type',
        'The authorization grant type is not supported by the authorization server.',
      )
  }
}

function redeemCode(
  { org, server, client, parameters }: TokenCall,
  grantType: GrantType,
  value: string | null,
): object {
  // Taken before it is looked at: a code is spent by the first attempt, right or wrong.
  const code = org.state.codes.take(value)
  if (
    code?.grantType !== grantType ||
    code.grant.client.id !== client.id ||
    code.grant.server.id !== server.id
  )
    throw invalidGrant(`The ${grantType.replace('_', ' ')} is invalid or has expired.`)
  if (!provesPossession(code, parameters.get('code_verifier')))
    throw invalidGrant('PKCE verification failed.')
  if (parameters.get('redirect_uri') !== code.redirectUri)
    throw invalidGrant(
      "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
    )
  return tokensOf({ org, grant: code.grant, scopes: code.grant.scopes })
}

function refresh({ org, server, client, parameters }: TokenCall): object {
  const { refreshTokens, revoked } = org.state
  const used = refreshTokens.find(parameters.get('refresh_token'))
  if (
    !used ||
    used.grant.client.id !== client.id ||
    used.grant.server.id !== server.id ||
    revoked.find(used.grant.id)
  )
    throw invalidGrant('The refresh token is invalid or expired.')
  if (used.usedAt !== undefined && now() - used.usedAt > GRACE_SECONDS) {
    // Somebody has a copy. Whether it is the thief or the owner who came second cannot be told.
    revokeGrant(org, used.grant)
    throw invalidGrant('The refresh token is invalid or expired.')
  }

  const scopes = parameters.has('scope') ? wordsOf(parameters.get('scope')) : used.grant.scopes
  if (!scopes.every((scope) => used.grant.scopes.includes(scope))) throw unknownScope()
  used.usedAt ??= now()
  // The nonce belonged to the request that signed in.
  return tokensOf({ org, grant: { ...used.grant, nonce: undefined }, scopes })
}

function issueToService({ org, server, client, parameters }: TokenCall): object {
  // The custom scopes are the server's default ones: OpenID Connect's need a person.
  const scopes = parameters.has('scope') ? wordsOf(parameters.get('scope')) : server.scopes
  if (!server.groupsClaim || !scopes.every((scope) => server.scopes.includes(scope)))
    throw unknownScope()
  const minted = mintServiceToken(org, server, { clientId: client.id, scopes })
  return {
    expires_in: minted.expiresInSeconds,
    access_token: minted.token,
    scope: scopes.join(' '),
  }
}

interface Issue extends Pick<ServerCall, 'org'> {
  grant: Grant
  scopes: readonly string[]
}

function tokensOf({ org, grant, scopes }: Issue): object {
  const { token: accessToken, expiresInSeconds } = mintAccessToken(org, grant, scopes)
  return {
    expires_in: expiresInSeconds,
    access_token: accessToken,
    scope: scopes.join(' '),
    ...(grant.scopes.includes('offline_access') && { refresh_token: newRefreshToken(org, grant) }),
    ...(scopes.includes('openid') && { id_token: mintIdToken(grant, scopes, accessToken) }),
  }
}

function newRefreshToken({ state }: ServerCall['org'], grant: Grant): string {
  const refreshToken = randomText()
  state.refreshTokens.put(refreshToken, { grant })
  return refreshToken
}

const invalidGrant = (description: string) => new OAuthError('invalid_grant', description)
