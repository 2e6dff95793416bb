import { getGroup } from '@tenantry/security'
import { expect, test } from 'vitest'
import { world } from './world.ts'

const GET = `query ($where: GetGroupWhereInput!) { security { getGroup(where: $where) {
  data { id slug name permissions system } error { code message }
} } }`
const LIST = '{ security { listGroups { data { slug system } error { code } } } }'
const groups = { viewer: [{ name: 'security.group', rwd: 'r' }], editors: [{ name: 'cms.*' }] }

test('a group is found by its id and by its slug', async () => {
  const { as, scope } = await world(groups)
  const { id } = await getGroup(scope, { slug: 'editors' })
  const expected = { id, slug: 'editors', permissions: [{ name: 'cms.*' }], system: false }

  for (const where of [{ id }, { slug: 'editors' }]) {
    const { data } = await as('viewer').graphql(GET, { where })
    expect(data.security.getGroup).toMatchObject({ data: expected, error: null })
  }
})

test('a tenant lists its own groups and those of the system', async () => {
  const { as } = await world(groups)
  await world({ strangers: [] })

  const { data } = await as('viewer').graphql(LIST)

  const listed: { slug: string }[] = data.security.listGroups.data
  expect(listed.map(({ slug }) => slug).sort()).toEqual([
    'anonymous',
    'editors',
    'full-access',
    'viewer',
  ])
  expect(listed).toContainEqual({ slug: 'full-access', system: true })
})

test.each([
  ['without a token', null],
  ['with a group that may write but not read groups', 'writers'],
  ['with a group for API keys', 'neighbours'],
])('reading groups %s is refused', async (_, actor) => {
  const { as } = await world({
    ...groups,
    writers: [{ name: 'security.group', rwd: 'wd' }],
    neighbours: [{ name: 'security.apiKey' }],
  })

  for (const slug of ['editors', 'no-such']) {
    const { data } = await as(actor).graphql(GET, { where: { slug } })
    expect(data.security.getGroup.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  }
  const { data } = await as(actor).graphql(LIST)
  expect(data.security.listGroups.error.code).toBe('SECURITY_NOT_AUTHORIZED')
})

test('a group of another tenant is answered exactly like an unknown one', async () => {
  const acme = await world(groups)
  const globex = await world({ strangers: [] })
  const { id } = await getGroup(globex.scope, { slug: 'strangers' })
  const ask = async (where: { id: string } | { slug: string }) => {
    const { data } = await acme.as('viewer').graphql(GET, { where })
    return JSON.stringify(data).replaceAll(Object.values(where).join(''), '…')
  }

  expect(await ask({ id })).toBe(await ask({ id: 'f'.repeat(24) }))
  expect(await ask({ slug: 'strangers' })).toBe(await ask({ slug: 'no-such' }))
  expect(await ask({ id })).toContain('NOT_FOUND')
})
