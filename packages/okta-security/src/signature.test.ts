import { importJWK } from 'jose'
import { expect, test } from 'vitest'
import { verifySignature } from './signature.ts'
import { signText } from './token-signing.fixture.ts'
import { vectorKeys } from './token-vectors.fixture.ts'

const { rsa, ec } = vectorKeys
const publicKeyOf = async ({ jwk, alg }: typeof rsa) => {
  const key = await importJWK({ kty: 'RSA', ...jwk }, alg)
  if (key instanceof Uint8Array) throw new Error('This is a secret.')
  return key
}

test.each([rsa, ec])('what $alg signed is accepted, whatever it says', async (key) => {
  for (const payload of ['Hello', '{"exp":0}'])
    await verifySignature(signText(`{"alg":"${key.alg}"}`, payload, key), await publicKeyOf(key))
})

test.each<[string, object]>([
  ['another algorithm', { alg: 'HS256' }],
  ['a key of its own', { alg: 'RS256', jwk: rsa.jwk }],
  ['an extension', { alg: 'RS256', crit: ['b64'], b64: false }],
])('a header that names %s is refused', async (_, header) => {
  const token = signText(JSON.stringify(header), 'Hello', rsa)

  await expect(verifySignature(token, await publicKeyOf(rsa))).rejects.toMatchObject({
    code: 'ERR_TOKEN_HEADER',
  })
})

test('another key, and another algorithm than the key’s, are refused', async () => {
  const token = signText('{"alg":"ES256"}', 'Hello', ec)
  const forged = `${token.slice(0, -4)}AAAA`

  await expect(verifySignature(forged, await publicKeyOf(ec))).rejects.toMatchObject({
    code: 'ERR_TOKEN_SIGNATURE',
  })
  // A key that cannot be used for the algorithm is the caller's mistake, not the token's.
  await expect(verifySignature(token, await publicKeyOf(rsa))).rejects.toThrow(TypeError)
})
