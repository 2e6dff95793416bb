import { z } from 'zod'
import { declared } from '../graph.ts'
import type { Graph } from '../graph.ts'
import type { HttpAnswer } from '../http.ts'

const override = z.literal(true)

const POLICIES = {
  inputs: z.strictObject({
    securityHeadersConfig: z.strictObject({
      contentSecurityPolicy: z
        .strictObject({ contentSecurityPolicy: z.string().max(1783), override })
        .optional(),
      strictTransportSecurity: z
        .strictObject({
          accessControlMaxAgeSec: z.number(),
          includeSubdomains: z.boolean().default(false),
          override,
        })
        .optional(),
      contentTypeOptions: z.strictObject({ override }).optional(),
      frameOptions: z
        .strictObject({ frameOption: z.enum(['DENY', 'SAMEORIGIN']), override })
        .optional(),
      referrerPolicy: z.strictObject({ referrerPolicy: z.string(), override }).optional(),
    }),
    customHeadersConfig: z
      .strictObject({
        items: z.array(z.strictObject({ header: z.string(), value: z.string(), override })),
      })
      .optional(),
  }),
}
type Policy = z.infer<typeof POLICIES.inputs>

/** What a response headers policy makes of an answer; without a policy, nothing. */
export function headersPolicy(
  graph: Graph,
  policyId: string | undefined,
): (answer: HttpAnswer) => HttpAnswer {
  if (policyId === undefined) return (answer) => answer
  const policy = declared(
    graph,
    'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy',
    POLICIES,
  ).find(({ id }) => id === policyId)
  if (!policy)
    throw new Error(`A behavior names the headers policy ${policyId}, which is not declared.`)
  const added = headersOf(policy.inputs)
  return (answer) => ({ ...answer, headers: { ...answer.headers, ...added } })
}

function headersOf({ securityHeadersConfig: security, customHeadersConfig }: Policy) {
  const transport = security.strictTransportSecurity
  const subdomains = transport?.includeSubdomains ? '; includeSubDomains' : ''
  const headers: Record<string, string | undefined> = {
    'content-security-policy': security.contentSecurityPolicy?.contentSecurityPolicy,
    'strict-transport-security':
      transport && `max-age=${transport.accessControlMaxAgeSec}${subdomains}`,
    'x-content-type-options': security.contentTypeOptions && 'nosniff',
    'x-frame-options': security.frameOptions?.frameOption,
    'referrer-policy': security.referrerPolicy?.referrerPolicy,
  }
  for (const { header, value } of customHeadersConfig?.items ?? []) headers[header] = value
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )
}
