import { describe, expect, test } from 'vitest'
import { createEntry, createEntryFrom, getEntry, updateEntry } from './entries.ts'
import { SETTABLE_TIMES } from './entry-data.ts'
import { publishEntry } from './entry-publishing.ts'
import { deleteEntry } from './entry-removal.ts'
import { listEntries } from './list-entries.ts'
import { updateModel } from './models.ts'
import { updateSingleton } from './singleton-entry.ts'
import { hello, world } from './testing.ts'

/** Of an entry that was made elsewhere, before this one. */
const ID = '018bcfe5680000000000abcd'
const CREATED = '2023-11-14T22:13:20.000Z'
const refused = (fieldId: string) => ({ code: 'VALIDATION_FAILED', data: [{ fieldId }] })

async function imported(data: object = {}) {
  const { scope, model } = await world()
  const made = await createEntry(scope, model, { data: { title: 'Old', id: ID, ...data } })
  return { scope, model, made }
}

describe('an id that is brought along', () => {
  test('is the id of the new entry, and says when it was created', async () => {
    const { scope, model, made } = await imported()

    expect(made).toMatchObject({ id: `${ID}#0001`, entryId: ID, values: { title: 'Old' } })
    expect(made.meta.createdOn).toBe(CREATED)
    expect(Date.parse(made.meta.savedOn ?? '')).toBeGreaterThan(Date.now() - 60_000)
    expect(made.meta.revisionCreatedOn).toBe(made.meta.savedOn)
    expect(await getEntry(scope, model, { entryId: ID })).toEqual(made)
  })

  test('is taken once, and again when its entry has gone for good', async () => {
    const { scope, model, made } = await imported()
    const again = () => createEntry(scope, model, { data: { title: 'New', id: made.id } })

    await expect(again()).rejects.toMatchObject(refused('id'))
    expect(await getEntry(scope, model, { entryId: ID })).toEqual(made)
    await deleteEntry(scope, model, { revision: ID, permanently: true })
    expect(await again()).toMatchObject({ entryId: ID, values: { title: 'New' } })
  })

  test('of two who bring it at once, one is told', async () => {
    const { scope, model } = await world()
    const rivals = ['a', 'b'].map((title) => createEntry(scope, model, { data: { title, id: ID } }))
    const answers = await Promise.allSettled(rivals)

    const late = answers.filter(({ status }) => status === 'rejected')
    expect(late).toMatchObject([{ reason: refused('id') }])
  })

  test.each(['', 'abc', ID.toUpperCase(), `${ID}0`, 7, 'f'.repeat(24)])('is not %j', async (id) => {
    const { scope, model } = await world()
    const create = createEntry(scope, model, { data: { title: 'x', id } })
    await expect(create).rejects.toMatchObject(refused('id'))
  })

  test('does not change: whoever saves may name the one that it has', async () => {
    const { scope, model, made } = await hello()
    const save = (id: string) => updateEntry(scope, model, { revision: made.id, data: { id } })

    await expect(save(ID)).rejects.toMatchObject(refused('id'))
    expect(await save(made.id)).toMatchObject({ entryId: made.entryId })
  })
})

