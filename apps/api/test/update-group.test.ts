import { getGroup } from '@tenantry/security'
import { expect, test } from 'vitest'
import { world } from './world.ts'

const UPDATE = `mutation ($id: ID!, $data: SecurityGroupUpdateInput!, $ifVersion: Int) { security {
  updateGroup(id: $id, data: $data, ifVersion: $ifVersion) {
    data { id name slug description permissions version } error { code }
  }
} }`
const reading = [{ name: 'cms.contentEntry', rwd: 'r' }]
const manager = [{ name: 'security.group' }, ...reading]
const groups = { manager, editors: [], viewer: [{ name: 'security.group', rwd: 'rd' }] }

const update = async (
  { as }: Pick<Awaited<ReturnType<typeof world>>, 'as'>,
  actor: string | null,
  variables: object,
) => (await as(actor).graphql(UPDATE, variables)).data.security.updateGroup

test('changes what is given and leaves what is not', async () => {
  const acme = await world(groups)
  const { id } = await getGroup(acme.scope, { slug: 'editors' })

  const answer = await update(acme, 'manager', { id, data: { permissions: reading }, ifVersion: 1 })

  expect(answer).toMatchObject({
    data: { id, slug: 'editors', name: 'editors', permissions: reading, version: 2 },
    error: null,
  })
})

test('who read an older version is told instead of overwriting', async () => {
  const acme = await world(groups)
  const { id } = await getGroup(acme.scope, { slug: 'editors' })
  await update(acme, 'manager', { id, data: { name: 'First' } })

  const answer = await update(acme, 'manager', { id, data: { name: 'Second' }, ifVersion: 1 })

  expect(answer).toEqual({ data: null, error: { code: 'CONFLICT' } })
})

test.each([
  ['without a token', null, 'SECURITY_NOT_AUTHORIZED'],
  ['with a group that may only read and delete groups', 'viewer', 'SECURITY_NOT_AUTHORIZED'],
])('changing a group %s is refused, be it there or not', async (_, actor, code) => {
  const acme = await world(groups)
  const { id } = await getGroup(acme.scope, { slug: 'editors' })

  for (const it of [id, 'f'.repeat(24)])
    expect(await update(acme, actor, { id: it, data: { name: 'x' } })).toEqual({
      data: null,
      error: { code },
    })
})

test('a group is not widened beyond what its editor holds', async () => {
  const acme = await world(groups)
  const { id } = await getGroup(acme.scope, { slug: 'editors' })

  const answer = await update(acme, 'manager', { id, data: { permissions: [{ name: '*' }] } })

  expect(answer).toEqual({ data: null, error: { code: 'ESCALATION_REFUSED' } })
})

test('a group of another tenant is as good as unknown, even where the slug is the same', async () => {
  const acme = await world(groups)
  const globex = await world(groups)
  const { id } = await getGroup(globex.scope, { slug: 'editors' })

  for (const it of [id, 'f'.repeat(24), 'a#b', ''])
    expect(await update(acme, 'manager', { id: it, data: { name: 'x' } })).toEqual({
      data: null,
      error: { code: 'NOT_FOUND' },
    })
})

test('full-access stays as it is, even for who holds it', async () => {
  const acme = await world()
  const { id } = await getGroup(acme.scope, { slug: 'full-access' })

  const answer = await update(acme, 'full-access', { id, data: { permissions: [] } })

  expect(answer).toEqual({ data: null, error: { code: 'CANNOT_UPDATE_SYSTEM_GROUPS' } })
})
