import { defineModel, defineModelGroup, type Definitions } from '@tenantry/cms'
import { expect, test, vi } from 'vitest'
import { createHeadlessApp } from '../src/headless/app.ts'
import { logger } from '../src/log.ts'
import { groups, keyFor } from './content-world.ts'
import { send, services, table, world } from './world.ts'

const brand = defineModel({
  modelId: 'brand',
  name: 'Brand',
  singularApiName: 'Brand',
  pluralApiName: 'Brands',
  group: 'shop',
  fields: [{ id: 'name', fieldId: 'name', type: 'text', label: 'Name' }],
})
const price = { id: 'price', fieldId: 'price', type: 'number', label: 'Price' } as const
const product = defineModel({
  modelId: 'product',
  name: 'Product',
  singularApiName: 'Product',
  pluralApiName: 'Products',
  group: 'shop',
  fields: [
    { id: 'title', fieldId: 'title', type: 'text', label: 'Title' },
    price,
    {
      id: 'brand',
      fieldId: 'brand',
      type: 'ref',
      label: 'Brand',
      settings: { models: [{ modelId: 'brand' }] },
    },
  ],
})
const inCode: Definitions = {
  groups: [defineModelGroup({ id: 'shop', name: 'Shop' })],
  models: [product, brand],
}

const MODELS = `{ answer: listContentModels { data { modelId plugin version group { id plugin } } error { code } } }`
const LIST = '{ answer: listProducts { data { title brand { name } } error { code } } }'
const UPDATE = `mutation { answer: updateContentModel(modelId: "product", data: { fields: [], layout: [] }) {
  data { modelId } error { code } } }`
const COPY = `mutation { answer: createContentModelFrom(modelId: "product", data: {
  name: "Mine", singularApiName: "Mine", pluralApiName: "Mines", group: { id: "shop" } }) {
  data { modelId plugin } error { code } } }`
const made = (name: string, data: string) =>
  `mutation { answer: create${name}(data: ${data}) { data { id } error { code } } }`
const published = (name: string, id: string) =>
  `mutation { answer: publish${name}(revision: "${id}") { data { id } error { code } } }`

/** A process that has these models in its code. */
const started = (definitions: Definitions = inCode) =>
  createHeadlessApp(services, { inCode: definitions })

/** How designers of a new tenant, or a website, ask a process. */
async function tenant() {
  const acme = await world(groups)
  const authorization = await acme.sign('designers')
  const ask = async (to: ReturnType<typeof started>, query: string, endpoint = 'manage') => {
    const headers = {
      'x-tenant': acme.tenant.id,
      authorization: endpoint === 'manage' ? authorization : await keyFor(acme),
    }
    const answer = await send({ query }, headers, to, `/cms/${endpoint}/en-US`)
    expect(answer.errors).toBeUndefined()
    return answer.data.answer
  }
  return { ...acme, ask }
}

const shown = [
  { modelId: 'brand', plugin: true, version: 1, group: { id: 'shop', plugin: true } },
  { modelId: 'product', plugin: true, version: 1, group: { id: 'shop', plugin: true } },
]

test('every tenant has them with its first request, whichever endpoint that goes to', async () => {
  const to = started()
  const [acme, globex] = [await tenant(), await tenant()]

  expect(await acme.ask(to, LIST, 'read')).toEqual({ data: [], error: null })
  expect((await globex.ask(to, MODELS)).data).toEqual(shown)
  expect((await acme.ask(to, MODELS)).data).toEqual(shown)
})

test('entries of them are written, published and read like any other', async () => {
  const to = started()
  const { ask } = await tenant()
  const { data: lamps } = await ask(to, made('Brand', '{ name: "Lamps" }'))
  await ask(to, published('Brand', lamps.id))
  const ref = `{ modelId: "brand", id: "${lamps.id}" }`
  const { data: lamp } = await ask(to, made('Product', `{ title: "Lamp", brand: ${ref} }`))
  await ask(to, published('Product', lamp.id))

  expect(await ask(to, LIST, 'read')).toEqual({
    data: [{ title: 'Lamp', brand: { name: 'Lamps' } }],
    error: null,
  })
})

test('a process that comes later writes nothing, and one looks only once', async () => {
  const [first, second] = [started(), started()]
  const { ask } = await tenant()
  const writes = async (to: typeof first) => {
    const start = table.calls.length
    const { data } = await ask(to, MODELS)
    expect(data).toEqual(shown)
    const calls = table.calls.slice(start).filter(({ command }) => command === 'TransactWrite')
    return calls.flatMap(({ keys }) => keys).filter(({ PK }) => PK.includes('#MODELS')).length
  }

  expect(await writes(first)).toBeGreaterThan(0)
  expect(await writes(first)).toBe(0)
  expect(await writes(second)).toBe(0)
})

test('processes and requests that come at once all show them, made once', async () => {
  const [first, second] = [started(), started()]
  const { ask } = await tenant()

  const answers = await Promise.all([first, first, second].map((to) => ask(to, MODELS)))

  expect(answers.map(({ data }) => data)).toEqual([shown, shown, shown])
})

test('nobody changes them over the API, but a model of the tenant', async () => {
  const to = started()
  const { ask } = await tenant()

  expect(await ask(to, UPDATE)).toEqual({ data: null, error: { code: 'DEFINED_IN_CODE' } })
  expect((await ask(to, COPY)).data).toEqual({ modelId: 'mine', plugin: false })
  expect((await ask(to, UPDATE.replace('"product"', '"mine"'))).error).toBeNull()
})

test('what would lose values is logged once, and the tenant goes on with what it has', async () => {
  const error = vi.spyOn(logger, 'error').mockImplementation(() => {})
  const { ask, tenant: acme } = await tenant()
  await ask(started(), made('Product', '{ price: 3 }'))
  const fields = product.fields?.filter((it) => it !== price) ?? []
  const later = started({ ...inCode, models: [{ ...product, fields }, brand] })

  const prices = () => ask(later, '{ answer: listProducts { data { price } } }')
  expect(await prices()).toEqual({ data: [{ price: 3 }] })
  // Now the models are another version, and so are read again.
  await ask(later, COPY)
  expect(await prices()).toEqual({ data: [{ price: 3 }] })

  expect(error).toHaveBeenCalledOnce()
  expect(error.mock.lastCall?.[0]).toMatch(/model "product" in code cannot be installed/)
  expect(error.mock.lastCall?.[1]).toMatchObject({ tenantId: acme.id, code: 'ENTRY_FIELD_USED' })
})

test('an outage while they are installed is over with the next request', async () => {
  vi.spyOn(logger, 'error').mockImplementation(() => {})
  const to = started()
  const { ask, tenant: acme, sign } = await tenant()
  const headers = { 'x-tenant': acme.id, authorization: await sign('designers') }
  table.before = ({ command, keys }) => {
    if (command === 'TransactWrite' && keys.some(({ PK }) => PK.includes('#MODELS')))
      throw new Error('down')
  }

  const failed = await send({ query: MODELS }, headers, to, '/cms/manage/en-US')
  table.before = undefined

  expect(JSON.stringify(failed)).toContain('INTERNAL')
  expect((await ask(to, MODELS)).data).toEqual(shown)
})

test('a definition that is wrong stops the process when it starts', () => {
  const wrong = { ...inCode, models: [{ ...product, titleFieldId: 'none' }] }
  expect(() => started(wrong)).toThrow(/model "product" in code: The titleFieldId "none"/)
})
