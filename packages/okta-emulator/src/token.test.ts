import { describe, expect, test } from 'vitest'
import { bodyOf, claimsOf, EVERYTHING, wait, world } from './test-world.ts'

const { okta, form, token, redeem, refresh, signInWithWidget, isActive } = await world()

const tokensOfWidget = async (scope = EVERYTHING) =>
  bodyOf(await redeem(await signInWithWidget({ scope })))

describe('a code', () => {
  test('is exchanged for tokens', async () => {
    const answer = await redeem(await signInWithWidget())

    expect(answer.headers.get('cache-control')).toContain('no-store')
    expect(await bodyOf(answer)).toEqual({
      token_type: 'Bearer',
      expires_in: 300,
      access_token: expect.stringMatching(/^eyJ/),
      id_token: expect.stringMatching(/^eyJ/),
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      scope: EVERYTHING,
    })
  })

  test('gives no refresh token unless it was asked for', async () => {
    const tokens = await tokensOfWidget('openid')
    expect(tokens).not.toHaveProperty('refresh_token')
    expect(claimsOf(tokens['id_token'])).not.toHaveProperty('email')
    expect(String(claimsOf(tokens['access_token']).jti)).not.toContain('.oar')
  })

  test('carries the nonce into the ID token', async () => {
    const { id_token: idToken } = await bodyOf(
      await redeem(await signInWithWidget({ nonce: 'mine' })),
    )
    expect(claimsOf(idToken)['nonce']).toBe('mine')
  })

  test('works once', async () => {
    const signedIn = await signInWithWidget()
    expect((await redeem(signedIn)).status).toBe(200)

    const again = await redeem(signedIn)

    expect(again.status).toBe(400)
    expect(await bodyOf(again)).toEqual({
      error: 'invalid_grant',
      error_description: 'The interaction code is invalid or has expired.',
    })
  })

  test('works for a minute', async () => {
    const signedIn = await signInWithWidget()
    wait(61)
    expect((await redeem(signedIn)).status).toBe(400)
  })

  test.each<[string, Record<string, string>]>([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another client', { client_id: '0oa_root' }],
    ['another redirect URI', { redirect_uri: 'http://localhost:3000/' }],
    ['no redirect URI', { redirect_uri: '' }],
  ])('is worth nothing with %s, and is spent by the attempt', async (_, fields) => {
    const signedIn = await signInWithWidget()

    const refused = await redeem(signedIn, fields)

    expect(refused.status).toBe(400)
    expect((await bodyOf(refused))['error']).toBe('invalid_grant')
    expect((await redeem(signedIn)).status).toBe(400)
  })

  test('is worth nothing at another server', async () => {
    const { code, verifier } = await signInWithWidget({
      client_id: '0oa_globex',
      login: 'admin@globex.example',
    })
    const fields = {
      grant_type: 'interaction_code',
      client_id: '0oa_globex',
      interaction_code: code,
      code_verifier: verifier,
      redirect_uri: 'http://localhost:3000/callback',
    }
    expect((await bodyOf(await token(fields, 'globex')))['error']).toBe('invalid_grant')
  })

  test('of an interaction is no authorization code', async () => {
    const signedIn = await signInWithWidget()
    const refused = await redeem(signedIn, {
      grant_type: 'authorization_code',
      code: signedIn.code,
    })
    expect((await bodyOf(refused))['error']).toBe('invalid_grant')
  })
})

describe('a refresh token', () => {
  test('is exchanged for new tokens of the same sign-in, and a new one of its kind', async () => {
    const { refresh_token: first, access_token: before } = await tokensOfWidget()
    wait(90)

    const {
      refresh_token: second,
      access_token: after,
      id_token: idToken,
    } = await bodyOf(await refresh(first))

    expect(second).not.toBe(first)
    expect(claimsOf(after)['auth_time']).toBe(claimsOf(before)['auth_time'])
    expect(Number(claimsOf(after).iat)).toBeGreaterThan(Number(claimsOf(before).iat))
    expect(claimsOf(idToken)).not.toHaveProperty('nonce')
    expect((await refresh(second)).status).toBe(200)
  })

  test('works again for 30 seconds after its first use', async () => {
    const { refresh_token: first } = await tokensOfWidget()
    await refresh(first)
    wait(30)
    expect((await refresh(first)).status).toBe(200)
  })

  test('used again later kills the newest one and all access tokens since the sign-in', async () => {
    const { refresh_token: first, access_token: firstAccess } = await tokensOfWidget()
    const { refresh_token: newest, access_token: newestAccess } = await bodyOf(await refresh(first))
    wait(31)
    expect(await isActive(firstAccess)).toBe(true)

    const reused = await refresh(first)

    expect(reused.status).toBe(400)
    expect(await bodyOf(reused)).toEqual({
      error: 'invalid_grant',
      error_description: 'The refresh token is invalid or expired.',
    })
    expect((await refresh(newest)).status).toBe(400)
    expect(await isActive(firstAccess)).toBe(false)
    expect(await isActive(newestAccess)).toBe(false)
  })

  test('of another sign-in survives that', async () => {
    const { refresh_token: other } = await tokensOfWidget()
    const { refresh_token: first } = await tokensOfWidget()
    await refresh(first)
    wait(31)
    await refresh(first)
    expect((await refresh(other)).status).toBe(200)
  })

  test('lives seven days, and each exchange gives seven more', async () => {
    const { refresh_token: first } = await tokensOfWidget()
    wait(6 * 86_400)
    const { refresh_token: second } = await bodyOf(await refresh(first))
    wait(6 * 86_400)
    expect((await refresh(second)).status).toBe(200)

    const { refresh_token: idle } = await tokensOfWidget()
    wait(7 * 86_400 + 1)
    expect((await refresh(idle)).status).toBe(400)
  })

  test('may ask for less, not for more', async () => {
    const { refresh_token: first } = await tokensOfWidget('openid offline_access')
    expect((await bodyOf(await refresh(first, { scope: 'openid' })))['scope']).toBe('openid')
    expect((await bodyOf(await refresh(first, { scope: 'openid email' })))['error']).toBe(
      'invalid_scope',
    )
  })

  test.each<[string, Record<string, string>]>([
    ['another client', { client_id: '0oa_root' }],
    ['another token', { refresh_token: 'unknown' }],
    ['an empty token', { refresh_token: '' }],
  ])('is refused with %s', async (_, fields) => {
    const { refresh_token: first } = await tokensOfWidget()
    expect((await bodyOf(await refresh(first, fields)))['error']).toBe('invalid_grant')
    expect((await refresh(first)).status).toBe(200)
  })
})

