import { beforeEach, expect, test } from 'vitest'
import { forgetRoot } from './forget-root.ts'
import { okta, send, table, world } from './world.ts'

const INSTALL = ['tenancy', 'security', 'cms'].map(
  (area) => `mutation { ${area} { install { data error { code } } } }`,
)
const AREAS = ['tenancy', 'security', 'i18n', 'cms']
const VERSIONS = `{ ${AREAS.map((it) => `${it} { version }`).join(' ')} }`
const none = { version: null }

beforeEach(() => forgetRoot(table.TableName))

const post = (query: string, headers: Record<string, string> = {}) =>
  send({ query }, { 'x-tenant': 'root', ...headers })
const tokenOf = async (login: string, clientId: string) => {
  const { accessToken } = await okta.signIn({ login, clientId })
  return { authorization: `Bearer ${accessToken}` }
}

test.each(INSTALL)('root’s administrator installs, and once is enough: %s', async (install) => {
  const headers = await tokenOf('root@example.com', '0oa_root')
  expect(await post(VERSIONS)).toMatchObject({
    data: { tenancy: none, security: none, i18n: none, cms: none },
  })

  const first = await post(install, headers)
  const { data: installed } = await post(VERSIONS)

  expect(Object.values(first.data)).toEqual([{ install: { data: true, error: null } }])
  expect(installed.tenancy.version).toMatch(/^\d+\.\d+\.\d+$/)
  for (const area of AREAS) expect(installed[area]).toEqual(installed.tenancy)
})

test('a second installation, of either kind, writes nothing', async () => {
  const headers = await tokenOf('root@example.com', '0oa_root')
  const DEFAULT = '{ tenancy { getDefaultTenant { data { id version createdOn } } } }'
  for (const install of INSTALL) await post(install, headers)
  const before = await post(DEFAULT, headers)
  table.calls.length = 0

  for (const install of INSTALL) await post(install, headers)

  expect(table.calls.filter(({ command }) => command === 'TransactWrite')).toEqual([])
  const after = await post(DEFAULT, headers)
  expect(after.data).toEqual(before.data)
  expect(after.data.tenancy.getDefaultTenant.data.version).toBe(1)
})

test('those who install at once all succeed', async () => {
  const headers = await tokenOf('root@example.com', '0oa_root')

  const answers = await Promise.all(INSTALL.map((install) => post(install, headers)))

  expect(answers.flatMap(({ data }) => Object.values(data))).toEqual(
    INSTALL.map(() => ({ install: { data: true, error: null } })),
  )
})

test.each(INSTALL)('nobody installs without a token: %s', async (install) => {
  const { data } = await post(install)

  expect(Object.values(data)).toEqual([
    { install: { data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } } },
  ])
  expect((await post(VERSIONS)).data.tenancy.version).toBeNull()
})

test.each(INSTALL)(
  'who holds less than everything on root does not install: %s',
  async (install) => {
    const headers = await tokenOf('nobody@example.com', '0oa_root')

    const { data } = await post(install, headers)

    expect(Object.values(data)).toMatchObject([
      { install: { error: { code: 'SECURITY_NOT_AUTHORIZED' } } },
    ])
  },
)

test.each(INSTALL)('the people of another client do not install root: %s', async (install) => {
  for (const [login, clientId] of [
    ['admin@acme.example', '0oa_acme'],
    ['root@example.com', '0oa_acme'],
    ['root@example.com', '0oa_dev'],
  ] as const)
    expect(await post(install, await tokenOf(login, clientId))).toMatchObject({ status: 401 })
})

test('a tenant is installed by its creation: installing it does nothing, but not for everybody', async () => {
  const acme = await world()
  for (const install of INSTALL) {
    const mine = await acme.as('full-access').graphql(install)
    expect(Object.values(mine.data)).toEqual([{ install: { data: true, error: null } }])
    const anonymous = await acme.as(null).graphql(install)
    expect(JSON.stringify(anonymous.data)).toContain('SECURITY_NOT_AUTHORIZED')
  }
  expect((await post(VERSIONS)).data.tenancy.version).toBeNull()
})
