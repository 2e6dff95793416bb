import { event, type Scope } from '@tenantry/security'
import { describe, expect, test } from 'vitest'
import { createEntry, updateEntry } from './entries.ts'
import { deleteEntry } from './entry-removal.ts'
import { listRevisions } from './list.ts'
import { type ListArguments, listEntries } from './list-entries.ts'
import type { Model } from './model.ts'
import { parseSort } from './order.ts'
import { field, hello, world } from './testing.ts'
import { parseWhere } from './where.ts'

const fields = [
  field('n', 'number'),
  field('flag', 'boolean'),
  field('text', 'text'),
  field('body', 'long-text'),
]

async function many(count: number) {
  const { scope, model } = await world(fields)
  const make = (n: number) =>
    createEntry(scope, model, { data: { n, flag: n % 10 === 0, text: `t${n % 7}`, body: `b${n}` } })
  for (let n = 0; n < count; n += 10)
    await Promise.all(Array.from({ length: Math.min(10, count - n) }, (_, m) => make(n + m)))
  const ask = (more: Omit<ListArguments, 'stage'>) =>
    listEntries(scope, model, { stage: 'latest', ...more })
  return { scope, model, ask }
}

test('a page costs what it returns where an index has its order', async () => {
  const { ask } = await many(150)
  const limit = 5
  const costs = await Promise.all(
    [
      { sort: ['n_ASC'] },
      { sort: ['savedOn_DESC'] },
      { where: { flag: true }, sort: ['savedOn_DESC'] },
      { where: { n_gte: 40, n_lt: 60 }, sort: ['n_DESC'] },
      { where: { text: 't3' } },
      { where: { text_startsWith: 't3' }, sort: ['text_ASC'] },
      { where: { status_in: ['draft', 'published'] }, sort: ['savedOn_DESC'] },
      { where: { createdOn_gt: '2020-01-01T00:00:00Z' }, sort: ['createdOn_ASC'] },
    ].map(async (it) => (await ask({ ...it, limit })).cost.rows),
  )
  expect(costs.every((rows) => rows <= 2 * (limit + 3))).toBe(true)
})

test('the newest come first unless told otherwise, ten at a time', async () => {
  const { ask } = await many(15)
  const { entries, meta } = await ask({})
  const ids = entries.map(({ entryId }) => entryId)
  expect(ids).toEqual(ids.toSorted().reverse())
  expect(ids).toHaveLength(10)
  expect(meta).toMatchObject({ hasMoreItems: true, totalCount: null, totalCountExact: null })
  const rest = await ask({ after: meta.cursor })
  expect(rest.entries).toHaveLength(5)
  expect(rest.meta).toMatchObject({ cursor: null, hasMoreItems: false })
})

describe('a page of large entries', () => {
  const LARGE = 290_000

  async function large(count: number) {
    const { scope, model } = await world(fields)
    for (let n = 0; n < count; n++)
      await createEntry(scope, model, { data: { n, body: 'ä'.repeat(LARGE / 2) } })
    const ask = async (more: Omit<ListArguments, 'stage'> = {}) => {
      const page = await listEntries(scope, model, { stage: 'latest', sort: ['n_ASC'], ...more })
      return { ...page.meta, found: page.entries.map(({ values }) => values.n) }
    }
    return { ask }
  }
  const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, n) => from + n)

  test('ends before 4 MB, with a cursor, and the next one goes on from there', async () => {
    const { ask } = await large(15)
    const atMost = Math.floor(4_000_000 / LARGE)

    const first = await ask({ limit: 100 })
    const second = await ask({ limit: 100, after: first.cursor })

    expect(first).toMatchObject({ found: upTo(atMost), hasMoreItems: true })
    expect(second).toMatchObject({
      found: upTo(15 - atMost, atMost),
      cursor: null,
      hasMoreItems: false,
    })
  })

  test('is a whole one for who asks for none of what is large', async () => {
    const { ask } = await large(15)

    const small = await ask({ limit: 100, shown: new Set(['n']) })
    const all = await ask({ limit: 100, shown: new Set(['n', 'body']) })

    expect(small).toMatchObject({ found: upTo(15), cursor: null, hasMoreItems: false })
    expect(all).toMatchObject({ found: upTo(13), hasMoreItems: true })
  })

  test('ends also before 40 MB were read for it', async () => {
    const count = Math.ceil(40_000_000 / LARGE)
    const { ask } = await large(count)

    const page = await ask({ limit: 1000, shown: new Set(['n']) })

    expect(page).toMatchObject({ found: upTo(count - 1), hasMoreItems: true })
  })
})

