import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { signIn, visit } from './browser.ts'
import { app } from './here.ts'

/** What every story begins with: root is installed, and has the tenant `acme`. Tokens of both. */
export async function settle(browser: Browser): Promise<{ root: string; acme: string }> {
  const root = await install(browser)
  await ask({ tenant: 'root', authorization: root }, CREATE_TENANT)
  const acme = await bearerOf(browser, 'acme', 'admin@acme.example')
  return { root, acme }
}

/** The token of an administrator of root, which is installed. */
export async function install(browser: Browser): Promise<string> {
  const root = await bearerOf(browser, 'root', 'root@example.com')
  await ask({ tenant: 'root', authorization: root }, INSTALL)
  return root
}

const INSTALL = 'mutation { security { install { data } } tenancy { install { data } } }'

const CREATE_TENANT = `mutation { tenancy { createTenant(data: {
  id: "acme", name: "Acme", description: "", tags: [], settings: { appClientId: "0oa_acme" }
}) { error { code } } } }`

interface Filled {
  /** An entry of two revisions; another one is in the bin. */
  page: string
  /** An entry with a value in each type of field. */
  story: string
}

/** Models with entries, and a singleton. Returns the ids of two of the entries. */
export async function fill(by: Asked): Promise<Filled> {
  const content = { ...by, path: '/cms/manage/en-US' }
  const { createContentModelGroup } = await ask(content, CREATE_MODEL_GROUP)
  const group = { id: createContentModelGroup.data.id }
  for (const model of [PAGE, STORY, SITE])
    expect(await ask(content, CREATE_MODEL, { data: { ...model, group } })).toMatchObject(MADE)
  const { welcome, farewell } = await ask(content, CREATE_ENTRIES)
  const { id: revision, entryId } = welcome.data
  const done = await ask(content, REVISE, { revision, gone: farewell.data.entryId })
  for (const answer of Object.values(done)) expect(answer).toMatchObject({ error: null })
  const made = await ask(content, CREATE_STORY, { data: storyOf(revision) })
  expect(made).toMatchObject(MADE)
  return { page: entryId, story: made.answer.data.entryId }
}

const MADE = { answer: { error: null } }

const CREATE_ENTRIES = `mutation {
  welcome: createPage(data: { heading: "Welcome" }) { data { id entryId } }
  farewell: createPage(data: { heading: "Farewell" }) { data { entryId } }
}`

const REVISE = `mutation ($revision: ID!, $gone: ID!) {
  publishPage(revision: $revision) { error { message } }
  createPageFrom(revision: $revision, data: {}) { error { message } }
  deletePage(revision: $gone) { error { message } }
}`

const CREATE_MODEL_GROUP = `mutation { createContentModelGroup(
  data: { name: "Pages", icon: "fas/star" }
) { data { id } } }`

const CREATE_MODEL = `mutation ($data: CmsContentModelCreateInput!) {
  answer: createContentModel(data: $data) { data { modelId } error { message data } }
}`

const field = (label: string, type: string, settings: object = {}, more: object = {}) => {
  const id = label
    .replace(/^./, (it) => it.toLowerCase())
    .replace(/ ./g, (it) => it.trim().toUpperCase())
  return { id, fieldId: id, label, type, settings, ...more }
}
const many = { multipleValues: true }

const PAGE = {
  name: 'Page',
  singularApiName: 'Page',
  pluralApiName: 'Pages',
  layout: [['heading']],
  titleFieldId: 'heading',
  fields: [field('Heading', 'text')],
}

const SITE = {
  name: 'Site',
  singularApiName: 'Site',
  pluralApiName: 'Sites',
  tags: ['singleton'],
  fields: [field('Title', 'text'), field('Live', 'boolean')],
}

const template = (name: string, fields: object[]) => ({
  id: name.toLowerCase(),
  name,
  gqlTypeName: name,
  fields,
})
const quote = template('Quote', [field('Text', 'long-text'), field('By', 'text')])
const gallery = template('Gallery', [field('Images', 'file', { imagesOnly: true }, many)])

/** A field of each type, objects and zones with some of them inside. */
const STORY = {
  name: 'Story',
  singularApiName: 'Story',
  pluralApiName: 'Stories',
  titleFieldId: 'headline',
  fields: [
    field('Headline', 'text', {}, { validation: [{ name: 'required' }] }),
    field('Summary', 'long-text'),
    field('Body', 'rich-text'),
    field('Minutes', 'number'),
    field('Featured', 'boolean'),
    field('Day', 'datetime', { type: 'date' }),
    field('Starts', 'datetime', { type: 'dateTimeWithTimezone' }),
    field('Cover', 'file', { imagesOnly: true }),
    field('Page', 'ref', { models: [{ modelId: 'page' }] }),
    field('Tags', 'text', { indexed: true }, many),
    field('Search result', 'object', {
      fields: [field('Title', 'text'), field('Priority', 'number')],
    }),
    field('Links', 'object', { fields: [field('Label', 'text'), field('Address', 'text')] }, many),
    field('Blocks', 'dynamicZone', { templates: [quote, gallery] }, many),
    field('Data', 'json'),
  ],
}

const CREATE_STORY = `mutation ($data: StoryInput!) {
  answer: createStory(data: $data) { data { entryId } error { message data } }
}`

const storyOf = (page: string) => ({
  headline: 'Into the hills',
  summary: 'Three days on foot, two by train.',
  body: {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'The first day' }] },
      { type: 'paragraph', content: [{ type: 'text', text: 'It rained until noon.' }] },
    ],
  },
  minutes: 7,
  featured: true,
  day: '2026-05-01',
  starts: '2026-05-01T08:30:00+02:00',
  cover: '/favicon.svg',
  page: { modelId: 'page', id: page },
  tags: ['walks', 'trains'],
  searchResult: { title: 'A walk', priority: 1 },
  links: [
    { label: 'Map', address: 'https://example.com/map' },
    { label: 'Timetable', address: 'https://example.com/timetable' },
  ],
  blocks: [{ Quote: { text: 'Never again.', by: 'A walker' } }, { Gallery: { images: [] } }],
  data: { difficulty: 'easy' },
})

/** The token that the admin sends once somebody has signed in. */
async function bearerOf(browser: Browser, tenantId: string, login: string): Promise<string> {
  const { page, context } = await visit(browser)
  const sent = page.waitForRequest((it) => Boolean(it.headers()['authorization']))
  await page.goto(`/?tenantId=${tenantId}`)
  await signIn(page, login)
  const authorization = (await sent).headers()['authorization'] ?? ''
  await context.close()
  return authorization
}

interface Asked {
  tenant: string
  authorization?: string
  path?: string
}

/** One request as `curl` would send it. */
export async function request(asked: Asked, query: string, variables: object = {}) {
  const { tenant, authorization, path = '/graphql' } = asked
  return fetch(`${app}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-tenant': tenant,
      ...(authorization && { authorization }),
    },
    body: JSON.stringify({ query, variables }),
  })
}

interface Answer {
  // Whatever the document asked for: a story that reads too far fails.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any
  errors?: object[]
}

/** A request that is answered; that something is there already is an answer, too. */
export async function ask(asked: Asked, query: string, variables: object = {}) {
  const response = await request(asked, query, variables)
  const { data, errors }: Answer = JSON.parse(await response.text())
  expect({ status: response.status, errors }).toEqual({ status: 200, errors: undefined })
  return data
}
