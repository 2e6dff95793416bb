import { setTimeout as sleep } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { authenticateApiKey, createApiKey, type Group, listApiKeys } from '@tenantry/security'
import { describe, expect, test, vi } from 'vitest'
import { send, table, world } from './world.ts'

const FIELDS =
  'data { id name description token hint permissions expiresOn lastUsedOn version createdBy { id type } } error { code message data }'
const CREATE = `mutation ($data: SecurityApiKeyInput!) { security { answer: createApiKey(data: $data) { ${FIELDS} } } }`
const UPDATE = `mutation ($id: ID!, $data: SecurityApiKeyInput!, $ifVersion: Int) { security {
  answer: updateApiKey(id: $id, data: $data, ifVersion: $ifVersion) { ${FIELDS} } } }`
const ROTATE = `mutation ($id: ID!, $ifVersion: Int) { security {
  answer: rotateApiKey(id: $id, ifVersion: $ifVersion) { ${FIELDS} } } }`
const DELETE = `mutation ($id: ID!, $ifVersion: Int) { security {
  answer: deleteApiKey(id: $id, ifVersion: $ifVersion) { data error { code message data } } } }`
const GET = `query ($id: ID!) { security { answer: getApiKey(id: $id) { ${FIELDS} } } }`
const LIST = `{ security { answer: listApiKeys { ${FIELDS} } } }`
const GROUPS = '{ security { listGroups { data { slug } error { code } } } }'

const reading: Group = [{ name: 'cms.endpoint.read' }, { name: 'security.group', rwd: 'r' }]
const keeper: Group = [{ name: 'security.apiKey' }, ...reading]
const wish = (changes: object = {}) => ({
  data: { name: 'Website', description: 'Reads.', permissions: reading, ...changes },
})
const groups = {
  keeper,
  viewer: [{ name: 'security.apiKey', rwd: 'r' }],
  neighbour: [{ name: 'security.group' }],
} satisfies Record<string, Group>

/** A tenant with one key, and what answers whoever shows a credential there. */
async function keyWorld() {
  const acme = await world(groups)
  const made = await createApiKey(acme.scope, wish().data)
  const { id, token = '' } = made
  const show = (authorization: string, tenant = acme.tenant.id) =>
    send({ query: GROUPS }, { 'x-tenant': tenant, authorization })
  return { ...acme, id, token, made, show }
}
const refused = { status: 401, data: null, error: { code: 'UNAUTHENTICATED' } }

