import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { runProgram } from './engine.ts'

vi.setConfig({ testTimeout: 60_000 }) // each run is a process of its own

const run = (mistake = '', dryRun = false) =>
  runProgram({
    program: join(import.meta.dirname, '../test/program.ts'),
    project: 'sample',
    stack: 'dev',
    dryRun,
    config: { 'sample:mistake': mistake, 'sample:password': 'open sesame' },
  })

test('a program is recorded whole: inputs, computed outputs, secrets, what depends on what', async () => {
  const { resources, outputs } = await run()

  expect(outputs).toEqual({
    tableArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/sample-dev-table',
    password: 'OPEN SESAME',
  })
  expect(resources.find(({ name }) => name === 'table')).toMatchObject({
    urn: 'urn:pulumi:dev::sample::aws:dynamodb/table:Table::table',
    id: 'sample-dev-table',
    inputs: { hashKey: 'PK' },
    outputs: { name: 'sample-dev-table' },
    secrets: [],
  })
  expect(resources.find(({ name }) => name === 'secret')).toMatchObject({
    inputs: { secretString: 'OPEN SESAME' },
    secrets: ['secretString'],
  })
})

test.concurrent.each([
  ['a name twice', /it registers files twice/],
  ['an output that nobody computes', /"bucket" of files is made of an output/],
  ['a data source', /the data source aws:index\/getCallerIdentity:getCallerIdentity/],
  ['a missing setting', /Missing required configuration variable 'sample:color'/],
  ['a bug', /TypeError: The moon is not a number\.\s+at .*program\.ts:\d+/],
])('%s ends the run with a sentence that names it', async (mistake, sentence) => {
  await expect(run(mistake)).rejects.toThrow(sentence)
})

test('a preview knows nothing that only the cloud knows, so what depends on it is missing', async () => {
  const names = async (dryRun: boolean) =>
    (await run('a resource made inside apply', dryRun)).resources.map(({ name }) => name)

  expect(await names(false)).toContain('files')
  expect(await names(true)).not.toContain('files')
})

test('the executor does not outlive a process that was killed while it ran a program', async () => {
  const pidFile = join(mkdtempSync(join(tmpdir(), 'engine-')), 'pid')
  const options = {
    program: join(import.meta.dirname, '../test/endless.ts'),
    project: 'sample',
    stack: 'dev',
    config: { 'sample:pidFile': pidFile },
  }
  const engine = JSON.stringify(join(import.meta.dirname, 'engine.ts'))
  const script = `(await import(${engine})).runProgram(${JSON.stringify(options)})`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
  const read = () => (existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0)
  const executor = await vi.waitUntil(read, { timeout: 40_000 })

  parent.kill('SIGKILL')

  await vi.waitUntil(() => !isRunning(executor), { timeout: 10_000 })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
