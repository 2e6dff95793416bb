import { describe, expect, test } from 'vitest'
import { APP, bodyOf, wait, world } from './test-world.ts'

const { okta, call, form, redeem, openWidget, signInWithWidget } = await world()

const me = '/api/v1/sessions/me'
const lives = async (cookie: string) => (await call(me, { headers: { cookie } })).status === 200

async function signedIn() {
  const { code, verifier, cookie } = await signInWithWidget()
  const { id_token: idToken } = await bodyOf(await redeem({ code, verifier }))
  return { cookie, idToken: String(idToken) }
}

function logout(fields: Record<string, string>, cookie = '') {
  const query = new URLSearchParams(fields)
  return call(`/oauth2/default/v1/logout?${query.toString()}`, { headers: { cookie } })
}

describe('sessions/me', () => {
  test('tells whose session it is', async () => {
    const { cookie } = await signedIn()
    expect(await bodyOf(await call(me, { headers: { cookie } }))).toMatchObject({
      id: expect.stringMatching(/^102/),
      userId: '00u_acme_admin',
      login: 'admin@acme.example',
      status: 'ACTIVE',
      amr: ['pwd'],
      _links: { refresh: { href: `${okta.origin}${me}/lifecycle/refresh` } },
    })
  })

  test('does not give away the cookie', async () => {
    const { cookie, idToken } = await signedIn()
    const shown = await (await call(me, { headers: { cookie } })).text()
    const secret = cookie.slice(4, 47)
    expect(shown + Buffer.from(idToken.split('.')[1] ?? '', 'base64url')).not.toContain(secret)
  })

  test.each(['', 'idx=unknown', 'idx=', 'sid', '__proto__=x', '=;;='])(
    'is not found with the cookie %j',
    async (cookie) => {
      const answer = await call(me, { headers: { cookie } })
      expect(answer.status).toBe(404)
      expect(await bodyOf(answer)).toMatchObject({ errorCode: 'E0000007', errorCauses: [] })
    },
  )

  test('is ended by DELETE, once', async () => {
    const { cookie } = await signedIn()
    const ended = await call(me, { method: 'DELETE', headers: { cookie } })
    expect(ended.status).toBe(204)
    expect(ended.headers.getSetCookie().join()).toContain(
      'idx=; Path=/; HttpOnly; Secure; SameSite=None; Max-Age=0',
    )
    expect(await lives(cookie)).toBe(false)
    expect((await call(me, { method: 'DELETE', headers: { cookie } })).status).toBe(404)
  })

  test('lasts two hours, and two more from a refresh', async () => {
    const { cookie } = await signedIn()
    wait(7000)
    const refreshed = await call(`${me}/lifecycle/refresh`, { method: 'POST', headers: { cookie } })
    expect((await bodyOf(refreshed))['status']).toBe('ACTIVE')
    wait(7000)
    expect(await lives(cookie)).toBe(true)
    wait(201)
    expect(await lives(cookie)).toBe(false)
    expect((await call(`${me}/lifecycle/refresh`, { method: 'POST' })).status).toBe(404)
  })
})

describe('logout', () => {
  test('ends the session and goes back with the state', async () => {
    const { cookie, idToken } = await signedIn()

    const answer = await logout(
      { id_token_hint: idToken, post_logout_redirect_uri: `${APP}/`, state: 'st' },
      cookie,
    )

    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe(`${APP}/?state=st`)
    expect(answer.headers.getSetCookie().join()).toContain('Max-Age=0')
    expect(await lives(cookie)).toBe(false)
    const { document } = await openWidget({ cookie })
    expect(document).not.toHaveProperty('successWithInteractionCode')
  })

  test('ends the session without its cookie, by the ID token', async () => {
    const { cookie, idToken } = await signedIn()
    await logout({ id_token_hint: idToken, post_logout_redirect_uri: `${APP}/` })
    expect(await lives(cookie)).toBe(false)
  })

  test('takes an ID token that has long expired', async () => {
    const { cookie, idToken } = await signedIn()
    wait(7000)
    expect((await logout({ id_token_hint: idToken })).status).toBe(302)
    expect(await lives(cookie)).toBe(false)
  })

  test('is asked for by POST, too', async () => {
    const { cookie, idToken } = await signedIn()
    await form('/oauth2/default/v1/logout', { id_token_hint: idToken })
    expect(await lives(cookie)).toBe(false)
  })

  test('without a way back ends on a page of the org', async () => {
    const { idToken } = await signedIn()
    const answer = await logout({ id_token_hint: idToken })
    const location = answer.headers.get('location') ?? ''
    expect(location).toBe(`${okta.origin}/login/signout`)
    expect(await (await fetch(location)).text()).toContain('You are signed out')
  })

  test.each([`${APP}`, `${APP}/callback`, 'http://evil.example/', ''])(
    'goes nowhere and ends nothing for the unregistered way back %j',
    async (post_logout_redirect_uri) => {
      const { cookie, idToken } = await signedIn()
      const answer = await logout({ id_token_hint: idToken, post_logout_redirect_uri }, cookie)
      expect(answer.status).toBe(400)
      expect(answer.headers.get('location')).toBeNull()
      expect(await lives(cookie)).toBe(true)
    },
  )

  test('refuses a hint that this server did not sign, and no hint at all', async () => {
    const { cookie, idToken } = await signedIn()
    const forged = `${idToken.slice(0, -8)}AAAAAAAA`
    const foreign = await okta.sign({ iss: okta.issuerOf('globex'), aud: '0oa_acme' }, {}, 'globex')

    const mixed = await okta.sign({ iss: okta.issuerOf('globex'), aud: '0oa_acme' })

    for (const hint of [forged, foreign, mixed, 'rubbish'])
      expect((await logout({ id_token_hint: hint }, cookie)).status).toBe(400)
    expect((await logout({}, cookie)).status).toBe(400)
    expect(await lives(cookie)).toBe(true)
  })

  test('leaves another’s session alone', async () => {
    const { cookie: other } = await signedIn()
    const { cookie, idToken } = await signedIn()
    await logout({ id_token_hint: idToken }, cookie)
    expect(await lives(other)).toBe(true)
  })
})
