import { randomUUID } from 'node:crypto'
import { ACCOUNT } from '../computed.ts'
import type { HttpRequest } from '../http.ts'

const TEXT =
  /^(text\/|application\/(json|javascript|graphql|xml|x-www-form-urlencoded|[\w.-]+\+json))/

/** Whoever has connected: on this machine CloudFront has no address of its own. */
const SOURCE_IP = '127.0.0.1'
const forwardedFor = ({ 'x-forwarded-for': before }: Record<string, string>) =>
  before ? `${before}, ${SOURCE_IP}` : SOURCE_IP

/** A request as a function gets it: payload version 2.0. */
export function eventOf(
  { method, path, query, headers: { cookie, ...headers }, body }: HttpRequest,
  at: { apiId: string; domainName: string; routeKey: string },
) {
  const isText = TEXT.test(headers['content-type'] ?? '')
  const parameters = new URLSearchParams(query)
  const pathParameters = parametersIn(at.routeKey, path)
  const userAgent = headers['user-agent'] ?? ''
  return {
    version: '2.0',
    routeKey: at.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie && { cookies: cookie.split('; ') }),
    headers: { ...headers, host: at.domainName, 'x-forwarded-for': forwardedFor(headers) },
    ...(query && {
      queryStringParameters: Object.fromEntries(
        [...parameters.keys()].map((name) => [name, parameters.getAll(name).join(',')]),
      ),
    }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: at.apiId,
      domainName: at.domainName,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: SOURCE_IP, userAgent },
      requestId: randomUUID(),
      routeKey: at.routeKey,
      stage: '$default',
      timeEpoch: Date.now(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}

/** What stands in a path where its route has variables; `undefined` if it has none. */
function parametersIn(routeKey: string, path: string): Record<string, string> | undefined {
  const [, pattern = ''] = routeKey.split(' ')
  const values = path.split('/')
  const found = pattern.split('/').flatMap((segment, index) => {
    const [, name] = /^\{(\w+)\}$/.exec(segment) ?? []
    return name ? [[name, values[index] ?? ''] as const] : []
  })
  return found.length > 0 ? Object.fromEntries(found) : undefined
}
