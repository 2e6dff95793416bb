import { compactVerify, createLocalJWKSet, decodeJwt, jwtVerify, type JWTPayload } from 'jose'
import { claimedGroups, type Grant, type Org, type Server } from './org.ts'
import { randomText, sha256 } from './random.ts'
import { now } from './store.ts'

const ID_TOKEN_SECONDS = 60 * 60

export interface MintedToken {
  token: string
  expiresInSeconds: number
}

/** An access token for a person; one with a refresh token beside it names the grant in its `jti`. */
export function mintAccessToken(org: Org, grant: Grant, scopes: readonly string[]): MintedToken {
  const { server, client, person, session } = grant
  const lineage = grant.scopes.includes('offline_access') ? `.${grant.id}` : ''
  return mint(org, server, {
    jti: `AT.${randomText()}${lineage}`,
    cid: client.id,
    uid: person.id,
    scp: scopes,
    auth_time: session.authTime,
    sub: person.login,
    ...groupsClaim(grant),
  })
}

/** An access token for a service: nobody is bound to it, so it has no `uid` and no groups. */
export function mintServiceToken(
  org: Org,
  server: Server,
  { clientId, scopes }: { clientId: string; scopes: readonly string[] },
): MintedToken {
  const jti = `AT.${randomText()}`
  return mint(org, server, { jti, cid: clientId, scp: scopes, sub: clientId })
}

export function mintIdToken(grant: Grant, scopes: readonly string[], accessToken: string): string {
  const { server, client, person, session, nonce } = grant
  const iat = now()
  return server.keys.sign({
    sub: person.id,
    ...(scopes.includes('profile') && { name: `${person.firstName} ${person.lastName}` }),
    ...(scopes.includes('email') && { email: person.login }),
    ver: 1,
    iss: server.issuer,
    aud: client.id,
    iat,
    exp: iat + ID_TOKEN_SECONDS,
    jti: `ID.${randomText()}`,
    amr: ['pwd'],
    idp: '00o_local',
    ...(nonce !== undefined && { nonce }),
    ...(scopes.includes('profile') && { preferred_username: person.login }),
    auth_time: session.authTime,
    sid: session.id,
    at_hash: sha256(accessToken).subarray(0, 16).toString('base64url'),
    ...groupsClaim(grant),
    ...(!server.groupsClaim && scopes.includes('groups') && { groups: person.groups }),
  })
}

/** The claims of a token that this server signed and that is neither expired nor revoked. */
export async function findClaims(
  { state }: Org,
  { issuer, keys }: Server,
  token: string,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys.jwks()), { issuer })
    const [kind, id, grantId] = payload.jti?.split('.') ?? []
    const dead = state.revoked.find(`${kind}.${id}`) ?? state.revoked.find(grantId)
    return dead ? undefined : payload
  } catch {
    return undefined
  }
}

/** The claims of a token that this server signed, be it long expired: it still tells who it was. */
export async function findExpiredClaims(
  { issuer, keys }: Server,
  token: string,
): Promise<JWTPayload | undefined> {
  try {
    await compactVerify(token, createLocalJWKSet(keys.jwks()))
    const claims = decodeJwt(token)
    return claims.iss === issuer ? claims : undefined
  } catch {
    return undefined
  }
}

/** Kills one token, by its `jti` without the grant that it may name. */
export function revokeToken({ state }: Org, jti: string): void {
  state.revoked.put(jti.split('.').slice(0, 2).join('.'), true)
}

/** Kills the refresh tokens of a sign-in and every access token that they gave. */
export const revokeGrant = ({ state }: Org, { id }: Grant): void => state.revoked.put(id, true)

function mint(org: Org, server: Server, claims: object): MintedToken {
  const { issuer: iss, audience: aud, keys } = server
  const iat = now()
  const exp = iat + org.accessTokenSeconds
  const header = server.groupsClaim ? {} : { typ: 'application/okta-internal-at+jwt' }
  const token = keys.sign({ ver: 1, iss, aud, iat, exp, ...claims }, header)
  return { token, expiresInSeconds: org.accessTokenSeconds }
}

const groupsClaim = (grant: Grant) =>
  grant.server.groupsClaim ? { [grant.server.groupsClaim]: claimedGroups(grant) } : {}
