import { randomUUID } from 'node:crypto'
import { compressed } from './compress.ts'
import { refusal } from './respond.ts'

export type App = (request: Request) => Promise<Response>

const MAX_BODY_BYTES = 1024 * 1024

/**
 * What holds for every request, before and after GraphQL: the method, the type and size of the body,
 * CORS, compression, an id. Nothing here knows who is asking.
 *
 * Forged requests: there are no cookies, the body must be `application/json`, and `createContext`
 * demands `x-tenant`. A page of another origin can send neither without a preflight, which only
 * `corsOrigins` pass; the admin's own origin needs none. What is read only lets `any` origin pass.
 */
export function overHttp(
  answer: (request: Request, requestId: string) => Promise<Response>,
  { corsOrigins }: { corsOrigins: readonly string[] | 'any' },
): App {
  return async function app(request) {
    const requestId = request.headers.get('x-request-id') ?? randomUUID()
    const origin = request.headers.get('origin') ?? ''
    const response = await answerOf(request, (it) => answer(it, requestId)).catch(
      (error: unknown) => refusal(error, requestId),
    )
    const headers = {
      'x-request-id': requestId,
      'cache-control': 'no-store',
      vary: 'Origin, Accept-Encoding',
      ...corsHeaders(origin, corsOrigins),
    }
    return compressed(response, headers, request.headers.get('accept-encoding') ?? '')
  }
}

async function answerOf(request: Request, answer: App): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
  if (request.method !== 'POST')
    return plain(405, 'Send a POST request.', { allow: 'POST, OPTIONS' })
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return plain(415, 'The content type must be application/json.')
  const body = await bodyOf(request)
  if (body === undefined) return plain(413, 'The body is larger than 1 MB.')
  const { url, method, headers } = request
  return answer(new Request(url, { method, headers, body }))
}

/** As GraphQL over HTTP words it. */
const plain = (status: number, message: string, headers: Record<string, string> = {}) =>
  Response.json({ errors: [{ message }] }, { status, headers })

/** `undefined` if it is too large, found out without reading on. */
async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function corsHeaders(origin: string, allowed: readonly string[] | 'any'): Record<string, string> {
  if (allowed !== 'any' && !allowed.includes(origin)) return {}
  return {
    'access-control-allow-origin': allowed === 'any' ? '*' : origin,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key, x-tenant',
    'access-control-expose-headers': 'x-request-id',
    'access-control-max-age': '600',
  }
}
