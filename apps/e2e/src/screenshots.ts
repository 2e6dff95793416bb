import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { launch, signIn, visit } from './browser.ts'
import { ask, settle } from './settle.ts'

// The pictures of the README, each in both themes: `yarn screenshots`.
const FOLDER = join(import.meta.dirname, '../../../docs/images')

let browser: Browser
let entry: string
let written: Date

beforeAll(async () => {
  browser = await launch()
  const { root, acme } = await settle(browser)
  await ask({ tenant: 'root', authorization: root }, CREATE_GLOBEX)
  await ask({ tenant: 'acme', authorization: acme }, CREATE_GROUP, { permissions: EDITING })
  entry = await write({ tenant: 'acme', authorization: acme, path: '/cms/manage/en-US' })
  written = new Date()
})
afterAll(() => browser?.close())

describe.each(['light', 'dark'])('%s', (theme) => {
  /** Takes the picture once all that it has to show is there. */
  async function take(page: Page, name: string, ...shown: Locator[]) {
    for (const it of shown) await it.waitFor()
    await page.screenshot({ path: join(FOLDER, `${name}-${theme}.webp`), quality: 90 })
  }

  async function open(tenant: string) {
    const { page } = await visit(browser, { dark: theme === 'dark' })
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.clock.setFixedTime(written) // everything was made just now, however long this takes
    await page.goto(`/?tenantId=${tenant}`)
    return page
  }

  test('root', async () => {
    const page = await open('root')
    await signIn(page, 'root@example.com')
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await page.goto('/tenants')
    await take(page, 'tenants', page.getByRole('row', { name: /Globex/ }))
  })

  test('a tenant', async () => {
    const page = await open('acme')
    const models = page.getByRole('navigation').getByText('Article')
    await take(page, 'sign-in', page.getByLabel('Username'))
    await signIn(page, 'admin@acme.example')
    await page.getByRole('heading', { name: 'Overview' }).waitFor()

    await page.goto('/groups')
    await page.getByRole('link', { name: 'Editors' }).click()
    await take(page, 'group', models, page.locator('.cm-content'))
    await page.goto('/models/article')
    await take(page, 'model', models, page.getByText('Summary', { exact: true }))
    await page.goto(`/content/article/${entry}`)
    const revision = page.getByRole('link', { name: /^Revision 1/ })
    await take(page, 'entry', models, revision, page.locator('input[value="Guides"]'))
  })
})

const CREATE_GLOBEX = `mutation { tenancy { createTenant(data: {
  id: "globex", name: "Globex", description: "", tags: [], settings: { appClientId: "0oa_globex" }
}) { error { code } } } }`

const CREATE_GROUP = `mutation ($permissions: [JSON!]!) { security { createGroup(data: {
  slug: "editors", name: "Editors", description: "Write and publish.", permissions: $permissions
}) { error { code } } } }`

const EDITING = [
  { name: 'cms.endpoint.manage' },
  { name: 'cms.contentModelGroup', rwd: 'r' },
  { name: 'cms.contentModel', rwd: 'r' },
  { name: 'cms.contentEntry', rwd: 'rwd', pw: 'pu' },
]

/** Articles and their topic. Returns the id of the first article, which is published. */
async function write(by: Parameters<typeof ask>[0]): Promise<string> {
  const { createContentModelGroup } = await ask(by, CREATE_MODEL_GROUP)
  const group = createContentModelGroup.data
  for (const model of MODELS) await ask(by, CREATE_MODEL, { data: { ...model, group } })
  const { createTopic } = await ask(by, CREATE_TOPIC)
  const topic = { modelId: 'topic', id: createTopic.data.id }
  const articles = []
  for (const article of ARTICLES) {
    const { createArticle } = await ask(by, CREATE_ARTICLE, { data: { ...article, topic } })
    articles.push(createArticle.data)
  }
  await ask(by, PUBLISH_ARTICLE, { id: articles[0].id })
  return articles[0].entryId
}

const CREATE_MODEL_GROUP = `mutation { createContentModelGroup(
  data: { name: "Website", icon: "fas/star" }
) { data { id } } }`

const CREATE_MODEL = `mutation ($data: CmsContentModelCreateInput!) {
  createContentModel(data: $data) { data { modelId } error { message data } }
}`

const MODELS = [
  {
    name: 'Topic',
    singularApiName: 'Topic',
    pluralApiName: 'Topics',
    fields: [{ id: 'name', fieldId: 'name', label: 'Name', type: 'text' }],
  },
  {
    name: 'Article',
    singularApiName: 'Article',
    pluralApiName: 'Articles',
    layout: [['title'], ['summary'], ['topic', 'date'], ['featured', 'minutes']],
    fields: [
      {
        id: 'title',
        fieldId: 'title',
        label: 'Title',
        type: 'text',
        validation: [{ name: 'required', message: 'Give it a title.' }],
      },
      {
        id: 'summary',
        fieldId: 'summary',
        label: 'Summary',
        type: 'long-text',
        helpText: 'One or two sentences, for lists.',
      },
      {
        id: 'topic',
        fieldId: 'topic',
        label: 'Topic',
        type: 'ref',
        settings: { models: [{ modelId: 'topic' }] },
      },
      { id: 'date', fieldId: 'date', label: 'Date', type: 'datetime', settings: { type: 'date' } },
      { id: 'featured', fieldId: 'featured', label: 'Featured', type: 'boolean' },
      { id: 'minutes', fieldId: 'minutes', label: 'Minutes to read', type: 'number' },
    ],
  },
]

const CREATE_TOPIC = 'mutation { createTopic(data: { name: "Guides" }) { data { id } } }'

const CREATE_ARTICLE = `mutation ($data: ArticleInput!) {
  createArticle(data: $data) { data { id entryId } error { message data } }
}`

const ARTICLES = [
  {
    title: 'Getting started',
    summary: 'What you need, and the first three steps.',
    date: '2030-01-15',
    featured: true,
    minutes: 4,
  },
  { title: 'Writing an article', summary: 'From a draft to a page.', date: '2030-01-22' },
]

const PUBLISH_ARTICLE = `mutation ($id: ID!) {
  publishArticle(revision: $id) { data { id } error { message } }
}`
