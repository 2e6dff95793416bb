import { colleagueOf, scopeFor, table } from '@tenantry/security/testing'
import { describe, expect, test } from 'vitest'
import { createEntry, getEntry, updateEntry } from './entries.ts'
import { createModel, deleteModel, getModel, listModels, updateModel } from './models.ts'
import { deleteEntry } from './entry-removal.ts'
import { createModelGroup } from './model-groups.ts'
import { findModelsVersion } from './model-space.ts'
import { backfillIndexes } from './backfill.ts'
import { listEntries } from './list-entries.ts'
import { articleFields, field, world } from './testing.ts'

const input = (name: string, more: object = {}) => ({
  name,
  singularApiName: name.replace(/\W/g, ''),
  pluralApiName: `${name.replace(/\W/g, '')}s`,
  ...more,
})

async function group() {
  const scope = scopeFor([{ name: '*' }])
  const { id } = await createModelGroup(scope, 'en-US', { name: 'Content' })
  const create = (name: string, more: object = {}) =>
    createModel(scope, 'en-US', { group: { id }, ...input(name, more) })
  return { scope, id, create }
}

test('a model is made, read, changed and deleted; each raises the version of the models', async () => {
  const { scope, create } = await group()
  const versions = [await findModelsVersion(scope.table, 'en-US')]
  const note = async () => versions.push(await findModelsVersion(scope.table, 'en-US'))

  const made = await create('Blog Post', { fields: articleFields, singularApiName: 'BlogPost' })
  expect(made).toMatchObject({ modelId: 'blogPost', titleFieldId: 'title', version: 1 })
  expect(made.layout).toEqual(articleFields.map(({ id }) => [id]))
  expect(await getModel(scope, 'en-US', 'blogPost')).toMatchObject(made)
  await note()
  const data = { name: 'Post', layout: [['title', 'body']], fields: articleFields }
  const saved = await updateModel(scope, 'en-US', { modelId: 'blogPost', data, ifVersion: 1 })
  expect(saved).toMatchObject({ modelId: 'blogPost', name: 'Post', version: 2 })
  expect(saved.layout.slice(0, 2)).toEqual([['title', 'body'], ['price']])
  await note()
  expect(await listModels(scope, 'en-US')).toMatchObject([saved])
  expect(await deleteModel(scope, 'en-US', { modelId: 'blogPost' })).toBe(true)
  await note()
  expect(await listModels(scope, 'en-US')).toEqual([])
  expect(versions.toSorted((a, b) => a - b)).toEqual([...new Set(versions)])
  expect(await create('Blog Post')).toMatchObject({ fields: [] })
})

