import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { describeSeed, startOktaEmulator } from './index.ts'
import { APP, claimsOf, world } from './test-world.ts'

const { okta } = await world()
const folder = await mkdtemp(join(tmpdir(), 'okta-emulator-'))
afterAll(() => rm(folder, { recursive: true }))

const person = { login: 'admin@acme.example', clientId: '0oa_acme' }

describe('startOktaEmulator', () => {
  test.each(['0.0.0.0', '::', 'okta.example.com', '192.168.1.1', ''])(
    'refuses to listen on %j, which others could reach',
    async (host) => {
      await expect(startOktaEmulator({ port: 0, appOrigin: APP, host })).rejects.toThrow(
        'listens on localhost, 127.0.0.1 or [::1] only',
      )
    },
  )

  test('refuses production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(startOktaEmulator({ port: 0, appOrigin: APP })).rejects.toThrow(
      'does not run with NODE_ENV=production',
    )
    vi.unstubAllEnvs()
  })

  test.each(['http://localhost:3000/', 'localhost:3000', ''])(
    'refuses %j as the origin of the app',
    async (appOrigin) => {
      await expect(startOktaEmulator({ port: 0, appOrigin })).rejects.toThrow('must be like')
    },
  )

  test.each(['localhost', '127.0.0.1', '[::1]'])('serves its issuer on %s', async (host) => {
    const other = await startOktaEmulator({ port: 0, appOrigin: APP, host })

    const discovery = await fetch(`${other.issuerOf('default')}/.well-known/openid-configuration`)
    await other.stop()

    expect(new URL(other.origin).hostname).toBe(host)
    expect(await discovery.json()).toMatchObject({ issuer: `${other.origin}/oauth2/default` })
  })

  test.each(['127.0.0.1', '[::1]'])('as localhost it is reached at %s, too', async (address) => {
    const url = new URL('/.well-known/okta-organization', okta.origin)
    url.hostname = address
    expect((await fetch(url)).status).toBe(200)
  })

  test.each(['127.0.0.1', '::1'])('tells by Node’s own error that %s is taken', async (address) => {
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(0, address, resolve))
    const { port } = Object(squatter.address())

    await expect(startOktaEmulator({ port, appOrigin: APP })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    })
    await new Promise((resolve) => squatter.close(resolve))
  })

  test('gives its port back when it stops', async () => {
    const first = await startOktaEmulator({ port: 0, appOrigin: APP })
    const port = Number(new URL(first.origin).port)
    await first.stop()

    const second = await startOktaEmulator({ port, appOrigin: APP })
    await second.stop()
    expect(second.origin).toBe(first.origin)
  })
})

describe('signing keys', () => {
  test('outlive a restart in a file that only the owner reads', async () => {
    const keysPath = join(folder, 'deep', 'keys.json')
    const first = await startOktaEmulator({ port: 0, appOrigin: APP, keysPath })
    const { accessToken } = await first.signIn(person)
    await first.stop()

    const second = await startOktaEmulator({ port: 0, appOrigin: APP, keysPath })
    const keys = createRemoteJWKSet(new URL(`${second.issuerOf('default')}/v1/keys`))
    const verified = await jwtVerify(accessToken, keys)
    await second.stop()

    expect(verified.payload['uid']).toBe('00u_acme_admin')
    expect((await stat(keysPath)).mode & 0o777).toBe(0o600)
  })

  test('that rotated are those that are kept', async () => {
    const keysPath = join(folder, 'rotated.json')
    const first = await startOktaEmulator({ port: 0, appOrigin: APP, keysPath })
    await first.rotateKeys()
    const before = decodeProtectedHeader(await first.sign({}))
    await first.stop()

    const second = await startOktaEmulator({ port: 0, appOrigin: APP, keysPath })
    expect(decodeProtectedHeader(await second.sign({}))).toEqual(before)
    await second.stop()
  })

  test.each(['not json', '[]', '{"default":[]}', 'null'])(
    'are not overwritten if the file holds %j',
    async (content) => {
      const keysPath = join(folder, 'other.json')
      await writeFile(keysPath, content)

      await expect(startOktaEmulator({ port: 0, appOrigin: APP, keysPath })).rejects.toThrow(
        'does not hold the signing keys',
      )
      expect(await readFile(keysPath, 'utf8')).toBe(content)
    },
  )
})

describe('sign', () => {
  test('signs what no server would issue', async () => {
    const token = await okta.sign({ iss: ['x'], exp: 'never' }, { kid: undefined, jku: 'http://x' })

    expect(claimsOf(token)).toEqual({ iss: ['x'], exp: 'never' })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', jku: 'http://x' })
  })

  test('signs with the key of the server that is named', async () => {
    const token = await okta.sign({ iss: 'x' }, {}, 'globex')
    const keysOf = (id: string) => createRemoteJWKSet(new URL(`${okta.issuerOf(id)}/v1/keys`))

    await expect(jwtVerify(token, keysOf('globex'))).resolves.toBeDefined()
    await expect(jwtVerify(token, keysOf('default'))).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    })
  })
})

test('signIn tells why the org refuses', async () => {
  const refused = okta.signIn({ login: 'admin@acme.example', clientId: '0oa_globex' })
  await expect(refused).rejects.toThrow('User is not assigned to this application.')
  await expect(okta.signIn({ ...person, server: 'nope' })).rejects.toThrow(
    'no authorization server',
  )
})

test('the seed is printed with people, password, clients and servers', () => {
  const lines = describeSeed('http://localhost:9700').join('\n')
  for (const word of [
    'correct-horse-1',
    'nobody@example.com',
    '0oa_dev',
    'acme-service-secret',
    'http://localhost:9700/oauth2/globex',
  ])
    expect(lines).toContain(word)
})
