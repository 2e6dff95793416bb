import { createHmac } from 'node:crypto'
import type { TokenErrorCode } from './token-error.ts'
import { base64url, signingKey, signText, signToken } from './token-signing.fixture.ts'

/** Who is asked to believe the tokens. */
export interface VectorOrg {
  issuer: string
  audience: string
  clientId: string
  serviceClientId: string
}

/** A token, what must come of it, and the sentence that would be false if something else came. */
export interface TokenVector {
  defends: string
  /** Which kind of token is asked for. */
  tokenUse: 'ACCESS' | 'ID'
  verdict: TokenErrorCode | 'person' | 'machine'
  token(org: VectorOrg): string
}

const rsa = signingKey('rsa-1')
const ec = signingKey('ec-1', 'ES256')
const mallory = signingKey('rsa-1')
const unpublished = signingKey('rsa-2')
/** What the org publishes. */
export const vectorKeys = { rsa, ec }

const DAY = 86_400
const now = () => Math.floor(Date.now() / 1000)

export const personClaims = ({ issuer, audience, clientId }: VectorOrg) => ({
  ver: 1,
  jti: 'AT.1',
  iss: issuer,
  aud: audience,
  iat: now(),
  exp: now() + 300,
  cid: clientId,
  uid: '00u_ann',
  scp: ['openid', 'email'],
  auth_time: now(),
  sub: 'ann@acme.example',
})
const machineClaims = (org: VectorOrg) => ({
  ...personClaims(org),
  uid: undefined,
  cid: org.serviceClientId,
  sub: org.serviceClientId,
  scp: ['tenantry'],
})
const idClaims = ({ issuer, clientId }: VectorOrg) => ({
  ver: 1,
  jti: 'ID.1',
  iss: issuer,
  aud: clientId,
  iat: now(),
  exp: now() + 3600,
  sub: '00u_ann',
  nonce: 'n',
  at_hash: 'h',
  amr: ['pwd'],
  name: 'Ann',
})

type Claims = object | ((org: VectorOrg) => object)
type Row = [defends: string, claims: Claims, header?: object]

const claimsOf = (claims: Claims, org: VectorOrg) =>
  typeof claims === 'function' ? claims(org) : claims

/** Rows of what is changed in an access token of a person, which would be good without it. */
const access = (verdict: TokenVector['verdict'], rows: Row[]): TokenVector[] =>
  rows.map(([defends, claims, header]) => ({
    defends,
    tokenUse: 'ACCESS',
    verdict,
    token: (org) => signToken({ ...personClaims(org), ...claimsOf(claims, org) }, rsa, header),
  }))

/** The same of an ID token. */
const id = (verdict: TokenVector['verdict'], rows: Row[]): TokenVector[] =>
  rows.map(([defends, claims, header]) => ({
    defends,
    tokenUse: 'ID',
    verdict,
    token: (org) => signToken({ ...idClaims(org), ...claimsOf(claims, org) }, rsa, header),
  }))

/** Rows of how the text of a good access token is changed. */
const written = (
  verdict: TokenVector['verdict'],
  rows: [defends: string, change: (good: Written) => string][],
): TokenVector[] =>
  rows.map(([defends, change]) => ({
    defends,
    tokenUse: 'ACCESS',
    verdict,
    token: (org) => change(writtenBy(org)),
  }))

/** A good access token, and what it is made of. */
interface Written {
  org: VectorOrg
  token: string
  header: string
  claims: string
  parts: [string, string, string]
}

function writtenBy(org: VectorOrg): Written {
  const header = JSON.stringify({ kid: rsa.kid, alg: rsa.alg })
  const claims = JSON.stringify(personClaims(org))
  const token = signText(header, claims, rsa)
  const [first = '', second = '', third = ''] = token.split('.')
  return { org, token, header, claims, parts: [first, second, third] }
}

/** Puts members in front of the others of a JSON object. */
const inFront = (json: string, members: string) => json.replace('{', `{${members},`)

/** A good token that is exactly so long. */
function ofLength({ org }: Written, length: number): string {
  const token = (padding: number) =>
    signToken({ ...personClaims(org), padding: 'x'.repeat(padding) }, ec)
  // Three letters are four of base64; what is missing at the end goes into the header.
  const padding = Math.floor(((length - token(0).length) * 3) / 4) - 2
  for (let more = 0; more < 8; more++) {
    const candidate = token(padding + more)
    if (candidate.length === length) return candidate
  }
  throw new Error(`No token is ${length} letters long.`)
}

