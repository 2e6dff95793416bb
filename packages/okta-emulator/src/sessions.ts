import { cookieOf, notFound, type Call } from './http.ts'
import { SESSION_SECONDS, type Authorization, type Org, type Session } from './org.ts'
import { oktaId, randomText } from './random.ts'
import type { Person } from './seed.ts'
import { now } from './store.ts'

/** Starts a session in the place of the browser's last one and hands its cookies to the answer. */
export function startSession(call: Call, person: Person) {
  endSession(call)
  const { state } = call.org
  const cookie = randomText()
  const authTime = now()
  const session = {
    id: oktaId('102'),
    person,
    authTime,
    expiresAt: authTime + SESSION_SECONDS,
  } satisfies Session
  state.sessions.put(cookie, session)
  state.sessionCookies.put(session.id, cookie)
  return { session, keepIn: (response: Response) => withCookies(response, cookie) }
}

/** Whether the sign-in is as recent as the client demands. */
export const isFresh = ({ authTime }: Session, { maxAgeSeconds }: Authorization): boolean =>
  maxAgeSeconds === undefined || now() - authTime < maxAgeSeconds

export const sessionOf = ({ org, request }: Call): Session | undefined =>
  org.state.sessions.find(sessionCookie(request))

/** Ends the session of the browser's cookie, if it came. */
export function endSession({ org, request }: Call): void {
  const session = org.state.sessions.take(sessionCookie(request))
  if (session) org.state.sessionCookies.delete(session.id)
}

/** Ends a session by its id: a browser that blocks third-party cookies sends nothing else. */
export function endSessionById({ state }: Org, id: string): void {
  state.sessions.take(state.sessionCookies.take(id))
}

export const withoutCookies = (response: Response): Response => withCookies(response, '', 0)

/** GET /api/v1/sessions/me */
export function getSession(call: Call): Response {
  return Response.json(describe(call, current(call)))
}

/** DELETE /api/v1/sessions/me */
export function deleteSession(call: Call): Response {
  current(call)
  endSession(call)
  return withoutCookies(new Response(null, { status: 204 }))
}

/** POST /api/v1/sessions/me/lifecycle/refresh */
export function refreshSession(call: Call): Response {
  const session = current(call)
  session.expiresAt = now() + SESSION_SECONDS
  const cookie = sessionCookie(call.request) ?? ''
  call.org.state.sessions.put(cookie, session)
  call.org.state.sessionCookies.put(session.id, cookie)
  return Response.json(describe(call, session))
}

function current(call: Call): Session {
  const session = sessionOf(call)
  if (!session) throw notFound('me (Session)')
  return session
}

const sessionCookie = (request: Request) => cookieOf(request, 'idx') ?? cookieOf(request, 'sid')

function withCookies(response: Response, value: string, maxAgeSeconds?: number): Response {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`
  for (const name of ['sid', 'idx'])
    response.headers.append(
      'set-cookie',
      `${name}=${value}; Path=/; HttpOnly; Secure; SameSite=None${age}`,
    )
  return response
}

function describe({ org }: Call, { id, person, authTime, expiresAt }: Session): object {
  const signedInAt = new Date(authTime * 1000).toISOString()
  const me = `${org.origin}/api/v1/sessions/me`
  return {
    id,
    userId: person.id,
    login: person.login,
    createdAt: signedInAt,
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    status: 'ACTIVE',
    lastPasswordVerification: signedInAt,
    lastFactorVerification: null,
    amr: ['pwd'],
    idp: { id: '00o_local', type: 'OKTA' },
    mfaActive: false,
    _links: {
      self: { href: me, hints: { allow: ['GET', 'DELETE'] } },
      refresh: { href: `${me}/lifecycle/refresh`, hints: { allow: ['POST'] } },
      user: {
        name: `${person.firstName} ${person.lastName}`,
        href: `${org.origin}/api/v1/users/me`,
        hints: { allow: ['GET'] },
      },
    },
  }
}
