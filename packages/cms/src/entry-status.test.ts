import { newId } from '@tenantry/dynamo'
import { eventsOf } from '@tenantry/dynamo/testing'
import { colleagueOf, table } from '@tenantry/security/testing'
import { describe, expect, test } from 'vitest'
import {
  createEntry,
  createEntryFrom,
  getEntry,
  getEntryRevisions,
  updateEntry,
} from './entries.ts'
import { deleteEntry } from './entry-removal.ts'
import { publishEntry } from './entry-publishing.ts'
import { hello, idsIn, world } from './testing.ts'

const published = { title: 'Hello', status: 'published' }
const writer = (pw: string) => [
  { name: 'cms.contentModel', rwd: 'r' },
  { name: 'cms.contentModelGroup', rwd: 'r' },
  { name: 'cms.contentEntry', rwd: 'rw', pw },
]

describe('a new entry', () => {
  test('that begins as published is public with its first write, as if it had been published', async () => {
    const { scope, model } = await world()
    table.calls.length = 0

    const made = await createEntry(scope, model, { data: published })

    expect(table.calls.filter(({ command }) => command === 'TransactWrite')).toHaveLength(1)
    expect(made).toMatchObject({ status: 'published', locked: true, revision: 1, version: 1 })
    const { meta } = made
    for (const name of ['firstPublished', 'lastPublished', 'revisionFirstPublished'] as const) {
      expect(meta[`${name}On`]).toBe(meta.savedOn)
      expect(meta[`${name}By`]).toEqual(meta.savedBy)
    }
    expect(meta.modifiedOn).toBeNull()
    const which = { entryId: made.entryId, status: 'published' } as const
    expect(await getEntry(scope, model, which)).toEqual(made)
    expect(await idsIn(scope, model, 'published')).toEqual([made.id])
    expect(await idsIn(scope, model, 'latest')).toEqual([made.id])
  })

  test('brings along when it was published', async () => {
    const { scope, model } = await world()
    const lastPublishedOn = '2020-01-01T00:00:00.000Z'
    const made = await createEntry(scope, model, { data: { ...published, lastPublishedOn } })
    expect(made.meta).toMatchObject({ lastPublishedOn, firstPublishedOn: made.meta.savedOn })
  })

  test('that begins as unpublished is locked, and was never public', async () => {
    const { scope, model } = await world()
    const made = await createEntry(scope, model, { data: { title: 'x', status: 'unpublished' } })
    expect(made).toMatchObject({ status: 'unpublished', locked: true })
    expect(made.meta.firstPublishedOn).toBeNull()
    expect(await idsIn(scope, model, 'published')).toEqual([])
  })

  test('keeps the rules, whatever it begins as', async () => {
    const { scope, model } = await world()
    const wrong = createEntry(scope, model, { data: { status: 'published' } })
    await expect(wrong).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await idsIn(scope, model, 'latest')).toEqual([])
  })

  test.each(['Published', 'deleted', '', 1, {}])('does not begin as %j', async (status) => {
    const { scope, model } = await world()
    const wrong = createEntry(scope, model, { data: { title: 'x', status } })
    await expect(wrong).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'status' }],
    })
  })

  test('goes for good like any other, with nothing left of it', async () => {
    const { scope, model } = await world()
    const { entryId } = await createEntry(scope, model, { data: published })
    await deleteEntry(scope, model, { revision: entryId, permanently: true })
    expect(await idsIn(scope, model, 'published')).toEqual([])
    await expect(getEntry(scope, model, { entryId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a next revision that begins as published', () => {
  test('takes the place of the one that was', async () => {
    const { scope, model, made } = await hello()
    await publishEntry(scope, model, { revision: made.id })

    const next = await createEntryFrom(scope, model, {
      revision: made.id,
      data: { title: 'Next', status: 'published' },
    })

    expect(next).toMatchObject({ status: 'published', revision: 2, locked: true })
    expect(await idsIn(scope, model, 'published')).toEqual([next.id])
    const revisions = await getEntryRevisions(scope, model, { id: made.entryId })
    expect(revisions.map(({ status }) => status)).toEqual(['published', 'unpublished'])
  })

  test('is the first that is public, if none was', async () => {
    const { scope, model, made } = await hello()
    const data = { status: 'published' }
    const next = await createEntryFrom(scope, model, { revision: made.id, data })
    expect(await idsIn(scope, model, 'published')).toEqual([next.id])
    expect(await getEntry(scope, model, { revision: made.id })).toMatchObject({ status: 'draft' })
  })
})

describe('to begin as more than a draft', () => {
  test.each([
    ['published', '', 'u', 'p'],
    ['unpublished', '', 'p', 'u'],
  ])('%s takes what it takes to become it', async (status, none, other, enough) => {
    const { scope, model, made } = await hello()
    const create = (pw: string) =>
      createEntry(colleagueOf(scope, writer(pw)), model, { data: { title: 'x', status } })
    const next = (pw: string) =>
      createEntryFrom(colleagueOf(scope, writer(pw)), model, {
        revision: made.id,
        data: { status },
      })

    for (const pw of [none, other])
      for (const attempt of [create(pw), next(pw)])
        await expect(attempt).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
    expect(await idsIn(scope, model, 'latest')).toEqual([made.id])
    expect(await create(enough)).toMatchObject({ status })
    expect(await next(enough)).toMatchObject({ status })
  })
})

test('the audit log tells what became public by being made', async () => {
  const { scope, model } = await world()
  const from = newId()
  const first = await createEntry(scope, model, { data: published })
  const next = { revision: first.id, data: { status: 'published' } }
  await createEntryFrom(scope, model, next)
  await createEntryFrom(scope, model, { revision: first.id })
  await createEntry(scope, model, { data: { title: 'x' } })

  const actions = (await eventsOf(scope.table, from)).map(({ action }) => action)
  expect(actions).toEqual(
    ['createPublished', 'createFromPublished', 'createFrom', 'create'].map(
      (it) => `cms.entry.${it}`,
    ),
  )
})

test('who saves a draft may say that it is one, and publishes it in no other way than by publishing', async () => {
  const { scope, model, made } = await hello()
  const save = (status: string) =>
    updateEntry(scope, model, { revision: made.id, data: { status, price: 1 } })

  await expect(save('published')).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ fieldId: 'status' }],
  })
  expect(await save('draft')).toMatchObject({ status: 'draft', values: { price: 1 } })
})
