import { BlockList, isIP } from 'node:net'
import { AppError } from '@tenantry/errors'
import { PermissionList, type Principal } from '@tenantry/security'
import { z } from 'zod'
import { textsAt, type TokenClaims } from './claims.ts'

const DAY_SECONDS = 24 * 60 * 60

const Names = z
  .array(z.string().trim().min(1).max(100))
  .max(20)
  .nullish()
  .transform((names) => names ?? [])

const Area = z
  .string()
  .refine((name) => PermissionList.safeParse([{ name }]).success, 'There is no such permission.')

const Network = z
  .string()
  .trim()
  .refine(
    (it) => networkOf(it) !== undefined,
    'Give a network such as 203.0.113.0/24 or 2001:db8::/32.',
  )

/** What must hold beside a valid token. */
export const AccessPolicy = z
  .strictObject({
    /** None: for every request. */
    permissions: z
      .array(Area)
      .max(50)
      .nullish()
      .transform((names) => names ?? []),
    maxTokenAgeSeconds: z
      .number()
      .int()
      .min(60)
      .max(30 * DAY_SECONDS)
      .nullish()
      .transform((seconds) => seconds ?? null),
    amr: Names,
    acr: Names,
    networks: z
      .array(Network)
      .max(200)
      .nullish()
      .transform((networks) => networks ?? []),
  })
  .refine(
    ({ maxTokenAgeSeconds, amr, acr, networks }) =>
      maxTokenAgeSeconds !== null || [...amr, ...acr, ...networks].length > 0,
    'Say what this policy asks for.',
  )
export type AccessPolicy = z.infer<typeof AccessPolicy>

export interface CompiledPolicy {
  policy: AccessPolicy
  networks: BlockList | null
}

export function compilePolicy(policy: AccessPolicy): CompiledPolicy {
  if (policy.networks.length === 0) return { policy, networks: null }
  const networks = new BlockList()
  for (const text of policy.networks) {
    const network = networkOf(text)
    if (network) networks.addSubnet(network.address, network.bits, network.family)
  }
  return { policy, networks }
}

/** Where a credential comes from and what it is. */
export interface Sender extends Pick<Principal, 'identity' | 'token'> {
  /** Of an API key there are none. */
  claims: TokenClaims | undefined
  address: string | undefined
}

/** What a sender lacks, if anything. Networks are for every credential, the rest is about people. */
export function brokenBy(
  { policy, networks }: CompiledPolicy,
  { identity, token, claims, address }: Sender,
): AppError | undefined {
  if (networks && !isWithin(networks, address)) return outside()
  if (identity.type !== 'admin' || !token || !claims) return undefined

  const { maxTokenAgeSeconds: maxAge, amr, acr } = policy
  const age = Date.now() / 1000 - token.authenticatedAt
  if (maxAge !== null && !(age <= maxAge)) return tooOld(maxAge)
  const has = (name: string, wanted: readonly string[]) =>
    wanted.length === 0 || textsAt(claims, name).some((it) => wanted.includes(it))
  return has('amr', amr) && has('acr', acr) ? undefined : stepUp({ amr, acr })
}

/** An address that is not known is in no network. */
function isWithin(networks: BlockList, address = ''): boolean {
  const version = isIP(address)
  return version !== 0 && networks.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** An address alone is the network of that one address. */
function networkOf(text: string) {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(address)
  // `fe80::1%eth0` is an address on one machine only.
  if (version === 0 || address.includes('%')) return undefined
  const most = version === 4 ? 32 : 128
  const bits = length === undefined ? most : Number(length)
  const family: 'ipv4' | 'ipv6' = version === 4 ? 'ipv4' : 'ipv6'
  return bits > most ? undefined : { address, bits, family }
}

const outside = () =>
  new AppError('NETWORK_NOT_ALLOWED', 'This tenant does not allow access from your network.')

const tooOld = (maxAgeSeconds: number) =>
  new AppError('TOKEN_TOO_OLD', 'You signed in too long ago for this: sign in again.', {
    data: { maxAgeSeconds },
  })

const stepUp = (wanted: { amr: string[]; acr: string[] }) =>
  new AppError('STEP_UP_REQUIRED', 'This needs a stronger sign-in: sign in again with it.', {
    data: wanted,
  })
