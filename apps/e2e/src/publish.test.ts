import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, picture, signIn, visit, type Visitor } from './browser.ts'
import { ask, request, settle } from './settle.ts'

// One story, told in order and through the screens: from a content model to `curl`.
let browser: Browser
let admin: Visitor
let editor: Visitor
let key: string

const READ = { tenant: 'acme', path: '/cms/read/en-US' }
const PREVIEW = { tenant: 'acme', path: '/cms/preview/en-US' }
const LIST = '{ listArticles { data { title } error { code } } }'
const HELLO = 'Hello from the editor'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
const titles = async (where: typeof READ, authorization?: string) =>
  (await ask({ ...where, authorization }, LIST)).listArticles.data
const statusFor = async (where: typeof READ, authorization?: string) =>
  (await request({ ...where, authorization }, LIST)).status

beforeAll(async () => {
  browser = await launch()
  const { acme: authorization } = await settle(browser)
  await forgetEditors({ tenant: 'acme', authorization })
  admin = await visit(browser)
  editor = await visit(browser)
  await admin.page.goto('/?tenantId=acme')
  await signIn(admin.page, 'admin@acme.example')
  await admin.page.getByRole('heading', { name: 'Overview' }).waitFor()
})
afterAll(() => browser?.close())

test('acme’s administrator builds a model in a group of its own', async () => {
  const { page } = admin
  await link(page, 'Models').click()
  await link(page, 'Create model').click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Article')
  await page.getByRole('combobox', { name: 'Group' }).click()
  await page.getByRole('option', { name: 'New group…' }).click()
  await page.getByLabel('Name of the new group').fill('Blog')
  await addField(page, 'Long text', { label: 'Body' })
  await addField(page, 'Text', { label: 'Title', required: 'Give it a title.' })
  await addField(page, 'Number', { label: 'Minutes', minimum: '1' })
  await addField(page, 'Boolean', { label: 'Featured' })
  await addField(page, 'Date and time', { label: 'Day' })
  await addField(page, 'Rich text', { label: 'Story' })
  await addField(page, 'Object', { label: 'Search result', inside: 'Headline' })
  await button(page, 'Move Title up').click()
  await picture(page, 'model-builder')

  await button(page, 'Create model').click()

  await page.getByRole('row', { name: /Article/ }).waitFor()
  await page.getByRole('navigation').getByText('Blog').waitFor()
  await admin.assertClean()
})

test('and a group for editors', async () => {
  const { page } = admin
  await link(page, 'Groups').click()
  await link(page, 'Create group').click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Editors')
  expect(await page.getByLabel('Slug').inputValue()).toBe('editors')
  await writePermissions(page, EDITING)
  await page.getByText('Read, write, delete, publish, and unpublish entries').waitFor()

  await button(page, 'Create group').click()

  await page.getByRole('row', { name: /Editors/ }).waitFor()
  await admin.assertClean()
})

test('an editor sees content and no settings, neither on the screen nor in the API', async () => {
  const { page } = editor
  await page.goto('/?tenantId=acme')
  const asked = page.waitForRequest((it) => Boolean(it.headers()['authorization']))
  await signIn(page, 'editor@acme.example')
  const authorization = (await asked).headers()['authorization']
  await link(page, 'Article').waitFor()

  for (const name of ['Tenants', 'Groups', 'Users', 'API keys', 'Models', 'Locales', 'Sign-in'])
    expect(await link(page, name).count()).toBe(0)
  const { security } = await ask(
    { tenant: 'acme', authorization },
    '{ security { listGroups { data { id } error { code } } } }',
  )
  expect(security.listGroups).toEqual({ data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } })
  await editor.assertClean()
})

test('is told at the field what the model does not allow, then saves a draft', async () => {
  const { page } = editor
  await link(page, 'Article').click()
  await link(page, 'Create entry').click()
  await page.getByLabel('Minutes').fill('0')
  expect(await page.locator('form#entry label').allInnerTexts()).toEqual([
    'Title *',
    'Body',
    'Minutes',
    'Featured',
    'Day',
  ])

  await button(page, 'Save').click()

  await page.getByText('Give it a title.').waitFor()
  await page.getByText('Write a number of at least 1.').waitFor()
  expect(await page.getByLabel('Title').getAttribute('aria-invalid')).toBe('true')
  await picture(page, 'entry-refused')
  await page.getByLabel('Title').fill(HELLO)
  await page.getByLabel('Minutes').fill('3')
  await page.getByRole('textbox', { name: 'Story' }).fill('Once upon a time')
  await button(page, 'Add Search result').click()
  await page.getByRole('textbox', { name: 'Headline' }).fill('Found')
  await button(page, 'Save').click()
  await page.getByText('Draft').first().waitFor()
  await picture(page, 'entry')
  await editor.assertClean()
})

