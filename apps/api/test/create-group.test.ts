import { getGroup } from '@tenantry/security'
import { expect, test } from 'vitest'
import { world } from './world.ts'

const CREATE = `mutation ($data: SecurityGroupCreateInput!) { security { createGroup(data: $data) {
  data { id name slug description permissions system version createdOn } error { code data }
} } }`
const reading = [{ name: 'cms.contentEntry', rwd: 'r' }]
const manager = [{ name: 'security.group' }, ...reading]
const wish = (changes: object = {}) => ({
  data: {
    slug: 'editors',
    name: 'Editors',
    description: 'They edit.',
    permissions: reading,
    ...changes,
  },
})

test('a manager creates a group with what they hold themselves', async () => {
  const { as, scope } = await world({ manager })

  const { data } = await as('manager').graphql(CREATE, wish())

  const { data: made, error } = data.security.createGroup
  expect(error).toBeNull()
  expect(made).toMatchObject({ ...wish().data, system: false, version: 1 })
  expect(await getGroup(scope, { id: made.id })).toMatchObject({
    slug: 'editors',
    permissions: reading,
  })
})

test('a group gives its permissions with the next request', async () => {
  const { as } = await world({ manager })
  await as('manager').graphql(CREATE, wish())

  const { data } = await as('editors').graphql(
    'mutation { security { login { data { permissions } } } }',
  )

  expect(data.security.login.data.permissions).toEqual(reading)
})

test.each([
  ['without a token', null, {}, 'SECURITY_NOT_AUTHORIZED'],
  ['with a group that may only read groups', 'viewer', {}, 'SECURITY_NOT_AUTHORIZED'],
  ['with a group that may only manage keys', 'neighbour', {}, 'SECURITY_NOT_AUTHORIZED'],
  [
    'that may do more than its maker',
    'manager',
    { permissions: [{ name: 'cms.*' }] },
    'ESCALATION_REFUSED',
  ],
  ['that may do all', 'manager', { permissions: [{ name: '*' }] }, 'ESCALATION_REFUSED'],
  ['under a slug that is taken', 'manager', { slug: 'viewer' }, 'GROUP_EXISTS'],
  ['in the place of full-access', 'manager', { slug: 'full-access' }, 'GROUP_EXISTS'],
  ['without a name', 'manager', { name: ' ' }, 'VALIDATION_FAILED'],
  ['under a slug that could name another key', 'manager', { slug: 'a#b' }, 'VALIDATION_FAILED'],
  ['with permissions that are none', 'manager', { permissions: ['*', 7] }, 'VALIDATION_FAILED'],
])('creating a group %s is refused', async (_, actor, changes, code) => {
  const { as } = await world({
    manager,
    viewer: [{ name: 'security.group', rwd: 'r' }],
    neighbour: [{ name: 'security.apiKey' }],
  })

  const { data } = await as(actor).graphql(CREATE, wish(changes))

  expect(data.security.createGroup).toMatchObject({ data: null, error: { code } })
})

test('two groups of the caller do not add up to one that holds both', async () => {
  const { as } = await world({ manager, drafters: [{ name: 'cms.contentModel' }] })
  const permissions = [...reading, { name: 'cms.contentModel' }]

  const { data } = await as(['manager', 'drafters']).graphql(CREATE, wish({ permissions }))

  expect(data.security.createGroup.error.code).toBe('ESCALATION_REFUSED')
})

test('the same slug is free on another tenant', async () => {
  const acme = await world({ manager })
  const globex = await world({ manager })
  await acme.as('manager').graphql(CREATE, wish())

  const { data } = await globex.as('manager').graphql(CREATE, wish())

  expect(data.security.createGroup.error).toBeNull()
})