/** Sets unused bits of the last letter: decoders that are lenient read the same signature. */
function withStrayBits(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1) ?? '') + 1]
}

const hmacWith = (key: string, { parts: [header, claims] }: Written) => {
  const input = `${base64url(JSON.stringify({ kid: rsa.kid, alg: 'HS256' })) || header}.${claims}`
  return `${input}.${base64url(createHmac('sha256', key).update(input).digest())}`
}

const accepted: TokenVector[] = [
  ...access('person', [
    ['A person signs in with the access token that Okta writes.', {}],
    ['A token may say that it is a JWT.', {}, { typ: 'JWT' }],
    ['A token may say that it is an access token, by RFC 9068.', {}, { typ: 'at+jwt' }],
    ['A token may say the same in full.', {}, { typ: 'application/at+jwt' }],
    ['The case of a type says nothing.', {}, { typ: 'AT+JWT' }],
    ['A clock that is 40 seconds slow locks nobody out.', () => ({ iat: now() + 40 })],
    [
      'A clock that is 40 seconds fast locks nobody out.',
      () => ({ exp: now() - 40, iat: now() - 300 }),
    ],
    ['A token may be valid from now on.', () => ({ nbf: now() })],
    ['A token may be valid for exactly a day.', () => ({ exp: now() + DAY })],
    [
      'A name that also stands as a value is not given twice.',
      { note: 'cid', list: ['cid', { cid: 1 }] },
    ],
    ['Quotes and braces in a claim end nothing.', { note: '{"a":1}\\"{,:' }],
    ['Claims may be written in every script.', { note: 'Ünï 漢字 🎉' }],
    ['A person stays a person, whatever the subject is.', ({ clientId }) => ({ sub: clientId })],
    ['A token without scopes is still of its person.', { scp: [] }],
    ['Claims that nobody knows are let be.', { acme_groups: ['a'], nested: { a: [{ b: null }] } }],
  ]),
  ...id('person', [
    ['A person signs in with an ID token where the tenant asks for it.', {}],
    ['An ID token may say that it is a JWT.', {}, { typ: 'JWT' }],
    ['An ID token without a nonce is one of a flow without a browser.', { nonce: undefined }],
  ]),
  {
    defends: 'A machine signs in with its client-credentials token.',
    tokenUse: 'ACCESS',
    verdict: 'machine',
    token: (org) => signToken(machineClaims(org), rsa),
  },
  {
    defends: 'A token may be signed by an elliptic curve.',
    tokenUse: 'ACCESS',
    verdict: 'person',
    token: (org) => signToken(personClaims(org), ec),
  },
  ...written('person', [['A token may be 8 KB long.', (good) => ofLength(good, 8192)]]),
]

const headers = access('ERR_TOKEN_HEADER', [
  ['Nobody turns the signature off.', {}, { alg: 'none' }],
  ['Nobody turns the signature off in another spelling.', {}, { alg: 'nOnE' }],
  ['A public key is not used as a shared secret.', {}, { alg: 'HS256' }],
  ['No algorithm counts that Okta does not sign with.', {}, { alg: 'PS256' }],
  ['No other curve algorithm counts.', {}, { alg: 'EdDSA' }],
  ['No bigger hash of the same family counts.', {}, { alg: 'RS512' }],
  ['Algorithms are spelled in one way.', {}, { alg: 'rs256' }],
  ['A list is no algorithm.', {}, { alg: ['RS256'] }],
  ['A token says its algorithm.', {}, { alg: undefined }],
  ['A token says which key signed it.', {}, { kid: undefined }],
  ['A number is no key id.', {}, { kid: 1 }],
  ['An empty text is no key id.', {}, { kid: '' }],
  ['A token does not choose where keys come from.', {}, { jku: 'https://evil.example/keys' }],
  ['A token does not bring its key along.', {}, { jwk: rsa.jwk }],
  ['A token does not choose where certificates come from.', {}, { x5u: 'https://evil.example' }],
  ['A token does not bring its certificate along.', {}, { x5c: ['MII'] }],
  ['Nobody is asked to understand extensions.', {}, { crit: ['exp'] }],
  ['No list of extensions is read, not even an empty one.', {}, { crit: [] }],
  ['A token is not the wrapping of another.', {}, { cty: 'JWT' }],
  ['What is signed is what is sent.', {}, { b64: false }],
  ['An extension that is said to be off is one.', {}, { b64: true }],
  ['A refused header whose value is null is there.', {}, { jku: null }],
])

