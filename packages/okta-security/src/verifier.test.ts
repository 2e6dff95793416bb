import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TokenPolicy } from './policy.ts'
import { TokenError } from './token-error.ts'
import { publish, signingKey, signToken, startOrg } from './token-signing.fixture.ts'
import { personClaims, tokenVectors, vectorKeys, type VectorOrg } from './token-vectors.fixture.ts'
import { createVerifier, type VerifierOptions } from './verifier.ts'

const { rsa, ec } = vectorKeys
const org = await startOrg([rsa, ec])
afterAll(() => org.stop())
beforeEach(() => void org.asked.splice(0))
afterEach(() => void vi.useRealTimers())

const at: VectorOrg = {
  issuer: `${org.origin}/oauth2/default`,
  audience: 'api://tenantry',
  clientId: '0oa_app',
  serviceClientId: '0oa_service',
}
const accessPolicy: TokenPolicy = {
  issuer: at.issuer,
  audience: at.audience,
  clientIds: [at.clientId, at.serviceClientId],
  tokenUse: 'ACCESS',
  scopes: null,
}
const idPolicy: TokenPolicy = {
  ...accessPolicy,
  audience: at.clientId,
  clientIds: [at.clientId],
  tokenUse: 'ID',
}
const verifierOf = (...issuers: TokenPolicy[]) => createVerifier({ issuers, keyStore: null })
const good = (claims: object = {}) => signToken({ ...personClaims(at), ...claims }, rsa)

describe.each(tokenVectors)('$defends', ({ tokenUse, verdict, token }) => {
  // A new one knows no key, so a request shows that it looked for one.
  const verify = verifierOf(tokenUse === 'ID' ? idPolicy : accessPolicy)

  test(verdict, async () => {
    const shown = token(at)
    if (verdict === 'person' || verdict === 'machine') {
      const identity = { person: ['admin', '00u_ann'], machine: ['service', '0oa_service'] }[
        verdict
      ]
      expect(await verify(shown)).toMatchObject({ type: identity[0], id: identity[1] })
      return
    }

    const refused = await verify(shown).catch((error: unknown) => error)

    expect(refused).toBeInstanceOf(TokenError)
    expect(refused).toMatchObject({ code: verdict, message: 'The token is not valid.' })
    expect(org.asked).toHaveLength(verdict === 'ERR_TOKEN_SIGNATURE' ? 1 : 0)
  })
})

test('no sentence stands twice, and there are vectors of every kind', () => {
  const sentences = tokenVectors.map(({ defends }) => defends)
  expect(new Set(sentences).size).toBe(sentences.length)
  expect(sentences.every((it) => /^[A-Z].+\.$/.test(it))).toBe(true)
  expect(sentences.length).toBeGreaterThanOrEqual(80)
})

test.each(['', '.', 'a.b', 'a.b.c.d', `${'A'.repeat(1024 * 1024)}.a.a`])(
  'what is no JWT (%.10s…) is refused, however long',
  async (token) => {
    await expect(verifierOf(accessPolicy)(token)).rejects.toMatchObject({ code: 'ERR_TOKEN_FORM' })
  },
)

describe('several issuers', () => {
  const other = { ...accessPolicy, issuer: `${org.origin}/oauth2/aus1`, audience: 'api://other' }

  test('are each held to their own policy', async () => {
    const verify = verifierOf(accessPolicy, other, { ...idPolicy, issuer: org.origin })

    await verify(good())
    await verify(good({ iss: other.issuer, aud: other.audience }))

    await expect(verify(good({ iss: other.issuer }))).rejects.toMatchObject({
      code: 'ERR_TOKEN_AUDIENCE',
    })
    await expect(verify(good({ aud: other.audience }))).rejects.toMatchObject({
      code: 'ERR_TOKEN_AUDIENCE',
    })
    await expect(verify(good({ iss: org.origin, aud: at.clientId }))).rejects.toMatchObject({
      code: 'ERR_TOKEN_USE',
    })
  })

  test('are each asked for their own keys, and nobody else is', async () => {
    const verify = verifierOf(accessPolicy, other)

    await verify(good({ iss: other.issuer, aud: other.audience }))
    await expect(verify(good({ iss: 'https://evil.example' }))).rejects.toMatchObject({
      code: 'ERR_TOKEN_ISSUER',
    })

    expect(org.asked).toEqual(['GET /oauth2/aus1/v1/keys'])
  })
})

describe('null', () => {
  test.each<[string, Partial<TokenPolicy>, object]>([
    ['the audience', { audience: null }, { aud: 'api://any' }],
    ['the client', { clientIds: null }, { cid: '0oa_any' }],
  ])('skips %s, and nothing else', async (_, skip, claims) => {
    const verify = verifierOf({ ...accessPolicy, ...skip })

    expect(await verify(good(claims))).toMatchObject({ id: '00u_ann' })

    const missing = Object.fromEntries(Object.keys(claims).map((name) => [name, undefined]))
    await expect(verify(good(missing))).rejects.toBeInstanceOf(TokenError)
    await expect(verifierOf(accessPolicy)(good(claims))).rejects.toBeInstanceOf(TokenError)
  })
})

