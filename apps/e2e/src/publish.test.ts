import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, picture, signIn, visit, type Visitor } from './browser.ts'
import { ask, request, settle } from './settle.ts'

// One story, told in order: from a content model to `curl`.
let browser: Browser
let admin: Visitor
let editor: Visitor
let key: string
let acme: { tenant: string; authorization: string }

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const READ = '{ listArticles { data { title } error { code } } }'
const titles = async (path: string, authorization?: string) =>
  (await ask({ tenant: 'acme', authorization, path }, READ)).listArticles.data

beforeAll(async () => {
  browser = await launch()
  acme = { tenant: 'acme', authorization: (await settle(browser)).acme }
  admin = await visit(browser)
  editor = await visit(browser)
  await admin.page.goto('/?tenantId=acme')
  await signIn(admin.page, 'admin@acme.example')
  await admin.page.locator('main h1').waitFor()
})
afterAll(() => browser?.close())

test('acme’s administrator makes a model', async () => {
  const path = '/cms/manage/en-US'
  const { createContentModelGroup } = await ask({ ...acme, path }, CREATE_MODEL_GROUP)
  const group = createContentModelGroup.data.id
  const { createContentModel } = await ask({ ...acme, path }, CREATE_MODEL, { group })
  expect(createContentModel.error).toBeNull()
})

test('an editor writes and saves, sees content and no settings', async () => {
  const { page } = editor
  await page.goto('/content/article/new?tenantId=acme')
  await signIn(page, 'editor@acme.example')
  await page.getByLabel('Title').fill('Hello from the editor')
  await button(page, 'Save').click()
  await page.getByText('Draft').first().waitFor()
  await picture(page, 'entry')

  const navigation = page.getByRole('navigation')
  expect(await navigation.getByText('Groups').count()).toBe(0)
  expect(await navigation.getByText('API keys').count()).toBe(0)
  await editor.assertClean()
})

test('a key that may read sees nothing of the draft; a wrong one, and nobody, see nothing at all', async () => {
  const { security } = await ask(acme, CREATE_KEY)
  key = security.createApiKey.data.token

  expect(await titles('/cms/read/en-US', key)).toEqual([])
  expect(await titles('/cms/preview/en-US', key)).toEqual([{ title: 'Hello from the editor' }])
  const path = '/cms/read/en-US'
  const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`
  expect((await request({ tenant: 'acme', authorization: wrong, path }, READ)).status).toBe(401)
  expect((await request({ tenant: 'acme', path }, READ)).status).toBe(401)
  expect((await request({ tenant: 'root', authorization: key, path }, READ)).status).toBe(401)
})

test('what the editor publishes is read with the key at once', async () => {
  const { page } = editor
  await button(page, 'Publish').click()
  await page.getByText('Published').first().waitFor()

  expect(await titles('/cms/read/en-US', key)).toEqual([{ title: 'Hello from the editor' }])
  await editor.assertClean()
})

test('and without a key once the group of visitors allows it', async () => {
  await ask(acme, ALLOW_VISITORS, { permissions: READING })
  expect(await titles('/cms/read/en-US')).toEqual([{ title: 'Hello from the editor' }])
})

const CREATE_MODEL_GROUP = `mutation { createContentModelGroup(
  data: { name: "Blog", icon: "fas/star" }
) { data { id } error { code } } }`

const CREATE_MODEL = `mutation ($group: ID!) { createContentModel(data: {
  name: "Article", singularApiName: "Article", pluralApiName: "Articles", group: { id: $group }
  layout: [["title"]], titleFieldId: "title"
  fields: [{ id: "title", fieldId: "title", label: "Title", type: "text",
             validation: [{ name: "required", message: "Give it a title." }] }]
}) { data { modelId } error { code message data } } }`

const READING = [
  { name: 'cms.endpoint.read' },
  { name: 'cms.contentModelGroup', rwd: 'r' },
  { name: 'cms.contentModel', rwd: 'r' },
  { name: 'cms.contentEntry', rwd: 'r' },
]

const CREATE_KEY = `mutation { security { createApiKey(data: {
  name: "Front end", description: "", permissions: [
    { name: "cms.endpoint.read" }, { name: "cms.endpoint.preview" },
    { name: "cms.contentModelGroup", rwd: "r" }, { name: "cms.contentModel", rwd: "r" },
    { name: "cms.contentEntry", rwd: "r" }
  ]
}) { data { token } error { code message } } } }`

const ALLOW_VISITORS = `mutation ($permissions: [JSON!]!) { security {
  updateGroup(id: "anonymous", data: { permissions: $permissions }) { error { code message } }
} }`
