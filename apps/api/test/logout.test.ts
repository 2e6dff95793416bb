import { expect, test } from 'vitest'
import { world } from './world.ts'

const LOGIN = 'mutation { security { login { data { id } error { code } } } }'
const LOGOUT = 'mutation { security { logout { data error { code } } } }'
const EVERYWHERE = `mutation ($userId: ID!) { security {
  signOutEverywhere(userId: $userId) { data error { code } }
} }`

test('after sign-out the old token is refused, and only it', async () => {
  const { post, sign, tenant } = await world()
  const headersOf = async () => ({
    'x-tenant': tenant.id,
    authorization: await sign('full-access'),
  })
  const [here, elsewhere] = [await headersOf(), await headersOf()]
  await post(LOGIN, {}, here)

  expect(await post(LOGOUT, {}, here)).toMatchObject({
    data: { security: { logout: { data: true, error: null } } },
  })

  const { headers: _, ...refused } = await post(LOGIN, {}, here)
  const { headers: __, ...forged } = await post(LOGIN, {}, { ...here, authorization: 'a.b.c' })
  expect(refused).toMatchObject({ status: 401, data: null, error: { code: 'UNAUTHENTICATED' } })
  expect(refused).toEqual(forged)
  expect(await post(LOGIN, {}, elsewhere)).toMatchObject({ status: 200 })
})

test('who never logged in can sign out all the same', async () => {
  const { post, sign, tenant } = await world()
  const headers = { 'x-tenant': tenant.id, authorization: await sign('full-access') }

  await post(LOGOUT, {}, headers)

  expect(await post(LOGIN, {}, headers)).toMatchObject({ status: 401 })
})

test('a user who is signed out everywhere is refused with every token from before', async () => {
  const { as, post, sign, tenant } = await world({ users: [{ name: 'adminUsers.user' }] })
  const earlier = { iat: Math.floor(Date.now() / 1000) - 10 }
  const victim = { uid: '00u_victim', ...earlier }
  const headers = { 'x-tenant': tenant.id, authorization: await sign('nothing', victim) }
  await post(LOGIN, {}, headers)
  const bystander = { 'x-tenant': tenant.id, authorization: await sign('nothing', earlier) }

  const { data } = await as('users').graphql(EVERYWHERE, { userId: '00u_victim' })

  expect(data.security.signOutEverywhere).toEqual({ data: true, error: null })
  expect(await post(LOGIN, {}, headers)).toMatchObject({ status: 401 })
  expect(await post(LOGIN, {}, bystander)).toMatchObject({ status: 200 })
})

test('what a refresh token or Okta’s session gives after that is refused, a new sign-in is not', async () => {
  const { as, sign, post, tenant } = await world({ users: [{ name: 'adminUsers.user' }] })
  const uid = '00u_victim'
  const iat = Math.floor(Date.now() / 1000)
  await as('nothing', { uid, auth_time: iat - 100 }).graphql(LOGIN)

  await as('users').graphql(EVERYWHERE, { userId: uid })

  const signedIn = async (auth_time: number) => {
    const authorization = await sign('nothing', { uid, auth_time, iat: iat + 30, exp: iat + 330 })
    return (await post(LOGIN, {}, { 'x-tenant': tenant.id, authorization })).status
  }
  expect(await signedIn(iat - 100)).toBe(401)
  expect(await signedIn(iat + 30)).toBe(200)
})

test.each([
  ['without a token', null],
  ['with a group that may only read users', 'readers'],
])('signing others out %s is refused', async (_, actor) => {
  const { as } = await world({ readers: [{ name: 'adminUsers.user', rwd: 'r' }] })
  await as('nothing', { uid: '00u_victim' }).graphql(LOGIN)

  const { data } = await as(actor).graphql(EVERYWHERE, { userId: '00u_victim' })

  expect(data.security.signOutEverywhere.error).toEqual({ code: 'SECURITY_NOT_AUTHORIZED' })
})

test('a user of another tenant is as good as unknown, and stays signed in', async () => {
  const acme = await world()
  const globex = await world()
  await globex.as('nothing', { uid: '00u_theirs' }).graphql(LOGIN)

  for (const userId of ['00u_theirs', '00u_no_such', 'a#b', '']) {
    const { data } = await acme.as('full-access').graphql(EVERYWHERE, { userId })
    expect(data.security.signOutEverywhere).toEqual({ data: null, error: { code: 'NOT_FOUND' } })
  }
  await globex.as('nothing', { uid: '00u_theirs' }).graphql(LOGIN)
})
