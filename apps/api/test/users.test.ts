import { expect, test } from 'vitest'
import { world } from './world.ts'

const LOGIN = 'mutation { security { login { data { id } } } }'
const USER =
  'data { id type displayName email groups createdOn lastLoginOn } error { code message }'
const GET = `query ($where: AdminUserWhereInput!) { adminUsers { getUser(where: $where) { ${USER} } } }`
const LIST = `{ adminUsers { listUsers { ${USER} } } }`
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
