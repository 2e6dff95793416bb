import { eventsOf, today } from '@tenantry/dynamo/testing'
// The clock is the tests' own: ids and days follow it, so it only goes forward.
import { createHash } from 'node:crypto'
import { idsFrom, type Item, type Key, newId } from '@tenantry/dynamo'
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { generated } from '../../../tools/runs.ts'
import { digestOf, hashBeforeFirst, linkOf } from './audit-chain.ts'
import { sealEvents } from './audit-sealing.ts'
import { verifyEvents } from './audit-verification.ts'
import type { Scope } from './scope.ts'
import { intruder, scopeFor, table, writeEvents } from './testing.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
let now = Date.parse('2030-01-30T12:00:00Z')
const pass = (milliseconds: number) => vi.setSystemTime((now += milliseconds))

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now }))
afterEach(() => {
  table.before = undefined
  expect(table.faults.splice(0)).toEqual([])
})

const { TableName } = table
const own = ({ tenant }: Scope, PK: string) => `T#${tenant.id}#${PK}`
const put = (item: Item) => intruder.send(new PutCommand({ TableName, Item: item }))
const remove = ({ PK, SK }: Item) =>
  intruder.send(new DeleteCommand({ TableName, Key: { PK, SK } }))
const read = async ({ PK, SK }: Item): Promise<Item> =>
  (await intruder.send(new GetCommand({ TableName, Key: { PK, SK } }))).Item ?? {}

/** The events of a day as they lie in the table. */
async function stored(scope: Scope, day = today()): Promise<Item[]> {
  const { Items = [] } = await intruder.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'PK = :PK',
      ExpressionAttributeValues: { ':PK': own(scope, `AUDIT#${day}`) },
    }),
  )
  return Items
}

/** Lets things happen, and says what the stream would name. */
async function happen(scope: Scope, count: number): Promise<Key[]> {
  const from = newId()
  await writeEvents(scope, 'security.group.create', count)
  const events = await eventsOf(scope.table, from)
  return events.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) }))
}

const seal = ({ tenant, table: own }: Scope, names: readonly Key[]) =>
  sealEvents(tenant.id, own, names)
const verify = ({ tenant, table: own }: Scope, noted?: string) =>
  verifyEvents(tenant.id, own, noted)

async function sealedLog(...counts: number[]) {
  const scope = scopeFor()
  for (const count of counts) await seal(scope, await happen(scope, count))
  return scope
}