describe('names', () => {
  test.each([
    [{ modelId: 'first' }, 'MODEL_ID_EXISTS'],
    [{ modelId: 'FIRST' }, 'MODEL_ID_EXISTS'],
    [{ singularApiName: 'First' }, 'MODEL_SINGULAR_API_NAME_EXISTS'],
    [{ singularApiName: 'Firsts' }, 'MODEL_PLURAL_API_NAME_EXISTS'],
    [{ pluralApiName: 'First' }, 'MODEL_SINGULAR_API_NAME_EXISTS'],
    [{ pluralApiName: 'FIRSTS' }, 'MODEL_PLURAL_API_NAME_EXISTS'],
    [{ singularApiName: 'FirstRevisions' }, 'MODEL_SINGULAR_API_NAME_EXISTS'],
    [{ modelId: 'contentModel' }, 'MODEL_ID_NOT_ALLOWED'],
    [{ singularApiName: 'CmsContentModel' }, 'MODEL_ID_NOT_ALLOWED'],
    [{ singularApiName: 'PostInput' }, 'MODEL_SINGULAR_API_NAME_ENDING_NOT_ALLOWED'],
    [{ pluralApiName: 'PostList' }, 'MODEL_PLURAL_API_NAME_NOT_ENDING_ALLOWED'],
    [{ pluralApiName: 'Second' }, 'VALIDATION_FAILED'],
    [{ singularApiName: 'lower' }, 'VALIDATION_FAILED'],
    [{ modelId: 'a#b' }, 'VALIDATION_FAILED'],
    [
      { name: '文章', modelId: undefined, singularApiName: 'X', pluralApiName: 'Xs' },
      'VALIDATION_FAILED',
    ],
    [{ group: { id: 'none' } }, 'GROUP_NOT_FOUND'],
    [{ layout: [['none']] }, 'VALIDATION_ERROR'],
  ])('%j is refused with %s', async (more, code) => {
    const { scope, id, create } = await group()
    await create('First')
    const second = createModel(scope, 'en-US', { ...input('Second'), group: { id }, ...more })
    await expect(second).rejects.toMatchObject({ code })
  })

  test.each([
    ['blog-post', 'blogPost'],
    ['blog_post-2', 'blogPost2'],
    ['blogPost', 'blogPost'],
    ['URLs', 'URLs'],
  ])('the model id %s is %s', async (modelId, expected) => {
    const { create } = await group()
    expect(await create('First', { modelId })).toMatchObject({ modelId: expected })
    await expect(create('Second', { modelId })).rejects.toMatchObject({ code: 'MODEL_ID_EXISTS' })
  })

  test('that are taken are said', async () => {
    const { create } = await group()
    await create('First')
    for (const [more, name] of [
      [{ modelId: 'first' }, 'first'],
      [{ singularApiName: 'First' }, 'First'],
      [{ pluralApiName: 'Firsts' }, 'Firsts'],
    ] as const)
      await expect(create('Second', more)).rejects.toMatchObject({ data: { input: name } })
  })

  test('are free for who is outrun by six others, one after the other', async () => {
    const { scope, create } = await group()
    let rivals = 0
    let isRival = false
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite' || isRival || rivals === 6) return
      isRival = true
      await create(`Rival ${++rivals}`)
      isRival = false
    }
    expect(await create('Patient')).toMatchObject({ modelId: 'patient' })
    expect(rivals).toBe(6)
    expect(await listModels(scope, 'en-US')).toHaveLength(7)
  })

  test('of two models that want one name at once, exactly one gets it', async () => {
    const { create } = await group()
    const answers = await Promise.allSettled([
      create('First', { modelId: 'a' }),
      create('First', { modelId: 'b' }),
    ])
    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'MODEL_SINGULAR_API_NAME_EXISTS' } }])
  })

  test('that meet in an operation are refused to a model that is made while another is', async () => {
    const { create } = await group()
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      await create('Post')
    }
    const meeting = create('PostFrom', { pluralApiName: 'PostsFrom' })
    await expect(meeting).rejects.toMatchObject({ code: 'MODEL_SINGULAR_API_NAME_EXISTS' })
  })

  test('that a model gives up are free again', async () => {
    const { scope, create } = await group()
    await create('First')
    const data = { singularApiName: 'Other', pluralApiName: 'FIRSTS' }
    await updateModel(scope, 'en-US', { modelId: 'first', data })
    expect(await create('Second', { singularApiName: 'First' })).toMatchObject({
      modelId: 'second',
    })
  })
})

test('the group of a model is named by its id, alone or in an object, or by its slug', async () => {
  const { scope, id, create } = await group()
  const made = { group: { id } }
  expect(await create('First', { group: id })).toMatchObject(made)
  expect(await create('Second', { group: { id, name: 'Whatever' } })).toMatchObject(made)
  const data = { group: id, description: 'Moved' }
  expect(await updateModel(scope, 'en-US', { modelId: 'first', data })).toMatchObject(made)
  for (const wrong of [1, null, {}, { id: 1 }, [id]])
    await expect(create('Third', { group: wrong })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'group' }],
    })
})

