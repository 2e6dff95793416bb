import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { errors } from 'jose'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createKeySource, type KeySource } from './key-source.ts'
import { type KeyStore, memoryKeyStore } from './key-store.ts'
import { publish, signingKey, startOrg } from './token-signing.fixture.ts'

const first = signingKey('k1', 'ES256')
const next = signingKey('k2', 'ES256')
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let org: Awaited<ReturnType<typeof startOrg>>
let issuer: string

beforeEach(async () => {
  org = await startOrg([first])
  issuer = `${org.origin}/oauth2/default`
})
afterEach(async () => {
  vi.useRealTimers()
  await org.stop()
})

/** What one process holds; those with one store share what they know. */
const keySource = (keyStore: KeyStore | null = null, timeoutMilliseconds = 2000) =>
  createKeySource(issuer, { origins: [org.origin], keyStore, timeoutMilliseconds })
const find = (source: KeySource, kid: string) => source({ alg: 'ES256', kid })
/** Moves the clock, and nothing else: sockets and timers go on. */
const wait = (milliseconds: number) =>
  vi.useFakeTimers({ now: Date.now() + milliseconds, toFake: ['Date'] })
const down: RequestListener = (_, response) => response.writeHead(503).end('{}')

test('the keys of a server and of the org come from where Okta publishes them', async () => {
  const ofOrg = createKeySource(org.origin, { origins: [org.origin], keyStore: null })

  expect(await find(keySource(), 'k1')).toMatchObject({ type: 'public' })
  expect(await find(ofOrg, 'k1')).toMatchObject({ type: 'public' })

  expect(org.asked).toEqual(['GET /oauth2/default/v1/keys', 'GET /oauth2/v1/keys'])
})

test.each([
  'https://evil.example/oauth2/default',
  'http://127.0.0.1:1/oauth2/default',
  'http://169.254.169.254/latest',
])('no key source is made for %s', (elsewhere) => {
  const options = { origins: [org.origin], keyStore: null }
  expect(() => createKeySource(elsewhere, options)).toThrow(TypeError)
})

describe('a herd', () => {
  test('of 300 who come at once while nothing is known makes one fetch', async () => {
    const source = keySource()

    const keys = await Promise.all(Array.from({ length: 300 }, () => find(source, 'k1')))

    expect(new Set(keys).size).toBe(1)
    expect(org.asked).toHaveLength(1)
  })

  test('of 300 processes that start at once makes one fetch', async () => {
    const store = memoryKeyStore()
    const start = () => find(keySource(store, 10_000), 'k1')

    await Promise.all(Array.from({ length: 300 }, start))

    expect(org.asked).toHaveLength(1)
  })

  test('whose keys are ten minutes old makes one fetch', async () => {
    const store = memoryKeyStore()
    const sources = Array.from({ length: 20 }, () => keySource(store, 10_000))
    await Promise.all(sources.map((source) => find(source, 'k1')))
    wait(11 * MINUTE)

    await Promise.all(sources.map((source) => find(source, 'k1')))

    expect(org.asked).toHaveLength(2)
  })

  test('whose keys are younger makes none, and does not read the store', async () => {
    const store = memoryKeyStore()
    const source = keySource(store)
    await find(source, 'k1')
    const load = vi.spyOn(store, 'load')
    wait(9 * MINUTE)

    await find(source, 'k1')

    expect(org.asked).toHaveLength(1)
    expect(load).not.toHaveBeenCalled()
  })
})

describe('a flood of 10,000 key ids that nobody published, within a minute', () => {
  test.each([1, 5])('makes two fetches, in %i processes', async (processes) => {
    const store = memoryKeyStore()
    const sources = Array.from({ length: processes }, () => keySource(store))
    await Promise.all(sources.map((source) => find(source, 'k1')))
    org.asked.length = 0

    const start = Date.now()
    wait(0)
    const unexpected: unknown[] = []
    for (let n = 0; n < 10_000; n++) {
      vi.setSystemTime(start + n * 6)
      const source = sources[n % processes] ?? keySource()
      await find(source, `x${n}`).then(
        (key) => unexpected.push(key),
        (error) => error instanceof errors.JWKSNoMatchingKey || unexpected.push(error),
      )
    }

    expect(unexpected).toEqual([])
    expect(org.asked.length).toBeLessThanOrEqual(2)
    expect(await find(keySource(store), 'k1')).toBeDefined()
  })

  test('does not even read the store in between', async () => {
    const store = memoryKeyStore()
    const load = vi.spyOn(store, 'load')
    const source = keySource(store)
    await find(source, 'k1')
    load.mockClear()

    for (let n = 0; n < 300; n++) await expect(find(source, `x${n}`)).rejects.toThrow()

    expect(load).not.toHaveBeenCalled()
  })
})

