// The whole program on a stand-in engine: what is asserted here is what a deployment would make.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram, type Graph, type Resource } from '@tenantry/local-cloud'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }) // each run is a process of its own

const folder = mkdtempSync(join(tmpdir(), 'tenantry-graph-'))
for (const file of [
  'index.html',
  'favicon.svg',
  'assets/app-1.js',
  'assets/font.woff2',
  '.vite/manifest.json',
]) {
  mkdirSync(join(folder, file, '..'), { recursive: true })
  writeFileSync(join(folder, file), file)
}
afterAll(() => rmSync(folder, { recursive: true }))

const required = {
  'tenantry:oktaIssuer': 'https://acme.okta.com/oauth2/default',
  'tenantry:oktaAudience': 'api://tenantry',
  'tenantry:oktaRootClientId': '0oa_root',
  'tenantry:adminFolder': folder,
  'tenantry:apiFolder': folder,
}

const run = (stack: string, config: Record<string, string> = {}, dryRun = false) =>
  runProgram({
    program: join(import.meta.dirname, 'index.ts'),
    project: 'tenantry',
    stack,
    dryRun,
    config: { ...required, ...config },
  })

let dev: Graph
let prod: Graph
beforeAll(async () => {
  ;[dev, prod] = await Promise.all([
    run('dev'),
    run('prod', {
      'tenantry:originSecretGeneration': '2',
      'tenantry:oktaOrigins': 'https://*.okta.com https://login.acme.example',
      'tenantry:domainName': 'cms.acme.example',
      'tenantry:certificateArn': 'arn:aws:acm:us-east-1:1:certificate/1',
    }),
  ])
})

const ofType = (graph: Graph, type: string) => graph.resources.filter((it) => it.type === type)
function only(graph: Graph, type: string): Resource {
  const [resource, ...others] = ofType(graph, type)
  if (!resource || others.length > 0) throw new Error(`${others.length + 1} of ${type}`)
  return resource
}

describe('the program', () => {
  test('registers in a preview what it registers in an update', async () => {
    const preview = await run('dev', {}, true)

    const urns = (graph: Graph) => graph.resources.map(({ urn }) => urn).sort()
    expect(urns(preview)).toEqual(urns(dev))
  })

  test('says where the installation is and which table it has', () => {
    expect(dev.outputs).toEqual({
      url: 'https://tenantry-dev-site-distribution.cloudfront.localhost',
      tableName: 'tenantry-dev-database-table',
    })
    expect(prod.outputs['url']).toBe('https://cms.acme.example')
  })

  test.each([
    [
      'tenantry:oktaOrigins',
      "https://acme.okta.com;script-src 'unsafe-inline'",
      /is not an origin/,
    ],
    ['tenantry:adminFolder', import.meta.dirname, /build the admin first/],
    ['tenantry:originSecretGeneration', '0', /whole number from 1/],
    ['tenantry:domainName', 'cms.acme.example', /tenantry:certificateArn/],
  ])(
    'refuses %s = %s',
    async (name, value, sentence) => {
      await expect(run('dev', { [name]: value })).rejects.toThrow(sentence)
    },
    30_000,
  )
})

