import { createEntry, type Entry, publishEntry } from '@tenantry/cms'
import { beforeAll, describe, expect, test } from 'vitest'
import { contentWorld, keyFor, reading } from './content-world.ts'
import { table } from './world.ts'

type World = Awaited<ReturnType<typeof contentWorld>>
let acme: World
let authors: Entry[]
const SIZE = 12
const read = { path: 'read/en-US' }
const preview = { path: 'preview/en-US' }

// Read only, so one for all.
beforeAll(async () => {
  acme = await contentWorld()
  const { scope, models } = acme
  authors = []
  for (const name of ['Ann', 'Bob', 'Draft']) {
    const made = await createEntry(scope, models.author, { data: { name } })
    authors.push(made)
    if (name !== 'Draft') await publishEntry(scope, models.author, { revision: made.id })
  }
  for (let n = 0; n < SIZE; n++) {
    const author = { modelId: 'author', id: authors[n % 3]?.id }
    const data = {
      title: `Title ${String(n).padStart(2, '0')}`,
      body: n === 5 ? 'a needle in it' : 'nothing',
      price: n,
      featured: n % 2 === 0,
      goneOn: `2030-01-${String(n + 1).padStart(2, '0')}`,
      author,
    }
    const { id } = await createEntry(scope, models.article, { data })
    if (n < SIZE - 1) await publishEntry(scope, models.article, { revision: id })
  }
})

const LIST = `query ($where: ArticleListWhereInput, $sort: [ArticleListSorter], $limit: Int, $after: String, $search: String) {
  answer: listArticles(where: $where, sort: $sort, limit: $limit, after: $after, search: $search) {
    data { price } meta { cursor hasMoreItems totalCount totalCountExact } error { code data } } }`
const prices = async (variables: object, options: object = read) => {
  const { answer } = await acme.content('designers', LIST, { ...options, ...variables })
  expect(answer.error).toBeNull()
  return answer.data.map(({ price }: { price: number }) => price)
}
const upTo = (end: number) => Array.from({ length: end }, (_, n) => n)

