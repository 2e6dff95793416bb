import { setTimeout as sleep } from 'node:timers/promises'
import { type OktaEmulator, startOktaEmulator } from '@tenantry/okta-emulator'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { launch, picture, signIn, visit, type Visitor } from './browser.ts'
import { app, orgs } from './here.ts'
import { ask, install, request } from './settle.ts'

// A working day on two tenants with orgs of their own, whose access tokens live 10 s: `near` is on
// the admin's site, `far` on another one, which is what most orgs of Okta are.
const LIFE_SECONDS = 10
let browser: Browser
let near: OktaEmulator
let far: OktaEmulator
let root: { tenant: string; authorization: string }

beforeAll(async () => {
  const org = { appOrigin: app, accessTokenSeconds: LIFE_SECONDS }
  ;[browser, near, far] = await Promise.all([
    launch(),
    startOktaEmulator({ ...org, ...orgs.near }),
    startOktaEmulator({ ...org, ...orgs.far, identifierFirst: true }),
  ])
  root = { tenant: 'root', authorization: await install(browser) }
  await ask(root, CREATE_TENANT, { data: tenant('near', near) })
  await ask(root, CREATE_TENANT, { data: tenant('far', far) })
})
afterAll(async () => {
  await Promise.all([browser?.close(), near?.stop(), far?.stop()])
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true })

describe.concurrent('signing in', () => {
  test('a link from Okta’s dashboard (?iss=) signs in without a form', async () => {
    const { context, assertClean } = await onNear('/')
    const { calls } = watch(context)
    const other = await context.newPage()

    await other.goto(`/groups?tenantId=near&iss=${encodeURIComponent(near.origin)}`)

    await heading(other, 'Groups').waitFor()
    expect(new URL(other.url()).search).toBe('?tenantId=near')
    const [asked, ...more] = calls('/v1/authorize')
    expect(asked?.url()).not.toContain('prompt=none')
    expect([...more, ...calls('/idp/idx/')]).toEqual([])
    await assertClean()
  })

  test('Okta’s own page signs in, too, and leads back to the page that was asked for', async () => {
    const { page, assertClean } = await visit(browser)
    await inTurn(() => openWidget(page, '/groups?tenantId=near'))

    await button(page, 'Use Okta’s page instead').click()
    await heading(page, 'Sign in to Acme').waitFor()
    expect(page.url()).toContain(near.origin)
    await signIn(page, 'admin@acme.example')

    await heading(page, 'Groups').waitFor()
    await assertClean()
  })

  test('identifier first, then password', async () => {
    const { page, assertClean } = await visit(browser)
    await inTurn(() => openWidget(page, '/?tenantId=far'))

    await writeLogin(page, 'admin@acme.example')
    await writePassword(page, 'wrong')
    await page.getByText('Unable to sign in').or(page.getByText('incorrect')).first().waitFor()
    await picture(page, 'identifier-first')

    // The widget may draw its form anew while somebody writes into it: then they write again.
    const signsIn = async () => {
      if (await page.getByLabel('Password', { exact: true }).isVisible()) await writePassword(page)
      await heading(page, 'Overview').waitFor({ timeout: 5000 })
    }
    await vi.waitFor(signsIn, { timeout: 40_000 })
    await assertClean()
  })

  test('a reload in the middle of a sign-in goes on where it was', async () => {
    const { page, assertClean } = await visit(browser)
    await inTurn(() => openWidget(page, '/groups?tenantId=far'))
    await writeLogin(page, 'admin@acme.example')
    await page.getByLabel('Password', { exact: true }).waitFor()

    await page.reload()

    await page.getByLabel('Password', { exact: true }).waitFor()
    expect(await page.getByLabel('Username').count()).toBe(0)
    await writePassword(page)
    await heading(page, 'Groups').waitFor()
    await assertClean()
  })
})

