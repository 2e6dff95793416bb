import { createEntry, createModel, type Entry, publishEntry } from '@tenantry/cms'
import { beforeAll, describe, expect, test } from 'vitest'
import { contentWorld, field, keyFor, reading } from './content-world.ts'

const required = { validation: [{ name: 'required', message: 'It is missing.' }] }
const many = { multipleValues: true }
const object = (fieldId: string, fields: object[], more: object = {}) =>
  field(fieldId, 'object', { settings: { fields }, ...more })
const refTo = (fieldId: string, ...models: string[]) =>
  field(fieldId, 'ref', { settings: { models: models.map((modelId) => ({ modelId })) } })
const template = (gqlTypeName: string, fields: object[]) => ({
  id: `id-${gqlTypeName}`,
  name: gqlTypeName,
  gqlTypeName,
  fields,
})

const page = [
  field('title', 'text', required),
  field('cover', 'file', { settings: { imagesOnly: true } }),
  field('gallery', 'file', many),
  field('body', 'rich-text'),
  field('notes', 'rich-text', many),
  field('data', 'json'),
  object('seo', [
    field('title', 'text', required),
    field('priority', 'number'),
    field('intro', 'rich-text'),
    refTo('author', 'author'),
    refTo('about', 'author', 'article'),
    object('image', [field('src', 'file'), field('width', 'number')]),
  ]),
  object('links', [field('url', 'text', required), field('label', 'text')], many),
  field('blocks', 'dynamicZone', {
    ...many,
    settings: {
      templates: [
        template('Byline', [refTo('author', 'author')]),
        template('Hero', [field('title', 'text', required), refTo('author', 'author')]),
        template('Gallery', [
          field('title', 'number'),
          object('shots', [field('src', 'file')], many),
        ]),
      ],
    },
  }),
]

const SEO = `seo { title priority intro author { id } about { id } image { src width } }`
const MANAGE = `id title cover gallery body notes data ${SEO} links { url label }
  blocks { __typename
    ... on Page_Blocks_Hero { _templateId title author { modelId id entryId } }
    ... on Page_Blocks_Gallery { _templateId number: title shots { src } }
    ... on Page_Blocks_Byline { _templateId author { modelId id entryId } } }`
const ERROR = 'error { code message data }'
const CREATE = `mutation ($data: PageInput!) {
  answer: createPage(data: $data) { data { ${MANAGE} } ${ERROR} } }`
const UPDATE = `mutation ($id: ID!, $data: PageInput!) {
  answer: updatePage(revision: $id, data: $data) { data { ${MANAGE} } ${ERROR} } }`
const CREATE_FROM = `mutation ($id: ID!) {
  answer: createPageFrom(revision: $id, data: { links: null }) { data { ${MANAGE} } ${ERROR} } }`
const VALIDATE = `mutation ($data: PageInput!) { answer: validatePage(data: $data) {
  data { error id fieldId parents storageId } ${ERROR} } }`
const GET = `query ($id: ID!) { answer: getPage(revision: $id) { data { ${MANAGE} } ${ERROR} } }`
const LIST = `query ($where: PageListWhereInput) {
  answer: listPages(where: $where, sort: [id_ASC]) { data { title } ${ERROR} } }`
const READ = `{ answer: listPages(where: { title: "Full" }) { data {
  title cover gallery body html: body(format: "html") notes htmls: notes(format: "html") data
  seo { title priority html: intro(format: "html") author { name } image { src width }
    unresolved: author(populate: false) { name entryId }
    about { __typename ... on Author { name } ... on Article { title } } }
  links { url label }
  blocks { __typename
    ... on Page_Blocks_Hero { title author { name } }
    ... on Page_Blocks_Gallery { number: title shots { src } }
    ... on Page_Blocks_Byline { author { name } } }
} ${ERROR} } }`

const doc = (text: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})
const lexical = { root: { type: 'root', children: [], version: 1 } }

let acme: Awaited<ReturnType<typeof contentWorld>>
let author: Entry
let article: Entry
let full: Entry
let empty: Entry
const read = { path: 'read/en-US' }
const preview = { path: 'preview/en-US' }
const edit = async (document: string, variables: object = {}) =>
  (await acme.content('editors', document, { ...variables })).answer
const ref = (modelId: string, { id }: Entry) => ({ modelId, id })

