import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { startOktaEmulator } from '@tenantry/okta-emulator'
import { afterAll, expect, test } from 'vitest'
import { createApi } from './api.ts'

const okta = await startOktaEmulator({ port: 0, appOrigin: 'http://localhost:20001' })
afterAll(() => okta.stop())

const server = createApi({
  issuer: okta.issuerOf('default'),
  audience: 'api://tenantry',
  clientIds: ['0oa_acme', '0oa_acme_service'],
}).listen(0, '127.0.0.1')
await once(server, 'listening')
afterAll(() => server.close())
const { port } = server.address() as AddressInfo

const ask = (authorization?: string) =>
  fetch(`http://127.0.0.1:${port}/me`, { headers: authorization ? { authorization } : {} })
const signIn = (clientId: string) => okta.signIn({ login: 'admin@acme.example', clientId })

test('a person and a machine are told who they are', async () => {
  const { accessToken } = await signIn('0oa_acme')
  const machine = await okta.serviceToken({ clientId: '0oa_acme_service' })

  expect(await (await ask(`Bearer ${accessToken}`)).json()).toEqual({
    type: 'admin',
    id: '00u_acme_admin',
  })
  expect(await (await ask(`bearer ${machine}`)).json()).toEqual({
    type: 'service',
    id: '0oa_acme_service',
  })
})

test('anybody else gets the same 401, whatever is wrong', async () => {
  const { accessToken: foreign } = await signIn('0oa_root')
  const { accessToken, idToken } = await signIn('0oa_acme')
  const bad = [undefined, 'Bearer', 'Bearer x', accessToken, `Basic ${accessToken}`]

  for (const authorization of [...bad, `Bearer ${foreign}`, `Bearer ${idToken}`]) {
    const answer = await ask(authorization)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    expect(await answer.text()).toBe('')
  }
})

test('keys that cannot be had are an outage, not a bad token', async () => {
  const { accessToken } = await signIn('0oa_acme')
  const nowhere = await startOktaEmulator({ port: 0, appOrigin: 'http://localhost:20001' })
  const issuer = nowhere.issuerOf('default')
  await nowhere.stop()
  const api = createApi({ issuer, audience: 'api://tenantry', clientIds: ['0oa_acme'] })
  const away = api.set('env', 'test').listen(0, '127.0.0.1')
  await once(away, 'listening')
  afterAll(() => away.close())

  const [, claims = ''] = accessToken.split('.')
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const token = await okta.sign({ ...said, iss: issuer })
  const { port: at } = away.address() as AddressInfo
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`http://127.0.0.1:${at}/me`, { headers })

  expect(answer.status).toBe(500)
})
