import { OAuthError, type ServerCall } from './http.ts'
import type { Client } from './org.ts'

/**
 * The client that calls, by its secret if it has one. A browser's client has none and only names
 * itself, in the form or as `Basic` with no colon, which is what auth-js sends to revoke.
 */
export function authenticateClient(
  { org, request }: ServerCall,
  parameters: URLSearchParams,
): Client {
  const basic = basicOf(request)
  const { id, secret } = basic ?? {
    id: parameters.get('client_id') ?? '',
    secret: parameters.get('client_secret') ?? undefined,
  }
  const client = org.clients.get(id)
  if (client && client.secret === secret) return client

  throw new OAuthError(
    'invalid_client',
    client?.secret === undefined
      ? "Invalid value for 'client_id' parameter."
      : 'The client secret supplied for a confidential client is invalid.',
    { status: 401, challenge: basic && 'Basic' },
  )
}

function basicOf(request: Request): { id: string; secret: string | undefined } | undefined {
  const [, encoded] = /^Basic +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  if (colon === -1) return { id: text, secret: undefined }
  // Both halves are form-encoded by RFC 6749; a wrong encoding is simply a wrong client.
  const [id = '', secret = ''] = [text.slice(0, colon), text.slice(colon + 1)].map(
    (half) => [...new URLSearchParams(`v=${half}`).values()][0],
  )
  return { id, secret: secret === '' ? undefined : secret }
}