test('scopes that are demanded must all have been granted', async () => {
  const verify = (...scopes: string[]) => verifierOf({ ...accessPolicy, scopes })(good())

  await verify('email', 'openid')
  await expect(verify('openid', 'admin')).rejects.toMatchObject({ code: 'ERR_TOKEN_SCOPE' })
})

describe('a verifier is not made', () => {
  const { audience: _a, ...noAudience } = accessPolicy
  const { clientIds: _c, ...noClients } = accessPolicy
  const { scopes: _s, ...noScopes } = accessPolicy

  test.each<[string, object[]]>([
    ['without an issuer', []],
    ['for an issuer twice', [accessPolicy, { ...accessPolicy, audience: 'api://other' }]],
    ['if the audience was forgotten', [noAudience]],
    ['if the clients were forgotten', [noClients]],
    ['if the scopes were forgotten', [noScopes]],
    ['for an audience of no letters', [{ ...accessPolicy, audience: '' }]],
    ['for no clients', [{ ...accessPolicy, clientIds: [] }]],
    ['for no scopes', [{ ...accessPolicy, scopes: [] }]],
    ['for another kind of token', [{ ...accessPolicy, tokenUse: 'REFRESH' }]],
    ['for the scopes of an ID token', [{ ...idPolicy, scopes: ['openid'] }]],
    ['for an issuer with a slash behind it', [{ ...accessPolicy, issuer: `${at.issuer}/` }]],
    ['for an issuer by http', [{ ...accessPolicy, issuer: 'http://acme.okta.com' }]],
    ['for an issuer that is no address', [{ ...accessPolicy, issuer: 'acme' }]],
  ])('%s', (_, issuers) => {
    const options = { issuers, keyStore: null } as VerifierOptions
    expect(() => createVerifier(options)).toThrow(TypeError)
  })

  test('if the key store was forgotten', () => {
    const options = { issuers: [accessPolicy] } as unknown as VerifierOptions
    expect(() => createVerifier(options)).toThrow('"keyStore"')
  })
})

describe('a signature that was good', () => {
  test('is not computed again, and what the token says cannot be changed in between', async () => {
    const verify = verifierOf(accessPolicy)
    const token = good()
    const computed = vi.spyOn(crypto, 'verify')
    syncBuiltinESMExports()
    const { claims } = await verify(token)

    expect((await verify(token)).claims).toBe(claims)

    expect(computed).toHaveBeenCalledTimes(1)
    computed.mockRestore()
    syncBuiltinESMExports()
    expect(() => Object.assign(claims, { uid: '00u_eve' })).toThrow(TypeError)
    expect(() => Object.assign(claims['scp'] ?? {}, { 0: 'admin' })).toThrow(TypeError)
  })

  test('does not keep a token alive', async () => {
    const verify = verifierOf(accessPolicy)
    const token = good()
    await verify(token)

    vi.useFakeTimers({ now: Date.now() + 361_000, toFake: ['Date'] })

    await expect(verify(token)).rejects.toMatchObject({ code: 'ERR_TOKEN_TIME' })
  })

  test.each([
    ['withdraws its key', [signingKey('ec-2', 'ES256')]],
    ['gives its key’s name to another', [signingKey('ec-1', 'ES256')]],
  ])('is forgotten when the org %s', async (_, keys) => {
    const changing = await startOrg([rsa, ec])
    afterAll(() => changing.stop())
    const issuer = `${changing.origin}/oauth2/default`
    const verify = verifierOf({ ...accessPolicy, issuer })
    const token = signToken(
      { ...personClaims(at), iss: issuer, exp: personClaims(at).iat + 3600 },
      ec,
    )
    await verify(token)
    changing.answer = publish(keys)

    vi.useFakeTimers({ now: Date.now() + 10 * 60_000, toFake: ['Date'] })

    await expect(verify(token)).rejects.toMatchObject({ code: 'ERR_TOKEN_SIGNATURE' })
  })

  test('does not make a look-alike good', async () => {
    const verify = verifierOf(accessPolicy)
    const token = good()
    await verify(token)

    const [header, claims, signature = ''] = token.split('.')
    const other = signature.startsWith('A') ? 'B' : 'A'
    const forged = `${header}.${claims}.${other}${signature.slice(1)}`

    await expect(verify(forged)).rejects.toMatchObject({ code: 'ERR_TOKEN_SIGNATURE' })
  })

  test('says nothing about a key of the same name elsewhere', async () => {
    const evil = await startOrg([signingKey('rsa-1', 'ES256'), signingKey('other')])
    afterAll(() => evil.stop())
    const theirs = { ...accessPolicy, issuer: `${evil.origin}/oauth2/default` }
    const verify = verifierOf(accessPolicy, theirs)
    await verify(good())

    await expect(verify(good({ iss: theirs.issuer }))).rejects.toMatchObject({
      code: 'ERR_TOKEN_SIGNATURE',
    })
  })
})
