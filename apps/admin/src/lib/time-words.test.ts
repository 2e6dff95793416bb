import { expect, test } from 'vitest'
import { inUnits, inWords, secondsOf } from './time-words.ts'

test.each([
  [90, 90, 'seconds'],
  [900, 15, 'minutes'],
  [3600, 1, 'hours'],
  [86_400, 1, 'days'],
] as const)('%d seconds are %d %s, and back', (seconds, amount, unit) => {
  expect(inUnits(seconds)).toEqual({ amount, unit })
  expect(secondsOf(amount, unit)).toBe(seconds)
})

test.each([
  [60, '1 minute'],
  [900, '15 minutes'],
  [90, '90 seconds'],
])('%d seconds are said as %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words)
})