describe.concurrent('staying signed in', () => {
  test('a token is renewed before it ends, and nobody notices', async () => {
    const { page, context, assertClean } = await onNear('/groups/new')
    const { calls, secondsLeft } = watch(context)
    let loads = 0
    page.on('load', () => loads++)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a thought')

    await sleep(1.5 * LIFE_SECONDS * 1000)

    expect(calls('/v1/token').length).toBeGreaterThanOrEqual(2)
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(
      'Half a thought',
    )
    expect(await page.getByRole('dialog').count()).toBe(0)
    await button(page, 'Create group').click()
    await page.getByRole('row', { name: /Half a thought/ }).waitFor()
    expect(secondsLeft()).toBeGreaterThan(0)
    expect(loads).toBe(0)
    await assertClean()
  })

  test('after a sleep longer than the token, the first click works', async () => {
    const { page, context, assertClean } = await onNear('/')
    const tab = await context.newCDPSession(page)
    await tab.send('Debugger.enable')
    await renewed(page)
    const { calls, secondsLeft } = watch(context)

    await tab.send('Debugger.pause') // no script of the page runs, as under a closed lid
    await sleep((LIFE_SECONDS + 2) * 1000)
    expect(calls('/v1/token')).toEqual([])
    await tab.send('Debugger.disable')
    await link(page, 'Users').click()

    await page.getByRole('row', { name: /admin@acme.example/ }).waitFor()
    expect(secondsLeft()).toBeGreaterThan(0)
    await assertClean()
  })

  test('a token that the API no longer takes is renewed, and the request repeated once', async () => {
    const { page, context, assertClean } = await onNear('/groups/new')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Repeated')
    const { token } = await renewed(page)
    const { calls } = watch(context)
    await ask({ tenant: 'near', authorization: token }, LOGOUT)

    await button(page, 'Create group').click()

    await page.getByRole('row', { name: /Repeated/ }).waitFor()
    const sent = calls('/graphql').filter((it) => it.postData()?.includes('createGroup'))
    const answers = await Promise.all(sent.map(async (it) => (await it.response())?.status()))
    expect(answers).toEqual([401, 200])
    expect(new Set(sent.map((it) => it.headers()['idempotency-key'])).size).toBe(1)
    expect(calls('/v1/token')).toHaveLength(1)
    await assertClean()
  })

  test('two tabs on two tenants renew side by side', async () => {
    const visitor = await onNear('/groups')
    const { page, context, assertClean } = visitor
    const other = await context.newPage()
    await inTurn(() => signInAtOkta(other, far, '/groups?tenantId=far'))
    const { calls, secondsLeft, tokens } = watch(context)

    await sleep(LIFE_SECONDS * 1000)
    await Promise.all([page, other].map((it) => link(it, 'Users').click()))

    await Promise.all(
      [page, other].map((it) => it.getByRole('row', { name: /admin@acme.example/ }).waitFor()),
    )
    for (const { origin } of [near, far])
      expect(calls('/v1/token').filter((it) => it.url().startsWith(origin)).length).toBeGreaterThan(
        0,
      )
    expect(tokens()).toMatchObject({
      near: { iss: near.issuerOf('default') },
      far: { iss: far.issuerOf('default') },
    })
    expect(secondsLeft()).toBeGreaterThan(0)
    await assertClean()
  })

  test('a duplicated tab asks for tokens of its own, and both go on', async () => {
    const { page, context, assertClean } = await onNear('/groups')
    const opened = context.waitForEvent('page')

    await page.evaluate('void window.open(location.href)') // with a copy of the tab's storage
    const copy = await opened
    await heading(copy, 'Groups').waitFor()

    const [own, others] = await Promise.all([kept(page, 'near'), kept(copy, 'near')])
    expect(others.refreshToken).not.toBe(own.refreshToken)
    const { calls, secondsLeft } = watch(context)
    await sleep(LIFE_SECONDS * 1000)
    await Promise.all([page, copy].map((it) => link(it, 'Users').click()))
    await Promise.all(
      [page, copy].map((it) => it.getByRole('row', { name: /admin@acme.example/ }).waitFor()),
    )
    expect(calls('/v1/token').length).toBeGreaterThanOrEqual(2)
    expect(secondsLeft()).toBeGreaterThan(0)
    await assertClean()
  })

  test('with Okta on another site, whose cookies are blocked, sign-in, renewal and sign-out work', async () => {
    const { page, context, assertClean } = await visit(browser)
    await blockForeignCookies(page)
    await inTurn(async () => {
      await openWidget(page, '/groups?tenantId=far')
      await writeLogin(page, 'admin@acme.example')
      await writePassword(page)
      await heading(page, 'Groups').waitFor()
    })
    expect(await context.cookies(far.origin)).toEqual([])
    const { token, refreshToken } = await renewed(page)
    await link(page, 'Users').click()
    await page.getByRole('row', { name: /admin@acme.example/ }).waitFor()

    await page.getByRole('button', { name: /account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()

    await page.getByText('You are signed out, here and at Okta.').waitFor()
    expect((await request({ tenant: 'far', authorization: token }, LIST_GROUPS)).status).toBe(401)
    expect((await refresh(far, refreshToken)).status).toBe(400)
    await assertClean()
  })
})

describe.concurrent('when the sign-in at Okta is over', () => {
  test('what was typed is still there after signing in again, and what failed is repeated', async () => {
    const { page, context, assertClean } = await onNear('/groups/new')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Typed to the end')
    const { calls } = watch(context)
    await endAtOkta(page)

    await button(page, 'Create group').click()
    await page.getByText('Your sign-in on Near has ended.').waitFor()
    await picture(page, 'sign-in-again')
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(
      'Typed to the end',
    )
    await signIn(page, 'admin@acme.example')

    await page.getByRole('row', { name: /Typed to the end/ }).waitFor()
    const sent = calls('/graphql').filter((it) => it.postData()?.includes('createGroup'))
    expect(new Set(sent.map((it) => it.headers()['idempotency-key'])).size).toBe(1)
    await assertClean()
  })

  test('nobody has to click to learn it, and a reload in between loses nothing either', async () => {
    const { page, assertClean } = await onNear('/groups/new')
    page.on('dialog', (dialog) => void dialog.accept()) // that the page has changes
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Typed before the reload')
    await endAtOkta(page)
    await page.getByText('Your sign-in on Near has ended.').waitFor()

    await page.reload()
    await heading(page, 'Sign in to Near').waitFor()
    await signIn(page, 'admin@acme.example')

    await page.getByText('Restored what you had typed').waitFor()
    await picture(page, 'restored')
    await button(page, 'Create group').click()
    await page.getByRole('row', { name: /Typed before the reload/ }).waitFor()
    await assertClean()
  })
})

test('who is signed out everywhere has to sign in again, for all that Okta would renew', async () => {
  const { page, assertClean } = await onNear('/groups/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Typed before the end')
  const { token } = await renewed(page)
  const everywhere = { userId: '00u_acme_admin' }
  await ask({ tenant: 'near', authorization: token }, SIGN_OUT_EVERYWHERE, everywhere)
  await sleep(1000) // Okta counts in whole seconds

  await button(page, 'Create group').click()
  await page.getByText('Your sign-in on Near has ended.').waitFor()
  await signIn(page, 'admin@acme.example')

  await page.getByRole('row', { name: /Typed before the end/ }).waitFor()
  await assertClean()
})

test('a service signs in with client credentials, and is what its tenant allows', async () => {
  const token = await serviceToken(near)
  const service = { tenant: 'near', authorization: `Bearer ${token}` }
  const claims = claimsOf(token)
  expect(claims).toMatchObject({ cid: '0oa_acme_service', sub: '0oa_acme_service' })
  expect(claims).not.toHaveProperty('uid')

  expect((await request(service, LIST_GROUPS)).status).toBe(401)
  const { id, ...data } = tenant('near', near, ['0oa_acme_service'])
  await ask(root, UPDATE_TENANT, { id, data })

  const { security } = await ask(service, LIST_GROUPS)
  expect(security.listGroups.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  await ask(service, LOGOUT)
  expect((await request(service, LIST_GROUPS)).status).toBe(401)
})

/** As browsers do on their own by now, but not the one of the tests. */
async function blockForeignCookies(page: Page): Promise<void> {
  const tab = await page.context().newCDPSession(page)
  await tab.send('Network.enable')
  await tab.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true })
}

let queue: Promise<unknown> = Promise.resolve()

/** One after the other: what the stories wait for is time, but two sign-ins at once wait for each other. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = queue.then(work)
  queue = turn.catch(() => {})
  return turn
}

/** Somebody who has signed in on `near`. */
async function onNear(path: string): Promise<Visitor> {
  const visitor = await visit(browser)
  await inTurn(() => signInAtOkta(visitor.page, near, `${path}?tenantId=near`))
  return visitor
}

/** By a link of Okta's dashboard, when nobody is signed in there. */
async function signInAtOkta(page: Page, { origin }: OktaEmulator, address: string): Promise<void> {
  await page.goto(`${address}&iss=${encodeURIComponent(origin)}`)
  await signIn(page, 'admin@acme.example')
  await page.locator('main h1').waitFor()
}

async function openWidget(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByLabel('Username').waitFor()
}

async function writeLogin(page: Page, login: string): Promise<void> {
  await page.getByLabel('Username').fill(login)
  await button(page, 'Next').click()
}

async function writePassword(page: Page, password = inject('password')): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await button(page, 'Verify').click()
}

