import { authenticateClient } from './client-authentication.ts'
import { OAuthError, parametersOf, textAt, type ServerCall } from './http.ts'
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

/** POST /v1/introspect: whether a token of this server still counts, and what it says. */
export async function introspect(call: ServerCall): Promise<Response> {
  const { org, server } = call
  const parameters = await parametersOf(call)
  authenticateClient(call, parameters)
  const token = tokenOf(parameters)

  const refreshToken = org.state.refreshTokens.find(token)
  if (refreshToken) {
    const { grant, usedAt } = refreshToken
    const dead = org.state.revoked.find(grant.id) || grant.server.id !== server.id
    if (dead || usedAt !== undefined) return Response.json({ active: false })
    const { scopes, client, person } = grant
    return Response.json({
      active: true,
      scope: scopes.join(' '),
      client_id: client.id,
      username: person.login,
      sub: person.login,
      uid: person.id,
    })
  }
  const claims = await findClaims(org, server, token)
  if (!claims) return Response.json({ active: false })
  const { scp, cid, ...shown } = claims
  return Response.json({
    active: true,
    token_type: 'Bearer',
    ...shown,
    ...(Array.isArray(scp) && { scope: scp.join(' ') }),
    client_id: cid ?? claims.aud,
    username: claims['preferred_username'] ?? claims.sub,
  })
}

function tokenOf(parameters: URLSearchParams): string {
  const token = parameters.get('token')
  if (!token) throw new OAuthError('invalid_request', "The request must have a 'token' parameter.")
  return token
}
