import { describe, expect, test } from 'vitest'
import { fieldsOf } from './field-input.ts'
import { field } from './testing.ts'
import { assertValid, mergeValues } from './values.ts'

type Rule = { name: string; settings?: object }

const fieldWith = (type: string, validation: Rule[], more: object = {}) =>
  fieldsOf([field('x', type, { validation, ...more }) as never], [])

const check = (fields: ReturnType<typeof fieldsOf>, value: unknown) => () =>
  assertValid(fields, mergeValues(fields, { x: value }))

describe('validators', () => {
  test.each<[string, Rule, unknown, unknown]>([
    ['text', { name: 'required' }, 'a', ''],
    ['text', { name: 'minLength', settings: { value: 2 } }, '🦓🦓', '🦓'],
    ['text', { name: 'maxLength', settings: { value: 2 } }, '🦓🦓', 'abc'],
    ['text', { name: 'pattern', settings: { preset: 'email' } }, 'a@b.example', 'a@b'],
    ['text', { name: 'pattern', settings: { preset: 'url' } }, 'https://a.example', 'javascript:x'],
    ['text', { name: 'pattern', settings: { preset: 'lowerCase' } }, 'abc', 'aBc'],
    ['text', { name: 'pattern', settings: { preset: 'lowerCase' } }, 'äß漢', 'ab1'],
    ['text', { name: 'pattern', settings: { preset: 'upperCase' } }, 'ÄB', 'AB.'],
    ['text', { name: 'pattern', settings: { preset: 'lowerCaseSpace' } }, 'a b', 'a-b'],
    ['text', { name: 'pattern', settings: { preset: 'upperCaseSpace' } }, 'A B', 'A b'],
    ['text', { name: 'pattern', settings: { preset: 'custom', regex: '^a+$' } }, 'aa', 'ab'],
    ['text', { name: 'in', settings: { values: ['a', 'b'] } }, 'a', 'c'],
    ['number', { name: 'gte', settings: { value: '2' } }, 2, 1],
    ['number', { name: 'lte', settings: { value: 2 } }, 2, 3],
    ['boolean', { name: 'required' }, false, null],
    [
      'datetime',
      { name: 'dateGte', settings: { value: '2026-01-02' } },
      '2026-01-02',
      '2026-01-01',
    ],
    [
      'datetime',
      { name: 'dateLte', settings: { value: '2026-01-02' } },
      '2026-01-02',
      '2026-01-03',
    ],
  ])('%s %j takes %j and not %j', (type, rule, good, bad) => {
    const settings = type === 'datetime' ? { settings: { type: 'date' } } : {}
    const fields = fieldWith(type, [rule], settings)
    expect(check(fields, good)).not.toThrow()
    expect(check(fields, bad)).toThrow('Validation failed.')
  })

  test.each<[string, Rule, unknown]>([
    ['text', { name: 'minLength', settings: { min: 9 } }, 'a'],
    ['text', { name: 'maxLength' }, 'abc'],
    ['text', { name: 'in' }, 'a'],
    ['number', { name: 'gte', settings: { value: null } }, 1],
    ['number', { name: 'lte', settings: { value: '' } }, 1],
    ['datetime', { name: 'dateGte' }, '2026-01-01T00:00:00Z'],
  ])('%s %j without what it compares with takes %j', (type, rule, value) => {
    expect(check(fieldWith(type, [rule]), value)).not.toThrow()
  })

  test('of days compare times of day where the field is one', () => {
    const settings = { type: 'time' }
    const rules = [
      { name: 'dateGte', settings: { value: '11:30:00', type: 'time' } },
      { name: 'dateLte', settings: { value: '13:30', type: 'time' } },
    ]
    const fields = fieldWith('datetime', rules, { settings })
    for (const good of ['11:30', '12:00:00', '13:30:00']) expect(check(fields, good)).not.toThrow()
    for (const bad of ['11:29:59', '13:30:01']) expect(check(fields, bad)).toThrow()
  })

  test('of times compare times of day', () => {
    const rules = [{ name: 'timeGte', settings: { value: '09:00' } }]
    const fields = fieldWith('datetime', rules, { settings: { type: 'time' } })
    expect(check(fields, '09:00:00')).not.toThrow()
    expect(check(fields, '08:59')).toThrow()
  })

  test('of lists look at the list, those of values at each', () => {
    const listValidation = [{ name: 'minLength', settings: { value: 2 } }]
    const rules = [{ name: 'maxLength', settings: { value: 3 } }]
    const fields = fieldWith('text', rules, { multipleValues: true, listValidation })
    expect(check(fields, ['a', 'b'])).not.toThrow()
    expect(check(fields, ['a'])).toThrow()
    expect(check(fields, ['a', 'long'])).toThrow()
  })

  test('a choice is one of those that are offered, and may be made from the start', () => {
    const values = [
      { label: 'A', value: 'a', selected: true },
      { label: 'B', value: 'b' },
    ]
    const fields = fieldWith('text', [], { predefinedValues: { enabled: true, values } })
    expect(check(fields, 'b')).not.toThrow()
    expect(check(fields, 'c')).toThrow()
    expect(mergeValues(fields, {})).toEqual({ 'text@x': 'a' })
  })
})

describe('what is stored', () => {
  test.each([
    ['dateTimeWithoutTimezone', '2026-01-01T12:00:00', '2026-01-01T12:00:00.000Z'],
    ['dateTimeWithoutTimezone', '2026-01-01T12:00:00.000Z', '2026-01-01T12:00:00.000Z'],
    ['dateTimeWithTimezone', '2026-01-01T12:00:00+02:00', '2026-01-01T12:00:00+02:00'],
    ['time', '12:30', '12:30:00'],
    ['date', '2024-02-29', '2024-02-29'],
  ])('of a %s %j is %j', (type, given, stored) => {
    const fields = fieldWith('datetime', [], { settings: { type } })
    expect(mergeValues(fields, { x: given })).toEqual({ 'datetime@x': stored })
  })

  test.each([
    ['dateTimeWithTimezone', '2026-01-01T12:00:00'],
    ['date', '2023-02-29'],
    ['time', '24:00'],
    ['dateTimeWithoutTimezone', 'yesterday'],
    ['dateTimeWithoutTimezone', '+010000-01-01T00:00:00Z'],
  ])('is no %s: %j', (type, given) => {
    const fields = fieldWith('datetime', [], { settings: { type } })
    expect(() => mergeValues(fields, { x: given })).toThrow('Validation failed.')
  })

  test('is nothing too large', () => {
    const fields = fieldWith('long-text', [], { multipleValues: true })
    const value = Array.from({ length: 10 }, () => 'x'.repeat(40_000))
    expect(() => mergeValues(fields, { x: value })).toThrow('Validation failed.')
  })
})
