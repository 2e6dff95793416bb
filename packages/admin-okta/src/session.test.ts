import { OAuthError, type Tokens } from '@okta/okta-auth-js/core'
import { expect, test, vi, type Mock } from 'vitest'
import { createOktaAuth } from './clients.ts'
import { createOktaSession, type SessionOptions } from './session.ts'
import { SignInError, type OktaClients } from './types.ts'

const settings = {
  tenantId: 'acme',
  name: 'Acme',
  issuer: 'https://acme.okta.com/oauth2/default',
  clientId: '0oa_acme',
  scopes: ['openid', 'offline_access'],
  tokenUse: 'ACCESS' as const,
}
const PREFIX = 'tenantry:okta:acme:'

test('a tab without tokens asks Okta once without a form, and keeps its page in mind', async () => {
  const { session, leave } = world('/groups?tenantId=acme')

  await session.start()

  const url = new URL(String(leave.mock.calls[0]?.[0]))
  expect(url.origin + url.pathname).toBe('https://acme.okta.com/oauth2/default/v1/authorize')
  expect(url.searchParams.get('prompt')).toBe('none')
  expect(sessionStorage.getItem(`${PREFIX}returnTo`)).toBe('/groups?tenantId=acme')
})

test('a tab that has asked already shows the form', async () => {
  sessionStorage.setItem(`${PREFIX}asked`, 'once')
  const { session, leave } = world('/?tenantId=acme')

  await session.start()

  expect(session.getState()).toEqual({ step: 'signIn', signedOut: false })
  expect(leave).not.toHaveBeenCalled()
})

test('start runs once, however often it is called', async () => {
  const { session, loadSettings } = world('/?tenantId=acme')

  await Promise.all([session.start(), session.start()])

  expect(loadSettings).toHaveBeenCalledTimes(1)
})

test('nobody is sent to Okta when a sign-in could not begin there', async () => {
  const refusal = Response.json(
    { error: 'x', error_description: 'No such client.' },
    { status: 400 },
  )
  const { session, leave } = world('/?tenantId=acme', { interact: refusal })

  await session.start()

  const problem = { kind: 'refused', reason: 'No such client.' }
  expect(session.getState()).toEqual({ step: 'problem', problem })
  expect(leave).not.toHaveBeenCalled()
})

test.each(['unknownTenant', 'disabledTenant'] as const)(
  '%s is a problem of its own',
  async (kind) => {
    const loadSettings = () => Promise.reject(new SignInError({ kind }))
    const { session } = world('/?tenantId=acme', { loadSettings })

    await session.start()

    expect(session.getState()).toEqual({ step: 'problem', problem: { kind } })
  },
)

test('a tenant without an App Client ID says so', async () => {
  const loadSettings = () => Promise.resolve({ ...settings, clientId: '' })
  const { session } = world('/?tenantId=acme', { loadSettings })

  await session.start()

  expect(session.getState()).toEqual({ step: 'problem', problem: { kind: 'noClient' } })
})

test('when Okta wants a person, the form comes and the address is clean', async () => {
  const { session, state } = await atCallback()

  await answer(session, { error: 'login_required', error_description: 'x', state })

  expect(session.getState()).toEqual({ step: 'signIn', signedOut: false })
  expect(location.pathname + location.search).toBe('/groups?tenantId=acme')
})

test('a person whom Okta does not let in learns why', async () => {
  const { session, state } = await atCallback()

  await answer(session, { error: 'access_denied', error_description: 'Not assigned.', state })

  const problem = { kind: 'denied', reason: 'Not assigned.' }
  expect(session.getState()).toEqual({ step: 'problem', problem })
})

test('an answer that this tab did not ask for is ignored', async () => {
  const { session } = await atCallback()

  await answer(session, {
    error: 'access_denied',
    error_description: 'x',
    state: 'of-somebody-else',
  })

  expect(session.getState()).toEqual({ step: 'signIn', signedOut: false })
})

test('a return path that was tampered with leads to the start page', async () => {
  const { session, state } = await atCallback()
  sessionStorage.setItem(`${PREFIX}returnTo`, '//evil.example')

  await answer(session, { error: 'login_required', error_description: 'x', state })

  expect(location.href).toBe('http://localhost:3000/')
})