const issuers = access('ERR_TOKEN_ISSUER', [
  ['An issuer with a slash behind it is another.', ({ issuer }) => ({ iss: `${issuer}/` })],
  ['An issuer that begins like ours is another.', ({ issuer }) => ({ iss: `${issuer}2` })],
  [
    'A host that begins like ours is another.',
    ({ issuer }) => ({ iss: issuer.replace('/oauth2', '.evil.example/oauth2') }),
  ],
  ['An issuer in upper case is another.', ({ issuer }) => ({ iss: issuer.toUpperCase() })],
  ['A list with our issuer in it is none.', ({ issuer }) => ({ iss: [issuer] })],
  [
    'Another server of the org is another issuer.',
    ({ issuer }) => ({ iss: issuer.replace(/[^/]+$/, 'aus1') }),
  ],
  ['The org itself is another issuer.', ({ issuer }) => ({ iss: new URL(issuer).origin })],
  [
    'An issuer with a path that leads back to ours is another.',
    ({ issuer }) => ({ iss: `${issuer}/../default` }),
  ],
  ['A token says who issued it.', { iss: undefined }],
  ['An issuer that is null is none.', { iss: null }],
])

const audiences = access('ERR_TOKEN_AUDIENCE', [
  ['A token for another API is worth nothing here.', { aud: 'api://another' }],
  [
    'A token for several APIs could be replayed by each.',
    ({ audience }) => ({ aud: [audience, 'api://another'] }),
  ],
  ['A list of one audience is a list.', ({ audience }) => ({ aud: [audience] })],
  ['A token for the client itself is none for the API.', ({ clientId }) => ({ aud: clientId })],
  ['A token says whom it is for.', { aud: undefined }],
])

const clients = access('ERR_TOKEN_CLIENT', [
  ['Another tenant’s client is worth nothing here.', { cid: '0oa_another' }],
  ['A client id in a list is none.', ({ clientId }) => ({ cid: [clientId] })],
  ['A client id with a space behind it is another.', ({ clientId }) => ({ cid: `${clientId} ` })],
  ['A token says which client it was given to.', { cid: undefined }],
  ['An empty text is no client.', { cid: '' }],
])

const uses = access('ERR_TOKEN_USE', [
  [
    'A token for Okta’s own use is not meant for us.',
    {},
    { typ: 'application/okta-internal-at+jwt' },
  ],
  ['The same in short is not meant for us.', {}, { typ: 'okta-internal-at+jwt' }],
  ['A proof of possession is no access token.', {}, { typ: 'dpop+jwt' }],
  ['A logout token is no access token.', {}, { typ: 'logout+jwt' }],
  ['A type is a text.', {}, { typ: 1 }],
  ['An access token has scopes.', { scp: undefined }],
  ['Scopes in one text are another vendor’s.', { scp: 'openid email' }],
  ['Scopes are texts.', { scp: [1] }],
  ['A token has a version.', { ver: undefined }],
  ['A version that nobody knows may mean anything.', { ver: 2 }],
  ['A version in text is another.', { ver: '1' }],
  ['An ID token is told by its nonce.', { nonce: 'n' }],
  ['An ID token is told by its hash.', { at_hash: 'h' }],
  ['An ID token is told by its other hash.', { c_hash: 'h' }],
  ['An ID token is told by its own id.', { jti: 'ID.1' }],
])

const claims = access('ERR_TOKEN_CLAIMS', [
  ['A token that is bound to a key proves nothing by itself.', { cnf: { jkt: 'x' } }],
  ['A binding that is null is one.', { cnf: null }],
  ['A token is somebody’s.', { sub: undefined }],
  ['An empty subject is nobody.', { sub: '' }],
  ['An object is nobody, and no query.', { sub: { $ne: '' } }],
  ['A token that has no id could not be signed out.', { jti: undefined }],
  ['A token ends.', { exp: undefined }],
  ['An end in text is none.', { exp: '9999999999' }],
  ['An end that is null is none.', { exp: null }],
  ['A token begins.', { iat: undefined }],
  ['A beginning that is null is none.', { iat: null }],
  ['A person with an empty id is nobody.', { uid: '' }],
  ['A person whose id is null is not a machine.', { uid: null }],
  ['A person whose id is a number is nobody.', { uid: 1 }],
  ['No id reaches another record’s key.', { uid: '00u#admin' }],
  ['No id is a wildcard.', { uid: '00u*' }],
  ['No id is a path.', { uid: '../00u_root' }],
  ['No id holds a line break.', { uid: '00u_ann\n' }],
  ['No id is endless.', { uid: 'u'.repeat(101) }],
  ['A machine is its own subject.', { uid: undefined }],
])

