import { afterEach, describe, expect, test, vi } from 'vitest'
import { checkConnection } from './connection.ts'
import type { ConnectionSettings } from './connection-checks.ts'

const ORG = 'https://acme.okta.com'
const ISSUER = `${ORG}/oauth2/default`
const APP = 'https://cms.example.com'
const settings: ConnectionSettings = {
  issuer: ISSUER,
  clientId: '0oa_acme',
  scopes: ['openid', 'cms.read'],
  tokenUse: 'ACCESS',
  origin: APP,
  redirectUri: `${APP}/callback`,
}

const DISCOVERY = '/oauth2/default/.well-known/openid-configuration'
const KEYS = '/oauth2/default/v1/keys'
const INTERACT = '/oauth2/default/v1/interact'
const TOKEN = '/oauth2/default/v1/token'
const ORGANIZATION = '/.well-known/okta-organization'
const document = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/v1/authorize`,
  token_endpoint: `${ISSUER}/v1/token`,
  jwks_uri: `${ISSUER}/v1/keys`,
  scopes_supported: ['openid', 'cms.read', 'offline_access'],
  grant_types_supported: ['interaction_code', 'refresh_token'],
}
const rsa = { kty: 'RSA', kid: 'a', alg: 'RS256', use: 'sig' }
const trusting = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
}
const json =
  (body: object, headers: Record<string, string> = {}) =>
  () =>
    Response.json(body, { headers })
const refusing = (error: string, description?: string) => () =>
  Response.json({ error, error_description: description }, { status: 400 })
const preflight = (headers: Record<string, string>) => () =>
  new Response(null, { status: 204, headers })

type Answers = Record<string, () => Response | Promise<Response>>
/** An org where all is right; an OPTIONS has its own answers. */
const GOOD: Answers = {
  [DISCOVERY]: () => json(document, { date: new Date().toUTCString() })(),
  [KEYS]: json({ keys: [rsa] }),
  [ORGANIZATION]: json({ pipeline: 'idx' }),
  [INTERACT]: json({ interaction_handle: 'handle' }),
  [`OPTIONS ${INTERACT}`]: preflight(trusting),
  [`OPTIONS ${TOKEN}`]: preflight(trusting),
}

interface Asked {
  method: string
  url: string
  headers: Headers
  body: URLSearchParams
  redirect: string | undefined
}

/** The checks against an org that answers so, by their ids, and what it was asked. */
async function check(
  answers: Answers = {},
  more: Partial<ConnectionSettings> = {},
  origins = [ORG],
) {
  const asked: Asked[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init = {}) => {
    const { method = 'GET', headers, body, redirect } = init
    const { href: url } = new URL(input instanceof Request ? input.url : input)
    asked.push({
      method,
      url,
      headers: new Headers(headers),
      body: new URLSearchParams(typeof body === 'string' ? body : ''),
      redirect,
    })
    const { pathname } = new URL(url)
    const name = method === 'OPTIONS' ? `OPTIONS ${pathname}` : pathname
    const answer = { ...GOOD, ...answers }[name]
    return answer ? answer() : new Response(null, { status: 404 })
  })
  const checks = await checkConnection({ ...settings, ...more }, origins)
  const found = Object.fromEntries(checks.map((it) => [it.id, it]))
  const ids = (status: string) => checks.filter((it) => it.status === status).map(({ id }) => id)
  return { checks, found, asked, failed: ids('FAIL'), skipped: ids('SKIPPED') }
}

afterEach(() => vi.restoreAllMocks())

const PROVED_BY_INTERACT = ['client', 'interactionCode', 'redirectUri', 'policy', 'scopes']

describe('an org where all is right', () => {
  test('passes, and every check says what it looked at', async () => {
    const { checks } = await check()
    expect(checks.map(({ id, label, status, detail }) => [id, label, status, detail])).toEqual([
      ['issuer', 'The issuer is one that this deployment talks to', 'PASS', ISSUER],
      [
        'server',
        'The authorization server can sign tokens for an API',
        'PASS',
        'It is a custom authorization server.',
      ],
      [
        'discovery',
        'The authorization server answers',
        'PASS',
        'Its discovery document can be read.',
      ],
      [
        'issuerMatch',
        'The issuer is spelled as Okta spells it',
        'PASS',
        'Tokens will carry exactly this issuer.',
      ],
      [
        'endpoints',
        'The endpoints are where they are expected',
        'PASS',
        `They are below ${ISSUER}/v1/.`,
      ],
      [
        'keys',
        'Okta publishes keys that tokens can be verified with',
        'PASS',
        '1 of 1 can be used.',
      ],
      ['clock', 'The clocks agree', 'PASS', expect.stringMatching(/^They differ by [0-2] s\.$/)],
      ['engine', 'The org runs Identity Engine', 'PASS', 'It does.'],
      ['trustedOrigin', 'Okta trusts the origin of this admin', 'PASS', APP],
      ['client', 'Okta knows the App Client ID', 'PASS', '0oa_acme'],
      ['interactionCode', 'The app may use the Interaction Code grant', 'PASS', 'It may.'],
      ['redirectUri', 'The app lists the sign-in redirect URI', 'PASS', `${APP}/callback`],
      ['policy', 'An access policy admits the app', 'PASS', expect.any(String)],
      ['scopes', 'The scopes exist on the server', 'PASS', 'openid cms.read'],
      ['refreshTokens', 'Sign-ins can be renewed by refresh tokens', 'PASS', expect.any(String)],
    ])
    expect(checks.every((it) => !('remedy' in it))).toBe(true)
  })

  test('is asked what a browser would ask it, once each and without following', async () => {
    const { asked } = await check()

    expect(asked.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual([
      `GET ${ORG}${ORGANIZATION}`,
      `GET ${ISSUER}/.well-known/openid-configuration`,
      `GET ${ISSUER}/v1/keys`,
      `OPTIONS ${ISSUER}/v1/interact`,
      `OPTIONS ${ISSUER}/v1/token`,
      `POST ${ISSUER}/v1/interact`,
    ])
    expect(asked.every(({ redirect }) => redirect === 'manual')).toBe(true)
    for (const { method, headers } of asked.filter((it) => it.method === 'OPTIONS'))
      expect([
        method,
        ...['origin', 'access-control-request-method'].map((it) => headers.get(it)),
      ]).toEqual(['OPTIONS', APP, 'POST'])
    const [first] = asked.filter(({ method }) => method === 'OPTIONS')
    expect(first?.headers.get('access-control-request-headers')).toBe(
      'content-type,x-okta-user-agent-extended',
    )
  })

  test('is told to begin a sign-in that nobody can finish', async () => {
    const begun = async () => (await check()).asked.find(({ method }) => method === 'POST')
    const [one, other] = [await begun(), await begun()]

    expect(one?.headers.get('content-type')).toBe('application/x-www-form-urlencoded')
    expect(Object.fromEntries(one?.body ?? [])).toEqual({
      client_id: '0oa_acme',
      scope: 'openid cms.read',
      redirect_uri: `${APP}/callback`,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(one?.body.get(name)).not.toBe(other?.body.get(name))
  })
})

describe('an issuer', () => {
  test('of another org is not asked', async () => {
    const { found, asked, failed, skipped } = await check({}, {}, ['https://globex.okta.com'])

    expect(asked).toEqual([])
    expect(failed).toEqual(['issuer'])
    expect(found['issuer']?.detail).toContain('(https://globex.okta.com)')
    expect(found['issuer']?.remedy).toContain('OKTA_ORIGINS')
    expect(skipped).toHaveLength(14)
  })

  test('that is the org itself signs ID tokens, and no access tokens for others', async () => {
    const answers = {
      '/.well-known/openid-configuration': json({ ...document, issuer: ORG }),
      '/oauth2/v1/keys': json({ keys: [rsa] }),
    }
    const as = (tokenUse: 'ACCESS' | 'ID') => check(answers, { issuer: ORG, tokenUse })

    expect((await as('ACCESS')).found['server']).toMatchObject({
      status: 'FAIL',
      remedy: expect.stringContaining('/oauth2/default'),
    })
    expect((await as('ID')).found['server']?.status).toBe('PASS')
    expect((await as('ID')).asked.map(({ url }) => url)).toContain(`${ORG}/oauth2/v1/keys`)
  })
})

describe('discovery fails, and says why,', () => {
  const late = Object.assign(new Error('aborted'), { name: 'TimeoutError' })
  const refused = new TypeError('fetch failed', {
    cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
  })
  const rejecting = (error: unknown) => () => Promise.reject(error as Error)
  const to = (location?: string) => () =>
    new Response(null, { status: 302, ...(location && { headers: { location } }) })

  test.each<[string, Answers[string], string]>([
    ['is no JSON', () => new Response('<html>'), 'The answer is not JSON.'],
    ['is JSON of something else', () => new Response('null'), 'The answer is not JSON.'],
    ['is a number', () => new Response('7'), 'The answer is not JSON.'],
    ['is not there', () => new Response('{}', { status: 404 }), 'Okta answered with status 404.'],
    ['is elsewhere', to('/x'), 'Okta answered with status 302, and would redirect to /x.'],
    ['is nowhere', to(), 'Okta answered with status 302.'],
    ['is late', rejecting(late), 'There was no answer within 2 seconds.'],
    ['is not reached', rejecting(refused), 'The connection failed (ECONNREFUSED).'],
    ['fails without a code', rejecting(new TypeError('bad', { cause: new Error('x') })), 'bad'],
    ['fails for itself', rejecting(new TypeError('bad')), 'bad'],
    ['fails with no error', rejecting('odd'), 'odd'],
  ])('when it %s', async (_, answer, detail) => {
    const { found, failed, skipped } = await check({ [DISCOVERY]: answer })

    expect(failed).toEqual(['discovery'])
    expect(found['discovery']).toMatchObject({
      detail,
      remedy: expect.stringContaining('Issuer URI'),
    })
    expect(skipped).toEqual(expect.arrayContaining(['issuerMatch', 'endpoints', 'refreshTokens']))
    expect(found['scopes']?.status).toBe('PASS')
  })
})

test.each<[string, Answers, string, string]>([
  [
    'issuerMatch',
    { [DISCOVERY]: json({ ...document, issuer: 'https://id.acme.example' }) },
    'Tokens will carry “https://id.acme.example” instead: none of them would be taken.',
    'Set the issuer to “https://id.acme.example”, or',
  ],
  [
    'issuerMatch',
    { [DISCOVERY]: json({ ...document, issuer: 7 }) },
    'Tokens will carry “” instead',
    'Set the issuer',
  ],
  [
    'endpoints',
    { [DISCOVERY]: json({ ...document, token_endpoint: 'https://evil.example' }) },
    `Expected below ${ISSUER}/v1/; found token_endpoint https://evil.example.`,
    'no proxy',
  ],
  [
    'endpoints',
    { [DISCOVERY]: json({ ...document, jwks_uri: undefined, authorization_endpoint: 7 }) },
    `Expected below ${ISSUER}/v1/; found authorization_endpoint , jwks_uri .`,
    'no proxy',
  ],
  [
    'endpoints',
    { [DISCOVERY]: json({ ...document, jwks_uri: `${ISSUER}/v1/keys/2` }) },
    'found jwks_uri',
    'no proxy',
  ],
  ['engine', { [ORGANIZATION]: json({ pipeline: 'v1' }) }, 'Classic Engine', 'upgrade'],
  [
    'refreshTokens',
    { [DISCOVERY]: json({ ...document, grant_types_supported: ['interaction_code'] }) },
    'no refresh tokens',
    'Refresh Token',
  ],
  [
    'refreshTokens',
    { [DISCOVERY]: json({ ...document, scopes_supported: ['openid', 'cms.read'] }) },
    'no refresh tokens',
    'offline_access',
  ],
  [
    'scopes',
    { [DISCOVERY]: json({ ...document, scopes_supported: ['openid', 'offline_access'] }) },
    'The server does not offer: cms.read.',
    'Scopes: add them',
  ],
  [
    'scopes',
    { [INTERACT]: refusing('invalid_scope', 'No such scope.') },
    'No such scope.',
    'Scopes: add them',
  ],
  [
    'client',
    { [INTERACT]: refusing('invalid_client', 'No such client.') },
    'No such client.',
    'Client ID of the app',
  ],
  [
    'client',
    { [INTERACT]: () => new Response('oops', { status: 500 }) },
    'Okta answered with status 500.',
    'Client ID of the app',
  ],
  [
    'client',
    { [INTERACT]: json({ interaction_handle: 7 }) },
    'Okta answered with status 200.',
    'Client ID of the app',
  ],
  [
    'client',
    { [INTERACT]: () => Response.json({ interaction_handle: 'x' }, { status: 201 }) },
    'Okta answered with status 201.',
    'Client ID of the app',
  ],
  [
    'interactionCode',
    { [INTERACT]: refusing('unauthorized_client') },
    'Okta answered with status 400.',
    'three places',
  ],
  [
    'interactionCode',
    { [INTERACT]: refusing('x', 'The grant type is not allowed.') },
    'The grant type',
    'three places',
  ],
  [
    'redirectUri',
    { [INTERACT]: refusing('invalid_request', "The 'redirect_uri' parameter is odd.") },
    'redirect_uri',
    `add ${APP}/callback, to the letter.`,
  ],
  [
    'policy',
    { [INTERACT]: refusing('access_denied') },
    'Okta answered with status 400.',
    'Access Policies',
  ],
  [
    'policy',
    { [INTERACT]: refusing('no_matching_policy') },
    'Okta answered with status 400.',
    'Access Policies',
  ],
  [
    'trustedOrigin',
    { [`OPTIONS ${INTERACT}`]: preflight({ ...trusting, 'access-control-allow-origin': '*' }) },
    `Pages of ${APP}`,
    `add ${APP} with CORS`,
  ],
  [
    'trustedOrigin',
    { [`OPTIONS ${INTERACT}`]: preflight({ 'access-control-allow-origin': APP }) },
    `Pages of ${APP}`,
    `add ${APP} with CORS`,
  ],
  [
    'trustedOrigin',
    { [`OPTIONS ${TOKEN}`]: preflight({}) },
    `Pages of ${APP}`,
    `add ${APP} with CORS`,
  ],
  [
    'trustedOrigin',
    { [`OPTIONS ${TOKEN}`]: () => Promise.reject(new Error('x')) },
    `Pages of ${APP}`,
    `add ${APP} with CORS`,
  ],
])('%s fails for %j', async (id, answers, detail, remedy) => {
  const { found, failed, skipped } = await check(answers)

  expect(failed).toEqual([id])
  expect(found[id]?.detail).toContain(detail)
  expect(found[id]?.remedy).toContain(remedy)
  const hidden = answers[INTERACT] ? PROVED_BY_INTERACT.filter((it) => it !== id) : []
  expect(skipped).toEqual(expect.arrayContaining(hidden))
})

