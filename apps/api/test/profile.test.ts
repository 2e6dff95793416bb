import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { accessClaims, okta, randomId, root, send, world } from './world.ts'

const LOGIN = `mutation { security { login {
  data { displayName ... on OktaIdentity { email groups } } error { code }
} } }`
const CURRENT = '{ adminUsers { getCurrentUser { data { displayName email } } } }'

afterEach(() => vi.restoreAllMocks())

const isUserinfo = (url: Parameters<typeof fetch>[0]) =>
  typeof url === 'string' && url.endsWith('/userinfo')

const fetched = vi.fn<typeof fetch>()
/** Okta's userinfo answers so; all else is asked as ever. */
function userinfo(answer: () => Promise<Response>) {
  const real = globalThis.fetch
  fetched.mockReset()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
    if (!isUserinfo(request[0])) return real(...request)
    await fetched(...request)
    return answer()
  })
}
const person = (answer: object) => async () => Response.json({ sub: '00u_somebody', ...answer })

test('a person whose token says only the login is named by Okta when they sign in', async () => {
  const { accessToken } = await okta.signIn({ login: 'root@example.com', clientId: '0oa_root' })
  const headers = { 'x-tenant': root.tenant.id, authorization: `Bearer ${accessToken}` }

  const { data } = await send({ query: LOGIN }, headers)
  const later = await send({ query: CURRENT }, headers)

  const expected = { displayName: 'Robin Root', email: 'root@example.com' }
  expect(data.security.login.data).toMatchObject(expected)
  expect(later.data.adminUsers.getCurrentUser.data).toEqual(expected)
})

describe('userinfo', () => {
  test('is asked with the token, at the issuer of the tenant, once for a token', async () => {
    const { tenant } = await world()
    userinfo(person({ name: 'Ada Lovelace' }))
    const token = await okta.sign(accessClaims(tenant, []))
    const headers = { 'x-tenant': tenant.id, authorization: `Bearer ${token}` }

    for (let n = 0; n < 3; n++) {
      const { data } = await send({ query: LOGIN }, headers)
      expect(data.security.login.data.displayName).toBe('Ada Lovelace')
    }

    expect(fetched).toHaveBeenCalledOnce()
    const [url, options] = fetched.mock.lastCall ?? []
    expect(url).toBe(`${okta.issuerOf('default')}/v1/userinfo`)
    expect(options).toMatchObject({
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}` },
    })
  })

  test('is not asked by any other request, nor for who has a name and an address', async () => {
    const { as } = await world()
    userinfo(person({ name: 'Ada Lovelace' }))

    await as('full-access').graphql('{ security { listGroups { data { id } } } }')
    await as([], { name: 'Grace', email: 'grace@acme.example' }).graphql(LOGIN)

    expect(fetched).not.toHaveBeenCalled()
  })

  test('says nothing about groups', async () => {
    const { as } = await world()
    userinfo(person({ name: 'Ada', tenantry_groups: ['full-access'], groups: ['full-access'] }))

    const { data } = await as([]).graphql(LOGIN)

    expect(data.security.login.data).toMatchObject({ displayName: 'Ada', groups: [] })
  })

  test.each<[string, () => Promise<Response>]>([
    ['of somebody else', person({ sub: '00u_other', name: 'Eve' })],
    [
      'that is refused',
      async () => new Response('{"sub":"00u_somebody","name":"Eve"}', { status: 401 }),
    ],
    ['that is a redirect', async () => Response.redirect('https://evil.example/')],
    ['that is no JSON', async () => new Response('<html>')],
    ['that is a list', async () => new Response('["00u_somebody"]')],
    [
      'that is too large',
      async () => new Response(`{"sub":"00u_somebody","name":"Eve","x":"${'x'.repeat(70_000)}"}`),
    ],
    ['with a name that is none', person({ name: { first: 'Eve' } })],
    ['with an empty name', person({ name: ' ' })],
    ['that fails', async () => Promise.reject(new Error('ECONNRESET'))],
  ])('an answer %s changes nothing, and keeps nobody out', async (_, answer) => {
    const { as } = await world()
    userinfo(answer)

    const { data } = await as([]).graphql(LOGIN)

    expect(data.security.login).toMatchObject({
      data: { displayName: 'somebody@example.com', email: 'somebody@example.com' },
      error: null,
    })
    expect(fetched).toHaveBeenCalledOnce()
  })

  test('that hangs is waited for two seconds', async () => {
    const hang: RequestListener = () => undefined
    const server = createServer(hang).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { as } = await world()
    const real = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation((url, options) =>
      real(isUserinfo(url) ? `http://127.0.0.1:${port}/` : url, options),
    )

    const { data } = await as([]).graphql(LOGIN)

    expect(data.security.login.error).toBeNull()
    server.closeAllConnections()
    server.close()
  })

  test('is not for machines', async () => {
    const serviceClientIds = [randomId('0oa_s')]
    const settings = { appClientId: randomId('0oa'), okta: { serviceClientIds } }
    const { as } = await world({}, { settings })
    userinfo(person({ name: 'Eve' }))
    const [cid] = serviceClientIds

    const { data } = await as([], { cid, sub: cid, uid: undefined }).graphql(LOGIN)

    expect(data.security.login.error.code).toBe('SECURITY_NOT_AUTHORIZED')
    expect(fetched).not.toHaveBeenCalled()
  })
})
