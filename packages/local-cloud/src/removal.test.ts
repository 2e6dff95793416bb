// Each declared part is there for something: the real program, with one part taken away at a time.
import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { runs, seed } from '../../../tools/runs.ts'
import { checks, firstFailure } from '../test/checks.ts'
import { openOkta, openWorld, recordGraph } from '../test/world.ts'
import type { Graph, Resource } from './graph.ts'

vi.setConfig({ testTimeout: 60_000 })

const okta = await openOkta()
afterAll(() => okta.stop())
const graph = await recordGraph(okta)

type Path = readonly (string | number)[]

/** They mean nothing on one machine; the rules of infra/rules.ts say what they must be. */
const ONLY_IN_THE_CLOUD: Readonly<Record<string, readonly string[]>> = {
  'aws:apigatewayv2/stage:Stage': ['defaultRouteSettings', 'accessLogSettings'],
  'aws:cloudfront/distribution:Distribution': [
    'httpVersion',
    'isIpv6Enabled',
    'priceClass',
    'restrictions',
    'viewerCertificate',
    'cachedMethods',
    'viewerProtocolPolicy',
    'customOriginConfig',
  ],
  'aws:dynamodb/table:Table': ['pointInTimeRecovery', 'serverSideEncryption'],
  'aws:lambda/function:Function': ['architectures', 'loggingConfig'],
  'aws:s3/bucket:Bucket': ['forceDestroy'],
}
/** CloudFront takes certain sets of methods only: these come with POST. */
const COME_WITH_POST = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']

/** AWS would deploy without them: only a request can tell that they are gone. */
const SEEN_BY_HTTP =
  /\.(orderedCacheBehaviors\.\d+|.*functionAssociations|.*responseHeadersPolicyId|environment\.variables\.\w+|.*customHeaders|securityHeadersConfig\.\w+)$/

/** What a part is about is asked first: without the other functions that is some processes less. */
const FIRST: readonly [RegExp, RegExp][] = [
  [/^(headless-cms|api-content)/, /content/],
  [/^(stream|events)/, /sealed/],
  [/^(indexing|changes)/, /index/],
]

/** The types whose absence shows on this machine. */
const SEEN = new Set([
  ...Object.keys(ONLY_IN_THE_CLOUD),
  'aws:apigatewayv2/api:Api',
  'aws:apigatewayv2/integration:Integration',
  'aws:apigatewayv2/route:Route',
  'aws:cloudfront/function:Function',
  'aws:cloudfront/originAccessControl:OriginAccessControl',
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy',
  'aws:iam/role:Role',
  'aws:iam/rolePolicy:RolePolicy',
  'aws:lambda/eventSourceMapping:EventSourceMapping',
  'aws:lambda/permission:Permission',
  'aws:s3/bucketObjectv2:BucketObjectv2',
  'aws:s3/bucketPolicy:BucketPolicy',
])
const resources = graph.resources.filter(({ type }) => SEEN.has(type))

const pathsIn = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => {
        const at = [...path, name]
        return [at, ...pathsIn(part, at)]
      })
    : []

const matters = ({ type, inputs }: Resource, path: Path) =>
  !path.some((name) => ONLY_IN_THE_CLOUD[type]?.includes(String(name))) &&
  !(path.at(-2) === 'allowedMethods' && COME_WITH_POST.includes(String(valueAt(inputs, path))))

/** A copy with a table of its own, so that no run finds what another one made. */
function copy(number: number): Graph {
  const name = String(graph.outputs['tableName'])
  return JSON.parse(JSON.stringify(graph).replaceAll(name, `${name}-${number}`))
}

async function outcome(changed: Graph, name: string): Promise<string> {
  try {
    const world = await openWorld(changed, okta)
    const [, first] = FIRST.find(([about]) => about.test(name)) ?? []
    const failure = await firstFailure(world, first)
    await world.stop()
    return failure ?? 'everything works'
  } catch (error) {
    return `does not start: ${error instanceof Error ? error.message : String(error)}`
  }
}

test('with nothing taken away every check passes', async () => {
  const world = await openWorld(copy(0), okta)

  const failures = await Promise.allSettled(Object.values(checks).map((check) => check(world)))

  await world.stop()
  expect(failures.filter(({ status }) => status === 'rejected')).toEqual([])
})

describe('a check fails without', () => {
  test.each(resources.map((it) => [it.name, it.type, it.urn]))(
    '%s (%s)',
    async (name, type, urn) => {
      const changed = copy(resources.findIndex((it) => it.urn === urn) + 1)
      changed.resources = changed.resources.filter((it) => it.urn !== urn)

      const seen = await outcome(changed, name)
      expect(seen).not.toBe('everything works')
      if (type.endsWith(':Route')) expect(seen).not.toMatch(/^does not start/)
    },
  )

  const parts = resources
    .flatMap((resource) =>
      pathsIn(resource.inputs)
        .filter((path) => matters(resource, path))
        .map((path) => ({ name: `${resource.name}.${path.join('.')}`, urn: resource.urn, path })),
    )
    .map((part, index) => ({ ...part, index }))
  test.each(sampleOf(parts, runs(15)))('$name', async (part) => {
    const changed = copy(1000 + part.index)
    const inputs = changed.resources.find(({ urn }) => urn === part.urn)?.inputs
    removeAt(inputs, part.path)

    const seen = await outcome(changed, part.name)
    expect(seen).not.toBe('everything works')
    if (SEEN_BY_HTTP.test(part.name)) expect(seen).not.toMatch(/^does not start/)
  })
})

/** Other ones each time, for each is a cloud that starts: `yarn test:deep` takes them all. */
function sampleOf<Part extends { name: string }>(parts: readonly Part[], count: number): Part[] {
  const lot = ({ name }: Part) => createHash('sha256').update(`${seed} ${name}`).digest('hex')
  return parts.toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, count)
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  )
}

function removeAt(value: unknown, path: Path): void {
  const holder = valueAt(value, path.slice(0, -1))
  const name = path.at(-1) ?? ''
  if (Array.isArray(holder)) holder.splice(Number(name), 1)
  else if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, name)
}
