import { expect, test, vi } from 'vitest'
import { key, newId, timeOf } from './keys.ts'

test.each(['', 'a#b', 'a*', 'a?', '$a'])('refuses %j as a part of a key', (part) => {
  expect(() => key('GROUP', part)).toThrow(TypeError)
})

test('joins its parts', () => {
  expect(key('L', 'en-US', 'ENTRY')).toBe('L#en-US#ENTRY')
})

test('ids are 24 hex digits and sort by the order they were made in, however many in a millisecond', () => {
  vi.spyOn(Date, 'now').mockReturnValue(Date.now())
  const ids = Array.from({ length: 70_000 }, newId)

  expect(ids.every((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true)
  expect(ids.findIndex((id, n) => n > 0 && id <= String(ids[n - 1]))).toBe(-1)
})

test('ids keep their order when the clock is set back a little', () => {
  const before = newId()
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000)
  expect(newId() > before).toBe(true)
})

test('ids are of their own time again once a clock that was far ahead is put right', () => {
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 24 * 60 * 60 * 1000)
  newId()
  clock.mockRestore()

  expect(Math.abs(timeOf(newId()) - Date.now())).toBeLessThan(60_000)
})
