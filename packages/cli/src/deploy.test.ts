// One environment from its first deploy to its end, as a person would go through it: with the real
// Automation API, the real program, and a stand-in for the `pulumi` command.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { complete, createWorld } from '../test/world.ts'

vi.setConfig({ testTimeout: 120_000 })

const world = createWorld()
afterAll(() => world.end())

const ADDRESS = 'https://tenantry-dev-site-distribution.cloudfront.localhost'
const env = { CORS_ORIGINS: 'https://www.acme.com' }

const calls = (...words: string[]) =>
  world.calls().filter((call) => words.every((word, at) => call.words?.[at] === word))
const prints = () =>
  new Map(world.resources('dev').map(({ urn, fingerprint }) => [urn, fingerprint]))

/** The resources, by the last part of their names, that a deploy has made or changed. */
async function changedBy(args: readonly string[]) {
  const before = prints()
  const { code, text } = await world.run('deploy', args, env)
  const changed = [...prints()].filter(([urn, print]) => before.get(urn) !== print)
  return { code, text, names: changed.map(([urn]) => urn.split('::').at(-1)) }
}

test('before the first deploy there is nothing, and it is said how to deploy', async () => {
  const { code, text } = await world.run('info', ['--env=dev'])

  expect(code).toBe(1)
  expect(text).toBe(
    `There is no dev in file://${world.state}. Deploy it with: yarn deploy --env=dev\n`,
  )
})

test('an app alone is no first deploy', async () => {
  const { code, text } = await world.run('deploy', ['apps/api', '--env=dev'])

  expect(code).toBe(1)
  expect(text).toContain('run yarn deploy --env=dev first')
  expect(world.builds()).toEqual([])
})

test('a preview shows what would be made, and leaves nothing behind', async () => {
  const { code, text } = await world.run('deploy', ['--env=dev', '--preview'])

  expect(code).toBe(0)
  expect(text).toMatch(/Previewing update \(dev\):\nResources:\n {4}\+ \d+ created/)
  expect(calls('up')).toEqual([])
  expect(world.exists('state/.pulumi/stacks/tenantry/dev.json')).toBe(false)
})

test('the first deploy builds, makes everything as the settings say, and tells where it is', async () => {
  world.write('Pulumi.dev.json', '{"tenantry:defaultTenant":"root"}') // no longer set

  const { code, text } = await world.run('deploy', ['--env=dev'], env)

  expect(text).toMatch(/Updating \(dev\):\nResources:\n {4}\+ \d+ created\ndev is at https/)
  expect(text).toContain(`dev is at ${ADDRESS}\n`)
  expect(code).toBe(0)
  expect(world.builds().at(-1)).toBe(
    'run build --output-logs=errors-only --filter=@tenantry/api --filter=@tenantry/admin',
  )
  expect(calls('stack', 'init').at(-1)?.flags).toMatchObject({
    'secrets-provider': 'passphrase',
  })
  expect(JSON.parse(readFileSync(join(world.home, 'Pulumi.dev.json'), 'utf8'))).toEqual({
    'aws:region': complete.AWS_REGION,
    'tenantry:oktaIssuer': complete.OKTA_ISSUER,
    'tenantry:oktaAudience': complete.OKTA_AUDIENCE,
    'tenantry:oktaRootClientId': complete.OKTA_ROOT_CLIENT_ID,
    'tenantry:corsOrigins': env.CORS_ORIGINS,
  })
})

test('a second deploy finds nothing to do', async () => {
  const { code, text, names } = await changedBy(['--env=dev'])

  expect({ code, names }).toEqual({ code: 0, names: [] })
  expect(text).toMatch(/Resources:\n {4}\d+ unchanged\n/)
})

