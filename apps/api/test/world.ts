import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testTable } from '@tenantry/dynamo/testing'
import { startOktaEmulator } from '@tenantry/okta-emulator'
import { createGroup, type Group } from '@tenantry/security'
import { createTenant, type Tenant } from '@tenantry/tenancy'
import { scopeOn } from '@tenantry/tenancy/testing'
import { expect } from 'vitest'
import { createApp } from '../src/app.ts'
import { readEnv } from '../src/env.ts'
import { servicesOf } from '../src/services.ts'
import { forgetRoot } from './forget-root.ts'
import { assertOwnKeys } from './own-keys.ts'

// The files of a worker share these: to make six RSA keys takes longer than most of them.
const pool = process.env.VITEST_POOL_ID // oxlint-disable-line node/no-process-env
const keysPath = join(tmpdir(), `tenantry-test-keys-${pool}.json`)
export const okta = await startOktaEmulator({
  port: 0,
  appOrigin: 'http://localhost:20000',
  keysPath,
})

export const table = await testTable()
await forgetRoot(table.TableName)

export const environment = {
  TABLE_NAME: table.TableName,
  OKTA_ISSUER: okta.issuerOf('default'),
  OKTA_AUDIENCE: 'api://tenantry',
  OKTA_ROOT_CLIENT_ID: '0oa_root',
  OKTA_ORIGINS: okta.origin,
  OKTA_GROUP_CLAIM: 'tenantry_groups',
  OKTA_SHARED_CLIENT_GROUPS: 'qualified',
  CORS_ORIGINS: 'https://admin.example.com',
  SHOW_COST: 'no' as const,
  ORIGIN_SECRET: 's'.repeat(32),
}

export const services = servicesOf(readEnv(environment), table.client)
export const { platform } = services
const app = createApp(services)

export interface Answer {
  status: number
  headers: Headers
  // Whatever the document asked for: a test that reads too far fails.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any
  error?: { code: string; message: string; data: unknown } | null
  errors?: { message: string; extensions?: { code?: string } }[]
  // As for `data`.
  // oxlint-disable-next-line typescript/no-explicit-any
  extensions?: { cost?: any }
}

/** One request as it goes over the wire, after which every key that it sent is checked. */
export async function send(
  body: unknown,
  headers: Record<string, string>,
  to: typeof app = app,
  path = '/graphql',
): Promise<Answer> {
  const start = table.calls.length
  const response = await to(
    new Request(`http://localhost:20000${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
  const answer = await response.json()
  assertOwnKeys(table.calls.slice(start), headers['x-tenant'], body, answer)
  return { ...answer, status: response.status, headers: response.headers }
}

export const randomId = (prefix: string) => `${prefix}${randomBytes(5).toString('hex')}`

/** Claims as Okta writes them into an access token for a person. */
export function accessClaims(tenant: Tenant, groups: readonly string[], claims: object = {}) {
  const { appClientId, okta: own } = tenant.settings
  const iat = Math.floor(Date.now() / 1000)
  return {
    ver: 1,
    jti: randomId('AT.'),
    iss: own.issuer ?? environment.OKTA_ISSUER,
    aud: own.audience ?? environment.OKTA_AUDIENCE,
    iat,
    exp: iat + 300,
    cid: appClientId,
    uid: '00u_somebody',
    scp: ['openid'],
    sub: 'somebody@example.com',
    tenantry_groups: groups,
    ...claims,
  }
}

/** Who acts: a group of the world, several, or nobody. */
type Actor = string | readonly string[] | null

/** One tenant with these groups, and people who are in them. */
export async function world(
  groups: Record<string, Group> = {},
  { parent = scopeOn(platform), settings = {} }: Partial<WorldOptions> = {},
) {
  const id = randomId('t')
  const tenant = await createTenant(parent, {
    id,
    name: `Tenant ${id}`,
    description: '',
    tags: [],
    settings: { appClientId: randomId('0oa'), ...settings },
  })
  const scope = scopeOn(platform, tenant)
  for (const [slug, permissions] of Object.entries(groups))
    await createGroup(scope, { slug, name: slug, description: '', permissions: [...permissions] })
  return { scope, ...actorsOf(tenant) }
}

interface WorldOptions {
  parent: Parameters<typeof createTenant>[0]
  settings: object
}

/** Everybody who can sign in on a tenant. */
export function actorsOf(tenant: Tenant) {
  const sign = async (actor: NonNullable<Actor>, claims: object = {}) =>
    `Bearer ${await okta.sign(accessClaims(tenant, [actor].flat(), claims))}`
  const post = (query: string, variables: object, headers: Record<string, string>) =>
    send({ query, variables }, headers)
  const as = (actor: Actor, claims: object = {}) => ({
    async graphql(query: string, variables: object = {}): Promise<Answer> {
      const authorization: Record<string, string> =
        actor === null ? {} : { authorization: await sign(actor, claims) }
      const answer = await post(query, variables, { 'x-tenant': tenant.id, ...authorization })
      expect(answer).toMatchObject({ status: 200 })
      expect(answer.errors).toBeUndefined()
      return answer
    },
  })
  return { tenant, sign, post, as }
}

/** Root, installed or not: it is configuration. */
export const root = actorsOf(scopeOn(platform).tenant)

export { app, createApp, readEnv, servicesOf }
