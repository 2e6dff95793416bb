import { getOktaConnection } from '@tenantry/tenancy'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { okta, world } from './world.ts'

const APP = 'http://localhost:20000'
const ASK = `query ($origin: String) { tenancy { getOktaConnection(origin: $origin) {
  data { issuer clientId checks { id status detail remedy } } error { code data }
} } }`
const PREVIEW = `query ($issuer: String!) { tenancy { previewIssuer(issuer: $issuer) {
  data { issuer server reason } error { code }
} } }`
const groups = { signers: [{ name: 'tenancy.signIn', rwd: 'r' }] }
const ALL = [
  'issuer',
  'server',
  'discovery',
  'issuerMatch',
  'endpoints',
  'keys',
  'clock',
  'engine',
  'trustedOrigin',
  'client',
  'interactionCode',
  'redirectUri',
  'policy',
  'scopes',
  'refreshTokens',
]

/** What the checks come to on a tenant of the stand-in's org. */
async function checked(settings: object = {}, origin: string | null = APP) {
  const { scope } = await world({}, { settings: { appClientId: '0oa_acme', ...settings } })
  return (await getOktaConnection(scope, { origin })).checks
}
type Check = Awaited<ReturnType<typeof checked>>[number]
const idsOf = (checks: Check[], status: string) =>
  checks.filter((it) => it.status === status).map(({ id }) => id)
const failures = (checks: Check[]) =>
  checks.filter(({ status }) => status === 'FAIL').map(({ id, remedy }) => [id, remedy])

const urlOf = (input: string | URL | Request) =>
  input instanceof Request ? input.url : input.toString()

/** The stand-in, but that what it answers below a path is changed on the way. */
function distort(path: string, change: (answer: Response) => Promise<Response> | Response): void {
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const answer = await real(input, init)
    return urlOf(input).endsWith(path) ? change(answer) : answer
  })
}
const withDocument = (path: string, document: object) =>
  distort(path, async (answer) => {
    const whole: object = JSON.parse(await answer.text())
    return Response.json({ ...whole, ...document }, { headers: headersOf(answer) })
  })
const headersOf = ({ headers }: Response) => ({ date: headers.get('date') ?? '' })
const trusting = (origin: string) => ({ 'access-control-allow-origin': origin })
const DISCOVERY = '/.well-known/openid-configuration'

afterEach(() => vi.restoreAllMocks())

test('an org that is set up passes every check', async () => {
  const checks = await checked()

  expect(checks.map(({ id }) => id)).toEqual(ALL)
  expect(idsOf(checks, 'PASS')).toEqual(ALL)
  expect(checks.every(({ remedy, detail }) => remedy === undefined && detail !== '')).toBe(true)
})

test('who may read sign-in settings gets the report of their tenant', async () => {
  const { as } = await world(groups)

  const { data } = await as('signers').graphql(ASK, { origin: APP })

  const { issuer, checks } = data.tenancy.getOktaConnection.data
  expect(issuer).toBe(okta.issuerOf('default'))
  expect(failures(checks)).toEqual([['client', expect.stringContaining('Client ID')]])
  expect(checks[0]).toEqual({ id: 'issuer', status: 'PASS', detail: issuer, remedy: null })
})

