import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { askedBy, bytesOf, newMeter, noteRead, noteTransaction, transactionUnits } from './meter.ts'
import { CHAIN_END, EVENT_KIND, tenantTable, UNFINISHED_KIND } from './tenant-table.ts'
import { testTable } from './testing.ts'

const at = { PK: 'P', SK: 'S' }
const put = (bytes: number) => ({ put: { ...at, body: 'x'.repeat(bytes) } })

describe('an item weighs what DynamoDB says that it does', () => {
  test.each<[unknown, number]>([
    ['text', 4],
    ['Öl', 3],
    [0, 2],
    [12, 2],
    [12345, 4],
    [-1.5, 3],
    [true, 1],
    [false, 1],
    [null, 1],
    [undefined, 1],
    [[], 3],
    [['ab', 'c'], 8],
    [{}, 0],
    [{ Ö: 'ab', c: [1] }, 11],
    [{ a: undefined, b: 'c' }, 2],
  ])('%j: %i bytes', (value, bytes) => {
    expect(bytesOf(value)).toBe(bytes)
  })
})

test.each<[string, Parameters<typeof transactionUnits>[0], number]>([
  ['nothing', [], 0],
  ['a small item', [put(1)], 2],
  ['an item of 1 KB', [put(1024 - 2 - 2 - 4 - 2)], 2],
  ['one of a little more', [put(1024)], 4],
  ['items of 3 KB and of 1 KB', [put(2500), put(10)], 8],
  ['what is not put', [{ delete: at }, { check: at, onlyIf: 1 }, { update: at, add: { n: 1 } }], 6],
])('a transaction of %s takes 2 units for each KB that it begins', (_, changes, units) => {
  expect(transactionUnits(changes)).toBe(units)
})

test('a meter adds up what calls say, and asks for it; without one nobody does', () => {
  const meter = newMeter()
  noteRead(meter, { CapacityUnits: 1.5 })
  noteRead(meter, [{ CapacityUnits: 2 }, {}])
  noteRead(meter, undefined)
  noteTransaction(meter, [put(1), put(2000)])
  noteRead(undefined, { CapacityUnits: 1 })
  noteTransaction(undefined, [put(1)])

  expect(meter).toEqual({ calls: 4, readUnits: 3.5, writeUnits: 6 })
  expect(askedBy(meter)).toEqual({ ReturnConsumedCapacity: 'TOTAL' })
  expect(askedBy(undefined)).toEqual({})
})

test('each call of a table is counted', async () => {
  const meter = newMeter()
  const table = tenantTable(`t-${randomUUID()}`, { ...(await testTable()), meter })
  const by = { type: 'admin', id: '00u1', displayName: 'Ada' }
  const event = { action: 'test.thing.save', by, target: 'x' }
  const thing = { PK: 'THING', SK: 'x' }
  const after = async (call: () => Promise<unknown>) => {
    const before = { ...meter }
    await call()
    const { calls, readUnits, writeUnits } = meter
    return [calls - before.calls, readUnits - before.readUnits, writeUnits - before.writeUnits]
  }

  expect(await after(() => table.write([{ put: thing }], event))).toEqual([1, 0, 4])
  expect(await after(() => table.get(thing))).toEqual([1, 1, 0])
  expect(await after(() => table.getMany([thing]))).toEqual([1, 1, 0])
  expect(await after(() => table.list('THING', '', 10))).toEqual([1, 1, 0])
  expect(await after(() => table.walk('THING', { from: 'a', to: 'z', limit: 10 }))).toEqual([
    1, 1, 0,
  ])
})

test('what the stream and the roles are told of items is spelled as they know it', () => {
  expect({ EVENT_KIND, UNFINISHED_KIND, CHAIN_END }).toEqual({
    EVENT_KIND: 'audit-event',
    UNFINISHED_KIND: 'unfinished',
    CHAIN_END: { PK: 'AUDIT', SK: 'END' },
  })
})