/** What the pages ask for from now on, and the tokens that they show. */
function watch(context: BrowserContext) {
  const requests: Request[] = []
  context.on('request', (it) => requests.push(it))
  const shown = () =>
    requests.filter((it) => it.headers()['x-tenant'] && it.headers()['authorization'])
  return {
    /** To an endpoint; a preflight is not counted. */
    calls: (path: string) =>
      requests.filter(
        (it) => it.method() !== 'OPTIONS' && new URL(it.url()).pathname.includes(path),
      ),
    /** The shortest time that a token had to live when it was shown. */
    secondsLeft: () =>
      Math.min(...shown().map((it) => tokenOf(it).exp - it.timing().startTime / 1000)),
    /** The last token of each tenant. */
    tokens: () => Object.fromEntries(shown().map((it) => [it.headers()['x-tenant'], tokenOf(it)])),
  }
}

const tokenOf = (it: Request) => claimsOf(it.headers()['authorization'] ?? '')

interface Claims {
  exp: number
  iss: string
}

const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** The tokens that a tab holds. */
async function kept(page: Page, tenantId: string) {
  const key = `tenantry:okta:${tenantId}:app:okta-token-storage`
  const text = await page.evaluate<string>(`sessionStorage.getItem('${key}')`)
  const { accessToken, refreshToken } = JSON.parse(text)
  return {
    token: String(accessToken.accessToken),
    refreshToken: String(refreshToken.refreshToken),
  }
}