describe('keys', () => {
  test.each<[unknown, string]>([
    [
      { keys: [rsa, { kty: 'EC', kid: 'b', alg: 'ES256' }, { kty: 'OKP', kid: 'c' }] },
      '2 of 3 can be used.',
    ],
    [{ keys: [{ kty: 'RSA', kid: 'a' }] }, '1 of 1 can be used.'],
  ])('are usable: %j', async (keys, detail) => {
    expect((await check({ [KEYS]: json(keys as object) })).found['keys']).toMatchObject({
      status: 'PASS',
      detail,
    })
  })

  test.each<unknown>([
    { ...rsa, alg: 'RS512' },
    { ...rsa, alg: 'ES256' },
    { ...rsa, use: 'enc' },
    { ...rsa, kid: '' },
    { ...rsa, kid: 7 },
    { ...rsa, kty: 'oct' },
    { ...rsa, kty: 7 },
    null,
    'RSA',
  ])('are not: %j', async (key) => {
    const { found, failed } = await check({ [KEYS]: json({ keys: [key] }) })
    expect(failed).toEqual(['keys'])
    expect(found['keys']).toMatchObject({
      detail: expect.stringContaining('None of its 1 keys'),
      remedy: expect.any(String),
    })
  })

  test.each<[Answers[string], string]>([
    [json({ keys: 'none' }), 'None of its 0 keys is for RS256 or ES256.'],
    [() => new Response(null, { status: 503 }), 'Okta answered with status 503.'],
  ])('are not there', async (answer, detail) => {
    const { found } = await check({ [KEYS]: answer })
    expect(found['keys']).toMatchObject({ status: 'FAIL', detail, remedy: expect.any(String) })
  })
})

