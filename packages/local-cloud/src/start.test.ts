// The command itself, as a process: what it says, and what it leaves behind.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { freePort } from './dynamodb-local.ts'

vi.setConfig({ testTimeout: 120_000 })

const data = mkdtempSync(join(tmpdir(), 'tenantry-data-'))
afterAll(() => rmSync(data, { recursive: true }))

const ports = {
  TENANTRY_PORT: String(await freePort()),
  OKTA_EMULATOR_PORT: String(await freePort()),
  DYNAMODB_PORT: String(await freePort()),
}
const url = `http://localhost:${ports.TENANTRY_PORT}`

function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), '--data', data], {
    // Empty values hide what the .env of this checkout says.
    env: { PATH: process.env['PATH'], OKTA_ISSUER: '', CORS_ORIGINS: '', ...ports, ...env },
  })
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said.text += chunk))
  const ended = once(child, 'close').then(([code]) => Number(code))
  return { pid: child.pid ?? 0, said, ended, kill: (signal: NodeJS.Signals) => child.kill(signal) }
}

function descendantsOf(parent: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const children = rows.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []))
  return children.flatMap((pid) => [pid, ...descendantsOf(pid)])
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(50)
}

test('a start serves, tells where and who, keeps its data, and ends whole at Ctrl-C', async () => {
  const login = () =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant': 'root' },
      body: '{"query":"{ tenancy { signIn { clientId } } }"}',
    })
  const system = start()
  await until(() => /Ctrl-C stops everything/.test(system.said.text) || !isRunning(system.pid))

  expect(system.said.text).toMatch(/Admin and API\s+http:\/\/localhost:\d+/)
  expect(system.said.text).toMatch(/root@example\.com\s+full-access/)
  expect(await (await login()).json()).toEqual({
    data: { tenancy: { signIn: { clientId: '0oa_root' } } },
    extensions: { cost: expect.anything() },
  })
  const page = await fetch(`${url}/groups/new`)
  expect(await page.text()).toContain('/@vite/client')
  expect(page.headers.get('content-security-policy')).toBeNull()
  expect(page.headers.get('content-security-policy-report-only')).toContain("default-src 'none'")
  expect((await fetch(`${url}/@vite/client`)).headers.get('content-type')).toBe('text/javascript')

  const processes = descendantsOf(system.pid)
  expect(processes.length).toBeGreaterThanOrEqual(2)
  system.kill('SIGINT')
  expect(await system.ended).toBe(0)
  expect([system.pid, ...processes].filter(isRunning)).toEqual([])
})

test.each([0.7, 2, 4])(
  'a start that is interrupted after %d s leaves no process',
  async (seconds) => {
    const system = start()
    await sleep(seconds * 1000)

    const processes = descendantsOf(system.pid)
    system.kill('SIGTERM')

    await system.ended
    await until(() => ![system.pid, ...processes].some(isRunning))
    expect(system.said.text).not.toContain('Error')
  },
)

test.each(['TENANTRY_PORT', 'OKTA_EMULATOR_PORT', 'DYNAMODB_PORT'] as const)(
  'a port in use is one sentence that names %s, and nothing is started',
  async (setting) => {
    const server = createServer().listen(Number(ports[setting]), '127.0.0.1')
    await once(server, 'listening')

    const system = start()

    expect(await system.ended).toBe(1)
    server.close()
    expect(system.said.text).toMatch(
      new RegExp(`^Port ${ports[setting]}, .* is in use: .* set ${setting} in \\.env .*\\.\n$`),
    )
  },
)

test('without Java the sentence says what to install, and nothing stays', async () => {
  const system = start({ PATH: '/nowhere' })

  expect(await system.ended).toBe(1)
  expect(system.said.text).toMatch(/^DynamoDB Local needs Java 17 or later, .*\n$/)
})

test.each([
  ['TENANTRY_PORT', 'abc', 'a port is a whole number'],
  ['DYNAMODB_PORT', '70000', 'a port is at most 65535'],
  [
    'OKTA_ISSUER',
    'acme.okta.com',
    'it must be an address such as https://acme.okta.com/oauth2/default',
  ],
  ['OKTA_SHARED_CLIENT_GROUPS', 'all', 'it must be "qualified" or "any"'],
  ['CORS_ORIGINS', 'https://a.example/path', 'it must be origins such as'],
])('%s=%s is one sentence that names it', async (name, value, reason) => {
  const system = start({ [name]: value })

  expect(await system.ended).toBe(1)
  expect(system.said.text).toContain(`${name} is "${value}", but ${reason}`)
  expect(system.said.text.trim().split('\n')).toHaveLength(1)
})
