import { indexing, type Scope } from '@tenantry/security'
import { scopeFor, table } from '@tenantry/security/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { runs, seed } from '../../../tools/runs.ts'
import { backfillIndexes } from './backfill.ts'
import { createEntry, createEntryFrom, updateEntry } from './entries.ts'
import { publishEntry, unpublishEntry } from './entry-publishing.ts'
import { deleteEntry, restoreEntryFromBin } from './entry-removal.ts'
import { indexPartition, wordsKey } from './keys.ts'
import { type ListArguments, listEntries } from './list-entries.ts'
import type { Model } from './model.ts'
import { updateModel } from './models.ts'
import { field, world } from './testing.ts'
import { dropWords, indexWords, wordIndex, wordsIn } from './words.ts'

afterEach(() => {
  table.before = undefined
})

const fields = [
  field('title', 'text'),
  field('tags', 'text', { multipleValues: true }),
  field('n', 'number'),
  field('body', 'long-text'),
]
const asJob = (scope: Scope): Scope => ({ ...scope, principal: indexing })
const titles = async (
  scope: Scope,
  model: Model,
  search: string,
  more: Partial<ListArguments> = {},
) => {
  const list = await listEntries(scope, model, { stage: 'latest', search, limit: 100, ...more })
  return list.entries.map(({ values }) => values['title'])
}

test.each([
  ['Äpfel & Birnen', ['apfel', 'birnen']],
  ['ΟΔΟΣ, e-mail: a1', ['οδοσ', 'e', 'mail', 'a1']],
  ['The the THE', ['the']],
  ['日本語 が', ['日本語', 'が']],
  ['--- !', []],
  ['x'.repeat(50), ['x'.repeat(30)]],
])('the words of %j', (text, words) => {
  expect(wordsIn(text)).toEqual(words)
})

async function library() {
  const { scope, model } = await world(fields)
  const make = async (data: object) => {
    const { entryId } = await createEntry(scope, model, { data })
    await indexWords(asJob(scope), model, [entryId])
    return entryId
  }
  return { scope, model, make }
}

describe('a search', () => {
  test('finds entries by the beginnings of words, all of which must be met, in any text of a line', async () => {
    const { scope, model, make } = await library()
    await make({ title: 'Red Äpfel from Kent', body: 'orchard' })
    await make({ title: 'Green pears', tags: ['Fruit', 'Kentish'] })
    await make({ title: 'Redwood' })
    const found = (search: string) => titles(scope, model, search, { sort: ['title_ASC'] })
    expect(await found('red')).toEqual(['Red Äpfel from Kent', 'Redwood'])
    expect(await found('KENT apf')).toEqual(['Red Äpfel from Kent'])
    expect(await found('kentish fr')).toEqual(['Green pears'])
    expect(await found('r')).toEqual(['Red Äpfel from Kent', 'Redwood'])
    expect(await found('wood')).toEqual([])
    expect(await found('orchard')).toEqual([])
    expect(await found('!')).toEqual([])
    expect(await found(' ')).toHaveLength(3)
  })

  test('reads what begins so, not the model; and goes with where, sort, limit, cursor and total', async () => {
    const { scope, model, make } = await library()
    for (let n = 0; n < 60; n++) await make({ title: n % 20 === 0 ? `Rare ${n}` : `Usual ${n}`, n })
    const ask = { stage: 'latest', search: 'rare', sort: ['n_DESC'], limit: 2 } as const
    const first = await listEntries(scope, model, { ...ask, withTotal: true })
    expect(first.entries.map(({ values }) => values['n'])).toEqual([40, 20])
    expect(first.meta).toMatchObject({ hasMoreItems: true, totalCount: 3, totalCountExact: true })
    expect(first.cost.plan).toContain('words')
    const rest = await listEntries(scope, model, { ...ask, after: first.meta.cursor })
    expect(rest.entries.map(({ values }) => values['n'])).toEqual([0])
    expect(await titles(scope, model, 'rare', { where: { n_gt: 30 } })).toEqual(['Rare 40'])
    // Nothing in the order of another list.
    const other = { ...ask, search: 'usual', after: first.meta.cursor }
    await expect(listEntries(scope, model, other)).rejects.toMatchObject({
      data: [{ fieldId: 'after' }],
    })
    // Where no index has the order, the words alone are read.
    const alone = await listEntries(scope, model, { ...ask, sort: ['modifiedOn_ASC'] })
    expect(alone.cost).toEqual({ rows: 3, plan: '*sorted:words' })
  })

  test('shows nothing that is stale or that the caller may not read, however late the index is', async () => {
    const { scope, model, make } = await library()
    const [renamed, deleted] = [
      await make({ title: 'Secret one' }),
      await make({ title: 'Secret two' }),
    ]
    await make({ title: 'Secret three' })
    await updateEntry(scope, model, { revision: renamed, data: { title: 'Public' } })
    await deleteEntry(scope, model, { revision: deleted })
    // Sorted so that only words have a path: the index still has all three.
    const sort = ['modifiedOn_ASC']
    expect(await titles(scope, model, 'secret', { sort })).toEqual(['Secret three'])
    expect(await titles(scope, model, 'secret', { stage: 'published', sort })).toEqual([])
    const own = scopeFor([
      { name: 'cms.contentModel' },
      { name: 'cms.contentModelGroup' },
      { name: 'cms.contentEntry', own: true, rwd: 'r' },
    ])
    const stranger = { ...scope, principal: own.principal }
    const seen = await listEntries(stranger, model, {
      stage: 'latest',
      search: 'secret',
      withTotal: true,
      sort,
    })
    expect(seen).toMatchObject({ entries: [], meta: { cursor: null, totalCount: 0 } })
  })
})

