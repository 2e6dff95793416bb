import { createServer, type RequestListener, type Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKeySource } from './key-source.ts'
import { TokenError } from './token-error.ts'
import { signingKey, signToken } from './token-signing.fixture.ts'
import { createTokenVerifier } from './verify-token.ts'

const org = signingKey('k1', 'ES256')
const next = signingKey('k2', 'ES256')

let server: Server
let origin: string
let asked: string[]
let answer: RequestListener

beforeEach(async () => {
  asked = []
  answer = (_, response) => response.end(JSON.stringify({ keys: [org.jwk] }))
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
})

afterEach(async () => {
  vi.useRealTimers()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function setUp({ path = '/oauth2/default', timeoutMilliseconds = 2000 } = {}) {
  const issuer = `${origin}${path}`
  const policy = { issuer, audience: 'api', clientIds: ['0oa'], tokenUse: 'ACCESS' as const }
  const keys = createKeySource(issuer, { origins: [origin], timeoutMilliseconds })
  const token = (key = org) => {
    const iat = Math.floor(Date.now() / 1000)
    const ids = { ver: 1, jti: 'AT.1', iss: issuer, aud: 'api', cid: '0oa', uid: 'ann', sub: 'ann' }
    return signToken({ ...ids, iat, exp: iat + 300, scp: ['openid'] }, key)
  }
  return { verify: createTokenVerifier(policy, keys), token }
}

test('the keys of a server and of the org come from where Okta publishes them', async () => {
  const custom = setUp()
  const itself = setUp({ path: '' })

  await custom.verify(custom.token())
  await itself.verify(itself.token())

  expect(asked).toEqual(['GET /oauth2/default/v1/keys', 'GET /oauth2/v1/keys'])
})

test('300 who come at once while nothing is known share one fetch', async () => {
  const { verify, token } = setUp()
  const shown = token()

  const identities = await Promise.all(Array.from({ length: 300 }, () => verify(shown)))

  expect(identities).toHaveLength(300)
  expect(asked).toHaveLength(1)
})

test('hundreds of key ids that nobody published cost one fetch', async () => {
  const { verify, token } = setUp()
  await verify(token())

  for (let n = 0; n < 300; n++)
    await expect(verify(token({ ...org, kid: `x${n}` }))).rejects.toMatchObject({
      fault: 'signature',
    })

  expect(asked).toHaveLength(1)
})

test('a new key is known half a minute after the last fetch, and an old one no longer', async () => {
  const { verify, token } = setUp()
  await verify(token())
  answer = (_, response) => response.end(JSON.stringify({ keys: [next.jwk] }))

  vi.useFakeTimers({ now: Date.now() + 31_000, toFake: ['Date'] })
  await verify(token(next))

  await expect(verify(token(org))).rejects.toMatchObject({ fault: 'signature' })
  expect(asked).toHaveLength(2)
})

test('a token that breaks a rule makes no request', async () => {
  const { verify } = setUp()

  await expect(verify(signToken({ iss: 'x' }, org))).rejects.toBeInstanceOf(TokenError)

  expect(asked).toEqual([])
})

const keySet = (count: number) =>
  JSON.stringify({ keys: Array.from({ length: count }, (_, n) => ({ ...org.jwk, kid: `k${n}` })) })
const padded = `{"keys":[],"padding":"${'x'.repeat(70_000)}"}`

test.each<[string, RequestListener]>([
  ['an error of theirs', (_, response) => response.writeHead(503).end('{}')],
  ['a refusal', (_, response) => response.writeHead(404).end('{}')],
  ['a page', (_, response) => response.end('<html></html>')],
  ['nothing', (_, response) => response.end()],
  ['null', (_, response) => response.end('null')],
  ['a list', (_, response) => response.end(JSON.stringify([org.jwk]))],
  ['keys that are no list', (_, response) => response.end('{"keys":{}}')],
  ['keys that are no objects', (_, response) => response.end('{"keys":[1]}')],
  ['more than 20 keys', (_, response) => response.end(keySet(21))],
  ['more than 64 KB', (_, response) => response.end(padded)],
  [
    'more than 64 KB, packed small',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(padded)),
  ],
  [
    'no end of it',
    (_, response) => {
      const pour = () => {
        while (response.writable && response.write('x'.repeat(65_536)));
      }
      response.on('drain', pour)
      pour()
    },
  ],
  ['a closed connection', (request) => request.socket.destroy()],
  [
    'a connection closed half-way',
    (request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"keys":')
      setImmediate(() => request.socket.destroy())
    },
  ],
])('%s instead of keys is an outage, not a bad token', async (_, listener) => {
  const { verify, token } = setUp()
  answer = listener

  const error = await verify(token()).catch((it: unknown) => it)

  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(TokenError)
})

test('20 keys are still taken', async () => {
  const { verify, token } = setUp()
  answer = (_, response) => response.end(keySet(20))

  expect(await verify(token())).toMatchObject({ id: 'ann' })
})

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) is not followed, not even on the same host',
  async (status) => {
    const { verify, token } = setUp()
    answer = (request, response) => {
      if (request.url === '/elsewhere') response.end(JSON.stringify({ keys: [org.jwk] }))
      else response.writeHead(status, { location: '/elsewhere' }).end()
    }

    await expect(verify(token())).rejects.not.toBeInstanceOf(TokenError)

    expect(asked).toEqual(['GET /oauth2/default/v1/keys'])
  },
)

test.each<[string, RequestListener]>([
  ['does not answer', () => {}],
  ['begins to answer and stops', (_, response) => response.writeHead(200).write('{"keys":')],
  [
    'drips',
    (_, response) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    },
  ],
])('an org that %s is given up after the time limit', async (_, listener) => {
  const { verify, token } = setUp({ timeoutMilliseconds: 150 })
  answer = listener
  const start = performance.now()

  await expect(verify(token())).rejects.toMatchObject({ code: 'ERR_JWKS_TIMEOUT' })

  expect(performance.now() - start).toBeLessThan(1500)
})

test('after an outage the next token is verified as if nothing had been', async () => {
  const { verify, token } = setUp()
  const healthy = answer
  answer = (_, response) => response.writeHead(500).end()
  await expect(verify(token())).rejects.toThrow('status 500')

  answer = healthy

  expect(await verify(token())).toMatchObject({ id: 'ann' })
})

test.each([
  'https://evil.example/oauth2/default',
  'http://127.0.0.1:1/oauth2/default',
  'http://169.254.169.254/latest',
])('no key source is made for %s', (issuer) => {
  expect(() => createKeySource(issuer, { origins: [origin] })).toThrow(TypeError)
})
