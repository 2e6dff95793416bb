import OktaJwtVerifier from '@okta/jwt-verifier'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { claimsOf, wait, world } from '../test-world.ts'

const { okta } = await world()
const AUDIENCE = 'api://tenantry'

/** A new one knows no keys: it asks for what is published now. */
const verifier = (options: Partial<OktaJwtVerifier.VerifierOptions> = {}) =>
  new OktaJwtVerifier({
    issuer: okta.issuerOf('default'),
    testing: { disableHttpsCheck: true },
    ...options,
  })
// It warns of http each time: on loopback there is nothing else.
beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue())

const signIn = () => okta.signIn({ login: 'admin@acme.example', clientId: '0oa_acme' })

describe('Okta’s own verifier', () => {
  test('accepts the access token of a person', async () => {
    const { accessToken } = await signIn()
    const own = verifier({ assertClaims: { cid: '0oa_acme', 'scp.includes': ['openid', 'email'] } })

    const { claims } = await own.verifyAccessToken(accessToken, AUDIENCE)

    expect(claims).toMatchObject({ uid: '00u_acme_admin', sub: 'admin@acme.example' })
  })

  test('accepts the access token of a machine', async () => {
    const token = await okta.serviceToken({ clientId: '0oa_acme_service' })

    const { claims } = await verifier().verifyAccessToken(token, AUDIENCE)

    expect(claims).toMatchObject({ cid: '0oa_acme_service', sub: '0oa_acme_service' })
  })

  test('accepts an ID token with its nonce', async () => {
    const { idToken } = await signIn()
    const nonce = String(claimsOf(idToken)['nonce'])

    const { claims } = await verifier().verifyIdToken(idToken, '0oa_acme', nonce)

    expect(claims).toMatchObject({ sub: '00u_acme_admin', email: 'admin@acme.example' })
  })

  test('refuses another audience, issuer and client', async () => {
    const { accessToken } = await signIn()
    const refusals: [Promise<unknown>, string][] = [
      [verifier().verifyAccessToken(accessToken, 'api://other'), 'audience claim'],
      [
        // The keys of the right server, so that nothing but the issuer is wrong.
        verifier({
          issuer: okta.issuerOf('globex'),
          jwksUri: `${okta.issuerOf('default')}/v1/keys`,
        }).verifyAccessToken(accessToken, AUDIENCE),
        'issuer',
      ],
      [
        verifier({ assertClaims: { cid: '0oa_root' } }).verifyAccessToken(accessToken, AUDIENCE),
        "claim 'cid'",
      ],
    ]

    // All at once: whichever is refused first has somebody who waits for it.
    await Promise.all(refusals.map(([refusal, reason]) => expect(refusal).rejects.toThrow(reason)))
  })

  test('refuses an ID token of another client or nonce, and one as access token', async () => {
    const { idToken } = await signIn()
    const nonce = String(claimsOf(idToken)['nonce'])

    await expect(verifier().verifyIdToken(idToken, '0oa_root', nonce)).rejects.toThrow(
      'does not match expected client id',
    )
    await expect(verifier().verifyIdToken(idToken, '0oa_acme', 'other')).rejects.toThrow('nonce')
    await expect(verifier().verifyIdToken(idToken, '0oa_acme')).rejects.toThrow('nonce')
    await expect(verifier().verifyAccessToken(idToken, AUDIENCE)).rejects.toThrow('audience claim')
  })

  test('refuses a token after its time, and one that somebody changed', async () => {
    const { accessToken } = await signIn()
    const [header, , signature] = accessToken.split('.')
    const claims = { ...claimsOf(accessToken), uid: '00u_root' }
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature]

    await expect(verifier().verifyAccessToken(forged.join('.'), AUDIENCE)).rejects.toThrow(
      'Signature verification failed',
    )
    wait(301)
    await expect(verifier().verifyAccessToken(accessToken, AUDIENCE)).rejects.toThrow('expired')
  })
})

describe('a rotation of the signing keys', () => {
  test('is followed by a verifier that knew the old one, for tokens of either', async () => {
    const known = verifier()
    const { accessToken: before } = await signIn()
    await known.verifyAccessToken(before, AUDIENCE)

    await okta.rotateKeys()

    const { accessToken: after } = await signIn()
    await known.verifyAccessToken(after, AUDIENCE)
    await known.verifyAccessToken(before, AUDIENCE)
    await verifier().verifyAccessToken(before, AUDIENCE)
  })

  test('twice over withdraws the key, and with it its tokens', async () => {
    const { accessToken } = await signIn()
    await okta.rotateKeys()
    await verifier().verifyAccessToken(accessToken, AUDIENCE)

    await okta.rotateKeys()

    await expect(verifier().verifyAccessToken(accessToken, AUDIENCE)).rejects.toThrow(
      'Error while resolving signing key for kid',
    )
  })
})
