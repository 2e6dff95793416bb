import { authenticateClient } from './client-authentication.ts'
import { OAuthError, parametersOf, textAt, type ServerCall } from './http.ts'
import type { Client, RefreshToken } from './org.ts'
import { findClaims, revokeGrant, revokeToken } from './tokens.ts'

/** POST /v1/revoke: a token that is unknown, or another client's, is answered like one that was. */
export async function revoke(call: ServerCall): Promise<Response> {
  const { org, server } = call
  const parameters = await parametersOf(call)
  const client = authenticateClient(call, parameters)
  const token = tokenOf(parameters)

  const refreshToken = org.state.refreshTokens.find(token)
  if (refreshToken) {
    const { grant } = refreshToken
    if (grant.client.id === client.id && grant.server.id === server.id) revokeGrant(org, grant)
    return new Response()
  }
  const claims = await findClaims(org, server, token)
  const jti = textAt(claims, 'jti')
  if (jti !== undefined && textAt(claims, 'cid') === client.id) revokeToken(org, jti)
  return new Response()
}

/**
 * POST /v1/introspect: whether a token of this server still counts, and what it says. Whoever has a
 * secret may ask about any access token, as APIs do; a public client only about what it was given.
 */
export async function introspect(call: ServerCall): Promise<Response> {
  const { org, server } = call
  const parameters = await parametersOf(call)
  const client = authenticateClient(call, parameters)
  const token = tokenOf(parameters)

  const refreshToken = org.state.refreshTokens.find(token)
  if (refreshToken) return Response.json(describeRefreshToken(call, client, refreshToken))
  const claims = await findClaims(org, server, token)
  const owner = claims?.['cid'] ?? claims?.aud
  const mayAsk = owner === client.id || (client.secret !== undefined && claims?.['cid'])
  if (!claims || !mayAsk) return Response.json({ active: false })
  const { scp, cid: _, ...shown } = claims
  return Response.json({
    active: true,
    token_type: 'Bearer',
    ...shown,
    ...(Array.isArray(scp) && { scope: scp.join(' ') }),
    client_id: owner,
    username: claims['preferred_username'] ?? claims.sub,
  })
}

function describeRefreshToken(
  { org, server }: ServerCall,
  client: Client,
  { grant, usedAt }: RefreshToken,
): object {
  const isTheirs = grant.client.id === client.id && grant.server.id === server.id
  if (!isTheirs || usedAt !== undefined || org.state.revoked.find(grant.id))
    return { active: false }
  const { login } = grant.person
  return {
    active: true,
    token_type: 'Bearer',
    scope: grant.scopes.join(' '),
    client_id: client.id,
    username: login,
    sub: login,
  }
}

function tokenOf(parameters: URLSearchParams): string {
  const token = parameters.get('token')
  if (!token) throw new OAuthError('invalid_request', "The request must have a 'token' parameter.")
  return token
}
