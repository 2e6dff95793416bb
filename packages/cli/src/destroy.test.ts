// Production, whose table and bucket are protected, from its first deploy to its deliberate end.
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createWorld } from '../test/world.ts'

vi.setConfig({ testTimeout: 120_000 })

const world = createWorld()
afterAll(() => world.end())

const env = {
  PULUMI_BACKEND_URL: 's3://acme-state',
  PULUMI_SECRETS_PROVIDER: 'awskms://alias/tenantry',
  PULUMI_CONFIG_PASSPHRASE: '',
}
const BUCKET = 's3/acme-state'
const run = (command: 'deploy' | 'destroy' | 'info', ...args: string[]) =>
  world.run(command, ['--env=prod', ...args], env)
const destroyTyping = (typed: string) =>
  world.start('destroy', ['--env=prod'], { env, typed }).ended
const protectedOnes = () => world.resources('prod', BUCKET).filter((it) => it.protect)
const destroys = () => world.calls().filter(({ words }) => words?.[0] === 'destroy')

test('production with settings for development is not deployed', async () => {
  const settings = { OKTA_ROOT_CLIENT_ID: '0oa_root', CORS_ORIGINS: 'http://localhost:5173' }

  const { code, text } = await world.run('deploy', ['--env=prod'], settings)

  expect(code).toBe(1)
  expect(text.match(/^ {2}\w+/gm)?.map((it) => it.trim())).toEqual([
    'PULUMI_BACKEND_URL',
    'OKTA_ROOT_CLIENT_ID',
    'CORS_ORIGINS',
  ])
  expect(world.calls()).toEqual([])
})

test('production is deployed with its state in a bucket and a key of KMS, and its data is protected', async () => {
  world.write(`${BUCKET}/.keep`, '')

  expect(await run('deploy')).toMatchObject({ code: 0 })

  expect((await run('info')).text).toMatch(/^Data\s+protected from deletion$/m)
})

test('--yes alone does not destroy production', async () => {
  const { code, text } = await run('destroy', '--yes')

  expect(code).toBe(1)
  expect(text).toMatch(/^prod is production, so --yes alone .* --destroy-production\.\n$/)
})

test('what is protected stops the rest, and is told with the way to give it up', async () => {
  const { code, text } = await run('destroy', '--yes', '--destroy-production')

  const [table, bucket] = protectedOnes()
  expect(code).toBe(1)
  expect(text).toContain(
    [
      'These are protected, so nothing is destroyed:',
      `  ${table?.urn}`,
      `  ${bucket?.urn}`,
      'To give them up for good, take the protection off and run this command again:',
      '  aws dynamodb update-table --region eu-central-1 --table-name tenantry-prod-database-table --no-deletion-protection-enabled',
      `  yarn pulumi --env=prod refresh --target '${table?.urn}'`,
      `  yarn pulumi --env=prod state unprotect '${table?.urn}'`,
      `  yarn pulumi --env=prod state unprotect '${bucket?.urn}'`,
    ].join('\n'),
  )
  expect(destroys()).toEqual([])
})

test('Pulumi’s protection alone is not what holds: AWS would refuse half-way', async () => {
  for (const { urn } of protectedOnes())
    await world.run('pulumi', ['--env=prod', 'state', 'unprotect', urn], env)

  const { code, text } = await run('destroy', '--yes', '--destroy-production')

  expect(code).toBe(1)
  expect(text).toContain('--no-deletion-protection-enabled')
  expect(text).not.toContain('state unprotect')
  expect(destroys()).toEqual([])
})

describe.runIf(process.platform === 'linux')('at a terminal, without protection', () => {
  test('another name than its own destroys nothing', async () => {
    world.refresh('prod', BUCKET)

    const { code, text } = await destroyTyping('production')

    expect(code).toBe(1)
    expect(text).toMatch(/Type "prod" to destroy it: /)
    expect(text).toMatch(/That is not "prod": nothing was changed\.\n$/)
    expect(destroys()).toEqual([])
  })

  test('its own name does', async () => {
    const { code, text } = await destroyTyping('prod')

    expect(text).toMatch(/prod is destroyed\.\n$/)
    expect(code).toBe(0)
    expect(destroys()[0]?.flags).toEqual({ yes: true, remove: true })
  })
})