describe('the words of an entry', () => {
  /** All words that are in the index, by stage. */
  async function indexed(scope: Scope, model: Model, words: string) {
    const stages = ['latest', 'published'] as const
    const found = await Promise.all(
      stages.map(async (stage) => {
        const names = [...new Set(wordsIn(words).map((it) => wordIndex(it).name))]
        const lists = names.map((it) => scope.table.list(indexPartition(model, stage, it), '', 100))
        return (await Promise.all(lists)).flat().map(({ SK }) => String(SK).split('\u001f')[0])
      }),
    )
    return { latest: found[0], published: found[1] }
  }

  test('follow it through its life, and go with it', async () => {
    const { scope, model, make } = await library()
    const entryId = await make({ title: 'Alpha beta' })
    const keep = () => indexWords(asJob(scope), model, [entryId])
    const now = () => indexed(scope, model, 'alpha beta gamma')
    expect(await now()).toEqual({ latest: ['alpha', 'beta'], published: [] })
    await publishEntry(scope, model, { revision: entryId })
    const next = await createEntryFrom(scope, model, {
      revision: entryId,
      data: { title: 'Gamma' },
    })
    await keep()
    expect(await now()).toEqual({ latest: ['gamma'], published: ['alpha', 'beta'] })
    await unpublishEntry(scope, model, { revision: `${entryId}#0001` })
    await keep()
    expect(await now()).toEqual({ latest: ['gamma'], published: [] })
    await deleteEntry(scope, model, { revision: entryId })
    await keep()
    expect(await now()).toEqual({ latest: [], published: [] })
    await restoreEntryFromBin(scope, model, { revision: entryId })
    await keep()
    expect(await now()).toEqual({ latest: ['gamma'], published: [] })
    await deleteEntry(scope, model, { revision: next.entryId, permanently: true })
    await dropWords(asJob(scope), model, [entryId])
    expect(await now()).toEqual({ latest: [], published: [] })
    expect(await scope.table.get(wordsKey(model, entryId))).toBeUndefined()
  })

  test('stay while it does: who takes away those of an entry that is gone is not believed', async () => {
    const { scope, model, make } = await library()
    const entryId = await make({ title: 'Alpha' })
    await dropWords(asJob(scope), model, [entryId])
    expect((await indexed(scope, model, 'alpha')).latest).toEqual(['alpha'])
  })

  test('are written only if they change, and never of an entry that is not as it was read', async () => {
    const { scope, model, make } = await library()
    const entryId = await make({ title: 'Alpha', n: 1 })
    await updateEntry(scope, model, { revision: entryId, data: { n: 2 } })
    table.calls.length = 0
    await indexWords(asJob(scope), model, [entryId])
    expect(table.calls.filter(({ command }) => command === 'TransactWrite')).toEqual([])

    await updateEntry(scope, model, { revision: entryId, data: { title: 'Beta' } })
    let isFirst = true
    table.before = async ({ command, keys }) => {
      if (!isFirst || command !== 'TransactWrite' || !keys.some(({ SK }) => SK === 'HEAD')) return
      isFirst = false
      await updateEntry(scope, model, { revision: entryId, data: { title: 'Gamma' } })
    }
    await indexWords(asJob(scope), model, [entryId])
    expect((await indexed(scope, model, 'alpha beta gamma')).latest).toEqual(['alpha'])
    await Promise.all([1, 2, 3].map(() => indexWords(asJob(scope), model, [entryId])))
    expect((await indexed(scope, model, 'alpha beta gamma')).latest).toEqual(['gamma'])
  })

  test('are 24, in one transaction for both stages', async () => {
    const { scope, model } = await library()
    const many = (from: string) => Array.from({ length: 40 }, (_, n) => `${from}${n}`).join(' ')
    const { id, entryId } = await createEntry(scope, model, { data: { title: many('ab') } })
    await publishEntry(scope, model, { revision: id })
    await indexWords(asJob(scope), model, [entryId])
    await createEntryFrom(scope, model, { revision: id, data: { title: many('cd') } })
    await publishEntry(scope, model, { revision: `${entryId}#0002` })
    await indexWords(asJob(scope), model, [entryId])
    expect((await indexed(scope, model, 'ab cd')).published).toHaveLength(24)
    expect(await titles(scope, model, 'cd23')).toHaveLength(1)
    expect(await titles(scope, model, 'cd24')).toHaveLength(0)
  })

  test('are made by the job where another text becomes the title, and not read until they are', async () => {
    const { scope, model } = await world([field('title', 'text'), field('other', 'text')])
    const data = { title: 'Alpha', other: 'Omega' }
    for (let n = 0; n < 3; n++) await createEntry(scope, model, { data })
    const update = { modelId: 'article', data: { titleFieldId: 'other' } }
    const building = await updateModel(scope, 'en-US', update)
    const ask = { stage: 'latest', search: 'omega', sort: ['modifiedOn_ASC'] } as const
    expect((await listEntries(scope, building, ask)).cost.plan).toBe('*sorted:id')
    const ready = await backfillIndexes(asJob(scope), model)
    const after = await listEntries(scope, ready, ask)
    expect(after.cost).toEqual({ rows: 3, plan: '*sorted:words' })
    expect(after.entries).toHaveLength(3)
  })
})

test('whatever is searched for, the index and a look at all entries find the same', async () => {
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const WORDS = [
    'a',
    'ab',
    'abc',
    'Äb',
    'äbc',
    'été',
    'ete',
    'ΟΔΟΣ',
    'οδοσα',
    'が',
    '日本',
    'b1',
    'ﬁ',
    'İs',
    '🦓x',
  ]
  const text = () =>
    Array.from({ length: 1 + below(4) }, () => WORDS[below(WORDS.length)]).join(' ')
  const { scope, model } = await library()
  const made = await Promise.all(
    Array.from({ length: 40 }, () =>
      createEntry(scope, model, { data: { title: text(), tags: [text()] } }),
    ),
  )
  await indexWords(
    asJob(scope),
    model,
    made.map(({ entryId }) => entryId),
  )
  const withoutIndex = { ...model, indexes: model.indexes.filter(({ column }) => column !== '~') }
  for (let n = 0; n < runs(40); n++) {
    const search = text().slice(0, 1 + below(6))
    const found = await titles(scope, model, search, { sort: ['modifiedOn_ASC'] })
    const all = await titles(scope, withoutIndex, search, { sort: ['modifiedOn_ASC'] })
    expect(found, JSON.stringify({ seed, search })).toEqual(all)
  }
})