describe('each fault fails its check, with what to do:', () => {
  test.each<[string, string, object, string?]>([
    ['client', 'a client that Okta does not know', { appClientId: '0oa_no_such' }],
    ['interactionCode', 'a client of another kind', { appClientId: '0oa_acme_service' }],
    [
      'policy',
      'a server whose policy admits others only',
      { okta: { issuer: okta.issuerOf('globex'), audience: 'api://globex' } },
    ],
  ])('%s, for %s', async (id, _, settings) => {
    expect(failures(await checked(settings))).toEqual([[id, expect.any(String)]])
  })

  test('trustedOrigin and redirectUri, for an admin at another address', async () => {
    const checks = await checked({}, 'https://cms.example.com')

    expect(failures(checks)).toEqual([
      ['trustedOrigin', expect.stringContaining('https://cms.example.com')],
      ['redirectUri', expect.stringContaining('https://cms.example.com/callback')],
    ])
    expect(idsOf(checks, 'SKIPPED')).toEqual(['client', 'interactionCode', 'policy', 'scopes'])
  })

  test.each<[string, string, object]>([
    ['issuerMatch', DISCOVERY, { issuer: 'https://id.acme.example/oauth2/default' }],
    ['endpoints', DISCOVERY, { token_endpoint: 'https://evil.example/v1/token' }],
    ['endpoints', DISCOVERY, { jwks_uri: undefined }],
    ['refreshTokens', DISCOVERY, { grant_types_supported: ['authorization_code'] }],
    ['scopes', DISCOVERY, { scopes_supported: ['openid', 'profile', 'offline_access'] }],
    ['keys', '/v1/keys', { keys: [] }],
    ['keys', '/v1/keys', { keys: [{ kty: 'RSA', kid: '1', alg: 'RS512' }] }],
    ['keys', '/v1/keys', { keys: [{ kty: 'RSA', kid: '1', use: 'enc' }] }],
    ['keys', '/v1/keys', { keys: [{ kty: 'RSA' }] }],
    ['engine', '/okta-organization', { pipeline: 'v1' }],
  ])('%s, when %s answers %j', async (id, path, document) => {
    withDocument(path, document)

    expect(failures(await checked())).toEqual([[id, expect.any(String)]])
  })

  test('clock, when it is another time at Okta', async () => {
    distort(DISCOVERY, (answer) => {
      const date = new Date(Date.now() - 60_000).toUTCString()
      return new Response(answer.body, { headers: { date } })
    })

    expect(failures(await checked())).toEqual([['clock', expect.any(String)]])
  })

  test('scopes, when Okta refuses them', async () => {
    distort('/v1/interact', () => Response.json({ error: 'invalid_scope' }, { status: 400 }))

    expect(failures(await checked())).toContainEqual(['scopes', expect.any(String)])
  })

  test.each([
    ['is no JSON', () => new Response('<html>')],
    ['is a redirect', () => new Response(null, { status: 302, headers: { location: '/x' } })],
    ['is too large', () => new Response('x'.repeat(65_537))],
    ['does not come', () => Promise.reject(new DOMException('late', 'TimeoutError'))],
  ])('discovery, when the answer %s', async (_, answer) => {
    distort(DISCOVERY, answer)
    const checks = await checked()

    expect(failures(checks)).toEqual([['discovery', expect.any(String)]])
    expect(idsOf(checks, 'SKIPPED')).toEqual(expect.arrayContaining(['issuerMatch', 'endpoints']))
  })

  test.each([
    ['names every origin', { ...trusting('*'), 'access-control-allow-credentials': 'true' }],
    ['takes no credentials', trusting(APP)],
  ])('trustedOrigin, when the preflight %s', async (_, headers) => {
    const real = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
      init?.method === 'OPTIONS'
        ? Promise.resolve(new Response(null, { status: 204, headers }))
        : real(input, init),
    )

    expect(failures(await checked())).toMatchObject([['trustedOrigin', expect.any(String)]])
  })

  test('issuer, and nobody is asked, for an org that this deployment does not talk to', async () => {
    const { scope } = await world()
    const { okta: defaults } = scope.platform
    const elsewhere = { ...defaults, origins: ['https://acme.okta.com'] }
    const fetching = vi.spyOn(globalThis, 'fetch')

    const { checks } = await getOktaConnection(
      { ...scope, platform: { ...scope.platform, okta: elsewhere } },
      { origin: APP },
    )

    expect(failures(checks)).toEqual([['issuer', expect.stringContaining('OKTA_ORIGINS')]])
    expect(idsOf(checks, 'SKIPPED')).toEqual(ALL.slice(1))
    expect(fetching).not.toHaveBeenCalled()
  })

  test('server, for access tokens of the org’s own server', async () => {
    const { scope } = await world(
      {},
      { settings: { okta: { issuer: okta.origin, tokenUse: 'ID' } } },
    )
    const of = async (tokenUse: 'ACCESS' | 'ID') => {
      const { settings } = scope.tenant
      const tenant = {
        ...scope.tenant,
        settings: { ...settings, okta: { ...settings.okta, tokenUse } },
      }
      return (await getOktaConnection({ ...scope, tenant }, {})).checks
    }

    expect(failures(await of('ACCESS'))).toEqual([['server', expect.any(String)]])
    expect(failures(await of('ID'))).toEqual([])
  })
})

test('without an origin, what a browser meets is not looked at', async () => {
  const checks = await checked({}, null)

  expect(idsOf(checks, 'FAIL')).toEqual([])
  expect(idsOf(checks, 'SKIPPED')).toEqual(ALL.slice(8, 14))
})

test('what is no origin is refused before anybody is asked', async () => {
  const { as } = await world(groups)
  const fetching = vi.spyOn(globalThis, 'fetch')

  for (const origin of ['https://cms.example.com/', 'cms.example.com', 'javascript:alert(1)', '']) {
    const { data } = await as('signers').graphql(ASK, { origin })
    if (origin) expect(data.tenancy.getOktaConnection.error.code).toBe('VALIDATION_FAILED')
  }
  expect(
    fetching.mock.calls.filter(([, init]) => init?.method === 'POST' || init?.method === 'OPTIONS'),
  ).toEqual([])
})

test('asks the org at addresses of the issuer only, without credentials and without following', async () => {
  withDocument(DISCOVERY, {
    token_endpoint: 'https://evil.example/v1/token',
    jwks_uri: 'https://evil.example/keys',
  })

  await checked()

  const { calls } = vi.mocked(globalThis.fetch).mock
  expect(calls).toHaveLength(6)
  for (const [url, init] of calls) {
    expect(urlOf(url)).toMatch(new RegExp(`^${okta.origin}/`))
    expect(init).toMatchObject({ redirect: 'manual' })
    expect(JSON.stringify(init?.headers)).not.toMatch(/authorization|cookie/i)
  }
})

test.each([
  ['without a token', null],
  ['with a group that may only write', 'writers'],
])('asking %s is refused', async (_, actor) => {
  const { as } = await world({ writers: [{ name: 'tenancy.signIn', rwd: 'w' }] })

  const asked = await as(actor).graphql(ASK, { origin: APP })
  const previewed = await as(actor).graphql(PREVIEW, { issuer: okta.origin })

  expect(asked.data.tenancy.getOktaConnection.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  expect(previewed.data.tenancy.previewIssuer.error.code).toBe('SECURITY_NOT_AUTHORIZED')
})

test('a pasted issuer is shown as what it becomes, or why it cannot be one', async () => {
  const { as } = await world(groups)
  const preview = async (issuer: string) =>
    (await as('signers').graphql(PREVIEW, { issuer })).data.tenancy.previewIssuer.data

  expect(await preview(` ${okta.origin}/oauth2/default/ `)).toEqual({
    issuer: okta.issuerOf('default'),
    server: 'CUSTOM',
    reason: null,
  })
  expect(await preview(okta.origin)).toMatchObject({ issuer: okta.origin, server: 'ORG' })
  expect(await preview('https://other.okta.com/oauth2/default')).toMatchObject({
    issuer: null,
    reason: expect.stringContaining('OKTA_ORIGINS'),
  })
})
