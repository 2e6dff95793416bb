import { OPENID_SCOPES } from './authorization.ts'
import type { Call, ServerCall } from './http.ts'

const CLAIMS = [
  'iss ver sub aud iat exp jti auth_time amr idp nonce at_hash sid name preferred_username',
  'given_name family_name email email_verified locale zoneinfo',
].flatMap((line) => line.split(' '))
const CLIENT_AUTHENTICATION = ['client_secret_basic', 'client_secret_post', 'none']

/** GET /.well-known/openid-configuration and /.well-known/oauth-authorization-server */
export function discovery({ server }: ServerCall): Response {
  const { issuer, endpoints, scopes, groupsClaim } = server
  const document = {
    issuer,
    authorization_endpoint: `${endpoints}/authorize`,
    token_endpoint: `${endpoints}/token`,
    userinfo_endpoint: `${endpoints}/userinfo`,
    jwks_uri: `${endpoints}/keys`,
    introspection_endpoint: `${endpoints}/introspect`,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    revocation_endpoint: `${endpoints}/revoke`,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    end_session_endpoint: `${endpoints}/logout`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post', 'okta_post_message'],
    grant_types_supported: [
      'authorization_code',
      'interaction_code',
      'refresh_token',
      'client_credentials',
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    request_parameter_supported: false,
    scopes_supported: [...OPENID_SCOPES, ...scopes],
    claims_supported: groupsClaim ? [...CLAIMS, groupsClaim] : CLAIMS,
  }
  return Response.json(document, {
    headers: { 'cache-control': 'max-age=86400, must-revalidate' },
  })
}

/** GET /v1/keys */
export function keys({ server }: ServerCall): Response {
  return Response.json(server.keys.jwks(), {
    headers: { 'cache-control': 'max-age=3600, must-revalidate' },
  })
}

/** GET /.well-known/okta-organization: which engine the org runs. */
export function oktaOrganization({ org }: Call): Response {
  return Response.json({
    id: '00o_local',
    cell: 'local',
    _links: { organization: { href: org.origin }, alternate: { href: org.origin } },
    pipeline: 'idx',
    settings: {
      analyticsCollectionEnabled: false,
      bugReportingEnabled: false,
      omEnabled: false,
      pssoEnabled: false,
    },
  })
}
