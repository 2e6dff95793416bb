import { expect, test } from 'vitest'
import { fieldIdOf, pluralOf, singularOf } from './api-names.ts'

test.each([
  ['Article', 'Article', 'Articles'],
  ['blog post', 'BlogPost', 'BlogPosts'],
  ['Category', 'Category', 'Categories'],
  ['Day', 'Day', 'Days'],
  ['Press release (box)', 'PressReleaseBox', 'PressReleaseBoxes'],
  ['3 Café', 'Cafe', 'Cafes'],
  ['日本', '', ''],
])('%j is %j in the API, and many are %j', (name, one, many) => {
  expect(singularOf(name)).toBe(one)
  expect(pluralOf(one)).toBe(many)
})

test('a field is named by its label', () => {
  expect(fieldIdOf('Published on')).toBe('publishedOn')
  expect(fieldIdOf('')).toBe('')
})
