import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { overHttp } from '../src/http.ts'

const ADMIN = 'https://admin.example.com'
const answering = (body: unknown) =>
  overHttp(async () => Response.json(body), { corsOrigins: [ADMIN] })
const echo = overHttp(async (request) => new Response(await request.text()), { corsOrigins: [] })

const post = (headers: Record<string, string> = {}, body: BodyInit = '{}') =>
  new Request('https://api.example.com/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

const large = { text: 'tenant '.repeat(1000) }

test.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['br', 'BR;q=1.0, gzip;q=0.5', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['gzip', 'br;q=0, gzip', gunzipSync],
])('compresses with %s for who accepts %s', async (encoding, accepted, decode) => {
  const answer = await answering(large)(post({ 'accept-encoding': accepted }))

  expect(answer.headers.get('content-encoding')).toBe(encoding)
  expect(answer.headers.get('vary')).toContain('Accept-Encoding')
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(JSON.parse(decode(await answer.arrayBuffer()).toString())).toEqual(large)
})

test.each([
  ['a small answer', { text: 'short' }, 'br, gzip'],
  ['an answer for who accepts none', large, ''],
  ['an answer for who accepts other encodings only', large, 'deflate, zstd'],
])('leaves %s as it is', async (_, body, accepted) => {
  const answer = await answering(body)(post({ 'accept-encoding': accepted }))

  expect(answer.headers.get('content-encoding')).toBeNull()
  expect(await answer.json()).toEqual(body)
})

test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD'])('refuses %s', async (method) => {
  const answer = await answering({})(new Request('https://api.example.com/graphql', { method }))

  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe('POST, OPTIONS')
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/graphql',
  'application/jsonp',
  '',
])('refuses a body of type "%s", which a form could send', async (type) => {
  const answer = await answering({})(post({ 'content-type': type }))
  expect(answer.status).toBe(415)
})

test('refuses a body above 1 MB before it is read to its end', async () => {
  let sent = 0
  const long = new ReadableStream({
    pull(controller) {
      sent += 64 * 1024
      if (sent > 8 * 1024 * 1024) return controller.close()
      controller.enqueue(new Uint8Array(64 * 1024))
      if (sent >= 8 * 1024 * 1024) controller.close() // a server that reads on fails, and not the machine
    },
  })
  const streamed: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: long,
    duplex: 'half',
  }
  const request = new Request('https://api.example.com/graphql', streamed)

  expect(await answering({})(request)).toMatchObject({ status: 413 })
  expect(sent).toBeLessThan(2 * 1024 * 1024)
})

test('lets a body of exactly 1 MB through, byte for byte', async () => {
  const body = 'ä'.repeat(512 * 1024)
  const answer = await echo(post({}, body))
  expect(await answer.text()).toBe(body)
})

test('a preflight is answered, and allows the listed origins only, without credentials', async () => {
  const preflight = (origin: string) =>
    answering({})(
      new Request('https://api.example.com/graphql', { method: 'OPTIONS', headers: { origin } }),
    )
  const listed = await preflight(ADMIN)
  const stranger = await preflight('https://admin.example.com.evil.example')

  expect(listed.status).toBe(204)
  expect(listed.headers.get('access-control-allow-origin')).toBe(ADMIN)
  expect(listed.headers.get('access-control-allow-headers')).toContain('x-tenant')
  expect(listed.headers.get('access-control-allow-credentials')).toBeNull()
  expect(listed.headers.get('vary')).toContain('Origin')
  expect(stranger.headers.get('access-control-allow-origin')).toBeNull()
})

test('names the request in every answer: as it came, or by a new id', async () => {
  const given = await answering({})(post({ 'x-request-id': 'r-1' }))
  const made = await answering({})(post())

  expect(given.headers.get('x-request-id')).toBe('r-1')
  expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('no answer is kept in a cache', async () => {
  const answer = await answering({})(post())
  expect(answer.headers.get('cache-control')).toBe('no-store')
})
