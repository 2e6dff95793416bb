import { getGroup } from '@tenantry/security'
import { expect, test } from 'vitest'
import { world } from './world.ts'

const DELETE = `mutation ($id: ID!) { security { deleteGroup(id: $id) { data error { code } } } }`
const PERMISSIONS = 'mutation { security { login { data { permissions } } } }'
const groups = {
  manager: [{ name: 'security.group' }],
  editors: [{ name: 'cms.*' }],
  writer: [{ name: 'security.group', rwd: 'rw' }],
}

test('what a group gave is gone with the next request', async () => {
  const { as, scope } = await world(groups)
  const { id } = await getGroup(scope, { slug: 'editors' })

  const { data } = await as('full-access').graphql(DELETE, { id })

  expect(data.security.deleteGroup).toEqual({ data: true, error: null })
  const login = await as('editors').graphql(PERMISSIONS)
  expect(login.data.security.login.data.permissions).toEqual([])
})

test.each([
  ['without a token', null],
  ['with a group that may only read and write groups', 'writer'],
])('deleting a group %s is refused, be it there or not', async (_, actor) => {
  const { as, scope } = await world(groups)
  const { id } = await getGroup(scope, { slug: 'editors' })

  for (const it of [id, 'f'.repeat(24)]) {
    const { data } = await as(actor).graphql(DELETE, { id: it })
    expect(data.security.deleteGroup).toEqual({
      data: null,
      error: { code: 'SECURITY_NOT_AUTHORIZED' },
    })
  }
})

test('a group of another tenant is as good as unknown', async () => {
  const acme = await world(groups)
  const globex = await world(groups)
  const { id } = await getGroup(globex.scope, { slug: 'editors' })

  for (const it of [id, 'f'.repeat(24), 'a#b']) {
    const { data } = await acme.as('full-access').graphql(DELETE, { id: it })
    expect(data.security.deleteGroup).toEqual({ data: null, error: { code: 'NOT_FOUND' } })
  }
  await expect(getGroup(globex.scope, { id })).resolves.toBeDefined()
})

test.each(['full-access', 'anonymous'])('%s cannot be deleted', async (slug) => {
  const { as, scope } = await world()
  const { id } = await getGroup(scope, { slug })

  const { data } = await as('full-access').graphql(DELETE, { id })

  expect(data.security.deleteGroup.error).toEqual({ code: 'CANNOT_DELETE_SYSTEM_GROUPS' })
})
