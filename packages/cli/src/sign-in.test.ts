import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { rule, signInWorld } from '../../../apps/api/test/sign-in-world.ts'
import { app } from '../../../apps/api/test/world.ts'
import { parseSignIn, signIn } from './sign-in.ts'

/** The API itself, over HTTP. */
const server = createServer((incoming, outgoing) => {
  const answer = async () => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
    const response = await app(
      new Request(`http://localhost${incoming.url}`, {
        method: 'POST',
        headers: Object.fromEntries(headers.filter(([name]) => name !== 'accept-encoding')),
        body: Buffer.concat(chunks),
      }),
    )
    outgoing.writeHead(response.status).end(Buffer.from(await response.arrayBuffer()))
  }
  void answer()
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
afterAll(() => server.close())

let file: string
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'tenantry-sign-in-')), 'sign-in.json')
})

const press = rule('Press', 'editors')
const write = (settings: object) => writeFileSync(file, JSON.stringify(settings))

async function world() {
  const made = await signInWorld({ editors: [{ name: 'cms.contentEntry' }] })
  vi.stubEnv('TENANTRY_TOKEN', made.key)
  const run = async (...args: string[]) => {
    let text = ''
    const output = { write: (written: string) => (text += written) }
    const code = await signIn(
      [`--tenant=${made.tenant.id}`, `--url=${url}`, `--file=${file}`, ...args],
      {
        terminal: false,
        interruption: new AbortController().signal,
        stdout: output,
        stderr: output,
      },
    )
    expect(text).not.toContain(made.key)
    return { code, text }
  }
  return { ...made, run }
}

test('what is pulled is a file without what says nothing; pushed again it changes nothing', async () => {
  const { run, setUp, get } = await world()
  await setUp({ groupRules: [press], policies: [{ permissions: ['security.*'], amr: ['mfa'] }] })
  const before = await get()

  const pulled = await run('pull')
  const pushed = await run('push', '--activate')

  expect(pulled).toEqual({
    code: 0,
    text: `groupRules
  + claim="department" operator="EQUALS" value="Press" group="editors"
policies
  + permissions=["security.*"] amr=["mfa"]
Written to ${file}.
`,
  })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    groupRules: [press],
    policies: [{ permissions: ['security.*'], amr: ['mfa'] }],
  })
  expect(pushed).toEqual({ code: 0, text: 'No rule, attribute or policy differs.\n' })
  expect(await get()).toEqual(before)
})

test('a push is a draft, and with --activate it counts', async () => {
  const { run, setUp, get } = await world()
  await setUp({ groupRules: [rule('IT', 'editors')] })
  write({ groupRules: [press] })

  const drafted = await run('push')
  const { data } = await get()
  const activated = await run('push', '--activate')

  expect(drafted.text).toBe(`groupRules
  - claim="department" operator="EQUALS" value="IT" group="editors"
  + claim="department" operator="EQUALS" value="Press" group="editors"
Saved as the draft of the tenant. It counts once it is activated.
`)
  expect(data).toMatchObject({
    active: { groupRules: [rule('IT', 'editors')] },
    draft: { groupRules: [press] },
  })
  expect(activated.text).toContain('Activated: it counts from now on.')
  expect((await get()).data).toMatchObject({ active: { groupRules: [press] }, draft: null })
})

test('a dry run shows the same and changes nothing', async () => {
  const { run, setUp, get } = await world()
  write({ groupRules: [press] })

  const pushed = await run('push', '--dry-run', '--activate')
  await setUp({ groupRules: [rule('IT', 'editors')] })
  const pulled = await run('pull', '--dry-run')

  expect(pushed.text).toBe(
    'groupRules\n  + claim="department" operator="EQUALS" value="Press" group="editors"\n',
  )
  expect(pulled.text).toContain('- claim="department" operator="EQUALS" value="Press"')
  expect((await get()).data.draft).toBeNull()
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ groupRules: [press] })
})

test('another draft is not written over', async () => {
  const { run, save, get } = await world()
  await save({ groupRules: [rule('IT', 'editors')] })
  write({ groupRules: [press] })

  const { code, text } = await run('push', '--activate')

  expect({ code, text }).toMatchObject({ code: 1, text: expect.stringContaining('another draft') })
  expect((await get()).data.draft.groupRules).toEqual([rule('IT', 'editors')])
})

test.each<[string, unknown, string]>([
  [
    'a rule that the API refuses',
    { groupRules: [rule('Press', 'Editors')] },
    'groupRules.0.group: Give the slug',
  ],
  ['a name that nobody knows', { rules: [] }, 'Unrecognized key: "rules"'],
  [
    'an operator that there is not',
    { groupRules: [{ ...press, operator: 'REGEX' }] },
    'groupRules.0.operator',
  ],
])('%s is said with its place', async (_, settings, words) => {
  const { run } = await world()
  write({ ...Object(settings) })
  expect(await run('push')).toMatchObject({ code: 1, text: expect.stringContaining(words) })
})

test('what is refused says why', async () => {
  const { run } = await world()
  write({ groupRules: [press] })

  vi.stubEnv('TENANTRY_TOKEN', 'tnt_no_key')
  const wrongKey = await run('push')
  vi.stubEnv('TENANTRY_TOKEN', '')
  const noKey = await run('push')

  expect(wrongKey).toEqual({ code: 1, text: 'Sign in again. (UNAUTHENTICATED)\n' })
  expect(noKey).toMatchObject({ code: 1, text: expect.stringContaining('TENANTRY_TOKEN') })
})

test('a file that is none, and an address that does not answer, are said in words', async () => {
  const { run } = await world()
  expect((await run('push')).text).toContain('There is no file')
  writeFileSync(file, '{')
  expect((await run('push')).text).toContain('is no JSON')
  expect((await run('pull', '--url=http://127.0.0.1:1')).text).toContain('does not answer')
  expect(existsSync(file)).toBe(true)
})

test('it is told what it is to do', () => {
  expect(
    parseSignIn(['push', '--tenant=acme', '--url=https://cms.example.com/', '--activate']),
  ).toEqual({
    action: 'push',
    tenant: 'acme',
    url: 'https://cms.example.com',
    file: 'sign-in.acme.json',
    dryRun: false,
    activate: true,
  })
  expect(parseSignIn(['--help'])).toBeUndefined()
})

test.each([
  [[], 'pull or push'],
  [['pull'], 'which tenant'],
  [['fetch', '--tenant=acme'], 'pull or push'],
  [['pull', 'push', '--tenant=acme'], 'pull or push'],
  [['pull', '--tenant=acme', '--activate'], 'Only what is pushed'],
  [['pull', '--tenant=acme', '--force'], 'Unknown option'],
  [['push', '--tenant=acme', '--url=http://cms.example.com'], 'https://'],
  [['push', '--tenant=acme', '--url=cms.example.com'], 'https://'],
])('it does not understand %j', (args, reason) => {
  expect(() => parseSignIn(args)).toThrow(reason)
})
