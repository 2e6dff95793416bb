import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { signIn, visit } from './browser.ts'
import { app } from './here.ts'

/** What every story begins with: root is installed, and has the tenant `acme`. Tokens of both. */
export async function settle(browser: Browser): Promise<{ root: string; acme: string }> {
  const root = await install(browser)
  await ask({ tenant: 'root', authorization: root }, CREATE_TENANT)
  const acme = await bearerOf(browser, 'acme', 'admin@acme.example')
  return { root, acme }
}

/** The token of an administrator of root, which is installed. */
export async function install(browser: Browser): Promise<string> {
  const root = await bearerOf(browser, 'root', 'root@example.com')
  await ask({ tenant: 'root', authorization: root }, INSTALL)
  return root
}

const INSTALL = 'mutation { security { install { data } } tenancy { install { data } } }'

const CREATE_TENANT = `mutation { tenancy { createTenant(data: {
  id: "acme", name: "Acme", description: "", tags: [], settings: { appClientId: "0oa_acme" }
}) { error { code } } } }`

/** A model, an entry of two revisions, and one in the bin. Returns the id of the first. */
export async function fill(by: Asked): Promise<string> {
  const content = { ...by, path: '/cms/manage/en-US' }
  const { createContentModelGroup } = await ask(content, CREATE_MODEL_GROUP)
  const group = createContentModelGroup.data.id
  await ask(content, CREATE_MODEL, { group })
  const { welcome, farewell } = await ask(content, CREATE_ENTRIES)
  const { id: revision, entryId } = welcome.data
  const done = await ask(content, REVISE, { revision, gone: farewell.data.entryId })
  for (const answer of Object.values(done)) expect(answer).toMatchObject({ error: null })
  return entryId
}

const CREATE_ENTRIES = `mutation {
  welcome: createPage(data: { heading: "Welcome" }) { data { id entryId } }
  farewell: createPage(data: { heading: "Farewell" }) { data { entryId } }
}`

const REVISE = `mutation ($revision: ID!, $gone: ID!) {
  publishPage(revision: $revision) { error { message } }
  createPageFrom(revision: $revision, data: {}) { error { message } }
  deletePage(revision: $gone) { error { message } }
}`

const CREATE_MODEL_GROUP = `mutation { createContentModelGroup(
  data: { name: "Pages", icon: "fas/star" }
) { data { id } } }`

const CREATE_MODEL = `mutation ($group: ID!) { createContentModel(data: {
  name: "Page", singularApiName: "Page", pluralApiName: "Pages", group: { id: $group }
  layout: [["heading"]], titleFieldId: "heading"
  fields: [{ id: "heading", fieldId: "heading", label: "Heading", type: "text" }]
}) { data { modelId } } }`

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

interface Asked {
  tenant: string
  authorization?: string
  path?: string
}

/** One request as `curl` would send it. */
export async function request(asked: Asked, query: string, variables: object = {}) {
  const { tenant, authorization, path = '/graphql' } = asked
  return fetch(`${app}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-tenant': tenant,
      ...(authorization && { authorization }),
    },
    body: JSON.stringify({ query, variables }),
  })
}

interface Answer {
  // Whatever the document asked for: a story that reads too far fails.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any
  errors?: object[]
}

/** A request that is answered; that something is there already is an answer, too. */
export async function ask(asked: Asked, query: string, variables: object = {}) {
  const response = await request(asked, query, variables)
  const { data, errors }: Answer = JSON.parse(await response.text())
  expect({ status: response.status, errors }).toEqual({ status: 200, errors: undefined })
  return data
}