describe('a list', () => {
  test.each([
    ['equality', { title: 'Title 03' }, [3]],
    ['several values', { title_in: ['Title 03', 'Title 07', 'None'] }, [3, 7]],
    ['a range', { price_gte: 8, price_lt: 10 }, [8, 9]],
    ['a stretch', { price_between: [2, 4] }, [2, 3, 4]],
    ['a part of a text', { title_contains: 'LE 0', price_gt: 8 }, [9]],
    ['a long text', { body_contains: 'needle' }, [5]],
    ['a boolean', { featured: true, price_lte: 4 }, [0, 2, 4]],
    ['a date', { goneOn_lt: '2030-01-03' }, [0, 1]],
    ['alternatives', { OR: [{ price: 1 }, { AND: [{ price: 2 }, { featured: true }] }] }, [1, 2]],
    ['what is negated', { price_not_in: upTo(9) }, [9, 10]],
    ['nothing to choose from', { AND: [], OR: null, price: 3 }, [3]],
    ['nothing else', { AND: null, OR: [], price_lt: 2 }, [0, 1]],
  ])('filters by %s', async (_, where, expected) => {
    expect(await prices({ where, sort: ['price_ASC'], limit: 100 })).toEqual(expected)
  })

  test('filters by the entry that a reference points to', async () => {
    const where = { author: { entryId: authors[1]?.entryId } }
    expect(await prices({ where, sort: ['price_ASC'] })).toEqual([1, 4, 7, 10])
  })

  test('finds what was searched for by the beginnings of words', async () => {
    expect(await prices({ search: 'Title 07' })).toEqual([7])
    expect(await prices({ search: 'needle' })).toEqual([])
    expect(await prices({ search: 'Title', where: { price_gt: 9 } })).toEqual([10])
  })

  test('comes in pages that end at the last entry', async () => {
    const seen: number[] = []
    let after: string | null = null
    do {
      const page = { sort: ['price_DESC'], limit: 4, after }
      const { answer }: Awaited<ReturnType<World['content']>> = await acme.content(
        'designers',
        LIST,
        { ...read, ...page },
      )
      seen.push(...answer.data.map(({ price }: { price: number }) => price))
      after = answer.meta.cursor
      expect(answer.meta.hasMoreItems).toBe(after !== null)
    } while (after !== null)
    expect(seen).toEqual(upTo(11).reverse())
  })

  test('has drafts on preview and manage, never on read', async () => {
    const all = { sort: ['price_ASC'], limit: 100 }
    expect(await prices(all, read)).toEqual(upTo(11))
    expect(await prices(all, preview)).toEqual(upTo(12))
    expect(await prices({ ...all, where: { status: 'draft' } }, {})).toEqual([11])
  })

  test('ends before it holds 4 MB of what was asked for', async () => {
    const globex = await contentWorld()
    const body = 'x'.repeat(290_000)
    for (let n = 0; n < 15; n++)
      await createEntry(globex.scope, globex.models.article, { data: { title: 'Long', body } })
    const all = async (selected: string) => {
      const query = `{ answer: listArticles(limit: 100) { data { ${selected} } meta { cursor } } }`
      const { answer } = await globex.content('designers', query)
      return { size: JSON.stringify(answer).length, count: answer.data.length, ...answer.meta }
    }

    const titles = await all('title ... on Article { price }')
    const bodies = await all('title ... on Article { body }')

    expect(titles).toMatchObject({ count: 15, cursor: null })
    expect(bodies).toMatchObject({ count: 13, cursor: expect.any(String) })
    expect(bodies.size).toBeLessThan(4_000_000)
  })

  test('counts all only for who wants to know', async () => {
    const LIGHT = '{ listArticles(limit: 2) { data { price } meta { cursor hasMoreItems } } }'
    const FULL =
      'fragment M on CmsListMeta { totalCount } { listArticles(limit: 2) { meta { ...M } } }'
    const counting = async (query: string) => {
      const start = table.calls.length
      const data = await acme.content('designers', query, read)
      const calls = table.calls.slice(start).flatMap(({ keys }) => keys.map(({ PK }) => PK))
      return { data, isCounted: calls.some((PK) => PK.includes('#COUNT#')) }
    }

    expect((await counting(LIGHT)).isCounted).toBe(false)
    expect(await counting(FULL)).toEqual({
      data: { listArticles: { meta: { totalCount: 11 } } },
      isCounted: true,
    })
  })

  test.each([
    ['manage', { limit: 101 }],
    ['read', { limit: 1001 }],
    ['preview', { limit: 0 }],
    ['read', { after: 'nonsense' }],
    ['read', { where: { price_between: [1] } }],
  ])('on %s refuses %j', async (endpoint, variables) => {
    const options = { path: `${endpoint}/en-US`, ...variables }
    const { answer } = await acme.content('designers', LIST, options)
    expect(answer).toMatchObject({ data: null, meta: null, error: { code: 'VALIDATION_FAILED' } })
  })

  test('of the bin has at most 100, too', async () => {
    const codeAt = async (limit: number) => {
      const query = `{ answer: listDeletedArticles(limit: ${limit}) { data { id } error { code } } }`
      return (await acme.content('designers', query)).answer.error?.code
    }
    expect([await codeAt(100), await codeAt(101)]).toEqual([undefined, 'VALIDATION_FAILED'])
  })
})

