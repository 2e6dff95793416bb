import { expect, test } from 'vitest'
import { inShort, wordsOf } from './permission-words.ts'

test.each([
  [{ name: '*' }, 'Everything on this tenant'],
  [{ name: 'security.*' }, 'Everything about groups and API keys'],
  [{ name: 'security.group' }, 'Read, write, and delete groups'],
  [{ name: 'security.group', rwd: 'r' }, 'Read groups'],
  [{ name: 'tenancy.tenant', rwd: 'rw' }, 'Read and write tenants'],
  [{ name: 'cms.contentEntry' }, 'Read, write, delete, publish, and unpublish entries'],
  [{ name: 'cms.contentEntry', rwd: 'r' }, 'Read entries'],
  [{ name: 'cms.contentEntry', rwd: 'rw', pw: 'p' }, 'Read, write, and publish entries'],
  [{ name: 'cms.contentEntry', own: true }, 'Read, write, and delete entries'],
  [{ name: 'cms.endpoint.read' }, 'Use the API that reads published content'],
])('%j is "%s"', (permission, may) => {
  expect(wordsOf(permission)).toMatchObject({ may, isKnown: true })
})

test('limits are named one by one', () => {
  const { limits } = wordsOf({
    name: 'cms.contentEntry',
    own: true,
    models: { 'en-US': ['article', 'author'] },
    groups: ['blog'],
    locales: ['en-US', 'de-DE'],
  })

  expect(limits).toEqual([
    'only their own',
    'only the models article and author in en-US',
    'only the model groups blog',
    'in en-US and de-DE',
  ])
})

test('a name that means nothing is said to mean nothing', () => {
  expect(wordsOf({ name: 'security.grup' })).toEqual({
    may: 'security.grup',
    limits: [],
    isKnown: false,
  })
})

test.each([
  [[], 'Nothing yet'],
  [[{ name: 'a' }], '1 permission'],
  [[{ name: 'a' }, { name: 'b' }], '2 permissions'],
  [[{ name: 'a' }, { name: '*' }], 'Everything'],
])('%j in short is "%s"', (permissions, text) => {
  expect(inShort(permissions)).toBe(text)
})
