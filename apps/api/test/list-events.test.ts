import { expect, test } from 'vitest'
import { world } from './world.ts'

const LIST = `query ($where: AuditEventWhereInput, $limit: Int, $after: String) { audit {
  listEvents(where: $where, limit: $limit, after: $after) {
    data { events { at action target by { id type displayName } sequence } cursor }
    error { code data }
  }
} }`
const LOGIN = 'mutation { security { login { data { id } } } }'
const LOGOUT = 'mutation { security { logout { data } } }'
const CREATE = `mutation ($permissions: [JSON!]!) { security {
  createGroup(data: { name: "Editors", slug: "editors", permissions: $permissions }) { error { code } }
} }`
const groups = {
  auditors: [{ name: 'audit.log', rwd: 'r' }],
  managers: [{ name: 'security.group' }],
}

type World = Awaited<ReturnType<typeof world>>

async function list({ as }: World, variables: object = {}) {
  const { data } = await as('auditors').graphql(LIST, variables)
  expect(data.audit.listEvents.error).toBeNull()
  return data.audit.listEvents.data
}
const actionsIn = ({ events }: { events: { action: string }[] }) =>
  events.map(({ action }) => action)

test('tells of sign-ins, sign-outs, changes and refused escalations, the last first', async () => {
  const acme = await world(groups)
  const manager = acme.as('managers', { uid: '00u_ada', sub: 'ada@example.com' })
  await manager.graphql(LOGIN)
  await manager.graphql(CREATE, { permissions: [] })
  await manager.graphql(CREATE, { permissions: [{ name: '*' }] })
  await manager.graphql(LOGOUT)

  const { events } = await list(acme, { limit: 4 })

  expect(actionsIn({ events })).toEqual([
    'security.user.logout',
    'security.escalation.refuse',
    'security.group.create',
    'security.user.login',
  ])
  expect(events[1]).toMatchObject({ target: 'createGroup', by: { id: '00u_ada', type: 'admin' } })
  expect(events[3]).toMatchObject({ target: '00u_ada', sequence: null })
})

test('shows nothing of another tenant, not even with its cursor', async () => {
  const [acme, globex] = [await world(groups), await world(groups)]
  await acme.as('managers').graphql(LOGIN)
  const { cursor } = await list(acme, { limit: 1 })

  const first = await list(globex)
  const next = await list(globex, { limit: 1, after: cursor })

  const installation = expect.arrayContaining(['tenancy.tenant.install'])
  expect(actionsIn(first)).toEqual(installation)
  for (const page of [first, next]) expect(JSON.stringify(page)).not.toContain('user.login')
})

test('pages by a cursor, and narrows', async () => {
  const acme = await world(groups)
  const where = { action: 'security.group' }

  const first = await list(acme, { limit: 1, where })
  const second = await list(acme, { limit: 1, where, after: first.cursor })

  expect([first, second].map((it) => it.events[0].target)).toHaveLength(2)
  expect(first.events[0].target).not.toBe(second.events[0].target)
  expect(second.cursor).toBeNull()
})

test('what is asked for wrongly is told by field', async () => {
  const { as } = await world(groups)

  const { data } = await as('auditors').graphql(LIST, { limit: 1000, where: { from: 'today' } })

  expect(data.audit.listEvents).toMatchObject({
    data: null,
    error: { code: 'VALIDATION_FAILED', data: [{ fieldId: 'where.from' }, { fieldId: 'limit' }] },
  })
})
