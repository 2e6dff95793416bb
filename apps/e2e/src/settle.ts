import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { signIn, visit } from './browser.ts'

/** What there is to look at: root is installed, and has the tenant `acme` with a group of its own. */
export async function settle(browser: Browser): Promise<void> {
  const root = await bearerOf(browser, 'root', 'root@example.com')
  await ask('root', root, 'mutation { security { install { data } } tenancy { install { data } } }')
  await ask('root', root, CREATE_TENANT)
  const acme = await bearerOf(browser, 'acme', 'admin@acme.example')
  await ask('acme', acme, CREATE_GROUP)
}

const CREATE_TENANT = `mutation { tenancy { createTenant(data: {
  id: "acme", name: "Acme", description: "", tags: [], settings: { appClientId: "0oa_acme" }
}) { error { code } } } }`

const CREATE_GROUP = `mutation { security { createGroup(data: {
  slug: "editors", name: "Editors", description: "Write and publish.", permissions: [{ name: "cms.*" }]
}) { error { code } } } }`

/** The token that the admin sends once somebody has signed in. */
async function bearerOf(browser: Browser, tenantId: string, login: string): Promise<string> {
  const { page, context } = await visit(browser)
  const sent = page.waitForRequest((it) => Boolean(it.headers()['authorization']))
  await page.goto(`/?tenantId=${tenantId}`)
  await signIn(page, login)
  const authorization = (await sent).headers()['authorization'] ?? ''
  await context.close()
  return authorization
}

/** What is there already may stay: the stories before have made some of it. */
async function ask(tenantId: string, authorization: string, query: string): Promise<void> {
  const response = await fetch(`${inject('app')}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant': tenantId, authorization },
    body: JSON.stringify({ query }),
  })
  if (!response.ok) throw new Error(`${tenantId}: ${response.status} ${await response.text()}`)
}
