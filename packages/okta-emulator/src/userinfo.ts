import { textAt, type ServerCall } from './http.ts'
import type { Server } from './org.ts'
import { findClaims } from './tokens.ts'

/** GET and POST /v1/userinfo */
export async function userinfo({ org, server, request }: ServerCall): Promise<Response> {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  const claims = token === undefined ? undefined : await findClaims(org, server, token)
  const person = org.people.find(({ id }) => id === textAt(claims, 'uid'))
  const scopes = claims?.['scp']
  if (!person || !Array.isArray(scopes))
    return refused(server, 401, 'invalid_token', 'The access token is invalid.')
  if (!scopes.includes('openid'))
    return refused(
      server,
      403,
      'insufficient_scope',
      'The access token must provide access to at least one of these scopes - profile, openid, email, address or phone',
    )
  const { id, login, firstName, lastName } = person
  return Response.json({
    sub: id,
    ...(scopes.includes('profile') && {
      name: `${firstName} ${lastName}`,
      locale: 'en_US',
      preferred_username: login,
      given_name: firstName,
      family_name: lastName,
      zoneinfo: 'America/Los_Angeles',
    }),
    ...(scopes.includes('email') && { email: login, email_verified: true }),
  })
}

function refused(
  { issuer, endpoints }: Server,
  status: number,
  error: string,
  description: string,
): Response {
  const challenge = `Bearer authorization_uri="${endpoints}/authorize", realm="${issuer}", scope="openid", error="${error}", error_description="${description}"`
  return new Response(null, { status, headers: { 'www-authenticate': challenge } })
}
