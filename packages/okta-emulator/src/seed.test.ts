import { createRemoteJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { claimsOf, world } from './test-world.ts'

const { okta } = await world()

test.each([
  ['root@example.com', '0oa_root', ['full-access']],
  ['admin@acme.example', '0oa_acme', ['full-access']],
  ['editor@acme.example', '0oa_acme', ['editors']],
  ['admin@globex.example', '0oa_globex', ['full-access']],
  ['nobody@example.com', '0oa_globex', []],
  ['nobody@example.com', '0oa_root', []],
  ['root@example.com', '0oa_dev', ['root:full-access']],
  ['admin@acme.example', '0oa_dev', ['acme:full-access']],
  ['editor@acme.example', '0oa_dev', ['acme:editors']],
  ['admin@globex.example', '0oa_dev', ['globex:full-access']],
  ['nobody@example.com', '0oa_dev', []],
])('the tokens of %s for %s carry the groups %j', async (login, clientId, groups) => {
  const { accessToken, idToken } = await okta.signIn({ login, clientId })

  expect(claimsOf(accessToken)['tenantry_groups']).toEqual(groups)
  expect(claimsOf(idToken)['tenantry_groups']).toEqual(groups)
})

test.each(['root@example.com', 'admin@acme.example', 'editor@acme.example'])(
  '%s is not assigned to 0oa_globex',
  async (login) => {
    await expect(okta.signIn({ login, clientId: '0oa_globex' })).rejects.toThrow('not assigned')
  },
)

test.each(['0oa_root', '0oa_acme', '0oa_dev'])(
  'the globex server has no policy for %s',
  async (clientId) => {
    const refused = okta.signIn({ login: 'admin@globex.example', clientId, server: 'globex' })
    await expect(refused).rejects.toThrow('Policy evaluation failed')
  },
)

test('an access token has Okta’s claims', async () => {
  const { accessToken } = await okta.signIn({
    login: 'admin@globex.example',
    clientId: '0oa_globex',
    server: 'globex',
  })
  const issuer = okta.issuerOf('globex')
  const keys = createRemoteJWKSet(new URL(`${issuer}/v1/keys`))

  const { payload, protectedHeader } = await jwtVerify(accessToken, keys, {
    issuer,
    audience: 'api://globex',
  })

  expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) })
  expect(payload).toEqual({
    ver: 1,
    jti: expect.stringMatching(/^AT\.[\w-]{43}\.oar\w+$/),
    iss: issuer,
    aud: 'api://globex',
    iat: expect.any(Number),
    exp: Number(payload.iat) + 300,
    cid: '0oa_globex',
    uid: '00u_globex_admin',
    scp: ['openid', 'profile', 'email', 'offline_access'],
    auth_time: expect.any(Number),
    sub: 'admin@globex.example',
    tenantry_groups: ['full-access'],
  })
})

test('an ID token has Okta’s claims', async () => {
  const { idToken, accessToken } = await okta.signIn({
    login: 'root@example.com',
    clientId: '0oa_root',
  })
  const issuer = okta.issuerOf('default')
  const keys = createRemoteJWKSet(new URL(`${issuer}/v1/keys`))

  const { payload } = await jwtVerify(idToken, keys, { issuer, audience: '0oa_root' })

  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(accessToken))
  expect(payload).toEqual({
    sub: '00u_root',
    name: 'Robin Root',
    email: 'root@example.com',
    ver: 1,
    iss: issuer,
    aud: '0oa_root',
    iat: expect.any(Number),
    exp: Number(payload.iat) + 3600,
    jti: expect.stringMatching(/^ID\.[\w-]{43}$/),
    amr: ['pwd'],
    idp: expect.any(String),
    nonce: expect.any(String),
    preferred_username: 'root@example.com',
    auth_time: expect.any(Number),
    sid: expect.stringMatching(/^102/),
    at_hash: Buffer.from(digest.slice(0, 16)).toString('base64url'),
    tenantry_groups: ['full-access'],
  })
})

test('the org’s own server knows no custom claims, but groups in the ID token', async () => {
  const scope = 'openid groups'
  const person = { login: 'editor@acme.example', clientId: '0oa_acme', server: 'org', scope }

  const { accessToken, idToken } = await okta.signIn(person)

  expect(claimsOf(accessToken)).toMatchObject({ iss: okta.origin, aud: okta.origin })
  expect(claimsOf(accessToken)).not.toHaveProperty('tenantry_groups')
  expect(claimsOf(idToken)).toMatchObject({ iss: okta.origin, groups: ['editors'] })
  expect(claimsOf(idToken)).not.toHaveProperty('tenantry_groups')
})

test('a service token has the client as its subject and nobody bound to it', async () => {
  const claims = claimsOf(await okta.serviceToken({ clientId: '0oa_acme_service' }))

  expect(claims).toEqual({
    ver: 1,
    jti: expect.stringMatching(/^AT\.[\w-]{43}$/),
    iss: okta.issuerOf('default'),
    aud: 'api://tenantry',
    iat: expect.any(Number),
    exp: Number(claims.iat) + 300,
    cid: '0oa_acme_service',
    scp: ['tenantry'],
    sub: '0oa_acme_service',
  })
})
