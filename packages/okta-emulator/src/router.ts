import { authorize, submitSignIn } from './authorize.ts'
import { discovery, keys, oktaOrganization } from './discovery.ts'
import { ApiError, notFound, type Call, type ServerCall } from './http.ts'
import { answerChallenge, cancel, identify, introspectInteraction, unsupported } from './idx.ts'
import { interact } from './interact.ts'
import { logout, signedOutPage } from './logout.ts'
import { ORG_SERVER } from './org.ts'
import { introspect, revoke } from './revoke.ts'
import { deleteSession, getSession, refreshSession } from './sessions.ts'
import { token } from './token.ts'
import { userinfo } from './userinfo.ts'

type Handler<Given> = (call: Given) => Response | Promise<Response>
/** Handlers by path and method; a path that ends in `*` stands for all that start so. */
type Routes<Given> = Record<string, Record<string, Handler<Given>>>

const orgRoutes: Routes<Call> = {
  '/.well-known/okta-organization': { GET: oktaOrganization },
  '/api/v1/sessions/me': { GET: getSession, DELETE: deleteSession },
  '/api/v1/sessions/me/lifecycle/refresh': { POST: refreshSession },
  '/idp/idx/introspect': { POST: introspectInteraction },
  '/idp/idx/identify': { POST: identify },
  '/idp/idx/challenge/answer': { POST: answerChallenge },
  '/idp/idx/cancel': { POST: cancel },
  '/idp/idx/*': { POST: unsupported },
  '/login/signout': { GET: signedOutPage },
  '/signin/*': { POST: submitSignIn },
}

const serverRoutes: Routes<ServerCall> = {
  '/.well-known/openid-configuration': { GET: discovery },
  '/.well-known/oauth-authorization-server': { GET: discovery },
  '/v1/authorize': { GET: authorize, POST: authorize },
  '/v1/interact': { POST: interact },
  '/v1/introspect': { POST: introspect },
  '/v1/keys': { GET: keys },
  '/v1/logout': { GET: logout, POST: logout },
  '/v1/revoke': { POST: revoke },
  '/v1/token': { POST: token },
  '/v1/userinfo': { GET: userinfo, POST: userinfo },
}

/** Finds who answers the call, and lets it. */
export function route(call: Call): Response | Promise<Response> {
  const { pathname } = call.url
  const own = match(orgRoutes, pathname)
  if (own) return methodOf(own, call)(call)

  const { serverId, path } = addressed(pathname)
  const methods = match(serverRoutes, path)
  if (!methods) throw notFound(pathname)
  const server = call.org.servers.get(serverId)
  if (!server) throw notFound(`${serverId} (AuthorizationServer)`)
  return methodOf(methods, call)({ ...call, server })
}

/** `/oauth2/<server>/…`; the org's own server is meant by `/oauth2/v1/…` and by no prefix at all. */
function addressed(pathname: string): { serverId: string; path: string } {
  const [, serverId, path] = /^\/oauth2(?:\/(?!v1\/)([^/]+))?(\/.+)$/.exec(pathname) ?? []
  if (path !== undefined && serverId !== ORG_SERVER)
    return { serverId: serverId ?? ORG_SERVER, path }
  return { serverId: ORG_SERVER, path: pathname.startsWith('/.well-known/') ? pathname : '' }
}

function match<Given>(routes: Routes<Given>, path: string) {
  const name = Object.keys(routes).find(
    (it) => it === path || (it.endsWith('*') && path.startsWith(it.slice(0, -1))),
  )
  return name === undefined ? undefined : routes[name]
}

function methodOf<Given>(methods: Record<string, Handler<Given>>, { request }: Call) {
  const handler = Object.entries(methods).find(([name]) => name === request.method)?.[1]
  if (!handler)
    throw new ApiError(405, 'E0000022', 'The endpoint does not support the provided HTTP method')
  return handler
}