describe('client credentials', () => {
  const service = { grant_type: 'client_credentials', scope: 'tenantry' }
  const basic = (text: string) => ({
    authorization: `Basic ${Buffer.from(text).toString('base64')}`,
  })
  const ask = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    form('/oauth2/default/v1/token', { ...service, ...fields }, headers)

  test('give an access token and nothing else', async () => {
    const answer = await ask({}, basic('0oa_acme_service:acme-service-secret'))
    expect(await bodyOf(answer)).toEqual({
      token_type: 'Bearer',
      expires_in: 300,
      access_token: expect.stringMatching(/^eyJ/),
      scope: 'tenantry',
    })
  })

  test('may come in the form', async () => {
    const answer = await ask({
      client_id: '0oa_acme_service',
      client_secret: 'acme-service-secret',
    })
    expect(answer.status).toBe(200)
  })

  test.each([
    '0oa_acme_service:wrong',
    '0oa_acme_service:',
    '0oa_acme_service',
    '0oa_nobody:acme-service-secret',
    '0oa_acme:acme-service-secret',
    '%%%:%%%',
  ])('are refused as Basic %j', async (credentials) => {
    const answer = await ask({}, basic(credentials))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Basic')
    expect((await bodyOf(answer))['error']).toBe('invalid_client')
  })

  test('that are wrong in the form get no challenge: a browser would ask for a password', async () => {
    const answer = await ask({ client_id: '0oa_acme_service', client_secret: 'wrong' })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBeNull()
  })

  test.each(['openid', 'tenantry offline_access', 'unheard.of'])(
    'cannot ask for the scope %j',
    async (scope) => {
      const answer = await ask({ scope }, basic('0oa_acme_service:acme-service-secret'))
      expect((await bodyOf(answer))['error']).toBe('invalid_scope')
    },
  )

  test('are not for a browser’s client', async () => {
    const answer = await ask({ client_id: '0oa_acme' })
    expect(await bodyOf(answer)).toMatchObject({
      error: 'unauthorized_client',
      error_description: expect.stringContaining(
        'Configured grant types: [authorization_code, interaction_code, refresh_token]',
      ),
    })
  })

  test('meet no policy at the globex server', async () => {
    const answer = await form(
      '/oauth2/globex/v1/token',
      service,
      basic('0oa_acme_service:acme-service-secret'),
    )
    expect((await bodyOf(answer))['error']).toBe('access_denied')
  })
})

test.each([
  ['unsupported_grant_type', { grant_type: 'password' }],
  ['unsupported_grant_type', { grant_type: '__proto__' }],
  ['invalid_request', {}],
])('%s answers a token request of %j', async (error, fields) => {
  const answer = await form('/oauth2/default/v1/token', { client_id: '0oa_acme', ...fields })
  expect(answer.status).toBe(400)
  expect((await bodyOf(answer))['error']).toBe(error)
})

test('access tokens live as long as the org is told', async () => {
  const other = await world({ accessTokenSeconds: 5 })
  const { accessToken } = await other.okta.signIn({
    login: 'admin@acme.example',
    clientId: '0oa_acme',
  })
  const { exp, iat } = claimsOf(accessToken)
  expect(Number(exp) - Number(iat)).toBe(5)
  expect(await other.isActive(accessToken)).toBe(true)
  wait(5)
  expect(await other.isActive(accessToken)).toBe(false)
  expect(okta.origin).not.toBe(other.okta.origin)
})