const dataOfFull = () => ({
  title: 'Full',
  cover: 'https://cdn.example/a.png',
  gallery: ['/a.png', '/b.png'],
  body: doc('a < b'),
  notes: [doc('one'), lexical],
  data: { any: ['thing', 1, null] },
  seo: {
    title: 'SEO',
    priority: 3,
    intro: doc('intro'),
    author: ref('author', author),
    about: ref('article', article),
    image: { src: '/c.png', width: 100 },
  },
  links: [{ url: 'x', label: 'X' }, { url: 'y' }],
  blocks: [
    { Gallery: { title: 7, shots: [{ src: '/d.png' }] } },
    { Hero: { title: 'Big', author: ref('author', author) } },
    { Byline: { author: ref('author', author) } },
  ],
})
const servedFull = () => ({
  ...dataOfFull(),
  seo: {
    ...dataOfFull().seo,
    author: { id: author.id },
    about: { id: article.id },
  },
  links: [
    { url: 'x', label: 'X' },
    { url: 'y', label: null },
  ],
  blocks: [
    {
      __typename: 'Page_Blocks_Gallery',
      _templateId: 'id-Gallery',
      number: 7,
      shots: [{ src: '/d.png' }],
    },
    {
      __typename: 'Page_Blocks_Hero',
      _templateId: 'id-Hero',
      title: 'Big',
      author: { ...ref('author', author), entryId: author.entryId },
    },
    {
      __typename: 'Page_Blocks_Byline',
      _templateId: 'id-Byline',
      author: { ...ref('author', author), entryId: author.entryId },
    },
  ],
})

// What is made here stays as it is, so one for all.
beforeAll(async () => {
  acme = await contentWorld()
  const { scope, models, group } = acme
  const model = await createModel(scope, 'en-US', {
    name: 'Page',
    singularApiName: 'Page',
    pluralApiName: 'Pages',
    group: { id: group.id },
    fields: page,
    imageFieldId: 'cover',
  })
  author = await createEntry(scope, models.author, { data: { name: 'Ann' } })
  await publishEntry(scope, models.author, { revision: author.id })
  article = await createEntry(scope, models.article, { data: { title: 'Draft' } })
  full = await createEntry(scope, model, { data: dataOfFull() })
  await publishEntry(scope, model, { revision: full.id })
  empty = await createEntry(scope, model, { data: { title: 'Empty' } })
})

const MODEL = `data { modelId fields { fieldId storageId type settings } } ${ERROR}`
const CREATE_MODEL = `mutation ($data: CmsContentModelCreateInput!) {
  answer: createContentModel(data: $data) { ${MODEL} } }`
const UPDATE_MODEL = `mutation ($fields: [CmsContentModelFieldInput!]!) {
  answer: updateContentModel(modelId: "page", data: { fields: $fields, layout: [] }) { ${MODEL} } }`

test('a model tells of its nested fields where they are stored, and keeps those in use', async () => {
  const design = async (document: string, variables: object) =>
    (await acme.content('designers', document, { ...variables })).answer
  const settings = { fields: [field('name', 'text')], layout: [['name']] }
  const templates = [template('Card', [field('title', 'text')])]
  const fields = [
    field('who', 'object', { settings }),
    field('cards', 'dynamicZone', { settings: { templates } }),
  ]
  const names = { name: 'Card', singularApiName: 'Card', pluralApiName: 'Cards' }

  const made = await design(CREATE_MODEL, {
    data: { ...names, group: { id: acme.group.id }, fields },
  })
  const refused = await design(UPDATE_MODEL, {
    fields: page.map((it) =>
      it.fieldId === 'seo' ? object('seo', [field('title', 'number')]) : it,
    ),
  })

  expect(made).toMatchObject({
    error: null,
    data: {
      fields: [
        {
          storageId: 'object@who',
          settings: { fields: [{ storageId: 'text@name' }], layout: [['name']] },
        },
        {
          settings: {
            templates: [
              { id: 'id-Card', gqlTypeName: 'Card', fields: [{ storageId: 'text@title' }] },
            ],
          },
        },
      ],
    },
  })
  expect(refused.error).toMatchObject({ code: 'ENTRY_FIELD_USED', data: { fieldId: 'title' } })
})

