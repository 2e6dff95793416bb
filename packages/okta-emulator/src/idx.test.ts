import { describe, expect, test } from 'vitest'
import { seed } from './seed.ts'
import { bodyOf, CALLBACK, cookieOf, interactionCodeOf, pkce, wait, world } from './test-world.ts'

const { okta, form, json, openWidget, signInWithWidget, redeem } = await world()

const right = { identifier: 'admin@acme.example', credentials: { passcode: seed.password } }

describe('interact', () => {
  test.each<[string, Record<string, string>]>([
    ['invalid_client', { client_id: '0oa_nobody' }],
    ['unauthorized_client', { client_id: '0oa_acme_service' }],
    ['invalid_request', { redirect_uri: 'http://localhost:3000/callback/' }],
    ['invalid_request', { redirect_uri: 'http://localhost:3000' }],
    ['invalid_request', { redirect_uri: 'http://evil.example/callback' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'short' }],
    ['invalid_request', { max_age: '-1' }],
    ['invalid_scope', { scope: 'profile' }],
    ['invalid_scope', { scope: 'openid unheard.of' }],
  ])('refuses with %s a request with %j', async (error, fields) => {
    const { verifier: _, ...challenge } = pkce()
    const answer = await form('/oauth2/default/v1/interact', {
      client_id: '0oa_acme',
      scope: 'openid',
      redirect_uri: CALLBACK,
      ...challenge,
      ...fields,
    })

    expect(answer.status).toBe(400)
    expect(await bodyOf(answer)).toEqual({ error, error_description: expect.any(String) })
  })

  test('refuses a request without a PKCE challenge', async () => {
    const fields = { client_id: '0oa_acme', scope: 'openid', redirect_uri: CALLBACK }
    const answer = await form('/oauth2/default/v1/interact', fields)
    expect(await bodyOf(answer)).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('PKCE code challenge is required'),
    })
  })
})

describe('the form', () => {
  test('asks for login and password on one page, and carries the state handle', async () => {
    const { shown, document } = await openWidget()

    expect(shown.headers.get('content-type')).toBe('application/ion+json; okta-version=1.0.0')
    expect(document).toMatchObject({
      version: '1.0.0',
      intent: 'LOGIN',
      app: { value: { id: '0oa_acme', label: 'Acme' } },
      remediation: {
        value: [
          {
            name: 'identify',
            href: `${okta.origin}/idp/idx/identify`,
            method: 'POST',
            rel: ['create-form'],
            value: [
              { name: 'identifier', required: true },
              { name: 'credentials', form: { value: [{ name: 'passcode', secret: true }] } },
              { name: 'rememberMe', type: 'boolean' },
              { name: 'stateHandle', value: document['stateHandle'], mutable: false },
            ],
          },
        ],
      },
    })
  })

  test('comes again after a reload, by the same handle', async () => {
    const { interactionHandle, document } = await openWidget()
    const again = await json('/idp/idx/introspect', { interactionHandle })
    expect((await bodyOf(again))['stateHandle']).toBe(document['stateHandle'])
  })

  test('is filled with the login hint', async () => {
    const { document } = await openWidget({ login_hint: 'editor@acme.example' })
    expect(JSON.stringify(document)).toContain('"value":"editor@acme.example"')
  })

  test('is new after a cancel, and the old one is over', async () => {
    const { document } = await openWidget()
    const { stateHandle } = document

    const cancelled = await bodyOf(await json('/idp/idx/cancel', { stateHandle }))

    expect(cancelled['stateHandle']).not.toBe(stateHandle)
    expect((await json('/idp/idx/identify', { ...right, stateHandle })).status).toBe(401)
  })

  test('is answered by a terminal page for what the stand-in does not do', async () => {
    const answer = await json('/idp/idx/recover', {})
    expect(answer.status).toBe(400)
    expect(await bodyOf(answer)).toMatchObject({ version: '1.0.0', messages: expect.anything() })
  })
})

describe('signing in', () => {
  test('with the right password gives a code for tokens, and session cookies', async () => {
    const { answer, success, code, verifier } = await signInWithWidget()

    expect(answer.status).toBe(200)
    expect(success).toMatchObject({
      user: { value: { id: '00u_acme_admin', identifier: 'admin@acme.example' } },
      successWithInteractionCode: { href: `${okta.issuerOf('default')}/v1/token` },
    })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=None$/),
      expect.stringMatching(/^idx=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=None$/),
    ])
    expect((await redeem({ code, verifier })).status).toBe(200)
  })

  test('takes the login in any case', async () => {
    const { answer } = await signInWithWidget({ login: ' Admin@ACME.example ' })
    expect(answer.status).toBe(200)
  })

  test.each([
    { identifier: 'admin@acme.example', credentials: { passcode: 'wrong' } },
    { identifier: 'stranger@example.com', credentials: { passcode: seed.password } },
    { identifier: 'admin@acme.example' },
    { identifier: ['admin@acme.example'], credentials: { passcode: { $ne: '' } } },
    {},
  ])('with %j shows the same message and the form again, and no cookie', async (answers) => {
    const { document } = await openWidget()
    const { stateHandle } = document

    const answer = await json('/idp/idx/identify', { ...answers, stateHandle })

    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await bodyOf(answer)).toMatchObject({
      version: '1.0.0',
      stateHandle,
      remediation: document['remediation'],
      messages: {
        value: [
          {
            message: 'Authentication failed',
            i18n: { key: 'errors.E0000004', params: [] },
            class: 'ERROR',
          },
        ],
      },
    })
  })

  test('works after a wrong password', async () => {
    const { document } = await openWidget()
    const { stateHandle } = document
    await json('/idp/idx/identify', { ...right, credentials: {}, stateHandle })

    expect((await json('/idp/idx/identify', { ...right, stateHandle })).status).toBe(200)
  })

  test('of somebody who is not assigned is refused by name of the reason, with no cookie', async () => {
    const { answer, success, code } = await signInWithWidget({ client_id: '0oa_globex' })

    expect(answer.status).toBe(400)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(code).toBe('')
    expect(success).toMatchObject({
      messages: { value: [{ message: 'User is not assigned to this application.' }] },
      remediation: { value: [{ name: 'identify' }] },
    })
  })

  test('is done once: the form is over afterwards', async () => {
    const { success } = await signInWithWidget()
    const again = await json('/idp/idx/identify', {
      ...right,
      stateHandle: success['stateHandle'],
    })
    expect(again.status).toBe(401)
  })

  test.each([
    ['/idp/idx/identify', { stateHandle: 'unknown' }],
    ['/idp/idx/cancel', { stateHandle: 'unknown' }],
    ['/idp/idx/introspect', { interactionHandle: 'unknown' }],
    ['/idp/idx/introspect', {}],
    ['/idp/idx/introspect', null],
  ])('at %s with %j is over for want of a sign-in', async (path, body) => {
    const answer = await json(path, body)
    expect(answer.status).toBe(401)
    expect(await bodyOf(answer)).toMatchObject({
      version: '1.0.0',
      messages: { value: [{ i18n: { key: 'idx.session.expired' } }] },
    })
  })

  test('is over after an hour on the form', async () => {
    const { interactionHandle } = await openWidget()
    wait(3601)
    expect((await json('/idp/idx/introspect', { interactionHandle })).status).toBe(401)
  })
})

