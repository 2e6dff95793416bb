import { connect } from 'node:net'
import { once } from 'node:events'
import { request } from 'node:http'
import { describe, expect, test, vi } from 'vitest'
import { createAnswerer } from './answer.ts'
import type { KeyRing } from './keys.ts'
import { createOrg, serverIds } from './org.ts'
import { APP, bodyOf, world } from './test-world.ts'

const { okta, call, form, json } = await world()
const { port } = new URL(okta.origin)

/** What the server says to these bytes. */
async function rawAnswer(bytes: string): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1')
  socket.end(bytes)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

describe('a page of the trusted origin', () => {
  const origin = APP

  test('may call with credentials and read the answer', async () => {
    const answer = await call('/oauth2/default/v1/keys', { headers: { origin } })

    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(answer.headers.get('vary')).toContain('Origin')
    expect(answer.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate')
  })

  test('may read a refusal, too', async () => {
    const answer = await json('/idp/idx/introspect', {}, { origin })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
  })

  test('is let through by the preflight with the headers that it names', async () => {
    const answer = await call('/oauth2/default/v1/interact', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-okta-user-agent-extended',
        'access-control-request-private-network': 'true',
      },
    })

    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-headers')).toBe(
      'content-type,x-okta-user-agent-extended',
    )
    expect(answer.headers.get('access-control-allow-methods')).toContain('DELETE')
    expect(answer.headers.get('access-control-allow-private-network')).toBe('true')
  })
})

describe.each(['http://evil.example', 'http://localhost:3001', `${APP}.evil.example`, 'null'])(
  'a page of %s',
  (origin) => {
    test('gets no word of permission', async () => {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await call('/api/v1/sessions/me', { method, headers: { origin } })
        const permissions = [...answer.headers.keys()].filter((it) => it.startsWith('access-'))
        expect(permissions).toEqual([])
        expect(answer.headers.get('vary')).toContain('Origin')
      }
    })
  },
)

describe('a request that is wrong', () => {
  test.each([
    '/',
    '/oauth2',
    '/oauth2/',
    '/oauth2/v1',
    '/oauth2/default',
    '/oauth2/default/v2/keys',
    '/oauth2/nope/v1/keys',
    '/oauth2/org/v1/keys',
    '/oauth2/default/v1/keys/',
    '/oauth2/__proto__/v1/keys',
    '/v1/keys',
    '/__proto__',
    '/constructor',
    '/.well-known/nothing',
    '//evil.example/oauth2/default/v1/keys',
  ])('is not found at %s', async (path) => {
    const answer = await call(path)
    expect(answer.status).toBe(404)
    expect(await bodyOf(answer)).toMatchObject({
      errorCode: 'E0000007',
      errorId: expect.stringMatching(/^oae/),
    })
  })

  test.each([
    ['GET', '/oauth2/default/v1/token'],
    ['POST', '/oauth2/default/v1/keys'],
    ['DELETE', '/oauth2/default/v1/authorize'],
    ['PUT', '/api/v1/sessions/me'],
    ['GET', '/idp/idx/identify'],
  ])('has its method refused: %s %s', async (method, path) => {
    const answer = await call(path, { method })
    expect(answer.status).toBe(405)
    expect((await bodyOf(answer))['errorCode']).toBe('E0000022')
  })

  test.each(['{', '', '\u0000', '"', '{"a":'])('is no JSON: %j', async (body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await call('/idp/idx/introspect', { method: 'POST', body, headers })
    expect(answer.status).toBe(400)
    expect((await bodyOf(answer))['errorCode']).toBe('E0000003')
  })

  test.each(['[]', 'null', '1', '"x"', '{"__proto__":{"stateHandle":"x"}}', '{"stateHandle":{}}'])(
    'is JSON of another shape: %s',
    async (body) => {
      const headers = { 'content-type': 'application/ion+json; okta-version=1.0.0' }
      const answer = await call('/idp/idx/identify', { method: 'POST', body, headers })
      expect(answer.status).toBe(401)
    },
  )

  test.each([
    ['/idp/idx/identify', 'text/plain'],
    ['/idp/idx/identify', 'application/x-www-form-urlencoded'],
    ['/oauth2/default/v1/token', 'application/json'],
  ])('comes to %s as %s', async (path, type) => {
    const headers = { 'content-type': type }
    const answer = await call(path, { method: 'POST', body: '{}', headers })
    expect(answer.status).toBe(415)
    expect((await bodyOf(answer))['errorCode']).toBe('E0000021')
  })

  test('is too large', async () => {
    const answer = await form('/oauth2/default/v1/token', { grant_type: 'x'.repeat(70_000) })
    expect(answer.status).toBe(413)
  })

  test('is too large, with no length told', async () => {
    const body = new Blob(['x'.repeat(200_000)]).stream()
    const answer = await fetch(`${okta.origin}/oauth2/default/v1/token`, {
      method: 'POST',
      body,
      duplex: 'half',
    })
    expect(answer.status).toBe(413)
  })

  test.each([
    'TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: ][\r\nConnection: close\r\n\r\n',
    'rubbish\r\n\r\n',
  ])('is not even HTTP as we know it: %j', async (bytes) => {
    expect(await rawAnswer(bytes)).toMatch(/^HTTP\/1.1 400 /)
    expect((await call('/oauth2/default/v1/keys')).status).toBe(200)
  })
})

test('a name of somebody else’s that leads here is not answered', async () => {
  const asked = request({
    port,
    host: '127.0.0.1',
    path: '/oauth2/v1/keys',
    headers: { host: 'rebound.example' },
  })
  asked.end()
  const [answer] = await once(asked, 'response')
  answer.resume()
  expect(answer.statusCode).toBe(421)
})

test('no answer is cached, sniffed or names the page that asked, and each has an id', async () => {
  const { headers } = await call('/api/v1/sessions/me')
  expect(headers.get('cache-control')).toBe('no-cache, no-store')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-okta-request-id')).toMatch(/^req/)
})

test('a bug of ours is told to the log, not to the caller', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const broken: KeyRing = {
    jwks: () => {
      throw new Error('a bug with a secret')
    },
    sign: () => '',
    rotate: async () => {},
  }
  const keyRings = new Map(serverIds.map((id) => [id, broken]))
  const org = createOrg({
    origin: okta.origin,
    appOrigin: APP,
    accessTokenSeconds: 1,
    identifierFirst: false,
    keyRings,
  })

  const answer = await createAnswerer(org)(new Request(`${okta.origin}/oauth2/v1/keys`))

  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toContain('secret')
  expect(log).toHaveBeenCalledOnce()
})
