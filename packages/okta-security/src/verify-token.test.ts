import { createHmac } from 'node:crypto'
import { createLocalJWKSet, errors } from 'jose'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { base64url, signingKey, signText, signToken } from './token-signing.fixture.ts'
import { createTokenVerifier, type TokenPolicy } from './verify-token.ts'

const org = signingKey('rsa-1')
const orgEc = signingKey('ec-1', 'ES256')
const mallory = signingKey('rsa-1')
const keys = vi.fn(createLocalJWKSet({ keys: [org.jwk, orgEc.jwk] }))

const issuer = 'https://acme.okta.com/oauth2/default'
const policy: TokenPolicy = {
  issuer,
  audience: 'api://tenantry',
  clientIds: ['0oa_app', '0oa_service'],
  tokenUse: 'ACCESS',
}
const idPolicy: TokenPolicy = {
  ...policy,
  audience: '0oa_app',
  clientIds: ['0oa_app'],
  tokenUse: 'ID',
}
const now = Math.floor(Date.now() / 1000)
const day = 86_400
const person = {
  ver: 1,
  jti: 'AT.1',
  iss: issuer,
  aud: 'api://tenantry',
  iat: now,
  exp: now + 300,
  cid: '0oa_app',
  uid: '00u_ann',
  scp: ['openid', 'email'],
  auth_time: now,
  sub: 'ann@acme.example',
}
const machine = { ...without(person, 'uid'), cid: '0oa_service', sub: '0oa_service' }
const idToken = {
  ver: 1,
  jti: 'ID.1',
  iss: issuer,
  aud: '0oa_app',
  iat: now,
  exp: now + 3600,
  sub: '00u_ann',
  nonce: 'n',
  at_hash: 'h',
  amr: ['pwd'],
  name: 'Ann',
}

function without<T extends object>(claims: T, name: keyof T): Partial<T> {
  const { [name]: _, ...rest } = claims
  return { ...rest } as Partial<T>
}

const verify = createTokenVerifier(policy, keys)
const verifyId = createTokenVerifier(idPolicy, keys)
const header = JSON.stringify({ kid: org.kid, alg: org.alg })
const text = JSON.stringify(person)

beforeEach(() => {
  keys.mockClear()
})

type Vector = [guards: string, fault: string, claims: object, header?: object]

