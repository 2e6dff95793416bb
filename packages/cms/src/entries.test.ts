import type { Group, Scope } from '@tenantry/security'
import { colleagueOf, scopeFor, table } from '@tenantry/security/testing'
import { describe, expect, test } from 'vitest'
import {
  createEntry,
  createEntryFrom,
  getEntriesByIds,
  getEntry,
  getEntryRevisions,
  moveEntry,
  updateEntry,
} from './entries.ts'
import { publishEntry, republishEntry, unpublishEntry } from './entry-publishing.ts'
import { deleteEntry, restoreEntryFromBin } from './entry-removal.ts'
import { listEntries } from './list-entries.ts'
import type { Model } from './model.ts'
import { articleFields, field, hello, idsIn, world } from './testing.ts'

const ways = [
  { name: 'cms.contentModel', rwd: 'r' },
  { name: 'cms.contentModelGroup', rwd: 'r' },
]
const reading = [...ways, { name: 'cms.contentEntry', rwd: 'r' }]
const own = [...ways, { name: 'cms.contentEntry', own: true, rwd: 'rwd', pw: 'pu' }]

describe('the life of an entry', () => {
  test('is created as a draft with its times and people', async () => {
    const { scope, model, made } = await hello({ price: 3 })
    const by = { ...scope.principal.identity, displayName: scope.principal.displayName }

    expect(made).toMatchObject({
      id: `${made.entryId}#0001`,
      revision: 1,
      version: 1,
      status: 'draft',
      locked: false,
      folderId: 'root',
      title: 'Hello',
      values: { title: 'Hello', price: 3, body: null },
    })
    expect(made.entryId).toMatch(/^[0-9a-f]{24}$/)
    expect(made.meta).toMatchObject({ createdBy: by, savedBy: by, revisionCreatedBy: by })
    expect(made.meta).toMatchObject({ modifiedOn: null, lastPublishedOn: null, deletedOn: null })
    expect(await getEntry(scope, model, { revision: made.id })).toEqual(made)
    expect(await getEntry(scope, model, { entryId: made.entryId })).toEqual(made)
  })

  test('keeps what an update does not name', async () => {
    const { scope, model, made } = await hello({ price: 3 })
    const saved = await updateEntry(scope, model, { revision: made.id, data: { body: 'Text' } })
    expect(saved).toMatchObject({ version: 2, values: { title: 'Hello', price: 3, body: 'Text' } })
    expect(saved.meta.modifiedBy).toEqual(made.meta.createdBy)
    expect(await getEntry(scope, model, { revision: made.id })).toEqual(saved)
  })

  test('once published it is locked, and its next revision is a draft that the public does not see', async () => {
    const { scope, model, made } = await hello()
    const published = await publishEntry(scope, model, { revision: made.id })
    const update = updateEntry(scope, model, { revision: made.id, data: { title: 'No' } })
    await expect(update).rejects.toMatchObject({ code: 'CONTENT_ENTRY_UPDATE_ERROR' })

    const data = { title: 'Next' }
    const second = await createEntryFrom(scope, model, { revision: made.id, data })

    expect(second).toMatchObject({ id: `${made.entryId}#0002`, status: 'draft', version: 1 })
    expect(second.meta.lastPublishedOn).toBe(published.meta.lastPublishedOn)
    expect(second.meta.revisionLastPublishedOn).toBeNull()
    const { entryId } = made
    expect(await getEntry(scope, model, { entryId, status: 'published' })).toEqual(published)
    expect(await getEntry(scope, model, { entryId })).toEqual(second)
    expect(await idsIn(scope, model, 'published')).toEqual([made.id])
    expect(await idsIn(scope, model, 'latest')).toEqual([second.id])
  })

  test('publishing another revision takes back the one before, also an older one', async () => {
    const { scope, model, made } = await hello()
    await publishEntry(scope, model, { revision: made.id })
    const second = await createEntryFrom(scope, model, { revision: made.id, data: { title: 'B' } })
    await publishEntry(scope, model, { revision: second.id })
    expect(await statuses(scope, model, made.entryId)).toEqual(['published', 'unpublished'])

    const first = await publishEntry(scope, model, { revision: made.id })

    expect(await statuses(scope, model, made.entryId)).toEqual(['unpublished', 'published'])
    expect(await idsIn(scope, model, 'published')).toEqual([made.id])
    const latest = await getEntry(scope, model, { entryId: made.entryId })
    expect(latest).toMatchObject({ id: second.id, status: 'unpublished' })
    expect(latest.meta.lastPublishedOn).toBe(first.meta.lastPublishedOn)
    expect(latest.meta.firstPublishedOn).toBe(first.meta.firstPublishedOn)
  })

  test('is moved as a whole: the draft, what is public, and what is published or promoted later', async () => {
    const { scope, model, made } = await hello()
    const { entryId } = made
    await publishEntry(scope, model, { revision: made.id })
    const second = await createEntryFrom(scope, model, { revision: made.id })
    const third = await createEntryFrom(scope, model, { revision: made.id })

    await moveEntry(scope, model, { revision: third.id, folderId: 'news' })

    const open = await getEntry(scope, model, { entryId, status: 'published' })
    const where = { wbyAco_location: { folderId: 'news' } }
    const { entries } = await listEntries(scope, model, { stage: 'published', where })
    expect([open.folderId, entries.map(({ id }) => id)]).toEqual(['news', [made.id]])
    const again = await publishEntry(scope, model, { revision: second.id })
    expect(again.folderId).toBe('news')
    await deleteEntry(scope, model, { revision: third.id })
    expect(await getEntry(scope, model, { entryId })).toMatchObject({ folderId: 'news' })
    const old = await getEntriesByIds(scope, model, [made.id])
    expect(old).toMatchObject([
      { folderId: 'news', meta: { lastPublishedOn: again.meta.lastPublishedOn } },
    ])
  })

  test('is taken back and published again', async () => {
    const { scope, model, made } = await hello()
    const revision = made.id
    const notYet = unpublishEntry(scope, model, { revision })
    await expect(notYet).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    await expect(republishEntry(scope, model, { revision })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
    await publishEntry(scope, model, { revision })
    await republishEntry(scope, model, { revision })

    const taken = await unpublishEntry(scope, model, { revision })

    expect(taken).toMatchObject({ status: 'unpublished', locked: true })
    expect(await idsIn(scope, model, 'published')).toEqual([])
    const gone = getEntry(scope, model, { entryId: made.entryId, status: 'published' })
    await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('in the bin it is nowhere else, and comes back as it was', async () => {
    const { scope, model, made } = await hello()
    await publishEntry(scope, model, { revision: made.id })

    await deleteEntry(scope, model, { revision: made.entryId })

    const gone = getEntry(scope, model, { revision: made.id })
    await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await getEntriesByIds(scope, model, [made.id])).toEqual([])
    expect(await idsIn(scope, model, 'latest')).toEqual([])
    expect(await idsIn(scope, model, 'published')).toEqual([])
    const { entries } = await listEntries(scope, model, { stage: 'bin', sort: ['deletedOn_DESC'] })
    expect(entries).toMatchObject([{ id: made.id, meta: { deletedBy: made.meta.createdBy } }])

    const back = await restoreEntryFromBin(scope, model, { revision: made.entryId })

    expect(back).toMatchObject({ status: 'published', meta: { deletedOn: null } })
    expect(back.meta.restoredBy).toEqual(made.meta.createdBy)
    expect(await idsIn(scope, model, 'published')).toEqual([made.id])
    expect(await idsIn(scope, model, 'bin')).toEqual([])
  })

  test('what was public comes back unpublished for who may not publish', async () => {
    const { scope, model, made } = await hello()
    await publishEntry(scope, model, { revision: made.id })
    await deleteEntry(scope, model, { revision: made.entryId })
    const writer = colleagueOf(scope, [...ways, { name: 'cms.contentEntry', rwd: 'rwd' }])

    const back = await restoreEntryFromBin(writer, model, { revision: made.entryId })

    expect(back.status).toBe('unpublished')
    expect(await idsIn(scope, model, 'published')).toEqual([])
  })

  test('deleted permanently it leaves nothing, however many revisions it had', async () => {
    const { scope, model, made } = await hello()
    for (let n = 0; n < 25; n++) await createEntryFrom(scope, model, { revision: made.id })
    await deleteEntry(scope, model, { revision: made.entryId, permanently: true })

    expect(await scope.table.list(`L#en-US#ENTRY#article#${made.entryId}`, '', 100)).toEqual([])
    expect(await idsIn(scope, model, 'latest')).toEqual([])
    expect(await idsIn(scope, model, 'bin')).toEqual([])
  })

  test('a deletion that broke off is completed by the next one, and hidden meanwhile', async () => {
    const { scope, model, made } = await hello()
    for (let n = 0; n < 25; n++) await createEntryFrom(scope, model, { revision: made.id })
    const mutation = { revision: made.entryId, permanently: true }
    let writes = 0
    table.before = ({ command }) => {
      if (command === 'TransactWrite' && ++writes === 2) throw new Error('crash')
    }
    await expect(deleteEntry(scope, model, mutation)).rejects.toThrow('crash')
    table.before = undefined

    expect(await getEntriesByIds(scope, model, [made.id])).toEqual([])
    expect(await deleteEntry(scope, model, mutation)).toBe(true)
    expect(await scope.table.list(`L#en-US#ENTRY#article#${made.entryId}`, '', 100)).toEqual([])
  })

  test('of a deleted revision the one before takes the place', async () => {
    const { scope, model, made } = await hello()
    const second = await createEntryFrom(scope, model, { revision: made.id, data: { title: 'B' } })
    await publishEntry(scope, model, { revision: second.id })

    await deleteEntry(scope, model, { revision: second.id })

    expect(await statuses(scope, model, made.entryId)).toEqual(['draft'])
    expect(await idsIn(scope, model, 'latest')).toEqual([made.id])
    expect(await idsIn(scope, model, 'published')).toEqual([])
    const third = await createEntryFrom(scope, model, { revision: made.id })
    expect(third.revision).toBe(3)
    await deleteEntry(scope, model, { revision: third.id })
    await deleteEntry(scope, model, { revision: made.id })
    expect(await idsIn(scope, model, 'latest')).toEqual([])
  })

  test('many come by their ids, in that order', async () => {
    const { scope, model, made } = await hello()
    const other = await createEntry(scope, model, { data: { title: 'Other' } })
    const ids = [other.id, `${'0'.repeat(24)}#0001`, made.id, 'nonsense']
    expect(await getEntriesByIds(scope, model, ids)).toEqual([other, made])
  })
})

const statuses = async (scope: Scope, model: Model, id: string) =>
  (await getEntryRevisions(scope, model, { id })).map(({ status }) => status)

describe('values', () => {
  test.each([
    ['a required value', {}, 'title'],
    ['the type', { title: 'A', price: '3' }, 'price'],
    ['the calendar', { title: 'A', goneOn: '2026-02-30' }, 'goneOn'],
    [
      'where a ref may point',
      { title: 'A', author: { modelId: 'x', id: `${'0'.repeat(24)}#0001` } },
      'author',
    ],
    ['the fields that there are', { title: 'A', nonsense: 1 }, 'nonsense'],
  ])('are refused for %s, naming the field', async (_, data, fieldId) => {
    const { scope, model } = await world()
    await expect(createEntry(scope, model, { data })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId }],
    })
  })

  test('a validator can be skipped while drafting, not when publishing', async () => {
    const { scope, model } = await world()
    const { id } = await createEntry(scope, model, { data: {}, skipValidators: ['required'] })
    await expect(publishEntry(scope, model, { revision: id })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  })
})

