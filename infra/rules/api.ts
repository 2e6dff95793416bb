import type { Graph, Resource } from '@tenantry/local-cloud'
import { at, every, list, namesOf, ofType } from './reading.ts'
import type { Rule } from './reading.ts'
import { API, DISTRIBUTION, FUNCTION, INTEGRATION, PERMISSION, ROUTE, STAGE } from './types.ts'

/** What an account may have in a region, all its APIs together. */
const MOST = { requestsPerSecond: 10_000, burst: 5_000 }

export const apiRules: readonly Rule[] = [
  {
    name: 'a route leads to a function, by an integration of the same API',
    rule: every(ROUTE, (route, graph) => functionOf(graph, route) !== undefined),
  },
  {
    name: 'a route has one permission of its own, and no permission is wider than its route',
    rule: (graph) => {
      const routes = ofType(graph, ROUTE)
      const permissions = ofType(graph, PERMISSION)
      const needed = routes.map((it) => ({ route: it, permission: permissionFor(graph, it) }))
      return [
        ...needed.flatMap(({ route, permission }) =>
          permissions.filter(({ inputs }) => describes(permission, inputs)).length === 1
            ? []
            : [route.name],
        ),
        ...namesOf(
          permissions.filter(
            ({ inputs }) => !needed.some(({ permission }) => describes(permission, inputs)),
          ),
        ),
      ]
    },
  },
  {
    name: 'a route is reached through exactly one behaviour, and each behaviour of the API by a route',
    rule: (graph) => {
      const routes = ofType(graph, ROUTE)
      const behaviors = ofType(graph, DISTRIBUTION).flatMap(({ inputs }) =>
        list(inputs, 'orderedCacheBehaviors'),
      )
      return [
        ...namesOf(
          routes.filter((route) => behaviors.filter((it) => leadsTo(it, route)).length !== 1),
        ),
        ...behaviors
          .filter((it) => !routes.some((route) => leadsTo(it, route)))
          .map((it) => String(at(it, 'pathPattern'))),
      ]
    },
  },
  {
    name: 'who waits for a function waits longer than it may take: first the API, then CloudFront',
    rule: every(INTEGRATION, ({ inputs }, graph) => {
      const patience = Number(inputs['timeoutMilliseconds'])
      const behind = ofType(graph, FUNCTION).filter(
        ({ outputs }) => outputs['invokeArn'] === inputs['integrationUri'],
      )
      const before = ofType(graph, DISTRIBUTION)
        .flatMap((it) => list(it.inputs, 'origins'))
        .map((it) => at(it, 'customOriginConfig', 'originReadTimeout'))
        .filter((it) => it !== undefined)
      return (
        behind.every((it) => Number(it.inputs['timeout']) * 1000 < patience) &&
        before.every((seconds) => patience < Number(seconds) * 1000)
      )
    }),
  },
  {
    name: 'a stage limits the rate of requests below what the account has',
    rule: every(STAGE, ({ inputs: { defaultRouteSettings: limits } }) => {
      const rate = Number(at(limits, 'throttlingRateLimit'))
      const burst = Number(at(limits, 'throttlingBurstLimit'))
      return rate > 0 && rate < MOST.requestsPerSecond && burst > 0 && burst < MOST.burst
    }),
  },
]

function functionOf(graph: Graph, { inputs: { apiId, target } }: Resource): Resource | undefined {
  const integration = ofType(graph, INTEGRATION).find(
    ({ id, inputs }) => target === `integrations/${id}` && inputs['apiId'] === apiId,
  )
  return ofType(graph, FUNCTION).find(
    ({ outputs }) => outputs['invokeArn'] === integration?.inputs['integrationUri'],
  )
}

function permissionFor(graph: Graph, route: Resource) {
  const [method = '', path = ''] = String(route.inputs['routeKey']).split(' ')
  const api = ofType(graph, API).find(({ id }) => id === route.inputs['apiId'])
  return {
    action: 'lambda:InvokeFunction',
    function: functionOf(graph, route)?.outputs['name'],
    principal: 'apigateway.amazonaws.com',
    sourceArn: `${String(api?.outputs['executionArn'])}/*/${method}${path.replace(/\{\w+\}/g, '*')}`,
  }
}

const describes = (permission: object, inputs: Resource['inputs']) =>
  Object.entries(permission).every(([name, value]) => inputs[name] === value)

function leadsTo(behavior: unknown, { inputs }: Resource): boolean {
  const [method, path = ''] = String(inputs['routeKey']).split(' ')
  const pattern = String(at(behavior, 'pathPattern')).replaceAll('*', '.*')
  return (
    list(behavior, 'allowedMethods').includes(method) &&
    new RegExp(`^${pattern}$`).test(path.replace(/\{\w+\}/g, 'x'))
  )
}
