import { eventsOf } from '@tenantry/dynamo/testing'
import { AppError } from '@tenantry/errors'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { keyOfPart, type Note, once } from './once.ts'
import { event, type Scope } from './scope.ts'
import { colleagueOf, scopeFor, table } from './testing.ts'

const at = { PK: 'COUNT', SK: 'ALL' }

/** The least that a mutation does: adds one, and answers which number it was given. */
function counterOf(scope: Scope) {
  let runs = 0
  const add = (request: { idempotencyKey?: string; input?: unknown; operation?: string } = {}) =>
    once(scope, {
      operation: 'test.count.add',
      input: 1,
      ...request,
      run: async (note: Note) => {
        const id = `run ${++runs}`
        const changes = [{ update: at, add: { total: 1 } }, ...note(id)]
        await scope.table.write(changes, event(scope, 'test.count.add', id))
        return { id, isFirst: true }
      },
      again: async (id) => ({ id, isFirst: false }),
    })
  const total = async () => (await scope.table.get(at))?.['total'] ?? 0
  const events = () => eventsOf(scope.table)
  return { add, total, events, runs: () => runs }
}

const first = { id: 'run 1', isFirst: true }
const repeated = { id: 'run 1', isFirst: false }
const misused = { code: 'VALIDATION_FAILED', data: [{ fieldId: 'idempotency-key' }] }

// Waiting is not what is tested here.
beforeEach(() => vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => {
  vi.useRealTimers()
  table.before = undefined
  table.faults.length = 0
})

test('without a key a request is done as often as it comes', async () => {
  const { add, total } = counterOf(scopeFor())

  await add()
  await add()

  expect(await total()).toBe(2)
})

test('with a key it is done once, and what it leaves is known to nobody else', async () => {
  const scope = scopeFor()
  const { add, total, events, runs } = counterOf(scope)
  table.calls.length = 0

  expect(await add({ idempotencyKey: 'secret' })).toEqual(first)
  const sent = table.calls.flatMap(({ keys }) => keys)
  expect(await add({ idempotencyKey: 'secret' })).toEqual(repeated)

  expect([await total(), runs(), (await events()).length]).toEqual([1, 1, 1])
  expect(sent.filter(({ PK }) => PK.includes('#REPEAT#'))).not.toEqual([])
  expect(JSON.stringify(sent)).not.toContain('secret')
})

test.each([
  ['another input', { input: 2 }],
  ['another operation', { operation: 'test.count.subtract' }],
])('a key that was used for %s is refused', async (_, other) => {
  const { add, total } = counterOf(scopeFor())
  await add({ idempotencyKey: 'a' })

  await expect(add({ idempotencyKey: 'a', ...other })).rejects.toMatchObject(misused)

  expect(await total()).toBe(1)
})

test('a key that was used for another version is refused', async () => {
  const scope = scopeFor()
  const save = (ifVersion?: number) =>
    once(scope, {
      operation: 'test.thing.save',
      input: null,
      ifVersion,
      idempotencyKey: 'a',
      run: async (note) => {
        await scope.table.write(note('x'), event(scope, 'test.thing.save', 'x'))
        return 'saved'
      },
      again: async () => 'again',
    })

  expect([await save(1), await save(1)]).toEqual(['saved', 'again'])
  for (const other of [2, undefined]) await expect(save(other)).rejects.toMatchObject(misused)
})

test('the key of somebody else is another key, on the same tenant and elsewhere', async () => {
  const scope = scopeFor()
  await counterOf(scope).add({ idempotencyKey: 'a' })
  const elsewhere = { ...scopeFor(), principal: scope.principal }

  for (const other of [colleagueOf(scope), elsewhere])
    expect(await counterOf(other).add({ idempotencyKey: 'a', input: 2 })).toEqual(first)
})

test('a machine with the id of a person is somebody else', async () => {
  const scope = scopeFor()
  await counterOf(scope).add({ idempotencyKey: 'a' })
  const identity = { ...scope.principal.identity, type: 'service' }

  const machine = { ...scope, principal: { ...scope.principal, identity } }

  expect(await counterOf(machine).add({ idempotencyKey: 'a' })).toEqual(first)
})

test('a key is free again after 24 hours, and not before', async () => {
  const { add } = counterOf(scopeFor())
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  await add({ idempotencyKey: 'a' })

  vi.advanceTimersByTime(23.9 * 3_600_000)
  expect(await add({ idempotencyKey: 'a' })).toEqual(repeated)
  vi.advanceTimersByTime(0.2 * 3_600_000)
  expect(await add({ idempotencyKey: 'a' })).toEqual({ id: 'run 2', isFirst: true })
})

