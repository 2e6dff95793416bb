import { createPublicKey } from 'node:crypto'
import OktaJwtVerifier from '@okta/jwt-verifier'
import { JwtVerifier } from 'aws-jwt-verify'
import { createVerifier as createFastVerifier } from 'fast-jwt'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { createVerifier } from '../packages/okta-security/src/index.ts'
import {
  personClaims,
  signToken,
  startOrg,
  vectorKeys,
  type VectorOrg,
} from '../packages/okta-security/src/testing.ts'

const TOKENS = 300
const ROUNDS = 15

type Verify = (token: string) => unknown

/** One library, set up to hold a token against its issuer, audience and signature, keys at hand. */
type Contender = (token: string) => Verify | Promise<Verify>

const { rsa } = vectorKeys
const jwks = { keys: [{ kty: 'RSA', ...rsa.jwk }] }

export async function run(): Promise<void> {
  const org = await startOrg([rsa])
  const at = {
    issuer: `${org.origin}/oauth2/default`,
    audience: 'api://bench',
    clientId: '0oa_app',
    serviceClientId: '0oa_service',
  }
  const claims = { ...personClaims(at), groups: ['Everyone', 'editors', 'authors'] }
  const tokens = Array.from({ length: TOKENS + 1 }, (_, n) =>
    signToken({ ...claims, jti: `AT.${n}`, exp: claims.iat + 3600 }, rsa),
  )
  const results = await measure(contendersFor(at), tokens)
  await org.stop()
  print(results)
}

function contendersFor({ issuer, audience, clientId }: VectorOrg) {
  const expected = { issuer, audience }
  const jwksUri = `${issuer}/v1/keys`

  const ours: Contender = async (warmUp) => {
    const policy = { ...expected, clientIds: [clientId], tokenUse: 'ACCESS', scopes: null } as const
    const verify = createVerifier({ issuers: [policy], keyStore: null })
    await verify(warmUp)
    return verify
  }
  const contenders: Record<string, Contender> = {
    ours,
    'jose alone': async (warmUp) => {
      const keys = createLocalJWKSet(jwks)
      const verify = (token: string) =>
        jwtVerify(token, keys, { ...expected, algorithms: ['RS256'] })
      await verify(warmUp)
      return verify
    },
    'aws-jwt-verify': async (warmUp) => {
      const verifier = JwtVerifier.create({ ...expected, jwksUri })
      verifier.cacheJwks(jwks)
      await verifier.verify(warmUp)
      return (token) => verifier.verify(token)
    },
    '@okta/jwt-verifier': async (warmUp) => {
      const verifier = new OktaJwtVerifier({ issuer, testing: { disableHttpsCheck: true } })
      await verifier.verifyAccessToken(warmUp, audience)
      return (token) => verifier.verifyAccessToken(token, audience)
    },
    'fast-jwt': () => fastVerifier(expected, false),
  }
  return {
    first: contenders,
    again: { ours, 'fast-jwt, cached': () => fastVerifier(expected, true) },
  }
}

const key = createPublicKey({ key: rsa.jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
const fastVerifier = ({ issuer, audience }: { issuer: string; audience: string }, cache: boolean) =>
  createFastVerifier({
    key,
    algorithms: ['RS256'],
    allowedIss: issuer,
    allowedAud: audience,
    cache,
  })

interface Result {
  name: string
  microseconds: number
}

/**
 * CPU time, of all threads: on a busy machine the clock tells about the others. All in turn, round by
 * round, and the best round counts.
 */
async function measure(
  { first, again }: ReturnType<typeof contendersFor>,
  [warmUp = '', ...tokens]: string[],
): Promise<Record<'first' | 'again', Result[]>> {
  const best = new Map<string, number>()
  const note = async (name: string, verify: Verify) => {
    const { user, system } = process.cpuUsage()
    for (const token of tokens) await verify(token)
    const spent = process.cpuUsage({ user, system })
    const microseconds = (spent.user + spent.system) / tokens.length
    best.set(name, Math.min(microseconds, best.get(name) ?? Infinity))
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, contender] of Object.entries(first))
      await note(`first ${name}`, await contender(warmUp))
    for (const [name, contender] of Object.entries(again)) {
      const verify = await contender(warmUp)
      for (const token of tokens) await verify(token)
      await note(`again ${name}`, verify)
    }
  }
  const resultsOf = (kind: string, names: object) =>
    Object.keys(names).map((name) => ({ name, microseconds: best.get(`${kind} ${name}`) ?? NaN }))
  return { first: resultsOf('first', first), again: resultsOf('again', again) }
}

function print({ first, again }: Record<'first' | 'again', Result[]>): void {
  const timeOf = (name: string) => first.find((it) => it.name === name)?.microseconds ?? NaN
  const line = ({ name, microseconds }: Result) =>
    console.log(
      `  ${name.padEnd(20)}${microseconds.toFixed(1).padStart(8)} µs` +
        `${(microseconds / timeOf('aws-jwt-verify')).toFixed(2).padStart(8)} × aws-jwt-verify`,
    )
  console.log(`CPU time of a token that was never seen, RS256, best of ${ROUNDS} rounds`)
  first.forEach(line)
  console.log('The same token again')
  again.forEach(line)
  const [ours] = again
  console.log(`Again is ${(timeOf('ours') / (ours?.microseconds ?? NaN)).toFixed(1)} × faster.`)
}
