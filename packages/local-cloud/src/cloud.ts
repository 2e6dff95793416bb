import type { Graph } from './graph.ts'
import type { Handler } from './http.ts'
import { DISTRIBUTION } from './interpreters/cloudfront-declarations.ts'
import { openDistribution } from './interpreters/cloudfront.ts'
import type { OriginOf } from './interpreters/cloudfront.ts'
import { makeTables, TABLE } from './interpreters/dynamodb.ts'
import { API, openHttpApis } from './interpreters/http-api.ts'
import type { HttpApi } from './interpreters/http-api.ts'
import { EVENT_SOURCE_MAPPING } from './interpreters/event-source-declarations.ts'
import { startMappings } from './interpreters/event-source.ts'
import { FUNCTION, startFunctions } from './interpreters/lambda.ts'
import type { LambdaOptions } from './interpreters/lambda.ts'
import { BUCKET, openBuckets } from './interpreters/s3.ts'

/** The types that an interpreter reads, with those it reads on the way. */
const INTERPRETED = [
  TABLE,
  FUNCTION,
  EVENT_SOURCE_MAPPING,
  'aws:iam/role:Role',
  'aws:iam/rolePolicy:RolePolicy',
  'aws:lambda/permission:Permission',
  API,
  'aws:apigatewayv2/integration:Integration',
  'aws:apigatewayv2/route:Route',
  'aws:apigatewayv2/stage:Stage',
  BUCKET,
  'aws:s3/bucketObjectv2:BucketObjectv2',
  'aws:s3/bucketPolicy:BucketPolicy',
  DISTRIBUTION,
  'aws:cloudfront/function:Function',
  'aws:cloudfront/originAccessControl:OriginAccessControl',
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy',
]

/** The types that mean nothing on one machine, each for a reason. */
const IGNORED = [
  'pulumi:pulumi:Stack', // what holds the others
  'pulumi:providers:aws', // nobody is billed here, so nothing is tagged
  'aws:cloudwatch/logGroup:LogGroup', // logs go to the console
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', // nobody but the distribution reads here
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', // files are read where they lie
  'random:index/randomPassword:RandomPassword', // its value is already in what uses it
]

export interface CloudOptions extends LambdaOptions {
  /** Serves in the place of the admin's built files; what the program computes still comes first. */
  development?: Handler
}

export interface Cloud {
  /** The distribution, and by its own host name the API behind it. */
  handle: Handler
  /** Takes up newly built code of the functions. */
  reload(): void
  stop(): Promise<void>
}

/**
 * Interprets a resource graph: what the cloud would make of it, on this machine.
 *
 * @throws when the program declares something that no interpreter understands.
 */
export async function startCloud(graph: Graph, options: CloudOptions): Promise<Cloud> {
  assertUnderstood(graph)
  await makeTables(graph, options.dynamodb)
  const functions = await startFunctions(graph, options)
  let mappings: Awaited<ReturnType<typeof startMappings>> | undefined
  const stop = async () => {
    await Promise.all([mappings?.stop(), ...functions.map((it) => it.stop())])
  }
  try {
    mappings = await startMappings(graph, functions, options)
    const apis = openHttpApis(graph, functions)
    const distribution = openDistribution(graph, originsOf(graph, apis, options.development))
    const front = options.development ? reporting(distribution) : distribution
    return {
      handle: (request) => {
        const api = apis.find(({ domainName }) => request.headers['host']?.startsWith(domainName))
        return (api?.handle ?? front)(request)
      },
      reload: () => functions.forEach((it) => it.reload()),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function assertUnderstood({ resources }: Graph): void {
  const known = new Set([...INTERPRETED, ...IGNORED])
  const unknown = resources.find((it) => it.custom && !known.has(it.type))
  if (unknown)
    throw new Error(
      `The program declares ${unknown.name} (${unknown.type}), which has no interpreter in packages/local-cloud.`,
    )
}

function originsOf(graph: Graph, apis: readonly HttpApi[], development?: Handler): OriginOf {
  const buckets = openBuckets(graph)
  return (domainName, reader) => {
    const api = apis.find((it) => it.domainName === domainName)
    if (api) return { handle: api.handle }
    const bucket = buckets.find((it) => it.domainName === domainName)
    if (!bucket) return undefined
    const handle: Handler = ({ path }) => bucket.get(path, reader)
    if (!development) return { handle }
    return {
      handle: (request) => (bucket.computes(request.path) ? handle : development)(request),
      seesViewer: true,
    }
  }
}

/** Vite writes inline scripts: its pages may break the policy, and the console tells where. */
const reporting =
  (handle: Handler): Handler =>
  async (request) => {
    const { headers, ...answer } = await handle(request)
    const { 'content-security-policy': policy, ...others } = headers
    const reported = policy && { 'content-security-policy-report-only': policy }
    return { ...answer, headers: { ...others, ...reported } }
  }
