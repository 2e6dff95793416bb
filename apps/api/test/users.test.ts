import type { Group } from '@tenantry/security'
import { expect, test, vi } from 'vitest'
import { headless } from './content-world.ts'
import { send, world } from './world.ts'

const LOGIN = 'mutation { security { login { data { id } } } }'
const USER =
  'data { id type displayName email groups createdOn lastLoginOn } error { code message }'
const GET = `query ($where: AdminUserWhereInput!) { adminUsers { getUser(where: $where) { ${USER} } } }`
const LIST = `{ adminUsers { listUsers { ${USER} } } }`
const SERVICES = `{ adminUsers { listUsers(where: { type: "service" }) { ${USER} } } }`
const CURRENT = `{ adminUsers { getCurrentUser { ${USER} } } }`
const groups = { readers: [{ name: 'adminUsers.user', rwd: 'r' }], editors: [] }
const ann = { uid: '00u_ann', sub: 'ann@example.com', name: 'Ann' }
const shown = { id: '00u_ann', type: 'admin', displayName: 'Ann', email: 'ann@example.com' }

test('who signed in is found by id and by e-mail, with the groups of that time', async () => {
  const { as } = await world(groups)
  await as('editors', ann).graphql(LOGIN)

  for (const where of [{ id: '00u_ann' }, { email: 'ann@example.com' }]) {
    const { data } = await as('readers').graphql(GET, { where })
    expect(data.adminUsers.getUser).toMatchObject({ data: { ...shown, groups: ['editors'] } })
  }
})

test('everybody reads their own record, and only that', async () => {
  const { as } = await world(groups)
  await as('editors', ann).graphql(LOGIN)
  await as('editors', { uid: '00u_bob' }).graphql(LOGIN)

  const { data } = await as([], ann).graphql(CURRENT)

  expect(data.adminUsers.getCurrentUser.data).toMatchObject(shown)
})

test.each([
  ['without a token', null],
  ['with a group that may write but not read users', 'writers'],
  ['with a group for security groups', 'neighbours'],
])('reading users %s is refused', async (_, actor) => {
  const { as } = await world({
    writers: [{ name: 'adminUsers.user', rwd: 'w' }],
    neighbours: [{ name: 'security.*' }],
  })
  await as([], ann).graphql(LOGIN)

  const got = await as(actor).graphql(GET, { where: { id: '00u_ann' } })
  const listed = await as(actor).graphql(LIST)

  expect(got.data.adminUsers.getUser.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  expect(listed.data.adminUsers.listUsers.error.code).toBe('SECURITY_NOT_AUTHORIZED')
})

test('a user of another tenant is answered exactly like an unknown one', async () => {
  const acme = await world(groups)
  const globex = await world(groups)
  await globex.as('editors', ann).graphql(LOGIN)
  const ask = async (where: { id: string } | { email: string }) => {
    const { data } = await acme.as('readers').graphql(GET, { where })
    return JSON.stringify(data).replaceAll(Object.values(where).join(''), '…')
  }

  expect(await ask({ id: '00u_ann' })).toBe(await ask({ id: '00u_no_such' }))
  expect(await ask({ email: 'ann@example.com' })).toBe(await ask({ email: 'no@example.com' }))
  expect(await ask({ id: '00u_ann' })).toContain('NOT_FOUND')
  expect(await ask({ id: 'a#b' })).toContain('NOT_FOUND')
})

const CHANGE = (verb: string) => `mutation ($id: ID!, $type: String) { adminUsers {
  answer: ${verb}(id: $id, type: $type) { data { id disabled } error { code message } }
} }`
const ENTRANCES = ['/graphql', '/cms/manage/en-US', '/cms/preview/en-US', '/cms/read/en-US']
const managers = { managers: [{ name: 'adminUsers.user' }] } satisfies Record<string, Group>

/** What each entrance answers to a token. */
const knock = (tenantId: string, authorization: string) =>
  Promise.all(
    ENTRANCES.map(async (path) => {
      const headers = { 'x-tenant': tenantId, authorization }
      const to = path === '/graphql' ? undefined : headless
      const { status, error } = await send({ query: '{ __typename }' }, headers, to, path)
      return [status, error?.code]
    }),
  )
const welcome = ENTRANCES.map(() => [200, undefined])
const shut = ENTRANCES.map(() => [401, 'UNAUTHENTICATED'])

test('a disabled person gets in nowhere with a token that is still valid', async () => {
  const { as, tenant, sign } = await world(managers)
  const token = await sign('full-access', ann)
  await as('full-access', ann).graphql(LOGIN)
  expect(await knock(tenant.id, token)).toEqual(welcome)

  const { data } = await as('managers').graphql(CHANGE('disableUser'), { id: ann.uid })

  expect(data.adminUsers.answer).toEqual({ data: { id: ann.uid, disabled: true }, error: null })
  expect(await knock(tenant.id, token)).toEqual(shut)
})

test('a service is known after its first request, and can be shut as people can', async () => {
  const cid = '0oa_job'
  const settings = { okta: { serviceClientIds: [cid] } }
  const { as, tenant, sign } = await world(managers, { settings })
  const claims = { cid, sub: cid, uid: undefined, name: undefined }
  const token = await sign('full-access', claims)
  expect(await knock(tenant.id, token)).toEqual(welcome)
  const list = async () => {
    const { data } = await as('managers').graphql(SERVICES)
    return data.adminUsers.listUsers.data
  }
  const job = { id: cid, type: 'service', groups: ['full-access'], lastLoginOn: null }
  await vi.waitFor(async () => expect(await list()).toMatchObject([job]))

  const { data } = await as('managers').graphql(CHANGE('disableUser'), { id: cid, type: 'service' })

  expect(data.adminUsers.answer).toMatchObject({ data: { disabled: true }, error: null })
  expect(await knock(tenant.id, token)).toEqual(shut)
})

test('nobody can disable themselves', async () => {
  const { as } = await world(managers)
  await as('managers', ann).graphql(LOGIN)

  const { data } = await as('managers', ann).graphql(CHANGE('disableUser'), { id: ann.uid })

  expect(data.adminUsers.answer.error).toEqual({
    code: 'CANNOT_DISABLE_YOURSELF',
    message: 'You cannot disable yourself: ask somebody else who may manage users.',
  })
})
