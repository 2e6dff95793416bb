import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifySignature } from './signature.ts'
import { signText, type SigningKey } from './token-signing.fixture.ts'
import { vectorKeys } from './token-vectors.fixture.ts'

const { rsa, ec } = vectorKeys
const publicKeyOf = ({ privateKey }: Pick<SigningKey, 'privateKey'>) => createPublicKey(privateKey)

test.each([rsa, ec])('what $alg signed is accepted, whatever it says', (key) => {
  for (const payload of ['Hello', '{"exp":0}']) {
    const token = signText(JSON.stringify({ alg: key.alg }), payload, key)
    expect(() => verifySignature(token, publicKeyOf(key))).not.toThrow()
  }
})

test.each<[string, object]>([
  ['another algorithm', { alg: 'HS256' }],
  ['a member of every object', { alg: 'toString' }],
  ['a key of its own', { alg: 'RS256', jwk: rsa.jwk }],
  ['an extension', { alg: 'RS256', crit: ['b64'], b64: false }],
])('a header that names %s is refused', (_, header) => {
  const token = signText(JSON.stringify(header), 'Hello', rsa)

  expect(() => verifySignature(token, publicKeyOf(rsa))).toThrow(
    expect.objectContaining({ code: 'ERR_TOKEN_HEADER' }),
  )
})

test.each([rsa, ec])('a signature of $alg that was changed is refused', (key) => {
  const token = signText(JSON.stringify({ alg: key.alg }), 'Hello', key)

  for (const forged of [`${token.slice(0, -8)}AAAAAAAA`, `${token.slice(0, -8)}AAAA`])
    expect(() => verifySignature(forged, publicKeyOf(key))).toThrow(
      expect.objectContaining({ code: 'ERR_TOKEN_SIGNATURE' }),
    )
})

const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' })

test.each<[string, string, Pick<SigningKey, 'privateKey'>]>([
  ['a key of the other kind', 'ES256', rsa],
  ['a key of the other kind, too', 'RS256', ec],
  ['a key that is too short', 'RS256', short],
  ['a key on another curve', 'ES256', otherCurve],
])('%s is a mistake of ours, not a bad token', (_, alg, key) => {
  const token = signText(JSON.stringify({ alg }), 'Hello', { ...rsa, ...key })

  expect(() => verifySignature(token, publicKeyOf(key))).toThrow(TypeError)
})

test('a private key is not for verifying', () => {
  const token = signText('{"alg":"RS256"}', 'Hello', rsa)

  expect(() => verifySignature(token, rsa.privateKey)).toThrow(TypeError)
})
