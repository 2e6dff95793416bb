import type { Org } from './org.ts'

const EXPOSED = [
  'WWW-Authenticate',
  'DPoP-Nonce',
  'X-Okta-Request-Id',
  'X-Rate-Limit-Limit',
  'X-Rate-Limit-Remaining',
  'X-Rate-Limit-Reset',
].join(', ')

/** Lets a page of a trusted origin read the answer. Any other page gets no word of permission. */
export function allowTrustedOrigin({ trustedOrigins }: Org, request: Request, answer: Response) {
  // The answer depends on it, also where it is absent: a cache must not mix the two.
  answer.headers.append('vary', 'Origin')
  const origin = request.headers.get('origin')
  if (origin === null || !trustedOrigins.includes(origin)) return
  answer.headers.set('access-control-allow-origin', origin)
  answer.headers.set('access-control-allow-credentials', 'true')
  answer.headers.set('access-control-expose-headers', EXPOSED)
}

/** OPTIONS on any path. */
export function preflight({ trustedOrigins }: Org, request: Request): Response {
  if (!trustedOrigins.includes(request.headers.get('origin') ?? ''))
    return new Response(null, { status: 403 })
  const wanted = request.headers.get('access-control-request-headers')
  const isPrivate = request.headers.has('access-control-request-private-network')
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
      'access-control-max-age': '600',
      ...(wanted !== null && { 'access-control-allow-headers': wanted }),
      ...(isPrivate && { 'access-control-allow-private-network': 'true' }),
    },
  })
}