describe('on manage', () => {
  test('every type is written, read, kept by the next revision and cleared by null', async () => {
    const { data, error } = await edit(CREATE, { data: { ...dataOfFull(), title: 'Written' } })
    expect(error).toBeNull()
    const written = { ...servedFull(), title: 'Written', id: data.id }
    expect(data).toEqual(written)
    expect((await edit(GET, { id: data.id })).data).toEqual(written)

    const next = (await edit(CREATE_FROM, { id: data.id })).data
    expect(next).toEqual({ ...written, id: next.id, links: null })

    const nothing = Object.fromEntries(
      page.filter(({ fieldId }) => fieldId !== 'title').map(({ fieldId }) => [fieldId, null]),
    )
    const cleared = await edit(UPDATE, { id: next.id, data: nothing })
    expect(cleared).toEqual({ data: { ...nothing, id: next.id, title: 'Written' }, error: null })
  })

  test.each<[string, object, string, string[]]>([
    ['a script for a file', { cover: 'javascript:alert(1)' }, 'cover', []],
    ['a text for a rich text', { body: '<p>x</p>' }, 'body', []],
    ['a document with a bad one beside it', { notes: [doc('x'), { type: 'x' }] }, 'notes', []],
    ['a prototype', { data: JSON.parse('{"__proto__": {"a": 1}}') }, 'data', []],
    ['an object without what it needs', { seo: {} }, 'title', ['seo']],
    ['one object of several without it', { links: [{ url: 'x' }, { url: '' }] }, 'url', ['links']],
    [
      'no file deep inside',
      { seo: { title: 'x', image: { src: 'x:y' } } },
      'src',
      ['seo', 'image'],
    ],
    [
      'a reference to another model',
      { seo: { title: 'x', author: { modelId: 'page', id: `${'f'.repeat(24)}#0001` } } },
      'author',
      ['seo'],
    ],
    ['an element of nothing', { blocks: [{}] }, 'blocks', []],
    [
      'an element of two templates',
      { blocks: [{ Hero: { title: 'x' }, Gallery: {} }] },
      'blocks',
      [],
    ],
    ['an element without what it needs', { blocks: [{ Hero: {} }] }, 'title', ['blocks']],
  ])('%s is refused, and it is said where', async (_, data, fieldId, parents) => {
    const given = { data: { title: 'Bad', ...data } }
    const problem = {
      fieldId,
      parents,
      error: expect.any(String),
      storageId: expect.stringMatching(/@/),
    }
    expect(await edit(CREATE, given)).toMatchObject({
      data: null,
      error: { code: 'VALIDATION_FAILED', data: [problem] },
    })
    expect(await edit(VALIDATE, given)).toMatchObject({ data: [problem], error: null })
    expect((await edit(UPDATE, { id: empty.id, ...given })).error.data).toMatchObject([problem])
    expect((await edit(GET, { id: empty.id })).data).toMatchObject({ title: 'Empty', seo: null })
  })

  test('values may also stand in the document itself', async () => {
    const { data, error } = await edit(`mutation { answer: createPage(data: {
      title: "Inline", data: { a: [1, { b: null }] }, body: { type: "doc", content: [] },
      links: [{ url: "x" }], blocks: [{ Hero: { title: "T" } }]
    }) { data { data body links { url } blocks { ... on Page_Blocks_Hero { title } } } ${ERROR} } }`)
    expect(error).toBeNull()
    expect(data).toEqual({
      data: { a: [1, { b: null }] },
      body: { type: 'doc', content: [] },
      links: [{ url: 'x' }],
      blocks: [{ title: 'T' }],
    })
  })

  test('what the types of the API have not is no request', async () => {
    const authorization = await acme.sign('editors')
    for (const data of [
      { seo: { none: 1 } },
      { blocks: [{ None: {} }] },
      { links: [{ url: {} }] },
    ]) {
      const body = { query: CREATE, variables: { data: { title: 'x', ...data } } }
      const answer = await acme.ask('manage/en-US', body, { authorization })
      expect(answer.errors).toBeDefined()
    }
  })
})

