import type { Graph, Resource } from '@tenantry/local-cloud'
import { addressAfter } from './code.ts'
import { isConsumer } from './events.ts'
import { variablesOf } from './functions.ts'
import { at, every, has, list, ofType, textsIn } from './reading.ts'
import type { Rule } from './reading.ts'
import {
  ACCESS_CONTROL,
  API,
  BUCKET,
  DISTRIBUTION,
  EDGE_FUNCTION,
  FUNCTION,
  HEADERS_POLICY,
  PASSWORD,
} from './types.ts'

const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'
/** Those that know no version below 1.2; with its own certificate CloudFront takes none of them. */
const TLS_POLICIES = ['TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025']
const ONE_YEAR_SECONDS = 31_536_000
const POLICY_CHARACTERS = 1783
const FUNCTION_BYTES = 10_240
/** What CloudFront allows in any account, without asking for more. */
const BEHAVIORS = 25

export const edgeRules: readonly Rule[] = [
  {
    name: 'a browser gets nothing without TLS, on a host name of ours not below version 1.2',
    rule: every(DISTRIBUTION, ({ inputs }) => {
      const { aliases = [], viewerCertificate } = inputs
      const onlyTls = behaviorsOf(inputs).every((it) =>
        ['https-only', 'redirect-to-https'].includes(String(at(it, 'viewerProtocolPolicy'))),
      )
      const isOurs = textsIn(aliases).length > 0
      return (
        onlyTls &&
        isOurs === TLS_POLICIES.includes(String(at(viewerCertificate, 'minimumProtocolVersion')))
      )
    }),
  },
  {
    name: 'a browser may use HTTP/2, HTTP/3 and IPv6',
    rule: every(DISTRIBUTION, ({ inputs }) =>
      has(inputs, { enabled: true, httpVersion: 'http2and3', isIpv6Enabled: true }),
    ),
  },
  {
    name: 'the API is an origin by TLS 1.2 alone, a bucket by signed requests alone',
    rule: every(DISTRIBUTION, ({ inputs }, graph) =>
      list(inputs, 'origins').every((origin) =>
        isApi(graph, origin)
          ? has(origin, {
              customOriginConfig: {
                originProtocolPolicy: 'https-only',
                originSslProtocols: ['TLSv1.2'],
              },
            })
          : isSignedBucket(graph, origin),
      ),
    ),
  },
  {
    name: 'every answer carries the policies of the browser, as strict and as short as they must be',
    rule: every(DISTRIBUTION, ({ inputs }, graph) =>
      behaviorsOf(inputs).every((behavior) =>
        ofType(graph, HEADERS_POLICY).some(
          (it) => it.id === at(behavior, 'responseHeadersPolicyId') && isStrict(it),
        ),
      ),
    ),
  },
  {
    name: 'the edge keeps nothing of the API and passes on what it is asked; files it keeps and packs',
    rule: every(DISTRIBUTION, ({ inputs }, graph) =>
      behaviorsOf(inputs).every((behavior) => {
        const origin = list(inputs, 'origins').find(
          (it) => at(it, 'originId') === at(behavior, 'targetOriginId'),
        )
        return has(
          behavior,
          isApi(graph, origin)
            ? {
                cachePolicyId: CACHING_DISABLED,
                originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
              }
            : {
                cachePolicyId: CACHING_OPTIMIZED,
                compress: true,
                originRequestPolicyId: undefined,
              },
        )
      }),
    ),
  },
  {
    name: 'a function behind the API accepts the secret that it is sent, the one before it, and no other',
    rule: every(FUNCTION, (it, graph) => {
      if (isConsumer(graph, it)) return true
      const accepted = String(at(variablesOf(it), 'ORIGIN_SECRET')).split(' ')
      const sent = ofType(graph, DISTRIBUTION)
        .flatMap(({ inputs }) => list(inputs, 'origins'))
        .filter((origin) => isApi(graph, origin))
      return (
        sent.length > 0 &&
        sent.every((origin) =>
          has(at(origin, 'customHeaders'), [{ name: 'x-origin-secret', value: accepted[0] }]),
        ) &&
        has(accepted.toSorted(), secretsOf(graph).sort()) &&
        accepted.length <= 2 &&
        accepted.every((secret) => secret.length >= 32)
      )
    }),
  },
  {
    name: 'wherever a secret flows Pulumi knows it for one, and the program does not print it',
    rule: (graph) => {
      const secrets = secretsOf(graph)
      const holdsSecret = (value: unknown) =>
        textsIn(value).some((text) => secrets.some((it) => text.includes(it)))
      return [
        ...graph.resources.flatMap(({ name, inputs, secrets: marked }) =>
          Object.entries(inputs)
            .filter(([property, value]) => holdsSecret(value) && !marked.includes(property))
            .map(([property]) => `${name}.${property}`),
        ),
        ...Object.keys(graph.outputs).filter((it) => holdsSecret(graph.outputs[it])),
      ]
    },
  },
  {
    name: 'a function of the edge is no longer than CloudFront takes',
    rule: every(
      EDGE_FUNCTION,
      ({ inputs }) => Buffer.byteLength(String(inputs['code'])) <= FUNCTION_BYTES,
    ),
  },
  {
    name: 'every screen is the page, the first one too, and a file is itself',
    rule: every(DISTRIBUTION, ({ inputs }, graph) => {
      const arn = at(inputs, 'defaultCacheBehavior', 'functionAssociations', 0, 'functionArn')
      const router = ofType(graph, EDGE_FUNCTION).find(({ outputs }) => outputs['arn'] === arn)
      const addressOf = (uri: string) => addressAfter(String(router?.inputs['code']), uri)
      return (
        router !== undefined &&
        ['/', '/groups/new'].every((uri) => addressOf(uri) === '/index.html') &&
        ['/assets/app-1.js', '/config.json'].every((uri) => addressOf(uri) === uri)
      )
    }),
  },
  {
    name: 'a distribution has no more behaviours than CloudFront takes',
    rule: every(DISTRIBUTION, ({ inputs }) => behaviorsOf(inputs).length <= BEHAVIORS),
  },
]

