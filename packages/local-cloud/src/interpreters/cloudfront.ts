import { declared } from '../graph.ts'
import type { Graph } from '../graph.ts'
import { glob, textAnswer } from '../http.ts'
import type { Handler } from '../http.ts'
import { compressed, unlessUnchanged } from './cloudfront-answers.ts'
import {
  ACCESS_CONTROL,
  ACCESS_CONTROLS,
  DISTRIBUTION,
  DISTRIBUTIONS,
} from './cloudfront-declarations.ts'
import type { Behavior, Distribution } from './cloudfront-declarations.ts'
import { edgeFunctions } from './cloudfront-function.ts'
import { headersPolicy } from './cloudfront-headers.ts'

/** Only loopback is listened to. */
const VIEWER = '127.0.0.1'
/** The viewer's address goes behind whatever the viewer says: this entry alone can be relied on. */
const forwardedFor = ({ 'x-forwarded-for': claimed }: Record<string, string>) =>
  claimed ? `${claimed}, ${VIEWER}` : VIEWER

const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'

export interface Origin {
  handle: Handler
  /** It gets what the viewer sent, whatever the behaviour would pass on. */
  seesViewer?: boolean
}

/** Who answers for a domain name that a distribution names as an origin. */
export type OriginOf = (
  domainName: string,
  reader: { distributionArn: string; signed: boolean },
) => Origin | undefined

/** The one declared distribution, as its viewers see it. */
export function openDistribution(graph: Graph, originOf: OriginOf): Handler {
  const [distribution, ...others] = declared(graph, DISTRIBUTION, DISTRIBUTIONS)
  if (!distribution || others.length > 0) throw new Error('The program must make one distribution.')
  const { orderedCacheBehaviors: ordered, defaultCacheBehavior } = distribution.inputs
  const routes = [...ordered, defaultCacheBehavior].map((behavior) => ({
    pattern: glob(behavior.pathPattern ?? '*'),
    answer: behaviorHandler(graph, distribution, { behavior, originOf }),
  }))
  return async (request) => {
    const route = routes.find(({ pattern }) => pattern.test(request.path))
    return route ? route.answer(request) : textAnswer(404, 'No behavior')
  }
}

interface At {
  behavior: Behavior
  originOf: OriginOf
}

function behaviorHandler(graph: Graph, distribution: Distribution, at: At): Handler {
  const { behavior } = at
  const origin = originHandler(graph, distribution, at)
  const onRequest = edgeFunctions(
    graph,
    behavior.functionAssociations.map((it) => it.functionArn),
  )
  const addHeaders = headersPolicy(graph, behavior.responseHeadersPolicyId)
  const compresses = behavior.compress && behavior.cachePolicyId === CACHING_OPTIMIZED

  return async (request) => {
    if (!behavior.allowedMethods.includes(request.method))
      return addHeaders(textAnswer(403, 'This distribution does not allow the method.'))
    const answer = unlessUnchanged(request, await origin(onRequest(request)))
    return addHeaders(compresses ? await compressed(request, answer) : answer)
  }
}

function originHandler(graph: Graph, { inputs, outputs }: Distribution, at: At): Handler {
  const { behavior, originOf } = at
  const declaredOrigin = inputs.origins.find((it) => it.originId === behavior.targetOriginId)
  if (!declaredOrigin) throw new Error(`There is no origin ${behavior.targetOriginId}.`)
  const { domainName, customHeaders, originAccessControlId } = declaredOrigin
  const signed = declared(graph, ACCESS_CONTROL, ACCESS_CONTROLS).some(
    ({ id }) => id === originAccessControlId,
  )
  const origin = originOf(domainName, { distributionArn: outputs.arn, signed })
  if (!origin) throw new Error(`Nothing answers for the origin ${domainName}.`)

  const own = Object.fromEntries(customHeaders.map(({ name, value }) => [name, value]))
  const passesOn =
    behavior.originRequestPolicyId === ALL_VIEWER_EXCEPT_HOST_HEADER || origin.seesViewer
  return ({ headers: { host: _host, ...viewer }, query, ...request }) =>
    origin.handle({
      ...request,
      query: passesOn ? query : '',
      // The distribution's own last: a viewer cannot send them in its place.
      headers: { ...(passesOn && viewer), 'x-forwarded-for': forwardedFor(viewer), ...own },
    })
}