describe('an access token', () => {
  test.each<Vector>([
    ['against “none”', 'header', {}, { alg: 'none' }],
    ['against a public key used as a shared secret', 'header', {}, { alg: 'HS256' }],
    ['against algorithms that Okta does not sign with', 'header', {}, { alg: 'PS256' }],
    ['against a bigger hash of the same family', 'header', {}, { alg: 'RS512' }],
    ['against an algorithm in another spelling', 'header', {}, { alg: 'rs256' }],
    ['against a list of algorithms', 'header', {}, { alg: ['RS256'] }],
    ['against no algorithm', 'header', {}, { alg: undefined }],
    ['against a token that any key might have signed', 'header', {}, { kid: undefined }],
    ['against a key id that is a number', 'header', {}, { kid: 1 }],
    ['against an empty key id', 'header', {}, { kid: '' }],
    ['against keys of the token’s choice', 'header', {}, { jku: 'https://evil.example/keys' }],
    ['against a key in the token', 'header', {}, { jwk: org.jwk }],
    ['against a certificate of the token’s choice', 'header', {}, { x5u: 'https://evil.example' }],
    ['against a certificate in the token', 'header', {}, { x5c: ['MII'] }],
    ['against extensions that it would have to understand', 'header', {}, { crit: ['exp'] }],
    ['against an empty list of extensions', 'header', {}, { crit: [] }],
    ['against a token in a token', 'header', {}, { cty: 'JWT' }],
    ['against a payload that is signed unencoded', 'header', {}, { b64: false }],
    ['against the same, said to be off', 'header', {}, { b64: true }],
    ['against a refused header whose value is null', 'header', {}, { jku: null }],

    ['against a trailing slash', 'issuer', { iss: `${issuer}/` }],
    ['against a longer issuer', 'issuer', { iss: `${issuer}2` }],
    ['against a look-alike host', 'issuer', { iss: issuer.replace('.com', '.com.evil.example') }],
    ['against upper case', 'issuer', { iss: issuer.toUpperCase() }],
    ['against a list with the issuer in it', 'issuer', { iss: [issuer] }],
    ['against another server of the org', 'issuer', { iss: issuer.replace('default', 'aus1') }],
    ['against the org itself', 'issuer', { iss: 'https://acme.okta.com' }],
    ['against no issuer', 'issuer', { iss: undefined }],

    ['against another audience', 'audience', { aud: 'api://default' }],
    ['against several audiences', 'audience', { aud: ['api://tenantry', 'api://other'] }],
    ['against a list of one audience', 'audience', { aud: ['api://tenantry'] }],
    ['against no audience', 'audience', { aud: undefined }],

    ['against another tenant’s client', 'client', { cid: '0oa_other' }],
    ['against a client id in a list', 'client', { cid: ['0oa_app'] }],
    ['against no client', 'client', { cid: undefined }],
    ['against an empty client', 'client', { cid: '' }],

    ['against a token for Okta’s own use', 'use', {}, { typ: 'application/okta-internal-at+jwt' }],
    ['against the same in short', 'use', {}, { typ: 'okta-internal-at+jwt' }],
    ['against a proof of possession', 'use', {}, { typ: 'dpop+jwt' }],
    ['against a logout token', 'use', {}, { typ: 'logout+jwt' }],
    ['against a type that is no text', 'use', {}, { typ: 1 }],
    ['against no scopes', 'use', { scp: undefined }],
    ['against scopes in one text', 'use', { scp: 'openid email' }],
    ['against scopes that are no text', 'use', { scp: [1] }],
    ['against no version', 'use', { ver: undefined }],
    ['against a version that nobody knows yet', 'use', { ver: 2 }],
    ['against an ID token by its nonce', 'use', { nonce: 'n' }],
    ['against an ID token by its hash', 'use', { at_hash: 'h' }],
    ['against an ID token by its own id', 'use', { jti: 'ID.1' }],

    ['against a token bound to a key', 'claims', { cnf: { jkt: 'x' } }],
    ['against a binding that is null', 'claims', { cnf: null }],
    ['against nobody', 'claims', { sub: undefined }],
    ['against an empty subject', 'claims', { sub: '' }],
    ['against a subject that is no text', 'claims', { sub: { $ne: '' } }],
    ['against a token that cannot be signed out', 'claims', { jti: undefined }],
    ['against a token for ever', 'claims', { exp: undefined }],
    ['against an end in text', 'claims', { exp: '9999999999' }],
    ['against no beginning', 'claims', { iat: undefined }],
    ['against a beginning that is null', 'claims', { iat: null }],
    ['against a person without an id', 'claims', { uid: '' }],
    ['against a person whose id is null', 'claims', { uid: null }],
    ['against an id that reaches another key', 'claims', { uid: '00u#admin' }],
    ['against an id with a wildcard', 'claims', { uid: '00u*' }],
    ['against an endless id', 'claims', { uid: 'u'.repeat(101) }],
    ['against a machine with another subject', 'claims', { uid: undefined }],

    ['against a token from the future', 'time', { iat: now + 90, exp: now + 300 }],
    ['against an old token', 'time', { iat: now - 400, exp: now - 61 }],
    ['against ten years', 'time', { exp: now + 10 * 365 * day }],
    ['against a second more than a day', 'time', { exp: now + day + 1 }],
    ['against an end before the beginning', 'time', { iat: now + 30, exp: now + 29 }],
    ['against use before its time', 'time', { nbf: now + 90 }],
    ['against a time that is no number', 'time', { nbf: 'tomorrow' }],
    ['against a time in text', 'time', { nbf: '0' }],
  ])('is refused %s (%s) before a key is looked for', async (_, fault, claims, head) => {
    const token = signToken({ ...person, ...claims }, org, head)

    await expect(verify(token)).rejects.toMatchObject({ code: 'ERR_TOKEN_REJECTED', fault })

    expect(keys).not.toHaveBeenCalled()
  })

  test.each<[string, string]>([
    ['nothing', ''],
    ['three empty parts', '..'],
    ['two parts', `${base64url(header)}.${base64url(text)}`],
    ['four parts', `${signToken(person, org)}.x`],
    ['no signature', `${base64url(header)}.${base64url(text)}.`],
    ['padding', signToken(person, org).replace('.', '=.')],
    ['a space before it', ` ${signToken(person, org)}`],
    ['a line break after it', `${signToken(person, org)}\n`],
    ['the alphabet of plain base64', `${signToken(person, org).slice(0, -2)}+/`],
    ['stray bits that decode to the same bytes', stray(signToken(person, org))],
    ['more than 8 KB', signToken({ ...person, padding: 'x'.repeat(8192) }, org)],
    ['a megabyte', `${signToken(person, org)}${'A'.repeat(1024 * 1024)}`],
    ['a list for a payload', signText(header, '[]', org)],
    ['null for a payload', signText(header, 'null', org)],
    ['text for a payload', signText(header, '"ann"', org)],
    ['a list for a header', signText('[]', text, org)],
    ['a payload that is no JSON', signText(header, '{', org)],
    ['a byte order mark', signText(header, `\uFEFF${text}`, org)],
    ['broken UTF-8', signText(header, Buffer.from(text.replace('ann', '\xff'), 'latin1'), org)],
    ['a claim given twice', signText(header, text.replace('{', '{"cid":"0oa_other",'), org)],
    [
      'a claim given twice, once escaped',
      signText(header, text.replace('{', '{"\\u0063id":1,'), org),
    ],
    ['a header given twice', signText(header.replace('{', '{"kid":"x",'), text, org)],
    [
      'a name given twice further down',
      signText(header, text.replace('{', '{"a":[{"b":1,"b":2}],'), org),
    ],
    [
      'a way to the prototype',
      signText(header, text.replace('{', '{"__proto__":{"uid":"x"},'), org),
    ],
    [
      'endless nesting',
      signText(header, text.replace('{', `{"a":${'['.repeat(99)}${']'.repeat(99)},`), org),
    ],
  ])('with %s is refused before a key is looked for', async (_, token) => {
    await expect(verify(token)).rejects.toMatchObject({ fault: 'form' })

    expect(keys).not.toHaveBeenCalled()
  })

  test.each<[string, object, object?]>([
    ['without a type', {}],
    ['of type JWT', {}, { typ: 'JWT' }],
    ['of type at+jwt', {}, { typ: 'at+jwt' }],
    ['55 seconds too old', { iat: now - 300, exp: now - 55 }],
    ['55 seconds ahead of our clock', { iat: now + 55 }],
    ['valid since now', { nbf: now }],
    ['valid for exactly a day', { exp: now + day }],
    ['with a name that says the same as a value', { note: 'cid', list: ['cid', { cid: 1 }] }],
    ['with quotes and braces in a claim', { note: '{"a":1}\\"{,:' }],
    ['with a claim in every script', { note: 'Ünï 漢字 🎉' }],
  ])('%s is accepted', async (_, claims, head) => {
    const identity = await verify(signToken({ ...person, ...claims }, org, head))

    expect(identity).toMatchObject({ type: 'admin', id: '00u_ann', claims })
  })

  test('signed with ES256 is accepted', async () => {
    expect(await verify(signToken(person, orgEc))).toMatchObject({ id: '00u_ann' })
  })

  test('of a client-credentials grant belongs to the machine', async () => {
    const identity = await verify(signToken(machine, org))

    expect(identity).toMatchObject({ type: 'service', id: '0oa_service' })
  })

  test('of a person stays a person’s, whatever the subject is', async () => {
    const identity = await verify(signToken({ ...person, sub: '0oa_app' }, org))

    expect(identity).toMatchObject({ type: 'admin', id: '00u_ann' })
  })

  test('is refused where no client is set up', async () => {
    const verifyNone = createTokenVerifier({ ...policy, clientIds: [] }, keys)

    await expect(verifyNone(signToken(person, org))).rejects.toMatchObject({ fault: 'client' })
  })

  test.each<[string, Partial<TokenPolicy>, object]>([
    ['issuer', { issuer: '' }, { iss: '' }],
    ['audience', { audience: '' }, { aud: '' }],
    ['client', { clientIds: [''] }, { cid: '' }],
  ])(
    'is refused where the %s was left empty, even if it says the same',
    async (fault, hole, claims) => {
      const verifyHole = createTokenVerifier({ ...policy, ...hole }, keys)

      await expect(verifyHole(signToken({ ...person, ...claims }, org))).rejects.toMatchObject({
        fault,
      })
    },
  )
})

