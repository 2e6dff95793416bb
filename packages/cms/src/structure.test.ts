import { colleagueOf, scopeFor, table } from '@tenantry/security/testing'
import { expect, test } from 'vitest'
import { createEntry } from './entries.ts'
import { createModelGroup, listModelGroups } from './model-groups.ts'
import { createModel, getModel, listModels, updateModel } from './models.ts'
import { exportStructure } from './structure.ts'
import { importStructure, validateImportStructure } from './structure-import.ts'
import { field, world } from './testing.ts'

/** A tenant with articles and authors, as a file. */
async function file() {
  const { scope, model } = await world()
  const group = await createModelGroup(scope, 'en-US', { name: 'People', icon: 'fas/user' })
  await createModel(scope, 'en-US', {
    name: 'Author',
    singularApiName: 'Author',
    pluralApiName: 'Authors',
    group: { id: group.id },
    fields: [field('name', 'text')],
  })
  const data = JSON.parse(await exportStructure(scope, 'en-US'))
  return { scope, model, data }
}

const all = ['article', 'author']
const outcomes = ({ models }: Awaited<ReturnType<typeof importStructure>>) =>
  models.map((it) => [it.model.modelId, it.action, it.imported, it.error?.code])

test('what one tenant exports another imports, and has the same then', async () => {
  const { scope, model, data } = await file()
  const other = scopeFor([{ name: '*' }])
  const planned = await validateImportStructure(other, 'en-US', data)
  expect(outcomes(planned)).toEqual([
    ['article', 'create', false, undefined],
    ['author', 'create', false, undefined],
  ])
  expect(planned.models[0]?.related).toEqual(['author'])
  expect(await listModels(other, 'en-US')).toEqual([])

  const done = await importStructure(other, 'en-US', { data, models: all })

  expect(done.groups).toMatchObject([{ imported: true }, { imported: true }])
  expect(outcomes(done)).toEqual(all.map((it) => [it, 'create', true, undefined]))
  expect(JSON.parse(await exportStructure(other, 'en-US'))).toEqual(data)
  const { fields, layout } = await getModel(other, 'en-US', 'article')
  expect({ fields, layout }).toEqual({ fields: model.fields, layout: model.layout })
  const again = await importStructure(scope, 'en-US', { data, models: all })
  expect(outcomes(again)).toEqual(all.map((it) => [it, 'none', true, undefined]))
})

test('a file has its groups and its models in the order of their names', async () => {
  const scope = scopeFor([{ name: '*' }])
  for (const [name, inGroup] of [
    ['A', 'Z'],
    ['C', 'M'],
    ['B', 'M'],
  ] as const) {
    const groups = await listModelGroups(scope, 'en-US')
    const group =
      groups.find((it) => it.name === inGroup) ??
      (await createModelGroup(scope, 'en-US', { name: inGroup }))
    const names = { name, singularApiName: name, pluralApiName: `${name}s` }
    await createModel(scope, 'en-US', { ...names, group: group.id })
  }
  const { groups, models } = JSON.parse(await exportStructure(scope, 'en-US'))
  const namesOf = (all: { name: string }[]) => all.map(({ name }) => name)
  expect(namesOf(groups)).toEqual(['M', 'Z'])
  expect(namesOf(models)).toEqual(['A', 'B', 'C'])
})

test('only what is wanted is imported, with its group', async () => {
  const { data } = await file()
  const other = scopeFor([{ name: '*' }])

  const done = await importStructure(other, 'en-US', { data, models: ['author'] })

  expect(done.groups.map((it) => it.group.name)).toEqual(['People'])
  expect(outcomes(done)).toEqual([['author', 'create', true, undefined]])
})

test('all of a file is imported unless models are named', async () => {
  const { data } = await file()
  const other = scopeFor([{ name: '*' }])

  const { models } = await importStructure(other, 'en-US', { data })

  expect(models.map(({ imported }) => imported)).toEqual([true, true])
  expect(await listModels(other, 'en-US')).toHaveLength(2)
})

test('a group that has the slug under another id takes the models', async () => {
  const { data } = await file()
  const other = scopeFor([{ name: '*' }])
  const { id } = await createModelGroup(other, 'en-US', { name: 'My people', slug: 'people' })

  const { groups } = await importStructure(other, 'en-US', { data, models: ['author'] })

  expect(groups).toMatchObject([{ action: 'update', imported: true }])
  const group = { id, name: 'People', slug: 'people', icon: 'fas/user' }
  expect(await getModel(other, 'en-US', 'author')).toMatchObject({ group })
})

