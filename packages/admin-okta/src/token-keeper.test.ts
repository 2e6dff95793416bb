import { OAuthError, type Tokens } from '@okta/okta-auth-js/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createOktaAuth } from './clients.ts'
import { createTokenKeeper } from './token-keeper.ts'

const ISSUER = 'https://acme.okta.com/oauth2/default'
const OFFLINE = new TypeError('Failed to fetch')

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2030, 0) }))
afterEach(() => void vi.useRealTimers())

describe('ahead of its end', () => {
  test.each([
    [300, 240],
    [3600, 3540],
    [10, 6.7],
  ])('a token of %d s is renewed after %d s, and so is the next one', async (life, after) => {
    const { keeper, renewals } = world({ life })
    keeper.watch()

    await pass(after - 0.5)
    expect(renewals()).toBe(0)
    await pass(1)
    expect(renewals()).toBe(1)
    expect(keeper.bearer()).toBe('access-1')
    await pass(after)
    expect(renewals()).toBe(2)
  })

  test('the token of a tab that was loaded anew is renewed at the same moment', async () => {
    const before = world({ life: 10 })
    const { keeper, renewals } = world({ tenantId: before.tenantId })
    keeper.watch()

    await pass(7)

    expect(renewals()).toBe(1)
  })

  test('of an org that has only ID tokens the ID token counts', async () => {
    const { keeper, renewals } = world({ life: 10, tokenUse: 'ID' })
    keeper.watch()

    await pass(7)

    expect(renewals()).toBe(0)
    expect(keeper.bearer()).toBe('id-0')
  })
})

