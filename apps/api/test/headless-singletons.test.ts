import { createModel } from '@tenantry/cms'
import { expect, test } from 'vitest'
import { contentWorld, field, keyFor } from './content-world.ts'

async function site() {
  const acme = await contentWorld()
  await createModel(acme.scope, 'en-US', {
    name: 'Site',
    singularApiName: 'Site',
    pluralApiName: 'Sites',
    group: { id: acme.group.id },
    tags: ['singleton'],
    fields: [
      field('title', 'text', { settings: { defaultValue: 'Untitled' } }),
      field('editor', 'ref', { settings: { models: [{ modelId: 'author' }] } }),
    ],
  })
  return acme
}

const fieldsOf = (of: 'queryType' | 'mutationType') =>
  `query { __schema { ${of} { fields { name } } } }`
const named = (fields: { name: string }[]) =>
  fields.map(({ name }) => name).filter((it) => it.endsWith('Site') || it.endsWith('Sites'))

test('a singleton has getX and updateX on manage, and getX where it is read', async () => {
  const { content, scope } = await site()
  const key = await keyFor({ scope }, [{ name: '*' }])
  const read = { path: 'read/en-US' }

  const { __schema: queries } = await content('editors', fieldsOf('queryType'))
  expect(named(queries.queryType.fields)).toEqual(['getSite'])
  const { __schema: mutations } = await content('editors', fieldsOf('mutationType'))
  expect(named(mutations.mutationType.fields)).toEqual(['updateSite'])
  const { __schema: reading } = await content(key, fieldsOf('queryType'), read)
  expect(named(reading.queryType.fields)).toEqual(['getSite'])
  const none = await content(key, fieldsOf('mutationType'), read)
  expect(none.__schema.mutationType).toBeNull()
})

test('a website reads what an editor has saved, and before that what it begins with', async () => {
  const acme = await site()
  const key = await keyFor(acme)
  const read = async (query: string) =>
    (
      await acme.content(key, `query { getSite { ${query} error { code } } }`, {
        path: 'read/en-US',
      })
    ).getSite
  const before = await read('data { title entryId editor { name } }')
  expect(before).toMatchObject({ data: { title: 'Untitled', editor: null }, error: null })

  const { createAuthor } = await acme.content(
    'editors',
    `mutation { createAuthor(data: { name: "Ann" }) { data { id } } }`,
  )
  const ref = createAuthor.data.id
  await acme.content(
    'editors',
    `mutation ($ref: ID!) { publishAuthor(revision: $ref) { data { id } } }`,
    { ref },
  )
  const UPDATE = `mutation ($data: SiteInput!, $options: UpdateCmsEntryOptionsInput) {
    updateSite(data: $data, options: $options) {
      data { id title meta { status recordVersion } } error { code }
    }
  }`
  const data = { title: 'Acme', editor: { modelId: 'author', id: ref } }
  const saved = await acme.content('editors', UPDATE, { data, options: { ifVersion: 0 } })
  const { entryId } = before.data
  expect(saved.updateSite).toEqual({
    data: { id: `${entryId}#0001`, title: 'Acme', meta: { status: 'published', recordVersion: 1 } },
    error: null,
  })
  const late = await acme.content('editors', UPDATE, { data, options: { ifVersion: 0 } })
  expect(late.updateSite).toMatchObject({ data: null, error: { code: 'CONFLICT' } })
  expect(await read('data { title entryId editor { name } }')).toEqual({
    data: { title: 'Acme', entryId, editor: { name: 'Ann' } },
    error: null,
  })
})

test('who may not publish does not save a singleton, and who may not read entries gets none', async () => {
  const acme = await site()
  const key = await keyFor(acme, [
    { name: 'cms.endpoint.manage' },
    { name: 'cms.contentModel' },
    { name: 'cms.contentModelGroup' },
    { name: 'cms.contentEntry', rwd: 'rw' },
  ])
  const refused = { data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } }
  const UPDATE = `mutation { updateSite(data: { title: "B" }) { data { id } error { code } } }`
  expect((await acme.content(key, UPDATE)).updateSite).toEqual(refused)
  const blind = await keyFor(acme, [
    { name: 'cms.endpoint.manage' },
    { name: 'cms.contentModel' },
    { name: 'cms.contentModelGroup' },
  ])
  const GET = `query { getSite { data { id } error { code } } }`
  expect((await acme.content(blind, GET)).getSite).toEqual(refused)
})
