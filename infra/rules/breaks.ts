// One small mistake for each rule: what somebody could write into the program, or leave out of it.
import { edit, option, remove, resource, rewrite, set } from './changes.ts'
import type { Break } from './changes.ts'
import { at, list } from './reading.ts'

const lambda = (path: string, value: unknown) => set('graphql-function', path, value)
const distribution = (path: string, value: unknown) => set('site-distribution', path, value)

const VARIABLES = 'a function is given the variables that it reads, and no others'
const CODE_AND_LOG =
  'a function may do to the table what the code does, write its own log, and nothing else'
const OWN_RESOURCES = 'a policy speaks of resources of this program only'
const LOGS = 'a function logs JSON to a group of its own'
const ROUTE_PERMISSION =
  'a route has one permission of its own, and no permission is wider than its route'
const SENT_SECRET =
  'a function behind the API accepts the secret that it is sent, the one before it, and no other'
const CONSUMER = 'the stream of a table has two consumers, which is as many as it serves'
const WOKEN = 'a consumer is woken for what it is there for, and for nothing else'
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

export const breaks: Readonly<Record<string, Readonly<Record<string, Break>>>> = {
  // Data
  'the table has the keys, the stream and the expiry that the code counts on': {
    'its items never expire': set('database-table', 'ttl.enabled', false),
    'its stream has the new image only': set('database-table', 'streamViewType', 'NEW_IMAGE'),
  },
  'a table is encrypted': {
    'its encryption is off': set('database-table', 'serverSideEncryption.enabled', false),
  },
  'a bucket is encrypted': {
    'nothing says how': remove('site-files-encryption'),
  },
  'a table of production or staging can be restored to any second': {
    'recovery is off in staging': {
      ...set('database-table', 'pointInTimeRecovery.enabled', false),
      environment: 'staging',
    },
  },
  'a table is kept in production, by AWS and by Pulumi, and nowhere else': {
    'AWS would delete it': {
      ...set('database-table', 'deletionProtectionEnabled', false),
      environment: 'prod',
    },
    'Pulumi would delete it': {
      ...option('database-table', 'protect', false),
      environment: 'prod',
    },
    'Pulumi would delete it once it is not protected': {
      ...option('database-table', 'retainOnDelete', false),
      environment: 'prod',
    },
    'a development environment cannot be destroyed': option('database-table', 'protect', true),
  },
  'a bucket is kept in production, and goes with all its files anywhere else': {
    'production would empty it': {
      ...set('site-files', 'forceDestroy', true),
      environment: 'prod',
    },
    'an environment with files in it could not be destroyed': set(
      'site-files',
      'forceDestroy',
      false,
    ),
  },
  'beside data only the files that open tabs still ask for outlive their stack': {
    'a distribution is left behind': option('site-distribution', 'retainOnDelete', true),
    'a deployment takes away the chunks of the one before': option(
      'site/assets/app-1.js',
      'retainOnDelete',
      false,
    ),
  },

  // Files
  'a bucket keeps the public out': {
    'public policies are not blocked': set('site-files-access', 'blockPublicPolicy', false),
    'nothing is blocked': remove('site-files-access'),
  },
  'no bucket and no file has an access list beside the policies': {
    'a file is public by its list': set('site/favicon.svg', 'acl', 'public-read'),
  },
  [READERS]: {
    'any distribution may read it': rewrite(
      'site-files-policy',
      'policy',
      /,"Condition":\{"StringEquals":.*?\}\}/,
      '',
    ),
    'CloudFront may write to it': rewrite(
      'site-files-policy',
      'policy',
      's3:GetObject',
      's3:PutObject',
    ),
    'everybody may read it': {
      ...rewrite('site-files-policy', 'policy', '{"Service":"cloudfront.amazonaws.com"}', '"*"'),
      also: [EVERYTHING],
    },
  },
  'a bucket refuses whatever does not come over TLS': {
    'the denial is conditional on the opposite': rewrite(
      'site-files-policy',
      'policy',
      '"aws:SecureTransport":"false"',
      '"aws:SecureTransport":"true"',
    ),
  },
  'a browser keeps hashed files for good, asks for others anew, and forgets computed ones': {
    'the page is kept for an hour': set('site/index.html', 'cacheControl', 'public, max-age=3600'),
    'a chunk is asked for each time': set('site/assets/app-1.js', 'cacheControl', 'no-store'),
  },
  'the page is uploaded last, so that whoever gets it finds what it names': {
    'it waits for nothing': option('site/index.html', 'dependsOn', []),
  },
  [CONFIG]: {
    'it is told the environment of somebody else': rewrite(
      'site/config.json',
      'content',
      '"dev"',
      '"prod"',
    ),
    'there is nothing to tell it': remove('site/config.json'),
  },

  // Permissions
  [EVERYTHING]: {
    'a function may do anything to its table': {
      ...rewrite('graphql-policy', 'policy', /\["dynamodb:.*?\]/, '["dynamodb:*"]'),
      also: [CODE_AND_LOG],
    },
    'a function may do anything but scan': {
      ...rewrite(
        'graphql-policy',
        'policy',
        /"Action":\["dynamodb:.*?\]/,
        '"NotAction":"dynamodb:Scan"',
      ),
      also: [CODE_AND_LOG],
    },
    'a function may read any table': {
      ...rewrite('graphql-policy', 'policy', /"arn:aws:dynamodb.*?"/, '"*"'),
      also: [OWN_RESOURCES, CODE_AND_LOG],
    },
  },
  [OWN_RESOURCES]: {
    'a function may read the table of another environment': {
      ...rewrite('graphql-policy', 'policy', ':table/tenantry-dev', ':table/tenantry-prod'),
      also: [CODE_AND_LOG],
    },
  },
  'a role is taken on by Lambda alone, and only for its own account': {
    'it does not matter for whom': rewrite(
      'graphql-role',
      'assumeRolePolicy',
      /,"Condition":.*?\}\}/,
      '',
    ),
    'EC2 may, too': rewrite(
      'graphql-role',
      'assumeRolePolicy',
      '"lambda.amazonaws.com"',
      '["lambda.amazonaws.com","ec2.amazonaws.com"]',
    ),
  },
  [CODE_AND_LOG]: {
    'what only seals may also delete': rewrite(
      'stream-policy',
      'policy',
      '"dynamodb:PutItem"',
      '"dynamodb:PutItem","dynamodb:DeleteItem"',
    ),
    'what only seals may read no stream': rewrite(
      'stream-policy',
      'policy',
      '"dynamodb:GetRecords",',
      '',
    ),
    'it may scan the table, which no code does': rewrite(
      'graphql-policy',
      'policy',
      '"dynamodb:Query"',
      '"dynamodb:Query","dynamodb:Scan"',
    ),
    'it may not delete, which the code does': rewrite(
      'graphql-policy',
      'policy',
      '"dynamodb:DeleteItem",',
      '',
    ),
  },
  'a function has a role of its own, with one policy that is written here': {
    'two functions share one': {
      change: (graph) => {
        const { inputs } = resource(graph, 'graphql-function')
        set('headless-cms-function', 'role', inputs['role']).change(graph)
      },
      also: [CODE_AND_LOG],
    },
    'a policy of AWS is attached to it': {
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
  },

  // Functions
  'a function runs on arm64, in a runtime that AWS supports and the build is made for': {
    'it runs on a runtime of yesterday': lambda('runtime', 'nodejs18.x'),
  },
  'a function has the memory for a quick start, and no more than helps it': {
    'it has the 128 MB that Lambda gives': lambda('memorySize', undefined),
  },
  'a function ends before the longest that an HTTP API waits': {
    'it may take a minute': { ...lambda('timeout', 60), also: [PATIENCE] },
  },
  'the bundle of a function is built and exports the handler': {
    'the handler has another name': lambda('handler', 'index.handle'),
    'there is no such folder': lambda('code.path', import.meta.dirname),
  },
  [VARIABLES]: {
    'it is given one that nobody reads': lambda('environment.variables.DEFAULT_TENANT', 'root'),
    'one that it reads is missing': lambda('environment.variables.CORS_ORIGINS', undefined),
  },
  'answers say what they took in development and previews, and nowhere else': {
    'production is debugged': {
      ...lambda('environment.variables.SHOW_COST', 'yes'),
      environment: 'prod',
    },
  },
  'the variables of a function fit into what Lambda takes': {
    'somebody lists 200 origins': lambda(
      'environment.variables.CORS_ORIGINS',
      'https://friend.example '.repeat(200),
    ),
  },
  [LOGS]: {
    'it writes to the group of another one': {
      ...lambda('loggingConfig.logGroup', 'tenantry-dev-headless-cms-logs'),
      also: [CODE_AND_LOG],
    },
    'it writes plain text': lambda('loggingConfig.logFormat', 'Text'),
  },
  'a stage logs each access to a group that is declared': {
    'it logs nothing': set('api-stage', 'accessLogSettings', undefined),
  },
  'a log group forgets, after a time that CloudWatch takes': {
    'it keeps its events for ever': set('graphql-logs', 'retentionInDays', undefined),
    'CloudWatch does not know the number': set('api-access', 'retentionInDays', 10),
  },

  // Events
  [CONSUMER]: {
    'nobody reads it': {
      ...remove('events-mapping'),
      also: [CODE_AND_LOG, SENT_SECRET, CONFIG],
    },
    'it feeds a function that answers requests': {
      change: (graph) => {
        const { outputs } = resource(graph, 'graphql-function')
        const mapping = resource(graph, 'events-mapping')
        graph.resources.push({
          ...mapping,
          urn: `${mapping.urn}-2`,
          inputs: { ...mapping.inputs, functionName: outputs['arn'] },
        })
      },
      also: [CODE_AND_LOG, WOKEN],
    },
  },
  [WOKEN]: {
    'what is done wakes the one that works': rewrite(
      'changes-mapping',
      'filterCriteria.filters.0.pattern',
      'unfinished',
      'finished',
    ),
    'entries do not wake the one that keeps their words': {
      change: (graph) => {
        const { inputs } = resource(graph, 'changes-mapping')
        const [first] = list(inputs, 'filterCriteria', 'filters')
        inputs['filterCriteria'] = { filters: [first] }
      },
    },
    'every item wakes it': set('events-mapping', 'filterCriteria', undefined),
    'what is changed wakes it, too': rewrite(
      'events-mapping',
      'filterCriteria.filters.0.pattern',
      '["INSERT"]',
      '["INSERT","MODIFY"]',
    ),
    'it waits for another kind of item': rewrite(
      'events-mapping',
      'filterCriteria.filters.0.pattern',
      'audit-event',
      'event',
    ),
  },
  'what fails is delivered again, from there on, for as long as the stream has it': {
    'it is given up after three times': set('events-mapping', 'maximumRetryAttempts', 3),
    'it is given up after an hour': set('events-mapping', 'maximumRecordAgeInSeconds', 3600),
    'a batch fails as a whole': set('events-mapping', 'functionResponseTypes', []),
    'what came before the first deployment of it is left out': set(
      'events-mapping',
      'startingPosition',
      'LATEST',
    ),
  },
  'events are gathered for a minute at most, and no more than a call can carry': {
    'they are gathered for five minutes': set(
      'events-mapping',
      'maximumBatchingWindowInSeconds',
      300,
    ),
    'a batch has the most that Lambda takes': set('events-mapping', 'batchSize', 10_000),
  },

  // The HTTP API
  'a route leads to a function, by an integration of the same API': {
    'its integration leads nowhere': {
      ...set('api-graphql-integration', 'integrationUri', 'arn:aws:lambda:elsewhere'),
      also: [ROUTE_PERMISSION],
    },
  },
  [ROUTE_PERMISSION]: {
    'one covers every path': rewrite(
      'Permission::api-graphql-post-graphql',
      'sourceArn',
      '/POST/graphql',
      '/*',
    ),
    'a route has none': remove('Permission::api-graphql-post-graphql'),
    'one is left over from a route that is gone': remove('Route::api-graphql-options-graphql'),
  },
  [BEHAVIORS_AND_ROUTES]: {
    'the path of a route is served by the bucket': distribution(
      'orderedCacheBehaviors.1.pathPattern',
      '/cms',
    ),
    'two behaviours take the same path': distribution('orderedCacheBehaviors.1.pathPattern', '/*'),
    'a behaviour does not let POST through': distribution(
      'orderedCacheBehaviors.0.allowedMethods',
      ['GET', 'HEAD', 'OPTIONS'],
    ),
  },
  [PATIENCE]: {
    'the API gives up while the function still works': set(
      'api-graphql-integration',
      'timeoutMilliseconds',
      15_000,
    ),
    'CloudFront gives up before the API': distribution(
      'origins.1.customOriginConfig.originReadTimeout',
      20,
    ),
  },
  'a stage limits the rate of requests below what the account has': {
    'there is no limit': set('api-stage', 'defaultRouteSettings', undefined),
  },

  // The edge
  [TLS]: {
    'a behaviour answers without': distribution(
      'defaultCacheBehavior.viewerProtocolPolicy',
      'allow-all',
    ),
    'a host name of ours takes version 1.0': {
      ...distribution('viewerCertificate.minimumProtocolVersion', 'TLSv1'),
      environment: 'prod',
    },
  },
  'a browser may use HTTP/2, HTTP/3 and IPv6': {
    'HTTP/1.1 is the best': distribution('httpVersion', 'http1.1'),
  },
  'the API is an origin by TLS 1.2 alone, a bucket by signed requests alone': {
    'the API is asked as the viewer asks': distribution(
      'origins.1.customOriginConfig.originProtocolPolicy',
      'match-viewer',
    ),
    'the bucket is asked without a signature': distribution(
      'origins.0.originAccessControlId',
      undefined,
    ),
  },
  [HEADERS]: {
    'one behaviour has no policy': distribution(
      'orderedCacheBehaviors.0.responseHeadersPolicyId',
      undefined,
    ),
    'scripts of anywhere may run': edit(
      'site-headers',
      'securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy',
      (policy) => policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    ),
    'the policy is longer than CloudFront takes': edit(
      'site-headers',
      'securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy',
      (policy) => policy + '; img-src https://friend.example'.repeat(50),
    ),
  },
  [CACHING]: {
    'answers of the API are kept': distribution(
      'orderedCacheBehaviors.0.cachePolicyId',
      '658327ea-f89d-4fab-a63d-7e88639e58f6',
    ),
    'files are sent as they are': distribution('defaultCacheBehavior.compress', false),
  },
  [SENT_SECRET]: {
    'CloudFront sends none': distribution('origins.1.customHeaders', []),
    'the new one is not accepted yet': {
      ...rewrite('graphql-function', 'environment.variables.ORIGIN_SECRET', /^\S+ /, ''),
      environment: 'prod',
    },
    'the one before is not accepted any more': {
      ...rewrite('graphql-function', 'environment.variables.ORIGIN_SECRET', / \S+$/, ''),
      environment: 'prod',
    },
  },
  'wherever a secret flows Pulumi knows it for one, and the program does not print it': {
    'the environment of a function is plain': option('graphql-function', 'secrets', []),
    'the program prints what it sends': {
      change: (graph) => {
        const { inputs } = resource(graph, 'site-distribution')
        graph.outputs['secret'] = at(inputs, 'origins', 1, 'customHeaders')
      },
    },
  },
  'a function of the edge is no longer than CloudFront takes': {
    'somebody brings a library along': edit('site-router', 'code', (code) => code.padEnd(11_000)),
  },
  'every screen is the page, the first one too, and a file is itself': {
    'the function is not associated': distribution('defaultCacheBehavior.functionAssociations', []),
    'missing files are the page, too': edit('site-router', 'code', (code) =>
      code.replace("!last.includes('.')", 'true'),
    ),
  },
  'a distribution has no more behaviours than CloudFront takes': {
    'each path gets one': {
      change: (graph) => {
        const { inputs } = resource(graph, 'site-distribution')
        inputs['orderedCacheBehaviors'] = Array(25).fill(at(inputs, 'orderedCacheBehaviors', 0))
      },
      also: [BEHAVIORS_AND_ROUTES],
    },
  },

  // The program
  'whatever AWS makes is made by the provider that tags it': {
    'a component was not told its provider': option('database-table', 'provider', ''),
    'the provider forgets the environment': rewrite(
      'aws',
      'defaultTags',
      ',"environment":"dev"',
      '',
    ),
  },
  'a name fits, in the environment with the longest name, too': {
    'a function is named by what it does': {
      ...option('graphql-function', 'name', 'graphql-of-the-admin-for-all-tenants-function'),
      also: [VARIABLES],
    },
  },
  'a name that is not made up by Pulumi says project and environment': {
    'two environments would want the same log group': set(
      'api-access',
      'name',
      '/aws/vendedlogs/tenantry-api',
    ),
  },
  'a description fits': {
    'somebody explains at length': distribution('comment', 'The admin and the API. '.repeat(6)),
  },
  'the program tells its address and its table': {
    'the address is not the host name of ours': {
      change: (graph) => {
        graph.outputs['url'] = 'https://tenantry-prod-site-distribution.cloudfront.localhost'
      },
      environment: 'prod',
    },
    'it forgets the table': {
      change: (graph) => {
        delete graph.outputs['tableName']
      },
    },
  },
}
