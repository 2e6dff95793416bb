import { createLocale } from '@tenantry/cms'
import { describe, expect, test } from 'vitest'
import { contentWorld, field } from './content-world.ts'
import { table } from './world.ts'

const ERROR = 'error { code message data }'
const GROUP = `data { id name slug icon version contentModels { modelId } } ${ERROR}`
const MODEL = `data { modelId name singularApiName version group { id name } layout titleFieldId
  fields { id fieldId storageId type multipleValues validation { name message settings } settings }
  createdBy { type displayName } } ${ERROR}`
const DONE = `data ${ERROR}`

const CREATE_GROUP = `mutation ($data: CmsContentModelGroupInput!) {
  answer: createContentModelGroup(data: $data) { ${GROUP} } }`
const UPDATE_GROUP = `mutation ($id: ID!, $data: CmsContentModelGroupUpdateInput!, $ifVersion: Int) {
  answer: updateContentModelGroup(id: $id, data: $data, ifVersion: $ifVersion) { ${GROUP} } }`
const DELETE_GROUP = `mutation ($id: ID!) { answer: deleteContentModelGroup(id: $id) { ${DONE} } }`
const GET_GROUP = `query ($id: ID!) { answer: getContentModelGroup(id: $id) { ${GROUP} } }`
const LIST_GROUPS = `{ answer: listContentModelGroups { ${GROUP} } }`
const CREATE_MODEL = `mutation ($data: CmsContentModelCreateInput!) {
  answer: createContentModel(data: $data) { ${MODEL} } }`
const UPDATE_MODEL = `mutation ($id: ID!, $data: CmsContentModelUpdateInput!, $ifVersion: Int) {
  answer: updateContentModel(modelId: $id, data: $data, ifVersion: $ifVersion) { ${MODEL} } }`
const DELETE_MODEL = `mutation ($id: ID!) { answer: deleteContentModel(modelId: $id) { ${DONE} } }`
const GET_MODEL = `query ($id: ID!) { answer: getContentModel(modelId: $id) { ${MODEL} } }`
const LIST_MODELS = `{ answer: listContentModels { ${MODEL} } }`

const change = { fields: [field('title', 'text')], layout: [['title']] }
const page = (groupId: string, changes: object = {}) => ({
  data: {
    name: 'Landing page',
    singularApiName: 'Page',
    pluralApiName: 'Pages',
    group: { id: groupId },
    fields: [field('heading', 'text')],
    ...changes,
  },
})

test('a designer makes, reads, changes and deletes groups and models', async () => {
  const { content } = await contentWorld()
  const design = async (document: string, variables: object = {}) => {
    const { answer } = await content('designers', document, { ...variables })
    expect(answer.error).toBeNull()
    return answer.data
  }

  const { id } = await design(CREATE_GROUP, { data: { name: 'Marketing pages' } })
  const renamed = await design(UPDATE_GROUP, { id, data: { name: 'Marketing' }, ifVersion: 1 })
  expect(renamed).toMatchObject({ name: 'Marketing', slug: 'marketing-pages', version: 2 })

  const made = await design(CREATE_MODEL, page(id))
  expect(made).toMatchObject({
    modelId: 'landingPage',
    group: { id, name: 'Marketing' },
    titleFieldId: 'heading',
    layout: [['heading']],
    fields: [{ fieldId: 'heading', type: 'text', multipleValues: false, validation: [] }],
    createdBy: { type: 'admin' },
    version: 1,
  })
  const changed = await design(UPDATE_MODEL, { id: 'landingPage', data: change, ifVersion: 1 })
  expect(changed).toMatchObject({ fields: [{ fieldId: 'title' }] })
  expect(changed.version).toBeGreaterThan(made.version)
  expect(await design(GET_MODEL, { id: 'landingPage' })).toEqual(changed)
  expect((await design(GET_GROUP, { id })).contentModels).toEqual([{ modelId: 'landingPage' }])
  expect(await design(LIST_GROUPS)).toHaveLength(2)
  expect(await design(LIST_MODELS)).toHaveLength(3)

  expect(await design(DELETE_MODEL, { id: 'landingPage' })).toBe(true)
  expect(await design(DELETE_GROUP, { id })).toBe(true)
  expect(await design(LIST_MODELS)).toHaveLength(2)
})

type World = Awaited<ReturnType<typeof contentWorld>>
type Operation = [
  name: string,
  document: string,
  variables: (acme: World) => Record<string, unknown>,
]
const READS: Operation[] = [
  ['getContentModelGroup', GET_GROUP, ({ group }) => ({ id: group.id })],
  ['getContentModel', GET_MODEL, () => ({ id: 'author' })],
]
const WRITES: Operation[] = [
  ['createContentModelGroup', CREATE_GROUP, () => ({ data: { name: 'More' } })],
  ['createContentModel', CREATE_MODEL, ({ group }) => page(group.id)],
  [
    'updateContentModelGroup',
    UPDATE_GROUP,
    ({ group }) => ({ id: group.id, data: { name: 'More' } }),
  ],
  ['updateContentModel', UPDATE_MODEL, () => ({ id: 'author', data: change })],
  ['deleteContentModelGroup', DELETE_GROUP, ({ group }) => ({ id: group.id })],
  ['deleteContentModel', DELETE_MODEL, () => ({ id: 'author' })],
]