test('a key that may read sees nothing of the draft; a wrong one, and nobody, see nothing at all', async () => {
  const { page } = admin
  await link(page, 'API keys').click()
  await link(page, 'Create API key').click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Front end')
  await button(page, 'Read drafts too').click()
  await button(page, 'Create API key').click()
  key = await dialog(page).getByRole('region', { name: 'API key' }).locator('pre').innerText()
  await picture(page, 'token')
  await button(page, 'I have stored it').click()
  await page.getByRole('row', { name: /Front end/ }).waitFor()

  expect(await page.locator('body').innerText()).not.toContain(key)
  expect(await titles(READ, key)).toEqual([])
  expect(await titles(PREVIEW, key)).toEqual([{ title: HELLO }])
  const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`
  expect(await statusFor(READ, wrong)).toBe(401)
  expect(await statusFor(READ)).toBe(401)
  expect(await statusFor({ ...READ, tenant: 'root' }, key)).toBe(401)
  await admin.assertClean()
})

test('what the editor publishes is read with the key at once', async () => {
  const { page } = editor
  await button(page, 'Publish').click()
  await page.getByText('Published').first().waitFor()

  expect(await titles(READ, key)).toEqual([{ title: HELLO }])
  await editor.assertClean()
})

test('a field that the model gets is there on the next request', async () => {
  const { page } = admin
  await link(page, 'Models').click()
  await link(page, 'Article').last().click()
  await addField(page, 'Text', { label: 'Teaser' })
  await button(page, 'Save model').click()
  await page.getByText('Article was saved.').waitFor()

  const query =
    '{ listArticles { data { title teaser story(format: "html") searchResult { headline } } } }'
  const { listArticles } = await ask({ ...READ, authorization: key }, query)
  const story = '<p>Once upon a time</p>'
  const searchResult = { headline: 'Found' }
  expect(listArticles.data).toEqual([{ title: HELLO, teaser: null, story, searchResult }])
  await admin.assertClean()
})

test('a visitor without a key reads once the group of visitors allows it, and no draft', async () => {
  const { page } = admin
  await link(page, 'Groups').click()
  await link(page, 'Anonymous').click()
  await writePermissions(page, READING)
  await button(page, 'Save group').click()
  await page.getByText('Anonymous was saved.').waitFor()

  expect(await titles(READ)).toEqual([{ title: HELLO }])
  expect(await statusFor(PREVIEW)).toBe(401)
  await admin.assertClean()
})

test('what the editor deletes is read by nobody, until it comes back from the bin', async () => {
  const { page } = editor
  await button(page, 'More actions').click()
  await page.getByRole('menuitem', { name: 'Delete entry' }).click()
  await page.getByText(`${HELLO} was deleted.`).waitFor()
  expect(await titles(READ, key)).toEqual([])

  await link(page, 'Bin').click()
  await button(page, `Restore ${HELLO}`).click()
  await page.getByText(`${HELLO} is back.`).waitFor()

  await page.getByText('The bin is empty').waitFor()
  expect(await titles(READ, key)).toEqual([{ title: HELLO }])
  await editor.assertClean()
})

interface FieldToAdd {
  label: string
  /** The message of the rule that says so. */
  required?: string
  minimum?: string
  /** The label of a text field that lies in it. */
  inside?: string
}

async function addField(page: Page, type: string, field: FieldToAdd): Promise<void> {
  const { label, required, minimum, inside } = field
  await button(page, 'Add field').click()
  await page.getByRole('menuitem', { name: new RegExp(`^${type}`) }).click()
  const drawer = dialog(page)
  await drawer.getByRole('textbox', { name: 'Label', exact: true }).fill(label)
  if (required) {
    await drawer.getByRole('switch', { name: 'Required' }).check()
    await drawer.getByLabel('Required: message').fill(required)
  }
  if (minimum) {
    await drawer.getByRole('switch', { name: 'Minimum' }).check()
    await drawer.getByRole('textbox', { name: 'Minimum', exact: true }).fill(minimum)
  }
  if (inside) {
    await drawer.getByRole('button', { name: 'Add field' }).first().click()
    await page.getByRole('menuitem', { name: /^Text/ }).click()
    await drawer.getByRole('textbox', { name: 'Label', exact: true }).fill(inside)
    await drawer.getByRole('button', { name: 'Add field' }).click()
    await drawer.getByRole('button', { name: new RegExp(`^${inside}`) }).waitFor()
  }
  await drawer.getByRole('button', { name: 'Add field' }).last().click()
  await drawer.waitFor({ state: 'detached' })
}

async function writePermissions(page: Page, permissions: object[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Permissions' }).fill(JSON.stringify(permissions))
}

/** Another story may have made the group; here somebody else is to make it. */
async function forgetEditors(by: { tenant: string; authorization: string }): Promise<void> {
  const { security } = await ask(by, '{ security { listGroups { data { id slug } } } }')
  const groups: { id: string; slug: string }[] = security.listGroups.data
  const id = groups.find(({ slug }) => slug === 'editors')?.id
  if (id)
    await ask(by, 'mutation ($id: ID!) { security { deleteGroup(id: $id) { data } } }', { id })
}

const CONTENT = [
  { name: 'cms.contentModelGroup', rwd: 'r' },
  { name: 'cms.contentModel', rwd: 'r' },
]
/** Content, and no settings. */
const EDITING = [
  { name: 'cms.endpoint.manage' },
  ...CONTENT,
  { name: 'cms.contentEntry', rwd: 'rwd', pw: 'pu' },
]
const READING = [{ name: 'cms.endpoint.read' }, ...CONTENT, { name: 'cms.contentEntry', rwd: 'r' }]
