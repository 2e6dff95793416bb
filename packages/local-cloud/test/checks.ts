// What the declared system must do, seen from outside: each check asks for one promise of the program.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { FRIEND, GROUP_CLAIM, type Reply, type World } from './world.ts'

export type Check = (world: World) => Promise<void>

const JSON_TYPE = { 'content-type': 'application/json' }

export const graphql = (
  { send }: World,
  query: string,
  headers: Record<string, string> = {},
): Promise<Reply> =>
  send({
    method: 'POST',
    path: '/graphql',
    headers: { ...JSON_TYPE, 'x-tenant': 'root', ...headers },
    body: JSON.stringify({ query }),
  })

const content = (
  { send }: World,
  endpoint: string,
  query: string,
  headers: Record<string, string>,
): Promise<Reply> =>
  send({
    method: 'POST',
    path: `/cms/${endpoint}/en-US`,
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify({ query }),
  })

/** A token of the root admin, with groups in the claim that this deployment reads. */
export async function tokenOf({ okta }: World, groups: string[]): Promise<string> {
  const { accessToken } = await okta.signIn({ login: 'root@example.com', clientId: '0oa_root' })
  const [, payload = ''] = accessToken.split('.')
  const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return okta.sign({ ...claims, jti: crypto.randomUUID(), [GROUP_CLAIM]: groups })
}

