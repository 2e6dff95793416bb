import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { bodyOf, world } from './test-world.ts'

const { okta, call } = await world()
const person = { login: 'root@example.com', clientId: '0oa_root' }

const keyIds = async (server = 'default') => {
  const path = server === 'org' ? '/oauth2/v1/keys' : `/oauth2/${server}/v1/keys`
  const { keys } = await bodyOf(await call(path))
  return Array.isArray(keys) ? keys.map(({ kid }) => kid) : []
}

test.each([
  ['default', '/oauth2/default', '/oauth2/default/v1'],
  ['globex', '/oauth2/globex', '/oauth2/globex/v1'],
  ['org', '', '/oauth2/v1'],
])('the server %s tells its issuer and endpoints', async (server, path, endpoints) => {
  const answer = await call(`${path}/.well-known/openid-configuration`)

  expect(answer.headers.get('cache-control')).toContain('max-age=86400')
  expect(await bodyOf(answer)).toMatchObject({
    issuer: okta.issuerOf(server),
    authorization_endpoint: `${okta.origin}${endpoints}/authorize`,
    token_endpoint: `${okta.origin}${endpoints}/token`,
    userinfo_endpoint: `${okta.origin}${endpoints}/userinfo`,
    jwks_uri: `${okta.origin}${endpoints}/keys`,
    introspection_endpoint: `${okta.origin}${endpoints}/introspect`,
    revocation_endpoint: `${okta.origin}${endpoints}/revoke`,
    end_session_endpoint: `${okta.origin}${endpoints}/logout`,
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['RS256'],
  })
})

test('the OAuth metadata is the same document', async () => {
  const oauth = await call('/oauth2/default/.well-known/oauth-authorization-server')
  const openid = await call('/oauth2/default/.well-known/openid-configuration')
  expect(await bodyOf(oauth)).toEqual(await bodyOf(openid))
})

test('the org says that it runs the Identity Engine', async () => {
  const organization = await bodyOf(await call('/.well-known/okta-organization'))
  expect(organization).toMatchObject({ id: '00o_local', pipeline: 'idx' })
})

test('each server publishes two public keys of its own', async () => {
  const { keys } = await bodyOf(await call('/oauth2/default/v1/keys'))

  expect(keys).toEqual(
    Array(2).fill({
      kty: 'RSA',
      alg: 'RS256',
      use: 'sig',
      kid: expect.any(String),
      e: 'AQAB',
      n: expect.any(String),
    }),
  )
  const all = [...(await keyIds('default')), ...(await keyIds('globex')), ...(await keyIds('org'))]
  expect(new Set(all).size).toBe(6)
})

test('a rotation signs with the key that was announced, and the last one still verifies', async () => {
  const [active, next] = await keyIds()
  const { accessToken: before } = await okta.signIn(person)

  await okta.rotateKeys()

  const { accessToken: after } = await okta.signIn(person)
  const published = createRemoteJWKSet(new URL(`${okta.issuerOf('default')}/v1/keys`))
  expect(decodeProtectedHeader(before).kid).toBe(active)
  expect(decodeProtectedHeader(after).kid).toBe(next)
  await expect(jwtVerify(before, published)).resolves.toBeDefined()
  await expect(jwtVerify(after, published)).resolves.toBeDefined()
})

test('two rotations withdraw a key', async () => {
  const [active] = await keyIds()

  await okta.rotateKeys()
  await okta.rotateKeys()

  expect(await keyIds()).not.toContain(active)
})

test('a rotation touches one server only', async () => {
  const before = await keyIds('globex')
  await okta.rotateKeys('default')
  expect(await keyIds('globex')).toEqual(before)
})
