import { createHmac } from 'node:crypto'
import { signingKey, signToken } from '@tenantry/okta-security/testing'
import {
  idClaims,
  machineClaims,
  type Org,
  personClaims,
  type Signing,
  type SignInAt,
} from './org.ts'
import type { Tenant } from './tenant.ts'

/** The tenants of the matrix, and what is needed to sign in to them. */
export interface TokenWorld {
  org: Org
  a: Tenant
  b: Tenant
  tenantIds: Readonly<Record<string, string>>
  at: Readonly<Record<'a' | 'b' | 'root' | 'other' | 'id' | 'shared' | 'off', SignInAt>>
}

/** Gives the header; `undefined`: there is none. */
type Make = (world: TokenWorld) => Promise<string | undefined> | string | undefined

interface Kind {
  make: Make
  /** Only an org that signs what it is told gives such a token. */
  isSigned?: boolean
  /** Needs a tenant with an issuer of its own. */
  isOfOther?: boolean
}

const groups = (...names: string[]) => ({ groups: names })
const now = () => Math.floor(Date.now() / 1000)
const stranger = signingKey('stranger')
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

type Claims = Record<string, unknown>
type Told = Claims | ((world: TokenWorld) => Claims)

/** Claims, with those of the groups under the name that this deployment reads. */
function claimsIn(told: Told, world: TokenWorld): Claims {
  const { groups: named, ...claims } = typeof told === 'function' ? told(world) : told
  return named === undefined ? claims : { ...claims, [world.org.groupClaim]: named }
}

async function signed(claims: object, { org }: TokenWorld, more: Signing = {}): Promise<string> {
  if (!org.sign) throw new TypeError('Nobody signs here.')
  return `Bearer ${await org.sign(claims, more)}`
}

/** A person's token of a tenant of the matrix, good but for these claims. */
const person = (where: keyof TokenWorld['at'], told: Told = {}, more: Signing = {}): Kind => ({
  isSigned: true,
  isOfOther: where === 'other',
  make: (world) =>
    signed(personClaims(world.at[where], world.org, claimsIn(told, world)), world, more),
})
const machine = (told: Told): Kind => ({
  isSigned: true,
  make: (world) => {
    const at = { ...world.at.a, clientId: world.a.machine.clientId }
    return signed(machineClaims(at, world.org, claimsIn(told, world)), world)
  },
})
const idToken = (where: 'a' | 'id'): Kind => ({
  isSigned: true,
  make: (world) => signed(idClaims(world.at[where], world.org), world),
})
const plain = (make: Make): Kind => ({ make })

/** What somebody signs who holds no key of ours: the claims are those of a's administrator. */
const forged = (told: Told = {}, header: (kid: string) => object = () => ({})): Kind => ({
  async make(world) {
    const claims = personClaims(world.at.a, world.org, claimsIn(told, world))
    return `Bearer ${signToken(claims, stranger, header(await kidOf(world)))}`
  },
})

/** The name of the key that signs our tokens: everybody can read it. */
async function kidOf({ a }: TokenWorld): Promise<string> {
  return headerOf(await a.machine.token()).kid
}
const headerOf = (token: string): { kid: string } =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

const named =
  (...names: string[]): Told =>
  ({ tenantIds }) =>
    groups(...names.map((it) => `${tenantIds[it]}:full-access`))

const people: Record<string, Kind> = {
  'root’s administrator': plain(({ org }) => org.root()),
  'somebody of root in kin:full-access': person('root', named('kin')),
  'a’s administrator': person('a'),
  'b’s administrator': person('b'),
  'other’s administrator': person('other', {}, { server: 'second' }),
  'id’s administrator': idToken('id'),
  'off’s administrator': person('off'),
  'somebody of a in no group': person('a', groups()),
  'somebody of a in a group that is not there': person('a', groups('editors')),
  'somebody of a in a:full-access': person('a', ({ a }) => groups(`${a.tenantId}:full-access`)),
  'somebody of a in b:full-access': person('a', ({ b }) => groups(`${b.tenantId}:full-access`)),
  'somebody of a in root:full-access': person('a', groups('root:full-access')),
}

const sharing: Record<string, Kind> = {
  'a shared client, full-access': person('shared'),
  'a shared client, one:full-access': person('shared', named('one')),
  'a shared client, two:full-access': person('shared', named('two')),
  'a shared client, both of these': person('shared', named('one', 'two')),
  'a shared client, names that look alike': person('shared', ({ tenantIds: { one } }) =>
    groups(
      ':full-access',
      `x${one}:full-access`,
      ` ${one}:full-access`,
      `${one}::full-access`,
      `${one}`,
    ),
  ),
}

const machines: Record<string, Kind> = {
  'a’s machine': plain(async ({ a }) => `Bearer ${await a.machine.token()}`),
  'a’s machine in no group': machine({ groups: [] }),
  'b’s machine': plain(async ({ b }) => `Bearer ${await b.machine.token()}`),
  'a machine that no tenant lists': machine({ cid: '0oa_nobody', sub: '0oa_nobody' }),
  'a’s machine in the name of another': machine({ sub: '0oa_nobody' }),
}