describe('the signature', () => {
  const [head, body, signature] = signToken(person, org).split('.')
  const hmac = createHmac('sha256', JSON.stringify(org.jwk)).update(`${head}.${body}`).digest()

  test.each<[string, string]>([
    ['somebody else’s', signToken(person, mallory)],
    [
      'of other claims',
      `${head}.${base64url(JSON.stringify({ ...person, uid: 'eve' }))}.${signature}`,
    ],
    [
      'of another header',
      `${base64url(JSON.stringify({ alg: 'RS256', kid: 'rsa-1', a: 1 }))}.${body}.${signature}`,
    ],
    [
      'cut short',
      `${head}.${body}.${base64url(Buffer.from(signature ?? '', 'base64url').subarray(1))}`,
    ],
    ['a hash with the public key', `${head}.${body}.${base64url(hmac)}`],
    ['of a key that is not published', signToken(person, signingKey('unknown'))],
    ['of one key in the name of another', signToken(person, { ...org, kid: 'ec-1' })],
    [
      'of one algorithm in the name of another',
      signToken(person, org, { alg: 'ES256', kid: 'ec-1' }),
    ],
    ['made of zeros', signToken(person, orgEc).replace(/[^.]+$/, base64url(Buffer.alloc(64)))],
  ])('%s is refused', async (_, token) => {
    await expect(verify(token)).rejects.toMatchObject({ fault: 'signature' })
  })

  test.each([
    ['a time-out', new errors.JWKSTimeout()],
    ['a broken connection', new TypeError('fetch failed')],
    ['a set of keys that is no set', new errors.JWKSInvalid()],
    ['two keys of one name', new errors.JWKSMultipleMatchingKeys()],
  ])('%s is our failure, not the caller’s', async (_, outage) => {
    keys.mockRejectedValueOnce(outage)

    await expect(verify(signToken(person, org))).rejects.toBe(outage)
  })
})

