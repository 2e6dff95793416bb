import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openKeyRings } from '@tenantry/okta-emulator'
import { kept, type Machine, machineOf, type Org } from '@tenantry/prove'
import { z } from 'zod'
import { Failure } from '../command.ts'
import { ROOT, type Variables } from '../settings.ts'

/** What everybody may know of an environment's sign-in. */
export interface SignInOfRoot {
  issuer: string
  clientId: string
}

const KEYS = join(ROOT, '.local/okta-emulator/keys.json')

/** The stand-in of this machine: its keys lie here, so that any token can be made, good and bad ones. */
export async function standIn(
  { issuer, clientId: rootClientId }: SignInOfRoot,
  variables: Variables,
): Promise<Org> {
  const { origin } = new URL(issuer)
  if (!['localhost', '127.0.0.1'].includes(new URL(issuer).hostname) || !existsSync(KEYS))
    throw new Failure(
      `Its issuer is ${issuer}, not the stand-in that npm start keeps in .local: name the environment with --env, and the credentials that docs/security.md lists.`,
    )
  const rings = await openKeyRings(['default', 'globex'], KEYS)
  const sign: NonNullable<Org['sign']> = async (claims, { header, server } = {}) => {
    const ring = rings.get(server === 'second' ? 'globex' : 'default')
    if (!ring) throw new Error('The stand-in has both servers.')
    return ring.sign(claims, header)
  }
  const audience = variables['OKTA_AUDIENCE'] ?? 'api://tenantry'
  const groupClaim = variables['OKTA_GROUP_CLAIM'] ?? 'tenantry_groups'
  const second = { issuer: `${origin}/oauth2/globex`, audience: 'api://globex' }
  const signing = { issuer, audience, groupClaim, rootClientId, second, sign }
  const { token } = machineOf(signing, rootClientId)
  return {
    ...signing,
    root: async () => `Bearer ${await token()}`,
    machines: [machineOf(signing), machineOf(signing)],
  }
}

/** An org of one's own: nobody holds its keys, so two of its machines stand for all that is good. */
export function ownOrg({ issuer }: SignInOfRoot, variables: Variables): Org {
  const needed = (name: string) => {
    const value = variables[name]
    if (value === undefined)
      throw new Failure(`${name} is missing: docs/security.md tells what it is for.`)
    return value
  }
  const machine = (letter: 'A' | 'B'): Machine => {
    const clientId = needed(`PROVE_CLIENT_ID_${letter}`)
    const secret = needed(`PROVE_CLIENT_SECRET_${letter}`)
    const scope = variables['PROVE_SCOPE'] ?? 'tenantry'
    return { clientId, token: kept(() => askForToken({ issuer, clientId, secret, scope })) }
  }
  const root = needed('PROVE_ROOT_CREDENTIAL')
  return {
    issuer,
    audience: variables['OKTA_AUDIENCE'] ?? '',
    groupClaim: variables['OKTA_GROUP_CLAIM'] ?? 'tenantry_groups',
    root: async () => root,
    machines: [machine('A'), machine('B')],
  }
}

interface Asked {
  issuer: string
  clientId: string
  secret: string
  scope: string
}

const Token = z.object({
  access_token: z.string().optional(),
  error_description: z.string().optional(),
})

async function askForToken({ issuer, clientId, secret, scope }: Asked): Promise<string> {
  const credentials = Buffer.from(`${clientId}:${secret}`).toString('base64')
  const response = await fetch(`${issuer}/v1/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, accept: 'application/json' },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    redirect: 'error',
  })
  const answer = Token.parse(await response.json())
  if (!answer.access_token)
    throw new Failure(`Okta gives ${clientId} no token: ${answer.error_description}`)
  return answer.access_token
}
