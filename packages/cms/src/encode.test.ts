import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generated } from '../../../tools/runs.ts'
import { compareBytes, encode, encodeNumber, fold, SEPARATOR, sortText } from './encode.ts'
import { copyOf, packRow, type Row, unpackRow } from './row.ts'

fc.configureGlobal(generated(100))

const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const text = fc.string({ unit: 'binary', maxLength: 200 })
const column = (kind: 'text' | 'number') => ({ id: 'x', name: 'x', kind, list: false, slot: 0 })

describe('keys', () => {
  test('of numbers are in the order of the numbers', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(Math.sign(compareBytes(encodeNumber(a), encodeNumber(b)))).toBe(Math.sign(a - b) + 0)
      }),
    )
    expect(encodeNumber(-0)).toBe(encodeNumber(0))
    expect(() => encodeNumber(Number.NaN)).toThrow(TypeError)
  })

  test('are compared as DynamoDB compares them: by their bytes', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [a.toWellFormed(), b.toWellFormed()]
        const bytes = Buffer.compare(Buffer.from(x), Buffer.from(y))
        expect(Math.sign(compareBytes(x, y))).toBe(bytes)
      }),
    )
  })

  test('of texts stay in order with an id behind them, and fit twice into a sort key', () => {
    const key = (it: string) => encode({ kind: 'text' }, it) + SEPARATOR
    fc.assert(
      fc.property(text, text, (a, b) => {
        const alone = compareBytes(sortText(a), sortText(b))
        if (alone !== 0)
          expect(Math.sign(compareBytes(`${key(a)}f`, `${key(b)}0`))).toBe(Math.sign(alone))
        expect(Buffer.byteLength(key(a))).toBeLessThanOrEqual(410)
      }),
    )
  })

  test('of a text and of the copy that rows keep are the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (it) => {
        const copy = copyOf(column('text'), it)
        const start =
          typeof copy === 'object' && copy && 'start' in copy ? copy.start : `${copy as string}`
        expect(sortText(start)).toBe(sortText(start.toWellFormed()))
        expect(encode({ kind: 'text' }, start)).toBe(`1${sortText(start)}`)
      }),
    )
  })

  test('of what is missing come before all others', () => {
    expect(compareBytes(encode({ kind: 'text' }, null), encode({ kind: 'text' }, ''))).toBeLessThan(
      0,
    )
  })

  test.each([
    ['Äpfel', 'Zebra'],
    ['ab', 'ab c'],
    ['apple', 'Banana'],
    ['\uffee', '🦓'],
  ])('put %j before %j', (a, b) => {
    expect(compareBytes(sortText(a) + SEPARATOR, sortText(b) + SEPARATOR)).toBeLessThan(0)
  })
})

test.each([
  ['ΟΔΟΣ', 'οδοσ'],
  ['A\u0308', 'ä'],
  ['\ud800x', '\ufffdx'],
])('%j folds to %j', (a, b) => {
  expect(fold(a)).toBe(b)
})

describe('rows', () => {
  const one = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    number.map((it) => it + 0),
    fc.boolean(),
    fc.record({ start: fc.string(), digest: fc.string() }),
  )
  const cell = fc.oneof(one, fc.array(one), fc.constant(null), fc.constant(undefined))

  test('come back as they were packed, also where values repeat', () => {
    fc.assert(
      fc.property(fc.array(cell), (row: Row) => {
        const twice: Row = [...row, ...row]
        expect(unpackRow(packRow(twice))).toEqual(twice)
      }),
    )
  })

  test('say what repeats once', () => {
    const time = '2026-01-01T00:00:00.000Z'
    expect(packRow([time, null, time, time])).toBe(`["${time}",null,[0],[0]]`)
  })
})
