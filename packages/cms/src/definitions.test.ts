import { colleagueOf, scopeFor, table } from '@tenantry/security/testing'
import { describe, expect, test } from 'vitest'
import { backfillIndexes } from './backfill.ts'
import { installDefinitions } from './definition-install.ts'
import {
  checkDefinitions,
  defineModel,
  defineModelGroup,
  type Definitions,
  type ModelDefinition,
} from './definitions.ts'
import { createEntry } from './entries.ts'
import { createLocale, deleteLocale } from './locales.ts'
import { createModelFrom } from './model-copy.ts'
import {
  createModelGroup,
  deleteModelGroup,
  getModelGroup,
  updateModelGroup,
} from './model-groups.ts'
import { loadModelSpace } from './model-space.ts'
import { createModel, deleteModel, getModel, updateModel } from './models.ts'
import { exportStructure } from './structure.ts'
import { importStructure, validateImportStructure } from './structure-import.ts'

const shop = defineModelGroup({ id: 'shop', name: 'Shop' })
const product = defineModel({
  modelId: 'product',
  name: 'Product',
  singularApiName: 'Product',
  pluralApiName: 'Products',
  group: 'shop',
  fields: [{ id: 'title', fieldId: 'title', type: 'text', label: 'Title' }],
})
const price = { id: 'price', fieldId: 'price', type: 'number', label: 'Price' } as const
const withFields = (...fields: NonNullable<ModelDefinition['fields']>): Definitions => ({
  groups: [shop],
  models: [{ ...product, fields: [...(product.fields ?? []), ...fields] }],
})
const defined = withFields()

type World = ReturnType<typeof scopeFor>
const everything = () => scopeFor([{ name: '*' }])

async function install(scope: World, wanted: Definitions = defined, locale = 'en-US') {
  const space = await loadModelSpace(scope.table, locale)
  return installDefinitions(scope, locale, { definitions: checkDefinitions(wanted), space })
}
const modelOf = (scope: World) => getModel(scope, 'en-US', 'product')

test.each<[string, Partial<Definitions>, RegExp]>([
  [
    'a type that there is not',
    // What no type would let pass, as a file that was written without types has it.
    {
      models: [
        { ...product, fields: JSON.parse('[{"id":"t","fieldId":"t","label":"T","type":"blob"}]') },
      ],
    },
    /model "product" in code: fields\.t\.type: There is no such field type/,
  ],
  [
    'a name that is none',
    { models: [{ ...product, singularApiName: 'product' }] },
    /singularApiName/,
  ],
  ['a group that is not there', { groups: [] }, /model "product" in code: No group "shop"/],
  ['an image that is none', { models: [{ ...product, imageFieldId: 'title' }] }, /"title"/],
  ['a title that is not there', { models: [{ ...product, titleFieldId: 'none' }] }, /"none"/],
  ['two models of one id', { models: [product, product] }, /its id/],
  [
    'two models of one name',
    { models: [product, { ...product, modelId: 'other' }] },
    /model "other" in code: Another content model has the name/,
  ],
  ['two groups of one slug', { groups: [shop, { ...shop, id: 'b' }] }, /group "b" in code/],
  ['a slug that is none', { groups: [{ ...shop, slug: 'A B' }] }, /group "shop" in code: slug/],
])('%s is found when the process starts', (_, wrong, message) => {
  expect(() => checkDefinitions({ ...defined, ...wrong })).toThrow(message)
})

test('what is defined is made once, in the name of the code, and not written again', async () => {
  const scope = everything()

  const first = await install(scope)
  const start = table.calls.length
  const second = await install(scope)

  expect(first).toEqual({ isChanged: true, refused: [] })
  expect(second).toEqual({ isChanged: false, refused: [] })
  expect(table.calls.slice(start).filter(({ command }) => command === 'TransactWrite')).toEqual([])
  expect(await modelOf(scope)).toMatchObject({
    version: 1,
    createdBy: { type: 'job', id: 'models-in-code' },
    group: { id: 'shop', slug: 'shop', version: 1 },
  })
})

test('of processes that install at once one wins, and none fails', async () => {
  const scope = everything()

  const answers = await Promise.all([install(scope), install(scope), install(scope)])

  expect(answers.flatMap(({ refused }) => refused)).toEqual([])
  expect(await modelOf(scope)).toMatchObject({ version: 1, group: { version: 1 } })
})