describe('the table', () => {
  const TABLE = 'aws:dynamodb/table:Table'

  test('has the keys, the stream, expiry, recovery and encryption of the design', () => {
    expect(only(dev, TABLE).inputs).toEqual({
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'PK',
      rangeKey: 'SK',
      attributes: [
        { name: 'PK', type: 'S' },
        { name: 'SK', type: 'S' },
      ],
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      ttl: { attributeName: 'expiresAt', enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: false,
    })
  })

  test('is kept twice over in prod: by AWS and by Pulumi', () => {
    expect(only(prod, TABLE)).toMatchObject({
      inputs: { deletionProtectionEnabled: true },
      protect: true,
    })
    expect(only(dev, TABLE).protect).toBe(false)
  })
})

const FUNCTION = 'aws:lambda/function:Function'
const FUNCTIONS = ['graphql', 'headless-cms']
function named(graph: Graph, type: string, name: string): Resource {
  const resource = ofType(graph, type).find((it) => it.name === name)
  if (!resource) throw new Error(`no ${type} ${name}`)
  return resource
}

describe.each(FUNCTIONS)('the function %s', (name) => {
  test('runs on arm64 with enough memory for a fast start, and logs JSON to its own group', () => {
    expect(named(dev, FUNCTION, `${name}-function`).inputs).toMatchObject({
      code: { path: join(folder, name) },
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      memorySize: 1024,
      timeout: 15,
      loggingConfig: { logFormat: 'JSON', logGroup: `tenantry-dev-${name}-logs` },
    })
    for (const group of ofType(dev, 'aws:cloudwatch/logGroup:LogGroup'))
      expect(group.inputs).toMatchObject({ retentionInDays: 30 })
  })

  test('reaches its table by key and its own logs, and nothing else', () => {
    const { inputs } = named(dev, 'aws:iam/rolePolicy:RolePolicy', `${name}-policy`)
    const policy = JSON.parse(String(inputs['policy']))

    expect(policy.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'dynamodb:GetItem',
          'dynamodb:BatchGetItem',
          'dynamodb:Query',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'dynamodb:DeleteItem',
          'dynamodb:ConditionCheckItem',
        ],
        Resource: only(dev, 'aws:dynamodb/table:Table').outputs['arn'],
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:eu-central-1:000000000000:log-group:tenantry-dev-${name}-logs:*`,
      },
    ])
    expect(ofType(dev, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment')).toEqual([])
  })

  test('has an environment below the 4 KB that Lambda takes, and its secret stays a secret', () => {
    const { inputs, secrets } = named(prod, FUNCTION, `${name}-function`)

    expect(JSON.stringify(inputs['environment']).length).toBeLessThan(4096)
    expect(secrets).toEqual(['environment'])
  })
})

describe('the origin secret', () => {
  const sent = (graph: Graph) => {
    const { origins } = only(graph, 'aws:cloudfront/distribution:Distribution').inputs as {
      origins: { customHeaders?: { name: string; value: string }[] }[]
    }
    return origins.flatMap(({ customHeaders = [] }) => customHeaders)
  }
  const accepted = (graph: Graph) => {
    const [first, ...others] = FUNCTIONS.map((name) => {
      const { environment } = named(graph, FUNCTION, `${name}-function`).inputs as {
        environment: { variables: Record<string, string> }
      }
      return environment.variables['ORIGIN_SECRET']
    })
    expect(others).toEqual([first])
    return first?.split(' ') ?? []
  }

  test('is what the function accepts and the distribution sends, long and random', () => {
    expect(sent(dev)).toEqual([{ name: 'x-origin-secret', value: accepted(dev)[0] }])
    expect(accepted(dev)).toEqual([expect.stringMatching(/^\w{48}$/)])
    expect(only(dev, 'aws:cloudfront/distribution:Distribution').secrets).toEqual(['origins'])
  })

  test('of the generation before is still accepted while the distribution changes', () => {
    expect(accepted(prod)).toHaveLength(2)
    expect(new Set(accepted(prod)).size).toBe(2)
    expect(sent(prod)).toEqual([{ name: 'x-origin-secret', value: accepted(prod)[0] }])
  })
})

describe('the HTTP API', () => {
  test('has the routes of the admin API and of content, each with a permission of its own', () => {
    const keys = ofType(dev, 'aws:apigatewayv2/route:Route').map(({ inputs }) => inputs['routeKey'])
    const sources = ofType(dev, 'aws:lambda/permission:Permission').map(
      ({ inputs }) => inputs['sourceArn'],
    )

    expect(keys).toEqual([
      'POST /graphql',
      'OPTIONS /graphql',
      'POST /cms/{endpoint}/{locale}',
      'OPTIONS /cms/{endpoint}/{locale}',
    ])
    expect(sources).toEqual([
      expect.stringMatching(/:tenantry-dev-api-gateway\/\*\/POST\/graphql$/),
      expect.stringMatching(/:tenantry-dev-api-gateway\/\*\/OPTIONS\/graphql$/),
      expect.stringMatching(/:tenantry-dev-api-gateway\/\*\/POST\/cms\/\*\/\*$/),
      expect.stringMatching(/:tenantry-dev-api-gateway\/\*\/OPTIONS\/cms\/\*\/\*$/),
    ])
  })

  test('limits the rate, logs each access and gives up before CloudFront does', () => {
    expect(only(dev, 'aws:apigatewayv2/stage:Stage').inputs).toMatchObject({
      defaultRouteSettings: { throttlingBurstLimit: 500, throttlingRateLimit: 250 },
      accessLogSettings: { destinationArn: expect.stringContaining(':log-group:/aws/vendedlogs/') },
    })
    for (const { inputs } of ofType(dev, 'aws:apigatewayv2/integration:Integration'))
      expect(inputs).toMatchObject({ timeoutMilliseconds: 20_000 })
  })
})

describe('the site', () => {
  const objects = () => ofType(dev, 'aws:s3/bucketObjectv2:BucketObjectv2')
  const object = (key: string) => objects().find(({ inputs }) => inputs['key'] === key)

  test('keeps its files from the public; only its own distribution reads them', () => {
    expect(only(dev, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock').inputs).toEqual({
      bucket: 'tenantry-dev-site-files',
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
    const policy = JSON.parse(
      String(only(dev, 'aws:s3/bucketPolicy:BucketPolicy').inputs['policy']),
    )
    expect(policy.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::tenantry-dev-site-files/*',
        Condition: {
          StringEquals: {
            'AWS:SourceArn': only(dev, 'aws:cloudfront/distribution:Distribution').outputs['arn'],
          },
        },
      },
    ])
  })

  test('uploads index.html last, revalidated; hashed files stay for good and outlive a deployment', () => {
    const page = object('index.html')
    const others = objects().filter((it) => it !== page)

    expect(page?.dependsOn).toEqual(expect.arrayContaining(others.map(({ urn }) => urn)))
    expect(page?.inputs['cacheControl']).toBe('public, max-age=0, must-revalidate')
    expect(object('assets/app-1.js')).toMatchObject({
      inputs: {
        cacheControl: 'public, max-age=31536000, immutable',
        contentType: 'text/javascript; charset=utf-8',
      },
      retainOnDelete: true,
    })
    expect(object('favicon.svg')).toMatchObject({ retainOnDelete: false })
    expect(object('.vite/manifest.json')).toBeUndefined()
  })

  test('tells the admin its root client and environment, never cached', () => {
    expect(object('config.json')?.inputs).toMatchObject({
      content: '{"rootAppClientId":"0oa_root","environment":"dev"}',
      contentType: 'application/json',
      cacheControl: 'no-store',
    })
  })

  test('sends the policy of the browser with every behaviour', () => {
    const { defaultCacheBehavior, orderedCacheBehaviors } = only(
      prod,
      'aws:cloudfront/distribution:Distribution',
    ).inputs as Record<string, never> & { orderedCacheBehaviors: object[] }
    const policy = only(prod, 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy')

    for (const behavior of [defaultCacheBehavior, ...orderedCacheBehaviors])
      expect(behavior).toMatchObject({ responseHeadersPolicyId: policy.id })
    expect(policy.inputs).toMatchObject({
      securityHeadersConfig: {
        contentSecurityPolicy: {
          contentSecurityPolicy:
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
            "img-src 'self' data: blob:; font-src 'self' data:; " +
            "connect-src 'self' https://*.okta.com https://login.acme.example; " +
            "frame-src 'self' https://*.okta.com https://login.acme.example; " +
            "form-action 'self' https://*.okta.com https://login.acme.example; " +
            "base-uri 'none'; frame-ancestors 'none'",
        },
      },
    })
  })

  test('speaks TLS 1.2 or later: to the API always, to browsers on a domain of its own', () => {
    const { inputs } = only(prod, 'aws:cloudfront/distribution:Distribution')

    expect(inputs).toMatchObject({
      aliases: ['cms.acme.example'],
      viewerCertificate: { minimumProtocolVersion: 'TLSv1.2_2021', sslSupportMethod: 'sni-only' },
      origins: [
        { originId: 'admin' },
        {
          originId: 'api',
          customOriginConfig: {
            originProtocolPolicy: 'https-only',
            originSslProtocols: ['TLSv1.2'],
          },
        },
      ],
      defaultCacheBehavior: { viewerProtocolPolicy: 'redirect-to-https' },
      orderedCacheBehaviors: ['/graphql', '/cms*'].map((pathPattern) => ({
        pathPattern,
        viewerProtocolPolicy: 'https-only',
      })),
    })
  })

  test('caches the files and nothing of the API', () => {
    expect(only(dev, 'aws:cloudfront/distribution:Distribution').inputs).toMatchObject({
      defaultCacheBehavior: { cachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' },
      orderedCacheBehaviors: Array.from({ length: 2 }, () => ({
        cachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      })),
    })
  })
})
