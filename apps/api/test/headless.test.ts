import { getGroup, updateGroup } from '@tenantry/security'
import { describe, expect, test } from 'vitest'
import { createHeadlessApp } from '../src/headless/app.ts'
import { contentOf, contentWorld, field, groups, keyFor, reading } from './content-world.ts'
import { send, services, table, world } from './world.ts'

const CREATE_GROUP = `mutation ($data: CmsContentModelGroupInput!) {
  answer: createContentModelGroup(data: $data) { data { id slug } error { code } } }`
const CREATE_MODEL = `mutation ($data: CmsContentModelCreateInput!) {
  answer: createContentModel(data: $data) { data { modelId version fields { fieldId } } error { code message data } } }`
const UPDATE_MODEL = `mutation ($modelId: ID!, $data: CmsContentModelUpdateInput!, $ifVersion: Int) {
  answer: updateContentModel(modelId: $modelId, data: $data, ifVersion: $ifVersion) { data { version } error { code } } }`
const CREATE = `mutation ($data: ArticleInput!) { answer: createArticle(data: $data) {
  data { id entryId title meta { status version recordVersion title } createdBy { type displayName } } error { code message data } } }`
const PUBLISH = `mutation ($revision: ID!) { answer: publishArticle(revision: $revision) {
  data { id meta { status locked } } error { code message } } }`
const LIST = '{ answer: listArticles { data { title } meta { totalCount } error { code } } }'

const read = { path: 'read/en-US' }
const preview = { path: 'preview/en-US' }

test('from a model to what a visitor reads: each step shows on the next request', async () => {
  const acme = await world(groups)
  const { ask, content } = contentOf(acme.tenant.id, acme.sign)
  const key = await keyFor(acme)

  const group = await content('designers', CREATE_GROUP, { data: { name: 'Magazine' } })
  const model = await content('designers', CREATE_MODEL, {
    data: {
      name: 'Article',
      singularApiName: 'Article',
      pluralApiName: 'Articles',
      group: { id: group.answer.data.id },
      fields: [field('title', 'text')],
    },
  })
  expect(model.answer).toMatchObject({ data: { modelId: 'article', version: 1 }, error: null })

  const made = await content('editors', CREATE, { data: { title: 'Hello' } })
  expect(made.answer.data).toMatchObject({ title: 'Hello', meta: { status: 'draft', version: 1 } })
  expect((await content(key, LIST, read)).answer.data).toEqual([])
  expect((await content('editors', LIST, preview)).answer.data).toEqual([{ title: 'Hello' }])

  const { id: revision } = made.answer.data
  const published = await content('editors', PUBLISH, { revision })
  expect(published.answer.data).toMatchObject({ meta: { status: 'published', locked: true } })
  const shown = await content(key, LIST, read)
  expect(shown.answer).toMatchObject({ data: [{ title: 'Hello' }], meta: { totalCount: 1 } })

  const fields = [field('title', 'text'), field('price', 'number')]
  await content('designers', UPDATE_MODEL, {
    modelId: 'article',
    data: { fields, layout: [['title'], ['price']] },
  })
  expect(
    await content(key, '{ listArticles(where: { price: null }) { data { price } } }', read),
  ).toEqual({ listArticles: { data: [{ price: null }] } })
  const wrong = `tnt_${'0'.repeat(24)}_${'0'.repeat(48)}`
  expect(await ask('read/en-US', { query: LIST }, { authorization: wrong })).toMatchObject({
    status: 401,
    data: null,
    error: { code: 'UNAUTHENTICATED' },
  })
})

/** A tenant with one public article and one draft. */
async function magazine() {
  const acme = await contentWorld()
  const { answer } = await acme.content('editors', CREATE, { data: { title: 'Public' } })
  await acme.content('editors', PUBLISH, { revision: answer.data.id })
  await acme.content('editors', CREATE, { data: { title: 'Secret' } })
  return acme
}
const refused = (status: number, code: string) => ({ status, data: null, error: { code } })

test('visitors without a credential read what the group "anonymous" allows, and nothing before', async () => {
  const acme = await magazine()
  const visit = (path: string) => acme.ask(path, { query: LIST })

  expect(await visit('read/en-US')).toMatchObject(refused(401, 'SECURITY_NOT_AUTHORIZED'))
  const { id } = await getGroup(acme.scope, { slug: 'anonymous' })
  await updateGroup(acme.scope, { id, data: { permissions: [...reading] } })

  expect(await visit('read/en-US')).toMatchObject({
    status: 200,
    data: { answer: { data: [{ title: 'Public' }], meta: { totalCount: 1 }, error: null } },
  })
  for (const endpoint of ['preview', 'manage'])
    expect(await visit(`${endpoint}/en-US`)).toMatchObject(refused(401, 'SECURITY_NOT_AUTHORIZED'))
  const introspection = { query: '{ __schema { types { name } } }' }
  expect((await acme.ask('read/en-US', introspection)).errors?.[0]?.message).toContain('disabled')
})

