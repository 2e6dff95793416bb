import { getGroup, updateGroup } from '@tenantry/security'
import { expect, test } from 'vitest'
import { contentOf, contentWorld, field, groups, keyFor, reading } from './content-world.ts'
import { world } from './world.ts'

const CREATE_GROUP = `mutation ($data: CmsContentModelGroupInput!) {
  answer: createContentModelGroup(data: $data) { data { id slug } error { code } } }`
const CREATE_MODEL = `mutation ($data: CmsContentModelCreateInput!) {
  answer: createContentModel(data: $data) { data { modelId version fields { fieldId } } error { code message data } } }`
const UPDATE_MODEL = `mutation ($modelId: ID!, $data: CmsContentModelUpdateInput!, $ifVersion: Int) {
  answer: updateContentModel(modelId: $modelId, data: $data, ifVersion: $ifVersion) { data { version } error { code } } }`
const CREATE = `mutation ($data: ArticleInput!) { answer: createArticle(data: $data) {
  data { id entryId title meta { status version recordVersion title } createdBy { type displayName } } error { code message data } } }`
const PUBLISH = `mutation ($revision: ID!) { answer: publishArticle(revision: $revision) {
  data { id meta { status locked } } error { code message } } }`
const LIST = '{ answer: listArticles { data { title } meta { totalCount } error { code } } }'

const read = { path: 'read/en-US' }
const preview = { path: 'preview/en-US' }

test('from a model to what a visitor reads: each step shows on the next request', async () => {
  const acme = await world(groups)
  const { ask, content } = contentOf(acme.tenant.id, acme.sign)
  const key = await keyFor(acme)

  const group = await content('designers', CREATE_GROUP, { data: { name: 'Magazine' } })
  const model = await content('designers', CREATE_MODEL, {
    data: {
      name: 'Article',
      singularApiName: 'Article',
      pluralApiName: 'Articles',
      group: { id: group.answer.data.id },
      fields: [field('title', 'text')],
    },
  })
  expect(model.answer).toMatchObject({ data: { modelId: 'article', version: 1 }, error: null })

  const made = await content('editors', CREATE, { data: { title: 'Hello' } })
  expect(made.answer.data).toMatchObject({ title: 'Hello', meta: { status: 'draft', version: 1 } })
  expect((await content(key, LIST, read)).answer.data).toEqual([])
  expect((await content('editors', LIST, preview)).answer.data).toEqual([{ title: 'Hello' }])

  const { id: revision } = made.answer.data
  const published = await content('editors', PUBLISH, { revision })
  expect(published.answer.data).toMatchObject({ meta: { status: 'published', locked: true } })
  const shown = await content(key, LIST, read)
  expect(shown.answer).toMatchObject({ data: [{ title: 'Hello' }], meta: { totalCount: 1 } })

  const fields = [field('title', 'text'), field('price', 'number')]
  await content('designers', UPDATE_MODEL, {
    modelId: 'article',
    data: { fields, layout: [['title'], ['price']] },
  })
  expect(
    await content(key, '{ listArticles(where: { price: null }) { data { price } } }', read),
  ).toEqual({ listArticles: { data: [{ price: null }] } })
  const wrong = `tnt_${'0'.repeat(24)}_${'0'.repeat(48)}`
  expect(await ask('read/en-US', { query: LIST }, { authorization: wrong })).toMatchObject({
    status: 401,
    data: null,
    error: { code: 'UNAUTHENTICATED' },
  })
})
