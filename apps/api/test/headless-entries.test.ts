import { expect, test } from 'vitest'
import { contentWorld, groups } from './content-world.ts'

const ENTRY = `data { id entryId title price meta { status version recordVersion locked title }
  savedOn savedBy { id type displayName } wbyAco_location { folderId } } error { code message data }`
const DONE = 'data error { code message data }'
const mutation = (declared: string, call: string, selected = ENTRY) =>
  `mutation (${declared}) { answer: ${call} { ${selected} } }`
const query = (declared: string, call: string, selected = ENTRY) =>
  `query (${declared}) { answer: ${call} { ${selected} } }`

const CREATE = mutation('$data: ArticleInput!', 'createArticle(data: $data)')
const CREATE_FROM = mutation('$id: ID!', 'createArticleFrom(revision: $id, data: { price: 7 })')
const UPDATE = mutation(
  '$id: ID!, $data: ArticleInput!, $ifVersion: Int',
  'updateArticle(revision: $id, data: $data, options: { ifVersion: $ifVersion })',
)
const guarded = (name: string) =>
  mutation(
    '$id: ID!, $ifVersion: Int',
    `${name}Article(revision: $id, options: { ifVersion: $ifVersion })`,
  )
const PUBLISH = guarded('publish')
const UNPUBLISH = guarded('unpublish')
const REPUBLISH = guarded('republish')
const DELETE = mutation(
  '$id: ID!, $permanently: Boolean',
  'deleteArticle(revision: $id, options: { permanently: $permanently })',
  DONE,
)
const RESTORE = mutation('$id: ID!', 'restoreArticleFromBin(revision: $id)')
const DELETE_MANY = mutation(
  '$id: ID!',
  'deleteMultipleArticles(entries: [$id])',
  'data { id } error { code }',
)
const MOVE = mutation('$id: ID!', 'moveArticle(revision: $id, folderId: "news")', DONE)
const VALIDATE = mutation(
  '$id: ID, $data: ArticleInput!',
  'validateArticle(revision: $id, data: $data)',
  'data { error fieldId } error { code message }',
)
const GET = query('$id: ID!', 'getArticle(revision: $id)')
const GET_LATEST = query('$id: ID!', 'getArticle(entryId: $id, status: latest)')
const REVISIONS = query('$id: ID!', 'getArticleRevisions(id: $id)')
const BY_IDS = query('$id: ID!', 'getArticlesByIds(revisions: [$id])')
const LIST = '{ answer: listArticles { data { title meta { revisions { id } } } error { code } } }'
const DELETED = '{ answer: listDeletedArticles { data { title deletedOn } error { code } } }'

/** A tenant with one entry, a draft. */
async function entryWorld() {
  const acme = await contentWorld()
  const { answer } = await acme.content('editors', CREATE, { data: { title: 'Hello', price: 1 } })
  return { ...acme, id: String(answer.data.id), entryId: String(answer.data.entryId) }
}

test('an entry goes through all that an editor does with it', async () => {
  const { content, id, entryId } = await entryWorld()
  const edit = async (document: string, variables: object = {}) =>
    (await content('editors', document, { id, ...variables })).answer

  const saved = await edit(UPDATE, { data: { title: 'Hello again' }, ifVersion: 1 })
  expect(saved.data).toMatchObject({ title: 'Hello again', price: 1, meta: { recordVersion: 2 } })
  expect(saved.data.savedBy).toMatchObject({ type: 'admin', id: '00u_somebody' })

  expect(await edit(MOVE)).toEqual({ data: true, error: null })
  expect((await edit(GET)).data.wbyAco_location).toEqual({ folderId: 'news' })
  expect((await edit(PUBLISH, { ifVersion: 3 })).data.meta).toMatchObject({ status: 'published' })
  expect((await edit(UPDATE, { data: { title: 'Never' } })).error).toMatchObject({
    code: 'CONTENT_ENTRY_UPDATE_ERROR',
    message: "Cannot update entry because it's locked.",
  })
  expect((await edit(REPUBLISH)).error).toBeNull()

  const next = await edit(CREATE_FROM)
  expect(next.data).toMatchObject({
    id: `${entryId}#0002`,
    title: 'Hello again',
    price: 7,
    meta: { status: 'draft', version: 2 },
  })
  expect((await edit(PUBLISH, { id: next.data.id })).data.meta.status).toBe('published')
  expect((await edit(GET)).data.meta.status).toBe('unpublished')
  expect((await edit(UNPUBLISH, { id: next.data.id })).data.meta.status).toBe('unpublished')

  expect((await edit(REVISIONS, { id: entryId })).data.map((it: { id: string }) => it.id)).toEqual([
    next.data.id,
    id,
  ])
  expect((await edit(BY_IDS)).data).toMatchObject([{ id }])
  expect((await edit(GET_LATEST, { id: entryId })).data).toMatchObject({ id: next.data.id })
  expect((await edit(LIST)).data).toEqual([
    { title: 'Hello again', meta: { revisions: [{ id: next.data.id }, { id }] } },
  ])
})

