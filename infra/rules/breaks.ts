// One small mistake for each rule: what somebody could write into the program, or leave out of it.
import type { Graph, Resource } from '@tenantry/local-cloud'
import { at, ofType } from './reading.ts'
import { DISTRIBUTION, FUNCTION } from './types.ts'

export interface Break {
  /** The rule that is broken. */
  rule: string
  /** Whose deployment it is; dev unless told. */
  environment?: 'staging' | 'prod'
  when: string
  change: (graph: Graph) => void
  /** Who else has to say something about it. */
  also?: readonly string[]
}

const VARIABLES = 'a function is given the variables that it reads, and no others'
const CODE_AND_LOG =
  'a function may do to the table what the code does, write its own log, and nothing else'
const OWN_RESOURCES = 'a policy speaks of resources of this program only'
const LOGS = 'a function logs JSON to a group of its own'
const ROUTE_PERMISSION =
  'a route has one permission of its own, and no permission is wider than its route'
const SENT_SECRET =
  'the API is sent a secret that every function accepts, and at most one more is accepted'
const BEHAVIORS_AND_ROUTES =
  'a route is reached through exactly one behaviour, and each behaviour of the API by a route'
const PATIENCE =
  'who waits for a function waits longer than it may take: first the API, then CloudFront'
const TLS = 'a browser gets nothing without TLS, on a host name of ours not below version 1.2'
const HEADERS =
  'every answer carries the policies of the browser, as strict and as short as they must be'
const CACHING =
  'the edge keeps nothing of the API and passes on what it is asked; files it keeps and packs'
const CONFIG = 'the admin is told its environment, and the root client that the API knows'
const EVERYTHING = 'no policy allows everything, on everything, or to everybody'
const READERS = 'a bucket is read by the distribution it is an origin of, and by nobody else'

