import type { Group } from '@tenantry/security'
import { colleagueOf } from '@tenantry/security/testing'
import { describe, expect, test, vi } from 'vitest'
import { getContentEntries, searchContentEntries } from './content-entries.ts'
import { createEntry, createEntryFrom, updateEntry } from './entries.ts'
import { createModel } from './models.ts'
import { field, world } from './testing.ts'
import { indexWords } from './words.ts'

const reading = (more: Group = []): Group => [
  { name: 'cms.contentModel', rwd: 'r' },
  { name: 'cms.contentModelGroup', rwd: 'r' },
  ...more,
]

/** Articles and authors: a public one of which there is a draft, another draft, and an author. */
async function library() {
  const { scope, model: article } = await world()
  const author = await createModel(scope, 'en-US', {
    name: 'Author',
    singularApiName: 'Author',
    pluralApiName: 'Authors',
    group: article.group.id,
    fields: [field('name', 'text')],
  })
  const first = await createEntry(scope, article, {
    data: { title: 'Public', status: 'published' },
  })
  const draft = await createEntryFrom(scope, article, {
    revision: first.id,
    data: { title: 'Draft' },
  })
  const other = await createEntry(scope, article, { data: { title: 'Other' } })
  const ada = await createEntry(scope, author, { data: { name: 'Ada' } })
  return { scope, models: [article, author], article, author, first, draft, other, ada }
}

const idsOf = (found: readonly { entry: { id: string } }[]) => found.map(({ entry }) => entry.id)
const named = (modelId: string, id: string) => ({ modelId, id })

describe('entries by name', () => {
  test('are those that are named, or what is latest or public of them, in their order', async () => {
    const { scope, models, first, draft, other, ada } = await library()
    const entries = [
      named('author', ada.id),
      named('article', other.id),
      named('article', first.id),
    ]
    const get = async (as: 'exact' | 'latest' | 'published') =>
      idsOf(await getContentEntries(scope, models, { entries, as }))

    expect(await get('exact')).toEqual([ada.id, other.id, first.id])
    expect(await get('latest')).toEqual([ada.id, other.id, draft.id])
    expect(await get('published')).toEqual([first.id])
  })

  test('that are not there are left out: of another model, of none, without a revision', async () => {
    const { scope, models, other, ada } = await library()
    const entries = [
      named('author', other.id),
      named('none', ada.id),
      named('author', ada.entryId),
      named('author', 'a#0001'),
      named('author', ''),
    ]
    expect(await getContentEntries(scope, models, { entries, as: 'exact' })).toEqual([])
    expect(idsOf(await getContentEntries(scope, models, { entries, as: 'latest' }))).toEqual([
      ada.id,
    ])
  })

  test('are at most 100', async () => {
    const { scope, models, ada } = await library()
    const entries = Array.from({ length: 101 }, () => named('author', ada.id))
    const asked = getContentEntries(scope, models, { entries, as: 'latest' })
    await expect(asked).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'entries' }],
    })
  })
})

describe('a search', () => {
  test('finds the entries that were saved last, of the models that are named', async () => {
    vi.useFakeTimers({ now: Date.now() + 1000, toFake: ['Date'] })
    const { scope, models, article, draft, other, ada } = await library()
    vi.advanceTimersByTime(1000)
    await updateEntry(scope, article, { revision: other.id, data: { price: 1 } })
    vi.useRealTimers()
    const search = async (modelIds: string[], limit?: number) =>
      idsOf(await searchContentEntries(scope, models, { modelIds, limit }))

    const all = await search(['article', 'author', 'none'])
    expect(all[0]).toBe(other.id)
    expect(all.toSorted()).toEqual([ada.id, draft.id, other.id].toSorted())
    expect(await search(['article', 'author'], 1)).toEqual([other.id])
    expect(await search(['author'])).toEqual([ada.id])
    expect(await search([])).toEqual([])
  })

  test('by words finds those of which each begins one', async () => {
    const { scope, models, article, draft, other } = await library()
    await indexWords(scope, article, [draft.entryId, other.entryId])

    const query = 'oth'
    const found = await searchContentEntries(scope, models, { modelIds: ['article'], query })
    expect(idsOf(found)).toEqual([other.id])
  })

  test('within fields finds what stands anywhere in one of them', async () => {
    const { scope, models, article, ada } = await library()
    const data = { title: 'Third', body: 'Told to Adam.' }
    const third = await createEntry(scope, article, { data })
    const search = async (query: string, ...fields: string[]) => {
      const modelIds = ['article', 'author']
      return idsOf(
        await searchContentEntries(scope, models, { modelIds, query, fields }),
      ).toSorted()
    }
    expect(await search('da', 'body', 'name')).toEqual([third.id, ada.id].toSorted())
    expect(await search('DA', 'name')).toEqual([ada.id])
    expect(await search('told', 'title')).toEqual([])
    expect(await search('da', 'price', 'none')).toEqual([])
  })

  test.each([
    ['limit', { modelIds: ['article'], limit: 0 }],
    ['limit', { modelIds: ['article'], limit: 101 }],
    ['modelIds', { modelIds: Array.from({ length: 26 }, (_, n) => `m${n}`) }],
  ])('with another %s is refused', async (fieldId, input) => {
    const { scope, models } = await library()
    await expect(searchContentEntries(scope, models, input)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId }],
    })
  })
})

describe('who may not read entries', () => {
  test('of any model is refused', async () => {
    const { scope, models, ada } = await library()
    const who = colleagueOf(scope, reading())
    const refused = { code: 'SECURITY_NOT_AUTHORIZED' }
    const entries = [named('author', ada.id)]

    await expect(getContentEntries(who, models, { entries, as: 'exact' })).rejects.toMatchObject(
      refused,
    )
    await expect(searchContentEntries(who, models, { modelIds: ['author'] })).rejects.toMatchObject(
      refused,
    )
  })

  test('of one model gets those of the others, and who reads their own only these', async () => {
    const { scope, models, article, other, ada } = await library()
    const entries = [named('author', ada.id), named('article', other.id)]
    const modelIds = ['article', 'author']
    const one = colleagueOf(
      scope,
      reading([{ name: 'cms.contentEntry', rwd: 'r', models: ['author'] }]),
    )
    expect(idsOf(await getContentEntries(one, models, { entries, as: 'exact' }))).toEqual([ada.id])
    expect(idsOf(await searchContentEntries(one, models, { modelIds }))).toEqual([ada.id])

    const own = colleagueOf(scope, reading([{ name: 'cms.contentEntry', rwd: 'rw', own: true }]))
    const theirs = await createEntry(own, article, { data: { title: 'Mine' } })
    expect(await getContentEntries(own, models, { entries, as: 'latest' })).toEqual([])
    expect(idsOf(await searchContentEntries(own, models, { modelIds }))).toEqual([theirs.id])
  })
})