describe('sealEvents', () => {
  test('numbers events in the order of their ids, each hashed over the one before', async () => {
    const scope = await sealedLog(3, 2)

    const events = await stored(scope)

    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
    expect(new Set(events.map(({ hash }) => hash)).size).toBe(5)
    expect(await verify(scope)).toEqual({
      events: 5,
      sealed: 5,
      overdue: 0,
      end: { sequence: 5, hash: events[4]?.['hash'] },
    })
  })

  test('changes nothing of an event but adds its seal, and touches nothing else of the tenant', async () => {
    const scope = scopeFor()
    const names = await happen(scope, 1)
    const [before] = await stored(scope)
    table.calls.length = 0

    await seal(scope, names)

    const [after] = await stored(scope)
    expect(after).toEqual({ ...before, sequence: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    // As many actions as its role has: reading by key, walking, and a transaction of puts.
    expect(new Set(table.calls.map(({ command }) => command))).toEqual(
      new Set(['Get', 'Query', 'TransactWrite']),
    )
    const keys = table.calls.flatMap((call) => call.keys.map(({ PK }) => PK))
    expect(keys.filter((PK) => !PK.startsWith(own(scope, 'AUDIT')))).toEqual([])
  })

  test('seals more than one transaction takes, and is no event itself', async () => {
    const scope = await sealedLog(110)

    expect(await verify(scope)).toMatchObject({ events: 110, sealed: 110, end: { sequence: 110 } })
  })

  test('what is named again stays as it is', async () => {
    const scope = scopeFor()
    const names = await happen(scope, 3)
    const first = await seal(scope, names)
    table.calls.length = 0

    const again = await seal(scope, names)

    expect(again).toEqual(first)
    expect(table.calls.filter(({ command }) => command === 'TransactWrite')).toEqual([])
  })

  test('of several at once each event is sealed once', async () => {
    const scope = scopeFor()
    const names = [...(await happen(scope, 60)), ...(await happen(scope, 60))]

    const attempts = await Promise.allSettled([
      seal(scope, names),
      seal(scope, names.slice(0, 70)),
      seal(scope, names.slice(50)),
    ])

    // Who is outrun again and again is told so, and comes back, as a stream does.
    for (const it of attempts)
      if (it.status === 'rejected') expect(it.reason).toMatchObject({ code: 'CONFLICT' })
    await seal(scope, names)
    expect(await verify(scope)).toMatchObject({ events: 120, sealed: 120 })
    expect((await verify(scope)).broken).toBeUndefined()
  })

  test('a crash at any call leaves a chain that the next run completes', async () => {
    for (let crash = 1, finished = false; !finished; crash++) {
      const scope = await sealedLog(2)
      const names = await happen(scope, 100)
      let calls = 0
      table.before = () => {
        if (++calls === crash) throw new Error('crash')
      }
      finished = await seal(scope, names).then(
        () => true,
        () => false,
      )
      table.before = undefined
      const halfway = await verify(scope)

      await seal(scope, names)

      expect(halfway.broken).toBeUndefined()
      const whole = await verify(scope)
      expect(whole).toMatchObject({ events: 102, sealed: 102, end: { sequence: 102 } })
      expect(whole.broken).toBeUndefined()
      if (crash > 2) expect(calls).toBeGreaterThan(2)
    }
  })

  test.each(['conflict', 'throttled', 'unanswered'] as const)('survives %s', async (fault) => {
    const scope = scopeFor()
    const names = await happen(scope, 3)
    table.faults.push(fault, fault)

    await seal(scope, names)

    const whole = await verify(scope)
    expect(whole).toMatchObject({ events: 3, sealed: 3, end: { sequence: 3 } })
    expect(whole.broken).toBeUndefined()
  })

  test('an event whose name got lost is sealed with the next one, also days later', async () => {
    const scope = await sealedLog(1)
    await happen(scope, 2)
    pass(2 * DAY)

    await seal(scope, await happen(scope, 1))

    const whole = await verify(scope)
    expect(whole).toMatchObject({ events: 4, sealed: 4 })
    expect(whole.broken).toBeUndefined()
  })

  test('an event that comes long after its successors gets a number after theirs', async () => {
    const scope = scopeFor()
    const day = today()
    const late = { PK: `AUDIT#${day}`, SK: newId() }
    await seal(scope, await happen(scope, 3))
    pass(DAY)
    await seal(scope, await happen(scope, 1))
    await put({ ...late, PK: own(scope, late.PK), kind: 'audit-event', action: 'late.event.come' })

    await seal(scope, [late])

    expect(await read({ ...late, PK: own(scope, late.PK) })).toMatchObject({ sequence: 5 })
    const whole = await verify(scope)
    expect(whole).toMatchObject({ events: 5, sealed: 5 })
    expect(whole.broken).toBeUndefined()
  })

  test('seals as many at once as a transaction takes with the end of the chain', async () => {
    const scope = scopeFor()
    const names = await happen(scope, 110)
    table.calls.length = 0

    await seal(scope, names)

    const writes = table.calls.filter(({ command }) => command === 'TransactWrite')
    expect(writes.map(({ keys }) => keys.length)).toEqual([99, 13])
  })

  test('goes on from the last event once that is five minutes old, and never goes back', async () => {
    const scope = scopeFor()
    const late = { PK: `AUDIT#${today()}`, SK: newId() }
    const first = await happen(scope, 2)
    expect(await seal(scope, first)).toMatchObject({ walked: idsFrom(now - 5 * MINUTE) })

    const second = await happen(scope, 2)
    pass(5 * MINUTE + 1000)
    const [, last] = second
    expect(await seal(scope, second)).toMatchObject({ walked: last?.SK })
    await put({ ...late, PK: own(scope, late.PK), kind: 'audit-event', action: 'late.event.come' })
    expect(await seal(scope, [late])).toMatchObject({ sequence: 5, walked: last?.SK })
  })

  test('remembers the first day of the log, also if its event comes last', async () => {
    const scope = scopeFor()
    const early = { PK: `AUDIT#${today()}`, SK: newId() }
    const day = today()
    pass(DAY)
    expect(await seal(scope, await happen(scope, 1))).toMatchObject({ since: today() })
    await put({
      ...early,
      PK: own(scope, early.PK),
      kind: 'audit-event',
      action: 'late.event.come',
    })

    expect(await seal(scope, [early])).toMatchObject({ since: day })
    expect(await seal(scope, await happen(scope, 1))).toMatchObject({ since: day })
  })

  test('an event of a clock that is a year ahead is sealed by its name, and no day until then is walked', async () => {
    const scope = await sealedLog(1)
    const ahead = new Date(now + 365 * DAY)
    const name = {
      PK: `AUDIT#${ahead.toISOString().slice(0, 10)}`,
      SK: idsFrom(ahead.getTime()) + '0'.repeat(12),
    }
    await put({ ...name, PK: own(scope, name.PK), kind: 'audit-event', action: 'early.event.come' })
    table.calls.length = 0

    expect(await seal(scope, [name])).toMatchObject({ sequence: 2 })
    expect(table.calls.length).toBeLessThan(20)
  })

  test('a name of nothing seals nothing, and begins no chain by itself', async () => {
    const scope = scopeFor()

    expect(await seal(scope, [])).toBeUndefined()
    await seal(scope, [{ PK: `AUDIT#${today()}`, SK: newId() }])

    expect(await verify(scope)).toEqual({ events: 0, sealed: 0, overdue: 0, end: undefined })
  })
})

describe('verifyEvents', () => {
  test('what is not sealed yet is counted and breaks nothing', async () => {
    const scope = await sealedLog(2)
    await happen(scope, 3)

    expect(await verify(scope)).toMatchObject({ events: 5, sealed: 2, overdue: 0 })
    expect((await verify(scope)).broken).toBeUndefined()
  })

  test('what waits for longer than sealing takes is counted, also if nothing is sealed any more', async () => {
    const scope = await sealedLog(3)
    pass(11 * MINUTE)
    await happen(scope, 1)
    for (const it of [...(await stored(scope)), { PK: own(scope, 'AUDIT'), SK: 'END' }])
      await (it['kind'] ? put({ ...it, sequence: undefined, hash: undefined }) : remove(it))

    expect(await verify(scope)).toEqual({ events: 4, sealed: 0, overdue: 3, end: undefined })
  })

  /** What an intruder does to one of the events, and the way back. */
  const attacks = {
    'edits its target': async (it: Item) => put({ ...it, target: 'another' }),
    'edits who did it': async (it: Item) => put({ ...it, by: { type: 'admin', id: '00u_other' } }),
    'adds a field': async (it: Item) => put({ ...it, note: 'approved' }),
    deletes: remove,
    'moves to another moment': async (it: Item) => {
      await remove(it)
      await put({ ...it, SK: newId() })
    },
    'gives its number to another one': async (it: Item) => put({ ...it, SK: newId() }),
    'inserts one with a number of its own behind': async (it: Item) =>
      put({ ...it, SK: newId(), sequence: 1000 }),
    'takes the seal from': async (it: Item) => put({ ...it, sequence: undefined, hash: undefined }),
    'writes another hash into': async (it: Item) => put({ ...it, hash: '0'.repeat(64) }),
    'writes no number into': async (it: Item) => put({ ...it, sequence: 'many' }),
  }
  type Attack = keyof typeof attacks

  test('whatever is done to any event is found', async () => {
    const scope = await sealedLog(4, 1, 5)
    const events = await stored(scope)
    const what = fc.constantFrom(...(Object.keys(attacks) as Attack[]))
    const known = new Set(events.map(({ SK }) => SK))
    await fc.assert(
      fc
        .asyncProperty(what, fc.integer({ min: 0, max: 9 }), async (attack, n) => {
          const victim = events[n] ?? {}
          await attacks[attack](victim)

          const { broken } = await verify(scope)

          expect(broken, `${attack} event ${n + 1}`).toMatch(/^(Event|2030-)/)
        })
        .afterEach(async () => {
          const added = (await stored(scope)).filter(({ SK }) => !known.has(SK))
          await Promise.all([...added.map(remove), ...events.map(put)])
        }),
      { ...generated(60), examples: [['gives its number to another one', 9]] },
    )
    expect((await verify(scope)).broken).toBeUndefined()
  })

  test('two events that change places are found, also with their seals left where they were', async () => {
    const scope = await sealedLog(6)
    const events = await stored(scope)
    const pair = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 2 })
    await fc.assert(
      fc.asyncProperty(pair, fc.boolean(), async ([n = 0, m = 0], sealsStay) => {
        const [a = {}, b = {}] = [events[n], events[m]]
        const seals = (it: Item) => ({ sequence: it['sequence'], hash: it['hash'] })
        await put({ ...b, PK: a['PK'], SK: a['SK'], ...(sealsStay && seals(a)) })
        await put({ ...a, PK: b['PK'], SK: b['SK'], ...(sealsStay && seals(b)) })

        const { broken } = await verify(scope)
        for (const it of [a, b]) await put(it)

        expect(broken).toMatch(/^Event \d/)
      }),
      generated(20),
    )
  })

  test('a log that was cut off is whole by itself, and not what an earlier head was part of', async () => {
    const scope = await sealedLog(3)
    const early = (await verify(scope)).end?.hash ?? ''
    const endKey = { PK: own(scope, 'AUDIT'), SK: 'END' }
    const earlyEnd = await read(endKey)
    await seal(scope, await happen(scope, 2))
    const late = (await verify(scope)).end?.hash ?? ''
    expect((await verify(scope, early)).broken).toBeUndefined()

    for (const it of (await stored(scope)).filter(({ sequence }) => Number(sequence) > 3))
      await remove(it)
    expect((await verify(scope)).broken).toBe('Event 4 is missing.')
    await put(earlyEnd)

    expect((await verify(scope)).broken).toBeUndefined()
    expect((await verify(scope, early)).broken).toBeUndefined()
    expect((await verify(scope, late)).broken).toMatch(/^No event has the hash/)
  })

  test('an end that was moved or taken away is found', async () => {
    const scope = await sealedLog(3)
    const end = await read({ PK: own(scope, 'AUDIT'), SK: 'END' })

    await remove(end)
    expect((await verify(scope)).broken).toMatch(/^Event 1 .* the chain ends before it\.$/)
    await put({ ...end, sequence: 2 })
    expect((await verify(scope)).broken).toBe(
      'The chain says that it ends with another hash than event 2 has.',
    )
    await put({ ...end, hash: '0'.repeat(64) })
    expect((await verify(scope)).broken).toMatch(/ends with another hash/)
    await put({ ...end, since: '2031-01-01' })
    expect((await verify(scope)).broken).toBe('Event 1 is missing.')
  })

  test('the chain of one tenant does not pass for that of another', async () => {
    const scope = await sealedLog(2)
    const other = scopeFor()
    const items = [...(await stored(scope)), await read({ PK: own(scope, 'AUDIT'), SK: 'END' })]
    for (const it of items)
      await put({ ...it, PK: String(it['PK']).replace(scope.tenant.id, other.tenant.id) })

    expect((await verify(other)).broken).toMatch(/^Event 1 .* is not what was sealed/)
  })
})

test('a hash is over a text that anybody can write again who reads the log', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const item = { b: [1, 'x', null, undefined], a: { d: true, c: 'ä' }, sequence: 1, hash: 'x' }

  expect(digestOf(item)).toBe(sha256('{"a":{"c":"ä","d":true},"b":[1,"x",null,null]}'))
  expect(linkOf('before', 2, 'digest')).toBe(sha256('before\n2\ndigest'))
  expect(hashBeforeFirst('acme')).toBe(sha256('tenantry audit chain, version 1\nacme'))
})