describe('a key', () => {
  test('is shown once, and what is stored or listed is of no use to a thief', async () => {
    const { as, scope } = await world(groups)

    const { data } = await as('keeper').graphql(CREATE, wish({ expiresOn: '2999-01-31' }))

    const { token, ...made } = data.security.answer.data
    expect(token).toMatch(/^tnt_[0-9a-f]{24}_[0-9a-f]{48}$/)
    expect(made).toMatchObject({ ...wish().data, expiresOn: '2999-01-31T00:00:00.000Z' })
    expect(made).toMatchObject({ hint: token.slice(-4), createdBy: { type: 'admin' }, version: 1 })
    const stored = await scope.table.list('APIKEYS', '', 10)
    const listed = await as('viewer').graphql(LIST)
    const got = await as('viewer').graphql(GET, { id: made.id })
    for (const seen of [stored, listed, got])
      expect(JSON.stringify(seen)).not.toContain(token.slice(30, 60))
    expect(got.data.security.answer.data).toEqual({ ...made, token: null })
    expect(listed.data.security.answer.data).toEqual([{ ...made, token: null }])
  })

  test('does what its permissions say, with or without Bearer, and nothing else', async () => {
    const { token, show, post, tenant } = await keyWorld()

    for (const authorization of [token, `Bearer ${token}`])
      expect((await show(authorization)).data.security.listGroups.error).toBeNull()

    const headers = { 'x-tenant': tenant.id, authorization: token }
    for (const [query, variables] of [
      [LIST, {}],
      [CREATE, wish()],
    ] as const) {
      const { data } = await post(query, variables, headers)
      expect(data.security.answer.error.code).toBe('SECURITY_NOT_AUTHORIZED')
    }
    const login = await post('mutation { security { login { error { code } } } }', {}, headers)
    expect(login.data.security.login.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  })

  test('of one tenant is worth nothing on another, nor a token of which one character is wrong', async () => {
    const { token, show, id } = await keyWorld()
    const globex = await world(groups)
    const body = `tnt_${id}_${'0'.repeat(40)}`
    const forged = body + crc32(body).toString(16).padStart(8, '0')
    const strange = [forged, token.slice(0, -1), `${token}0`, token.replace('tnt_', 'tnt_f')]

    expect(await show(token, globex.tenant.id)).toMatchObject(refused)
    for (const credential of strange) expect(await show(credential)).toMatchObject(refused)
  })

  test('that is wrong costs one read, and none if its checksum is wrong', async () => {
    const { token, id, show } = await keyWorld()
    const body = `tnt_${id}_${'0'.repeat(40)}`
    const readsOf = async (credential: string) => {
      const start = table.calls.length
      await show(credential)
      return table.calls.slice(start).filter(({ keys }) => keys.some((it) => it.PK[0] === 'T'))
    }

    expect(await readsOf(body + crc32(body).toString(16).padStart(8, '0'))).toHaveLength(1)
    expect(await readsOf(token.replace(/.$/, (it) => (it === '0' ? '1' : '0')))).toEqual([])
  })

  test('that is guessed costs no read, be it 10,000 guesses', async () => {
    const { scope } = await keyWorld()
    const start = table.calls.length

    for (let guess = 0; guess < 10_000; guess++) {
      const id = guess.toString(16).padStart(24, '0')
      const token = `tnt_${id}_${'0'.repeat(40)}${'5eed'.repeat(2)}`
      await expect(authenticateApiKey(scope.table, token)).rejects.toMatchObject(refused.error)
    }

    expect(table.calls.slice(start)).toEqual([])
  })

  test('notes its use once an hour, and no request fails or waits because of it', async () => {
    const { token, show, scope } = await keyWorld()
    const writes = () => table.calls.filter(({ command }) => command === 'TransactWrite').length
    const start = writes()
    table.faults.push('throttled')

    await Promise.all([show(token), show(token), show(token)])
    await vi.waitFor(async () => expect((await listApiKeys(scope))[0]?.lastUsedOn).not.toBeNull())
    await sleep(200) // longer than the pause after which one that was refused tries again
    const noted = writes()
    await show(token)

    expect(noted - start).toBeLessThanOrEqual(4)
    expect(writes()).toBe(noted)
    const [apiKey] = await listApiKeys(scope)
    expect(apiKey).toMatchObject({ version: 1 })
    const uses = await scope.table.list(`AUDIT#${apiKey?.lastUsedOn?.slice(0, 10)}`, '', 100)
    expect(uses.filter(({ action }) => action === 'security.apiKey.use')).toHaveLength(1)
  })

  test('may only manage keys with a permission to do so, and never beyond its own', async () => {
    const { scope, tenant, post } = await world(groups)
    const { token = '' } = await createApiKey(scope, wish({ permissions: keeper }).data)
    const headers = { 'x-tenant': tenant.id, authorization: token }

    const smaller = await post(CREATE, wish(), headers)
    const larger = await post(CREATE, wish({ permissions: [{ name: 'cms.*' }] }), headers)

    expect(smaller.data.security.answer).toMatchObject({
      data: { createdBy: { type: 'api-key' } },
      error: null,
    })
    expect(larger.data.security.answer.error.code).toBe('ESCALATION_REFUSED')
  })
})

describe('creating', () => {
  test.each([
    ['without a token', null, {}, 'SECURITY_NOT_AUTHORIZED'],
    ['with a group that may only read keys', 'viewer', {}, 'SECURITY_NOT_AUTHORIZED'],
    ['with a group for security groups', 'neighbour', {}, 'SECURITY_NOT_AUTHORIZED'],
    ['beyond the maker', 'keeper', { permissions: [{ name: '*' }] }, 'ESCALATION_REFUSED'],
    ['without a name', 'keeper', { name: ' ' }, 'VALIDATION_FAILED'],
    ['whose name is not given', 'keeper', { name: undefined }, 'VALIDATION_FAILED'],
    ['without permissions', 'keeper', { permissions: undefined }, 'VALIDATION_FAILED'],
    ['that has expired', 'keeper', { expiresOn: '2020-01-01' }, 'VALIDATION_FAILED'],
    ['that expires never knows when', 'keeper', { expiresOn: 'soon' }, 'VALIDATION_FAILED'],
    ['with permissions that are none', 'keeper', { permissions: ['*', 7] }, 'VALIDATION_FAILED'],
  ])('a key %s is refused', async (_, actor, changes, code) => {
    const { as } = await world(groups)
    const { data } = await as(actor).graphql(CREATE, wish(changes))
    expect(data.security.answer).toMatchObject({ data: null, error: { code } })
  })
})

describe('changing', () => {
  test('name and description leaves permissions and token as they are', async () => {
    const { as, id, token, show } = await keyWorld()

    const { data } = await as('keeper').graphql(UPDATE, {
      id,
      data: { name: 'Shop' },
      ifVersion: 1,
    })

    const expected = { ...wish().data, name: 'Shop', token: null, version: 2 }
    expect(data.security.answer).toMatchObject({ data: expected, error: null })
    expect((await show(token)).data.security.listGroups.error).toBeNull()
  })

  test('permissions holds from the next request on', async () => {
    const { as, id, token, show } = await keyWorld()

    await as('keeper').graphql(UPDATE, { id, data: { permissions: [] } })

    const { data } = await show(token)
    expect(data.security.listGroups.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  })

  test('the expiry to a moment that is past ends a key, null revives it', async () => {
    const { as, id, token, show } = await keyWorld()

    await as('keeper').graphql(UPDATE, { id, data: { expiresOn: '2020-01-01' } })
    expect(await show(token)).toMatchObject(refused)

    await as('keeper').graphql(UPDATE, { id, data: { expiresOn: null } })
    expect(await show(token)).toMatchObject({ status: 200 })
  })

  test('the token stops the old one at once', async () => {
    const { as, id, token, show } = await keyWorld()

    const { data } = await as('keeper').graphql(ROTATE, { id })

    const rotated = data.security.answer.data
    expect(rotated).toMatchObject({ id, version: 2, hint: rotated.token.slice(-4) })
    expect(await show(token)).toMatchObject(refused)
    expect(await show(rotated.token)).toMatchObject({ status: 200 })
  })

  test('or rotating a key that can do more than the caller is refused', async () => {
    const { as, scope } = await world(groups)
    const { id } = await createApiKey(scope, wish({ permissions: [{ name: '*' }] }).data)

    for (const [document, data] of [
      [UPDATE, { name: 'Mine' }],
      [ROTATE, undefined],
    ] as const) {
      const answer = await as('keeper').graphql(document, { id, ...(data && { data }) })
      expect(answer.data.security.answer.error.code).toBe('ESCALATION_REFUSED')
    }
  })
})

test('a deleted key is refused from the next request on', async () => {
  const { as, id, token, show } = await keyWorld()
  await show(token)

  const { data } = await as('keeper').graphql(DELETE, { id, ifVersion: 1 })

  expect(data.security.answer).toMatchObject({ data: true, error: null })
  expect(await show(token)).toMatchObject(refused)
  const got = await as('keeper').graphql(GET, { id })
  expect(got.data.security.answer.error.code).toBe('NOT_FOUND')
})

describe('a request that is sent again, because its answer got lost,', () => {
  const again = async (document: string, variables: object) => {
    const acme = await keyWorld()
    const headers = {
      'x-tenant': acme.tenant.id,
      authorization: await acme.sign('keeper'),
      'idempotency-key': 'a weak key',
    }
    const run = async () => {
      const { data } = await acme.post(document, { id: acme.id, ...variables }, headers)
      return data.security.answer
    }
    return { ...acme, first: await run(), second: await run() }
  }

  test.each([
    ['makes no second key', CREATE, wish()],
    ['does not rotate twice', ROTATE, {}],
  ])('%s, and shows no token', async (_, document, variables) => {
    const { first, second, show } = await again(document, variables)

    expect(first.data.token).toMatch(/^tnt_/)
    expect(second).toEqual({ data: { ...first.data, token: null }, error: null })
    expect(await show(first.data.token)).toMatchObject({ status: 200 })
  })

  test('leaves nothing in the table by which its token could be found', async () => {
    const start = table.calls.length
    const { first, scope, tenant } = await again(CREATE, wish())

    const writes = table.calls.slice(start).filter(({ command }) => command === 'TransactWrite')
    const keys = writes.flatMap((call) =>
      call.keys.map(({ PK, SK = '' }) => ({ PK: PK.replace(`T#${tenant.id}#`, ''), SK })),
    )
    const stored = JSON.stringify(await scope.table.getMany(keys))
    expect(stored).toContain('"SK":"ANSWER"')
    expect(stored).toContain(`"hint":"${first.data.hint}"`)
    for (const secret of [first.data.token.slice(30, 60), 'a weak key'])
      expect(stored).not.toContain(secret)
  })
})
