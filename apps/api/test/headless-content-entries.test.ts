import { expect, test } from 'vitest'
import { contentWorld } from './content-world.ts'
import { table } from './world.ts'

const ENTRY = `id entryId status title description image savedOn savedBy { displayName }
  model { modelId name } wbyAco_location { folderId }
  published { id entryId title description image }`
const one = (name: string) => `query ($entry: CmsModelEntryInput!) {
  answer: ${name}(entry: $entry) { data { ${ENTRY} } error { code } } }`
const many = (name: string) => `query ($entries: [CmsModelEntryInput!]!) {
  answer: ${name}(entries: $entries) { data { id title published { id } } error { code } } }`
const SEARCH = `query ($modelIds: [ID!]!, $query: String, $fields: [String!], $limit: Int) {
  answer: searchContentEntries(modelIds: $modelIds, query: $query, fields: $fields, limit: $limit) {
    data { id title published { id title } } error { code data } } }`

/** A public article with a draft of it, and an author. */
async function library() {
  const acme = await contentWorld()
  const made = await acme.content(
    'editors',
    `mutation {
      article: createArticle(data: { title: "Public", body: "Told", status: "published" }) {
        data { id entryId meta { status } } error { code } }
      author: createAuthor(data: { name: "Ada" }) { data { id entryId } } }`,
  )
  expect(made.article).toMatchObject({ error: null, data: { meta: { status: 'published' } } })
  const { id, entryId } = made.article.data
  const next = await acme.content(
    'editors',
    `mutation ($id: ID!) {
      answer: createArticleFrom(revision: $id, data: { title: "Draft" }) { data { id } } }`,
    { id },
  )
  const draft = String(next.answer.data.id)
  return { ...acme, first: String(id), entryId, draft, author: String(made.author.data.id) }
}

test('an entry is found without knowing the operations of its model', async () => {
  const { content, first, entryId, draft } = await library()
  const ask = async (name: string, id: string) =>
    (await content('editors', one(name), { entry: { modelId: 'article', id } })).answer
  const published = { id: first, entryId, title: 'Public', description: 'Told', image: null }

  expect(await ask('getContentEntry', first)).toEqual({
    data: {
      id: first,
      entryId,
      status: 'published',
      title: 'Public',
      description: 'Told',
      image: null,
      savedOn: expect.any(String),
      savedBy: { displayName: 'somebody@example.com' },
      model: { modelId: 'article', name: 'Article' },
      wbyAco_location: { folderId: 'root' },
      published,
    },
    error: null,
  })
  for (const id of [first, entryId]) {
    expect((await ask('getLatestContentEntry', id)).data).toMatchObject({ id: draft, published })
    expect((await ask('getPublishedContentEntry', id)).data).toMatchObject({ id: first })
  }
})

test('an entry that there is not is not found', async () => {
  const { content, author } = await library()
  for (const name of ['getContentEntry', 'getLatestContentEntry', 'getPublishedContentEntry'])
    for (const entry of [
      { modelId: 'article', id: author },
      { modelId: 'none', id: author },
    ])
      expect((await content('editors', one(name), { entry })).answer).toEqual({
        data: null,
        error: { code: 'NOT_FOUND' },
      })
})

test('several come together, in the order in which they are named', async () => {
  const { content, first, draft, author } = await library()
  const entries = [
    { modelId: 'author', id: author },
    { modelId: 'article', id: first },
    { modelId: 'none', id: first },
  ]
  const ids = async (name: string) =>
    (await content('editors', many(name), { entries })).answer.data.map(
      ({ id }: { id: string }) => id,
    )
  expect(await ids('getContentEntries')).toEqual([author, first])
  expect(await ids('getLatestContentEntries')).toEqual([author, draft])
  expect(await ids('getPublishedContentEntries')).toEqual([first])
})

test('a search shows what is latest, and what is public of it', async () => {
  const { content, first, draft, author } = await library()
  const search = async (variables: object) =>
    (await content('editors', SEARCH, { ...variables })).answer

  const { data, error } = await search({ modelIds: ['article', 'author'], fields: ['title'] })
  expect(error).toBeNull()
  expect(data).toHaveLength(2)
  expect(data).toContainEqual({
    id: draft,
    title: 'Draft',
    published: { id: first, title: 'Public' },
  })
  expect(data).toContainEqual({ id: author, title: 'Ada', published: null })
  expect(await search({ modelIds: ['article'], limit: 1000 })).toMatchObject({
    error: { code: 'VALIDATION_FAILED', data: [{ fieldId: 'limit' }] },
  })
})

test('what the public sees of many is read together', async () => {
  const { content } = await library()
  const reads = async () => {
    const start = table.calls.length
    const { answer } = await content('editors', SEARCH, { modelIds: ['article'] })
    expect(answer.data.every((it: { published: object | null }) => it.published)).toBe(true)
    return table.calls.length - start
  }
  const ofOne = await reads()
  const CREATE =
    'mutation { createArticle(data: { title: "x", status: "published" }) { data { id } } }'
  for (let n = 0; n < 5; n++) await content('editors', CREATE)

  expect(await reads()).toBe(ofOne)
})