describe('what stands for an entry', () => {
  const fields = [
    field('many', 'text', { multipleValues: true }),
    field('year', 'number'),
    field('name', 'text'),
    field('intro', 'long-text'),
    field('scan', 'file'),
    field('cover', 'file', { settings: { imagesOnly: true } }),
  ]
  const first = { titleFieldId: 'name', descriptionFieldId: 'intro', imageFieldId: 'cover' }

  test.each([
    [{}, first],
    [
      { titleFieldId: 'year', imageFieldId: 'scan' },
      { titleFieldId: 'year', imageFieldId: 'scan' },
    ],
    [{ descriptionFieldId: 'name' }, { descriptionFieldId: 'name' }],
    [{ titleFieldId: 'none', descriptionFieldId: 'none', imageFieldId: 'none' }, first],
    [{ titleFieldId: 'many', descriptionFieldId: 'cover', imageFieldId: 'name' }, first],
  ])('where %j is wished is %j', async (wish, expected) => {
    const { create } = await group()
    expect(await create('First', { fields, ...wish })).toMatchObject({ ...first, ...expected })
  })

  test('is nothing but the id where no field can', async () => {
    const { create } = await group()
    expect(await create('First', { fields: [field('on', 'boolean')] })).toMatchObject({
      titleFieldId: 'id',
      descriptionFieldId: null,
      imageFieldId: null,
    })
  })
})

test('inside of fields a layout may name what has gone', async () => {
  const { create } = await group()
  const settings = {
    fields: [field('b', 'text'), field('c', 'text')],
    layout: [['gone', 'c'], ['no']],
  }
  const { fields } = await create('First', { fields: [field('a', 'object', { settings })] })
  expect(fields[0]?.settings.layout).toEqual([['c'], ['b']])
})

describe('what editors of v5 write beside a field', () => {
  test.each([
    ['a kind of their own', field('a', 'text', { settings: { type: 'text' } })],
    ['no place in storage', field('a', 'text', { storageId: '' })],
    ['a renderer without a name', field('a', 'text', { renderer: {} })],
    [
      'the rule of zones for a list of them',
      field('a', 'dynamicZone', {
        multipleValues: true,
        listValidation: [{ name: 'dynamicZone' }],
        settings: {
          templates: [{ id: 't', name: 'T', gqlTypeName: 'T', fields: [field('b', 'text')] }],
        },
      }),
    ],
  ])('is taken: %s', async (_, input) => {
    const { create } = await group()
    const { fields } = await create('First', { fields: [input] })
    expect(fields).toMatchObject([{ storageId: `${input.type}@a` }])
  })

  test('is no kind of datetime that there is not', async () => {
    const { create } = await group()
    const wrong = create('First', { fields: [field('a', 'datetime', { settings: { type: 'x' } })] })
    await expect(wrong).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'fields.0.fieldId' }],
    })
  })
})

