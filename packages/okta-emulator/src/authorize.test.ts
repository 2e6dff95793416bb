import { describe, expect, test } from 'vitest'
import { seed } from './seed.ts'
import {
  APP,
  bodyOf,
  CALLBACK,
  claimsOf,
  cookieOf,
  pkce,
  sentBack,
  wait,
  world,
} from './test-world.ts'

const { call, form, token, signInWithWidget } = await world()

function ask(fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const { verifier, ...challenge } = pkce()
  const query = new URLSearchParams({
    client_id: '0oa_acme',
    response_type: 'code',
    scope: 'openid offline_access',
    redirect_uri: CALLBACK,
    state: 'st',
    nonce: 'no',
    ...challenge,
    ...fields,
  })
  return { verifier, answer: call(`/oauth2/default/v1/authorize?${query.toString()}`, { headers }) }
}

const session = async (login = 'admin@acme.example') => {
  const { cookie } = await signInWithWidget({ login })
  return { cookie }
}

const exchange = async (code: string | undefined, verifier: string) =>
  token({
    grant_type: 'authorization_code',
    code: code ?? '',
    code_verifier: verifier,
    redirect_uri: CALLBACK,
  })

/** Fills the hosted page in. */
async function fillIn(html: string, login: string, password = seed.password) {
  const [, action = ''] = /action="(\/signin\/[^"]+)"/.exec(html) ?? []
  return form(action, { username: login, password })
}

describe('authorize with a session', () => {
  test('goes straight back with a code that tokens are to be had for', async () => {
    const { verifier, answer } = ask({ prompt: 'none' }, await session())

    const back = await answer
    const { code, state } = sentBack(back)

    expect(back.status).toBe(302)
    expect(back.headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback\?code=/)
    expect(state).toBe('st')
    const tokens = await bodyOf(await exchange(code, verifier))
    expect(claimsOf(tokens['id_token'])).toMatchObject({ sub: '00u_acme_admin', nonce: 'no' })
  })

  test('asks for the password all the same if told prompt=login', async () => {
    expect((await ask({ prompt: 'login' }, await session()).answer).status).toBe(200)
  })

  test('asks again if the sign-in is too old', async () => {
    const headers = await session()
    wait(100)
    expect((await ask({ max_age: '99' }, headers).answer).status).toBe(200)
    expect((await ask({ max_age: '101' }, headers).answer).status).toBe(302)
    const silent = await ask({ max_age: '99', prompt: 'none' }, headers).answer
    expect(sentBack(silent)['error']).toBe('login_required')
  })

  test.each<Record<string, string>>([{}, { prompt: 'none' }])(
    'denies access to who is not assigned (%j)',
    async (fields) => {
      const { answer } = ask({ client_id: '0oa_globex', ...fields }, await session())
      expect(sentBack(await answer)).toEqual({
        error: 'access_denied',
        error_description: 'User is not assigned to the client application.',
        state: 'st',
      })
    },
  )
})

test('prompt=none without a session is login_required', async () => {
  expect(sentBack(await ask({ prompt: 'none' }).answer)).toEqual({
    error: 'login_required',
    error_description: 'The client specified not to prompt, but the user is not logged in.',
    state: 'st',
  })
})

