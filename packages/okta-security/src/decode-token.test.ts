import { expect, test } from 'vitest'
import { decodeToken, MAX_LENGTH } from './decode-token.ts'
import { TokenError } from './token-error.ts'
import { base64url } from './token-signing.fixture.ts'

const claims = { sub: 'ann', jti: 'AT.1', iat: 1, exp: 2 }
const written = (value: object) =>
  `${base64url('{"alg":"RS256"}')}.${base64url(JSON.stringify(value))}.AA`
const refused = (code: string) => expect.objectContaining({ code })

test('a token is taken apart into what it says', () => {
  expect(decodeToken(written(claims))).toEqual({ header: { alg: 'RS256' }, claims })
})

test('of all that it can be long, the last character is one too many', () => {
  const header = base64url('{"alg":"RS256"}')
  const payload = base64url(JSON.stringify(claims))
  const signature = 'A'.repeat(MAX_LENGTH - header.length - payload.length - 2)

  expect(decodeToken(`${header}.${payload}.${signature}`).claims).toEqual(claims)
  const longer = `${base64url('{"alg":"RS256" }')}.${payload}.${signature.slice(0, -1)}`
  expect(() => decodeToken(`${longer}AAAA`)).toThrow(refused('ERR_TOKEN_FORM'))
})

test.each(['', 'e30', 'e30.e30', '.e30.AA', 'e30..AA', 'e30.e30.', 'e30.e30.AA.AA', 'e30.e30.AA.'])(
  'what has not three parts with something in each is no token: "%s"',
  (token) => {
    expect(() => decodeToken(token)).toThrow(refused('ERR_TOKEN_FORM'))
  },
)

test('as deep as 16 is deep enough', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

  expect(decodeToken(written({ ...claims, deep: nested(15) })).claims.sub).toBe('ann')
  expect(() => decodeToken(written({ ...claims, deep: nested(16) }))).toThrow(
    refused('ERR_TOKEN_FORM'),
  )
})

test('why a token is refused is kept for the log', () => {
  const cause = new SyntaxError('x')
  const error = new TokenError('ERR_TOKEN_FORM', cause)
  expect(error).toMatchObject({ name: 'TokenError', code: 'ERR_TOKEN_FORM', cause })
  expect(() => decodeToken('AA.AA.AA')).toThrow(
    expect.objectContaining({ cause: expect.any(Error) }),
  )
})
