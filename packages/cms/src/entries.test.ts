import { colleagueOf, scopeFor } from '@tenantry/security/testing'
import { describe, expect, test } from 'vitest'
import {
  createEntry,
  createEntryFrom,
  getEntriesByIds,
  getEntry,
  getEntryRevisions,
  updateEntry,
} from './entries.ts'
import { publishEntry, republishEntry, unpublishEntry } from './entry-publishing.ts'
import { deleteEntry, restoreEntryFromBin } from './entry-removal.ts'
import { listEntries } from './list-entries.ts'
import { world } from './testing.ts'

test('an entry is created, edited, published, listed', async () => {
  const { scope, model } = await world()
  const made = await createEntry(scope, model, { data: { title: 'Hello', price: 3 } })
  expect(made).toMatchObject({
    status: 'draft',
    version: 1,
    values: { title: 'Hello', price: 3, body: null },
  })
  const saved = await updateEntry(scope, model, {
    revision: made.id,
    data: { price: 4 },
    ifVersion: 1,
  })
  expect(await getEntry(scope, model, { revision: made.id })).toEqual(saved)
  const published = await publishEntry(scope, model, { revision: made.id })
  expect(published).toMatchObject({ status: 'published', locked: true, version: 3 })
  for (const stage of ['latest', 'published'] as const) {
    const list = await listEntries(scope, model, { stage, sort: ['title_ASC'], withTotal: true })
    expect(list.entries).toEqual([published])
    expect(list.meta).toEqual({
      cursor: null,
      hasMoreItems: false,
      totalCount: 1,
      totalCountExact: true,
    })
  }
  await deleteEntry(scope, model, { revision: made.entryId })
  expect((await listEntries(scope, model, { stage: 'latest' })).entries).toEqual([])
  expect((await listEntries(scope, model, { stage: 'bin' })).entries).toHaveLength(1)
  await restoreEntryFromBin(scope, model, { revision: made.entryId })
  expect((await listEntries(scope, model, { stage: 'published' })).entries).toHaveLength(1)
})
