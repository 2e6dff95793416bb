// The table of docs/architecture.md, in rows and read units: these are the same on every machine.
// oxlint-disable-next-line no-restricted-imports -- a test counts what its own tenant's table is asked
import { newMeter, tenantTable } from '@tenantry/dynamo'
import { table } from '@tenantry/security/testing'
import { beforeAll, expect, test } from 'vitest'
import { createEntry } from './entries.ts'
import { type ListArguments, listEntries } from './list-entries.ts'
import { field, world } from './testing.ts'
import { indexWords } from './words.ts'

const SIZE = 160
const LIMIT = 5
/** Index items have about 330 bytes, and DynamoDB counts 4 KB for half a unit, eventually consistent. */
const rowUnits = (rows: number) => Math.ceil((rows * 400) / 4096) / 2
/** Each body is an item of its own. */
const bodyUnits = (count: number) => count / 2

const fields = [
  field('title', 'text'),
  field('n', 'number'),
  field('half', 'boolean'),
  field('tenth', 'text', { predefinedValues: { enabled: true, values: offered() } }),
  field('bare', 'number', { settings: { indexed: false } }),
]

function offered() {
  return Array.from({ length: 10 }, (_, n) => ({ label: `${n}`, value: `${n}` }))
}

let made: Awaited<ReturnType<typeof world>>
beforeAll(async () => {
  made = await world(fields)
  const { scope, model } = made
  const ids: string[] = []
  for (let start = 0; start < SIZE; start += 20)
    await Promise.all(
      Array.from({ length: 20 }, async (_, m) => {
        const n = start + m
        const title = `${n % 40 === 0 ? 'rare' : 'usual'} ${(n * 37) % SIZE}`
        const data = { title, n, half: n % 2 === 0, tenth: String(n % 10), bare: n % 7 }
        ids.push((await createEntry(scope, model, { data })).entryId)
      }),
    )
  await indexWords(scope, model, ids)
})

type Ask = Omit<ListArguments, 'stage' | 'limit'>

async function costOf(ask: Ask) {
  const { scope, model } = made
  const meter = newMeter()
  const { tenant } = scope
  const metered = tenantTable(tenant.id, { ...table, ConsistentRead: false, meter })
  const list = await listEntries({ ...scope, table: metered }, model, {
    stage: 'latest',
    limit: LIMIT,
    ...ask,
  })
  return { rows: list.cost.rows, units: meter.readUnits, found: list.entries.length }
}

/** One more than the page tells whether there are more; fewer than eight are not asked for. */
const PAGE = 8
/** A list with a filter reads so many at first. */
const FIRST = 64

test.each<[string, string, Ask, number]>([
  ['A', 'no filter', {}, PAGE],
  ['A', 'an indexed sort', { sort: ['title_ASC'] }, PAGE],
  ['A', 'equality in the usual order', { where: { tenth: '3' }, sort: ['savedOn_DESC'] }, PAGE],
  ['A', 'a range in its own order', { where: { n_gt: 30 }, sort: ['n_ASC'] }, PAGE],
  [
    'A',
    'a prefix in its own order',
    { where: { title_startsWith: 'us' }, sort: ['title_ASC'] },
    PAGE,
  ],
  ['B', 'what half of all pass', { where: { half: true }, sort: ['title_ASC'] }, 2 * FIRST],
  ['B', 'what nearly all pass', { where: { tenth_not: '3' } }, FIRST],
  [
    'C',
    'what few pass, in another order',
    { where: { n_between: [10, 13] }, sort: ['title_ASC'] },
    FIRST + 4,
  ],
  ['C', 'one of two', { where: { OR: [{ n: 3 }, { n: 5 }] }, sort: ['title_ASC'] }, FIRST + 2],
  ['D', 'a part of a text', { where: { title_contains: 'ual' } }, FIRST],
  ['D', 'a field without an index', { where: { bare: 3 } }, FIRST],
])('class %s, %s: rows and read units', async (_, _name, ask, most) => {
  const { rows, units, found } = await costOf(ask)
  expect(rows).toBeLessThanOrEqual(most)
  // Two paths begin a page of their own each.
  expect(units).toBeLessThanOrEqual(rowUnits(rows) + 0.5 + bodyUnits(found))
  expect(units).toBeGreaterThanOrEqual(bodyUnits(found))
})

test('class S, a word: the hits, whose rows are read one by one', async () => {
  const { rows, units, found } = await costOf({ search: 'rare', sort: ['modifiedOn_ASC'] })
  expect({ rows, found }).toEqual({ rows: 4, found: 4 })
  expect(units).toBe(rowUnits(1) + 4 * 0.5 + bodyUnits(4))
})

test('class E, the order of a field without an index: all that match', async () => {
  const { rows, units } = await costOf({ sort: ['bare_ASC'] })
  expect(rows).toBe(SIZE)
  expect(units).toBeLessThanOrEqual(rowUnits(SIZE) + 2 + bodyUnits(LIMIT))
})

test('a total that is counted: the 16 counters, whatever there is', async () => {
  const page = await costOf({ where: { half: true }, sort: ['savedOn_DESC'] })
  const counted = await costOf({ where: { half: true }, sort: ['savedOn_DESC'], withTotal: true })
  expect(counted.units - page.units).toBeLessThanOrEqual(1)
})