test('a deleted entry is in the bin and nowhere else, comes back, and goes for good', async () => {
  const { content, id, entryId } = await entryWorld()
  const edit = async (document: string, variables: object = {}) =>
    (await content('editors', document, { id: entryId, ...variables })).answer

  expect(await edit(DELETE)).toEqual({ data: true, error: null })
  expect((await edit(DELETED)).data).toEqual([
    { title: 'Hello', deletedOn: expect.stringMatching(/^20/) },
  ])
  expect((await edit(LIST)).data).toEqual([])
  expect((await edit(GET, { id })).error.code).toBe('NOT_FOUND')

  expect((await edit(RESTORE)).data).toMatchObject({ id, title: 'Hello' })
  expect((await edit(DELETE, { permanently: true })).data).toBe(true)
  expect((await edit(DELETED)).data).toEqual([])

  const { data } = (await content('editors', CREATE, { data: { title: 'Other' } })).answer
  expect(await edit(DELETE_MANY, { id: data.entryId })).toEqual({
    data: [{ id: data.entryId }],
    error: null,
  })
  expect((await edit(LIST)).data).toEqual([])
})

test('of one request with one Idempotency-Key each operation is written, and each once', async () => {
  const { content } = await contentWorld()
  const TWO = `mutation {
    a: createArticle(data: { title: "A" }) { data { id } error { code data } }
    b: createArticle(data: { title: "B" }) { data { id } error { code data } }
  }`
  const headers = { 'idempotency-key': 'both' }

  const first = await content('editors', TWO, { headers })
  const second = await content('editors', TWO, { headers })

  expect(first).toMatchObject({ a: { error: null }, b: { error: null } })
  expect(second).toEqual(first)
  const { answer } = await content('editors', LIST)
  expect(answer.data).toHaveLength(2)
})

test('of many that are deleted at once one may not be there: sent again, none goes a second time', async () => {
  const { content, entryId } = await entryWorld()
  const other = (await content('editors', CREATE, { data: { title: 'Other' } })).answer.data.entryId
  const MANY = mutation(
    '$entries: [ID!]!',
    'deleteMultipleArticles(entries: $entries)',
    'data { id } error { code data }',
  )
  const headers = { 'idempotency-key': 'many' }
  const remove = async (...entries: string[]) =>
    (await content('editors', MANY, { entries, headers })).answer
  const broken = [entryId, 'f'.repeat(24), other]

  const first = await remove(...broken)
  await content('editors', RESTORE, { id: entryId })
  const second = await remove(...broken)
  const reused = await remove(entryId, other)

  expect(first.error.code).toBe('NOT_FOUND')
  expect(second).toEqual(first)
  expect(reused.error).toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ fieldId: 'idempotency-key' }],
  })
  expect((await content('editors', LIST)).answer.data).toHaveLength(2)
})

test('of two writers who say no version the last wins, and the log shows both', async () => {
  const { content, as, id } = await entryWorld()
  for (const title of ['First', 'Second']) await content('editors', UPDATE, { id, data: { title } })

  const { data } = await as('full-access').graphql(`{ audit { listEvents(where: {
    target: "en-US/article/${id}", action: "cms.entry.update" }) { data { events { target } } } } }`)

  expect((await content('editors', GET, { id })).answer.data.title).toBe('Second')
  expect(data.audit.listEvents.data.events).toHaveLength(2)
})

test('what cannot be asked is told by the argument', async () => {
  const { content, id, entryId } = await entryWorld()
  const codeOf = async (call: string, selected = 'data { id }') => {
    const { answer } = await content(
      'editors',
      `{ answer: ${call} { ${selected} error { code } } }`,
    )
    return answer.error?.code ?? answer.data?.id ?? answer.data?.length
  }
  const ids = (count: number) => JSON.stringify(Array.from({ length: count }, () => id))

  expect(await codeOf('getArticle')).toBe('VALIDATION_FAILED')
  expect(await codeOf(`getArticle(entryId: "${entryId}")`)).toBe(id)
  expect(await codeOf(`getArticle(entryId: "${entryId}", status: published)`)).toBe('NOT_FOUND')
  expect(await codeOf(`getArticle(revision: "${entryId}#0002")`)).toBe('NOT_FOUND')
  expect(await codeOf(`getArticlesByIds(revisions: ${ids(100)})`)).toBe(100)
  expect(await codeOf(`getArticlesByIds(revisions: ${ids(101)})`)).toBe('VALIDATION_FAILED')
  const MANY = `mutation { answer: deleteMultipleArticles(entries: ${ids(51)}) {
    data { id } error { code } } }`
  expect((await content('editors', MANY)).answer.error.code).toBe('VALIDATION_FAILED')
})