/** The letter before the checksum and those behind it say another thing. */
const changed = (key: string) => key.replace(/.(?=.{9}$)/, (it) => (it === '0' ? '1' : '0'))

const keys: Record<string, Kind> = {
  'a’s API key': plain(({ a }) => a.apiKey),
  'b’s API key': plain(({ b }) => b.apiKey),
  'a’s API key for reading': plain(({ a }) => keyFor(a)),
  'a’s API key, one letter changed': plain(({ a }) => changed(a.apiKey)),
  'a’s API key with the id of b’s': plain(({ a, b }) =>
    a.apiKey.replace(/^tnt_[^_]*/, b.apiKey.slice(0, b.apiKey.lastIndexOf('_'))),
  ),
  'a’s API key that was deleted': plain(async ({ a }) => {
    const key = await keyFor(a)
    await a.ask('security.deleteApiKey', { id: key.split('_')[1] })
    return key
  }),
}

async function keyFor(tenant: Tenant): Promise<string> {
  const permissions = [
    { name: 'cms.endpoint.read' },
    { name: 'cms.contentModelGroup', rwd: 'r' },
    { name: 'cms.contentModel', rwd: 'r' },
  ]
  const data = { name: 'Website', permissions }
  const made: object = await tenant.ask('security.createApiKey', { data })
  return 'token' in made ? String(made.token) : ''
}

const TEN_YEARS = 10 * 365 * 86_400
const claims: Record<string, Kind> = {
  'a’s ID token': idToken('a'),
  'id’s access token': person('id'),
  'a’s token that is over': person('a', () => ({ iat: now() - 400, exp: now() - 100 })),
  'a’s token that never ends': person('a', { exp: undefined }),
  'a’s token for ten years': person('a', () => ({ exp: now() + TEN_YEARS })),
  'a’s token from the future': person('a', () => ({ iat: now() + 100, exp: now() + 300 })),
  'a’s token that was signed out': {
    isSigned: true,
    make: async ({ a }) => {
      const authorization = await a.admin(true)
      await a.signOut(authorization)
      return authorization
    },
  },
  'a’s token that is bound to a key': person('a', { cnf: { jkt: 'x' } }),
  'a’s token for another audience': person('a', { aud: 'api://another' }),
  'a’s token for several audiences': person('a', ({ at }) => ({ aud: [at.a.audience] })),
  'a’s token of a client that no tenant names': person('a', { cid: '0oa_nobody' }),
  'a’s token of two clients': person('a', ({ at }) => ({ cid: [at.a.clientId, at.b.clientId] })),
  'a’s token of nobody': person('a', { sub: undefined }),
}

const issuers: Record<string, Kind> = {
  'an issuer with a slash behind it': person('a', ({ at }) => ({ iss: `${at.a.issuer}/` })),
  'an issuer in capitals': person('a', ({ at }) => ({ iss: at.a.issuer.toUpperCase() })),
  'an issuer that begins alike': person('a', ({ at }) => ({ iss: `${at.a.issuer}2` })),
  'an issuer in a list': person('a', ({ at }) => ({ iss: [at.a.issuer] })),
  'an issuer of somebody else': forged({ iss: 'https://evil.example/oauth2/default' }),
  'the issuer of other, signed by ours': person('other'),
  'our issuer, signed by other’s key': person('a', {}, { server: 'second' }),
}

const ADDRESS = 'https://evil.example/keys'
const signatures: Record<string, Kind> = {
  'signed by a stranger in the name of our key': forged({}, (kid) => ({ kid })),
  'signed by a stranger’s own key': forged(),
  'signed by a key that comes with it': forged({}, () => ({ jwk: stranger.jwk })),
  'signed by a key at an address in it': forged({}, () => ({ jku: ADDRESS, x5u: ADDRESS })),
  'signed by nobody': plain((world) => {
    const body = base64url(personClaims(world.at.a, world.org))
    return `Bearer ${base64url({ alg: 'none', kid: 'x' })}.${body}.`
  }),
  'signed by a hash of nothing': plain(async (world) => {
    const header = base64url({ alg: 'HS256', kid: await kidOf(world) })
    const input = `${header}.${base64url(personClaims(world.at.a, world.org))}`
    return `Bearer ${input}.${createHmac('sha256', '').update(input).digest('base64url')}`
  }),
  'a claim changed after it was signed': plain(async (world) => {
    const [header, , signature] = (await world.a.machine.token()).split('.')
    return `Bearer ${header}.${base64url(personClaims(world.at.a, world.org))}.${signature}`
  }),
}

/** Every kind of credential, by its line in `token-matrix.txt`. */
export const kinds: Readonly<Record<string, Kind>> = {
  'no credential': plain(() => undefined),
  'an empty credential': plain(() => 'Bearer '),
  words: plain(() => 'Bearer let me in'),
  'a name and a password': plain(() => `Basic ${Buffer.from('root:root').toString('base64')}`),
  ...people,
  ...sharing,
  ...machines,
  ...keys,
  ...claims,
  ...issuers,
  ...signatures,
}
