import { randomText } from './random.ts'
import type { Org, Server } from './org.ts'

export interface Call {
  org: Org
  request: Request
  url: URL
}

/** A call to an endpoint of one authorization server. */
export interface ServerCall extends Call {
  server: Server
}

/** An OAuth endpoint refuses: what a client library branches on, and a text for people. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly error: string
  readonly status: number
  /** Only for who tried HTTP authentication: a browser would ask its user for a password. */
  readonly challenge?: string

  constructor(
    error: string,
    description: string,
    { status = 400, challenge }: { status?: number; challenge?: string } = {},
  ) {
    super(description)
    this.error = error
    this.status = status
    this.challenge = challenge
  }
}

/** Any other endpoint refuses, by one of Okta's error codes. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly errorCode: string

  constructor(status: number, errorCode: string, summary: string) {
    super(summary)
    this.status = status
    this.errorCode = errorCode
  }
}

/** The answer to a refusal; anything else that was thrown is a bug and stays one. */
export function refusal(error: unknown): Response {
  if (error instanceof OAuthError)
    return Response.json(
      { error: error.error, error_description: error.message },
      {
        status: error.status,
        headers: error.challenge === undefined ? {} : { 'www-authenticate': error.challenge },
      },
    )
  if (!(error instanceof ApiError)) throw error
  const { status, errorCode, message } = error
  return Response.json(
    {
      errorCode,
      errorSummary: message,
      errorLink: errorCode,
      errorId: `oae${randomText(18)}`,
      errorCauses: [],
    },
    { status },
  )
}

export const notFound = (what: string): ApiError =>
  new ApiError(404, 'E0000007', `Not found: Resource not found: ${what}`)

/** The parameters of an OAuth request: of the form if it is a POST, else of the address. */
export async function parametersOf({ request, url }: Call): Promise<URLSearchParams> {
  if (request.method !== 'POST') return url.searchParams
  assertMediaType(request, ['application/x-www-form-urlencoded'])
  return new URLSearchParams(await request.text())
}

/** The JSON body. Its media types are ones that a foreign page cannot send without a preflight. */
export async function jsonOf({ request }: Call): Promise<unknown> {
  assertMediaType(request, ['application/json', 'application/ion+json'])
  try {
    const body: unknown = await request.json()
    return body
  } catch {
    throw new ApiError(400, 'E0000003', 'The request body was not well-formed.')
  }
}

/** The text at a path of a JSON value, if there is one. */
export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  )
  return typeof found === 'string' ? found : undefined
}

/** What the cookie holds, by its name. */
export function cookieOf(request: Request, name: string): string | undefined {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((it) => it.trim())
  return cookies.find((it) => it.startsWith(`${name}=`))?.slice(name.length + 1)
}

export const redirect = (location: string): Response =>
  new Response(null, { status: 302, headers: { location } })

function assertMediaType(request: Request, accepted: readonly string[]): void {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (!accepted.includes(type.trim().toLowerCase()))
    throw new ApiError(
      415,
      'E0000021',
      'Bad request. Accept and/or Content-Type headers likely do not match supported values.',
    )
}