describe('a definition that changes', () => {
  test('changes the model, whose new indexes are built like those of any other', async () => {
    const scope = everything()
    await install(scope)
    await createEntry(scope, await modelOf(scope), { data: { title: 'Lamp' } })

    const { refused } = await install(scope, withFields(price))

    const stateOf = async () =>
      (await modelOf(scope)).indexes.find(({ column }) => column.includes('price'))?.state
    expect(refused).toEqual([])
    expect(await stateOf()).toBe('building')
    await backfillIndexes(scope, await modelOf(scope))
    expect(await stateOf()).toBe('ready')
  })

  test('is the whole model: what it no longer says begins anew', async () => {
    const scope = everything()
    const more = { ...product, description: 'What we sell', tags: ['a'] }
    await install(scope, { groups: [{ ...shop, icon: 'fas/shop' }], models: [more] })
    await install(scope)

    expect(await modelOf(scope)).toMatchObject({
      description: null,
      tags: [],
      group: { icon: 'fas/star' },
    })
  })

  test('and would lose what entries hold is refused, and the model stays', async () => {
    const scope = everything()
    await install(scope, withFields(price))
    const before = await modelOf(scope)
    await createEntry(scope, before, { data: { price: 3 } })

    const dropped = await install(scope)
    const retyped = await install(scope, withFields({ ...price, type: 'text' }))

    for (const { refused } of [dropped, retyped])
      expect(refused).toMatchObject([
        { name: 'model "product"', error: { code: 'ENTRY_FIELD_USED' } },
      ])
    expect(await modelOf(scope)).toEqual(before)
  })

  test('and goes leaves its model and its group to whoever may change them', async () => {
    const scope = everything()
    await install(scope)
    await createEntry(scope, await modelOf(scope), { data: { title: 'Lamp' } })

    await install(scope, { groups: [], models: [] })

    expect(await modelOf(scope)).toMatchObject({ name: 'Product', version: 2 })
    const data = { name: 'Renamed' }
    await updateModel(scope, 'en-US', { modelId: 'product', data })
    await updateModelGroup(scope, 'en-US', { id: 'shop', data })
    expect(await modelOf(scope)).toMatchObject({ name: 'Renamed', group: { name: 'Renamed' } })
  })
})

test('a model that somebody made before is taken over, with its entries', async () => {
  const scope = everything()
  const { id } = await createModelGroup(scope, 'en-US', { name: 'Other' })
  const { group: _, ...data } = product
  await createModel(scope, 'en-US', { ...data, group: { id }, name: 'Mine' })

  const { refused } = await install(scope)

  expect(refused).toEqual([])
  expect(await modelOf(scope)).toMatchObject({ name: 'Product', group: { id: 'shop' }, version: 2 })
})

test('a name that somebody uses is refused, and the other definitions are installed', async () => {
  const scope = everything()
  const { id } = await createModelGroup(scope, 'en-US', { name: 'Other' })
  const { group: _, ...data } = product
  await createModel(scope, 'en-US', { ...data, group: { id }, modelId: 'taken' })
  const brand = { ...product, modelId: 'brand', singularApiName: 'Brand', pluralApiName: 'Brands' }

  const { refused } = await install(scope, { groups: [shop], models: [product, brand] })

  expect(refused).toMatchObject([{ name: 'model "product"' }])
  expect(await getModel(scope, 'en-US', 'brand')).toMatchObject({ version: 1 })
})

describe('nobody changes what is defined in code', () => {
  const data = { name: 'Changed' }
  const changed = async (scope: World) =>
    (await exportStructure(scope, 'en-US')).replaceAll('"Product"', '"Changed"')

  test.each<[string, (scope: World) => Promise<unknown>]>([
    ['updateModel', (scope) => updateModel(scope, 'en-US', { modelId: 'product', data })],
    ['deleteModel', (scope) => deleteModel(scope, 'en-US', { modelId: 'product' })],
    ['updateModelGroup', (scope) => updateModelGroup(scope, 'en-US', { id: 'shop', data })],
    ['deleteModelGroup', (scope) => deleteModelGroup(scope, 'en-US', { id: 'shop' })],
  ])('by %s', async (_, change) => {
    const scope = everything()
    await install(scope)
    const before = [await modelOf(scope), await getModelGroup(scope, 'en-US', 'shop')]

    await expect(change(scope)).rejects.toMatchObject({ code: 'DEFINED_IN_CODE' })
    await expect(change(colleagueOf(scope))).rejects.toMatchObject({ kind: 'FORBIDDEN' })

    expect([await modelOf(scope), await getModelGroup(scope, 'en-US', 'shop')]).toEqual(before)
  })

  test('by importing, which leaves what is the same', async () => {
    const scope = everything()
    await install(scope)
    const same = JSON.parse(await exportStructure(scope, 'en-US'))
    const other = JSON.parse(await changed(scope))

    const unchanged = await validateImportStructure(scope, 'en-US', same)
    const imported = await importStructure(scope, 'en-US', { data: other, models: ['product'] })

    expect(unchanged.models).toMatchObject([{ action: 'none', error: null }])
    expect(imported.models).toMatchObject([{ error: { code: 'DEFINED_IN_CODE' }, imported: false }])
    expect(await modelOf(scope)).toMatchObject({ name: 'Product', version: 1 })
  })
})

test('a copy belongs to who made it', async () => {
  const scope = everything()
  await install(scope)
  const names = { name: 'Mine', singularApiName: 'Mine', pluralApiName: 'Mines' }

  await createModelFrom(scope, 'en-US', {
    modelId: 'product',
    data: { ...names, group: { id: 'shop' } },
  })

  const updated = await updateModel(scope, 'en-US', {
    modelId: 'mine',
    data: { name: 'Still mine' },
  })
  expect(updated).toMatchObject({ name: 'Still mine', fields: [{ fieldId: 'title' }] })
})

test('a locale with models in code only can be deleted, unless there are entries', async () => {
  const scope = everything()
  for (const code of ['de-DE', 'fr-FR']) {
    await createLocale(scope, { code })
    await install(scope, defined, code)
  }
  const french = await getModel(scope, 'fr-FR', 'product')
  await createEntry(scope, french, { data: { title: 'Lampe' } })

  expect(await deleteLocale(scope, 'de-DE')).toBe(true)
  await expect(deleteLocale(scope, 'fr-FR')).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
  })
})