test('the ids may go the other way than the field before them', async () => {
  const { scope, model, ask } = await many(0)
  for (let n = 0; n < 6; n++) await createEntry(scope, model, { data: { n: n % 2 } })
  for (const where of [{ n: 1 }, { n_in: [0, 1] }, {}]) {
    const sort = ['n_DESC', 'id_ASC']
    const all = (await ask({ where, sort, limit: 6 })).entries.map(({ id }) => id)
    const first = await ask({ where, sort, limit: 2 })
    const rest = await ask({ where, sort, limit: 6, after: first.meta.cursor })
    expect([...first.entries, ...rest.entries].map(({ id }) => id)).toEqual(all)
    expect(all.slice(0, 3)).toEqual(all.slice(0, 3).toSorted())
  }
})

test('text that the row has only a part of is looked for in the whole', async () => {
  const { scope, model } = await world(fields)
  const long = `${'x'.repeat(150)} needle`
  const { entryId } = await createEntry(scope, model, { data: { text: long, body: long } })
  await createEntry(scope, model, { data: { text: 'x'.repeat(150) } })
  for (const where of [{ text_contains: 'NEEDLE' }, { body_contains: 'needle' }, { text: long }]) {
    const { entries } = await listEntries(scope, model, { stage: 'latest', where })
    expect(entries.map((it) => it.entryId)).toEqual([entryId])
  }
})

describe('totals', () => {
  test('are exact from counters, from reading, and a lower bound beyond the guard', async () => {
    const { scope, model, ask } = await many(40)
    const total = async (where: object) => {
      const { meta } = await ask({ where, limit: 1, withTotal: true })
      return [meta.totalCount, meta.totalCountExact]
    }
    expect(await total({})).toEqual([40, true])
    expect(await total({ flag: true })).toEqual([4, true])
    expect(await total({ status: 'draft' })).toEqual([40, true])
    expect(await total({ n_lt: 13 })).toEqual([13, true])
    expect(await total({ text_contains: '3' })).toEqual([6, true])

    const where = parseWhere(model, { text_contains: 't' })
    const query = { stage: 'latest', where, order: parseSort(model, 'latest'), limit: 1 } as const
    const page = await listRevisions(scope.table, model, { ...query, withTotal: true, guard: 20 })
    expect(page.total).toMatchObject({ exact: false })
  })
})

describe('beyond the guard', () => {
  const search = async (sort: string[]) => {
    const { scope, model } = await many(60)
    const where = parseWhere(model, { text_contains: 'nothing' })
    const order = parseSort(model, 'latest', sort)
    return { scope, model, query: { stage: 'latest', where, order, limit: 5, guard: 20 } as const }
  }

  test('a list in order ends its page early, and goes on from there', async () => {
    const { scope, model, query } = await search(['n_ASC'])
    const page = await listRevisions(scope.table, model, { ...query, guard: 20 })
    expect(page.revisions).toEqual([])
    let after = page.end
    let pages = 0
    while (after) {
      pages++
      after = (await listRevisions(scope.table, model, { ...query, after })).end
    }
    expect(pages).toBeGreaterThan(0)
  })

  test('one that had to be sorted is refused, and told which index is missing', async () => {
    const { scope, model, query } = await search(['modifiedOn_ASC'])
    const list = listRevisions(scope.table, model, query)
    await expect(list).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ error: expect.stringContaining('"modifiedOn"') }],
    })
  })
})