export const breaks: readonly Break[] = [
  // Data
  {
    rule: 'the table has the keys, the stream and the expiry that the code counts on',
    when: 'its items never expire',
    change: set('database-table', 'inputs.ttl.enabled', false),
  },
  {
    rule: 'the table has the keys, the stream and the expiry that the code counts on',
    when: 'its stream has the new image only',
    change: set('database-table', 'inputs.streamViewType', 'NEW_IMAGE'),
  },
  {
    rule: 'a table is encrypted',
    when: 'its encryption is off',
    change: set('database-table', 'inputs.serverSideEncryption.enabled', false),
  },
  {
    rule: 'a bucket is encrypted',
    when: 'nothing says how',
    change: remove('site-files-encryption'),
  },
  {
    rule: 'a table of production or staging can be restored to any second',
    environment: 'staging',
    when: 'recovery is off in staging',
    change: set('database-table', 'inputs.pointInTimeRecovery.enabled', false),
  },
  ...(['deletionProtectionEnabled', 'protect', 'retainOnDelete'] as const).map((option) => ({
    rule: 'a table is kept in production, by AWS and by Pulumi, and nowhere else',
    environment: 'prod' as const,
    when: `production has no ${option}`,
    change: set(
      'database-table',
      option === 'deletionProtectionEnabled' ? `inputs.${option}` : option,
      false,
    ),
  })),
  {
    rule: 'a table is kept in production, by AWS and by Pulumi, and nowhere else',
    when: 'a development environment cannot be destroyed',
    change: set('database-table', 'protect', true),
  },
  {
    rule: 'a bucket is kept in production, and goes with all its files anywhere else',
    environment: 'prod',
    when: 'production would empty it',
    change: set('site-files', 'inputs.forceDestroy', true),
  },
  {
    rule: 'a bucket is kept in production, and goes with all its files anywhere else',
    when: 'an environment with files in it could not be destroyed',
    change: set('site-files', 'inputs.forceDestroy', false),
  },
  {
    rule: 'beside data only the files that open tabs still ask for outlive their stack',
    when: 'a distribution is left behind',
    change: set('site-distribution', 'retainOnDelete', true),
  },
  {
    rule: 'beside data only the files that open tabs still ask for outlive their stack',
    when: 'a deployment takes away the chunks of the one before',
    change: set('site/assets/app-1.js', 'retainOnDelete', false),
  },

  // Files
  {
    rule: 'a bucket keeps the public out',
    when: 'public policies are not blocked',
    change: set('site-files-access', 'inputs.blockPublicPolicy', false),
  },
  {
    rule: 'a bucket keeps the public out',
    when: 'nothing is blocked',
    change: remove('site-files-access'),
  },
  {
    rule: 'no bucket and no file has an access list beside the policies',
    when: 'a file is public by its list',
    change: set('site/favicon.svg', 'inputs.acl', 'public-read'),
  },
  {
    rule: READERS,
    when: 'any distribution may read it',
    change: rewrite('site-files-policy', 'policy', /,"Condition":\{"StringEquals":.*?\}\}/, ''),
  },
  {
    rule: READERS,
    when: 'CloudFront may write to it',
    change: rewrite('site-files-policy', 'policy', 's3:GetObject', 's3:PutObject'),
  },
  {
    rule: READERS,
    when: 'everybody may read it',
    change: rewrite('site-files-policy', 'policy', '{"Service":"cloudfront.amazonaws.com"}', '"*"'),
    also: [EVERYTHING],
  },
  {
    rule: 'a bucket refuses whatever does not come over TLS',
    when: 'the denial is conditional on the opposite',
    change: rewrite(
      'site-files-policy',
      'policy',
      '"aws:SecureTransport":"false"',
      '"aws:SecureTransport":"true"',
    ),
  },
  {
    rule: 'a browser keeps hashed files for good, asks for others anew, and forgets computed ones',
    when: 'the page is kept for an hour',
    change: set('site/index.html', 'inputs.cacheControl', 'public, max-age=3600'),
  },
  {
    rule: 'a browser keeps hashed files for good, asks for others anew, and forgets computed ones',
    when: 'a chunk is asked for each time',
    change: set('site/assets/app-1.js', 'inputs.cacheControl', 'no-store'),
  },
  {
    rule: 'the page is uploaded last, so that whoever gets it finds what it names',
    when: 'it waits for nothing',
    change: set('site/index.html', 'dependsOn', []),
  },
  {
    rule: CONFIG,
    when: 'it is told the environment of somebody else',
    change: rewrite('site/config.json', 'content', '"dev"', '"prod"'),
  },
  { rule: CONFIG, when: 'there is nothing to tell it', change: remove('site/config.json') },

  // Permissions
  {
    rule: EVERYTHING,
    when: 'a function may do anything to its table',
    change: rewrite('graphql-policy', 'policy', /\["dynamodb:.*?\]/, '["dynamodb:*"]'),
    also: [CODE_AND_LOG],
  },
  {
    rule: EVERYTHING,
    when: 'a function may read any table',
    change: rewrite('graphql-policy', 'policy', /"arn:aws:dynamodb.*?"/, '"*"'),
    also: [OWN_RESOURCES, CODE_AND_LOG],
  },
  {
    rule: OWN_RESOURCES,
    when: 'a function may read the table of another environment',
    change: rewrite('graphql-policy', 'policy', ':table/tenantry-dev', ':table/tenantry-prod'),
    also: [CODE_AND_LOG],
  },
  {
    rule: 'a role is taken on by Lambda alone, and only for its own account',
    when: 'it does not matter for whom',
    change: rewrite('graphql-role', 'assumeRolePolicy', /,"Condition":.*?\}\}/, ''),
  },
  {
    rule: 'a role is taken on by Lambda alone, and only for its own account',
    when: 'EC2 may, too',
    change: rewrite(
      'graphql-role',
      'assumeRolePolicy',
      '"lambda.amazonaws.com"',
      '["lambda.amazonaws.com","ec2.amazonaws.com"]',
    ),
  },
  {
    rule: CODE_AND_LOG,
    when: 'it may scan the table, which no code does',
    change: rewrite(
      'graphql-policy',
      'policy',
      '"dynamodb:Query"',
      '"dynamodb:Query","dynamodb:Scan"',
    ),
  },
  {
    rule: CODE_AND_LOG,
    when: 'it may not delete, which the code does',
    change: rewrite('graphql-policy', 'policy', '"dynamodb:DeleteItem",', ''),
  },
  {
    rule: 'a function has a role of its own, with one policy that is written here',
    when: 'two functions share one',
    change: (graph) => {
      const { inputs } = resource(graph, 'graphql-function')
      set('headless-cms-function', 'inputs.role', inputs['role'])(graph)
    },
    also: [CODE_AND_LOG],
  },
  {
    rule: 'a function has a role of its own, with one policy that is written here',
    when: 'a policy of AWS is attached to it',
    change: (graph) =>
      graph.resources.push({
        ...resource(graph, 'graphql-policy'),
        type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
        inputs: {
          role: 'tenantry-dev-graphql-role',
          policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        },
      }),
  },

  // Functions
  {
    rule: 'a function runs on arm64, in a runtime that AWS supports and the build is made for',
    when: 'it runs on a runtime of yesterday',
    change: set('graphql-function', 'inputs.runtime', 'nodejs18.x'),
  },
  {
    rule: 'a function has the memory for a quick start, and no more than helps it',
    when: 'it has the 128 MB that Lambda gives',
    change: set('graphql-function', 'inputs.memorySize', undefined),
  },
  {
    rule: 'a function ends before the longest that an HTTP API waits',
    when: 'it may take a minute',
    change: set('graphql-function', 'inputs.timeout', 60),
    also: [PATIENCE],
  },
  {
    rule: 'the bundle of a function is built and exports the handler',
    when: 'the handler has another name',
    change: set('graphql-function', 'inputs.handler', 'index.handle'),
  },
  {
    rule: 'the bundle of a function is built and exports the handler',
    when: 'there is no such folder',
    change: set('graphql-function', 'inputs.code.path', import.meta.dirname),
  },
  {
    rule: VARIABLES,
    when: 'it is given one that nobody reads',
    change: set('graphql-function', 'inputs.environment.variables.DEFAULT_TENANT', 'root'),
  },
  {
    rule: VARIABLES,
    when: 'one that it reads is missing',
    change: set('graphql-function', 'inputs.environment.variables.CORS_ORIGINS', undefined),
  },
  {
    rule: 'the variables of a function fit into what Lambda takes',
    when: 'somebody lists 200 origins',
    change: set(
      'graphql-function',
      'inputs.environment.variables.CORS_ORIGINS',
      'https://friend.example '.repeat(200),
    ),
  },
  {
    rule: LOGS,
    when: 'it writes to the group of another one',
    change: set(
      'graphql-function',
      'inputs.loggingConfig.logGroup',
      'tenantry-dev-headless-cms-logs',
    ),
    also: [CODE_AND_LOG],
  },
  {
    rule: LOGS,
    when: 'it writes plain text',
    change: set('graphql-function', 'inputs.loggingConfig.logFormat', 'Text'),
  },
  {
    rule: 'a stage logs each access to a group that is declared',
    when: 'it logs nothing',
    change: set('api-stage', 'inputs.accessLogSettings', undefined),
  },
  {
    rule: 'a log group forgets, after a time that CloudWatch takes',
    when: 'it keeps its events for ever',
    change: set('graphql-logs', 'inputs.retentionInDays', undefined),
  },
  {
    rule: 'a log group forgets, after a time that CloudWatch takes',
    when: 'CloudWatch does not know the number',
    change: set('api-access', 'inputs.retentionInDays', 10),
  },

  // The HTTP API
  {
    rule: 'a route leads to a function, by an integration of the same API',
    when: 'its integration leads nowhere',
    change: set('api-graphql-integration', 'inputs.integrationUri', 'arn:aws:lambda:elsewhere'),
    also: [ROUTE_PERMISSION],
  },
  {
    rule: ROUTE_PERMISSION,
    when: 'one covers every path',
    change: rewrite('Permission::api-graphql-post-graphql', 'sourceArn', '/POST/graphql', '/*'),
  },
  {
    rule: ROUTE_PERMISSION,
    when: 'a route has none',
    change: remove('Permission::api-graphql-post-graphql'),
  },
  {
    rule: ROUTE_PERMISSION,
    when: 'one is left over from a route that is gone',
    change: remove('Route::api-graphql-options-graphql'),
  },
  {
    rule: BEHAVIORS_AND_ROUTES,
    when: 'the path of a route is served by the bucket',
    change: set('site-distribution', 'inputs.orderedCacheBehaviors.1.pathPattern', '/cms'),
  },
  {
    rule: BEHAVIORS_AND_ROUTES,
    when: 'two behaviours take the same path',
    change: set('site-distribution', 'inputs.orderedCacheBehaviors.1.pathPattern', '/*'),
  },
  {
    rule: BEHAVIORS_AND_ROUTES,
    when: 'a behaviour does not let POST through',
    change: set('site-distribution', 'inputs.orderedCacheBehaviors.0.allowedMethods', [
      'GET',
      'HEAD',
      'OPTIONS',
    ]),
  },
  {
    rule: PATIENCE,
    when: 'the API gives up while the function still works',
    change: set('api-graphql-integration', 'inputs.timeoutMilliseconds', 15_000),
  },
  {
    rule: PATIENCE,
    when: 'CloudFront gives up before the API',
    change: set('site-distribution', 'inputs.origins.1.customOriginConfig.originReadTimeout', 20),
  },
  {
    rule: 'a stage limits the rate of requests below what the account has',
    when: 'there is no limit',
    change: set('api-stage', 'inputs.defaultRouteSettings', undefined),
  },

  // The edge
  {
    rule: TLS,
    when: 'a behaviour answers without',
    change: set(
      'site-distribution',
      'inputs.defaultCacheBehavior.viewerProtocolPolicy',
      'allow-all',
    ),
  },
  {
    rule: TLS,
    environment: 'prod',
    when: 'a host name of ours takes version 1.0',
    change: set('site-distribution', 'inputs.viewerCertificate.minimumProtocolVersion', 'TLSv1'),
  },
  {
    rule: 'a browser may use HTTP/2, HTTP/3 and IPv6',
    when: 'HTTP/1.1 is the best',
    change: set('site-distribution', 'inputs.httpVersion', 'http1.1'),
  },
  {
    rule: 'the API is an origin by TLS 1.2 alone, a bucket by signed requests alone',
    when: 'the API is asked as the viewer asks',
    change: set(
      'site-distribution',
      'inputs.origins.1.customOriginConfig.originProtocolPolicy',
      'match-viewer',
    ),
  },
  {
    rule: 'the API is an origin by TLS 1.2 alone, a bucket by signed requests alone',
    when: 'the bucket is asked without a signature',
    change: set('site-distribution', 'inputs.origins.0.originAccessControlId', undefined),
  },
  {
    rule: HEADERS,
    when: 'one behaviour has no policy',
    change: set(
      'site-distribution',
      'inputs.orderedCacheBehaviors.0.responseHeadersPolicyId',
      undefined,
    ),
  },
  {
    rule: HEADERS,
    when: 'scripts of anywhere may run',
    change: edit(
      'site-headers',
      'inputs.securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy',
      (policy) => policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    ),
  },
  {
    rule: HEADERS,
    when: 'the policy is longer than CloudFront takes',
    change: edit(
      'site-headers',
      'inputs.securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy',
      (policy) => policy + '; img-src https://friend.example'.repeat(50),
    ),
  },
  {
    rule: CACHING,
    when: 'answers of the API are kept',
    change: set(
      'site-distribution',
      'inputs.orderedCacheBehaviors.0.cachePolicyId',
      '658327ea-f89d-4fab-a63d-7e88639e58f6',
    ),
  },
  {
    rule: CACHING,
    when: 'files are sent as they are',
    change: set('site-distribution', 'inputs.defaultCacheBehavior.compress', false),
  },
  {
    rule: SENT_SECRET,
    when: 'CloudFront sends none',
    change: set('site-distribution', 'inputs.origins.1.customHeaders', []),
  },
  {
    rule: SENT_SECRET,
    environment: 'prod',
    when: 'the one before is not accepted any more, and CloudFront still sends it',
    change: (graph) => {
      const [path] = ['inputs.environment.variables.ORIGIN_SECRET']
      for (const { name } of ofType(graph, FUNCTION))
        edit(name, path ?? '', (accepted) => accepted.split(' ').at(1) ?? '')(graph)
    },
  },
  {
    rule: 'wherever a secret flows Pulumi knows it for one, and the program does not print it',
    when: 'the environment of a function is plain',
    change: set('graphql-function', 'secrets', []),
  },
  {
    rule: 'wherever a secret flows Pulumi knows it for one, and the program does not print it',
    when: 'the program prints what it sends',
    change: (graph) => {
      const [distribution] = ofType(graph, DISTRIBUTION)
      graph.outputs['secret'] = at(
        distribution,
        'inputs',
        'origins',
        1,
        'customHeaders',
        0,
        'value',
      )
    },
  },
  {
    rule: 'a function of the edge is no longer than CloudFront takes',
    when: 'somebody brings a library along',
    change: edit('site-router', 'inputs.code', (code) => code.padEnd(11_000)),
  },
  {
    rule: 'every screen is the page, the first one too, and a file is itself',
    when: 'the function is not associated',
    change: set('site-distribution', 'inputs.defaultCacheBehavior.functionAssociations', []),
  },
  {
    rule: 'every screen is the page, the first one too, and a file is itself',
    when: 'missing files are the page, too',
    change: edit('site-router', 'inputs.code', (code) =>
      code.replace("!last.includes('.')", 'true'),
    ),
  },
  {
    rule: 'a distribution has no more behaviours than CloudFront takes',
    when: 'each path gets one',
    change: (graph) => {
      const [distribution] = ofType(graph, DISTRIBUTION)
      const behavior = at(distribution, 'inputs', 'orderedCacheBehaviors', 0)
      set('site-distribution', 'inputs.orderedCacheBehaviors', Array(25).fill(behavior))(graph)
    },
    also: [BEHAVIORS_AND_ROUTES],
  },

  // The program
  {
    rule: 'whatever AWS makes is made by the provider that tags it',
    when: 'a component was not told its provider',
    change: set('database-table', 'provider', ''),
  },
  {
    rule: 'whatever AWS makes is made by the provider that tags it',
    when: 'the provider forgets the environment',
    change: rewrite('aws', 'defaultTags', ',"environment":"dev"', ''),
  },
  {
    rule: 'a name fits, in the environment with the longest name, too',
    when: 'a function is named by what it does',
    change: set('graphql-function', 'name', 'graphql-of-the-admin-for-all-tenants-function'),
    also: [VARIABLES],
  },
  {
    rule: 'a name that is not made up by Pulumi says project and environment',
    when: 'two environments would want the same log group',
    change: set('api-access', 'inputs.name', '/aws/vendedlogs/tenantry-api'),
  },
  {
    rule: 'a description fits',
    when: 'somebody explains at length',
    change: set('site-distribution', 'inputs.comment', 'The admin and the API. '.repeat(6)),
  },
  {
    rule: 'the program tells its address and its table',
    environment: 'prod',
    when: 'the address is not the host name of ours',
    change: (graph) => {
      graph.outputs['url'] = 'https://tenantry-prod-site-distribution.cloudfront.localhost'
    },
  },
  {
    rule: 'the program tells its address and its table',
    when: 'it forgets the table',
    change: (graph) => {
      delete graph.outputs['tableName']
    },
  },
]

