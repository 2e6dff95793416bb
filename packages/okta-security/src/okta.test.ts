import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createOkta, type OktaOptions } from './okta.ts'
import type { TokenPolicy } from './policy.ts'
import { TokenError } from './token-error.ts'
import { signingKey, signToken, startOrg } from './token-signing.fixture.ts'

// Signs ten times as fast as RSA, for the tests that need many tokens.
const signing = signingKey('k1', 'ES256')
const { asked: fetched, ...org } = await startOrg([signing])
const { origin } = org
const issuer = `${origin}/oauth2/default`
const policy: TokenPolicy = {
  issuer,
  audience: 'api',
  clientIds: ['0oa_app', '0oa_job'],
  tokenUse: 'ACCESS',
  scopes: null,
}
beforeEach(() => void fetched.splice(0))
afterAll(() => org.stop())

const okta = (options: Partial<OktaOptions> = {}) =>
  createOkta({
    issuer,
    keyStore: null,
    getIdentity: ({ name, email }) => ({ displayName: name, email }),
    getGroupSlug: ({ groups }) => groups,
    ...options,
  })

function token(claims: object = {}): string {
  const iat = Math.floor(Date.now() / 1000)
  const ids = { ver: 1, jti: 'AT.1', iss: issuer, aud: 'api', cid: '0oa_app', uid: '00u_ann' }
  const about = { sub: 'ann@acme.example', name: 'Ann', scp: ['openid'] }
  return signToken({ ...ids, ...about, iat, exp: iat + 300, ...claims }, signing)
}

describe('who is told to be calling', () => {
  test('is the person whom the token names', async () => {
    const shown = token({ groups: ['editors'], email: 'ann@acme.example', iat: 1e9 * 2, exp: 0 })
    await expect(okta()(shown, policy)).rejects.toMatchObject({ code: 'ERR_TOKEN_TIME' })

    const caller = await okta()(token({ groups: ['editors'], email: 'ann@acme.example' }), policy)

    expect(caller).toEqual({
      identity: { type: 'admin', id: '00u_ann' },
      displayName: 'Ann',
      email: 'ann@acme.example',
      groups: ['editors'],
      authenticatedAt: caller?.claims.iat,
      issuedAt: caller?.claims.iat,
      expiresAt: (caller?.claims.iat ?? 0) + 300,
      jti: 'AT.1',
      issuer,
      claims: expect.objectContaining({ uid: '00u_ann' }),
    })
  })

  test.each<[string, object, number]>([
    ['signed in before the token was renewed', { auth_time: -200 }, -200],
    ['is said to have signed in after it was issued', { auth_time: 200 }, 0],
    ['is said to have signed in at no time', { auth_time: 'now' }, 0],
  ])('who %s has authenticated then, but not later', async (_, claim, expected) => {
    const iat = Math.floor(Date.now() / 1000)
    const [[name, at] = ['', 0]] = Object.entries(claim)
    const shown = token({ iat, [name]: typeof at === 'number' ? iat + at : at })

    expect(await okta()(shown, policy)).toMatchObject({ authenticatedAt: iat + expected })
  })

  test('is a service for a machine’s token', async () => {
    const shown = token({ uid: undefined, cid: '0oa_job', sub: '0oa_job', name: undefined })

    expect(await okta()(shown, policy)).toMatchObject({
      identity: { type: 'service', id: '0oa_job' },
      displayName: '0oa_job',
      groups: [],
    })
  })

  test('cannot be changed by what getIdentity returns', async () => {
    const getIdentity = () => ({ id: '00u_root', type: 'job', displayName: 'Root' })

    expect(await okta({ getIdentity })(token(), policy)).toMatchObject({
      identity: { type: 'admin', id: '00u_ann' },
      displayName: 'Root',
    })
  })

  test.each<[string, object, object]>([
    ['a name that is missing', { name: undefined }, { displayName: '00u_ann', email: undefined }],
    ['a name that is empty', { name: '' }, { displayName: '00u_ann' }],
    ['a name that is no text', { name: { a: 1 } }, { displayName: '00u_ann' }],
    ['an endless name', { name: 'x'.repeat(500) }, { displayName: 'x'.repeat(200) }],
    ['an address that is no text', { email: ['a'] }, { email: undefined }],
  ])('is shown by the id or a cut text for %s', async (_, claims, shown) => {
    expect(await okta()(token(claims), policy)).toMatchObject(shown)
  })
})

test.each<[string, unknown, string[]]>([
  ['one text', 'editors', ['editors']],
  ['a list', ['b', 'a'], ['b', 'a']],
  ['a list with doubles', ['a', 'b', 'a'], ['a', 'b']],
  ['nothing', undefined, []],
  ['null', null, []],
  ['empty text', '', []],
  ['an object', { 0: 'full-access' }, []],
  ['true', true, []],
  ['a list with other things', ['a', 1, null, '', ['full-access'], {}], ['a']],
  ['too long a text', ['x'.repeat(101), 'a'], ['a']],
  ['the longest text', 'x'.repeat(100), ['x'.repeat(100)]],
])('groups from %s are %j → %j', async (_, claim, groups) => {
  const getGroupSlug = () => claim

  expect((await okta({ getGroupSlug })(token(), policy))?.groups).toEqual(groups)
})

