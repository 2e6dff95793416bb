import { expect, test, vi } from 'vitest'
import { key, newId } from './keys.ts'

test.each(['', 'a#b', 'a*', 'a?', '$a'])('refuses %j as a part of a key', (part) => {
  expect(() => key('GROUP', part)).toThrow(TypeError)
})

test('joins its parts', () => {
  expect(key('L', 'en-US', 'ENTRY')).toBe('L#en-US#ENTRY')
})

test('ids are 24 hex digits, all different, and sort by the order they were made in', () => {
  const ids = Array.from({ length: 70_000 }, newId)

  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true)
  expect(ids.toSorted()).toEqual(ids)
})

test('ids keep their order when the clock is set back', () => {
  const before = newId()
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000)
  expect(newId() > before).toBe(true)
})
