import { expect, test } from 'vitest'
import { createLru } from './lru.ts'

test('a full map forgets what was not asked for longest', () => {
  const values = createLru<number>(2)
  values.set('a', 1)
  values.set('b', 2)

  values.get('a')
  values.set('c', 3)

  expect(['a', 'b', 'c'].map((name) => values.get(name))).toEqual([1, undefined, 3])
})

test('a name that is set again takes no second place', () => {
  const values = createLru<number>(2)
  values.set('a', 1)
  values.set('b', 2)

  values.set('b', 3)

  expect(['a', 'b'].map((name) => values.get(name))).toEqual([1, 3])
})
