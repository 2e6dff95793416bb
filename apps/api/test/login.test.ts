import { updateGroup } from '@tenantry/security'
import { expect, test } from 'vitest'
import { accessClaims, okta, root, send, world } from './world.ts'

const LOGIN = `mutation { security { login {
  data { __typename id type displayName permissions currentTenant { id name description version settings { appClientId okta { tokenUse } } }
    defaultTenant { id } ... on OktaIdentity { groups email } }
  error { code }
} } }`

test('tells who the token is of, what it allows and where', async () => {
  const editors = [{ name: 'cms.contentEntry', rwd: 'r' }]
  const { as, tenant } = await world({ editors })

  const { data } = await as(['editors', 'no-such']).graphql(LOGIN)

  expect(data.security.login).toEqual({
    data: {
      __typename: 'OktaIdentity',
      id: '00u_somebody',
      type: 'admin',
      displayName: 'somebody@example.com',
      email: 'somebody@example.com',
      groups: ['editors', 'no-such'],
      permissions: editors,
      defaultTenant: { id: tenant.id },
      currentTenant: {
        id: tenant.id,
        name: tenant.name,
        description: '',
        version: 1,
        settings: { appClientId: tenant.settings.appClientId, okta: null },
      },
    },
    error: null,
  })
})

test('notes the person among the users of this tenant alone', async () => {
  const users = [{ name: 'adminUsers.user' }]
  const acme = await world({ users })
  const globex = await world({ users })
  const LIST = '{ adminUsers { listUsers { data { id } } } }'

  await acme.as('users').graphql(LOGIN)

  const here = await acme.as('users').graphql(LIST)
  const there = await globex.as('users').graphql(LIST)
  expect(here.data.adminUsers.listUsers.data).toEqual([{ id: '00u_somebody' }])
  expect(there.data.adminUsers.listUsers.data).toEqual([])
})

test('who is in no group of the tenant signs in and may do nothing', async () => {
  const { as } = await world()
  const { data } = await as('nothing').graphql(LOGIN)
  expect(data.security.login.data).toMatchObject({ permissions: [] })
})

test.each([
  [[]],
  [['a#b', 'P#TENANT#root', '$', '__proto__', 'constructor', ' ']],
  [['x'.repeat(99)]],
])('group names that cannot be slugs give nothing: %j', async (names) => {
  const { as } = await world()
  const { data } = await as(names).graphql(LOGIN)
  expect(data.security.login.data).toMatchObject({ permissions: [] })
})

test('the group of anonymous callers cannot be claimed', async () => {
  const { as, scope } = await world()
  await updateGroup(scope, {
    id: 'anonymous',
    data: { permissions: [{ name: 'cms.contentEntry', rwd: 'r' }] },
  })

  const { data } = await as('anonymous').graphql(LOGIN)

  expect(data.security.login.data.permissions).toEqual([])
})

test('nobody logs in without a token', async () => {
  const { as } = await world()
  const { data } = await as(null).graphql(LOGIN)
  expect(data.security.login).toEqual({ data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } })
})

test('a token is taken with and without the word Bearer, in any case', async () => {
  const { tenant } = await world()
  const token = await okta.sign(accessClaims(tenant, []))

  for (const authorization of [token, `Bearer ${token}`, `bearer ${token}`, `BEARER  ${token}`])
    expect(await send({ query: LOGIN }, { 'x-tenant': tenant.id, authorization })).toMatchObject({
      status: 200,
      data: { security: { login: { error: null } } },
    })
})

test('a person with the real widget’s token of root is root’s administrator', async () => {
  const { accessToken } = await okta.signIn({ login: 'root@example.com', clientId: '0oa_root' })

  const { data } = await send(
    { query: LOGIN },
    { 'x-tenant': root.tenant.id, authorization: `Bearer ${accessToken}` },
  )

  expect(data.security.login.data).toMatchObject({ id: '00u_root', permissions: [{ name: '*' }] })
})
