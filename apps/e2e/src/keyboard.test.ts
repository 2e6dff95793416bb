import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launch, visit, type Visitor } from './browser.ts'
import { fill, settle } from './settle.ts'

// One story, told in order, by somebody who has a keyboard and nothing else.
let browser: Browser
let visitor: Visitor
let page: Page
/** Of an administrator. */
let authorization: string

beforeAll(async () => {
  browser = await launch()
  const { acme } = await settle(browser)
  authorization = acme
  visitor = await visit(browser)
  page = visitor.page
})
afterAll(() => browser?.close())

const named = (role: Parameters<Page['getByRole']>[0], name: string) =>
  page.getByRole(role, { name, exact: true })

test('signs in', async () => {
  await page.goto('/?tenantId=acme')
  await hasFocus(page.getByLabel('Username'))
  await page.keyboard.type('admin@acme.example')
  await reach(page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(inject('password'))
  await page.keyboard.press('Enter')

  await hasFocus(named('heading', 'Overview'))
})

test('skips the navigation', async () => {
  await reach(named('link', 'Skip to content'), 'Shift+Tab')
  await page.keyboard.press('Enter')

  await hasFocus(page.locator('main'))
})

test('looks the shortcuts up, and is back where they were', async () => {
  await reach(named('button', 'Copy tenant id'))
  await page.keyboard.press('Shift+?')
  await named('dialog', 'Keyboard shortcuts').waitFor()

  await page.keyboard.press('Escape')

  await hasFocus(named('button', 'Copy tenant id'))
})

test('walks through a menu, and is back at its button', async () => {
  const button = page.getByRole('button', { name: /account menu/ })
  await reach(button, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await hasFocus(named('menuitem', 'Light theme'))
  await page.keyboard.press('ArrowDown')
  await hasFocus(named('menuitem', 'Dark theme'))

  await page.keyboard.press('Escape')

  await hasFocus(button)
})

test('builds a model from the palette on', async () => {
  await command('Create model')
  await hasFocus(page.getByRole('textbox', { name: 'Name', exact: true }))
  await page.keyboard.type('Note')
  await reach(page.getByLabel('Name of the new group'))
  await page.keyboard.type('Desk')
  await addField('Text', 'Title')
  await addField('Long text', 'Text')

  await reach(named('button', 'Move Text up'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await hasFocus(named('button', 'Move Text down'))
  await page.keyboard.press('Enter')
  await hasFocus(named('button', 'Move Text up'))
  await page.keyboard.press('Control+s')

  await page.getByRole('row', { name: /Note/ }).waitFor()
})

test('writes an entry, saves it while writing, and publishes it', async () => {
  await command('Note')
  await reach(named('link', 'Create entry'))
  await page.keyboard.press('Enter')
  await hasFocus(page.getByLabel('Title'))
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Control+s')
  await named('heading', 'By keyboard').waitFor()
  await hasFocus(page.getByLabel('Title'))
  await page.keyboard.press('Tab')
  await page.keyboard.type('No mouse was here.')
  await page.keyboard.press('Control+Enter')

  await page.getByText('By keyboard was published.').waitFor()
  await hasFocus(page.getByLabel('Text'))
})

test('finds it again in the list, and opens it from there', async () => {
  await reach(named('link', 'Note').last(), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await hasFocus(named('heading', 'Note'))
  await named('link', 'By keyboard').waitFor()
  await page.keyboard.press('ArrowDown')
  await hasFocus(named('link', 'By keyboard'))
  await page.keyboard.press('/')
  await hasFocus(page.getByRole('searchbox'))
  await page.keyboard.type('keyb')
  await expect.poll(() => page.url()).toContain('find=keyb')
  await page.keyboard.press('ArrowDown')
  await hasFocus(named('link', 'By keyboard'))
  await page.keyboard.press('Enter')

  await hasFocus(named('heading', 'By keyboard'))
})

test('deletes it, and brings it back from the bin', async () => {
  await reach(named('button', 'More actions'))
  await page.keyboard.press('Enter')
  await hasFocus(named('menuitem', 'Unpublish revision 1'))
  await page.keyboard.press('ArrowDown')
  await hasFocus(named('menuitem', 'Delete entry'))
  await page.keyboard.press('Enter')
  await hasFocus(named('heading', 'Note'))
  await page.getByText('By keyboard was deleted.').waitFor()
  await reach(named('link', 'Bin'))
  await page.keyboard.press('Enter')
  await hasFocus(named('heading', 'Bin'))
  await named('button', 'Restore By keyboard').waitFor()

  await page.keyboard.press('ArrowDown')
  await hasFocus(named('button', 'Restore By keyboard'))
  await page.keyboard.press('Enter')

  await page.getByText('The bin is empty').waitFor()
  await hasFocus(named('heading', 'Bin'))
})

test('writes what lies in one another, and is with each part that moves or goes', async () => {
  await fill({ tenant: 'acme', authorization })
  await page.reload()
  await named('link', 'Story').waitFor()
  await command('Story')
  await reach(named('link', 'Create entry'))
  await page.keyboard.press('Enter')
  await hasFocus(page.getByLabel('Headline'))
  await page.keyboard.type('Part by part')
  await reach(named('button', 'Bold'))
  await page.keyboard.press('Enter')
  await hasFocus(page.locator('.ProseMirror'))
  await page.keyboard.type('Loud')
  await add('Add to Blocks', 'Gallery')
  await press('Add value', 'last')
  await page.keyboard.type('https://example.com/a.png')
  await add('Add to Blocks', 'Quote')
  await reach(named('textbox', 'By').last(), 'Shift+Tab')
  await page.keyboard.type('A walker')

  await press('Move Quote 2 of Blocks up')
  await hasFocus(named('button', 'Move Quote 1 of Blocks down'))
  // Which has buttons of its own inside.
  await press('Move Gallery 2 of Blocks up')
  await hasFocus(named('button', 'Move Gallery 1 of Blocks down'))
  await press('Remove Gallery 1 of Blocks')
  await hasFocus(named('button', 'Remove Quote 1 of Blocks'))
  await page.keyboard.press('Control+s')

  await named('heading', 'Part by part').waitFor()
  await page.reload()
  await named('textbox', 'By').waitFor()
  expect(await named('textbox', 'By').inputValue()).toBe('A walker')
  await page.locator('strong', { hasText: 'Loud' }).waitFor()
})

async function press(name: string, which?: 'last'): Promise<void> {
  const button = named('button', name)
  await reach(which ? button[which]() : button)
  await page.keyboard.press('Enter')
}

async function add(button: string, template: string): Promise<void> {
  await press(button)
  await reach(named('menuitem', template), 'ArrowDown')
  await page.keyboard.press('Enter')
}

test('is led back from each dialog, also when what opened it is gone', async () => {
  await command('Add locale')
  await hasFocus(page.getByLabel('Code'))
  await page.keyboard.type('de')
  await page.keyboard.press('Enter')
  await page.getByText('de was added.').waitFor()
  await reach(named('button', 'Actions for de'))
  await chooseDelete()

  await page.keyboard.press('Escape')
  await hasFocus(named('button', 'Actions for de'))
  await chooseDelete()
  await reach(named('button', 'Delete locale'))
  await page.keyboard.press('Enter')

  await page.getByText('de was deleted.').waitFor()
  await hasFocus(named('button', 'Actions for en-US'))
  await visitor.assertClean()
})

async function chooseDelete(): Promise<void> {
  await page.keyboard.press('Enter')
  await hasFocus(named('menuitem', 'Make default'))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await hasFocus(named('button', 'Cancel'))
}

async function command(name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await hasFocus(page.getByPlaceholder('Search pages, tenants and actions'))
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

async function addField(type: string, label: string): Promise<void> {
  await reach(named('button', 'Add field'))
  await page.keyboard.press('Enter')
  const item = page.getByRole('menuitem', { name: new RegExp(`^${type}`) })
  await reach(item, 'ArrowDown')
  await page.keyboard.press('Enter')
  await hasFocus(page.getByRole('textbox', { name: 'Label', exact: true }))
  await page.keyboard.type(label)
  await page.keyboard.press('Control+s')
  await hasFocus(named('button', 'Add field'))
}

const FOCUSED = 'the focus is here'

/** Else what has the focus instead. */
const focusOf = (locator: Locator) =>
  locator.evaluate((it, here) => {
    const { activeElement } = it.ownerDocument
    return activeElement === it ? here : String(activeElement?.outerHTML.slice(-160))
  }, FOCUSED)

async function hasFocus(locator: Locator): Promise<void> {
  await locator.waitFor()
  await expect.poll(() => focusOf(locator), { timeout: 10_000 }).toBe(FOCUSED)
}

async function reach(locator: Locator, key = 'Tab', steps = 60): Promise<void> {
  await locator.waitFor()
  if ((await focusOf(locator)) === FOCUSED) return
  if (steps === 0) throw new Error(`${key} does not lead to ${String(locator)}.`)
  await page.keyboard.press(key)
  await reach(locator, key, steps - 1)
}