test('a tab with valid tokens is signed in without asking Okta', async () => {
  const { session, leave } = world('/?tenantId=acme', { tokens: tokens() })

  await session.start()

  expect(session.getState()).toMatchObject({
    step: 'signedIn',
    person: { id: '00u_1', name: 'Ada' },
    expired: false,
  })
  expect(await session.getAccessToken()).toBe('access-1')
  expect(leave).not.toHaveBeenCalled()
})

test('a tenant that takes ID tokens gets the ID token', async () => {
  const loadSettings = () => Promise.resolve({ ...settings, tokenUse: 'ID' as const })
  const { session } = world('/?tenantId=acme', { tokens: tokens(), loadSettings })
  await session.start()

  expect(await session.getAccessToken()).toBe('id-1')
})

test('an expired token is renewed once for all requests that need it', async () => {
  const { session, oktaAuth } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  oktaAuth().tokenManager.setTokens(tokens({ secondsLeft: 5 }))
  const renew = vi.spyOn(oktaAuth().token, 'renewTokens').mockImplementation(() => {
    return Promise.resolve(tokens({ access: 'access-2' }))
  })

  const found = await Promise.all([session.getAccessToken(), session.getAccessToken()])

  expect(found).toEqual(['access-2', 'access-2'])
  expect(renew).toHaveBeenCalledTimes(1)
})

test('an Okta that does not answer costs nobody their sign-in', async () => {
  const { session, oktaAuth } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  oktaAuth().tokenManager.setTokens(tokens({ secondsLeft: -1 }))
  vi.spyOn(oktaAuth().token, 'renewTokens').mockRejectedValue(new TypeError('Failed to fetch'))

  const problem = { kind: 'oktaUnreachable', origin: 'https://acme.okta.com' }
  await expect(session.getAccessToken()).rejects.toMatchObject({ problem })

  expect(session.getState()).toMatchObject({ step: 'signedIn', expired: false })
  expect(oktaAuth().tokenManager.getTokensSync().refreshToken).toBeDefined()
})

test('a token that the API refuses is replaced once for all who were refused', async () => {
  const { session, oktaAuth } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  const renew = vi
    .spyOn(oktaAuth().token, 'renewTokens')
    .mockImplementation(() => Promise.resolve(tokens({ access: 'access-2' })))

  await Promise.all([session.renewToken('access-1'), session.renewToken('access-1')])
  await session.renewToken('access-1')

  expect(await session.getAccessToken()).toBe('access-2')
  expect(renew).toHaveBeenCalledTimes(1)
})

test('what was refused before it was replaced ends nothing', async () => {
  const { session } = world('/?tenantId=acme', { tokens: tokens({ access: 'access-2' }) })
  await session.start()

  session.expire('access-1')

  expect(session.getState()).toMatchObject({ step: 'signedIn', expired: false })
})

test('when Okta refuses to renew, the page stays and asks to sign in again', async () => {
  const { session, oktaAuth } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  vi.spyOn(oktaAuth().token, 'renewTokens').mockRejectedValue(new OAuthError('invalid_grant', 'x'))

  await session.renewToken('access-1')

  expect(session.getState()).toMatchObject({ step: 'signedIn', expired: true })
  expect(oktaAuth().tokenManager.getTokensSync()).toEqual({})
})

test('a request waits while the same person signs in again, and the page stays', async () => {
  const { session, widget } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()

  session.expire('access-1')
  const waiting = session.getAccessToken()
  session.showWidget('#here')
  widget.resolve(tokens({ access: 'access-2' }))

  expect(await waiting).toBe('access-2')
  expect(session.getState()).toMatchObject({ step: 'signedIn', expired: false })
})

test('somebody else who signs in there starts anew, and sees nothing of the page', async () => {
  const { session, widget, leave } = world('/groups?tenantId=acme', { tokens: tokens() })
  await session.start()

  session.expire('access-1')
  session.showWidget('#here')
  widget.resolve(tokens({ sub: '00u_2' }))

  await vi.waitFor(() => expect(leave).toHaveBeenCalledWith('/groups?tenantId=acme'))
  expect(session.getState()).toEqual({ step: 'starting' })
})

