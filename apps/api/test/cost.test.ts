import { createEntry } from '@tenantry/cms'
import { beforeAll, expect, test, vi } from 'vitest'
import { createHeadlessApp } from '../src/headless/app.ts'
import { logger } from '../src/log.ts'
import { contentWorld, headless } from './content-world.ts'
import { app, createApp, send, services } from './world.ts'

const shown = { ...services, showCost: true }
let acme: Awaited<ReturnType<typeof contentWorld>>

beforeAll(async () => {
  acme = await contentWorld()
  for (const title of ['A', 'B'])
    await createEntry(acme.scope, acme.models.article, { data: { title } })
})

const LIST = `{ listArticles(sort: [title_ASC]) { data { title } error { code } } }`
const CREATE = `mutation { createArticle(data: { title: "C" }) { data { id } error { code } } }`

async function costOf(query: string, to = createHeadlessApp(shown)) {
  const authorization = await acme.sign('designers')
  const headers = { authorization, 'x-tenant': acme.tenant.id }
  const { extensions } = await send({ query }, headers, to, '/cms/manage/en-US')
  return extensions?.cost
}

test('an answer says what it took, and how its lists were read', async () => {
  const { dynamo, plan } = await costOf(LIST)
  expect(plan).toEqual([
    { list: 'listArticles', plan: '*ordered:text@title', evaluated: 2, returned: 2 },
  ])
  expect(dynamo).toMatchObject({ calls: expect.any(Number), writeUnits: 0 })
  expect(dynamo.readUnits).toBeGreaterThan(4)
})

test('of a write it is what AWS would bill: 2 units for each item of at most 1 KB', async () => {
  const { dynamo, plan } = await costOf(CREATE)
  expect(plan).toEqual([])
  // Head, revision, counter and event, and an item in each of five indexes of the system and seven of fields.
  expect(dynamo.writeUnits).toBe(2 * 16)
})

test('the admin API says it, too', async () => {
  const headers = { authorization: await acme.sign('designers'), 'x-tenant': acme.tenant.id }
  const query = '{ security { listGroups { error { code } } } }'
  const { extensions } = await send({ query }, headers, createApp(shown))
  expect(extensions?.cost).toMatchObject({ dynamo: { writeUnits: 0 }, plan: [] })
  expect((await send({ query }, headers, app)).extensions).toBeUndefined()
})

test('where it is not shown it is in the log alone: it tells of what the caller may not read', async () => {
  const told = vi.spyOn(logger, 'info').mockImplementation(() => {})
  expect(await costOf(LIST, headless)).toBeUndefined()
  expect(told).toHaveBeenCalledWith(
    'Listed.',
    expect.objectContaining({ plan: [expect.objectContaining({ evaluated: expect.any(Number) })] }),
  )
})
