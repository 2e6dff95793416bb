import { randomUUID } from 'node:crypto'
import { AppError } from '@tenantry/errors'
import { describe, expect, test, vi } from 'vitest'
import { timeOf } from './keys.ts'
import { CHAIN_END, EVENT_KIND, tenantTable } from './tenant-table.ts'
import { eventsOf, testTable } from './testing.ts'
import { pause, retried, save } from './transact.ts'

const by = { type: 'admin', id: '00u1', displayName: 'Ada' }
const event = { action: 'test.thing.save', by, target: 'x' }
const at = { PK: 'THING', SK: 'x' }

async function tenant(id = `t-${randomUUID()}`) {
  const options = await testTable()
  return { id, options, table: tenantTable(id, options) }
}

describe('isolation', () => {
  test('every key that is sent starts with the tenant', async () => {
    const { id, options, table } = await tenant()

    await table.write([save(at, { version: 1 })], event)
    await table.get(at)
    await table.getMany([at])
    await table.list('THING', '', 10)
    await table.walk('THING', { from: 'a', to: 'z', limit: 10, after: 'x' })

    const keys = options.calls.flatMap((call) => call.keys)
    expect(options.calls.map(({ command }) => command)).toEqual([
      'TransactWrite',
      'Get',
      'BatchGet',
      'Query',
      'Query',
    ])
    expect(keys.every(({ PK }) => PK.startsWith(`T#${id}#`))).toBe(true)
  })

  test('the same key in another tenant is another item', async () => {
    const acme = await tenant()
    const globex = await tenant()
    await acme.table.write([save(at, { version: 1, secret: 'acme' })], event)

    expect(await globex.table.get(at)).toBeUndefined()
    expect(await globex.table.getMany([at])).toEqual([])
    expect(await globex.table.list('THING', '', 10)).toEqual([])
    expect(await globex.table.walk('THING', { from: 'a', to: 'z', limit: 10 })).toEqual({
      items: [],
    })
  })

  test('an item does not carry its owner, so that it cannot be stored under another', async () => {
    const { table } = await tenant()
    await table.write([save(at, { version: 1, nothing: undefined })], event)
    expect(await table.get(at)).toEqual({ ...at, version: 1 })
  })

  test.each(['a#b', '', 'a*'])('a tenant cannot be called %j', async (id) => {
    const options = await testTable()
    expect(() => tenantTable(id, options)).toThrow(TypeError)
  })
})

