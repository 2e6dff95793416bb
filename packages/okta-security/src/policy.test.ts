import { expect, test, vi } from 'vitest'
import { checkToken, type TokenPolicy } from './policy.ts'

const NOW = 2_000_000_000
const issuer = 'https://example.okta.com/oauth2/default'
const policy: TokenPolicy = {
  issuer,
  audience: 'api',
  clientIds: ['0oa_app'],
  tokenUse: 'ACCESS',
  scopes: null,
}
const about = { ver: 1, iss: issuer, aud: 'api', cid: '0oa_app', uid: '00u', scp: ['openid'] }

test.each<[string, object, boolean]>([
  ['made as far ahead as clocks differ', { iat: NOW + 60, exp: NOW + 90 }, true],
  ['made a second further ahead', { iat: NOW + 61, exp: NOW + 90 }, false],
  ['over for a second less than clocks differ', { exp: NOW - 59 }, true],
  ['over for as long as clocks differ', { exp: NOW - 60 }, false],
  ['good from as far ahead as clocks differ', { nbf: NOW + 60 }, true],
  ['good from a second further ahead', { nbf: NOW + 61 }, false],
  ['good for a day', { iat: NOW, exp: NOW + 86_400 }, true],
  ['good for a second more', { iat: NOW, exp: NOW + 86_401 }, false],
])('a token that is %s: %j, %s', (_, times, isGood) => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW * 1000)
  const claims = { sub: 'ann', jti: 'AT.1', iat: NOW - 300, exp: NOW + 60, ...about, ...times }
  const check = () => checkToken({ header: { alg: 'RS256', kid: 'k1' }, claims }, policy)

  if (isGood) expect(check()).toMatchObject({ type: 'admin', id: '00u' })
  else expect(check).toThrow(expect.objectContaining({ code: 'ERR_TOKEN_TIME' }))
})
