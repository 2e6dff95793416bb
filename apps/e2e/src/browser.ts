import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core'
import { expect, inject, vi } from 'vitest'
import * as here from './here.ts'

/** A visitor with a browser of their own: storage, cookies, and a record of what the pages did. */
export interface Visitor {
  page: Page
  context: BrowserContext
  /** Asserts what must hold after every flow; see {@link Misdeeds}. */
  assertClean(): Promise<void>
}

interface Misdeeds {
  /** Requests that would have left the machine. */
  abroad: string[]
  /** What the content security policy stopped or would have stopped. */
  violations: string[]
  /** Uncaught errors. */
  errors: string[]
}

/**
 * Of the package's own flags: some are for Lambda's sandbox only, and with the others a missing CORS
 * header would go unseen.
 */
const UNWANTED =
  /single-process|no-zygote|disable-web-security|disable-site-isolation|allow-running-insecure|IsolateOrigins/

/**
 * A real Chromium. It comes out of an npm package, which has one for Linux on x64; elsewhere the
 * installed Chrome is used. Names other than loopback do not resolve, below anything a page can do.
 */
export async function launch(): Promise<Browser> {
  const rules = 'MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1'
  const args = [`--host-resolver-rules=${rules}`, '--no-sandbox', '--disable-gpu']
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return chromium.launch({ channel: 'chrome', args })

  // The package unpacks the system libraries that it needs only where it believes to be on Lambda.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  const shared = packaged.args.filter((arg) => !UNWANTED.test(arg))
  return started({
    executablePath: await packaged.executablePath(),
    args: [...shared, ...args],
  })
}

/** The packaged Chromium crashes now and then while it starts, before any page is open. */
async function started(options: LaunchOptions, attempts = 4): Promise<Browser> {
  try {
    return await chromium.launch(options)
  } catch (error) {
    if (attempts === 1) throw error
    return started(options, attempts - 1)
  }
}

export async function visit(
  browser: Browser,
  options: { dark?: boolean; width?: number; app?: string } = {},
): Promise<Visitor> {
  const { dark = false, width = 1440, app = here.app } = options
  const context = await browser.newContext({
    baseURL: app,
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-US',
    reducedMotion: 'reduce',
  })
  const misdeeds = await record(context)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return {
    page,
    context,
    async assertClean() {
      expect(misdeeds).toEqual({ abroad: [], violations: [], errors: [] })
      await assertNoTokenAtRest(page, app)
    },
  }
}

async function record(context: BrowserContext): Promise<Misdeeds> {
  const misdeeds: Misdeeds = { abroad: [], violations: [], errors: [] }
  const home = new Set(['localhost', '127.0.0.1'])
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && !home.has(url.hostname)) misdeeds.abroad.push(url.href)
  })
  context.on('weberror', (error) => misdeeds.errors.push(String(error.error())))
  await context.exposeBinding('__violation', (_, text: string) => misdeeds.violations.push(text))
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    __violation(event.effectiveDirective + ' ' + event.blockedURI + ' on ' + location.pathname))`)
  return misdeeds
}

/** Three base64url parts, the first of which begins a JSON object. */
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]+/

/** Tokens live in the tab's sessionStorage and nowhere else. */
async function assertNoTokenAtRest(page: Page, app: string): Promise<void> {
  const kept = await page.evaluate<string>('JSON.stringify({ ...localStorage }) + document.cookie')
  const cookies = JSON.stringify(await page.context().cookies(app))
  expect(kept).not.toMatch(TOKEN)
  expect(cookies).not.toMatch(TOKEN)
}

/** Signs in through the widget, which must be on the page or on its way. */
export async function signIn(
  page: Page,
  login: string,
  password = inject('password'),
): Promise<void> {
  // The widget moves the focus a moment after it has drawn its form, and typing goes where that is.
  const write = async () => {
    await page.getByLabel('Username').fill(login)
    await page.getByLabel('Password', { exact: true }).fill(password)
    expect(await page.getByLabel('Username').inputValue()).toBe(login)
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe(password)
  }
  await vi.waitFor(write, { timeout: 30_000 })
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** A picture of the page for people to look at, when SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: false })
}
