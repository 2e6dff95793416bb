import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApi } from '@tenantry/example-express-api'
import exampleConfig from '@tenantry/example-react-spa'
import { type OktaEmulator, startOktaEmulator } from '@tenantry/okta-emulator'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, signIn, visit } from './browser.ts'

// The example as its README sets it up: a built page and the bearer API at one origin, and an org.
let browser: Browser
let okta: OktaEmulator
let server: Server
let files: string
let app: string

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), 'tenantry-react-spa-'))
  server = createServer().listen(0, 'localhost')
  await new Promise((resolve) => server.once('listening', resolve))
  app = `http://localhost:${(server.address() as AddressInfo).port}`
  okta = await startOktaEmulator({ port: 0, appOrigin: app })
  const issuer = okta.issuerOf('default')

  Object.assign(process.env, { VITE_OKTA_ISSUER: issuer, VITE_OKTA_CLIENT_ID: '0oa_acme' })
  const output = { outDir: files, emptyOutDir: true }
  const [chromium] = await Promise.all([
    launch(),
    build({ ...exampleConfig, configFile: false, logLevel: 'error', build: output }),
  ])
  browser = chromium

  const api = createApi({ issuer, audience: 'api://tenantry', clientIds: ['0oa_acme'] })
  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', app)
    if (pathname === '/me') return void api(request, response)
    // Like any host of a single-page app: what is no file is the page.
    const type = TYPES[path.extname(pathname)]
    void readFile(path.join(files, type ? pathname : 'index.html')).then(
      (body) => response.setHeader('content-type', type ?? 'text/html').end(body),
      () => response.writeHead(404).end(),
    )
  })
})
afterAll(async () => {
  server?.closeAllConnections()
  server?.close()
  await Promise.all([browser?.close(), okta?.stop(), rm(files, { recursive: true, force: true })])
})

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

test('the React example signs in, calls the API and signs out', async () => {
  const { page, context, assertClean } = await visit(browser, { app })
  await page.goto('/')
  await signIn(page, 'admin@acme.example')

  await page.getByRole('heading', { name: 'Hello, Ada Acme' }).waitFor()
  await page.getByText('The API knows you as admin 00u_acme_admin.').waitFor()

  const asked = context.waitForEvent('request', (it) => it.url().endsWith('/me'))
  await page.reload() // the tab has its tokens still
  expect((await asked).headers()['authorization']).toMatch(/^Bearer eyJ/)
  await page.getByText('The API knows you as admin 00u_acme_admin.').waitFor()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out, here and at Okta.').waitFor()
  await assertClean()
})
