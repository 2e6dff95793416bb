import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { declared, unread } from '../graph.ts'
import type { Graph } from '../graph.ts'
import { textAnswer } from '../http.ts'
import type { Handler, HttpAnswer, HttpRequest } from '../http.ts'
import { eventOf } from './http-api-event.ts'
import { invocationsOf } from './iam.ts'
import type { LambdaFunction } from './lambda.ts'

export const API = 'aws:apigatewayv2/api:Api'

const MAX_BODY_BYTES = 10 * 1024 * 1024

const APIS = {
  inputs: z.strictObject({ protocolType: z.literal('HTTP') }),
  outputs: z.looseObject({ apiEndpoint: z.string(), executionArn: z.string() }),
}
const STAGES = {
  inputs: z.strictObject({
    apiId: z.string(),
    name: z.literal('$default'),
    autoDeploy: z.literal(true),
    // One developer needs no throttling, and the console shows what the function logs.
    defaultRouteSettings: unread,
    accessLogSettings: unread,
  }),
}
const INTEGRATIONS = {
  inputs: z.strictObject({
    apiId: z.string(),
    integrationType: z.literal('AWS_PROXY'),
    integrationUri: z.string(),
    payloadFormatVersion: z.literal('2.0'),
    timeoutMilliseconds: z.number().max(30_000),
  }),
}
// A variable is one whole segment; the greedy `{proxy+}` is not used.
const ROUTES = {
  inputs: z.strictObject({
    apiId: z.string(),
    routeKey: z.string().regex(/^(\$default|[A-Z]+ (\/([\w-]*|\{\w+\}))+)$/),
    target: z.string(),
  }),
}
const Result = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
})

export interface HttpApi {
  /** The host of its own address, which is open to everybody, as on AWS. */
  domainName: string
  handle: Handler
}

/** The declared HTTP APIs: routes by precedence, Lambda integrations with payload 2.0. */
export const openHttpApis = (graph: Graph, functions: readonly LambdaFunction[]): HttpApi[] =>
  declared(graph, API, APIS).map((api) => {
    const mayInvoke = invocationsOf(graph)
    const ofApi = ({ inputs }: { inputs: { apiId: string } }) => inputs.apiId === api.id
    const deployed = declared(graph, 'aws:apigatewayv2/stage:Stage', STAGES).some(ofApi)
    const routes = declared(graph, 'aws:apigatewayv2/route:Route', ROUTES).filter(ofApi)
    const integrations = declared(
      graph,
      'aws:apigatewayv2/integration:Integration',
      INTEGRATIONS,
    ).filter(ofApi)
    const domainName = new URL(api.outputs.apiEndpoint).host

    async function handle(request: HttpRequest): Promise<HttpAnswer> {
      const [route] = routes
        .filter(({ inputs }) =>
          patternOf(inputs.routeKey).test(`${request.method} ${request.path}`),
        )
        .sort((a, b) => rankOf(a.inputs.routeKey) - rankOf(b.inputs.routeKey))
      if (!deployed || !route) return message(404, 'Not Found')
      if (request.body.length > MAX_BODY_BYTES) return message(413, 'Request Entity Too Large')

      const integration = integrations.find(
        ({ id }) => route.inputs.target === `integrations/${id}`,
      )
      const target = functions.find((it) => it.invokeArn === integration?.inputs.integrationUri)
      const source = `${api.outputs.executionArn}/$default/${request.method}${request.path}`
      if (!integration || !target || !mayInvoke(target.name, source))
        return message(500, 'Internal Server Error')
      const event = eventOf(request, { apiId: api.id, domainName, routeKey: route.inputs.routeKey })
      return await Promise.race([
        invoke(target, event),
        sleep(integration.inputs.timeoutMilliseconds, message(503, 'Service Unavailable'), {
          ref: false,
        }),
      ])
    }
    return { domainName, handle }
  })

function patternOf(routeKey: string): RegExp {
  if (routeKey === '$default') return /^/
  return new RegExp(`^${routeKey.replace(/^ANY /, '[A-Z]+ ').replace(/\{\w+\}/g, '[^/]+')}$`)
}

/** A fixed path goes before one with variables, a method before any, and all before the catch-all. */
function rankOf(routeKey: string): number {
  if (routeKey === '$default') return 4
  return (routeKey.includes('{') ? 2 : 0) + (routeKey.startsWith('ANY ') ? 1 : 0)
}

async function invoke(target: LambdaFunction, event: unknown): Promise<HttpAnswer> {
  try {
    const result = Result.parse(await target.invoke(event))
    const { statusCode: status, headers, cookies, body, isBase64Encoded } = result
    return {
      status,
      headers,
      cookies,
      body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
    }
  } catch {
    // What went wrong stands in the function's log; nobody outside is told.
    return message(500, 'Internal Server Error')
  }
}

const message = (status: number, text: string) =>
  textAnswer(status, JSON.stringify({ message: text }), 'application/json')