test('a widget that gives up while the page waits says so there, until it is tried again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const { session, widget } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  session.expire('access-1')

  session.showWidget('#here')
  widget.reject(new Error('No.'))

  const problem = { kind: 'refused', reason: 'No.' }
  await vi.waitFor(() => expect(session.getState()).toMatchObject({ step: 'signedIn', problem }))
  session.showWidget('#here')
  expect(session.getState()).toMatchObject({ step: 'signedIn', expired: true, problem: undefined })
})

test('Okta’s own page can be asked from a page that waits, which stays until it is left', async () => {
  const { session, leave } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  session.expire('access-1')

  await session.signInWithRedirect()

  expect(leave).toHaveBeenCalledTimes(1)
  expect(session.getState()).toMatchObject({ step: 'signedIn', expired: true })
})

test('whom the API refuses has to prove who they are, be Okta’s session as good as ever', async () => {
  const { session, widget, leave } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  session.expire('access-1')

  session.showWidget('#here')
  await vi.waitFor(() => expect(widget.show).toHaveBeenCalled())
  expect(widget.load).toHaveBeenLastCalledWith({ authenticate: true })
  await session.signInWithRedirect()
  expect(new URL(String(leave.mock.calls[0]?.[0])).searchParams.get('prompt')).toBe('login')

  widget.resolve(tokens({ access: 'access-2' }))
  await vi.waitFor(() => expect(session.getState()).toMatchObject({ expired: false }))
  session.showWidget('#here')
  expect(widget.load).toHaveBeenLastCalledWith({ authenticate: false })
})

test('who is refused as soon as they have done so learns it, and can be somebody else', async () => {
  const { session, widget } = world('/?tenantId=acme', { tokens: tokens() })
  await session.start()
  session.expire('access-1')
  session.showWidget('#here')
  widget.resolve(tokens({ access: 'access-2' }))
  await vi.waitFor(() => expect(session.getState()).toMatchObject({ expired: false }))

  session.expire('access-2')
  session.showWidget('#here')

  const problem = { kind: 'turnedAway' }
  expect(session.getState()).toMatchObject({ step: 'signedIn', expired: true, problem })
  await vi.waitFor(() => expect(session.getState()).toMatchObject({ expired: false }))
  expect(session.getState()).not.toHaveProperty('problem')
})

test('who has only run out of tokens may come back by the session that Okta has', async () => {
  const refresh = { error: 'invalid_grant', error_description: 'It is over.' }
  const { session, widget } = world('/?tenantId=acme', { tokens: tokens(), refresh })
  await session.start()

  await session.renewToken('access-1')
  session.showWidget('#here')

  expect(session.getState()).toMatchObject({ expired: true })
  expect(widget.load).toHaveBeenLastCalledWith({ authenticate: false })
})

test('Okta’s own page can be asked for a sign-in at a level', async () => {
  const { session, leave } = world('/groups?tenantId=acme', { tokens: tokens() })
  await session.start()

  await session.signInWithRedirect('login', 'urn:okta:loa:2fa:any')

  const { searchParams } = new URL(String(leave.mock.calls[0]?.[0]))
  expect(searchParams.get('prompt')).toBe('login')
  expect(searchParams.get('acr_values')).toBe('urn:okta:loa:2fa:any')
})

test('the widget is taken away when its place is', async () => {
  sessionStorage.setItem(`${PREFIX}asked`, 'once')
  const { session, widget } = world('/?tenantId=acme')
  await session.start()

  const remove = session.showWidget('#here')
  await vi.waitFor(() => expect(widget.show).toHaveBeenCalled())
  remove()

  expect(widget.remove).toHaveBeenCalledTimes(1)
})

test('a widget whose place is gone before it is loaded never shows', async () => {
  sessionStorage.setItem(`${PREFIX}asked`, 'once')
  const { session, widget } = world('/?tenantId=acme')
  await session.start()

  session.showWidget('#here')()
  await Promise.resolve()

  expect(widget.show).not.toHaveBeenCalled()
})

test('a widget that gives up is explained, and its reason logged', async () => {
  sessionStorage.setItem(`${PREFIX}asked`, 'once')
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { session, widget } = world('/?tenantId=acme')
  await session.start()

  session.showWidget('#here')
  const reason = 'The client is not authorized to use the provided grant type.'
  widget.reject(new Error(reason))

  await vi.waitFor(() =>
    expect(session.getState()).toEqual({ step: 'problem', problem: { kind: 'refused', reason } }),
  )
  expect(logged).toHaveBeenCalled()
})

