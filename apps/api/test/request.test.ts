import { describe, expect, test, vi } from 'vitest'
import { createTenant } from '@tenantry/tenancy'
import { scopeOn } from '@tenantry/tenancy/testing'
import { logger } from '../src/log.ts'
import {
  accessClaims,
  createApp,
  environment,
  okta,
  platform,
  randomId,
  readEnv,
  send,
  servicesOf,
  table,
  world,
} from './world.ts'

const VERSION = '{ tenancy { version } }'

describe('the tenant', () => {
  test('is named by the header, on every request', async () => {
    const authorization = `Bearer ${await okta.sign({})}`
    const incomplete: Record<string, string>[] = [{}, { authorization }, { 'x-tenant': '' }]
    for (const headers of incomplete)
      expect(await send({ query: VERSION }, headers)).toMatchObject({
        status: 400,
        data: null,
        error: { code: 'MISSING_TENANT_HEADER' },
        errors: [{ extensions: { code: 'MISSING_TENANT_HEADER' } }],
      })
  })

  test.each(['no-such', 'a#b', 'P#TENANT#root', 'ROOT', 'root ,acme', '__proto__', 'é', '../root'])(
    'that is unknown is not found: %s',
    async (id) => {
      expect(await send({ query: VERSION }, { 'x-tenant': id })).toMatchObject({
        status: 404,
        data: null,
        error: { code: 'TENANT_NOT_FOUND' },
      })
    },
  )
})

describe('a credential that is shown and fails', () => {
  const now = Math.floor(Date.now() / 1000)

  test.each<[string, object, object?]>([
    ['of another client', { cid: '0oa_other' }],
    ['of another audience', { aud: 'api://other' }],
    ['for two audiences', { aud: ['api://tenantry', 'api://other'] }],
    ['of another server of the org', { iss: okta.issuerOf('globex') }],
    ['of an issuer that looks alike', { iss: `${okta.issuerOf('default')}/` }],
    ['without an issuer', { iss: undefined }],
    ['that has expired', { exp: now - 120, iat: now - 400 }],
    ['that never expires', { exp: undefined }],
    ['that is valid for ten years', { exp: now + 10 * 365 * 86_400 }],
    ['from the future', { iat: now + 300 }],
    ['that is bound to a key', { cnf: { jkt: 'x' } }],
    ['with a key of its own', {}, { jwk: { kty: 'RSA' } }],
    ['without a key id', {}, { kid: undefined }],
    ['signed with an unknown key', {}, { kid: 'unknown' }],
    ['that is an ID token', { nonce: 'n', jti: 'ID.1' }],
  ])('a token %s is refused in the same words', async (_, claims, header) => {
    const { tenant } = await world()
    const token = await okta.sign(accessClaims(tenant, ['full-access'], claims), header)

    const answer = await send(
      { query: VERSION },
      { 'x-tenant': tenant.id, authorization: `Bearer ${token}` },
    )

    const { headers, ...body } = answer
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    expect(body).toEqual({
      status: 401,
      data: null,
      error: { ...error, data: null },
      errors: [{ message: error.message, extensions: { code: error.code } }],
    })
  })

  const error = { code: 'UNAUTHENTICATED', message: 'Sign in again.' }

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'tnt_1_2',
    'a.b.c',
    '..',
    `Bearer ${'x'.repeat(99_999)}`,
  ])('is not anonymous: "%.20s"', async (authorization) => {
    const { tenant } = await world()
    const answer = await send({ query: VERSION }, { 'x-tenant': tenant.id, authorization })
    expect(answer).toMatchObject({ status: 401, error })
  })

  test('does not lead to the next step: nothing else is read', async () => {
    const { tenant } = await world()
    table.calls.length = 0

    await send({ query: VERSION }, { 'x-tenant': tenant.id, authorization: 'Bearer a.b.c' })

    expect(table.calls.map(({ keys }) => keys[0]?.PK)).toEqual([`P#TENANT#${tenant.id}`])
  })
})

describe('what the caller is not to blame for', () => {
  test('an outage of Okta is ours: logged with the request’s id, and not a 401', async () => {
    const error = vi.spyOn(logger, 'error').mockImplementation(() => {})
    const nowhere = {
      ...environment,
      OKTA_ISSUER: 'http://localhost:20009/oauth2/default',
      OKTA_ORIGINS: 'http://localhost:20009',
    }
    const down = createApp(servicesOf(readEnv(nowhere), table.client))
    const claims = accessClaims(scopeOn(platform).tenant, [], { iss: nowhere.OKTA_ISSUER })
    const authorization = `Bearer ${await okta.sign(claims)}`

    const answer = await send(
      { query: VERSION },
      { 'x-tenant': 'root', authorization, 'x-request-id': 'r-1' },
      down,
    )

    expect(answer).toMatchObject({
      status: 500,
      data: null,
      error: { code: 'INTERNAL', data: { requestId: 'r-1' } },
    })
    expect(JSON.stringify(answer)).not.toMatch(/20009|ECONNREFUSED|\.ts/)
    expect(error).toHaveBeenCalledOnce()
    expect(error.mock.lastCall?.[1]).toMatchObject({ requestId: 'r-1' })
  })

  test('an outage of the table in the middle of an operation shows nothing of it', async () => {
    const error = vi.spyOn(logger, 'error').mockImplementation(() => {})
    const { tenant, sign } = await world()
    const headers = {
      'x-tenant': tenant.id,
      authorization: await sign('full-access'),
      'x-request-id': 'r-2',
    }
    table.before = ({ command }) => {
      if (command === 'Query') throw new Error('secret table name')
    }

    const answer = await send({ query: '{ security { listGroups { data { id } } } }' }, headers)
    table.before = undefined

    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL', requestId: 'r-2' } }])
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(error).toHaveBeenCalledOnce()
  })
})

