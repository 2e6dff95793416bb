import { expect, test } from 'vitest'
import { claimsIn, exampleOf, shownIn } from './access-question.ts'

const claims = { iss: 'https://acme.okta.com', jti: 'AT.1', department: 'Büro', amr: ['pwd'] }
const part = (value: object) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const token = `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`

test('a token is read as it was written, umlauts too', () => {
  expect(claimsIn(token)).toEqual(claims)
  expect(claimsIn('token-1')).toBeUndefined()
})

test('the example has what is said about a person, not what belongs to one token', () => {
  expect(JSON.parse(exampleOf(claims))).toEqual({ department: 'Büro', amr: ['pwd'] })
})

test.each([
  [`Bearer ${token}`, { token }],
  [` ${token}\n`, { token }],
  ['tnt_1_secret', { token: 'tnt_1_secret' }],
  ['{"department":"News"}', { claims: { department: 'News' } }],
  ['', { problem: expect.any(String) }],
  ['["News"]', { problem: expect.any(String) }],
  ['department', { problem: expect.any(String) }],
])('%j is asked about as it is meant', (text, shown) => {
  expect(shownIn(text)).toEqual(shown)
})