/** Waits for the next renewal, so that the one after it is some seconds away. */
async function renewed(page: Page) {
  const tenantId = new URL(page.url()).searchParams.get('tenantId') ?? ''
  const before = await kept(page, tenantId)
  for (;;) {
    const now = await kept(page, tenantId)
    if (now.token !== before.token) return now
    await sleep(50)
  }
}

/** As after a day without a click: Okta takes neither the refresh token nor the session any more. */
async function endAtOkta(page: Page): Promise<void> {
  const { token, refreshToken } = await renewed(page)
  const body = new URLSearchParams({ token: refreshToken, client_id: '0oa_acme' })
  await fetch(`${near.issuerOf('default')}/v1/revoke`, { method: 'POST', body })
  await page.evaluate(
    `fetch('${near.origin}/api/v1/sessions/me', { method: 'DELETE', credentials: 'include' })`,
  )
  await ask({ tenant: 'near', authorization: token }, LOGOUT)
}

const refresh = (org: OktaEmulator, refreshToken: string) =>
  fetch(`${org.issuerOf('default')}/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: '0oa_acme',
      refresh_token: refreshToken,
    }),
  })

async function serviceToken(org: OktaEmulator): Promise<string> {
  const answer = await fetch(`${org.issuerOf('default')}/v1/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('0oa_acme_service:acme-service-secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'tenantry' }),
  })
  const { access_token: token }: { access_token: string } = JSON.parse(await answer.text())
  return token
}

const NAMES = { near: 'Near', far: 'Far' }

/** A tenant of an org of its own. */
const tenant = (id: keyof typeof NAMES, org: OktaEmulator, serviceClientIds: string[] = []) => ({
  id,
  name: NAMES[id],
  description: '',
  tags: [],
  settings: {
    appClientId: '0oa_acme',
    okta: { issuer: org.issuerOf('default'), audience: 'api://tenantry', serviceClientIds },
  },
})

const CREATE_TENANT = `mutation ($data: CreateTenantInput!) {
  tenancy { createTenant(data: $data) { error { code message } } }
}`

const UPDATE_TENANT = `mutation ($id: ID!, $data: UpdateTenantInput!) {
  tenancy { updateTenant(id: $id, data: $data) { error { code message } } }
}`

const LOGOUT = 'mutation { security { logout { data error { code } } } }'

const SIGN_OUT_EVERYWHERE = `mutation ($userId: ID!) {
  security { signOutEverywhere(userId: $userId) { data error { code message } } }
}`

const LIST_GROUPS = '{ security { listGroups { data { id } error { code } } } }'