describe('odd input is never a failure of ours', () => {
  const CREATE = `mutation ($data: CreateTenantInput!) { tenancy {
    createTenant(data: $data) { data { id name } error { code } }
  } }`

  test.each([
    ['no JSON', '{"query":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a batch', `[{"query":"${VERSION}"},{"query":"${VERSION}"}]`],
    ['no query', '{}'],
    ['a query that is no text', '{"query":{"a":1}}'],
    ['a query that cannot be parsed', '{"query":"{ tenancy {"}'],
    ['a field that is not there', '{"query":"{ tenancy { secrets } }"}'],
    ['variables that are a list', `{"query":"${VERSION}","variables":[1]}`],
    ['variables that are missing', JSON.stringify({ query: CREATE })],
    ['a prototype', `{"query":"${VERSION}","__proto__":{"a":1},"variables":{"__proto__":{"b":1}}}`],
    ['an operation that is not there', `{"query":"${VERSION}","operationName":"nothing"}`],
    ['a lone surrogate', '{"query":"{ tenancy { version } } #\\ud800"}'],
    ['a null byte', '{"query":"{ tenancy { \\u0000 } }"}'],
  ])('%s', async (_, body) => {
    const { tenant, sign } = await world()

    for (const authorization of [undefined, await sign('full-access')]) {
      const headers = { 'x-tenant': tenant.id, ...(authorization && { authorization }) }
      const answer = await send(body, headers)
      expect(answer.status).toBeLessThan(500)
      expect(JSON.stringify(answer)).not.toMatch(/INTERNAL|node_modules|\.ts|at .*:\d+:\d+/)
    }
  })

  test.each([
    ['a prototype', JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{}}}')],
    ['odd unicode', '\u0000\ud800\u202e\ufeff𝒳'],
    ['a long text', 'x'.repeat(100_000)],
    ['a deep object', JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`)],
  ])('%s as a permission or a name', async (_, value) => {
    const { as } = await world()
    const GROUP = `mutation ($data: SecurityGroupCreateInput!) { security {
      createGroup(data: $data) { data { id permissions } error { code } }
    } }`
    const name = typeof value === 'string' ? value : 'Odd'
    const permissions = [{ name: 'cms.*', models: value }]

    const { data } = await as('full-access').graphql(GROUP, {
      data: { name, slug: 'odd', permissions },
    })

    expect(data.security.createGroup.error?.code ?? 'VALIDATION_FAILED').toBe('VALIDATION_FAILED')
    expect(Object.prototype).not.toHaveProperty('x')
  })
})

test.each(['', 'x'.repeat(256)])(
  'an Idempotency-Key that is none is refused: "%s"',
  async (key) => {
    const { tenant } = await world()
    const headers = { 'x-tenant': tenant.id, 'idempotency-key': key }

    expect(await send({ query: VERSION }, headers)).toMatchObject({
      status: 400,
      data: null,
      error: { code: 'VALIDATION_FAILED', data: [{ fieldId: 'idempotency-key' }] },
    })
  },
)

test('of one request with one Idempotency-Key each operation is done, wherever it stands', async () => {
  const { post, sign, tenant } = await world()
  const create = (slug: string) =>
    `createGroup(data: { name: "${slug}", slug: "${slug}", permissions: [] }) { data { id } error { code } }`
  const MANY = `mutation { a: security { x: ${create('one')} y: ${create('two')} } b: security { x: ${create('three')} } }`
  const headers = {
    'x-tenant': tenant.id,
    authorization: await sign('full-access'),
    'idempotency-key': 'many',
  }

  const first = await post(MANY, {}, headers)
  const second = await post(MANY, {}, headers)

  const ids = [first.data.a.x, first.data.a.y, first.data.b.x].map(({ data }) => data.id)
  expect(new Set(ids).size).toBe(3)
  expect(second.data).toEqual(first.data)
})

test('the name of a tenant is kept as it was written, whatever the script', async () => {
  const name = 'Größe 租户 👩‍👩‍👧 <script>alert(1)</script> {{7*7}}'
  const tenant = await createTenant(scopeOn(platform), {
    id: randomId('t'),
    name,
    description: '',
    tags: [],
    settings: { appClientId: randomId('0oa') },
  })

  const answer = await send({ query: '{ tenancy { signIn { name } } }' }, { 'x-tenant': tenant.id })

  expect(answer.data.tenancy.signIn.name).toBe(name)
})
