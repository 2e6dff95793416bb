import { allowTrustedOrigin, preflight } from './cors.ts'
import { ApiError, refusal } from './http.ts'
import type { Org } from './org.ts'
import { oktaId } from './random.ts'
import { route } from './router.ts'

export type Answerer = (request: Request) => Promise<Response>

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** True for a host that only this machine reaches. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.includes(hostname)

/** The whole org as a Fetch function: what the sockets serve, and what tests and tools may call. */
export function createAnswerer(org: Org): Answerer {
  return async function answer(request) {
    const response = await answerOrRefuse(org, request)
    allowTrustedOrigin(org, request, response)
    response.headers.set('x-okta-request-id', oktaId('req'))
    response.headers.set('x-content-type-options', 'nosniff')
    response.headers.set('referrer-policy', 'no-referrer')
    if (!response.headers.has('cache-control'))
      response.headers.set('cache-control', 'no-cache, no-store')
    return response
  }
}

async function answerOrRefuse(org: Org, request: Request): Promise<Response> {
  const url = new URL(request.url)
  try {
    // A name of somebody else's that resolves to this machine would bring their page's requests in.
    if (!isLoopback(url.hostname))
      throw new ApiError(421, 'E0000022', 'The stand-in for Okta answers on loopback only.')
    if (request.method === 'OPTIONS') return preflight(org, request)
    return await route({ org, request, url })
  } catch (error) {
    try {
      return refusal(error)
    } catch (bug) {
      console.error(bug)
      return refusal(new ApiError(500, 'E0000009', 'Internal Server Error'))
    }
  }
}
