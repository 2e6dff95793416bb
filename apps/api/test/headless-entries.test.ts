import { describe, expect, test } from 'vitest'
import { contentWorld } from './content-world.ts'
import { table } from './world.ts'

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
const MOVE = mutation('$id: ID!', 'moveArticle(revision: $id, folderId: "news")')
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

  expect((await edit(MOVE)).data.wbyAco_location).toEqual({ folderId: 'news' })
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

/** Operation, document, variables beside the id; what an entry must be for it. */
const OPERATIONS: [string, string, object, ('published' | 'deleted')?][] = [
  ['getArticle', GET, {}],
  ['getArticleRevisions', REVISIONS, {}],
  ['createArticleFrom', CREATE_FROM, {}],
  ['updateArticle', UPDATE, { data: { title: 'Mine' } }],
  ['moveArticle', MOVE, {}],
  ['publishArticle', PUBLISH, {}],
  ['unpublishArticle', UNPUBLISH, {}, 'published'],
  ['republishArticle', REPUBLISH, {}, 'published'],
  ['deleteArticle', DELETE, {}],
  ['deleteMultipleArticles', DELETE_MANY, {}],
  ['restoreArticleFromBin', RESTORE, {}, 'deleted'],
]
const WRITES = OPERATIONS.filter(([name]) => !name.startsWith('get'))

async function prepared(state: 'published' | 'deleted' | undefined) {
  const acme = await entryWorld()
  if (state === 'published') await acme.content('editors', PUBLISH, { id: acme.id })
  if (state === 'deleted') await acme.content('editors', DELETE, { id: acme.entryId })
  return acme
}

describe('whatever is done to an entry', () => {
  test('takes somebody who has signed in, and the permission', async () => {
    const { ask, content, id } = await entryWorld()
    for (const [name, query, variables] of WRITES) {
      const nobody = await ask('manage/en-US', { query, variables: { id, ...variables } })
      expect(nobody, name).toMatchObject({
        status: 401,
        error: { code: 'SECURITY_NOT_AUTHORIZED' },
      })
      const { answer } = await content('readers', query, { id, ...variables })
      expect(answer, name).toMatchObject({ data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } })
    }
    const made = await content('readers', CREATE, { data: { title: 'Mine' } })
    expect(made.answer.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  })

  test('knows an entry of another tenant no better than one that never was', async () => {
    const [acme, globex] = [await entryWorld(), await entryWorld()]
    for (const [name, query, variables] of OPERATIONS) {
      const told = async (id: string) => {
        const { answer } = await acme.content('editors', query, { id, ...variables })
        return JSON.stringify(answer).replaceAll(id, '…')
      }
      expect(await told(globex.id), name).toBe(await told(`${'f'.repeat(24)}#0001`))
      expect(await told(globex.id), name).toContain('NOT_FOUND')
      expect(await told('*#?$'), name).toContain('NOT_FOUND')
    }
    const { answer } = await globex.content('editors', GET, { id: globex.id })
    expect(answer.data).toMatchObject({ title: 'Hello', meta: { recordVersion: 1 } })
  })

  test('fails with CONFLICT if somebody has saved since the version that it names', async () => {
    const { content, id } = await entryWorld()
    await content('editors', UPDATE, { id, data: { price: 2 } })
    for (const [name, query, variables] of WRITES) {
      if (!query.includes('$ifVersion')) continue
      const { answer } = await content('editors', query, { id, ifVersion: 1, ...variables })
      expect(answer, name).toMatchObject({ data: null, error: { code: 'CONFLICT' } })
    }
    const { answer } = await content('editors', GET, { id })
    expect(answer.data).toMatchObject({ price: 2, meta: { recordVersion: 2 } })
  })

  test.each(WRITES.filter(([name]) => name !== 'deleteMultipleArticles'))(
    '%s under the same Idempotency-Key twice writes once and answers the same',
    async (name, query, variables, state) => {
      const { content, id, entryId } = await prepared(state)
      const headers = { 'idempotency-key': `key-${name}` }
      const target = name === 'deleteArticle' ? entryId : id
      const edit = async () =>
        (await content('editors', query, { id: target, ...variables, headers })).answer
      const writes = () => table.calls.filter(({ command }) => command === 'TransactWrite').length

      const first = await edit()
      const start = writes()
      const second = await edit()

      expect(first.error).toBeNull()
      expect(second).toEqual(first)
      expect(writes()).toBe(start)
    },
  )
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