describe('the clock', () => {
  const at = (seconds: number) => async () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T12:00:00Z'), toFake: ['Date'] })
    const date = new Date(Date.now() + seconds * 1000).toUTCString()
    const { found } = await check({ [DISCOVERY]: json(document, { date }) })
    vi.useRealTimers()
    return found['clock']
  }

  test.each([-31, 31, 3600])('is wrong by %d seconds', async (seconds) => {
    const differ = `They differ by ${Math.abs(seconds)} s: tokens would be too new or too old.`
    expect(await at(seconds)()).toMatchObject({
      status: 'FAIL',
      detail: differ,
      remedy: expect.any(String),
    })
  })

  test.each([-30, 0, 30])('may differ by %d seconds', async (seconds) => {
    const detail = `They differ by ${Math.abs(seconds)} s.`
    expect(await at(seconds)()).toMatchObject({ status: 'PASS', detail })
  })

  test('is not known of an org that does not say', async () => {
    const { found } = await check({ [DISCOVERY]: json(document) })
    expect(found['clock']?.status).toBe('SKIPPED')
  })
})

describe('what cannot be told is skipped:', () => {
  test('the engine of an org that does not answer', async () => {
    const { found, failed } = await check({ [ORGANIZATION]: () => Promise.reject(new Error('x')) })
    expect(found['engine']).toMatchObject({ status: 'SKIPPED', detail: 'Okta does not tell.' })
    expect(failed).toEqual([])
  })

  test('what a browser meets, without its origin', async () => {
    const { asked, skipped, failed } = await check(
      {},
      { origin: undefined, redirectUri: undefined },
    )
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET'])
    expect(skipped).toEqual(['trustedOrigin', ...PROVED_BY_INTERACT])
    expect(failed).toEqual([])
  })

  test('what a sign-in proves, when none can be begun', async () => {
    const { found, skipped } = await check({
      [INTERACT]: () => Promise.reject(new Error('No way.')),
    })
    expect(skipped).toEqual(PROVED_BY_INTERACT)
    expect(found['client']?.detail).toBe('No way.')
  })

  test('refresh tokens, of a server that lists no grants', async () => {
    const { found } = await check({
      [DISCOVERY]: json({ ...document, grant_types_supported: 'all' }),
    })
    expect(found['refreshTokens']).toMatchObject({ status: 'SKIPPED' })
  })

  test('the other faults of a sign-in, behind the one that Okta names', async () => {
    const { found } = await check({ [INTERACT]: refusing('invalid_client') })
    expect(found['policy']?.detail).toContain('for another reason')
  })
})
