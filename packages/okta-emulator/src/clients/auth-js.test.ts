import { OktaAuth } from '@okta/okta-auth-js'
import { describe, expect, test } from 'vitest'
import { CALLBACK, EVERYTHING, world } from '../test-world.ts'

const { okta, isActive } = await world()
const person = { step: 'identify', username: 'admin@acme.example', password: 'correct-horse-1' }

const STORES = ['token', 'transaction', 'shared-transaction', 'original-uri', 'idx-response']

/** The library as a server runs it: no browser, and nothing shared between two of them. */
const authJs = (clientId = '0oa_acme') =>
  new OktaAuth({
    issuer: okta.issuerOf('default'),
    clientId,
    redirectUri: CALLBACK,
    scopes: EVERYTHING.split(' '),
    storageManager: Object.fromEntries(
      ['cache', ...STORES].map((name) => [
        name,
        { storageKey: crypto.randomUUID(), storageTypes: ['memory'] },
      ]),
    ),
  })

async function signIn() {
  const auth = authJs()
  await auth.idx.start()
  const { tokens } = await auth.idx.proceed(person)
  auth.tokenManager.setTokens(tokens ?? {})
  return auth
}

describe('auth-js in Node', () => {
  test('signs in by the Identity Engine, and checks the ID token as it does in a browser', async () => {
    const auth = await signIn()

    const { idToken } = await auth.tokenManager.getTokens()
    expect(idToken?.claims).toMatchObject({ sub: '00u_acme_admin', aud: '0oa_acme' })
    expect(await auth.token.getUserInfo()).toMatchObject({ sub: '00u_acme_admin' })
  })

  test('is told that the password is wrong, and may try again', async () => {
    const auth = authJs()
    await auth.idx.start()

    const wrong = await auth.idx.proceed({ ...person, password: 'wrong' })
    expect(wrong).toMatchObject({
      status: 'PENDING',
      messages: [{ class: 'ERROR', i18n: { key: 'errors.E0000004' } }],
    })

    expect(await auth.idx.proceed(person)).toMatchObject({ status: 'SUCCESS' })
  })

  test('is told who is not assigned to its client', async () => {
    const auth = authJs('0oa_globex')
    await auth.idx.start()

    const refused = await auth.idx.proceed(person)

    expect(refused.messages?.[0]?.message).toBe('User is not assigned to this application.')
    expect(refused.tokens).toBeUndefined()
  })

  test('renews by its refresh token', async () => {
    const auth = await signIn()
    const before = await auth.tokenManager.getTokens()

    const after = await auth.token.renewTokens()

    expect(after.accessToken?.accessToken).not.toBe(before.accessToken?.accessToken)
    expect(after.refreshToken?.refreshToken).not.toBe(before.refreshToken?.refreshToken)
    expect(await isActive(after.accessToken?.accessToken)).toBe(true)
  })

  test('revokes what it holds', async () => {
    const auth = await signIn()
    const { accessToken, refreshToken } = await auth.tokenManager.getTokens()

    await auth.revokeAccessToken()
    expect(await isActive(accessToken?.accessToken)).toBe(false)

    await auth.revokeRefreshToken()
    expect(await isActive(refreshToken?.refreshToken)).toBe(false)
  })
})
