// The whole program on a stand-in engine, once for each environment: what is asked of these graphs
// is asked of what a deployment would make.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runProgram, type Graph } from '@tenantry/local-cloud'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rules } from './rules.ts'
import { breaks } from './rules/breaks.ts'
import { differenceText, graphText } from './rules/graph-text.ts'

const ENVIRONMENTS = ['dev', 'preview-1', 'staging', 'prod']

const folder = mkdtempSync(join(tmpdir(), 'tenantry-graph-'))
afterAll(() => rmSync(folder, { recursive: true }))
const admin = ['index.html', 'favicon.svg', 'assets/app-1.js', '.vite/manifest.json']
const api = [
  'graphql/index.mjs',
  'headless-cms/index.mjs',
  'stream/index.mjs',
  'indexing/index.mjs',
]
for (const file of [...admin.map((it) => `admin/${it}`), ...api.map((it) => `api/${it}`)]) {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), 'export { handler }')
}
const built = join(import.meta.dirname, '../apps/api/dist')
const apiFolder = existsSync(built) ? built : join(folder, 'api')

const config = {
  'tenantry:oktaIssuer': 'https://acme.okta.com/oauth2/default',
  'tenantry:oktaAudience': 'api://tenantry',
  'tenantry:oktaRootClientId': '0oa_root',
  'tenantry:adminFolder': join(folder, 'admin'),
  'tenantry:apiFolder': apiFolder,
}
/** As a company would have it: a host name of its own, and the secret of the origin rotated once. */
const prodConfig = {
  ...config,
  'tenantry:originSecretGeneration': '2',
  'tenantry:oktaOrigins': 'https://*.okta.com https://login.acme.example',
  'tenantry:domainName': 'cms.acme.example',
  'tenantry:certificateArn': 'arn:aws:acm:us-east-1:1:certificate/1',
}

const run = (stack: string, dryRun: boolean) =>
  runProgram({
    program: join(import.meta.dirname, 'index.ts'),
    project: 'tenantry',
    stack,
    dryRun,
    config: stack === 'prod' ? prodConfig : config,
  })

const updates = new Map<string, Graph>()
const previews = new Map<string, Graph>()
beforeAll(async () => {
  for (const name of ENVIRONMENTS) {
    const [update, preview] = await Promise.all([run(name, false), run(name, true)])
    updates.set(name, update)
    previews.set(name, preview)
  }
}, 180_000)

/** A copy: whoever breaks something in it breaks it for nobody else. */
function graphOf(environment: string, graphs: ReadonlyMap<string, Graph> = updates): Graph {
  const graph = graphs.get(environment)
  if (!graph) throw new Error(`The program was not run for ${environment}.`)
  return structuredClone(graph)
}

const brokenIn = (graph: Graph): string[] =>
  rules.filter(({ rule }) => rule(graph).length > 0).map(({ name }) => name)

describe.each(ENVIRONMENTS)('in %s', (environment) => {
  test.each(rules.map(({ name, rule }) => [name, rule] as const))('%s', (_, rule) => {
    expect(rule(graphOf(environment))).toEqual([])
  })

  test('a preview registers what an update does', () => {
    const urns = ({ resources }: Graph) => resources.map(({ urn }) => urn).sort()

    expect(urns(graphOf(environment, previews))).toEqual(urns(graphOf(environment)))
  })
})

describe('it is reported when somebody breaks the rule:', () => {
  const rows = Object.entries(breaks).flatMap(([rule, changes]) =>
    Object.entries(changes).map(([when, it]) => [rule, when, it] as const),
  )
  test.each(rows)('%s; %s', (rule, _, { environment = 'dev', change, also = [] }) => {
    const graph = graphOf(environment)
    const before = brokenIn(graph)

    change(graph)

    const broken = brokenIn(graph).filter((it) => !before.includes(it))
    expect(broken.sort()).toEqual([rule, ...also].sort())
  })

  test('none of the rules has only been seen to hold', () => {
    expect(Object.keys(breaks).sort()).toEqual(rules.map(({ name }) => name).sort())
  })
})

describe('a reviewer sees', () => {
  const portable = (text: string) =>
    `${text.replaceAll(apiFolder, 'apps/api/dist').replaceAll(`${folder}/admin`, 'apps/admin/dist')}\n`

  test('all that is made in dev', async () => {
    await expect(portable(graphText(graphOf('dev')))).toMatchFileSnapshot('graphs/dev.txt')
  })

  test.each(['preview-1', 'staging', 'prod'])('what %s has otherwise', async (environment) => {
    const text = differenceText(graphOf('dev'), graphOf(environment))

    await expect(portable(text)).toMatchFileSnapshot(`graphs/${environment}.txt`)
  })
})