test('sign-out tells the API, revokes both tokens, clears the tab and ends the Okta session', async () => {
  const beforeSignOut = vi.fn(() => Promise.resolve())
  const { session, leave, revoked } = world('/?tenantId=acme', { tokens: tokens(), beforeSignOut })
  await session.start()

  await session.signOut()

  expect(beforeSignOut).toHaveBeenCalledWith('access-1')
  expect(revoked()).toEqual(['refresh-1', 'access-1'])
  const url = new URL(String(leave.mock.calls[0]?.[0]))
  expect(url.pathname).toBe('/oauth2/default/v1/logout')
  expect(url.searchParams.get('id_token_hint')).toBe('id-1')
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe('http://localhost:3000/')
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/access-1|refresh-1|id-1/)
})

test('a sign-out goes on when the API and Okta fail', async () => {
  const beforeSignOut = () => Promise.reject(new Error('down'))
  const { session, leave } = world('/?tenantId=acme', {
    tokens: tokens(),
    beforeSignOut,
    revoke: 500,
  })
  await session.start()

  await session.signOut()

  expect(leave).toHaveBeenCalledTimes(1)
})

test('after a sign-out the tab is on the same tenant and does not sign in by itself', async () => {
  const first = world('/?tenantId=acme', { tokens: tokens() })
  await first.session.start()
  await first.session.signOut()

  const { session, leave } = world('/')
  await session.start()

  expect(session.tenantId).toBe('acme')
  expect(session.getState()).toEqual({ step: 'signIn', signedOut: true })
  expect(leave).not.toHaveBeenCalled()
})

test('Okta’s dashboard starts the redirect at once, only for the tenant’s own issuer', async () => {
  const own = world(`/?tenantId=acme&iss=${encodeURIComponent('https://acme.okta.com')}`)
  await own.session.start()
  const url = new URL(String(own.leave.mock.calls[0]?.[0]))
  expect(url.searchParams.has('prompt')).toBe(false)

  sessionStorage.setItem(`${PREFIX}asked`, 'once')
  const other = world(`/?tenantId=acme&iss=${encodeURIComponent('https://evil.example')}`)
  await other.session.start()
  expect(other.leave).not.toHaveBeenCalled()
})

test('a tab that is signed in keeps nothing of a start at Okta in its address', async () => {
  const iss = encodeURIComponent('https://acme.okta.com')
  const { session, leave } = world(`/groups?tenantId=acme&iss=${iss}`, { tokens: tokens() })

  await session.start()

  expect(leave).not.toHaveBeenCalled()
  expect(location.pathname + location.search).toBe('/groups?tenantId=acme')
})

test('a tab whose sign-in is over asks Okta anew, and forgets nothing but the tokens', async () => {
  sessionStorage.setItem(`${PREFIX}draft`, 'typed')
  const { session, leave, oktaAuth } = world('/groups?tenantId=acme', {
    tokens: tokens({ secondsLeft: -1 }),
    refresh: { error: 'invalid_grant', error_description: 'x' },
  })

  await session.start()

  expect(new URL(String(leave.mock.calls[0]?.[0])).searchParams.get('prompt')).toBe('none')
  expect(oktaAuth().tokenManager.getTokensSync()).toEqual({})
  expect(sessionStorage.getItem(`${PREFIX}draft`)).toBe('typed')
})

test('a reload while the code is exchanged asks Okta once more, not for a form', async () => {
  const { session, state } = await atCallback()
  void answer(session, { code: 'c', state })
  await vi.waitFor(() => expect(location.pathname).toBe('/groups'))

  const reloaded = world('/groups')
  await reloaded.session.start()

  expect(reloaded.leave).toHaveBeenCalledTimes(1)
})

test('a duplicated tab gives its copied tokens up and asks for its own', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 })
  const held = new Set<string>()
  vi.stubGlobal('navigator', { ...navigator, locks: { request: lock(held) } })
  const first = world('/?tenantId=acme', { tokens: tokens() })
  await first.session.start()
  expect(first.session.getState().step).toBe('signedIn')

  const second = world('/?tenantId=acme')
  await second.session.start()

  expect(second.session.getState().step).toBe('leaving')
  expect(second.oktaAuth().tokenManager.getTokensSync()).toEqual({})
  vi.useRealTimers()
})

