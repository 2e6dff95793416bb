import { expect, test } from 'vitest'
import { changed, readListSearch, sortBy, sortingOf } from './list-search.ts'

test('an address says what a list shows, and what makes no sense in it is left out', () => {
  const search = { status: 'draft', find: 'hello', sort: 'title_ASC', after: 'c1' }

  expect(readListSearch(search)).toEqual(search)
  expect(readListSearch({ status: 'lost', find: '', sort: 'title; drop', after: 7 })).toEqual({})
})

test.each([
  ['another filter', { status: 'published' as const }],
  ['other words', { find: 'x' }],
])('%s begins at the first page', (_, change) => {
  expect(changed({ after: 'c1', sort: 'title_ASC' }, change)).toEqual({
    sort: 'title_ASC',
    ...change,
  })
})

test('times begin with the newest, names with A, and a second click turns the order round', () => {
  expect(sortingOf({})).toEqual({ name: 'savedOn', isDescending: true })
  const byTitle = sortBy({}, 'title')
  expect(byTitle).toEqual({ sort: 'title_ASC' })
  expect(sortBy(byTitle, 'title')).toEqual({ sort: 'title_DESC' })
  expect(sortBy(byTitle, 'savedOn')).toEqual({})
  expect(sortBy({}, 'savedOn')).toEqual({ sort: 'savedOn_ASC' })
})