describe('on read and preview', () => {
  const seen = {
    title: 'Full',
    cover: 'https://cdn.example/a.png',
    gallery: ['/a.png', '/b.png'],
    body: doc('a < b'),
    html: '<p>a &lt; b</p>',
    notes: [doc('one'), lexical],
    htmls: ['<p>one</p>', null],
    data: { any: ['thing', 1, null] },
    seo: {
      title: 'SEO',
      priority: 3,
      html: '<p>intro</p>',
      author: { name: 'Ann' },
      unresolved: { name: null, entryId: expect.any(String) },
      about: null,
      image: { src: '/c.png', width: 100 },
    },
    links: [
      { url: 'x', label: 'X' },
      { url: 'y', label: null },
    ],
    blocks: [
      { __typename: 'Page_Blocks_Gallery', number: 7, shots: [{ src: '/d.png' }] },
      { __typename: 'Page_Blocks_Hero', title: 'Big', author: { name: 'Ann' } },
      { __typename: 'Page_Blocks_Byline', author: { name: 'Ann' } },
    ],
  }

  test('references inside are resolved, and rich text is HTML if asked for', async () => {
    const { answer } = await acme.content('designers', READ, read)
    expect(answer).toEqual({ data: [seen], error: null })
    const draft = { __typename: 'Article', title: 'Draft' }
    expect((await acme.content('designers', READ, preview)).answer.data).toEqual([
      { ...seen, seo: { ...seen.seo, about: draft } },
    ])
  })

  test('the image of an entry is its file', async () => {
    const META = `query ($where: PageListWhereInput) { answer: listPages(where: $where) {
      data { meta { image } } } }`
    const { answer } = await acme.content('designers', META, { ...read, where: { title: 'Full' } })
    expect(answer.data).toEqual([{ meta: { image: 'https://cdn.example/a.png' } }])
  })

  test('references to what the caller may not read are in no object and no element', async () => {
    const models = { models: { 'en-US': ['page'] } }
    const key = await keyFor(acme, [
      ...reading.filter(({ name }) => !/contentModel$|contentEntry$/.test(name)),
      { name: 'cms.contentModel', rwd: 'r', ...models },
      { name: 'cms.contentEntry', rwd: 'r', ...models },
    ])
    const TYPES = '{ __schema { types { name fields { name } } } }'
    const known = JSON.stringify(await acme.content(key, TYPES, read))
    expect(known).toContain('Page_Seo')
    expect(known).not.toMatch(/Page_Seo_About|"author"|"about"/)
    const query = `{ answer: listPages(where: { title: "Full" }) { data {
      seo { title } blocks { __typename } } } }`
    const blocks = [{ __typename: 'Page_Blocks_Gallery' }, { __typename: 'Page_Blocks_Hero' }]
    expect((await acme.content(key, query, read)).answer.data).toEqual([
      { seo: { title: 'SEO' }, blocks },
    ])
  })
})

describe('a list', () => {
  const titles = async (where: object, options: object = {}) => {
    const { answer } = await acme.content('designers', LIST, { ...options, where })
    expect(answer.error).toBeNull()
    return answer.data.map(({ title }: { title: string }) => title)
  }

  test.each<[string, object]>([
    ['a text in an object', { seo: { title: 'SEO' } }],
    ['a number in an object', { seo: { priority_between: [2, 4] } }],
    ['what is deeper', { seo: { image: { width_gt: 99 }, title_contains: 'e' } }],
    ['a value of some object of a list', { links: { url: 'y' } }],
    [
      'alternatives',
      { OR: [{ links: { url: 'none' } }, { seo: { priority_not_in: [4] }, title: 'Full' }] },
    ],
  ])('is narrowed by %s', async (_, where) => {
    for (const options of [read, preview]) expect(await titles(where, options)).toEqual(['Full'])
    expect(await titles({ AND: [where, { title: 'Full' }] })).toEqual(['Full'])
  })

  test('is narrowed by the entry that a reference in an object points to', async () => {
    expect(await titles({ seo: { author: { entryId: author.entryId } } }, read)).toEqual(['Full'])
    expect(await titles({ seo: { author: { entryId: article.entryId } } }, read)).toEqual([])
  })

  test('has no filters on documents, files, JSON and zones, and no order by what lies in objects', async () => {
    const INPUTS = `{ list: __type(name: "PageListWhereInput") { inputFields { name } }
      seo: __type(name: "Page_SeoWhereInput") { inputFields { name } }
      sorter: __type(name: "PageListSorter") { enumValues { name } } }`
    const { list, seo, sorter } = await acme.content('designers', INPUTS, read)
    const names = (it: { inputFields: { name: string }[] }) =>
      it.inputFields.map(({ name }) => name)
    expect(names(list)).toEqual(expect.arrayContaining(['seo', 'links', 'title_contains']))
    expect(names(list).join()).not.toMatch(/body|cover|data|blocks|notes|gallery/)
    expect(names(seo)).toEqual(expect.arrayContaining(['title', 'image', 'author']))
    expect(names(seo).join()).not.toMatch(/intro/)
    expect(JSON.stringify(sorter)).not.toMatch(/seo|body|priority/)
  })
})
