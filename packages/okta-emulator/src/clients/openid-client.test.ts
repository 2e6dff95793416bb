import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { APP, CALLBACK, claimsOf, EVERYTHING, wait, world } from '../test-world.ts'
import { browser, formOf, targetOf } from './browser.ts'

const { okta } = await world()
const login = 'admin@acme.example'
const service = { id: '0oa_acme_service', secret: 'acme-service-secret' }

/** What the library makes of our discovery document, with every check that it has turned on. */
async function discover(clientId = '0oa_acme', authentication = client.None(), server = 'default') {
  const configuration = await client.discovery(
    new URL(okta.issuerOf(server)),
    clientId,
    undefined,
    authentication,
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  )
  return configuration
}

/** An authorization request with PKCE, state and nonce, and what has to match in its answer. */
async function begin(configuration: client.Configuration, more: Record<string, string> = {}) {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
  }
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: CALLBACK,
    scope: EVERYTHING,
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  })
  return { address, checks }
}

async function signIn(configuration: client.Configuration, person = browser()) {
  const { address, checks } = await begin(configuration)
  const callback = targetOf(await person.signIn(address, login))
  return client.authorizationCodeGrant(configuration, callback, checks)
}

const introspect = async (token: string, configuration: client.Configuration) =>
  client.tokenIntrospection(configuration, token)

describe.each(['default', 'org'])('the server "%s"', (server) => {
  test('signs a person in: discovery, code flow with PKCE, ID token, userinfo', async () => {
    const configuration = await discover('0oa_acme', client.None(), server)

    const tokens = await signIn(configuration)

    const claims = tokens.claims()
    expect(configuration.serverMetadata().issuer).toBe(okta.issuerOf(server))
    expect(claims).toMatchObject({ sub: '00u_acme_admin', aud: '0oa_acme', email: login })
    const profile = await client.fetchUserInfo(
      configuration,
      tokens.access_token,
      claims?.sub ?? '',
    )
    expect(profile).toMatchObject({ sub: '00u_acme_admin', preferred_username: login })
  })

  test('tells a public client about its own tokens, and RFC 7662’s members', async () => {
    const configuration = await discover('0oa_acme', client.None(), server)
    const { access_token: accessToken, refresh_token: refreshToken = '' } =
      await signIn(configuration)

    expect(await introspect(accessToken, configuration)).toMatchObject({
      active: true,
      token_type: 'Bearer',
      scope: EVERYTHING,
      client_id: '0oa_acme',
      username: login,
      iss: okta.issuerOf(server),
      aud: claimsOf(accessToken).aud,
      exp: claimsOf(accessToken).exp,
      sub: login,
      uid: '00u_acme_admin',
    })
    expect(await introspect(refreshToken, configuration)).toMatchObject({
      active: true,
      client_id: '0oa_acme',
      username: login,
    })
  })

  test('tells an API with a secret about anybody’s access token', async () => {
    const { access_token: accessToken } = await signIn(
      await discover('0oa_acme', client.None(), server),
    )

    for (const authentication of [
      client.ClientSecretBasic(service.secret),
      client.ClientSecretPost(service.secret),
    ])
      expect(
        await introspect(accessToken, await discover(service.id, authentication, server)),
      ).toMatchObject({ active: true, client_id: '0oa_acme', uid: '00u_acme_admin' })
  })

  test('tells a public client nothing about another’s tokens', async () => {
    const tokens = await signIn(await discover('0oa_acme', client.None(), server))
    const other = await discover('0oa_root', client.None(), server)

    for (const token of [tokens.access_token, tokens.id_token, tokens.refresh_token])
      expect(await introspect(token ?? '', other)).toEqual({ active: false })
  })
})

test('who is signed in is not asked again, and can be answered by a form', async () => {
  const configuration = await discover()
  const person = browser()
  await signIn(configuration, person)

  const { address, checks } = await begin(configuration, {
    prompt: 'none',
    response_mode: 'form_post',
  })
  const page = await person.open(address)
  const { action, fields } = formOf(await page.text())
  const callback = new Request(action, { method: 'POST', body: fields })

  const tokens = await client.authorizationCodeGrant(configuration, callback, checks)
  expect(tokens.claims()).toMatchObject({ sub: '00u_acme_admin' })
})