export const checks: Readonly<Record<string, Check>> = {
  'a screen is the page, revalidated each time': async ({ send }) => {
    for (const path of ['/', '/groups/new', '/?tenantId=acme']) {
      const { status, headers, text } = await send({ path })
      assert.equal(status, 200, path)
      assert.match(text, /<title>Admin/)
      assert.equal(headers['content-type'], 'text/html; charset=utf-8')
      assert.equal(headers['cache-control'], 'public, max-age=0, must-revalidate')
    }
  },

  'a hashed file is packed and kept for good': async ({ send }) => {
    const path = '/assets/app-1.js'
    const { status, headers, body } = await send({ path, headers: { 'accept-encoding': 'gzip' } })
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'text/javascript; charset=utf-8')
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(headers['content-encoding'], 'gzip')
    assert.match(gunzipSync(body).toString(), /^console\.log/)
  },

  'a missing file is refused, not turned into a page': async ({ send }) => {
    const { status } = await send({ path: '/assets/app-0.js' })
    assert.equal(status, 403)
  },

  'the admin learns its root client and environment, never from a cache': async ({ send }) => {
    const { status, headers, text } = await send({ path: '/config.json' })
    assert.equal(status, 200)
    assert.deepEqual(JSON.parse(text), {
      rootAppClientId: '0oa_root',
      environment: `test-${process.pid}`,
    })
    assert.equal(headers['content-type'], 'application/json')
    assert.equal(headers['cache-control'], 'no-store')
  },

  'files are only read': async ({ send }) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      assert.equal((await send({ method, path: '/' })).status, 403, method)
    const { status, text } = await send({ method: 'HEAD', path: '/' })
    assert.deepEqual({ status, text }, { status: 200, text: '' })
  },

  'every answer carries the policy of the browser': async (world) => {
    const origin = world.okta.origin
    const expected = {
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data: blob:; font-src 'self' data:; " +
        `connect-src 'self' ${origin}; frame-src 'self' ${origin}; form-action 'self' ${origin}; ` +
        "base-uri 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    }
    const answers = [
      await world.send({ path: '/' }),
      await world.send({ path: '/config.json' }),
      await world.send({ path: '/assets/app-0.js' }),
      await graphql(world, '{ __typename }'),
      await world.send({ path: '/cms' }),
      await world.send({ path: '/cms/read/en-US' }),
    ]
    for (const { headers } of answers)
      for (const [name, value] of Object.entries(expected)) assert.equal(headers[name], value)
  },

  'the table expires items and streams its changes': async ({ graph, dynamodb }) => {
    const TableName = String(graph.outputs['tableName'])
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    const client = new DynamoDBClient({ region: 'eu-central-1', endpoint: dynamodb, credentials })
    const { Table } = await client.send(new DescribeTableCommand({ TableName }))
    const { TimeToLiveDescription } = await client.send(
      new DescribeTimeToLiveCommand({ TableName }),
    )
    client.destroy()
    assert.deepEqual(
      Table?.KeySchema?.map(({ AttributeName }) => AttributeName),
      ['PK', 'SK'],
    )
    assert.equal(Table?.StreamSpecification?.StreamViewType, 'NEW_AND_OLD_IMAGES')
    assert.equal(TimeToLiveDescription?.AttributeName, 'expiresAt')
  },

  'the API tells a browser where to sign in': async (world) => {
    const { status, headers, text } = await graphql(
      world,
      '{ tenancy { signIn { tenantId issuer clientId } } }',
    )
    assert.equal(status, 200, text)
    assert.match(headers['content-type'] ?? '', /^application\/json/)
    const signIn = {
      tenantId: 'root',
      issuer: world.okta.issuerOf('default'),
      clientId: '0oa_root',
    }
    assert.deepEqual(JSON.parse(text).data, { tenancy: { signIn } })
  },

  'the API is asked by POST alone': async ({ send }) => {
    const query = `query=${encodeURIComponent('{ __typename }')}`
    assert.equal((await send({ path: `/graphql?${query}` })).status, 404)
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      assert.equal((await send({ method, path: '/graphql' })).status, 404, method)
  },

  'the API may be called from the pages of a listed origin and no other': async ({ send }) => {
    const preflight = (origin: string) =>
      send({
        method: 'OPTIONS',
        path: '/graphql',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const friend = await preflight(FRIEND)
    const stranger = await preflight('https://stranger.example')
    assert.equal(friend.status, 204)
    assert.equal(friend.headers['access-control-allow-origin'], FRIEND)
    assert.equal(stranger.headers['access-control-allow-origin'], undefined)
  },

  'the claim of this deployment gives groups, and the sign-in is written down': async (world) => {
    const login = `mutation { security { login { data { ... on OktaIdentity {
      displayName groups permissions } } error { code } } } }`
    const authorization = `Bearer ${await tokenOf(world, ['full-access'])}`
    const { status, text } = await graphql(world, login, { authorization })
    assert.equal(status, 200, text)
    const { data, error } = JSON.parse(text).data.security.login
    assert.equal(error, null)
    assert.deepEqual(data.groups, ['full-access'])
    assert.deepEqual(data.permissions, [{ name: '*' }])
  },

  'what somebody did is sealed soon after': async (world) => {
    const authorization = `Bearer ${await tokenOf(world, ['full-access'])}`
    const logout = 'mutation { security { logout { error { code } } } }'
    assert.equal((await graphql(world, logout, { authorization })).status, 200)
    const reader = { authorization: `Bearer ${await tokenOf(world, ['full-access'])}` }
    const list = `{ audit { listEvents(limit: 1, where: { action: "security.user.logout" }) {
      data { events { sequence } } } } }`
    const deadline = Date.now() + 10_000
    let isSealed = false
    while (!isSealed && Date.now() < deadline) {
      await sleep(250)
      const { text } = await graphql(world, list, reader)
      const [event] = JSON.parse(text).data.audit.listEvents.data.events
      isSealed = typeof event.sequence === 'number'
    }
    assert.ok(isSealed)
  },

  'a field that joins a model with entries gets its index soon after, and words are found by it':
    async (world) => {
      const headers = {
        'x-tenant': 'root',
        authorization: `Bearer ${await tokenOf(world, ['full-access'])}`,
      }
      const ask = async (query: string) => {
        const { text } = await content(world, 'manage', query, headers)
        return JSON.parse(text).data.answer.data
      }
      const field = (name: string) =>
        `{ id: "${name}", fieldId: "${name}", label: "${name}", type: "text" }`
      const group = await ask(
        'mutation { answer: createContentModelGroup(data: { name: "Things" }) { data { id } } }',
      )
      await ask(`mutation { answer: createContentModel(data: { name: "Thing", singularApiName: "Thing",
      pluralApiName: "Things", group: { id: "${group.id}" }, fields: [${field('a')}] }) { data { modelId } } }`)
      await ask('mutation { answer: createThing(data: { a: "word" }) { data { id } } }')
      await ask(`mutation { answer: updateContentModel(modelId: "thing",
      data: { layout: [], fields: [${field('a')}, ${field('b')}] }) { data { modelId } } }`)
      const deadline = Date.now() + 10_000
      let states: string[] = []
      while (states.some((it) => it !== 'ready') || states.length === 0) {
        assert.ok(Date.now() < deadline, states.join())
        await sleep(250)
        const { fields } = await ask(
          '{ answer: getContentModel(modelId: "thing") { data { fields { indexState } } } }',
        )
        states = fields.map((it: { indexState: string }) => it.indexState)
      }
      let plan = ''
      while (!plan.endsWith(':words')) {
        assert.ok(Date.now() < deadline, plan)
        const query = '{ listThings(search: "wo", sort: [modifiedOn_ASC]) { data { a } } }'
        const { data, extensions } = JSON.parse(
          (await content(world, 'manage', query, headers)).text,
        )
        // By words alone: that it finds the entry tells that its words are there.
        plan = data.listThings.data.length > 0 ? extensions.cost.plan[0].plan : ''
        await sleep(250)
      }
    },

  'content is asked for by its kind and locale, with a permission and by POST': async (world) => {
    const authorization = `Bearer ${await tokenOf(world, ['full-access'])}`
    const query = '{ listContentModels { data { modelId } error { code } } }'
    for (const endpoint of ['manage', 'preview', 'read']) {
      const answer = await content(world, endpoint, query, { 'x-tenant': 'root', authorization })
      assert.equal(answer.status, 200, answer.text)
      const stranger = await content(world, endpoint, query, { 'x-tenant': 'root' })
      assert.equal(stranger.status, 401, stranger.text)
    }
    assert.equal((await world.send({ path: '/cms/read/en-US' })).status, 404)
  },

  'a front end that names no tenant reads from the default one': async (world) => {
    const authorization = `Bearer ${await tokenOf(world, ['full-access'])}`
    const { status, text } = await content(world, 'read', '{ __typename }', { authorization })
    assert.equal(status, 200, text)
  },

  'an address that is nearly one of content is not a page of the admin': async ({ send }) => {
    for (const path of ['/cms', '/cms/', '/cms/read'])
      for (const method of ['GET', 'POST', 'OPTIONS'])
        assert.equal((await send({ method, path })).status, 404, `${method} ${path}`)
  },

  'content may be managed from the pages of a listed origin and no other': async ({ send }) => {
    const preflight = (origin: string) =>
      send({
        method: 'OPTIONS',
        path: '/cms/manage/en-US',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    assert.equal((await preflight(FRIEND)).headers['access-control-allow-origin'], FRIEND)
    const stranger = await preflight('https://stranger.example')
    assert.equal(stranger.headers['access-control-allow-origin'], undefined)
  },

  'the API answers only what came through the distribution': async (world) => {
    const direct = await world.send({
      method: 'POST',
      path: '/graphql',
      host: apiHost(world),
      headers: { ...JSON_TYPE, 'x-tenant': 'root' },
      body: '{"query":"{ __typename }"}',
    })
    assert.equal(direct.status, 403)
    const claimed = await graphql(world, '{ __typename }', { 'x-origin-secret': 'x'.repeat(48) })
    assert.equal(claimed.status, 200)
  },
}

export const apiHost = ({ graph }: World): string => {
  const api = graph.resources.find(({ type }) => type === 'aws:apigatewayv2/api:Api')
  return new URL(String(api?.outputs['apiEndpoint'])).host
}

/** The first promise that is not kept; `undefined` if all are. Those about `first` come first. */
export async function firstFailure(world: World, first = /^/): Promise<string | undefined> {
  const ordered = Object.entries(checks).toSorted(
    ([a], [b]) => Number(first.test(b)) - Number(first.test(a)),
  )
  for (const [name, check] of ordered) {
    try {
      await check(world)
    } catch (error) {
      return `${name}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return undefined
}
