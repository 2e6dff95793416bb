import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, picture, signIn, visit, type Visitor } from './browser.ts'
import { fill, settle } from './settle.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
  const { root } = await settle(browser)
  await fill({ tenant: 'root', authorization: root })
})
afterAll(() => browser?.close())

/** Each screen by its address, with what shows that it has loaded. */
const SCREENS: [name: string, address: string, loaded: string][] = [
  ['overview', '/', 'main h1 >> text=Overview'],
  ['tenants', '/tenants', 'table.list >> text=acme'],
  ['tenant form', '/tenants?open=new', '[role=dialog] >> text=Okta App Client ID'],
  ['tenant', '/tenants?open=acme', '[role=dialog] >> text=Okta App Client ID'],
  ['groups', '/groups', 'table.list >> text=Full access'],
  ['new group', '/groups/new', '.cm-content'],
  ['system group', '/groups/full-access', '.cm-content'],
  ['users', '/users', 'table.list >> text=root@example.com'],
  ['API keys', '/api-keys', 'main h1'],
  ['new API key', '/api-keys/new', '.cm-content'],
  ['locales', '/locales', 'text=en-US'],
  ['new locale', '/locales?open=new', '[role=dialog] >> text=Code'],
  ['models', '/models', 'table.list >> text=Page'],
  ['new model', '/models/new', 'main h1'],
  ['model', '/models/page', 'main >> text=Heading'],
  ['entries', '/content/page', 'table.list >> text=Welcome'],
  ['new entry', '/content/page/new', 'main >> text=Heading'],
  ['no such page', '/nowhere', 'main h1, h1'],
]

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

  test.each(SCREENS)('%s can be used by everybody and fits', async (name, address, loaded) => {
    const { page } = visitor
    await page.goto(address)
    await page.locator(loaded).first().waitFor()
    await picture(page, `${name.replaceAll(' ', '-')}-${look}`)

    await expectAccessible(page)
    // Nothing is cut off or has to be pushed sideways.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    await visitor.assertClean()
  })
})

/** The widget is a `main` of its own inside ours: we make it a group, which is better and not by the book. */
const WIDGET = /aria-allowed-role: <main [^>]*id="okta-sign-in"[^>]*>$/

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html).join(' ')}`)
  expect(found.filter((it) => !WIDGET.test(it))).toEqual([])
}