describe('write', () => {
  test('applies all or nothing, the audit event included', async () => {
    const { table } = await tenant()
    await table.write([save(at, { version: 1 })], event)

    const other = { PK: 'THING', SK: 'y' }
    const both = table.write([save(other, { version: 1 }), save(at, { version: 1 })], event)

    await expect(both).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await table.get(other)).toBeUndefined()
    expect(await eventsOf(table)).toMatchObject([{ action: 'test.thing.save', by }])
  })

  test('throws what the failed guard says', async () => {
    const { table } = await tenant()
    const taken = new AppError('GROUP_EXISTS', 'taken')
    const create = () => table.write([{ put: at, onlyIf: 'absent', otherwise: taken }], event)
    await create()
    await expect(create()).rejects.toBe(taken)
  })

  test('of two who save the same version, exactly one is told', async () => {
    const { table } = await tenant()
    await table.write([save(at, { version: 1 })], event)

    const rivals = [1, 2].map((who) => table.write([save(at, { version: 2, who })], event))
    const answers = await Promise.allSettled(rivals)

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'CONFLICT', cause: expect.any(Error) } }])
  })

  test('a check that checks nothing is a mistake of ours', async () => {
    const { table } = await tenant()
    await expect(async () => table.write([{ check: at }], event)).rejects.toThrow(TypeError)
  })

  test('a guard on an update, a delete and a check stops the whole transaction', async () => {
    const { table } = await tenant()
    await table.write([save(at, { version: 1 })], event)

    const other = { put: { PK: 'THING', SK: 'z' } }
    for (const change of [{ update: at, add: { n: 1 } }, { delete: at }, { check: at }]) {
      const refused = table.write([other, { ...change, onlyIf: 7 }], event)
      await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' })
    }
    expect(await table.get(other.put)).toBeUndefined()
  })

  test('a guard on counts holds while each is what it was; what was never counted is 0', async () => {
    const { table } = await tenant()
    await table.write([{ put: { ...at, version: 3, 'drafts:all': 2, gone: 0 } }], event)
    const check = (onlyIf: Record<string, number>) => table.write([{ check: at, onlyIf }], event)

    await check({ version: 3, 'drafts:all': 2, gone: 0, never: 0 })

    const wrongs: Record<string, number>[] = [{ version: 2 }, { 'drafts:all': 0 }, { never: 1 }]
    for (const wrong of wrongs)
      await expect(check(wrong)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('what has expired is as good as absent', async () => {
    const { table } = await tenant()
    const past = Math.floor(Date.now() / 1000) - 1
    await table.write([{ put: { ...at, expiresAt: past } }], event)

    await table.write([{ put: { ...at, expiresAt: past + 60 }, onlyIf: 'absent' }], event)

    expect(await table.get(at)).toMatchObject({ expiresAt: past + 60 })
    const again = table.write([{ put: at, onlyIf: 'absent' }], event)
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('adds to numbers without reading them', async () => {
    const { table } = await tenant()
    const count = () => table.write([{ update: at, add: { all: 1, drafts: 2 } }], event)
    await count()
    await count()
    expect(await table.get(at)).toEqual({ ...at, all: 2, drafts: 4 })
  })

  test.each([
    ['a rival’s transaction', ['conflict', 'conflict']],
    ['throttling', ['throttled', 'throttled']],
    ['an answer that got lost', ['unanswered', 'unanswered']],
  ] as const)('survives %s and applies once', async (_, faults) => {
    const { options, table } = await tenant()
    options.faults.push(...faults)

    await table.write([{ update: at, add: { n: 1 } }], event)

    expect(options.faults).toEqual([])
    expect(await table.get(at)).toEqual({ ...at, n: 1 })
    expect(await eventsOf(table)).toHaveLength(1)
  })

  test('gives up when the fault lasts, and has then applied nothing', async () => {
    const { options, table } = await tenant()
    options.faults.push(...Array.from({ length: 6 }, () => 'conflict' as const))
    const write = table.write([{ update: at, add: { n: 1 } }], event)
    await expect(write).rejects.toThrow('injected: conflict')
    expect(await table.get(at)).toBeUndefined()
  })

  test('more than 100 changes are a mistake of ours, found before anything is sent', async () => {
    const { options, table } = await tenant()
    const changes = Array.from({ length: 100 }, (_, n) => ({ put: { PK: 'THING', SK: `${n}` } }))
    await expect(async () => table.write(changes, event)).rejects.toThrow(TypeError)
    expect(options.calls).toEqual([])
  })
})

describe('events', () => {
  const end = { sequence: 1, version: 1 }

  test('an event says what kind of item it is and when it was, and its day is that of its id', async () => {
    const { table } = await tenant()
    await table.write([], event)

    const [item] = await eventsOf(table)

    const day = new Date(timeOf(String(item?.['SK']))).toISOString().slice(0, 10)
    expect(item).toMatchObject({ ...event, kind: EVENT_KIND, PK: `AUDIT#${day}` })
    expect(Math.abs(Date.parse(String(item?.['at'])) - Date.now())).toBeLessThan(60_000)
  })

  test('are sealed together with the end of their chain, once, and without another event', async () => {
    const { table } = await tenant()
    await table.write([], event)
    const [item = {}] = await eventsOf(table)

    await table.sealEvents(end, [{ ...item, sequence: 1 }])
    const again = table.sealEvents({ ...end, version: 2 }, [{ ...item, sequence: 2 }])

    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await eventsOf(table)).toEqual([{ ...item, sequence: 1 }])
    expect(await table.get(CHAIN_END)).toEqual({ ...CHAIN_END, ...end })
  })

  test('of two who move the end of a chain at once, one is told', async () => {
    const { table } = await tenant()
    await table.sealEvents(end, [])
    await expect(table.sealEvents(end, [])).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('what is no event cannot be written as one', async () => {
    const { table } = await tenant()
    for (const item of [at, { ...at, PK: 'AUDIT' }, { PK: 'AUDIT#2030-01-01' }])
      expect(() => table.sealEvents(end, [item])).toThrow(TypeError)
  })
})

describe('what is derived', () => {
  const derived = { PK: 'L#en-US#INDEX#article#latest#id', SK: 'a' }

  test('is written without an event, all of it or nothing', async () => {
    const { table } = await tenant()
    await table.derive([{ put: derived }])
    expect(await table.get(derived)).toEqual(derived)
    const late = table.derive([{ delete: derived }, { check: at, onlyIf: 1 }])
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await table.get(derived)).toEqual(derived)
    expect(await eventsOf(table)).toEqual([])
  })

  test.each([
    'L#en-US#ENTRY#article#1',
    'L#en-US#MODELS',
    'L#en-US#COUNT#article',
    'GROUPS',
    'AUDIT#2030-01-01',
    'X#L#en-US#INDEX#article',
    'L#en-US#JOBS#x',
  ])('is nothing else: %s cannot be changed unseen', async (PK) => {
    const { table } = await tenant()
    for (const change of [
      { put: { ...at, PK } },
      { delete: { ...at, PK } },
      { update: { ...at, PK }, add: { n: 1 } },
    ])
      await expect(table.derive([{ put: derived }, change])).rejects.toThrow(TypeError)
    expect(await table.get(derived)).toBeUndefined()
  })
})

describe('reads', () => {
  const expired = { ...at, expiresAt: Math.floor(Date.now() / 1000) - 1 }

  test('what has expired is gone, although DynamoDB still has it', async () => {
    const { table } = await tenant()
    await table.write([{ put: expired }], event)

    expect(await table.get(at)).toBeUndefined()
    expect(await table.getMany([at])).toEqual([])
    expect(await table.list('THING', '', 10)).toEqual([])
    expect(await table.walk('THING', { from: 'a', to: 'z', limit: 10 })).toEqual({ items: [] })
  })

  test('a list goes on past what has expired until it has enough', async () => {
    const { table } = await tenant()
    const items = [1, 2, 3, 4, 5].map((n) => ({
      put: { PK: 'THING', SK: `a${n}`, ...(n < 4 && { expiresAt: 1 }) },
    }))
    await table.write([...items, { put: { PK: 'THING', SK: 'b' } }], event)

    expect(await table.list('THING', 'a', 2)).toMatchObject([{ SK: 'a4' }, { SK: 'a5' }])
  })

  test('a walk takes a stretch page by page, in either direction, its ends included', async () => {
    const { table } = await tenant()
    const items = ['a', 'b', 'c', 'd', 'e'].map((SK) => ({ put: { PK: 'THING', SK } }))
    await table.write(items, event)
    const walk = async (direction: { reverse?: boolean }) => {
      const pages: unknown[] = []
      let next: string | undefined
      do {
        const stretch = { from: 'b', to: 'd', ...direction, limit: 2, after: next }
        const page = await table.walk('THING', stretch)
        pages.push(page.items.map(({ SK }) => SK).join(''))
        next = page.next
      } while (next !== undefined)
      return pages
    }

    expect(await walk({})).toEqual(['bc', 'd'])
    expect(await walk({ reverse: true })).toEqual(['dc', 'b'])
    const one = await table.walk('THING', { from: 'c', to: 'c', limit: 2 })
    expect(one).toMatchObject({ items: [{ SK: 'c' }] })
    const nowhere = await table.walk('THING', { from: 'd', to: 'b', limit: 2 })
    expect(nowhere).toEqual({ items: [] })
  })

  test('many by key come whole and in the order of the keys, also when DynamoDB answers a part', async () => {
    const { options, table } = await tenant()
    const keys = Array.from({ length: 150 }, (_, n) => ({ PK: 'THING', SK: `${n}` }))
    await table.write(
      keys.slice(0, 75).map((put) => ({ put })),
      event,
    )
    await table.write(
      keys.slice(75).map((put) => ({ put })),
      event,
    )
    options.faults.push('unprocessed', 'unprocessed')

    const found = await table.getMany([...keys, { PK: 'THING', SK: 'none' }, keys[0] ?? at])

    expect(found.map(({ SK }) => SK)).toEqual(keys.map(({ SK }) => SK))
    expect(options.faults).toEqual([])
  })

  test('what DynamoDB leaves is asked for seven times more, with a pause before each', async () => {
    const { options, table } = await tenant()
    const keys = Array.from({ length: 10 }, (_, n) => ({ PK: 'THING', SK: `${n}` }))
    await table.write(
      keys.map((put) => ({ put })),
      event,
    )
    const pauses = vi.spyOn(Math, 'random').mockReturnValue(0)
    const found = async (leftovers: number) => {
      pauses.mockClear()
      options.faults.push(...Array.from({ length: leftovers }, () => 'unprocessed' as const))
      return table.getMany(keys)
    }

    expect(await found(7)).toHaveLength(10)
    expect(pauses).toHaveBeenCalledTimes(7)
    await expect(found(8)).rejects.toThrow('2 items were left unprocessed.')
  })

  test('a table that reads eventually may see the past, one that reads strongly never does', async () => {
    const { id, options, table } = await tenant()
    await table.write([save(at, { version: 1 })], event)
    await table.write([save(at, { version: 2 })], event)
    const lagging = tenantTable(id, { ...options, ConsistentRead: false })
    options.faults.push('stale', 'stale')

    expect(await table.get(at)).toMatchObject({ version: 2 })
    expect(await lagging.get(at)).toMatchObject({ version: 1 })
    expect(await lagging.list('THING', '', 1)).toMatchObject([{ version: 1 }])
  })
})

test('the pause before the next attempt is up to twice as long as the one before', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  const start = performance.now()
  await pause(1)
  expect(performance.now() - start).toBeGreaterThan(45)
})

describe('retried', () => {
  const conflict = new AppError('CONFLICT', 'changed')

  test('runs again from its read until it is alone', async () => {
    let runs = 0
    const result = await retried(async () => {
      if (++runs < 3) throw conflict
      return runs
    })
    expect(result).toBe(3)
  })

  test('gives up after the eighth time', async () => {
    let runs = 0
    const useCase = retried(async () => {
      runs++
      throw conflict
    })
    await expect(useCase).rejects.toBe(conflict)
    expect(runs).toBe(8)
  })

  test('does not repeat what failed for another reason', async () => {
    let runs = 0
    const useCase = retried(async () => {
      runs++
      throw new AppError('GROUP_EXISTS', 'taken')
    })
    await expect(useCase).rejects.toMatchObject({ code: 'GROUP_EXISTS' })
    expect(runs).toBe(1)
  })
})
