import { expect, test } from 'vitest'
import { suggestSlug } from './slug.ts'

test.each([
  ['Acme', 'acme'],
  ['  Wayne Enterprises, Inc. ', 'wayne-enterprises-inc'],
  ['Café Ünïted', 'cafe-united'],
  ['日本', ''],
  ['a'.repeat(50), 'a'.repeat(40)],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('%j becomes %j', (name, slug) => {
  expect(suggestSlug(name, 40)).toBe(slug)
})
