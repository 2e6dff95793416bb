import { createServer } from 'node:http'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { prove } from './prove.ts'
import { findingsOf, tokenTable } from './report.ts'

async function run(...args: string[]) {
  let text = ''
  const output = { write: (part: string) => (text += part) }
  const interruption = new AbortController().signal
  const code = await prove(args, { terminal: false, interruption, stdout: output, stderr: output })
  return { code, text }
}

test('production is left alone unless it is named twice', async () => {
  expect(await run('--env=prod', '--url=https://cms.acme.com')).toEqual({
    code: 1,
    text: 'prod is production: add --yes-prod to make throw-away tenants there.\n',
  })
})

test('what is no Tenantry is told apart from one that fails', async () => {
  const server = createServer((_, response) => void response.end('Hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''

  const { code, text } = await run(`--url=http://127.0.0.1:${port}`)

  expect(code).toBe(1)
  expect(text).toContain('does not answer as Tenantry does: is it running?')
})

test('the table says what could not be tried', () => {
  const columns = ['root', 'other']
  const rows = [
    { kind: 'no credential', marks: ['oooo', ''] },
    { kind: 'a token', marks: [] },
  ]

  expect(tokenTable({ columns, rows, cells: 4, findings: [] }).split('\n')).toEqual([
    '               root  other',
    'no credential  oooo  .',
    'a token        not tried: this org gives no such token',
  ])
})

test('of many findings the first are shown', () => {
  const findings = Array.from({ length: 23 }, (_, n) => `${n}`)

  expect(findingsOf({ findings }).slice(19)).toEqual(['19', 'And 3 more.'])
})
