import { randomId } from './operations.ts'

/** Where credentials come from. */
export interface Org {
  issuer: string
  audience: string
  /** The claim that names a person's groups. */
  groupClaim: string
  /** The authorization of somebody who makes and removes tenants on root. */
  root(): Promise<string>
  /** Signs what it is told with the org's own key, where that is ours: for the stand-in only. */
  sign?: ((claims: object, more?: Signing) => Promise<string>) | undefined
  /** Clients that no tenant names yet; the tokens of each carry the group `full-access`. */
  machines: readonly [Machine, Machine]
  /** The client of root, known where we sign its people in. */
  rootClientId?: string | undefined
  /** A second authorization server, whose tokens a tenant may be given. */
  second?: { issuer: string; audience: string } | undefined
}

export interface Signing {
  header?: object
  /** The second authorization server's key instead. */
  server?: 'second'
}

export interface Machine {
  clientId: string
  /** `fresh`: one that nobody else has, because it will be signed out. */
  token(fresh?: boolean): Promise<string>
}

/** What a token of a person needs to know of its tenant. */
export interface SignInAt {
  issuer: string
  audience: string
  clientId: string
}

const SECONDS = 300

/** Claims as Okta writes them into the access token of a person. */
export function personClaims(at: SignInAt, org: Pick<Org, 'groupClaim'>, more: object = {}) {
  const iat = Math.floor(Date.now() / 1000)
  return {
    ver: 1,
    jti: randomId('AT.'),
    iss: at.issuer,
    aud: at.audience,
    iat,
    exp: iat + SECONDS,
    cid: at.clientId,
    uid: '00u_prove',
    scp: ['openid'],
    sub: 'prove@example.com',
    [org.groupClaim]: ['full-access'],
    ...more,
  }
}

/** The same of a machine: it has no `uid` and is its own subject. */
export const machineClaims = (at: SignInAt, org: Pick<Org, 'groupClaim'>, more: object = {}) =>
  personClaims(at, org, { uid: undefined, sub: at.clientId, scp: ['tenantry'], ...more })

/** The same of an ID token. */
export function idClaims(at: SignInAt, org: Pick<Org, 'groupClaim'>, more: object = {}) {
  const own = { jti: randomId('ID.'), sub: '00u_prove', aud: at.clientId }
  return personClaims(at, org, { ...own, cid: undefined, uid: undefined, scp: undefined, ...more })
}

/** A machine of an org that signs what it is told. */
export function machineOf(
  org: Omit<Org, 'machines' | 'root'>,
  clientId = randomId('0oa_machine_'),
): Machine {
  const token = kept(async () => {
    if (!org.sign) throw new TypeError('Only an org that signs can make machines.')
    return org.sign(machineClaims({ ...org, clientId }, org))
  })
  return { clientId, token }
}

/** Four minutes: tokens live for five. */
const KEPT_MS = 240_000

/** Asks for a token again only when the last one is nearly over, or it shall be another. */
export function kept(ask: () => Promise<string>): Machine['token'] {
  let last: { token: string; until: number } | undefined
  return async (fresh = false) => {
    if (fresh) return ask()
    if (!last || last.until < Date.now()) last = { token: await ask(), until: Date.now() + KEPT_MS }
    return last.token
  }
}