describe('an ID token', () => {
  test('is accepted where the tenant asks for ID tokens, and is known by its subject', async () => {
    const identity = await verifyId(signToken(idToken, org, { typ: 'JWT' }))

    expect(identity).toMatchObject({ type: 'admin', id: '00u_ann', claims: { name: 'Ann' } })
  })

  test.each<Vector>([
    ['as an access token of another audience', 'audience', { aud: 'api://tenantry' }],
    ['for another client', 'audience', { aud: '0oa_other' }],
    ['for several clients', 'audience', { aud: ['0oa_app', '0oa_other'] }],
    ['if it says which client it was issued to', 'use', { cid: '0oa_app' }],
    ['if it carries scopes', 'use', { scp: ['openid'] }],
    ['if it carries the user id of an access token', 'use', { uid: '00u_ann' }],
    ['if its own id is an access token’s', 'use', { jti: 'AT.1' }],
    ['if its type is an access token’s', 'use', {}, { typ: 'at+jwt' }],
    ['if it has no version', 'use', { ver: undefined }],
    ['if its subject reaches another key', 'claims', { sub: 'a#b' }],
    ['if it never ends', 'claims', { exp: undefined }],
    ['if it is bound to a key', 'claims', { cnf: {} }],
    ['if it is too old', 'time', { iat: now - 4000, exp: now - 100 }],
  ])('is refused %s (%s)', async (_, fault, claims, head) => {
    await expect(verifyId(signToken({ ...idToken, ...claims }, org, head))).rejects.toMatchObject({
      fault,
    })
  })

  test('is refused as an access token, and the other way round', async () => {
    const sameAudience = { ...policy, audience: '0oa_app' }

    const asAccess = createTokenVerifier(sameAudience, keys)(signToken(idToken, org))
    const asId = verifyId(signToken({ ...person, aud: '0oa_app' }, org))

    await expect(asAccess).rejects.toMatchObject({ fault: 'client' })
    await expect(asId).rejects.toMatchObject({ fault: 'use' })
  })

  test('counts only for a client that the tenant lists', async () => {
    const unlisted = createTokenVerifier({ ...idPolicy, clientIds: ['0oa_other'] }, keys)

    await expect(unlisted(signToken(idToken, org))).rejects.toMatchObject({ fault: 'client' })
  })
})

test('a refusal says the same whatever was wrong', async () => {
  const forged = await verify(signToken(person, mallory)).catch(String)
  const foreign = await verify(signToken({ ...person, iss: 'x' }, org)).catch(String)

  expect(forged).toBe(foreign)
})

/** Sets unused bits of the last character: decoders that are lenient read the same signature. */
function stray(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(token.at(-1) ?? '')
  return token.slice(0, -1) + alphabet[last + 1]
}
