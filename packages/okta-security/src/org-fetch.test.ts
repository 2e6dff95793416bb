import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { fetchFromOrg } from './org-fetch.ts'
import { startOrg } from './token-signing.fixture.ts'

const org = await startOrg([])
afterAll(() => org.stop())

const ask = (timeoutMilliseconds = 2000) =>
  fetchFromOrg(`${org.origin}/oauth2/default/v1/userinfo`, {
    timeoutMilliseconds,
    headers: { authorization: 'Bearer a.b.c' },
  })

beforeEach(() => {
  org.asked.length = 0
})

test('gives what the org answers, whatever the status', async () => {
  org.answer = (request, response) =>
    response.writeHead(403, { 'www-authenticate': 'Bearer' }).end(request.headers.authorization)

  const { status, headers, text } = await ask()

  expect({ status, text }).toEqual({ status: 403, text: 'Bearer a.b.c' })
  expect(headers.get('www-authenticate')).toBe('Bearer')
})

test('a redirect is an answer, and goes nowhere', async () => {
  org.answer = (_, response) => response.writeHead(302, { location: `${org.origin}/x` }).end()

  expect(await ask()).toMatchObject({ status: 302 })

  expect(org.asked).toEqual(['GET /oauth2/default/v1/userinfo'])
})

const large = Buffer.alloc(64 * 1024 + 1, ' ')

test.each<[string, RequestListener]>([
  ['more than 64 KB', (_, response) => response.end(large)],
  [
    'more than 64 KB, packed small',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(large)),
  ],
])('%s is no answer', async (_, answer) => {
  org.answer = answer
  await expect(ask()).rejects.toThrow('larger')
})

test.each<[string, RequestListener]>([
  ['that does not come', () => undefined],
  ['that never ends', (_, response) => response.write('{')],
])('an answer %s is waited for no longer than said', async (_, answer) => {
  org.answer = answer
  await expect(ask(50)).rejects.toThrow('timeout')
})
