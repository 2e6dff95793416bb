// The clock is the tests' own: ids and days follow it, so it only goes forward.
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { listEvents } from './audit-log.ts'
import { sealEvents } from './audit-sealing.ts'
import { event, type Scope } from './scope.ts'
import { colleagueOf, scopeFor, table, writeEvents } from './testing.ts'

const DAY = 24 * 60 * 60 * 1000
let now = Date.parse('2030-03-01T12:00:00Z')
const pass = (milliseconds: number) => vi.setSystemTime((now += milliseconds))

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now }))
beforeEach(() => pass(1000))

const reader = () => scopeFor([{ name: 'audit.log', rwd: 'r' }])
const happen = async (scope: Scope, action: string, target = 'x') => {
  await scope.table.write([], event(scope, action, target))
  pass(1000)
}
const list = (scope: Scope, input: object = {}) => listEvents(scope, input)
const actions = async (scope: Scope, where: object) =>
  (await list(scope, { where })).events.map(({ action }) => action)

test('the last comes first, with who did what to what, and its number once it is sealed', async () => {
  const scope = reader()
  await happen(scope, 'security.group.create', 'editors')
  const at = new Date(now - 1000).toISOString()
  const [first] = (await list(scope)).events
  await sealEvents(scope.tenant.id, scope.table, [
    { PK: `AUDIT#${at.slice(0, 10)}`, SK: first?.id ?? '' },
  ])
  await happen(scope, 'security.user.login', 'me')

  const { events, cursor } = await list(scope)

  const { identity, displayName } = scope.principal
  expect(events).toEqual([
    expect.objectContaining({ action: 'security.user.login', sequence: null }),
    {
      id: first?.id,
      at,
      action: 'security.group.create',
      target: 'editors',
      by: { ...identity, displayName },
      sequence: 1,
    },
  ])
  expect(cursor).toBeNull()
})

test('takes the permission to read the log', async () => {
  for (const groups of [[], [[{ name: 'audit.log', rwd: 'wd' }]], [[{ name: 'security.*' }]]])
    await expect(list(scopeFor(...groups))).rejects.toMatchObject({
      code: 'SECURITY_NOT_AUTHORIZED',
    })
})

test('pages lead through days with nothing in them to the first event, each event once', async () => {
  const scope = reader()
  for (const [n, days] of [0, 1, 0, 9, 0, 40, 0].entries()) {
    pass(days * DAY)
    await happen(scope, `test.event.${n}`)
    const { events } = await list(scope, { limit: 1 })
    await sealEvents(
      scope.tenant.id,
      scope.table,
      events.map(({ id, at }) => ({ PK: `AUDIT#${at.slice(0, 10)}`, SK: id })),
    )
  }
  const seen: string[] = []
  let after: string | null = null
  let pages = 0
  do {
    table.calls.length = 0
    const page = await list(scope, { limit: 2, after })
    expect(table.calls.length).toBeLessThanOrEqual(21)
    seen.push(...page.events.map(({ action }) => action))
    after = page.cursor
    pages++
  } while (after !== null)

  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `test.event.${n}`))
  // One of them met only days with nothing in them, and said so by its cursor.
  expect(pages).toBeLessThanOrEqual(7)
})

test('a page costs what it shows, however long the log is', async () => {
  const scope = reader()
  for (let n = 0; n < 12; n++) await happen(scope, `test.event.${n}`)
  table.calls.length = 0

  const { events } = await list(scope, { limit: 3 })

  expect(events).toHaveLength(3)
  expect(table.calls.map(({ command }) => command)).toEqual(['Get', 'Query'])
})

test('is narrowed by who, by what begins so, by what it was done to, and by time', async () => {
  const scope = reader()
  const bob = colleagueOf(scope)
  await happen(scope, 'security.group.create', 'editors')
  const from = new Date(now).toISOString()
  await happen(bob, 'cms.entry.create', 'en-US/article/0a1b')
  const to = new Date(now - 1).toISOString()
  await happen(bob, 'security.group.delete', 'editors')

  expect(await actions(scope, { by: bob.principal.identity.id })).toEqual([
    'security.group.delete',
    'cms.entry.create',
  ])
  expect(await actions(scope, { by: scope.principal.displayName.slice(0, -1) })).toEqual([
    'security.group.create',
  ])
  expect(await actions(scope, { action: 'security.group' })).toHaveLength(2)
  expect(await actions(scope, { action: 'group' })).toEqual([])
  expect(await actions(scope, { target: 'Editors', action: 'security.group.c' })).toHaveLength(1)
  for (const target of ['0a1b', 'en-US/article', 'article'])
    expect(await actions(scope, { target })).toEqual(['cms.entry.create'])
  expect(await actions(scope, { target: '0a1' })).toEqual([])
  expect(await actions(scope, { from, to })).toEqual(['cms.entry.create'])
  expect(await actions(scope, { to: from })).toEqual(['cms.entry.create', 'security.group.create'])
  expect(await actions(scope, { from: to, to: from })).toEqual([])
})

test('a filter that nearly nothing passes reads so much and no more, and goes on by its cursor', async () => {
  const scope = reader()
  await happen(scope, 'test.event.rare')
  await writeEvents(scope, 'test.event.common', 1000)
  const where = { action: 'test.event.rare' }
  table.calls.length = 0

  const first = await list(scope, { where })
  const calls = table.calls.length
  const second = await list(scope, { where, after: first.cursor })

  expect(first.events).toEqual([])
  expect(calls).toBeLessThanOrEqual(21)
  expect(second).toMatchObject({ events: [{ action: 'test.event.rare' }], cursor: null })
})

test.each([
  ['a limit above 100', { limit: 101 }, 'limit'],
  ['a time that is none', { where: { from: 'yesterday' } }, 'where.from'],
  ['a cursor that is none', { after: 'abc' }, 'after'],
])('%s is refused', async (_, input, fieldId) => {
  await expect(list(reader(), input)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ fieldId }],
  })
})

test('a cursor belongs to the list that gave it', async () => {
  const scope = reader()
  for (let n = 0; n < 3; n++) await happen(scope, 'test.event.make')
  const { cursor } = await list(scope, { limit: 1 })

  const other = list(scope, { limit: 1, where: { action: 'test' }, after: cursor })

  await expect(other).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  const foreign = await list(reader(), { limit: 1, after: cursor })
  expect(foreign).toEqual({ events: [], cursor: null })
})