test('the API alone: its functions are updated, the changed admin is not, and it is said so', async () => {
  world.write('api/graphql/index.mjs', 'a new build')
  world.write('api/headless-cms/index.mjs', 'a new build')
  world.write('admin/index.html', 'a new build')

  const { code, text, names } = await changedBy(['apps/api', '--env=dev'])

  expect({ code, names }).toEqual({ code: 0, names: ['graphql-function', 'headless-cms-function'] })
  expect(calls('up').at(-1)?.flags).toMatchObject({ 'target-dependents': true })
  expect(world.builds().at(-1)).toContain('--filter=@tenantry/api')
  expect(text).toContain('This is partial: all but apps/api stays as it was deployed last.')
  expect(text).toContain('Only apps/api was updated')
})

test('the admin alone: its files are, new ones made and old ones gone, and no function', async () => {
  world.write('api/graphql/index.mjs', 'a newer build')
  world.write('admin/assets/app-2.js', 'a new build')
  world.remove('admin/assets/app-1.js')

  const { code, names } = await changedBy(['apps/admin', '--env=dev'])

  expect({ code, names }).toEqual({ code: 0, names: ['site/assets/app-2.js', 'site/index.html'] })
  expect([...prints().keys()].join()).not.toContain('app-1.js')
})

test('of what an app consists, nothing is left out of its targets', () => {
  const typesBelow = (component: string) =>
    world
      .resources('dev')
      .filter(({ urn }) => urn.includes(`::${component}`))
      .map(({ type }) => type)
  const all = (type: string) => world.resources('dev').filter((it) => it.type === type)

  for (const [type, component] of [
    ['aws:lambda/function:Function', 'tenantry:ApiFunction'],
    ['aws:s3/bucketObjectv2:BucketObjectv2', 'tenantry:Site'],
  ] as const)
    expect(typesBelow(component).filter((it) => it === type)).toHaveLength(all(type).length)
})

test('an app alone does not get settings that the rest does not have', async () => {
  const { code, text } = await world.run('deploy', ['apps/api', '--env=dev'], {
    ...env,
    OKTA_AUDIENCE: 'api://other',
    DEFAULT_TENANT: 'root',
  })

  expect(code).toBe(1)
  expect(text).toMatch(/^OKTA_AUDIENCE, DEFAULT_TENANT changed .*run yarn deploy --env=dev/)
})

test('an environment does not move to another region: Pulumi would delete its table', async () => {
  const updates = calls('up').length

  const { code, text } = await world.run('deploy', ['--env=dev'], {
    ...env,
    AWS_REGION: 'us-east-1',
  })

  expect(code).toBe(1)
  expect(text).toContain('dev is in eu-central-1 and cannot move to us-east-1')
  expect(calls('up')).toHaveLength(updates)
})

test('info tells where it is, what it has and how it went', async () => {
  const { code, text } = await world.run('info', ['--env=dev'])

  expect(code).toBe(0)
  expect(text).toMatch(/^Environment\s+dev \(development\)\nAddress\s+https/)
  expect(text).toContain(`Address       ${ADDRESS}\n`)
  expect(text).toMatch(/^Table\s+tenantry-dev-database-table$/m)
  expect(text).toMatch(/^Region\s+eu-central-1$/m)
  expect(text).toMatch(/^State\s+file:\/\/\/.+\/state$/m)
  expect(text).toMatch(/^Last update\s+update succeeded, \d{4}-\d\d-\d\dT.+Z$/m)
  expect(text).toMatch(/^Data\s+not protected: yarn destroy deletes it$/m)
})

test('destroying it needs its name or a flag; then it is gone, and a second time is no error', async () => {
  const unasked = await world.run('destroy', ['--env=dev'])
  expect(unasked).toMatchObject({ code: 1, text: expect.stringContaining('add --yes') })

  const done = await world.run('destroy', ['--env=dev', '--yes'])

  expect(done.text).toMatch(/^Destroying dev deletes \d+ resources, its table with all content/)
  expect(done.text).toMatch(/1 are retained/)
  expect(done.text).toMatch(/dev is destroyed\.\n$/)
  expect(done.code).toBe(0)
  expect((await world.run('info', ['--env=dev'])).text).toContain('There is no dev')
  const again = await world.run('destroy', ['--env=dev', '--yes'])
  expect(again).toMatchObject({ code: 0, text: expect.stringContaining('nothing to destroy') })
})
