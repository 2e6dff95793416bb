import { eventsOf } from '@tenantry/dynamo/testing'
import {
  createEntry,
  createModel,
  createModelGroup,
  deleteEntry,
  getModel,
  listEntries,
  updateModel,
} from '@tenantry/cms'
import type { DynamoDBRecord } from 'aws-lambda'
import { beforeEach, expect, type MockInstance, test, vi } from 'vitest'
import { createIndexer } from '../src/indexing.ts'
import { logger } from '../src/log.ts'
import { field } from './content-world.ts'
import { table, world } from './world.ts'

const index = createIndexer(table)

let noted: MockInstance
beforeEach(() => {
  noted = vi.spyOn(logger, 'info').mockImplementation(() => {})
})

let position = 1000
const record = (PK: string, SK: string): DynamoDBRecord => ({
  eventName: 'MODIFY',
  dynamodb: { Keys: { PK: { S: PK }, SK: { S: SK } }, SequenceNumber: String(position++) },
})

/** A tenant whose model has entries and an index to build. */
async function unfinished() {
  const { scope, tenant } = await world()
  const group = await createModelGroup(scope, 'en-US', { name: 'Content' })
  const model = await createModel(scope, 'en-US', {
    name: 'Note',
    singularApiName: 'Note',
    pluralApiName: 'Notes',
    group: { id: group.id },
    fields: [field('a', 'text')],
  })
  await createEntry(scope, model, { data: { a: 'x' } })
  const data = { fields: [field('a', 'text'), field('b', 'text')] }
  await updateModel(scope, 'en-US', { modelId: 'note', data })
  const states = async () =>
    (await getModel(scope, 'en-US', 'note')).indexes.map(({ state }) => state)
  const told = record(`T#${tenant.id}#L#en-US#MODELS`, 'MODEL#note')
  return { scope, tenant, told, states }
}

test('builds the indexes of each model that a batch names, in the name of the job', async () => {
  const [acme, globex] = [await unfinished(), await unfinished()]
  expect(await acme.states()).toContain('building')

  const answer = await index({ Records: [acme.told, acme.told, globex.told] })

  expect(answer).toEqual({ batchItemFailures: [] })
  for (const { states } of [acme, globex])
    expect((await states()).every((it) => it === 'ready')).toBe(true)
  expect(await eventsOf(acme.scope.table)).toContainEqual(
    expect.objectContaining({
      action: 'cms.model.ready',
      by: { type: 'job', id: 'indexing', displayName: 'Indexing' },
    }),
  )
  expect(noted).toHaveBeenCalledWith('Indexed.', expect.objectContaining({ modelId: 'note' }))
})

test('keeps the words of each entry that a batch names, also of one that is gone', async () => {
  const acme = await unfinished()
  const { scope, tenant } = acme
  await index({ Records: [acme.told] })
  const model = await getModel(scope, 'en-US', 'note')
  const { entryId } = await createEntry(scope, model, { data: { a: 'Alpha' } })
  const told = record(`T#${tenant.id}#L#en-US#ENTRY#note#${entryId}`, 'HEAD')
  const words = async () =>
    (await scope.table.list('L#en-US#INDEX#note#latest#~al', '', 9)).map(({ SK }) => SK)

  expect(await index({ Records: [told, told] })).toEqual({ batchItemFailures: [] })
  expect(await words()).toEqual([`alpha\u001f${entryId}`])
  const { entries } = await listEntries(scope, model, { stage: 'latest', search: 'alp' })
  expect(entries).toMatchObject([{ entryId }])

  await deleteEntry(scope, model, { revision: entryId, permanently: true })
  await index({ Records: [told] })
  expect(await words()).toEqual([])
})

test('words of a model that is gone go with it', async () => {
  const { scope, tenant } = await world()
  const entryId = 'a'.repeat(24)
  const at = { PK: 'L#en-US#INDEX#gone#latest#~al', SK: `alpha\u001f${entryId}` }
  const words = { PK: 'L#en-US#INDEX#gone#latest#~', SK: entryId }
  await scope.table.derive([
    { put: at },
    { put: { ...words, latest: ['alpha'], published: [], version: 1 } },
  ])
  await index({ Records: [record(`T#${tenant.id}#L#en-US#ENTRY#gone#${entryId}`, 'HEAD')] })
  expect(await scope.table.getMany([at, words])).toEqual([])
})

test('reaches nothing but the tenant of the key', async () => {
  const acme = await unfinished()
  const start = table.calls.length

  await index({ Records: [acme.told] })

  const keys = table.calls.slice(start).flatMap((call) => call.keys.map(({ PK }) => PK))
  expect(keys.length).toBeGreaterThan(0)
  expect(keys.filter((PK) => !PK.startsWith(`T#${acme.tenant.id}#`))).toEqual([])
})

test.each([
  ['a group', 'T#acme#L#en-US#MODELS', 'GROUP#a'],
  ['an entry that cannot be one', 'T#acme#L#en-US#ENTRY#article#1', 'HEAD'],
  ['a revision', `T#acme#L#en-US#ENTRY#article#${'a'.repeat(24)}`, 'REV#0001'],
  ['an item of the platform', 'P#TENANT#acme', 'MODEL#a'],
  ['a tenant that cannot be one', 'T#a*b#L#en-US#MODELS', 'MODEL#a'],
  ['a model that cannot be one', 'T#acme#L#en-US#MODELS', 'MODEL#a#b'],
])('%s is none of its business', async (_, PK, SK) => {
  const start = table.calls.length

  expect(await index({ Records: [record(PK, SK)] })).toEqual({ batchItemFailures: [] })
  expect(table.calls.slice(start)).toEqual([])
})

test('a model that is gone is no failure', async () => {
  const { tenant } = await world()
  const told = record(`T#${tenant.id}#L#en-US#JOBS`, 'MODEL#gone')
  expect(await index({ Records: [told] })).toEqual({ batchItemFailures: [] })
})

test('a model that fails is named by its first record, and holds up nobody else', async () => {
  const [acme, globex] = [await unfinished(), await unfinished()]
  vi.spyOn(logger, 'error').mockImplementation(() => {})
  table.before = ({ command, keys }) => {
    const isOfAcme = keys.some(({ PK }) => PK.startsWith(`T#${acme.tenant.id}#`))
    if (command === 'TransactWrite' && isOfAcme) throw new Error('outage')
  }
  const Records = [acme.told, globex.told]

  const answer = await index({ Records })
  table.before = undefined

  const itemIdentifier = acme.told.dynamodb?.SequenceNumber
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier }] })
  expect((await globex.states()).every((it) => it === 'ready')).toBe(true)
  expect(await index({ Records })).toEqual({ batchItemFailures: [] })
  expect((await acme.states()).every((it) => it === 'ready')).toBe(true)
})