const times = access('ERR_TOKEN_TIME', [
  [
    'A token from the future is forged or a clock is wrong.',
    () => ({ iat: now() + 90, exp: now() + 300 }),
  ],
  ['An old token is over.', () => ({ iat: now() - 400, exp: now() - 61 })],
  ['A token of ten years is none of Okta’s.', () => ({ exp: now() + 10 * 365 * DAY })],
  ['A second more than a day is too long.', () => ({ exp: now() + DAY + 1 })],
  ['No token ends before it begins.', () => ({ iat: now() + 30, exp: now() + 29 })],
  ['No token is a moment long.', () => ({ iat: now(), exp: now() })],
  ['A token is not used before its time.', () => ({ nbf: now() + 90 })],
  ['A time is a number.', { nbf: 'tomorrow' }],
  ['A time in text is none.', { nbf: '0' }],
  ['A time that is null is none.', { nbf: null }],
  [
    'Milliseconds are not taken for seconds.',
    () => ({ iat: Date.now(), exp: Date.now() + 300_000 }),
  ],
])

const forms = written('ERR_TOKEN_FORM', [
  ['Three empty parts are no token.', () => '..'],
  ['A token is signed.', ({ parts: [header, body] }) => `${header}.${body}.`],
  ['A token has a header.', ({ parts: [, body, signature] }) => `.${body}.${signature}`],
  ['A token says something.', ({ parts: [header, , signature] }) => `${header}..${signature}`],
  ['Padding is another spelling.', ({ token }) => token.replace('.', '=.')],
  ['The alphabet of plain base64 is another spelling.', ({ token }) => `${token.slice(0, -2)}+/`],
  ['A stray letter within a part is not skipped.', ({ token }) => token.replace('.', '!.')],
  ['A blank within a part is not skipped.', ({ token }) => token.replace('.', ' .')],
  ['Stray bits are another spelling of the same bytes.', ({ token }) => withStrayBits(token)],
  ['More than 8 KB is not looked at.', (good) => `${ofLength(good, 8192)}AAAA`],
  ['A list is no payload.', ({ header }) => signText(header, '[]', rsa)],
  ['Null is no payload.', ({ header }) => signText(header, 'null', rsa)],
  ['A text is no payload.', ({ header }) => signText(header, '"ann"', rsa)],
  ['A payload is JSON.', ({ header }) => signText(header, '{', rsa)],
  ['A list is no header.', ({ claims: text }) => signText('[]', text, rsa)],
  ['A header is JSON.', ({ claims: text }) => signText('{"alg":', text, rsa)],
  [
    'A byte order mark is another spelling.',
    ({ header, claims: text }) => signText(header, `\uFEFF${text}`, rsa),
  ],
  [
    'Broken UTF-8 is not repaired.',
    ({ header, claims: text }) =>
      signText(header, Buffer.from(text.replace('ann', '\xff'), 'latin1'), rsa),
  ],
  [
    'No claim is given twice.',
    ({ header, claims: text }) => signText(header, inFront(text, '"cid":"0oa_another"'), rsa),
  ],
  [
    'No claim is given twice, once in another spelling.',
    ({ header, claims: text }) => signText(header, inFront(text, '"\\u0063id":1'), rsa),
  ],
  [
    'No header is given twice.',
    ({ header, claims: text }) => signText(inFront(header, '"kid":"x"'), text, rsa),
  ],
  [
    'Further down no name is given twice either.',
    ({ header, claims: text }) => signText(header, inFront(text, '"a":[{"b":1,"b":2}]'), rsa),
  ],
  [
    'No claim reaches a prototype.',
    ({ header, claims: text }) => signText(header, inFront(text, '"__proto__":{"uid":"x"}'), rsa),
  ],
  [
    'Nesting ends.',
    ({ header, claims: text }) =>
      signText(header, inFront(text, `"a":${'['.repeat(99)}${']'.repeat(99)}`), rsa),
  ],
])

