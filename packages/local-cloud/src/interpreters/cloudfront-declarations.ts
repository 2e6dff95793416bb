import { z } from 'zod'
import { unread } from '../graph.ts'
import type { Declared } from '../graph.ts'

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
export const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution'
export const DISTRIBUTIONS = {
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
export const ACCESS_CONTROL = 'aws:cloudfront/originAccessControl:OriginAccessControl'
export const ACCESS_CONTROLS = {
  inputs: z.strictObject({
    originAccessControlOriginType: z.literal('s3'),
    signingBehavior: z.literal('always'),
    signingProtocol: z.literal('sigv4'),
  }),
}
export type Behavior = z.infer<typeof Behavior>
export type Distribution = Declared<
  z.infer<typeof DISTRIBUTIONS.inputs>,
  z.infer<typeof DISTRIBUTIONS.outputs>
>
