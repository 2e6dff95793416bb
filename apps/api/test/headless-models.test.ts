import { createLocale } from '@tenantry/cms'
import { expect, test } from 'vitest'
import { contentWorld, field } from './content-world.ts'

const ERROR = 'error { code message data }'
const GROUP = `data { id name slug icon version contentModels { modelId } } ${ERROR}`
const MODEL = `data { modelId name singularApiName version group { id name } layout titleFieldId
  fields { id fieldId storageId type multipleValues validation { name message settings } settings }
  createdBy { type displayName } } ${ERROR}`
const DONE = `data ${ERROR}`

const CREATE_GROUP = `mutation ($data: CmsContentModelGroupInput!) {
  answer: createContentModelGroup(data: $data) { ${GROUP} } }`
const UPDATE_GROUP = `mutation ($id: ID!, $data: CmsContentModelGroupInput!, $ifVersion: Int) {
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

test('the group of a model is named as clients of v5 name it', async () => {
  const { content, group } = await contentWorld()
  const groupOf = async (value: unknown) => {
    const { data } = page(group.id)
    const { answer } = await content('designers', CREATE_MODEL, { data: { ...data, group: value } })
    if (answer.data) await content('designers', DELETE_MODEL, { id: answer.data.modelId })
    return answer.data?.group.id ?? answer.error.code
  }
  expect(await groupOf(group.id)).toBe(group.id)
  expect(await groupOf({ id: group.id, name: group.name })).toBe(group.id)
  expect(await groupOf(group.slug)).toBe(group.id)
  expect(await groupOf({ name: group.name })).toBe('VALIDATION_FAILED')
  expect(await groupOf({ id: 'none' })).toBe('GROUP_NOT_FOUND')

  const inline = `mutation { answer: createContentModel(data: {
    name: "A", singularApiName: "A", pluralApiName: "As", group: "${group.id}"
  }) { data { group { id totalContentModels } } error { code } } }`
  expect((await content('designers', inline)).answer).toEqual({
    data: { group: { id: group.id, totalContentModels: 3 } },
    error: null,
  })
})

test('lists of models and groups have one page', async () => {
  const { content } = await contentWorld()
  const META = 'meta { cursor hasMoreItems totalCount totalCountExact }'
  const { models, groups } = await content(
    'editors',
    `{ models: listContentModels { ${META} } groups: listContentModelGroups { ${META} } }`,
  )
  const whole = { cursor: null, hasMoreItems: false, totalCountExact: true }
  expect(models.meta).toEqual({ ...whole, totalCount: 2 })
  expect(groups.meta).toEqual({ ...whole, totalCount: 1 })
  const refused = await content(
    'strangers',
    `{ models: listContentModels { ${META} error { code } } }`,
  )
  expect(refused.models).toEqual({ meta: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } })
})

test('a file is imported as clients of v5 send it: whole, as one input', async () => {
  const { content, group } = await contentWorld()
  const { name, ...rest } = page(group.id).data
  const { id, slug, icon } = group
  const data = {
    groups: [{ id, name: group.name, slug, icon }],
    models: [{ ...rest, name, modelId: 'landing', group: id, titleFieldId: 'heading' }],
  }
  const ask = async (operation: string) =>
    (
      await content(
        'designers',
        `mutation ($data: CmsImportStructureInput!) { answer: ${operation}(data: $data) {
          data { models { model { modelId } action imported error { code } } } error { code } } }`,
        { data },
      )
    ).answer
  const model = { model: { modelId: 'landing' }, action: 'create', error: null }

  expect(await ask('validateImportStructure')).toEqual({
    data: { models: [{ ...model, imported: false }] },
    error: null,
  })
  expect(await ask('importStructure')).toEqual({
    data: { models: [{ ...model, imported: true }] },
    error: null,
  })
})

test('all that a model is given is told again, by its editors and its readers', async () => {
  const { content, group } = await contentWorld()
  const FIELD = `id fieldId storageId label helpText placeholderText type tags multipleValues
    predefinedValues { enabled values { label value selected } } renderer { name settings }
    validation { name message settings } listValidation { name message settings } settings`
  const WHOLE = `data { modelId name singularApiName pluralApiName icon description tags layout
    titleFieldId descriptionFieldId imageFieldId group { id } fields { ${FIELD} } plugin } ${ERROR}`
  const rule = (name: string, settings: object = {}) => ({
    name,
    message: `It is ${name}.`,
    settings,
  })
  const one = {
    storageId: 'text@kept',
    helpText: 'Help',
    placeholderText: 'Placeholder',
    tags: ['a'],
    multipleValues: false,
    predefinedValues: { enabled: true, values: [{ label: 'A', value: 'a', selected: true }] },
    renderer: { name: 'radio', settings: { wide: true } },
    validation: [rule('required'), rule('maxLength', { value: 3 })],
    listValidation: [],
    settings: { defaultValue: 'a' },
  }
  const off = { enabled: false, values: [] }
  const many = {
    ...one,
    storageId: 'text@many',
    multipleValues: true,
    predefinedValues: off,
    listValidation: [rule('minLength', { value: 1 })],
  }
  const data = {
    name: 'Landing page',
    singularApiName: 'Page',
    pluralApiName: 'Pages',
    modelId: 'landing',
    icon: 'fas/star',
    description: 'Pages for campaigns',
    tags: ['type:model'],
    group: { id: group.id },
    layout: [['head', 'words'], ['intro'], ['cover']],
    titleFieldId: 'heading',
    descriptionFieldId: 'intro',
    imageFieldId: 'cover',
    fields: [
      field('head', 'text', { ...one, fieldId: 'heading' }),
      field('words', 'text', many),
      field('intro', 'long-text', { ...one, storageId: 'a', predefinedValues: off }),
      field('cover', 'file', {
        ...one,
        storageId: 'b',
        predefinedValues: off,
        validation: [rule('required')],
      }),
    ],
  }

  const CREATE = CREATE_MODEL.replace(MODEL, WHOLE)
  const made = await content('designers', CREATE, { data })
  const READ = `{ answer: getContentModel(modelId: "landing") { ${WHOLE} } }`
  const told = await Promise.all(
    ['manage', 'preview', 'read'].map((it) => content('designers', READ, { path: `${it}/en-US` })),
  )

  expect(made.answer).toEqual({ data: { ...data, plugin: false }, error: null })
  for (const { answer } of told) expect(answer).toEqual(made.answer)
  const ENTRY = `mutation { answer: createPage(data: {
    words: ["x"], intro: "In", cover: "/a.png" }) { data { meta { title description image } } ${ERROR} } }`
  const { answer } = await content('editors', ENTRY)
  expect(answer.data.meta).toEqual({ title: 'a', description: 'In', image: '/a.png' })
})

test('a model begins with a title, a description and an image if that is wished', async () => {
  const { content, group } = await contentWorld()
  const { data } = page(group.id, { defaultFields: true })

  const { answer } = await content('designers', CREATE_MODEL, { data })

  expect(answer.data.fields).toMatchObject([
    { fieldId: 'title', type: 'text' },
    { fieldId: 'description', type: 'long-text' },
    { fieldId: 'image', type: 'file', settings: { imagesOnly: true } },
    { fieldId: 'heading', type: 'text' },
  ])
  expect(answer.data.layout).toEqual([['title'], ['description', 'image'], ['heading']])
})

test.each([{}, { name: ' ' }, { name: 'x', slug: 'a b' }, { name: 'x', id: 'a#b' }])(
  'a group of %j is refused',
  async (data) => {
    const { content } = await contentWorld()
    const { answer } = await content('designers', CREATE_GROUP, { data })
    expect(answer).toMatchObject({ data: null, error: { code: 'VALIDATION_FAILED' } })
  },
)

test('what something depends on stays', async () => {
  const acme = await contentWorld()
  const codeOf = async (document: string, id: string) =>
    (await acme.content('designers', document, { id })).answer.error?.code
  await acme.content('editors', 'mutation { createArticle(data: { title: "x" }) { data { id } } }')

  expect(await codeOf(DELETE_GROUP, acme.group.id)).toBe('BEFORE_DELETE_ERROR')
  expect(await codeOf(DELETE_MODEL, 'article')).toBe('CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED')
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
  expect(await ask('manage/DE-de', { query: WRITE }, { authorization })).toMatchObject({
    data: { createPage: { data: { heading: 'Hallo' } } },
  })
  for (const code of ['fr-FR', '*', 'en-US%23x'])
    expect(await ask(`manage/${code}`, { query: LIST_MODELS }, { authorization })).toMatchObject({
      status: 404,
      error: { code: 'LOCALE_NOT_FOUND' },
    })
})