describe('is refused', () => {
  test.each<[string, Omit<ListArguments, 'stage'>]>([
    ['a filter of no field', { where: { nonsense: 1 } }],
    ['a filter that the type has not', { where: { flag_gt: true } }],
    ['an operand of another type', { where: { n_gt: '1' } }],
    ['a filter on who made it by kind', { where: { createdByType: 'admin' } }],
    ['a prototype', { where: JSON.parse('{"__proto__": {"x": 1}}') }],
    ['an order of no field', { sort: ['nonsense_ASC'] }],
    ['an order of long texts', { sort: ['body_ASC'] }],
    ['an order without direction', { sort: ['n'] }],
    ['a page of nothing', { limit: 0 }],
    ['a page of too much', { limit: 1001 }],
    ['a cursor that is none', { after: 'nonsense' }],
    ['too many questions', { where: { OR: Array.from({ length: 101 }, (_, n) => ({ n })) } }],
    [
      'too deep questions',
      { where: Array.from({ length: 12 }).reduce((it) => ({ AND: [it] }), {}) },
    ],
  ])('%s', async (_, ask) => {
    const { scope, model } = await world(fields)
    await expect(listEntries(scope, model, { stage: 'latest', ...ask })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  })

  test.each<[string, Omit<ListArguments, 'stage'>]>([
    ['another filter', { where: { n: 1 } }],
    ['another order', { sort: ['n_DESC'] }],
    ['another direction', { sort: ['id_ASC'] }],
  ])('a cursor of a list with %s', async (_, other) => {
    const { ask } = await many(12)
    const { meta } = await ask({})
    await expect(ask({ ...other, after: meta.cursor })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'after' }],
    })
  })
})

test('while others write, an entry that nobody touches comes exactly once, and in order', async () => {
  const { scope, model, ask } = await many(60)
  const all = await ask({ limit: 60 })
  const stable = all.entries.filter((_, n) => n % 2 === 0)
  const moving = all.entries.filter((_, n) => n % 2 === 1).map(({ id }) => id)
  let stop = false
  const writer = churn(scope, model, { ids: moving, isOver: () => stop })

  for (const sort of [['n_ASC'], ['flag_DESC'], ['text_ASC', 'n_DESC']]) {
    const found: string[] = []
    let after: string | null = null
    do {
      const page = await ask({ sort, limit: 7, after, where: { n_gte: 0 } })
      found.push(...page.entries.map(({ id }) => id))
      after = page.meta.cursor
    } while (after !== null)
    const met = found.filter((id) => stable.some((it) => it.id === id))
    expect(met.toSorted()).toEqual(stable.map(({ id }) => id).toSorted())
  }

  stop = true
  await writer
}, 60_000)

interface Churn {
  ids: readonly string[]
  isOver: () => boolean
}

async function churn(scope: Scope, model: Model, { ids, isOver }: Churn): Promise<void> {
  for (let n = 0; !isOver(); n++) {
    const revision = ids[n % ids.length] ?? ''
    const data = { n: (n * 7) % 60, flag: n % 2 === 0, text: `t${n % 5}` }
    await updateEntry(scope, model, { revision, data }).catch(() => undefined)
    if (n % 9 === 8) {
      const { entryId } = await createEntry(scope, model, { data })
      await deleteEntry(scope, model, { revision: entryId, permanently: true })
    }
  }
}

test('an entry that is deleted between its row and its body is left out', async () => {
  const { scope, model, made } = await hello()
  const PK = `L#en-US#ENTRY#article#${made.entryId}`
  await scope.table.write([{ delete: { PK, SK: 'REV#0001' } }], event(scope, 'test', 'x'))
  expect((await listEntries(scope, model, { stage: 'latest' })).entries).toEqual([])
})
