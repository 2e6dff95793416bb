import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, picture, signIn, visit, type Visitor } from './browser.ts'
import { app } from './here.ts'

// One story, told in order: each test goes on from where the one before has left the system.
let browser: Browser
let root: Visitor
let acme: Visitor

beforeAll(async () => {
  browser = await launch()
  root = await visit(browser)
  acme = await visit(browser)
})
afterAll(() => browser?.close())

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

describe('from nothing to a tenant’s administrator', () => {
  test('a wrong password shows the widget’s own message', async () => {
    const { page } = root
    await page.goto('/')
    await signIn(page, 'root@example.com', 'wrong')

    await page.getByText('Unable to sign in').waitFor()
    await picture(page, 'sign-in-wrong-password')
    await root.assertClean()
  })

  test('the root administrator signs in through the widget and installs', async () => {
    const { page } = root
    await page.goto('/')
    await signIn(page, 'root@example.com')
    await heading(page, 'Install Tenantry').waitFor()
    await picture(page, 'wizard')

    await button(page, 'Install').click()

    await heading(page, 'Tenantry is installed').waitFor()
    await root.assertClean()
  })

  test('and makes a tenant with the App Client ID of its Okta app', async () => {
    const { page } = root
    await page.getByText('Create your first tenant').click()
    await page.getByLabel('Name').fill('Acme')
    await page.getByLabel('Okta App Client ID').fill('0oa_acme')
    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('acme')
    await picture(page, 'tenant-form')

    await page.getByRole('dialog').getByRole('button', { name: 'Create tenant' }).click()

    await page.getByRole('row', { name: /Acme/ }).waitFor()
    await picture(page, 'tenants')
    await root.assertClean()
  })

  test('in another browser the tenant’s own administrator signs in by its link', async () => {
    const { page } = acme
    await page.goto('/?tenantId=acme')
    await heading(page, 'Sign in to Acme').waitFor()

    await signIn(page, 'admin@acme.example')

    await page.getByRole('navigation').getByText('Acme').first().waitFor()
    await acme.assertClean()
  })

  test('and makes a group, on a page that a deep link opened', async () => {
    const { page } = acme
    await page.goto('/groups/new?tenantId=acme')
    await page.getByLabel('Name').fill('Editors')
    await page.getByRole('textbox', { name: 'Permissions' }).fill('[{ "name": "cms.*" }]')
    await picture(page, 'group')

    await button(page, 'Create group').click()

    await page.getByRole('row', { name: /Editors/ }).waitFor()
    await acme.assertClean()
  })

  test('while nothing of it is seen on root', async () => {
    const { page } = root
    await page.goto('/groups')
    await page.getByRole('row', { name: /Full access/ }).waitFor()
    expect(await page.getByRole('row', { name: /Editors/ }).count()).toBe(0)
  })

  test('after sign-out the token that was left behind is refused, and Okta has forgotten, too', async () => {
    const { page } = acme
    const request = page.waitForRequest((it) => it.url().endsWith('/graphql'))
    await page.goto('/users?tenantId=acme')
    const token =
      (await request.then((it) => it.headerValue('authorization'))) ?? (await bearer(page))

    await page.getByRole('button', { name: /account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await heading(page, 'Sign in to Acme').waitFor()
    await page.getByLabel('Username').waitFor()

    const answer = await fetch(`${app}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant': 'acme', authorization: token },
      body: JSON.stringify({ query: '{ security { listGroups { data { id } } } }' }),
    })
    expect(answer.status).toBe(401)
    expect(
      await page.evaluate('sessionStorage.length && JSON.stringify({ ...sessionStorage })'),
    ).not.toMatch(/eyJ/)
    await acme.assertClean()
  })
})

/** The token of the next request that carries one. */
async function bearer(page: Page): Promise<string> {
  const request = page.waitForRequest((it) => Boolean(it.headers()['authorization']))
  await page.reload()
  return (await request).headers()['authorization'] ?? ''
}

describe('who has no business here is told so, and shown a way on', () => {
  test('somebody without a group gets the page that says it', async () => {
    const visitor = await visit(browser)
    const { page } = visitor
    await page.goto('/?tenantId=acme')
    await signIn(page, 'nobody@example.com')

    await heading(page, 'You have no access on Acme').waitFor()
    await page.getByText('Your code').waitFor()
    await picture(page, 'no-access')
    await visitor.assertClean()

    await button(page, 'Sign in as somebody else').click()
    await heading(page, 'Sign in to Acme').waitFor()
    await visitor.assertClean()
  })

  test('an unknown tenant has a page of its own', async () => {
    const visitor = await visit(browser)
    await visitor.page.goto('/?tenantId=nowhere')
    await visitor.page.getByText('nowhere').first().waitFor()
    await button(visitor.page, 'Switch tenant').waitFor()
    await picture(visitor.page, 'unknown-tenant')
    await visitor.assertClean()
  })

  test('a deep link survives the sign-in', async () => {
    const visitor = await visit(browser, { dark: true })
    const { page } = visitor
    await page.goto('/groups?tenantId=acme')
    await signIn(page, 'admin@acme.example')

    await heading(page, 'Groups').waitFor()
    await picture(page, 'groups-dark')
    await visitor.assertClean()
  })
})