describe('whatever is done to models and groups', () => {
  test('takes somebody who has signed in, and the permission', async () => {
    const acme = await contentWorld()
    for (const [name, query, variablesOf] of [...READS, ...WRITES]) {
      const variables = variablesOf(acme)
      const nobody = await acme.ask('manage/en-US', { query, variables })
      expect(nobody, name).toMatchObject({ status: 401, data: null })
      const { answer } = await acme.content('strangers', query, variables)
      expect(answer, name).toMatchObject({ data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } })
    }
    for (const [name, query, variablesOf] of WRITES) {
      const { answer } = await acme.content('editors', query, variablesOf(acme))
      expect(answer, name).toMatchObject({ data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } })
    }
  })

  test('knows those of another tenant no better than those that never were', async () => {
    const [acme, globex] = [await contentWorld(), await contentWorld()]
    const mine = await globex.content('designers', CREATE_MODEL, page(globex.group.id))
    for (const [name, query, variablesOf] of [...READS, ...WRITES.slice(2)]) {
      const [theirs, none] = name.includes('Group')
        ? [globex.group.id, 'f'.repeat(24)]
        : [mine.answer.data.modelId, 'noSuch']
      const told = async (id: string) => {
        const { answer } = await acme.content('designers', query, { ...variablesOf(acme), id })
        return JSON.stringify(answer).replaceAll(id, '…')
      }
      expect(await told(theirs), name).toBe(await told(none))
      expect(await told(theirs), name).toContain('NOT_FOUND')
    }
    const { answer } = await globex.content('designers', LIST_MODELS)
    expect(answer.data).toHaveLength(3)
  })

  test('fails with CONFLICT on another version, and while something depends on it', async () => {
    const acme = await contentWorld()
    const codeOf = async (document: string, variables: object) =>
      (await acme.content('designers', document, { ...variables })).answer.error?.code
    await codeOf(UPDATE_MODEL, { id: 'author', data: change })
    await codeOf(UPDATE_GROUP, { id: acme.group.id, data: { name: 'More' } })

    expect(await codeOf(UPDATE_MODEL, { id: 'author', data: change, ifVersion: 1 })).toBe(
      'CONFLICT',
    )
    expect(
      await codeOf(UPDATE_GROUP, { id: acme.group.id, data: { name: 'Mine' }, ifVersion: 1 }),
    ).toBe('CONFLICT')
    expect(await codeOf(DELETE_GROUP, { id: acme.group.id })).toBe('BEFORE_DELETE_ERROR')
    await acme.content(
      'editors',
      'mutation { createArticle(data: { title: "x" }) { data { id } } }',
    )
    expect(await codeOf(DELETE_MODEL, { id: 'article' })).toBe(
      'CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED',
    )
  })

  test.each(WRITES.filter(([name]) => name !== 'deleteContentModelGroup'))(
    '%s under the same Idempotency-Key twice writes once and answers the same',
    async (name, query, variablesOf) => {
      const acme = await contentWorld()
      const headers = { 'idempotency-key': `key-${name}` }
      const design = async () =>
        (await acme.content('designers', query, { ...variablesOf(acme), headers })).answer
      const writes = () => table.calls.filter(({ command }) => command === 'TransactWrite').length

      const first = await design()
      const start = writes()
      const second = await design()

      expect(first.error).toBeNull()
      expect(second).toEqual(first)
      expect(writes()).toBe(start)
    },
  )
})

test.each([
  ['a model id that is taken', { modelId: 'author' }, 'MODEL_ID_EXISTS'],
  ['an API name that is taken', { singularApiName: 'Author' }, 'MODEL_SINGULAR_API_NAME_EXISTS'],
  ['a plural name that is taken', { pluralApiName: 'Authors' }, 'MODEL_PLURAL_API_NAME_EXISTS'],
  [
    'an ending that the API uses',
    { singularApiName: 'PageResponse' },
    'MODEL_SINGULAR_API_NAME_ENDING_NOT_ALLOWED',
  ],
  ['a name that the API uses', { singularApiName: 'CmsContentModel' }, 'MODEL_ID_NOT_ALLOWED'],
  ['a group that is not there', { group: { id: 'none' } }, 'GROUP_NOT_FOUND'],
  ['a layout of no field', { layout: [['none']] }, 'VALIDATION_ERROR'],
  ['a type that is none', { fields: [field('a', 'none')] }, 'VALIDATION_FAILED'],
])('a model with %s is refused', async (_, changes, code) => {
  const { content, group } = await contentWorld()
  const { answer } = await content('designers', CREATE_MODEL, page(group.id, changes))
  expect(answer).toMatchObject({ data: null, error: { code } })
})

test('two locales are two spaces, and an unknown one is none', async () => {
  const { scope, content, ask, sign } = await contentWorld()
  await createLocale(scope, { code: 'de-DE' })
  const german = { path: 'manage/de-DE' }

  expect((await content('designers', LIST_MODELS, german)).answer.data).toEqual([])
  const made = await content('designers', CREATE_GROUP, { ...german, data: { name: 'Inhalt' } })
  await content('designers', CREATE_MODEL, { ...german, ...page(made.answer.data.id) })

  const WRITE = 'mutation { createPage(data: { heading: "Hallo" }) { data { heading } } }'
  expect(await content('designers', WRITE, german)).toMatchObject({
    createPage: { data: { heading: 'Hallo' } },
  })
  const authorization = await sign('designers')
  expect(await ask('manage/en-US', { query: WRITE }, { authorization })).toMatchObject({
    errors: [{ message: expect.stringContaining('createPage') }],
  })
  for (const code of ['fr-FR', 'en-us', '*', 'en-US%23x'])
    expect(await ask(`manage/${code}`, { query: LIST_MODELS }, { authorization })).toMatchObject({
      status: 404,
      error: { code: 'LOCALE_NOT_FOUND' },
    })
})