describe('a browser with a session', () => {
  test('gets the code without a form', async () => {
    const { cookie } = await signInWithWidget()
    const { document } = await openWidget({ cookie })
    expect(document).toHaveProperty('successWithInteractionCode')
  })

  test('gets the form if the client wants a fresher sign-in', async () => {
    const { cookie } = await signInWithWidget()
    wait(60)
    const { document } = await openWidget({ cookie, max_age: '30' })
    expect(document).not.toHaveProperty('successWithInteractionCode')
  })

  test('of somebody who is not assigned gets the message and the form', async () => {
    const { cookie } = await signInWithWidget()
    const { shown, document } = await openWidget({ cookie, client_id: '0oa_globex' })
    expect(shown.status).toBe(400)
    expect(document).toMatchObject({ remediation: { value: [{ name: 'identify' }] } })
    expect(document).not.toHaveProperty('successWithInteractionCode')
  })

  test('ends it by signing in anew', async () => {
    const { cookie } = await signInWithWidget()
    const { document } = await openWidget()
    const body = { ...right, stateHandle: document['stateHandle'] }

    const answer = await json('/idp/idx/identify', body, { cookie })

    const { document: old } = await openWidget({ cookie })
    const { document: renewed } = await openWidget({ cookie: cookieOf(answer) })
    expect(old).not.toHaveProperty('successWithInteractionCode')
    expect(renewed).toHaveProperty('successWithInteractionCode')
  })
})

describe('where the login is asked for first', async () => {
  const { json, openWidget, redeem } = await world({ identifierFirst: true })
  const identify = async (identifier: string) => {
    const { document, ...widget } = await openWidget()
    const { stateHandle } = document
    const challenge = await json('/idp/idx/identify', { identifier, stateHandle })
    return { ...widget, first: document, challenge, stateHandle }
  }
  const answer = (stateHandle: unknown, passcode: string) =>
    json('/idp/idx/challenge/answer', { credentials: { passcode }, stateHandle })

  test('the password comes on a page of its own, then the code', async () => {
    const { first, challenge, stateHandle, verifier } = await identify('admin@acme.example')

    const success = await answer(stateHandle, seed.password)

    expect(JSON.stringify(first)).not.toContain('passcode')
    expect(await bodyOf(challenge)).toMatchObject({
      user: { value: { identifier: 'admin@acme.example' } },
      remediation: { value: [{ name: 'challenge-authenticator' }] },
    })
    expect(success.headers.getSetCookie()).toHaveLength(2)
    const code = interactionCodeOf(await bodyOf(success))
    expect((await redeem({ code, verifier })).status).toBe(200)
  })

  test('a login that nobody has looks like any other, until the password', async () => {
    const [known, unknown] = await Promise.all(
      ['admin@acme.example', 'stranger@example.com'].map(identify),
    )

    expect(unknown?.challenge.status).toBe(known?.challenge.status)
    const wrong = await answer(known?.stateHandle, 'wrong')
    expect(wrong.status).toBe(401)
    expect(await bodyOf(wrong)).toMatchObject({
      remediation: { value: [{ name: 'challenge-authenticator' }] },
      messages: { value: [{ i18n: { key: 'incorrectPassword' } }] },
    })
    expect((await answer(unknown?.stateHandle, seed.password)).status).toBe(401)
  })

  test('a reload goes on at the password; a cancel starts anew', async () => {
    const { interactionHandle, stateHandle } = await identify('admin@acme.example')

    const reloaded = await bodyOf(await json('/idp/idx/introspect', { interactionHandle }))
    const cancelled = await bodyOf(await json('/idp/idx/cancel', { stateHandle }))

    expect(reloaded).toMatchObject({
      remediation: { value: [{ name: 'challenge-authenticator' }] },
    })
    expect(cancelled).toMatchObject({ remediation: { value: [{ name: 'identify' }] } })
  })

  test('a password without a login signs nobody in', async () => {
    const { document } = await openWidget()
    expect((await answer(document['stateHandle'], seed.password)).status).toBe(401)
  })
})