test('what is refused is told with its model, and the others are imported', async () => {
  const { scope, model, data } = await file()
  await createEntry(scope, model, { data: { title: 'A', price: 1 } })
  const [article, author] = data.models
  const models = [
    { ...article, fields: [field('title', 'text')], layout: [] },
    { ...author, description: 'Who writes' },
    { ...author, modelId: 'b', fields: [{ ...author.fields[0], type: 'blob' }] },
    { ...author, modelId: 'c' },
    { ...author, modelId: 'd', singularApiName: 'D', pluralApiName: 'Ds', group: 'none' },
    { ...author, modelId: 'e', singularApiName: 'ContentModelFrom', pluralApiName: 'Es' },
  ]
  const expected = (imported: boolean) => [
    ['article', 'none', false, 'ENTRY_FIELD_USED'],
    ['author', 'update', imported, undefined],
    ['b', 'none', false, 'VALIDATION_FAILED'],
    ['c', 'none', false, 'MODEL_SINGULAR_API_NAME_EXISTS'],
    ['d', 'none', false, 'GROUP_NOT_FOUND'],
    ['e', 'none', false, 'MODEL_ID_NOT_ALLOWED'],
  ]
  const wanted = { data: { ...data, models }, models: models.map(({ modelId }) => modelId) }
  expect(outcomes(await validateImportStructure(scope, 'en-US', wanted.data))).toEqual(
    expected(false),
  )

  expect(outcomes(await importStructure(scope, 'en-US', wanted))).toEqual(expected(true))

  expect(await getModel(scope, 'en-US', 'author')).toMatchObject({ description: 'Who writes' })
  expect((await getModel(scope, 'en-US', 'article')).fields).toEqual(model.fields)
  expect(await listModels(scope, 'en-US')).toHaveLength(2)
})

test('each model takes the permission for it, and what one may not read is not exported', async () => {
  const { scope, data } = await file()
  await updateModel(scope, 'en-US', { modelId: 'article', data: { description: 'Old' } })
  const who = colleagueOf(
    scope,
    [
      { name: 'cms.contentModelGroup', rwd: 'r' },
      { name: 'cms.contentModel', models: ['author'] },
    ],
    [
      { name: 'cms.contentModelGroup', rwd: 'r' },
      { name: 'cms.contentModel', rwd: 'r', models: ['article'] },
    ],
  )
  const done = await importStructure(who, 'en-US', { data, models: all })
  expect(outcomes(done)[0]).toEqual(['article', 'none', false, 'SECURITY_NOT_AUTHORIZED'])
  expect(done.groups[0]).toMatchObject({ error: { code: 'SECURITY_NOT_AUTHORIZED' } })
  expect(await getModel(scope, 'en-US', 'article')).toMatchObject({ description: 'Old' })

  const blind = colleagueOf(scope, [
    { name: 'cms.contentModelGroup', rwd: 'r' },
    { name: 'cms.contentModel', rwd: 'r', models: ['author'] },
  ])
  const { models } = JSON.parse(await exportStructure(blind, 'en-US', all))
  expect(models).toMatchObject([{ modelId: 'author' }])
  const refused = importStructure(blind, 'en-US', { data, models: all })
  await expect(refused).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
})

test('a repetition does what a crash left undone, and nothing twice', async () => {
  const { data } = await file()
  const other = scopeFor([{ name: '*' }])
  const run = () => importStructure(other, 'en-US', { data, models: all, idempotencyKey: 'a' })
  let writes = 0
  table.before = ({ command }) => {
    if (command === 'TransactWrite' && ++writes === 4) throw new Error('A crash.')
  }
  await expect(run()).rejects.toThrow('A crash.')
  table.before = undefined
  expect(await listModels(other, 'en-US')).toEqual([])

  const done = await run()

  expect(outcomes(done)).toEqual(all.map((it) => [it, 'create', true, undefined]))
  const start = table.calls.length
  expect(await run()).toEqual(done)
  expect(table.calls.slice(start).map((it) => it.command)).not.toContain('TransactWrite')
})

test('a file with more than 50 models is refused as a whole', async () => {
  const { scope, data } = await file()
  const models = Array.from({ length: 51 }, () => data.models[1])
  const refused = validateImportStructure(scope, 'en-US', { ...data, models })
  await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})