describe('a rotation', () => {
  test('is picked up half a minute after the last fetch, by every process', async () => {
    const store = memoryKeyStore()
    const sources = Array.from({ length: 3 }, () => keySource(store))
    await Promise.all(sources.map((source) => find(source, 'k1')))
    org.answer = publish([next])

    await expect(find(sources[0] ?? keySource(), 'k2')).rejects.toThrow()
    wait(30_000)
    const found = await Promise.all(sources.map((source) => find(source, 'k2')))

    expect(found).toHaveLength(3)
    expect(org.asked).toHaveLength(2)
  })

  test('that another process has noticed costs a look at the store, and no fetch', async () => {
    const store = memoryKeyStore()
    const late = keySource(store)
    await find(late, 'k1')
    org.answer = publish([next])
    wait(30_000)
    await find(keySource(store), 'k2')

    await find(late, 'k2')

    expect(org.asked).toHaveLength(2)
  })

  test('withdraws the key that is no longer published, ten minutes later at most', async () => {
    const store = memoryKeyStore()
    const source = keySource(store)
    await find(source, 'k1')
    org.answer = publish([next])
    wait(10 * MINUTE)

    await expect(find(source, 'k1')).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey)

    // The stored set was replaced whole: a process that starts now does not find it either.
    await expect(find(keySource(store), 'k1')).rejects.toThrow()
    expect((await store.load(issuer))?.jwks).not.toContain('"k1"')
  })

  test('that never came leaves the keys the same objects, whoever fetched', async () => {
    const source = keySource()
    const before = await find(source, 'k1')
    wait(11 * MINUTE)

    expect(await find(source, 'k1')).toBe(before)
    expect(org.asked).toHaveLength(2)
  })
})

describe('an outage of a day', () => {
  test.each<[string, RequestListener]>([
    ['that refuses', down],
    ['that hangs', () => {}],
    ['that answers nonsense', (_, response) => response.end('<html></html>')],
  ])(
    '%s fails nobody, neither in a process that runs nor in one that starts',
    async (_, outage) => {
      const store = memoryKeyStore()
      const warm = keySource(store, 100)
      const key = await find(warm, 'k1')
      org.answer = outage

      for (const hour of [1, 11, 12]) {
        wait(hour * 60 * MINUTE)
        expect(await find(warm, 'k1')).toBe(key)
        expect(await find(keySource(store, 100), 'k1')).toBeDefined()
      }

      const stored = await store.load(issuer)
      expect(stored).toMatchObject({ jwks: expect.stringContaining('"k1"'), isAsking: false })
    },
  )

  test('is noticed once in half a minute, and nobody waits in between', async () => {
    const source = keySource()
    await find(source, 'k1')
    org.answer = down
    wait(DAY)
    org.asked.length = 0

    for (let n = 0; n < 100; n++) await find(source, 'k1')
    expect(org.asked).toHaveLength(1)

    wait(30_000)
    await find(source, 'k1')
    expect(org.asked).toHaveLength(2)
  })

  test('ends with the next fetch', async () => {
    const source = keySource()
    await find(source, 'k1')
    org.answer = down
    wait(DAY)
    await find(source, 'k1')
    org.answer = publish([first, next])
    wait(30_000)

    expect(await find(source, 'k2')).toBeDefined()
  })

  test('is an error where no key was ever known, and the next caller tries again', async () => {
    const source = keySource()
    org.answer = down
    await expect(find(source, 'k1')).rejects.toThrow('status 503')

    org.answer = publish([first])

    expect(await find(source, 'k1')).toBeDefined()
  })

  test('of a month ends the trust in keys that nobody could renew', async () => {
    const store = memoryKeyStore()
    const source = keySource(store)
    await find(source, 'k1')
    org.answer = down
    wait(31 * DAY)

    await expect(find(source, 'k1')).rejects.toThrow('status 503')
    await expect(find(keySource(store), 'k1')).rejects.toThrow('status 503')
  })
})