const signatures = [
  ...written('ERR_TOKEN_SIGNATURE', [
    ['Nobody signs for the org.', ({ org }) => signToken(personClaims(org), mallory)],
    [
      'Nobody signs with a key that the org does not publish.',
      ({ org }) => signToken(personClaims(org), unpublished),
    ],
    [
      'Nobody changes a claim.',
      ({ parts: [header, , signature], org }) =>
        `${header}.${base64url(JSON.stringify({ ...personClaims(org), uid: '00u_eve' }))}.${signature}`,
    ],
    [
      'Nobody adds to the header.',
      ({ parts: [, body, signature] }) =>
        `${base64url(JSON.stringify({ alg: 'RS256', kid: rsa.kid, a: 1 }))}.${body}.${signature}`,
    ],
    [
      'A signature that is cut short is none.',
      ({ parts: [header, body, signature] }) =>
        `${header}.${body}.${base64url(Buffer.from(signature, 'base64url').subarray(1))}`,
    ],
    [
      'A signature that goes on is none.',
      ({ parts: [header, body, signature] }) =>
        `${header}.${body}.${base64url(Buffer.concat([Buffer.from(signature, 'base64url'), Buffer.of(0)]))}`,
    ],
    [
      'One key does not sign in the name of another.',
      ({ org }) => signToken(personClaims(org), { ...rsa, kid: ec.kid }),
    ],
    [
      'One algorithm does not sign in the name of another.',
      ({ org }) => signToken(personClaims(org), rsa, { alg: 'ES256', kid: ec.kid }),
    ],
    [
      'A key of one algorithm is not used with another.',
      ({ org }) => signToken(personClaims(org), ec, { alg: 'RS256' }),
    ],
    [
      'Zeros are no signature.',
      ({ org }) => signToken(personClaims(org), ec).replace(/[^.]+$/, base64url(Buffer.alloc(64))),
    ],
    [
      'The signature of another token is none.',
      ({ org, parts: [header, body] }) =>
        `${header}.${body}.${signToken(idClaims(org), rsa).split('.')[2]}`,
    ],
  ]),
  ...written('ERR_TOKEN_HEADER', [
    [
      'A hash with the public key in JSON is no signature.',
      (good) => hmacWith(JSON.stringify(rsa.jwk), good),
    ],
    ['A hash with nothing is no signature.', (good) => hmacWith('', good)],
  ]),
]

const idTokens = [
  ...id('ERR_TOKEN_AUDIENCE', [
    ['An ID token of another client is worth nothing here.', { aud: '0oa_another' }],
    [
      'An ID token for several clients could be replayed by each.',
      ({ clientId }) => ({ aud: [clientId, '0oa_another'] }),
    ],
    [
      'Where ID tokens are asked for, an audience of an API is none.',
      ({ audience }) => ({ aud: audience }),
    ],
  ]),
  ...id('ERR_TOKEN_USE', [
    ['An access token is told by its client.', ({ clientId }) => ({ cid: clientId })],
    ['An access token is told by its scopes.', { scp: ['openid'] }],
    ['An access token is told by its user id.', { uid: '00u_ann' }],
    ['An access token is told by its own id.', { jti: 'AT.1' }],
    ['An access token is told by its type.', {}, { typ: 'at+jwt' }],
    ['An ID token has a version.', { ver: undefined }],
  ]),
  ...id('ERR_TOKEN_CLAIMS', [
    ['No subject reaches another record’s key.', { sub: 'a#b' }],
    ['An ID token ends.', { exp: undefined }],
    ['An ID token that is bound to a key proves nothing by itself.', { cnf: {} }],
  ]),
  ...id('ERR_TOKEN_TIME', [
    ['An old ID token is over.', () => ({ iat: now() - 4000, exp: now() - 100 })],
  ]),
  ...id('ERR_TOKEN_ISSUER', [
    [
      'An ID token of another issuer is worth nothing here.',
      ({ issuer }) => ({ iss: `${issuer}2` }),
    ],
  ]),
  {
    defends: 'Where access tokens are asked for, an ID token is refused.',
    tokenUse: 'ACCESS' as const,
    verdict: 'ERR_TOKEN_AUDIENCE' as const,
    token: (org: VectorOrg) => signToken(idClaims(org), rsa),
  },
  {
    defends: 'Where ID tokens are asked for, an access token is refused.',
    tokenUse: 'ID' as const,
    verdict: 'ERR_TOKEN_AUDIENCE' as const,
    token: (org: VectorOrg) => signToken(personClaims(org), rsa),
  },
]

/** Every rule of the policy, each broken once in a token that is good but for that. */
export const tokenVectors: readonly TokenVector[] = [
  ...accepted,
  ...headers,
  ...issuers,
  ...audiences,
  ...clients,
  ...uses,
  ...claims,
  ...times,
  ...forms,
  ...signatures,
  ...idTokens,
]
