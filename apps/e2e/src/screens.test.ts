import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, picture, signIn, visit, type Visitor } from './browser.ts'
import { fill, settle } from './settle.ts'

let browser: Browser
/** Stand in an address where a row says `:page` or `:story`. */
let entries: Awaited<ReturnType<typeof fill>>

beforeAll(async () => {
  browser = await launch()
  const { root } = await settle(browser)
  entries = await fill({ tenant: 'root', authorization: root })
})
afterAll(() => browser?.close())

type Open = (page: Page) => Promise<unknown>

/** One that somebody wants to add. */
const RULE = encodeURIComponent('{"claim":"department","value":"News","group":"editors"}')

/** Each screen by its address, with what shows that it has loaded, and what is opened on it. */
const SCREENS: [name: string, address: string, loaded: string, open?: Open][] = [
  ['overview', '/', 'main h1 >> text=Overview'],
  ['tenants', '/tenants', 'table.list >> text=acme'],
  ['tenant form', '/tenants?open=new', '[role=dialog] >> text=Okta App Client ID'],
  ['tenant', '/tenants?open=acme', '[role=dialog] >> text=Okta App Client ID'],
  ['groups', '/groups', 'table.list >> text=Full access'],
  ['new group', '/groups/new', '.cm-content'],
  ['system group', '/groups/full-access', '.cm-content'],
  ['users', '/users', 'table.list >> text=You'],
  ['services', '/users?type=service', 'text=No service has been here yet'],
  ['user', '/users?open=00u_root', '[role=dialog] >> text=What they may do'],
  ['connection', '/sign-in-settings/connection', 'main ol >> text=Passed'],
  ['API keys', '/api-keys', 'main h1'],
  ['new API key', '/api-keys/new', '.cm-content'],
  ['locales', '/locales', 'text=en-US'],
  ['new locale', '/locales?open=new', '[role=dialog] >> text=Code'],
  ['audit log', '/audit', 'table.list >> text=security.user.login'],
  ['sign-in rules', '/sign-in-settings', 'main >> text=Claim rules'],
  ['new rule', `/sign-in-settings?rule=${RULE}`, 'main >> text=Draft, not active yet'],
  ['sign-in test', '/sign-in-settings/test', 'main >> textarea', askAboutOneself],
  ['no such refusal', '/sign-in-settings/why?refusal=AAAAA-AAAAA', 'text=older than 24 hours'],
  ['models', '/models', 'table.list >> text=Page'],
  ['new model', '/models/new', 'main h1'],
  ['model', '/models/page', 'main >> text=Heading'],
  ['entries', '/content/page', 'table.list >> text=Welcome'],
  ['new entry', '/content/page/new', 'main >> text=Heading'],
  ['entry', '/content/page/:page', 'aside >> text=Revision 2'],
  ['bin', '/content/page/bin', 'table.list >> text=Farewell'],
  [
    'purge dialog',
    '/content/page/bin',
    'table.list >> text=Farewell',
    opens('Delete Farewell for good'),
  ],
  ['field drawer', '/models/page', 'main >> text=Heading', opens(/^Heading/)],
  ['model of all types', '/models/story', 'main >> text=Blocks'],
  ['object drawer', '/models/story', 'main >> text=Blocks', opens(/^Search result/)],
  ['zone drawer', '/models/story', 'main >> text=Blocks', opens(/^Blocks/)],
  ['entry of all types', '/content/story/:story', 'main >> text=The first day'],
  ['new entry of all types', '/content/story/new', 'main >> text=Headline', addParts],
  ['singleton', '/content/site', 'main >> text=Live'],
  ['copy dialog', '/models', 'table.list >> text=Page', chooses('Actions for Page', 'Copy')],
  ['export dialog', '/models', 'table.list >> text=Page', chooses('More actions', 'Export models')],
  ['import dialog', '/models', 'table.list >> text=Page', chooses('More actions', 'Import models')],
  ['palette', '/', 'main h1', (page) => page.keyboard.press('Control+k')],
  ['no such page', '/nowhere', 'main h1, h1'],
  ['no such group', '/groups/none', 'text=There is no such group'],
  ['no such locale', '/models?locale=xx', 'text=There is no locale xx here'],
]

