import { expect, test } from 'vitest'
import { dayProblem, expiresOn, isExpired, type ExpiryChoice } from './expiry.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

test.each<[ExpiryChoice, string | null | undefined]>([
  ['30', '2026-12-22T12:00:00.000Z'],
  ['90', '2027-02-20T12:00:00.000Z'],
  ['365', '2027-11-22T12:00:00.000Z'],
  ['never', null],
  ['keep', undefined],
])('the choice %s ends a key at %s', (expiry, at) => {
  expect(expiresOn({ expiry, expiryDay: '' }, now)).toBe(at)
})

test('a chosen day counts in full, where the person is', () => {
  const at = expiresOn({ expiry: 'day', expiryDay: '2030-01-31' }, now)

  expect(new Date(at ?? '')).toEqual(new Date(2030, 1, 1))
})

test.each([
  ['', 'Choose a day.'],
  ['2026-11-20', 'Choose today or a day to come.'],
  ['2026-11-22', null],
  ['2030-01-31', null],
])('%j as the last day: %s', (day, problem) => {
  expect(dayProblem(day, now)).toBe(problem)
})

test('a key without an end never expires', () => {
  expect(isExpired(null, now)).toBe(false)
  expect(isExpired('2026-11-22T12:00:00Z', now)).toBe(true)
  expect(isExpired('2026-11-22T12:00:01Z', now)).toBe(false)
})
