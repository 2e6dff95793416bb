// What goes wrong on the way: nothing set, a program that fails, a lock, an interruption.
import { describe, expect, test, vi } from 'vitest'
import { world } from '../test/world.ts'

vi.setConfig({ testTimeout: 120_000 })

const STACK = 'state/.pulumi/stacks/tenantry/dev.json'
const LOCKS = 'state/.pulumi/locks/organization/tenantry/dev'
const EMPTY = JSON.stringify({
  secretsProvider: 'passphrase',
  resources: [],
  history: [],
})

test('without settings all of them are told, and nothing is touched', async () => {
  const { run, calls, builds } = world()
  const unset = Object.fromEntries(
    ['AWS_REGION', 'OKTA_ISSUER', 'OKTA_AUDIENCE', 'OKTA_ROOT_CLIENT_ID']
      .concat(['PULUMI_CONFIG_PASSPHRASE', 'PULUMI_BACKEND_URL'])
      .map((name) => [name, '']),
  )

  const { code, text } = await run('deploy', ['--env=dev'], unset)

  expect(code).toBe(1)
  expect(text.match(/^ {2}\w+ is missing: /gm)).toHaveLength(6)
  expect(text).toContain('Write them into .env.dev or into the environment')
  expect(calls()).toEqual([])
  expect(builds()).toEqual([])
})

test.each([
  [['--env=dev', '--fast'], 2, /^Unknown option '--fast'[^]*\n\nyarn deploy \[apps\/api/],
  [['--preview'], 2, /^Say which environment[^]*\n\nyarn deploy \[apps\/api/],
  [['--help'], 0, /^yarn deploy \[apps\/api/],
])('yarn deploy %j ends with %d and tells its usage', async (args, code, usage) => {
  const ended = await world().start('deploy', args).ended

  expect(ended).toMatchObject({ code, text: expect.stringMatching(usage) })
})

test('after a build that fails nothing is deployed', async () => {
  const { run, write, calls } = world()
  write('broken', '')

  const { code, text } = await run('deploy', ['--env=dev'])

  expect(code).toBe(1)
  expect(text).toMatch(/The build failed, see above: nothing was deployed\.\n$/)
  expect(calls()).toEqual([])
})

test('a program that fails shows Pulumi’s diagnostics, and ends with one sentence and 1', async () => {
  const { run, remove } = world()
  remove('admin/index.html')

  const { code, text } = await run('deploy', ['--env=dev'])

  expect(code).toBe(1)
  expect(text).toMatch(/Diagnostics:\n {2}pulumi:pulumi:Stack \(tenantry-dev\):\n {4}error: /)
  expect(text).toContain('There is no index.html in')
  expect(text).toMatch(/\nPulumi did not finish and says why above; .*\.\n$/)
  const { text: info } = await run('info', ['--env=dev'])
  expect(info).toMatch(/^Address\s+none yet$/m)
  expect(info).toMatch(/^Last update\s+update failed, /m)
})

test('what Pulumi refuses is told in its words, without the command line', async () => {
  const { run, write } = world()
  write(STACK, EMPTY)
  const env = { PULUMI_CONFIG_PASSPHRASE: '', PULUMI_SECRETS_PROVIDER: 'awskms://alias/tenantry' }

  const { code, text } = await run('info', ['--env=dev'], env)

  expect(code).toBe(1)
  expect(text).toMatch(/^Pulumi refused: passphrase must be set with [^\n]+\n$/)
})

test('an interrupted deploy tells Pulumi once, waits for it and ends with 130, without a lock', async () => {
  const { start, write, exists, calls } = world()
  write('hold', '')
  const deploy = start('deploy', ['--env=dev'])
  await vi.waitUntil(() => exists(LOCKS), 60_000)

  deploy.kill('SIGINT')
  const { code, text } = await deploy.ended

  expect(calls().filter(({ signal }) => signal)).toEqual([{ signal: 'SIGINT' }])
  expect(text).toMatch(/\^C received; cancelling\.\n[^]*\nInterrupted: .*goes on from there\.\n$/)
  expect(code).toBe(130)
})

test('an interrupted build is the end of it', async () => {
  const { start, write, builds, calls } = world()
  write('slow', '')
  const deploy = start('deploy', ['--env=dev'])
  await vi.waitUntil(() => builds().length > 0, 60_000)

  deploy.kill('SIGINT')
  const { code } = await deploy.ended

  expect(code).toBe(130)
  expect(calls()).toEqual([])
})

test('a lock that was left behind is told with the command that removes it', async () => {
  const { run, write, exists } = world()
  write(STACK, EMPTY)
  write(`${LOCKS}/1.json`, '{}')

  const { code, text } = await run('deploy', ['--env=dev'])

  expect(code).toBe(1)
  expect(text).toMatch(/error: the stack is currently locked by 1 lock\(s\)/)
  const [, remedy = ''] = /remove the lock with: yarn pulumi (.+)\n$/.exec(text) ?? []
  expect(await run('pulumi', remedy.split(' '))).toMatchObject({ code: 0 })
  expect(exists(LOCKS)).toBe(false)
})

describe.runIf(process.platform === 'linux')('at a terminal', () => {
  test('Pulumi itself asks, and a no changes nothing', async () => {
    const { start, calls, resources } = world()

    const { code, text } = await start('deploy', ['--env=dev'], { typed: 'no' }).ended

    expect(text).toContain('Do you want to perform this update?')
    expect(text).toContain('confirmation declined')
    expect(code).toBe(1)
    expect(calls().find(({ words }) => words?.[0] === 'up')?.flags).toEqual({})
    expect(resources('dev')).toEqual([])
  })

  test('Ctrl-C reaches Pulumi once', async () => {
    const { start, write, exists, calls } = world()
    write('hold', '')
    const deploy = start('deploy', ['--env=dev', '--yes'], { typed: '' })
    await vi.waitUntil(() => exists(LOCKS), 60_000)

    deploy.type('\u0003')
    const { code, text } = await deploy.ended

    expect(calls().find(({ words }) => words?.[0] === 'up')?.flags).toEqual({ yes: true })
    expect(calls().filter(({ signal }) => signal)).toEqual([{ signal: 'SIGINT' }])
    expect(text).toContain('Interrupted: ')
    expect(code).toBe(130)
  })
})