/** The page itself scrolls in `main`. */
const WIDEST = `Math.max(...[document.documentElement, document.querySelector('main')].map((it) =>
  it.getBoundingClientRect().left + it.scrollWidth))`

/** Both themes and both widths; the other two pairs as well when pictures are wanted. */
const LOOKS = [
  { dark: false, width: 1440 },
  { dark: true, width: 390 },
  ...(process.env.SCREENSHOTS
    ? [
        { dark: true, width: 1440 },
        { dark: false, width: 390 },
      ]
    : []),
]

describe.each(LOOKS)('in a window of $width pixels, dark: $dark', ({ dark, width }) => {
  const look = `${dark ? 'dark' : 'light'}-${width}`
  let visitor: Visitor

  beforeAll(async () => {
    visitor = await visit(browser, { dark, width })
    await visitor.page.goto('/?tenantId=root')
    await visitor.page.getByLabel('Username').waitFor()
    await expectAccessible(visitor.page)
    await picture(visitor.page, `sign-in-${look}`)
    await signIn(visitor.page, 'root@example.com')
    await visitor.page.getByText('Sign in to Root').waitFor({ state: 'detached' })
    await visitor.page.getByRole('heading', { name: 'Overview' }).waitFor()
  })
  afterAll(() => visitor?.context.close())

  test.each(SCREENS)(
    '%s can be used by everybody and fits',
    async (name, address, loaded, open) => {
      const { page } = visitor
      await page.goto(
        address.replace(/:(page|story)/, (_, it: keyof typeof entries) => entries[it]),
      )
      await page.locator(loaded).first().waitFor()
      await open?.(page)
      await picture(page, `${name.replaceAll(' ', '-')}-${look}`)

      await expectAccessible(page)
      // Nothing is cut off or has to be pushed sideways.
      expect(await page.evaluate(WIDEST)).toBeLessThanOrEqual(width)
      await visitor.assertClean()
    },
  )

  test('a list that does not come says so to everybody', async () => {
    const { page } = visitor
    await page.goto('/')
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    // Only what is asked for from now on.
    await page.route('**/graphql', (route) => route.abort())
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search pages, tenants and actions').fill('Groups')
    await page.keyboard.press('Enter')
    await page.getByText('The groups could not be loaded').waitFor()
    await picture(page, `failed-list-${look}`)

    await expectAccessible(page)
    await page.unroute('**/graphql')
  })

  test('an unknown tenant has a page for everybody', async () => {
    const page = await visitor.context.newPage()
    await page.goto('/?tenantId=nowhere')
    await page.getByRole('button', { name: 'Switch tenant' }).waitFor()
    await picture(page, `unknown-tenant-${look}`)

    await expectAccessible(page)
    await page.close()
  })
})

/** What a request with the claims that stand there would be answered. */
async function askAboutOneself(page: Page): Promise<void> {
  await page.waitForFunction(`document.querySelector('main textarea').value.includes('uid')`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText('The request would be served').waitFor()
}

/** An object and an element of a zone, whose fields are empty. */
async function addParts(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add Search result' }).click()
  await page.getByRole('button', { name: 'Add to Blocks' }).click()
  await page.getByRole('menuitem', { name: 'Quote' }).click()
  await page.getByRole('textbox', { name: 'By' }).waitFor()
}

/** The dialog that an action of a menu opens. */
function chooses(menu: string, action: string): Open {
  return async (page) => {
    await page.getByRole('button', { name: menu, exact: true }).click()
    await page.getByRole('menuitem', { name: action }).click()
    await page.getByRole('dialog').getByRole('button').first().waitFor()
  }
}

/** The dialog that a button opens, with something in it. */
function opens(name: string | RegExp): Open {
  return async (page) => {
    await page.getByRole('button', { name }).click()
    await page.getByRole('dialog').getByRole('button').first().waitFor()
  }
}

/** The widget is a `main` of its own inside ours: we make it a group, which is better and not by the book. */
const WIDGET = /aria-allowed-role: <main [^>]*id="okta-sign-in"[^>]*>$/

async function expectAccessible(page: Page): Promise<void> {
  // In the page itself: the other mode opens a second one each time, to look into frames of others.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html).join(' ')}`)
  expect(found.filter((it) => !WIDGET.test(it))).toEqual([])
}