describe('who may', () => {
  test.each<[string, Group]>([
    ['nothing', []],
    ['read entries, but not their model', [{ name: 'cms.contentEntry' }]],
    ['read another model only', [...ways, { name: 'cms.contentEntry', models: ['other'] }]],
    ['read in another locale only', [{ name: '*' }, { name: 'content.i18n', locales: ['de'] }]],
  ])('%s is refused before anything is looked up', async (_, group) => {
    const { scope, model, made } = await hello()
    const other = colleagueOf(scope, group)
    table.calls.length = 0
    for (const revision of [made.id, `${'0'.repeat(24)}#0001`])
      for (const ask of [getEntry, updateEntry, publishEntry, unpublishEntry, deleteEntry] as const)
        await expect(ask(other, model, { revision, data: {} })).rejects.toMatchObject({
          code: 'SECURITY_NOT_AUTHORIZED',
        })
    await expect(createEntry(other, model, { data: { title: 'A' } })).rejects.toMatchObject({
      code: 'SECURITY_NOT_AUTHORIZED',
    })
    await expect(listEntries(other, model, { stage: 'latest' })).rejects.toMatchObject({
      code: 'SECURITY_NOT_AUTHORIZED',
    })
    expect(table.calls).toEqual([])
  })

  test('read cannot write, delete, publish or take back', async () => {
    const { scope, model, made } = await hello()
    const reader = colleagueOf(scope, reading)
    expect(await getEntry(reader, model, { revision: made.id })).toEqual(made)
    for (const ask of [updateEntry, createEntryFrom, publishEntry, unpublishEntry, deleteEntry])
      await expect(ask(reader, model, { revision: made.id })).rejects.toMatchObject({
        code: 'SECURITY_NOT_AUTHORIZED',
      })
  })

  test('read everything but change only their own are told so', async () => {
    const { scope, model, made } = await hello()
    const author = colleagueOf(scope, [...own, { name: 'cms.contentEntry', rwd: 'r' }])
    const refused = { code: 'SECURITY_NOT_AUTHORIZED' }
    expect(await getEntry(author, model, { revision: made.id })).toEqual(made)
    for (const ask of [updateEntry, createEntryFrom, publishEntry, unpublishEntry, deleteEntry])
      await expect(ask(author, model, { revision: made.id })).rejects.toMatchObject(refused)
    await deleteEntry(scope, model, { revision: made.entryId })
    const restore = restoreEntryFromBin(author, model, { revision: made.entryId })
    await expect(restore).rejects.toMatchObject(refused)
  })

  test('only reach their own find nothing of others, not even a count', async () => {
    const { scope, model, made } = await hello()
    const writer = colleagueOf(scope, own)
    const mine = await createEntry(writer, model, { data: { title: 'Mine' } })

    const missing = { code: 'NOT_FOUND' }
    for (const ask of [getEntry, updateEntry, publishEntry, createEntryFrom, deleteEntry])
      await expect(ask(writer, model, { revision: made.id })).rejects.toMatchObject(missing)
    await expect(getEntryRevisions(writer, model, { id: made.id })).rejects.toMatchObject(missing)
    expect(await getEntriesByIds(writer, model, [made.id, mine.id])).toEqual([mine])
    const list = await listEntries(writer, model, { stage: 'latest', withTotal: true })
    expect(list.entries).toEqual([mine])
    expect(list.meta).toMatchObject({ totalCount: 1, totalCountExact: true })
    const probe = { stage: 'latest', where: { title: 'Hello' }, withTotal: true } as const
    expect((await listEntries(writer, model, probe)).meta.totalCount).toBe(0)
  })
})