interface WorldOptions extends Partial<SessionOptions> {
  tokens?: Tokens
  interact?: Response
  /** What Okta answers to a refresh token. */
  refresh?: object
  revoke?: number
}

/** A tab at an address, with Okta and the widget stubbed. */
function world(address: string, options: WorldOptions = {}) {
  window.history.replaceState(null, '', address)
  const { tokens: stored, interact, refresh, revoke = 200, ...given } = options
  const revoked: string[] = []
  vi.stubGlobal('fetch', (url: string, request?: { body?: string }) => {
    if (url.includes('/interact')) return Promise.resolve(interact ?? Response.json({}))
    if (url.includes('/token') && refresh)
      return Promise.resolve(Response.json(refresh, { status: 400 }))
    if (url.includes('/revoke')) {
      revoked.push(new URLSearchParams(request?.body).get('token') ?? '')
      return Promise.resolve(new Response('{}', { status: revoke }))
    }
    return Promise.resolve(Response.json(discovery))
  })
  const widget = widgetStub()
  const leave = vi.fn((_url: string) => {})
  const loadSettings = vi.fn((_tenantId: string) => Promise.resolve(settings))
  let clients: OktaClients | undefined
  const session = createOktaSession({
    loadSettings,
    leave,
    factory: (it) => {
      const oktaAuth = createOktaAuth(it)
      if (stored) oktaAuth.tokenManager.setTokens(stored)
      clients = { oktaAuth, oktaSignIn: widget.load }
      return clients
    },
    ...given,
  })
  const oktaAuth = () => {
    if (!clients) throw new Error('not started')
    return clients.oktaAuth
  }
  return { session, leave, loadSettings, oktaAuth, widget, revoked: () => revoked }
}

/** A tab that left for Okta, and the state that Okta gives back. */
async function atCallback() {
  const { session, leave } = world('/groups?tenantId=acme')
  await session.start()
  const state = new URL(String(leave.mock.calls[0]?.[0])).searchParams.get('state') ?? ''
  return { session: world('/groups').session, state }
}

async function answer(session: { start(): Promise<void> }, parameters: Record<string, string>) {
  const query = new URLSearchParams(parameters).toString()
  window.history.replaceState(null, '', `/callback?${query}`)
  await session.start()
}

const discovery = {
  issuer: settings.issuer,
  code_challenge_methods_supported: ['S256'],
  authorization_endpoint: `${settings.issuer}/v1/authorize`,
}

function tokens({ access = 'access-1', secondsLeft = 300, sub = '00u_1' } = {}): Tokens {
  const { issuer, clientId, scopes } = settings
  const expiresAt = Math.floor(Date.now() / 1000) + secondsLeft
  const shared = { expiresAt, scopes, authorizeUrl: `${issuer}/v1/authorize` }
  const claims = { sub, name: 'Ada' }
  return {
    accessToken: {
      ...shared,
      accessToken: access,
      tokenType: 'Bearer',
      userinfoUrl: `${issuer}/v1/userinfo`,
      claims,
    },
    idToken: { ...shared, idToken: 'id-1', issuer, clientId, claims },
    refreshToken: { ...shared, refreshToken: 'refresh-1', issuer, tokenUrl: `${issuer}/v1/token` },
  }
}

function widgetStub() {
  const { promise, resolve, reject } = Promise.withResolvers<Tokens>()
  const show = vi.fn(() => promise)
  const remove = vi.fn()
  const shown = { showSignInToGetTokens: show, remove }
  const load = vi.fn(() => Promise.resolve(shown)) as unknown as Mock<OktaClients['oktaSignIn']>
  return { load, show, remove, resolve, reject }
}

/** Web Locks as far as a tab uses them: whoever comes second waits until told to give up. */
function lock(held: Set<string>) {
  return async (name: string, { signal }: { signal: AbortSignal }, work: () => Promise<never>) => {
    if (!held.has(name)) {
      held.add(name)
      return work()
    }
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new DOMException('gave up', 'AbortError'))),
    )
  }
}
