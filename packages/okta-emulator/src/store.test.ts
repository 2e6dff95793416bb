import { afterEach, expect, test, vi } from 'vitest'
import { createStore } from './store.ts'
import { wait } from './test-world.ts'

afterEach(() => void vi.useRealTimers())

test('a store forgets what is older than its life', () => {
  const store = createStore<string>(10)
  store.put('a', 'x')
  wait(9)
  expect(store.find('a')).toBe('x')
  wait(2)
  expect(store.find('a')).toBeUndefined()
  expect(store.take('a')).toBeUndefined()
})

test('putting again gives a new life', () => {
  const store = createStore<string>(10)
  store.put('a', 'x')
  store.put('b', 'y')
  wait(9)
  store.put('a', 'z')
  wait(9)
  store.put('c', 'w')
  expect([store.find('a'), store.find('b'), store.find('c')]).toEqual(['z', undefined, 'w'])
})

test('what is taken is gone', () => {
  const store = createStore<string>(10)
  store.put('a', 'x')
  expect([store.take('a'), store.take('a')]).toEqual(['x', undefined])
})

test.each([null, undefined, ''])('nothing is stored under %j', (key) => {
  expect(createStore<string>(10).find(key)).toBeUndefined()
})
