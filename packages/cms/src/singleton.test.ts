import { colleagueOf, table } from '@tenantry/security/testing'
import { expect, test } from 'vitest'
import { createEntry } from './entries.ts'
import { deleteEntry } from './entry-removal.ts'
import { backfillIndexes } from './backfill.ts'
import { getModel, deleteModel, updateModel } from './models.ts'
import { singletonId } from './singleton.ts'
import { getSingleton, updateSingleton } from './singleton-entry.ts'
import { field, idsIn, world } from './testing.ts'

const fields = [
  field('title', 'text', { validation: [{ name: 'required', message: 'Name it.' }] }),
  field('theme', 'text', { settings: { defaultValue: 'light' } }),
]
const tagged = (...tags: string[]) => ({ modelId: 'article', data: { tags } })

async function settings() {
  const { scope } = await world(fields)
  return { scope, model: await updateModel(scope, 'en-US', tagged('singleton')) }
}

test('a singleton is there before anybody saves it, and to read it writes nothing', async () => {
  const { scope, model } = await settings()
  const start = table.calls.length

  for (const status of ['latest', 'published'] as const)
    expect(await getSingleton(scope, model, status)).toMatchObject({
      entryId: singletonId(model),
      version: 0,
      values: { title: null, theme: 'light' },
      meta: { createdOn: model.createdOn },
    })
  const sent = table.calls.slice(start).map(({ command }) => command)
  expect(sent).not.toContain('TransactWrite')
})

test('what is saved is public at once, and stays one revision', async () => {
  const { scope, model } = await settings()
  await updateSingleton(scope, model, { data: { title: 'A' } })

  const saved = await updateSingleton(scope, model, { data: { theme: 'dark' }, ifVersion: 1 })

  const values = { title: 'A', theme: 'dark' }
  expect(saved).toMatchObject({ revision: 1, version: 2, status: 'published', values })
  expect(await getSingleton(scope, model, 'published')).toEqual(saved)
  for (const stage of ['latest', 'published'] as const)
    expect(await idsIn(scope, model, stage)).toEqual([saved.id])
  const late = updateSingleton(scope, model, { data: { theme: 'light' }, ifVersion: 1 })
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  const empty = updateSingleton(scope, model, { data: { title: '' } })
  await expect(empty).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})

test('two who save first make one entry, and neither save is lost', async () => {
  const { scope, model } = await settings()

  await Promise.all([
    updateSingleton(scope, model, { data: { title: 'A' } }),
    updateSingleton(scope, model, { data: { title: 'B' } }),
  ])

  expect(await idsIn(scope, model, 'latest')).toHaveLength(1)
  expect(await getSingleton(scope, model, 'latest')).toMatchObject({ version: 2 })
})

test('saving takes the permissions to write and to publish, and the same key saves once', async () => {
  const { scope, model } = await settings()
  const change = { data: { title: 'A' }, idempotencyKey: 'a' }
  const read = ['cms.contentModel', 'cms.contentModelGroup'].map((name) => ({ name, rwd: 'r' }))
  const holding = (rights: object) =>
    colleagueOf(scope, [...read, { name: 'cms.contentEntry', ...rights }])
  for (const rights of [{ rwd: 'rw' }, { rwd: 'r', pw: 'p' }]) {
    const save = updateSingleton(holding(rights), model, change)
    await expect(save).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  }
  const own = { rwd: 'rw', pw: 'p', own: true }
  expect(await updateSingleton(holding(own), model, change)).toMatchObject({ version: 1 })
  const others = updateSingleton(holding(own), model, change)
  await expect(others).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const ownOnly = colleagueOf(scope, [
    ...read,
    { name: 'cms.contentEntry', rwd: 'r' },
    { name: 'cms.contentEntry', rwd: 'w', pw: 'p', own: true },
  ])
  const notTheirs = updateSingleton(ownOnly, model, change)
  await expect(notTheirs).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  const blind = getSingleton(colleagueOf(scope, read), model, 'published')
  await expect(blind).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })

  const save = () => updateSingleton(scope, model, change)
  expect([await save(), await save()]).toMatchObject([{ version: 2 }, { version: 2 }])
})

test('a model with entries becomes no singleton, also if one is made in this moment', async () => {
  const { scope, model } = await world(fields)
  const become = () => updateModel(scope, 'en-US', tagged('singleton'))
  const refused = { code: 'VALIDATION_FAILED', data: [{ fieldId: 'tags' }] }
  table.before = async ({ command }) => {
    if (command !== 'TransactWrite') return
    table.before = undefined
    await createEntry(scope, model, { data: { title: 'A' } })
  }
  await expect(become()).rejects.toMatchObject(refused)

  const [id = ''] = await idsIn(scope, model, 'latest')
  await deleteEntry(scope, model, { revision: id.split('#')[0] ?? '' })
  await expect(become()).rejects.toMatchObject(refused)
})

test('a singleton that was none for a while keeps its entry', async () => {
  const { scope, model } = await settings()
  const saved = await updateSingleton(scope, model, { data: { title: 'A' } })
  const plain = await updateModel(scope, 'en-US', tagged())
  const late = updateSingleton(scope, model, { data: { title: 'B' } })
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await idsIn(scope, plain, 'latest')).toEqual([saved.id])

  const again = await updateModel(scope, 'en-US', tagged('singleton'))

  expect(await getSingleton(scope, again, 'latest')).toEqual(saved)
})

test('a singleton goes with its entry, if the caller may delete both', async () => {
  const { scope, model } = await settings()
  const designer = colleagueOf(scope, [
    { name: 'cms.contentModelGroup' },
    { name: 'cms.contentModel' },
  ])
  const remove = () => deleteModel(designer, 'en-US', { modelId: 'article' })
  await expect(remove()).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  await updateSingleton(scope, model, { data: { title: 'A' } })
  await expect(remove()).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })

  expect(await deleteModel(scope, 'en-US', { modelId: 'article' })).toBe(true)

  expect(await idsIn(scope, model, 'latest')).toEqual([])
})

test('a field that gets a value in this moment does not go', async () => {
  const { scope, model } = await world(fields)
  table.before = async ({ command }) => {
    if (command !== 'TransactWrite') return
    table.before = undefined
    await createEntry(scope, model, { data: { title: 'A', theme: 'dark' } })
  }

  const data = { fields: fields.slice(0, 1) }
  const remove = updateModel(scope, 'en-US', { modelId: 'article', data })

  await expect(remove).rejects.toMatchObject({ code: 'ENTRY_FIELD_USED' })
  expect(await backfillIndexes(scope, model)).toEqual(await getModel(scope, 'en-US', 'article'))
})