describe('among processes', () => {
  const claimed = { jwks: null, fetchedAt: 0, isAsking: true, version: 1 }

  test('who died while fetching is waited for, but not for ever', async () => {
    const store = memoryKeyStore()
    await store.save(issuer, { ...claimed, askedAt: Date.now() })

    expect(await find(keySource(store, 200), 'k1')).toBeDefined()

    expect(org.asked).toHaveLength(1)
  })

  test('one whose clock runs ahead keeps nobody from asking', async () => {
    const store = memoryKeyStore()
    await store.save(issuer, { ...claimed, askedAt: Date.now() + 60 * MINUTE })

    expect(await find(keySource(store), 'k1')).toBeDefined()
  })

  test('none waits without end for others that never succeed', async () => {
    const store: KeyStore = {
      load: async () => ({ ...claimed, askedAt: Date.now() }),
      save: async () => false,
    }

    await expect(find(keySource(store, 50), 'k1')).rejects.toThrow('nobody succeeds')
    expect(org.asked).toEqual([])
  })

  test('a store that fails is an outage of ours', async () => {
    const broken = async () => Promise.reject(new Error('no table'))

    await expect(find(keySource({ load: broken, save: broken }), 'k1')).rejects.toThrow('no table')
  })
})

const keySet = (count: number) =>
  JSON.stringify({
    keys: Array.from({ length: count }, (_, n) => ({ ...first.jwk, kid: `k${n}` })),
  })
const padded = `{"keys":[],"padding":"${'x'.repeat(70_000)}"}`

describe('an answer', () => {
  test.each<[string, RequestListener]>([
    ['an error of theirs', down],
    ['a refusal', (_, response) => response.writeHead(404).end('{}')],
    ['a page', (_, response) => response.end('<html></html>')],
    ['nothing', (_, response) => response.end()],
    ['null', (_, response) => response.end('null')],
    ['a list', (_, response) => response.end(JSON.stringify([first.jwk]))],
    ['keys that are no list', (_, response) => response.end('{"keys":{}}')],
    ['keys that are no objects', (_, response) => response.end('{"keys":[1]}')],
    ['no keys', (_, response) => response.end('{"keys":[]}')],
    ['more than 20 keys', (_, response) => response.end(keySet(21))],
    ['more than 64 KB', (_, response) => response.end(padded)],
    [
      'more than 64 KB, packed small',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(padded)),
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
  ])(
    'of %s is an outage: it neither makes a token bad nor replaces the last keys',
    async (_, it) => {
      const store = memoryKeyStore()
      await find(keySource(store), 'k1')
      const before = await store.load(issuer)
      org.answer = it

      const error = await find(keySource(), 'k1').catch((thrown: unknown) => thrown)
      wait(11 * MINUTE)
      await find(keySource(store), 'k1')

      expect(error).toBeInstanceOf(Error)
      expect(error).not.toBeInstanceOf(errors.JWKSNoMatchingKey)
      expect(await store.load(issuer)).toMatchObject({
        jwks: before?.jwks,
        fetchedAt: before?.fetchedAt,
      })
    },
  )

  test.each(['null', '7', '{}', '{"keys":{}}', '{"keys":null}', '[]', '{"keys":[]}'])(
    'that is %s is no set of keys',
    async (text) => {
      org.answer = (_, response) => response.end(text)
      await expect(find(keySource(), 'k1')).rejects.toThrow('not a set of 1 to 20 keys')
    },
  )

  test('of 20 keys is still taken', async () => {
    org.answer = (_, response) => response.end(keySet(20))

    expect(await find(keySource(), 'k19')).toBeDefined()
  })

  test.each([301, 302, 303, 307, 308])(
    'that is a redirect (%i) is not followed, not even on the same host',
    async (status) => {
      const healthy = org.answer
      org.answer = (request, response) => {
        if (request.url === '/elsewhere') healthy(request, response)
        else response.writeHead(status, { location: '/elsewhere' }).end()
      }

      await expect(find(keySource(), 'k1')).rejects.toThrow(`status ${status}`)

      expect(org.asked).toEqual(['GET /oauth2/default/v1/keys'])
    },
  )

  test.each<[string, RequestListener]>([
    ['does not come', () => {}],
    ['begins and stops', (_, response) => response.writeHead(200).write('{"keys":')],
    [
      'drips',
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(drip))
      },
    ],
  ])('that %s is given up after the time limit', async (_, listener) => {
    org.answer = listener

    await expect(find(keySource(null, 100), 'k1')).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})