test('an entry that comes from elsewhere brings its id and its dates along', async () => {
  const { ask, sign } = await contentWorld()
  const query = `mutation ($data: ArticleInput!) {
    answer: createArticle(data: $data) {
      data { id createdOn savedOn createdBy { id } } error { code data } } }`
  const headers = { authorization: await sign('designers', { uid: '00u_importer' }) }
  const data = { title: 'x', id: '018bcfe5680000000000abcd', savedOn: '2024-01-01T00:00:00Z' }
  const create = async () =>
    (await ask('manage/en-US', { query, variables: { data } }, headers)).data

  expect(await create()).toMatchObject({
    answer: {
      data: {
        id: '018bcfe5680000000000abcd#0001',
        createdOn: '2023-11-14T22:13:20.000Z',
        savedOn: '2024-01-01T00:00:00.000Z',
        createdBy: { id: '00u_importer' },
      },
    },
  })
  expect(await create()).toMatchObject({
    answer: { data: null, error: { code: 'VALIDATION_FAILED', data: [{ fieldId: 'id' }] } },
  })
})

test.each(['entryId', 'deletedOn', 'createdBy', 'revisionSavedBy', 'tenantId'])(
  'nobody sets %s by saving an entry',
  async (name) => {
    const { ask, sign } = await contentWorld()
    const query = `mutation ($data: ArticleInput!) {
      answer: createArticle(data: $data) { data { id } error { code } } }`
    const variables = { data: { title: 'x', [name]: '2020-01-01T00:00:00Z' } }
    const headers = { authorization: await sign('designers') }

    const { errors } = await ask('manage/en-US', { query, variables }, headers)

    expect(errors?.[0]?.message).toContain(`"${name}" is not defined`)
  },
)

test('clients that ask by the names of before get what is called otherwise now', async () => {
  const { content } = await contentWorld()
  const CREATE = mutation(
    '$data: ArticleInput!',
    'createArticle(data: $data)',
    'data { entryId publishedOn lastPublishedOn ownedBy { id } createdBy { id } } error { code stack }',
  )
  const OLD = `query ($id: String!) { answer: getArticle(where: { entryId: $id }) {
    data { modelId publishedOn lastPublishedOn ownedBy { id } } error { code } } }`

  const draft = (await content('designers', CREATE, { data: { title: 'x' } })).answer
  expect(draft).toMatchObject({ data: { publishedOn: null }, error: null })
  expect(draft.data.ownedBy).toEqual(draft.data.createdBy)

  const data = { title: 'x', status: 'published' }
  const { data: made } = (await content('designers', CREATE, { data })).answer
  expect(made.publishedOn).toBe(made.lastPublishedOn)
  const old = await content('designers', OLD, { id: made.entryId, path: 'read/en-US' })
  expect(old.answer.data).toEqual({
    modelId: 'article',
    publishedOn: made.lastPublishedOn,
    lastPublishedOn: made.lastPublishedOn,
    ownedBy: { id: '00u_somebody' },
  })
})

test('who may not publish does not begin with more than a draft', async () => {
  const { content } = await contentWorld({
    writers: [...groups.readers, { name: 'cms.contentEntry', rwd: 'rw', pw: '' }],
  })
  const data = { title: 'x', status: 'published' }
  const ask = async (actor: Parameters<typeof content>[0]) =>
    (await content(actor, CREATE, { data })).answer
  expect(await ask('writers' as 'editors')).toMatchObject({
    data: null,
    error: { code: 'SECURITY_NOT_AUTHORIZED' },
  })
  expect(await ask('editors')).toMatchObject({ data: { meta: { status: 'published' } } })
})

test('to force a deletion deletes what is there, and nothing that is not', async () => {
  const { content, entryId } = await entryWorld()
  const FORCE = mutation(
    '$id: ID!',
    'deleteArticle(revision: $id, options: { force: true, permanently: true })',
    DONE,
  )

  const first = await content('editors', FORCE, { id: entryId })
  const second = await content('editors', FORCE, { id: entryId })

  expect(first.answer).toEqual({ data: true, error: null })
  expect(second.answer).toMatchObject({ data: null, error: { code: 'NOT_FOUND' } })
})

test('what breaks a rule names the field, and skipped validators are not asked', async () => {
  const { content } = await contentWorld()
  const bad = (await content('editors', CREATE, { data: { price: 1 } })).answer
  expect(bad.error).toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ error: 'Give it a title.', fieldId: 'title' }],
  })

  const check = async (data: object) => (await content('editors', VALIDATE, { data })).answer
  expect(await check({ price: 1 })).toEqual({
    data: [{ error: 'Give it a title.', fieldId: 'title' }],
    error: null,
  })
  expect(await check({ title: 'Fine' })).toEqual({ data: [], error: null })

  const SKIPPING = `mutation { answer: createArticle(
    data: { price: 1 }, options: { skipValidators: [required] }) { ${ENTRY} } }`
  expect((await content('editors', SKIPPING)).answer.error).toBeNull()

  const wrong = (await content('editors', CREATE, { data: { title: 'x', price: 'many' } })).answer
  expect(wrong.error).toMatchObject({ code: 'VALIDATION_FAILED', data: [{ fieldId: 'price' }] })
})
