import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { z } from 'zod'
import { declared, unread } from '../graph.ts'
import type { Declared, Graph } from '../graph.ts'
import { glob, textAnswer } from '../http.ts'
import type { Handler, HttpAnswer, HttpRequest } from '../http.ts'
import { edgeFunctions } from './cloudfront-function.ts'
import { headersPolicy } from './cloudfront-headers.ts'

export const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution'

const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'
const COMPRESSIBLE = /^(text\/|application\/(json|javascript|xml|manifest\+json)|image\/svg)/
const COMPRESSED_BYTES = { least: 1000, most: 10_000_000 }

const Behavior = z.strictObject({
  pathPattern: z.string().optional(),
  targetOriginId: z.string(),
  allowedMethods: z.array(z.string()),
  compress: z.boolean(),
  cachePolicyId: z.string(),
  originRequestPolicyId: z.string().optional(),
  responseHeadersPolicyId: z.string().optional(),
  functionAssociations: z
    .array(z.strictObject({ eventType: z.literal('viewer-request'), functionArn: z.string() }))
    .default([]),
  // Nothing is cached here and nothing encrypted: the browser is on the same machine.
  cachedMethods: unread,
  viewerProtocolPolicy: unread,
})
const OriginInputs = z.strictObject({
  originId: z.string(),
  domainName: z.string(),
  originAccessControlId: z.string().optional(),
  customHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  customOriginConfig: unread,
})
const DISTRIBUTIONS = {
  inputs: z.strictObject({
    enabled: z.literal(true),
    origins: z.array(OriginInputs),
    defaultCacheBehavior: Behavior,
    orderedCacheBehaviors: z.array(Behavior).default([]),
    aliases: unread,
    httpVersion: unread,
    isIpv6Enabled: unread,
    priceClass: unread,
    restrictions: unread,
    viewerCertificate: unread,
  }),
  outputs: z.looseObject({ arn: z.string() }),
}
const ACCESS_CONTROL = 'aws:cloudfront/originAccessControl:OriginAccessControl'
const ACCESS_CONTROLS = {
  inputs: z.strictObject({
    originAccessControlOriginType: z.literal('s3'),
    signingBehavior: z.literal('always'),
    signingProtocol: z.literal('sigv4'),
  }),
}
type Distribution = Declared<
  z.infer<typeof DISTRIBUTIONS.inputs>,
  z.infer<typeof DISTRIBUTIONS.outputs>
>

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
  behavior: z.infer<typeof Behavior>
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
  return ({ headers: { host: _, ...viewer }, query, ...request }) =>
    origin.handle({
      ...request,
      query: passesOn ? query : '',
      // The distribution's own last: a viewer cannot send them in its place.
      headers: { ...(passesOn && viewer), ...own },
    })
}

function unlessUnchanged(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
  const { etag } = answer.headers
  return etag !== undefined && request.headers['if-none-match'] === etag
    ? { ...answer, status: 304, body: Buffer.alloc(0) }
    : answer
}

async function compressed(request: HttpRequest, answer: HttpAnswer): Promise<HttpAnswer> {
  const { 'content-type': type = '', 'content-encoding': encoding } = answer.headers
  const { length } = answer.body
  const worthIt = length >= COMPRESSED_BYTES.least && length <= COMPRESSED_BYTES.most
  const accepted = request.headers['accept-encoding']?.includes('gzip')
  if (!worthIt || !accepted || encoding !== undefined || !COMPRESSIBLE.test(type)) return answer
  const { 'content-length': _, ...headers } = answer.headers
  return {
    ...answer,
    headers: { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: await promisify(gzip)(answer.body),
  }
}