describe('the hosted page', () => {
  test('signs in and goes back with a code', async () => {
    const { verifier, answer } = ask()
    const back = await fillIn(await (await answer).text(), 'editor@acme.example')

    const tokens = await bodyOf(await exchange(sentBack(back)['code'], verifier))

    expect(claimsOf(tokens['access_token'])['uid']).toBe('00u_acme_editor')
    const silent = await ask({ prompt: 'none' }, { cookie: cookieOf(back) }).answer
    expect(sentBack(silent)).toHaveProperty('code')
  })

  test('is asked for by POST, too', async () => {
    const { verifier: _, ...challenge } = pkce()
    const answer = await form('/oauth2/default/v1/authorize', {
      client_id: '0oa_acme',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: CALLBACK,
      state: 'st',
      ...challenge,
    })
    expect(await answer.text()).toContain('Sign in to Acme')
  })

  test('shows the login hint, and as text whatever it is', async () => {
    const html = await (await ask({ login_hint: '"><script>alert(1)</script>' }).answer).text()
    expect(html).toContain('value="&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;"')
    expect(html).not.toContain('<script>')
  })

  test('runs no script, cannot be framed, and posts to itself and the client only', async () => {
    const policy = (await ask().answer).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`form-action 'self' ${APP};`)
  })

  test('comes again after a wrong password', async () => {
    const html = await (await ask().answer).text()

    const again = await fillIn(html, 'admin@acme.example', 'wrong')

    const shown = await again.text()
    expect(again.status).toBe(401)
    expect(again.headers.getSetCookie()).toEqual([])
    expect(shown).toContain('Unable to sign in')
    expect((await fillIn(shown, 'admin@acme.example')).status).toBe(302)
  })

  test('denies access to who is not assigned', async () => {
    const html = await (await ask({ client_id: '0oa_globex' }).answer).text()
    expect(sentBack(await fillIn(html, 'root@example.com'))['error']).toBe('access_denied')
  })

  test('works once', async () => {
    const html = await (await ask().answer).text()
    await fillIn(html, 'admin@acme.example')
    expect((await fillIn(html, 'admin@acme.example')).status).toBe(400)
  })
})

describe('the answer', () => {
  test('comes in the fragment', async () => {
    const back = await ask({ response_mode: 'fragment' }, await session()).answer
    expect(back.headers.get('location')).toMatch(
      /^http:\/\/localhost:3000\/callback#code=.+&state=st$/,
    )
  })

  test('is posted as a form', async () => {
    const fields = { response_mode: 'form_post', state: '"><b>' }
    const page = await ask(fields, await session()).answer
    const html = await page.text()
    expect(html).toContain('<form method="post" action="http://localhost:3000/callback">')
    expect(html).toMatch(/name="code" value="[\w-]{43}"/)
    expect(html).toContain('name="state" value="&#34;&#62;&#60;b&#62;"')
    expect(page.headers.get('content-security-policy')).toContain(`form-action ${APP};`)
  })

  test('is a message that only the client’s origin may hear, in its frame', async () => {
    const fields = { response_mode: 'okta_post_message', state: '</script><script>' }
    const page = await ask(fields, await session()).answer
    const html = await page.text()
    expect(html).toMatch(/postMessage\(\{"code":"[\w-]{43}",.*\}, "http:\/\/localhost:3000"\)/)
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${APP};`)
  })

  test('is a message also if it is a refusal', async () => {
    const page = await ask({ response_mode: 'okta_post_message', prompt: 'none' }).answer
    expect(await page.text()).toContain('"error":"login_required"')
  })
})

describe('a wrong request', () => {
  test.each<[string, Record<string, string>]>([
    ['invalid_request', { response_mode: 'pigeon' }],
    ['invalid_request', { state: '' }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_request', { prompt: 'consent' }],
    ['invalid_request', { code_challenge: 'short' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { max_age: 'soon' }],
    ['invalid_scope', { scope: 'profile' }],
    ['invalid_scope', { scope: 'openid unheard.of' }],
  ])('goes back with %s for %j', async (error, fields) => {
    expect(sentBack(await ask(fields, await session()).answer)['error']).toBe(error)
  })

  test.each<Record<string, string>>([
    { client_id: '0oa_nobody' },
    { client_id: '0oa_acme_service' },
    { redirect_uri: 'http://evil.example/callback' },
    { redirect_uri: 'http://localhost:3000/callback?x' },
    { redirect_uri: 'http://LOCALHOST:3000/callback' },
  ])('goes nowhere for %j', async (fields) => {
    const answer = await ask(fields, await session()).answer
    expect(answer.status).toBe(400)
    expect(answer.headers.get('location')).toBeNull()
    expect(await answer.text()).toContain('400 Bad Request')
  })
})