describe('what is not there', () => {
  const asks = [getEntry, updateEntry, createEntryFrom, publishEntry, unpublishEntry, deleteEntry]

  test.each(['nonsense', `${'0'.repeat(24)}#0001`, '0'.repeat(24), ''])(
    '%j is not found',
    async (revision) => {
      const { scope, model } = await world()
      for (const ask of asks)
        await expect(ask(scope, model, { revision })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    },
  )

  test('another revision of an entry, another model’s, another locale’s, another tenant’s entry', async () => {
    const { scope, model, made } = await hello()
    const elsewhere = await world(articleFields, { locale: 'de-DE', scope })
    const foreign = await world()
    for (const ask of asks) {
      const missing = { code: 'NOT_FOUND' }
      const { id, entryId } = made
      await expect(ask(scope, model, { revision: `${entryId}#0002` })).rejects.toMatchObject(
        missing,
      )
      await expect(
        ask(scope, { ...model, modelId: 'other' }, { revision: id }),
      ).rejects.toMatchObject(missing)
      await expect(ask(scope, elsewhere.model, { revision: id })).rejects.toMatchObject(missing)
      await expect(ask(foreign.scope, foreign.model, { revision: id })).rejects.toMatchObject(
        missing,
      )
    }
    expect(await idsIn(scope, elsewhere.model, 'latest')).toEqual([])
    expect(await idsIn(foreign.scope, foreign.model, 'latest')).toEqual([])
  })
})

describe('the same Idempotency-Key', () => {
  test('creates once and answers the same, also when the two meet', async () => {
    const { scope, model } = await world()
    const create = () =>
      createEntry(scope, model, { data: { title: 'Once' }, idempotencyKey: 'key-1' })

    const [a, b] = await Promise.all([create(), create()])
    const c = await create()

    expect(b).toEqual(a)
    expect(c).toEqual(a)
    expect(await idsIn(scope, model, 'latest')).toEqual([a.id])
  })

  test('for another request is refused; for another person it is another key', async () => {
    const { scope, model } = await world()
    const create = (who: typeof scope, title: string) =>
      createEntry(who, model, { data: { title }, idempotencyKey: 'key-1' })
    await create(scope, 'A')

    await expect(create(scope, 'B')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    await create(colleagueOf(scope, [{ name: '*' }]), 'A')
    expect(await idsIn(scope, model, 'latest')).toHaveLength(2)
  })

  test('does nothing a second time to an entry', async () => {
    const { scope, model, made } = await hello()
    const key = (idempotencyKey: string) => ({ revision: made.id, idempotencyKey })
    const twice = async (ask: () => Promise<unknown>) => {
      const first = await ask()
      expect(await ask()).toEqual(first)
      return first
    }
    await twice(() => updateEntry(scope, model, { ...key('a'), data: { price: 1 } }))
    await twice(() => publishEntry(scope, model, key('b')))
    await twice(() => republishEntry(scope, model, key('c')))
    await twice(() => unpublishEntry(scope, model, key('d')))
    await twice(() => createEntryFrom(scope, model, key('e')))
    const bin = { ...key('f'), revision: made.entryId }
    expect(await getEntryRevisions(scope, model, { id: made.entryId })).toHaveLength(2)
    await twice(() => deleteEntry(scope, model, bin))
    await twice(() => restoreEntryFromBin(scope, model, { ...bin, idempotencyKey: 'g' }))
    expect(await idsIn(scope, model, 'latest')).toHaveLength(1)
  })
})

describe('unique', () => {
  const unique = [field('slug', 'text', { validation: [{ name: 'unique' }] })]

  test('of two who take the same value at once, exactly one gets it', async () => {
    const { scope, model } = await world(unique)
    const create = () => createEntry(scope, model, { data: { slug: 'a' } })
    const answers = await Promise.allSettled([create(), create(), create()])
    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([
      { reason: { code: 'VALIDATION_FAILED', data: [{ fieldId: 'slug' }] } },
      { reason: { code: 'VALIDATION_FAILED' } },
    ])
  })

  test('a value is free when nobody shows it any more: neither a draft nor the public', async () => {
    const { scope, model } = await world(unique)
    const take = (slug: string) => createEntry(scope, model, { data: { slug } })
    const first = await take('a')
    await publishEntry(scope, model, { revision: first.id })
    const next = await createEntryFrom(scope, model, { revision: first.id, data: { slug: 'b' } })
    await expect(take('a')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    await publishEntry(scope, model, { revision: next.id })
    const other = await take('a')
    await deleteEntry(scope, model, { revision: other.entryId })
    await take('a')

    const back = restoreEntryFromBin(scope, model, { revision: other.entryId })
    await expect(back).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})

test('somebody without any group reads nothing of a tenant', async () => {
  const { model } = await hello()
  await expect(getEntry(scopeFor(), model, { revision: 'x' })).rejects.toMatchObject({
    code: 'SECURITY_NOT_AUTHORIZED',
  })
})