/** By its name, with its type before it where two have the same. */
function resource({ resources }: Graph, key: string): Resource {
  const [found, ...others] = resources.filter(({ urn }) => urn.endsWith(`:${key}`))
  if (!found || others.length > 0) throw new Error(`There is not one ${key}.`)
  return found
}

/** Without a value, takes away what is there. */
function set(key: string, path: string, value: unknown): Break['change'] {
  return (graph) => {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const holder = at(resource(graph, key), ...names)
    if (typeof holder !== 'object' || holder === null) throw new Error(`${key} has no ${path}.`)
    if (value === undefined) Reflect.deleteProperty(holder, last)
    else Reflect.set(holder, last, value)
  }
}

function edit(key: string, path: string, change: (text: string) => string): Break['change'] {
  return (graph) => {
    const text = String(at(resource(graph, key), ...path.split('.')))
    if (change(text) === text) throw new Error(`Nothing changes in ${path} of ${key}.`)
    set(key, path, change(text))(graph)
  }
}

function rewrite(key: string, input: string, from: string | RegExp, to: string): Break['change'] {
  return edit(key, `inputs.${input}`, (text) => text.replace(from, to))
}

function remove(key: string): Break['change'] {
  return (graph) => {
    const gone = resource(graph, key)
    graph.resources = graph.resources.filter((it) => it !== gone)
  }
}