describe('of two at once', () => {
  test('one writes, and both are answered', async () => {
    const { add, total, events } = counterOf(scopeFor())

    const answers = await Promise.all([1, 2, 3].map(() => add({ idempotencyKey: 'a' })))

    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.filter(({ isFirst }) => isFirst)).toHaveLength(1)
    expect([await total(), (await events()).length]).toEqual([1, 1])
  })

  test('the one that comes second within its own write is answered what the first made', async () => {
    const { add, total } = counterOf(scopeFor())
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      await add({ idempotencyKey: 'a' })
    }

    expect(await add({ idempotencyKey: 'a' })).toEqual({ id: 'run 2', isFirst: false })

    expect(await total()).toBe(1)
  })

  test('who wants something else with the same key is told so', async () => {
    const { add, total } = counterOf(scopeFor())
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      await add({ idempotencyKey: 'a' })
    }

    await expect(add({ idempotencyKey: 'a', input: 2 })).rejects.toMatchObject(misused)

    expect(await total()).toBe(1)
  })
})

describe('what fails', () => {
  test('as reported but was applied is not done again', async () => {
    const { add, total, events } = counterOf(scopeFor())
    table.faults.push(...Array.from({ length: 6 }, () => 'unanswered' as const))
    await expect(add({ idempotencyKey: 'a' })).rejects.toThrow('injected: throttled')
    expect(table.faults).toEqual([])

    expect(await add({ idempotencyKey: 'a' })).toEqual(repeated)

    expect([await total(), (await events()).length]).toEqual([1, 1])
  })

  test.each(['conflict', 'throttled', 'unanswered'] as const)(
    'for a moment (%s) is done once',
    async (fault) => {
      const { add, total } = counterOf(scopeFor())
      table.faults.push(fault, fault)

      expect(await add({ idempotencyKey: 'a' })).toEqual(first)

      expect(await total()).toBe(1)
    },
  )

  test('before it was applied leaves nothing, and is done by the next request', async () => {
    const { add, total, runs } = counterOf(scopeFor())
    table.before = ({ command }) => {
      if (command === 'TransactWrite') throw new Error('crash')
    }
    await expect(add({ idempotencyKey: 'a' })).rejects.toThrow('crash')
    table.before = undefined

    expect(await add({ idempotencyKey: 'a' })).toEqual({ id: 'run 2', isFirst: true })

    expect([await total(), runs()]).toEqual([1, 2])
  })

  test('by a rule is refused each time, and leaves the key free', async () => {
    const scope = scopeFor()
    const taken = new AppError('GROUP_EXISTS', 'taken')
    const refuse = () =>
      once(scope, {
        operation: 'test.count.add',
        input: 1,
        idempotencyKey: 'a',
        run: () => Promise.reject(taken),
        again: async () => 'again',
      })

    await expect(refuse()).rejects.toBe(taken)
    await expect(refuse()).rejects.toBe(taken)
    expect(await counterOf(scope).add({ idempotencyKey: 'a' })).toEqual(first)
  })
})

test.each([
  ['runs again from the read of who named no version', undefined, 'made it', 3],
  ['is told to who named one', 1, 'CONFLICT', 1],
])('being outrun %s', async (_, ifVersion, outcome, times) => {
  const scope = scopeFor()
  let runs = 0
  const save = once(scope, {
    operation: 'test.thing.save',
    input: null,
    ifVersion,
    idempotencyKey: 'a',
    run: async () => {
      if (++runs < 3) throw new AppError('CONFLICT', 'outrun')
      return 'made it'
    },
    again: async () => 'again',
  })

  expect(await save.catch(({ code }) => code)).toBe(outcome)
  expect(runs).toBe(times)
})

test('each part of a request has a key of its own, which is always the same', () => {
  const request = { idempotencyKey: 'a' }
  const keys = [
    keyOfPart(request, '1'),
    keyOfPart(request, '2'),
    keyOfPart({ idempotencyKey: 'b' }, '1'),
  ]

  expect(new Set(keys.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3)
  expect(keyOfPart(request, '1')).toEqual(keys[0])
  expect(keyOfPart({}, '1')).toEqual({ idempotencyKey: undefined })
})