describe('fields', () => {
  test.each<[string, object[]]>([
    ['two of one name', [field('a', 'text'), field('A', 'number')]],
    ['a name that every entry has', [field('createdOn', 'text')]],
    ['a name that is no name', [field('a_b', 'text')]],
    ['a type that there is not', [field('a', 'blob')]],
    ['a ref to nothing', [field('a', 'ref')]],
    ['a validator of another type', [field('a', 'boolean', { validation: [{ name: 'unique' }] })]],
    [
      'a pattern that could take for ever',
      [field('a', 'text', { validation: [{ name: 'pattern', settings: { regex: '(a+)+$' } }] })],
    ],
    ['a storage id of the system', [field('a', 'text', { storageId: 'status' })]],
    ['more than 50', Array.from({ length: 51 }, (_, n) => field(`f${n}`, 'text'))],
  ])('%s are refused', async (_, fields) => {
    await expect(world(fields)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  test('in use can be renamed, but neither go nor become another type, list or unique', async () => {
    const { scope, model } = await world([
      field('a', 'text'),
      field('b', 'number'),
      field('c', 'text'),
    ])
    const { id } = await createEntry(scope, model, { data: { a: 'x', b: 1 } })
    const save = (fields: object[]) =>
      updateModel(scope, 'en-US', { modelId: model.modelId, data: { fields } })
    const used = { code: 'ENTRY_FIELD_USED' }
    const [a, b, c] = [field('a', 'text'), field('b', 'number'), field('c', 'text')]
    await expect(save([b, c])).rejects.toMatchObject(used)
    await expect(save([field('a', 'number'), b, c])).rejects.toMatchObject(used)
    await expect(save([field('a', 'text', { multipleValues: true }), b, c])).rejects.toMatchObject(
      used,
    )
    await expect(save([{ ...a, storageId: 'other' }, b, c])).rejects.toMatchObject(used)
    const unique = { ...a, validation: [{ name: 'unique' }] }
    await expect(save([unique, b, c])).rejects.toMatchObject(used)

    const renamed = await save([{ ...a, fieldId: 'headline' }, b])

    expect(renamed.titleFieldId).toBe('headline')
    const entry = await getEntry(scope, renamed, { revision: id })
    expect(entry).toMatchObject({ title: 'x', values: { headline: 'x', b: 1 } })
    const where = { headline: 'x', b: 1 }
    expect((await listEntries(scope, renamed, { stage: 'latest', where })).entries).toEqual([entry])
  })
})

describe('indexes', () => {
  const add = (fields: object[]) => ({ modelId: 'article', data: { fields } })

  test('of new fields of an empty model are ready at once', async () => {
    const { scope } = await world([field('a', 'text')])
    const saved = await updateModel(scope, 'en-US', add([field('a', 'text'), field('b', 'number')]))
    expect(saved.indexes.every(({ state }) => state === 'ready')).toBe(true)
  })

  test('of a new field count as soon as they are complete, and what is asked meanwhile is right', async () => {
    const { scope, model } = await world([field('a', 'text')])
    const ids = await Promise.all(
      Array.from(
        { length: 30 },
        async () => (await createEntry(scope, model, { data: { a: 'x' } })).id,
      ),
    )
    const building = await updateModel(
      scope,
      'en-US',
      add([field('a', 'text'), field('b', 'number')]),
    )
    const late = createEntry(scope, model, { data: { a: 'late' } })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
    const revision = ids[3] ?? ''
    await updateEntry(scope, building, { revision, data: { b: 7 } })
    const sorted = { stage: 'latest', sort: ['b_DESC'], limit: 5 } as const
    const before = await listEntries(scope, building, sorted)
    expect(before.cost.plan).toBe('*sorted:id')

    const ready = await backfillIndexes(scope, model)

    const after = await listEntries(scope, ready, sorted)
    expect(after.cost).toEqual({ rows: 8, plan: '*ordered:number@b' })
    expect(after.entries).toEqual(before.entries)
    expect(after.entries[0]?.id).toBe(revision)
    expect(await backfillIndexes(scope, model)).toMatchObject({
      version: ready.version,
    })
  })

  test('of a field that went are cleared', async () => {
    const { scope, model } = await world([field('a', 'text'), field('b', 'number')])
    await createEntry(scope, model, { data: { a: 'x' } })
    const dropping = await updateModel(scope, 'en-US', add([field('a', 'text')]))
    expect(dropping.indexes).toContainEqual({ column: 'number@b', usual: false, state: 'dropping' })
    const ready = await backfillIndexes(scope, model)
    expect(ready.indexes.map(({ column }) => column)).not.toContain('number@b')
    const items = await scope.table.list('L#en-US#INDEX#article#latest#number@b', '', 10)
    expect(items).toEqual([])
  })
})

test('a model with entries stays, also if they are in the bin', async () => {
  const { scope, model } = await world()
  const used = { code: 'CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED' }
  const { entryId } = await createEntry(scope, model, { data: { title: 'A' } })
  const remove = () => deleteModel(scope, 'en-US', { modelId: 'article' })
  await expect(remove()).rejects.toMatchObject(used)
  await deleteEntry(scope, model, { revision: entryId })
  await expect(remove()).rejects.toMatchObject(used)
  await deleteEntry(scope, model, { revision: entryId, permanently: true })
  expect(await remove()).toBe(true)
  await expect(createEntry(scope, model, { data: { title: 'A' } })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('an entry that is made while its model is being deleted keeps it', async () => {
  const { scope, model } = await world()
  table.before = async ({ command }) => {
    if (command !== 'TransactWrite') return
    table.before = undefined
    await createEntry(scope, model, { data: { title: 'A' } })
  }

  const remove = deleteModel(scope, 'en-US', { modelId: 'article' })

  await expect(remove).rejects.toMatchObject({ code: 'CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED' })
  const { entries } = await listEntries(scope, model, { stage: 'latest' })
  expect(entries).toMatchObject([{ title: 'A' }])
})

test('who still writes to a deleted model does not reach the one that took its id', async () => {
  const { scope, model } = await world()
  await deleteModel(scope, 'en-US', { modelId: 'article' })
  const again = { ...input('Article'), group: { id: model.group.id }, fields: articleFields }
  const made = await createModel(scope, 'en-US', again)

  const late = createEntry(scope, model, { data: { title: 'A' } })

  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await listEntries(scope, made, { stage: 'latest' })).entries).toEqual([])
})

test('what was saved since is not overwritten, and the same Idempotency-Key changes once', async () => {
  const { scope } = await world()
  const change = { modelId: 'article', data: { description: 'A' }, idempotencyKey: 'a' }
  expect(await updateModel(scope, 'en-US', change)).toMatchObject({ version: 2 })
  expect(await updateModel(scope, 'en-US', change)).toMatchObject({ version: 2 })
  const late = updateModel(scope, 'en-US', { ...change, ifVersion: 1, idempotencyKey: 'b' })
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  const remove = () => deleteModel(scope, 'en-US', { modelId: 'article', idempotencyKey: 'c' })
  expect([await remove(), await remove()]).toEqual([true, true])
})

test('the same Idempotency-Key makes one model', async () => {
  const { scope, id } = await group()
  const make = () =>
    createModel(scope, 'en-US', { ...input('Post'), group: { id } }, { idempotencyKey: 'a' })
  const [a, b] = await Promise.all([make(), make()])
  expect([a.modelId, b.modelId, (await make()).modelId]).toEqual(['post', 'post', 'post'])
})

test('another tenant’s, another locale’s and unknown models are not found', async () => {
  const { scope } = await world()
  await world(undefined, { locale: 'de-DE', scope })
  await deleteModel(scope, 'de-DE', { modelId: 'article' })
  const other = scopeFor([{ name: '*' }])
  const missing = { code: 'NOT_FOUND' }
  await expect(getModel(other, 'en-US', 'article')).rejects.toMatchObject(missing)
  await expect(getModel(scope, 'de-DE', 'article')).rejects.toMatchObject(missing)
  await expect(getModel(scope, 'en-US', 'a#b')).rejects.toMatchObject(missing)
  await expect(getModel(scope, 'fr', 'article')).rejects.toMatchObject({ code: 'LOCALE_NOT_FOUND' })
  const change = { modelId: 'none', data: {} }
  await expect(updateModel(scope, 'en-US', change)).rejects.toMatchObject(missing)
  await expect(deleteModel(scope, 'en-US', change)).rejects.toMatchObject(missing)
})

test('who may not, may not; who may read one sees one', async () => {
  const { scope, model } = await world()
  const groups = { name: 'cms.contentModelGroup', rwd: 'r' }
  const reader = colleagueOf(scope, [
    groups,
    { name: 'cms.contentModel', rwd: 'r', models: ['article'] },
  ])
  const blind = colleagueOf(scope, [groups, { name: 'cms.contentModel', models: ['other'] }])
  const refused = { code: 'SECURITY_NOT_AUTHORIZED' }
  expect(await listModels(reader, 'en-US')).toMatchObject([{ modelId: 'article' }])
  expect(await listModels(blind, 'en-US')).toEqual([])
  await expect(getModel(blind, 'en-US', 'article')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const change = { modelId: 'article', data: {} }
  await expect(updateModel(reader, 'en-US', change)).rejects.toMatchObject(refused)
  await expect(deleteModel(reader, 'en-US', change)).rejects.toMatchObject(refused)
  const second = { ...input('Second'), group: { id: model.group.id } }
  await expect(createModel(reader, 'en-US', second)).rejects.toMatchObject(refused)
  await expect(createModel(blind, 'en-US', second)).rejects.toMatchObject(refused)
})