describe('an endpoint', () => {
  test('takes its own permission, whatever else the caller may do', async () => {
    const acme = await magazine()
    const codeOn = async (group: keyof typeof groups, endpoint: string) => {
      const authorization = await acme.sign(group)
      const answer = await acme.ask(`${endpoint}/en-US`, { query: LIST }, { authorization })
      return answer.error?.code ?? answer.status
    }
    const endpoints = ['manage', 'preview', 'read']
    const seen = async (group: keyof typeof groups) =>
      Promise.all(endpoints.map((endpoint) => codeOn(group, endpoint)))

    expect(await seen('designers')).toEqual([200, 200, 200])
    expect(await seen('editors')).toEqual([200, 200, 'SECURITY_NOT_AUTHORIZED'])
    expect(await seen('readers')).toEqual([200, 'SECURITY_NOT_AUTHORIZED', 200])
  })

  test('that there is not is not found, and only POST is answered', async () => {
    const acme = await contentWorld()
    for (const path of ['write/en-US', 'read', 'read/en-US/more', '../graphql'])
      expect(await acme.ask(path, { query: LIST })).toMatchObject({ status: 404 })
    const { status } = await headlessGet(acme.tenant.id)
    expect(status).toBe(405)
  })

  test('other than manage has no mutation', async () => {
    const acme = await magazine()
    const authorization = await acme.sign('designers')
    for (const endpoint of ['read', 'preview']) {
      const body = { query: CREATE, variables: { data: { title: 'x' } } }
      const answer = await acme.ask(`${endpoint}/en-US`, body, { authorization })
      expect(answer.errors).toBeDefined()
      expect(answer.data?.answer).toBeUndefined()
    }
  })

  test('lets any page read, and only listed ones manage', async () => {
    const acme = await magazine()
    const origin = 'https://www.shop.example'
    const allowed = async (endpoint: string, from: string) =>
      (await acme.ask(`${endpoint}/en-US`, { query: LIST }, { origin: from })).headers.get(
        'access-control-allow-origin',
      )

    expect(await allowed('read', origin)).toBe('*')
    expect(await allowed('preview', origin)).toBe('*')
    expect(await allowed('manage', origin)).toBeNull()
    expect(await allowed('manage', 'https://admin.example.com')).toBe('https://admin.example.com')
  })
})

const headlessGet = (tenant: string) =>
  createHeadlessApp(services)(
    new Request('http://localhost:20000/cms/read/en-US', { headers: { 'x-tenant': tenant } }),
  )

test('editors see content and no settings', async () => {
  const acme = await magazine()
  const SETTINGS = `{
    security { listGroups { error { code } } listApiKeys { error { code } } }
    tenancy { listTenants { error { code } } }
    adminUsers { listUsers { error { code } } }
    i18n { listI18NLocales { error { code } } getI18NInformation { locales { code } } }
  }`
  const { data } = await acme.as('editors').graphql(SETTINGS)
  const error = { code: 'SECURITY_NOT_AUTHORIZED' }
  expect(data).toEqual({
    security: { listGroups: { error }, listApiKeys: { error } },
    tenancy: { listTenants: { error } },
    adminUsers: { listUsers: { error } },
    i18n: { listI18NLocales: { error }, getI18NInformation: { locales: [{ code: 'en-US' }] } },
  })
  const { answer } = await acme.content('editors', LIST)
  expect(answer.data).toHaveLength(2)
})

test('the key of one tenant opens no content of another, whose content stays its own', async () => {
  const [acme, globex] = [await magazine(), await magazine()]
  const key = await keyFor(acme)

  const stolen = await globex.ask('read/en-US', { query: LIST }, { authorization: key })
  expect(stolen).toMatchObject(refused(401, 'UNAUTHENTICATED'))

  await globex.content('editors', CREATE, { data: { title: 'Globex only' } })
  const { answer } = await acme.content('editors', LIST)
  expect(answer.meta.totalCount).toBe(2)
})

test('without x-tenant the default tenant is read, and never managed', async () => {
  const acme = await magazine()
  const key = await keyFor(acme)
  const app = createHeadlessApp(services, { defaultTenant: acme.tenant.id })
  const body = { query: LIST }
  const ask = async (path: string, authorization: string) => {
    const headers = { 'content-type': 'application/json', authorization }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await app(new Request(`http://localhost:20000/cms/${path}`, init))
    return { status: response.status, ...(await response.json()) }
  }

  expect(await ask('read/en-US', key)).toMatchObject({
    status: 200,
    data: { answer: { data: [{ title: 'Public' }] } },
  })
  const manage = await ask('manage/en-US', await acme.sign('editors'))
  expect(manage).toMatchObject(refused(400, 'MISSING_TENANT_HEADER'))
  expect(await send(body, { authorization: key })).toMatchObject({ status: 400 })
})

test('a request reads a bounded number of items, and builds its schema once', async () => {
  const acme = await magazine()
  const key = await keyFor(acme)
  const calls = async () => {
    const start = table.calls.length
    await acme.content(key, LIST.replace('meta { totalCount }', ''), { path: 'read/en-US' })
    return table.calls.slice(start).filter(({ command }) => command !== 'TransactWrite')
  }

  await calls()
  const sent = await calls()

  // Tenant, key, locale with the version of its models; then the list and its bodies.
  expect(sent).toHaveLength(5)
  expect(sent.flatMap(({ keys }) => keys).every(({ PK }) => PK.includes(acme.tenant.id))).toBe(true)
})