describe('a reference', () => {
  const AUTHORS = `{ answer: listArticles(sort: [price_ASC], limit: 100) { data {
    author { name entryId } } } }`
  const namesOn = async (options: object, query = AUTHORS) => {
    const { answer } = await acme.content('designers', query, { ...options })
    return answer.data.slice(0, 3).map((it: { author: { name: string } | null }) => it.author?.name)
  }

  test('is the entry that it points to: public on read, latest on preview', async () => {
    expect(await namesOn(read)).toEqual(['Ann', 'Bob', undefined])
    expect(await namesOn(preview)).toEqual(['Ann', 'Bob', 'Draft'])
  })

  test('is read together with all others of its level', async () => {
    const calls = async (query: string) => {
      const start = table.calls.length
      await acme.content('designers', query, read)
      return table.calls.length - start
    }
    const plain = await calls(AUTHORS.replace('author { name entryId }', 'price'))

    // The heads of all, and the revisions of all.
    expect((await calls(AUTHORS)) - plain).toBe(2)
  })

  test.each([
    ['manage', 'author { entryId }'],
    ['preview', 'author { name entryId }'],
    ['read', 'author { name entryId }'],
  ])(
    'on %s costs a list no more reads the longer it is, and no item is read twice',
    async (endpoint, author) => {
      const path = `${endpoint}/en-US`
      const readsOf = async (limit: number) => {
        const start = table.calls.length
        const query = AUTHORS.replace('limit: 100', `limit: ${limit}`).replace(
          'author { name entryId }',
          author,
        )
        await acme.content('designers', query, { path })
        return table.calls.slice(start).filter(({ command }) => command !== 'TransactWrite')
      }
      await readsOf(1)

      const [few, many] = [await readsOf(3), await readsOf(SIZE)]

      const ofList = many.filter(({ keys }) => keys.some(({ PK }) => PK.includes('#INDEX#')))
      const items = many
        .filter(({ command }) => command !== 'Query')
        .flatMap(({ keys }) => keys.map(({ PK, SK }) => `${PK} ${SK}`))
      expect(many.length).toBe(few.length)
      expect(many.length).toBeLessThanOrEqual(22)
      expect(ofList).toHaveLength(1)
      expect(items).toEqual([...new Set(items)])
    },
  )

  test('that is not to be resolved is read by nobody', async () => {
    const query = AUTHORS.replace('author {', 'author(populate: false) {')
    const { answer } = await acme.content('designers', query, read)
    expect(answer.data[0].author).toEqual({ name: null, entryId: authors[0]?.entryId })
  })

  test('is its ids on manage', async () => {
    const query =
      '{ listArticles(sort: [price_ASC], limit: 1) { data { author { modelId id entryId } } } }'
    const { listArticles } = await acme.content('designers', query)
    const { id, entryId } = authors[0] ?? {}
    expect(listArticles.data).toEqual([{ author: { modelId: 'author', id, entryId } }])
  })

  test('to what the caller may not read is not there, nor is what it points to', async () => {
    const models = { models: { 'en-US': ['article'] } }
    const articles = await keyFor(acme, [
      { name: 'cms.endpoint.read' },
      { name: 'cms.contentModelGroup', rwd: 'r' },
      { name: 'cms.contentModel', rwd: 'r', ...models },
      { name: 'cms.contentEntry', rwd: 'r', ...models },
    ])
    const entriesOnly = await keyFor(acme, [
      ...reading.filter(({ name }) => name !== 'cms.contentEntry'),
      { name: 'cms.contentEntry', rwd: 'r', ...models },
    ])
    const answer = await acme.ask('read/en-US', { query: AUTHORS }, { authorization: articles })
    expect(answer.errors?.[0]?.message).toContain('Cannot query field "author"')
    const TYPES = '{ __schema { types { name } } listContentModels { data { modelId } } }'
    const seen = await acme.content(articles, TYPES, read)
    expect(JSON.stringify(seen)).toContain('"Article"')
    expect(JSON.stringify(seen)).not.toContain('uthor"')

    const list = await acme.content(entriesOnly, AUTHORS, read)
    expect(list.answer.data[0]).toEqual({ author: null })
  })
})

describe('one entry', () => {
  const GET = `query ($where: ArticleGetWhereInput!) {
    answer: getArticle(where: $where) { data { id price } error { code } } }`
  const idOf = async (price: number) => {
    const query = `{ listArticles(where: { price: ${price} }) { data { id entryId } } }`
    return (await acme.content('designers', query)).listArticles.data[0]
  }

  test('is found by its ids and by its values', async () => {
    const { id, entryId } = await idOf(3)
    for (const where of [{ id }, { entryId }, { title: 'Title 03' }, { price: 3, featured: false }])
      for (const options of [read, preview]) {
        const { answer } = await acme.content('designers', GET, { ...options, where })
        expect(answer).toEqual({ data: { id, price: 3 }, error: null })
      }
  })

  test('is the revision that was asked for, or none', async () => {
    const { id } = await idOf(4)
    const query = `mutation { createArticleFrom(revision: "${id}") { data { id } } }`
    const { createArticleFrom } = await acme.content('designers', query)
    const draft = { where: { id: createArticleFrom.data.id } }
    const get = async (options: object) =>
      (await acme.content('designers', GET, { ...options })).answer

    expect(await get({ ...read, ...draft })).toEqual({ data: null, error: { code: 'NOT_FOUND' } })
    expect(await get({ ...preview, ...draft })).toMatchObject({ data: { price: 4 }, error: null })
    expect(await get({ ...read, where: { id } })).toMatchObject({ data: { id }, error: null })
    expect(await get({ ...preview, where: { id } })).toMatchObject({ error: { code: 'NOT_FOUND' } })
    for (const options of [read, preview])
      expect(await get({ ...options, where: { id, entryId: 'f'.repeat(24) } })).toMatchObject({
        error: { code: 'NOT_FOUND' },
      })
    await acme.content(
      'designers',
      `mutation { deleteArticle(revision: "${draft.where.id}") { data } }`,
    )
  })

  test('that is not public is not there on read', async () => {
    const { id, entryId } = await idOf(11)
    for (const where of [{ id }, { entryId }, { title: 'Title 11' }, { id: 'none' }]) {
      const { answer } = await acme.content('designers', GET, { ...read, where })
      expect(answer).toEqual({ data: null, error: { code: 'NOT_FOUND' } })
    }
  })
})