describe('dates that are brought along', () => {
  const dates = Object.fromEntries(
    SETTABLE_TIMES.map((it, n) => [it, `2020-01-${10 + n}T12:00:00.000Z`]),
  )

  test('are those of the new entry, and lists go by them', async () => {
    const { scope, model, made } = await hello()
    const old = await createEntry(scope, model, { data: { title: 'Old', ...dates } })
    const listed = async (sort: string) =>
      (await listEntries(scope, model, { stage: 'latest', sort: [sort] })).entries.map(
        ({ entryId }) => entryId,
      )

    expect(SETTABLE_TIMES).toHaveLength(10)
    expect(old.meta).toMatchObject({ ...dates, createdBy: made.meta.createdBy, deletedOn: null })
    for (const sort of ['createdOn_ASC', 'savedOn_ASC', 'id_ASC'])
      expect(await listed(sort)).toEqual([old.entryId, made.entryId])
    const where = { createdOn: dates.createdOn }
    const { entries } = await listEntries(scope, model, { stage: 'latest', where })
    expect(entries).toEqual([old])
  })

  test('replace what a save would note, and nothing else', async () => {
    const { scope, model, made } = await hello()
    const [savedOn, revisionSavedOn] = ['2020-01-01T01:00:00+01:00', '2020-01-01T01:00:00']

    const saved = await updateEntry(scope, model, {
      revision: made.id,
      data: { savedOn, revisionSavedOn },
    })

    expect(saved.meta.savedOn).toBe('2020-01-01T00:00:00.000Z')
    expect(saved.meta.revisionSavedOn).toBe('2020-01-01T01:00:00.000Z')
    expect(saved.meta.modifiedOn).not.toBe(saved.meta.savedOn)
    expect(saved.values).toEqual(made.values)
    expect(await getEntry(scope, model, { revision: made.id })).toEqual(saved)
  })

  test('are those of the next revision, while the entry stays as old as it is', async () => {
    const { scope, model, made } = await imported()
    const revisionCreatedOn = '2024-01-01T00:00:00.000Z'
    const from = (data: object) => createEntryFrom(scope, model, { revision: made.id, data })

    expect(await from({ revisionCreatedOn, createdOn: CREATED })).toMatchObject({
      revision: 2,
      meta: { createdOn: CREATED, revisionCreatedOn },
    })
    await expect(from({ createdOn: revisionCreatedOn })).rejects.toMatchObject(refused('createdOn'))
  })

  test('say when it was first public, also when it becomes so here', async () => {
    const { scope, model } = await world()
    const first = { firstPublishedOn: CREATED, revisionFirstPublishedOn: CREATED }
    const made = await createEntry(scope, model, { data: { title: 'Old', ...first } })

    const published = await publishEntry(scope, model, { revision: made.id })

    expect(published.meta).toMatchObject(first)
    expect(published.meta.lastPublishedOn).toBe(published.meta.savedOn)
  })

  test.each<[string, unknown]>([
    ['savedOn', 'yesterday'],
    ['savedOn', 1],
    ['revisionSavedOn', '2020-02-30'],
    ['createdOn', '1969-12-31T23:59:59Z'],
    ['modifiedOn', {}],
  ])('%s cannot be %j', async (name, value) => {
    const { scope, model } = await world()
    const create = createEntry(scope, model, { data: { title: 'x', [name]: value } })
    await expect(create).rejects.toMatchObject(refused(name))
  })

  test.each(['deletedOn', 'restoredOn', 'revisionDeletedOn', 'createdBy', 'savedBy', 'status'])(
    '%s is not one of them: nobody else is named, and the bin notes its own',
    async (name) => {
      const { scope, model } = await world()
      const create = createEntry(scope, model, { data: { title: 'x', [name]: CREATED } })
      await expect(create).rejects.toMatchObject(refused(name))
    },
  )

  test('and an id that disagree about when it was created are refused', async () => {
    const create = imported({ createdOn: '2020-01-01T00:00:00Z' })
    await expect(create).rejects.toMatchObject(refused('createdOn'))
    expect((await imported({ createdOn: CREATED })).made.entryId).toBe(ID)
  })

  test('a singleton has its own', async () => {
    const { scope, model } = await world()
    const data = { fields: model.fields, layout: [], tags: ['singleton'] }
    const single = await updateModel(scope, 'en-US', { modelId: 'article', data })
    for (const [name, value] of Object.entries({ id: ID, savedOn: CREATED })) {
      const save = updateSingleton(scope, single, { data: { title: 'x', [name]: value } })
      await expect(save).rejects.toMatchObject(refused(name))
    }
  })
})
