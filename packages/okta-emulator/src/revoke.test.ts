import { describe, expect, test } from 'vitest'
import { bodyOf, claimsOf, wait, world } from './test-world.ts'

const { okta, call, form, refresh, isActive } = await world()

const signIn = (scope = 'openid profile email offline_access') =>
  okta.signIn({ login: 'admin@acme.example', clientId: '0oa_acme', scope })
const revoke = (token: string | undefined, clientId = '0oa_acme') =>
  form('/oauth2/default/v1/revoke', { token: token ?? '', client_id: clientId })
const userinfo = (authorization: string, server = 'default') =>
  call(`/oauth2/${server}/v1/userinfo`, { headers: { authorization } })

describe('revoke', () => {
  test('kills an access token, and nothing else', async () => {
    const { accessToken, refreshToken } = await signIn()

    expect((await revoke(accessToken)).status).toBe(200)

    expect(await isActive(accessToken)).toBe(false)
    expect((await userinfo(`Bearer ${accessToken}`)).status).toBe(401)
    const { access_token: next } = await bodyOf(await refresh(refreshToken))
    expect(await isActive(next)).toBe(true)
  })

  test('kills a refresh token with the access tokens that it gave', async () => {
    const { accessToken, refreshToken } = await signIn()
    await revoke(refreshToken)
    expect((await refresh(refreshToken)).status).toBe(400)
    expect(await isActive(accessToken)).toBe(false)
    expect(await isActive(refreshToken)).toBe(false)
  })

  test('knows the client by Basic without a colon, as auth-js sends it', async () => {
    const { accessToken } = await signIn()
    const authorization = `Basic ${Buffer.from('0oa_acme').toString('base64')}`
    const fields = { token: accessToken, token_type_hint: 'access_token' }

    const answer = await form('/oauth2/default/v1/revoke', fields, { authorization })

    expect(answer.status).toBe(200)
    expect(await isActive(accessToken)).toBe(false)
  })

  test('leaves another client’s tokens alone', async () => {
    const { accessToken, refreshToken } = await signIn()
    await revoke(accessToken, '0oa_root')
    await revoke(refreshToken, '0oa_root')
    expect(await isActive(accessToken)).toBe(true)
    expect(await isActive(refreshToken)).toBe(true)
  })

  test('does not tell a token that it does not know', async () => {
    expect((await revoke('unknown')).status).toBe(200)
  })

  test('refuses an unknown client, and a request without a token', async () => {
    expect((await revoke('x', '0oa_nobody')).status).toBe(401)
    expect((await bodyOf(await revoke(''))).error).toBe('invalid_request')
  })
})

describe('introspect', () => {
  test('tells what an access token says', async () => {
    const { accessToken } = await signIn('openid email')
    const answer = await form('/oauth2/default/v1/introspect', {
      token: accessToken,
      client_id: '0oa_acme',
    })
    expect(await bodyOf(answer)).toMatchObject({
      active: true,
      token_type: 'Bearer',
      client_id: '0oa_acme',
      username: 'admin@acme.example',
      scope: 'openid email',
      uid: '00u_acme_admin',
      jti: claimsOf(accessToken).jti,
    })
  })

  test('knows refresh tokens and ID tokens', async () => {
    const { refreshToken, idToken } = await signIn()
    expect(await isActive(refreshToken)).toBe(true)
    expect(await isActive(idToken)).toBe(true)
  })

  test.each(['', 'default', 'globex'])(
    'of %j says nothing of a stranger’s token',
    async (server) => {
      const forged = await okta.sign({ iss: okta.issuerOf('default'), jti: 'AT.x' }, { kid: 'x' })
      expect(await isActive(forged, server || 'default')).toBe(false)
      expect(await isActive('rubbish', server || 'default')).toBe(false)
    },
  )

  test('does not speak for another server', async () => {
    const { accessToken, refreshToken } = await signIn()
    expect(await isActive(accessToken, 'globex')).toBe(false)
    expect(await isActive(refreshToken, 'globex')).toBe(false)
  })

  test('refuses a caller who is no client', async () => {
    const { accessToken } = await signIn()
    const answer = await form('/oauth2/default/v1/introspect', { token: accessToken })
    expect(answer.status).toBe(401)
  })
})

describe('userinfo', () => {
  test('tells what the scopes cover', async () => {
    const everything = await signIn()
    expect(await bodyOf(await userinfo(`Bearer ${everything.accessToken}`))).toEqual({
      sub: '00u_acme_admin',
      name: 'Ada Acme',
      locale: 'en_US',
      preferred_username: 'admin@acme.example',
      given_name: 'Ada',
      family_name: 'Acme',
      zoneinfo: 'America/Los_Angeles',
      email: 'admin@acme.example',
      email_verified: true,
    })
    const little = await signIn('openid')
    expect(await bodyOf(await userinfo(`Bearer ${little.accessToken}`))).toEqual({
      sub: '00u_acme_admin',
    })
  })

  test('refuses who shows no valid access token, and says how to get one', async () => {
    const { idToken } = await signIn()
    const service = await okta.serviceToken({ clientId: '0oa_acme_service' })
    const expired = await okta.sign({
      iss: okta.issuerOf('default'),
      uid: '00u_root',
      scp: ['openid'],
      exp: 1,
    })
    const authorizations = ['', 'Bearer', 'Bearer x.y.z', `Bearer ${idToken}`, `Bearer ${service}`]

    for (const authorization of [...authorizations, `Bearer ${expired}`]) {
      const answer = await userinfo(authorization)
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
  })

  test('refuses a token after its time, and one of another server', async () => {
    const { accessToken } = await signIn()
    expect((await userinfo(`Bearer ${accessToken}`, 'globex')).status).toBe(401)
    wait(301)
    expect((await userinfo(`Bearer ${accessToken}`)).status).toBe(401)
  })

  test('refuses a token without the scope openid', async () => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: okta.issuerOf('default'), uid: '00u_root', scp: [], exp: now + 60 }
    const answer = await userinfo(`Bearer ${await okta.sign(claims)}`)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope')
  })
})