describe('after a sleep, in which no timer runs', () => {
  test.each([
    ['the tab is looked at', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['the network comes back', () => window.dispatchEvent(new Event('online'))],
  ])('a token is renewed when %s', async (_, wake) => {
    const { keeper, renewals } = world()
    keeper.watch()

    sleep(3600)
    wake()
    await pass(0)

    expect(renewals()).toBe(1)
  })

  test('the first request waits for a new token', async () => {
    const { keeper, renewals } = world()
    sleep(3600)

    expect(await Promise.all([keeper.fresh(), keeper.fresh()])).toEqual(['access-1', 'access-1'])
    expect(renewals()).toBe(1)
  })

  test('a token that is not about to end is not renewed', async () => {
    const { keeper, renewals } = world()
    keeper.watch()

    document.dispatchEvent(new Event('visibilitychange'))

    expect(await keeper.fresh()).toBe('access-0')
    expect(renewals()).toBe(0)
  })
})

describe('while Okta cannot be asked', () => {
  test('the tokens are kept, and it is tried again with longer and longer pauses', async () => {
    const { keeper, okta, renewals } = world()
    keeper.watch()
    okta.mockRejectedValue(OFFLINE)

    await pass(240)
    expect(renewals()).toBe(1)
    await pass(60)
    const tries = renewals()
    expect(tries).toBeGreaterThanOrEqual(5)
    expect(tries).toBeLessThanOrEqual(8)
    await pass(600)
    expect(renewals() - tries).toBeLessThanOrEqual(21)
    expect(keeper.bearer()).toBe('access-0')
  })

  test('the network that comes back is not waited for', async () => {
    const { keeper, okta, renewals } = world()
    keeper.watch()
    okta.mockRejectedValueOnce(OFFLINE)
    await pass(240)

    window.dispatchEvent(new Event('online'))
    await pass(0)

    expect(renewals()).toBe(2)
    expect(keeper.bearer()).toBe('access-1')
  })

  test('a token goes on to be used until its end, and not longer', async () => {
    const { keeper, okta } = world()
    okta.mockRejectedValue(OFFLINE)

    sleep(299)
    expect(await keeper.fresh()).toBe('access-0')
    sleep(2)
    await expect(keeper.fresh()).rejects.toThrow('Failed to fetch')
  })

  test.each([
    new OAuthError('server_error', 'x'),
    new OAuthError('temporarily_unavailable', 'x'),
    new OAuthError('invalid_request', 'x', { responseText: '', status: 503, headers: {} }),
    new OAuthError('slow_down', 'x', { responseText: '', status: 429, headers: {} }),
  ])('as when it answers %s, nobody has to sign in again', async (error) => {
    const { keeper, okta, onRefused } = world()
    okta.mockRejectedValue(error)

    await expect(keeper.renew()).rejects.toBe(error)

    expect(onRefused).not.toHaveBeenCalled()
    expect(keeper.bearer()).toBe('access-0')
  })
})

test.each([
  new OAuthError('invalid_grant', 'The refresh token is invalid or expired.'),
  new OAuthError('invalid_grant', 'User is not active.'),
  new OAuthError('access_denied', 'Policy evaluation failed.'),
  new OAuthError('login_required', 'x'),
])('when Okta says %s, the tokens are dropped and the person is asked', async (error) => {
  const { keeper, okta, onRefused } = world()
  okta.mockRejectedValue(error)

  await keeper.renew()

  expect(onRefused).toHaveBeenCalledTimes(1)
  expect(await keeper.fresh()).toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

test('a client that keeps its refresh token goes on with it', async () => {
  const { keeper, okta, oktaAuth } = world()
  const { refreshToken: _, ...others } = tokens({ number: 1 })
  okta.mockResolvedValue(others)

  await keeper.renew()

  const { refreshToken, accessToken } = oktaAuth.tokenManager.getTokensSync()
  expect(accessToken?.accessToken).toBe('access-1')
  expect(refreshToken?.refreshToken).toBe('refresh-0')
})

describe('a renewal that is under way', () => {
  test('when somebody signs out brings nothing back', async () => {
    const { keeper, oktaAuth, answer } = slowWorld()
    const renewal = keeper.renew()

    keeper.drop()
    answer(tokens({ number: 1 }))
    await renewal

    expect(oktaAuth.tokenManager.getTokensSync()).toEqual({})
  })

  test('when somebody signs in does not touch their tokens', async () => {
    const { keeper, oktaAuth, answer } = slowWorld()
    const renewal = keeper.renew()

    keeper.drop()
    keeper.take(tokens({ number: 7 }))
    oktaAuth.tokenManager.removeRefreshToken() // as auth-js does by itself
    answer(tokens({ number: 1 }))
    await renewal

    expect(keeper.bearer()).toBe('access-7')
    expect(oktaAuth.getRefreshToken()).toBe('refresh-7')
  })
})

interface WorldOptions {
  life?: number
  tokenUse?: 'ACCESS' | 'ID'
  /** Absent: one of its own, with tokens that were given this moment. */
  tenantId?: string
}

let tenants = 0

/** A tab with tokens, and an Okta that renews them by number. */
function world({ life = 300, tokenUse = 'ACCESS', ...given }: WorldOptions = {}) {
  const { tenantId = `t${tenants++}` } = given
  const settings = { tenantId, clientId: '0oa_acme', issuer: ISSUER, scopes: ['openid'] }
  const oktaAuth = createOktaAuth(settings)
  if (!given.tenantId) oktaAuth.tokenManager.setTokens(tokens({ life }))
  let number = 0
  const okta = vi
    .spyOn(oktaAuth.token, 'renewTokens')
    .mockImplementation(() => Promise.resolve(tokens({ number: ++number, life })))
  const onRefused = vi.fn()
  const keeper = createTokenKeeper(oktaAuth, { tokenUse, onRefused })
  return { tenantId, oktaAuth, keeper, okta, onRefused, renewals: () => okta.mock.calls.length }
}

/** One in which Okta answers when it is told to. */
function slowWorld() {
  const { promise, resolve } = Promise.withResolvers<Tokens>()
  const { okta, ...others } = world()
  okta.mockReturnValue(promise)
  return { ...others, answer: resolve }
}

/** What Okta gives at this moment. */
function tokens({ number = 0, life = 300 } = {}): Tokens {
  const now = Math.floor(Date.now() / 1000)
  const shared = { scopes: ['openid'], authorizeUrl: `${ISSUER}/v1/authorize` }
  // Okta’s clock is not ours.
  const claims = { sub: '00u_1', iat: now - 500, exp: now + 3100 }
  const expiresAt = now + life
  return {
    accessToken: {
      ...shared,
      accessToken: `access-${number}`,
      tokenType: 'Bearer',
      userinfoUrl: `${ISSUER}/v1/userinfo`,
      expiresAt,
    },
    idToken: {
      ...shared,
      idToken: `id-${number}`,
      issuer: ISSUER,
      clientId: '0oa_acme',
      claims,
      expiresAt: now + 3600,
    },
    refreshToken: {
      ...shared,
      refreshToken: `refresh-${number}`,
      issuer: ISSUER,
      tokenUrl: `${ISSUER}/v1/token`,
      expiresAt,
    },
  }
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

/** The clock goes on, and no timer runs. */
const sleep = (seconds: number) => void vi.setSystemTime(Date.now() + seconds * 1000)
