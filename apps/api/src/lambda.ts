import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { App } from './http.ts'

/**
 * The app as API Gateway calls it (payload 2.0). It answers only what came through CloudFront, which
 * alone knows `originSecret`: who calls API Gateway directly would bypass the edge's rules.
 */
export function toLambda(app: App, { originSecret }: { originSecret: readonly string[] }) {
  return async function handler(
    event: APIGatewayProxyEventV2,
  ): Promise<APIGatewayProxyStructuredResultV2> {
    const { requestId } = event.requestContext
    if (!isOneOf(event.headers['x-origin-secret'] ?? '', originSecret))
      return plain(403, 'Forbidden.', requestId)
    const request = requestOf(event)
    return request ? resultOf(await app(request)) : plain(400, 'Bad request.', requestId)
  }
}

/** Compares digests, all of them: neither length nor position of a difference shows in the time. */
function isOneOf(given: string, secrets: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return secrets
    .map((it) => timingSafeEqual(digest(it), digest(given)))
    .reduce((found, it) => found || it, false)
}

/** `undefined` for what API Gateway lets through and no HTTP client could have meant. */
function requestOf(event: APIGatewayProxyEventV2): Request | undefined {
  const { requestContext, rawPath, rawQueryString, body, isBase64Encoded } = event
  const { method } = requestContext.http
  // The secret ends here: nothing behind this line needs it or could log it.
  const { 'x-origin-secret': _, 'x-forwarded-for': forwardedFor = '', ...headers } = event.headers
  const address = addressIn(forwardedFor, requestContext.http.sourceIp)
  try {
    const url = new URL(`https://${requestContext.domainName}${rawPath}`)
    url.search = rawQueryString
    return new Request(url, {
      method,
      headers: {
        ...headers,
        ...(address && { 'x-forwarded-for': address }),
        'x-request-id': requestContext.requestId,
      } as Record<string, string>,
      ...(body && method !== 'GET' && method !== 'HEAD'
        ? { body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') }
        : {}),
    })
  } catch (error) {
    // A header outside Latin-1, a method that fetch forbids.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/**
 * Whom CloudFront was connected to. `x-forwarded-for` is written from left to right: first whatever
 * the client sent, which is anybody's claim; then CloudFront adds the client's address, which it knows
 * from the connection; then API Gateway adds `sourceIp`, the address of CloudFront. So the last entry
 * but CloudFront's own is the one that no client can write: the secret of the origin has proved that
 * CloudFront was there, and it always adds one. The app sees this one address and nothing else.
 */
function addressIn(forwardedFor: string, sourceIp: string): string | undefined {
  const hops = forwardedFor.split(',').map((it) => it.trim())
  if (hops.at(-1) === sourceIp) hops.pop()
  const address = hops.at(-1) ?? ''
  return isIP(address) === 0 ? undefined : address
}

async function resultOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const body = Buffer.from(await response.arrayBuffer())
  const isBase64Encoded = response.headers.has('content-encoding')
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  }
}

const plain = (statusCode: number, message: string, requestId: string) => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'x-request-id': requestId },
  body: JSON.stringify({ errors: [{ message }] }),
})
