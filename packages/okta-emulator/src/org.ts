import type { KeyRing } from './keys.ts'
import { groupNamesOf, seed, type Person, type SeedClient } from './seed.ts'
import { createStore, type Store } from './store.ts'

export type GrantType =
  'authorization_code' | 'interaction_code' | 'refresh_token' | 'client_credentials'

export interface Client extends SeedClient {
  grantTypes: readonly GrantType[]
  redirectUris: readonly string[]
  signOutUris: readonly string[]
}

export interface Server {
  id: string
  issuer: string
  /** What the endpoints' addresses start with. */
  endpoints: string
  audience: string
  clientIds?: readonly string[]
  /** Its own scopes, beside those of OpenID Connect. */
  scopes: readonly string[]
  /** The org's own server can have no custom claims. */
  groupsClaim?: string
  keys: KeyRing
}

/** What a client asked for and was found to be allowed to ask for. */
export interface Authorization {
  server: Server
  client: Client
  scopes: readonly string[]
  redirectUri: string
  codeChallenge: string
  nonce?: string
  loginHint?: string
  maxAgeSeconds?: number
}

/** What a sign-in gave. All tokens that come of it share one, and die with it. */
export interface Grant {
  id: string
  server: Server
  client: Client
  scopes: readonly string[]
  person: Person
  session: Session
  nonce?: string
}

export interface Session {
  id: string
  person: Person
  /** Both in seconds. */
  authTime: number
  expiresAt: number
}

/** An interaction of the widget, under its state handle. */
export interface Interaction {
  stateHandle: string
  authorization: Authorization
  /** Where the login is asked for first: what was written there. */
  login?: string
}

/** A one-time code, and what has to match when it is redeemed. */
export interface Code {
  grantType: GrantType
  redirectUri: string
  codeChallenge: string
  grant: Grant
}

/** A sign-in on the hosted page, and how its outcome reaches the client. */
export interface HostedSignIn {
  authorization: Authorization
  reply: (result: Record<string, string>) => Response
}

export interface RefreshToken {
  grant: Grant
  /** When it was first exchanged for a newer one, in seconds. */
  usedAt?: number
}

interface State {
  interactions: Store<Interaction>
  /** State handles by interaction handle. */
  interactionHandles: Store<string>
  hostedSignIns: Store<HostedSignIn>
  codes: Store<Code>
  refreshTokens: Store<RefreshToken>
  /** The `jti` of tokens and the ids of grants that are worth nothing any more. */
  revoked: Store<true>
  /** Sessions by their cookie, which is a secret; the id is not. */
  sessions: Store<Session>
  sessionCookies: Store<string>
}

export interface Org {
  origin: string
  trustedOrigins: readonly string[]
  accessTokenSeconds: number
  identifierFirst: boolean
  servers: ReadonlyMap<string, Server>
  clients: ReadonlyMap<string, Client>
  people: readonly Person[]
  state: State
}

export interface OrgOptions {
  origin: string
  appOrigin: string
  accessTokenSeconds: number
  identifierFirst: boolean
  keyRings: ReadonlyMap<string, KeyRing>
}

/** The server that every org has beside its custom ones. */
export const ORG_SERVER = 'org'
export const CUSTOM_SCOPE = 'tenantry'
const GROUPS_CLAIM = 'tenantry_groups'
export const serverIds: readonly string[] = [ORG_SERVER, ...seed.servers.map(({ id }) => id)]

export const SESSION_SECONDS = 2 * 60 * 60
const INTERACTION_SECONDS = 60 * 60
const CODE_SECONDS = 60
const REFRESH_SECONDS = 7 * 24 * 60 * 60

export function createOrg({ appOrigin, keyRings, ...options }: OrgOptions): Org {
  const { origin } = options
  return {
    ...options,
    trustedOrigins: [appOrigin],
    servers: new Map(serversOf(origin, keyRings).map((server) => [server.id, server])),
    clients: new Map(seed.clients.map((client) => [client.id, registered(client, appOrigin)])),
    people: seed.people,
    state: createState(),
  }
}

/** Who signs in with this login and password; which of the two was wrong is not told. */
export function findPersonWith(
  { people }: Org,
  login: string | undefined,
  password: string | undefined,
): Person | undefined {
  if (password !== seed.password) return undefined
  return people.find((person) => person.login === login?.trim().toLowerCase())
}

export function serverOf({ servers }: Org, id: string): Server {
  const server = servers.get(id)
  if (!server) throw new Error(`The Okta stand-in has no authorization server "${id}".`)
  return server
}

export const isAssigned = (client: Client, person: Person): boolean =>
  client.assigned?.includes(person.login) ?? true

export const claimedGroups = ({ client, person }: Grant): string[] => groupNamesOf(person, client)

function serversOf(origin: string, keyRings: ReadonlyMap<string, KeyRing>): Server[] {
  const keysOf = (id: string) => {
    const keys = keyRings.get(id)
    if (!keys) throw new Error(`The server ${id} has no keys.`)
    return keys
  }
  const custom = seed.servers.map((server) => ({
    ...server,
    issuer: `${origin}/oauth2/${server.id}`,
    endpoints: `${origin}/oauth2/${server.id}/v1`,
    scopes: [CUSTOM_SCOPE],
    groupsClaim: GROUPS_CLAIM,
    keys: keysOf(server.id),
  }))
  const own = {
    id: ORG_SERVER,
    issuer: origin,
    endpoints: `${origin}/oauth2/v1`,
    audience: origin,
    scopes: ['groups'],
    keys: keysOf(ORG_SERVER),
  }
  return [own, ...custom]
}

function registered(client: SeedClient, appOrigin: string): Client {
  if (client.secret !== undefined)
    return { ...client, grantTypes: ['client_credentials'], redirectUris: [], signOutUris: [] }
  return {
    ...client,
    grantTypes: ['authorization_code', 'interaction_code', 'refresh_token'],
    redirectUris: [`${appOrigin}/`, `${appOrigin}/callback`],
    signOutUris: [`${appOrigin}/`],
  }
}

function createState(): State {
  return {
    interactions: createStore(INTERACTION_SECONDS),
    interactionHandles: createStore(INTERACTION_SECONDS),
    hostedSignIns: createStore(INTERACTION_SECONDS),
    codes: createStore(CODE_SECONDS),
    refreshTokens: createStore(REFRESH_SECONDS),
    revoked: createStore(REFRESH_SECONDS),
    sessions: createStore(SESSION_SECONDS),
    sessionCookies: createStore(SESSION_SECONDS),
  }
}