test('who is not signed in cannot be signed in silently, as the library is told', async () => {
  const configuration = await discover()
  const { address, checks } = await begin(configuration, { prompt: 'none' })
  const callback = targetOf(await browser().open(address))

  await expect(
    client.authorizationCodeGrant(configuration, callback, checks),
  ).rejects.toMatchObject({ error: 'login_required' })
})

test('a code is worth nothing without its verifier, and is spent by the attempt', async () => {
  const configuration = await discover()
  const { address, checks } = await begin(configuration)
  const callback = targetOf(await browser().signIn(address, login))
  const stolen = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() }

  for (const attempt of [stolen, checks])
    await expect(
      client.authorizationCodeGrant(configuration, callback, attempt),
    ).rejects.toMatchObject({ error: 'invalid_grant', status: 400 })
})

describe('a refresh token', () => {
  test('rotates, and the last one still works for half a minute', async () => {
    const configuration = await discover()
    const { refresh_token: first = '' } = await signIn(configuration)

    const next = await client.refreshTokenGrant(configuration, first)
    const again = await client.refreshTokenGrant(configuration, first)

    expect(new Set([first, next.refresh_token, again.refresh_token]).size).toBe(3)
    expect(next.claims()).toMatchObject({ sub: '00u_acme_admin' })
    expect(await introspect(first, configuration)).toEqual({ active: false })
  })

  test('that is used again later ends the whole sign-in', async () => {
    const configuration = await discover()
    const { refresh_token: first = '' } = await signIn(configuration)
    const next = await client.refreshTokenGrant(configuration, first)
    wait(31)

    for (const token of [first, next.refresh_token ?? ''])
      await expect(client.refreshTokenGrant(configuration, token)).rejects.toMatchObject({
        error: 'invalid_grant',
      })

    expect(await introspect(next.access_token, configuration)).toEqual({ active: false })
  })
})

test('a revoked token is inactive, and one that is unknown is revoked all the same', async () => {
  const configuration = await discover()
  const { access_token: accessToken, refresh_token: refreshToken = '' } =
    await signIn(configuration)

  await client.tokenRevocation(configuration, accessToken, { token_type_hint: 'access_token' })
  await client.tokenRevocation(configuration, 'unknown')
  expect(await introspect(accessToken, configuration)).toEqual({ active: false })
  expect(await introspect(refreshToken, configuration)).toMatchObject({ active: true })

  await client.tokenRevocation(configuration, refreshToken)
  expect(await introspect(refreshToken, configuration)).toEqual({ active: false })
})

describe('a machine', () => {
  test.each([
    ['in the header', client.ClientSecretBasic(service.secret)],
    ['in the form', client.ClientSecretPost(service.secret)],
  ])('with its secret %s gets a token that names nobody', async (_, authentication) => {
    const configuration = await discover(service.id, authentication)

    const tokens = await client.clientCredentialsGrant(configuration, { scope: 'tenantry' })

    expect(claimsOf(tokens.access_token)).toMatchObject({ cid: service.id, sub: service.id })
    expect(claimsOf(tokens.access_token)).not.toHaveProperty('uid')
    expect(tokens).not.toHaveProperty('id_token')
    expect(await introspect(tokens.access_token, configuration)).toMatchObject({ active: true })
  })

  test('with a wrong secret is told so, in the way that the library understands', async () => {
    const configuration = await discover(service.id, client.ClientSecretPost('wrong'))

    await expect(client.clientCredentialsGrant(configuration)).rejects.toMatchObject({
      error: 'invalid_client',
      status: 401,
    })
    await expect(introspect('x', configuration)).rejects.toMatchObject({ error: 'invalid_client' })
  })
})

test('the end-session address signs out and leads back', async () => {
  const configuration = await discover()
  const person = browser()
  const { id_token: idToken = '' } = await signIn(configuration, person)

  const address = client.buildEndSessionUrl(configuration, {
    id_token_hint: idToken,
    post_logout_redirect_uri: `${APP}/`,
    state: 's',
  })

  expect(targetOf(await person.open(address)).href).toBe(`${APP}/?state=s`)
  const silent = await begin(configuration, { prompt: 'none' })
  const answer = targetOf(await person.open(silent.address))
  expect(answer.searchParams.get('error')).toBe('login_required')
})
