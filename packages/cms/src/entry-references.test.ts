import { colleagueOf, scopeFor, table } from '@tenantry/security/testing'
import { describe, expect, test } from 'vitest'
import {
  createEntry,
  createEntryFrom,
  getEntriesOf,
  getEntry,
  moveEntry,
  validateEntry,
} from './entries.ts'
import { publishEntry } from './entry-publishing.ts'
import { deleteEntry } from './entry-removal.ts'
import { listEntries } from './list-entries.ts'
import { hello, world } from './testing.ts'

describe('getEntriesOf', () => {
  test('gives each as it is public or latest, in the order that was asked for', async () => {
    const { scope, model, made: first } = await hello()
    const second = await createEntry(scope, model, { data: { title: 'Second' } })
    const gone = await createEntry(scope, model, { data: { title: 'Gone' } })
    const published = await publishEntry(scope, model, { revision: first.id })
    const draft = await createEntryFrom(scope, model, { revision: first.id })
    await deleteEntry(scope, model, { revision: gone.entryId })
    const entryIds = [second.entryId, gone.entryId, 'nonsense#*', first.entryId, 'f'.repeat(24)]

    const latest = await getEntriesOf(scope, model, { entryIds, status: 'latest' })
    expect(latest).toEqual([second, draft])
    const open = await getEntriesOf(scope, model, { entryIds, status: 'published' })
    expect(open).toEqual([published])
  })

  test('reads two batches, however many they are', async () => {
    const { scope, model } = await world()
    const made = []
    for (let n = 0; n < 5; n++)
      made.push(await createEntry(scope, model, { data: { title: `Title ${n}` } }))
    const entryIds = made.map((it) => it.entryId)
    table.calls.length = 0

    expect(await getEntriesOf(scope, model, { entryIds, status: 'latest' })).toEqual(made)

    expect(table.calls.map(({ command }) => command)).toEqual(['BatchGet', 'BatchGet'])
  })

  test('leaves out what the caller or another tenant may not read', async () => {
    const { scope, model, made } = await hello()
    const wanted = { entryIds: [made.entryId], status: 'latest' } as const
    const ways = [{ name: 'cms.contentModel' }, { name: 'cms.contentModelGroup' }]
    const own = colleagueOf(scope, [...ways, { name: 'cms.contentEntry', own: true, rwd: 'r' }])

    expect(await getEntriesOf(own, model, wanted)).toEqual([])
    expect(await getEntriesOf(scopeFor([{ name: '*' }]), model, wanted)).toEqual([])
    const none = getEntriesOf(colleagueOf(scope, ways), model, wanted)
    await expect(none).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  })
})

describe('moveEntry', () => {
  test('puts an entry into a folder, also what is locked, and changes nothing else', async () => {
    const { scope, model, made } = await hello()
    const published = await publishEntry(scope, model, { revision: made.id })

    const moved = await moveEntry(scope, model, { revision: made.id, folderId: 'news' })

    const { version } = published
    expect(moved).toEqual({ ...published, folderId: 'news', version: version + 1 })
    for (const stage of ['latest', 'published'] as const) {
      const inFolder = async (folderId: string) => {
        const where = { wbyAco_location: { folderId } }
        return (await listEntries(scope, model, { stage, where })).entries
      }
      expect(await inFolder('news')).toHaveLength(1)
      expect(await inFolder('root')).toEqual([])
    }
  })

  test('takes the permission to write, an entry and a folder', async () => {
    const { scope, model, made } = await hello()
    const move = (by: typeof scope, wish: object) =>
      moveEntry(by, model, { revision: made.id, folderId: 'news', ...wish })
    const reader = colleagueOf(scope, [
      { name: 'cms.contentModel' },
      { name: 'cms.contentModelGroup' },
      { name: 'cms.contentEntry', rwd: 'r' },
    ])

    const refused = { code: 'SECURITY_NOT_AUTHORIZED' }
    await expect(move(reader, {})).rejects.toMatchObject(refused)
    const other = move(scopeFor([{ name: '*' }]), {})
    await expect(other).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(move(scope, { folderId: '' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await getEntry(scope, model, { revision: made.id })).toEqual(made)
  })
})

describe('validateEntry', () => {
  test('says what saving would refuse, and writes nothing', async () => {
    const { scope, model, made } = await hello()
    const check = (data: object, revision?: string) =>
      validateEntry(scope, model, { data, revision })
    table.calls.length = 0

    expect(await check({ title: 'Fine' })).toEqual([])
    expect(await check({ price: 'many' })).toMatchObject([{ fieldId: 'price' }])
    expect(await check({ price: 1 })).toMatchObject([
      { error: 'Give it a title.', fieldId: 'title' },
    ])
    expect(await check({ price: 1 }, made.id)).toEqual([])
    const none = check({}, `${'f'.repeat(24)}#0001`)
    await expect(none).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(table.calls.map(({ command }) => command)).not.toContain('TransactWrite')
  })

  test('takes the permission to write', async () => {
    const { scope, model } = await hello()
    const check = validateEntry(colleagueOf(scope), model, { data: {} })
    await expect(check).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  })
})