const secretsOf = (graph: Graph): string[] =>
  ofType(graph, PASSWORD).map(({ outputs }) => String(outputs['result']))

const behaviorsOf = (inputs: Resource['inputs']): unknown[] => [
  inputs['defaultCacheBehavior'],
  ...list(inputs, 'orderedCacheBehaviors'),
]

const isApi = (graph: Graph, origin: unknown) =>
  ofType(graph, API).some(
    ({ outputs }) => outputs['apiEndpoint'] === `https://${String(at(origin, 'domainName'))}`,
  )

const isSignedBucket = (graph: Graph, origin: unknown) =>
  ofType(graph, BUCKET).some(({ outputs }) =>
    has(origin, { domainName: outputs['bucketRegionalDomainName'] }),
  ) &&
  ofType(graph, ACCESS_CONTROL).some(
    ({ id, inputs }) =>
      has(origin, { originAccessControlId: id }) &&
      has(inputs, { signingBehavior: 'always', signingProtocol: 'sigv4' }),
  )

function isStrict({ inputs: { securityHeadersConfig: headers } }: Resource): boolean {
  const policy = at(headers, 'contentSecurityPolicy', 'contentSecurityPolicy')
  const seconds = at(headers, 'strictTransportSecurity', 'accessControlMaxAgeSec')
  const override = true
  return (
    /^default-src 'none';.*\bframe-ancestors 'none'/.test(String(policy)) &&
    !/script-src[^;]*(unsafe|\*)/.test(String(policy)) &&
    String(policy).length < POLICY_CHARACTERS &&
    Number(seconds) >= ONE_YEAR_SECONDS &&
    has(headers, {
      contentSecurityPolicy: { override },
      strictTransportSecurity: { override, includeSubdomains: true },
      contentTypeOptions: { override },
      frameOptions: { override, frameOption: 'DENY' },
      referrerPolicy: { override, referrerPolicy: 'strict-origin-when-cross-origin' },
    })
  )
}