test('no more than 200 groups count', async () => {
  const groups = Array.from({ length: 300 }, (_, n) => `g${n}`)

  const caller = await okta({ getGroupSlug: () => groups })(token(), policy)

  expect(caller?.groups).toEqual(groups.slice(0, 200))
})

test.each(['tnt_1_secret', '', 'a.b', 'a.b.c.d', 'Basic dXNlcjpwYXNz', '.', '....'])(
  'what is no JWT (“%s”) is left to other kinds of credential',
  async (credential) => {
    expect(await okta()(credential, policy)).toBeUndefined()
    expect(fetched).toEqual([])
  },
)

test.each(['a.b.c', '..', '1.2.3'])(
  'what looks like a JWT and is none (“%s”) is refused',
  async (it) => {
    await expect(okta()(it, policy)).rejects.toBeInstanceOf(TokenError)
    expect(fetched).toEqual([])
  },
)

test('all tenants of an issuer share one fetch', async () => {
  const authenticate = okta()
  const other = { ...policy, clientIds: ['0oa_other'] }

  await Promise.all([
    ...Array.from({ length: 20 }, () => authenticate(token(), policy)),
    ...Array.from({ length: 20 }, () => authenticate(token({ cid: '0oa_other' }), other)),
  ])

  expect(fetched).toEqual(['GET /oauth2/default/v1/keys'])
})

test('a token that was good on one tenant is checked anew on the next', async () => {
  const authenticate = okta()
  const shown = token()
  await authenticate(shown, policy)

  for (const [other, code] of [
    [{ clientIds: ['0oa_other'] }, 'ERR_TOKEN_CLIENT'],
    [{ audience: 'api://other' }, 'ERR_TOKEN_AUDIENCE'],
    [{ issuer: `${origin}/oauth2/other` }, 'ERR_TOKEN_ISSUER'],
    [{ tokenUse: 'ID', audience: 'api', clientIds: ['api'] }, 'ERR_TOKEN_USE'],
  ] as const)
    await expect(authenticate(shown, { ...policy, ...other })).rejects.toMatchObject({ code })
})

test('tenants with issuers of their own are kept apart', async () => {
  const authenticate = okta()
  const theirs = { ...policy, issuer: `${origin}/oauth2/theirs` }

  await authenticate(token(), policy)
  await authenticate(token({ iss: theirs.issuer }), theirs)

  await expect(authenticate(token(), theirs)).rejects.toMatchObject({ code: 'ERR_TOKEN_ISSUER' })
  expect(fetched).toEqual(['GET /oauth2/default/v1/keys', 'GET /oauth2/theirs/v1/keys'])
})

test('keys of many issuers are kept, but not without end', async () => {
  const authenticate = okta()
  const signIn = async (n: number) => {
    const its = { ...policy, issuer: `${origin}/oauth2/s${n}` }
    await authenticate(token({ iss: its.issuer }), its)
  }
  for (let n = 0; n < 200; n++) await signIn(n)
  await signIn(0)
  expect(fetched).toHaveLength(200)

  await signIn(200)

  await signIn(0)
  expect(fetched).toHaveLength(201)
  await signIn(1)
  expect(fetched).toHaveLength(202)
}, 30_000)

test('a tenant whose issuer is not one of the allowed orgs lets nobody in', async () => {
  const elsewhere = 'https://evil.example/oauth2/default'

  await expect(
    okta()(token({ iss: elsewhere }), { ...policy, issuer: elsewhere }),
  ).rejects.toMatchObject({ code: 'ERR_TOKEN_ISSUER' })
})

test('a default issuer outside the allowed orgs is noticed at the start', () => {
  expect(() => okta({ origins: ['https://other.okta.com'] })).toThrow(TypeError)
  expect(() => okta({ origins: [] })).toThrow(TypeError)
})

describe('a preview', () => {
  const iat = Math.floor(Date.now() / 1000)
  const ids = { ver: 1, jti: 'AT.1', iss: issuer, aud: 'api', cid: '0oa_app', uid: '00u_ann' }
  const claims = { ...ids, sub: 'ann', name: 'Ann', scp: ['openid'], iat, exp: iat + 300 }

  test('tells whom a token with these claims would belong to, and asks nobody', () => {
    expect(okta().preview(claims, policy)).toMatchObject({
      identity: { type: 'admin', id: '00u_ann' },
      displayName: 'Ann',
      claims,
    })
    expect(fetched).toEqual([])
  })

  test.each<[string, object, Partial<TokenPolicy>, string]>([
    ['a rule of tokens', { cid: '0oa_other' }, {}, 'ERR_TOKEN_CLIENT'],
    ['the form of tokens', { deep: 'x'.repeat(9000) }, {}, 'ERR_TOKEN_FORM'],
    ['the orgs that are allowed', {}, { issuer: 'https://example.okta.com' }, 'ERR_TOKEN_ISSUER'],
  ])('holds to %s', (_, wrong, changes, code) => {
    const preview = () => okta().preview({ ...claims, ...wrong }, { ...policy, ...changes })
    expect(preview).toThrow(expect.objectContaining({ code }))
  })
})
