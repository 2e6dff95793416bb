import { setTimeout as sleep } from 'node:timers/promises'
import { indexing, type Scope } from '@tenantry/security'
import { scopeFor, table } from '@tenantry/security/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { backfillIndexes } from './backfill.ts'
import { indexesOf, indexStateOf, planIndexes } from './columns.ts'
import { createEntry, createEntryFrom, updateEntry } from './entries.ts'
import { Head } from './entry.ts'
import { indexKeys } from './entry-changes.ts'
import { publishEntry } from './entry-publishing.ts'
import { deleteEntry } from './entry-removal.ts'
import { fieldsOf } from './field-input.ts'
import { headKey, indexPartition, jobKey, type Stage } from './keys.ts'
import { listEntries } from './list-entries.ts'
import type { Model } from './model.ts'

import { getModel, updateModel } from './models.ts'
import { unpackRow } from './row.ts'
import { field, world } from './testing.ts'

afterEach(() => {
  table.before = undefined
  table.faults.length = 0
})

const text = (name: string, indexed?: boolean) =>
  field(name, 'text', { settings: indexed === undefined ? {} : { indexed } })
const tags = (indexed: boolean) =>
  field('tags', 'text', { multipleValues: true, settings: { indexed } })
const change = (scope: Scope, fields: readonly object[]) =>
  updateModel(scope, 'en-US', { modelId: 'article', data: { fields } })
const asJob = (scope: Scope): Scope => ({ ...scope, principal: indexing })

/** What index items there are that should not be, and the other way round. */
async function differences(scope: Scope, model: Model) {
  const ids = await scope.table.list(indexPartition(model, 'latest', 'id'), '', 10_000)
  const keys = ids.map(({ SK }) => headKey(model, String(SK)))
  const heads = (await scope.table.getMany(keys)).map((it) => Head.parse(it))
  const found = new Map<string, string>()
  const wanted = new Map<string, string>()
  for (const stage of ['latest', 'published'] as const satisfies Stage[]) {
    const names = new Set(indexesOf(model, stage, 'all').map(({ name }) => name))
    for (const { columns } of model.indexes.map((it) => ({ columns: it.column })))
      names.add(columns)
    for (const name of names) {
      const PK = indexPartition(model, stage, name)
      for (const { SK, row } of await scope.table.list(PK, '', 10_000))
        found.set(`${PK}|${String(SK)}`, String(row))
    }
    for (const { entryId, places } of heads) {
      const place = places[stage]
      if (!place) continue
      const standing = { entryId, stage, row: unpackRow(place.row) }
      for (const { PK, SK } of indexKeys(model, standing, 'write'))
        wanted.set(`${PK}|${SK}`, place.row)
    }
  }
  return {
    missing: [...wanted].filter(([key]) => !found.has(key)).map(([key]) => key),
    stale: [...found].filter(([key, row]) => wanted.get(key) !== row).map(([key]) => key),
  }
}
const EXACT = { missing: [], stale: [] }

describe('which fields have an index', () => {
  const plan = (inputs: readonly object[], before?: Parameters<typeof planIndexes>[1]) =>
    planIndexes(fieldsOf(inputs as never, []), before)
  const ofFields = (all: ReturnType<typeof planIndexes>) =>
    all.filter(({ column }) => column.includes('@'))
  const many = Array.from({ length: 30 }, (_, n) => text(`f${n}`))

  test('is decided by their order, up to the cap, where nobody has chosen', () => {
    const columns = ofFields(plan(many)).map(({ column }) => column)
    expect(columns).toEqual(many.slice(0, 23).map(({ fieldId }) => `text@${fieldId}`))
  })

  test('is first of all what the author has chosen', () => {
    const wished = many.map((it, n) => (n > 27 ? text(it.fieldId, true) : it))
    const columns = ofFields(plan(wished)).map(({ column }) => column)
    expect(columns).toHaveLength(23)
    expect(columns.slice(0, 3)).toEqual(['text@f28', 'text@f29', 'text@f0'])
    const none = plan(many.map(({ fieldId }) => text(fieldId, false)))
    expect(ofFields(none)).toEqual([])
  })

  test('one that has to wait for the room of another comes when that is gone', () => {
    const before = plan(many).map((it) => ({ ...it, state: 'ready' as const }))
    const wished = many.map((it, n) => (n === 29 ? text(it.fieldId, true) : it))
    const during = plan(wished, before)
    expect(during.filter(({ state }) => state === 'dropping')).toMatchObject([
      { column: 'text@f22' },
    ])
    const after = plan(
      wished,
      during.filter(({ state }) => state !== 'dropping'),
    )
    expect(after.at(-1)).toMatchObject({ column: 'text@f29', state: 'building' })
    expect(ofFields(after)).toHaveLength(23)
  })

  test.each([
    ['a long text', field('body', 'long-text', { settings: { indexed: true } })],
    ['a second list', field('more', 'text', { multipleValues: true, settings: { indexed: true } })],
  ])('%s cannot have one, and the author is told', async (_, wish) => {
    const { scope } = await world([tags(true)])
    await expect(change(scope, [tags(true), wish])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ error: expect.stringContaining('cannot have an index') }],
    })
  })
})

describe('a list that is indexed', () => {
  test('is found by each of its values, and costs what it returns', async () => {
    const { scope, model } = await world([text('title'), tags(true)])
    for (let n = 0; n < 20; n++) {
      const data = { title: `t${n}`, tags: n % 4 === 0 ? [] : [`k${n % 4}`, 'all', 'All'] }
      await createEntry(scope, model, { data })
    }
    const ask = async (where: object) => {
      const page = await listEntries(scope, model, { stage: 'latest', where, limit: 3 })
      return { found: page.entries.map(({ values }) => values['title']), rows: page.cost.rows }
    }
    expect(await ask({ tags: 'k3' })).toEqual({ found: ['t19', 't15', 't11'], rows: 5 })
    expect(await ask({ tags: null })).toMatchObject({ found: ['t16', 't12', 't8'] })
    expect(await ask({ tags: 'All' })).toMatchObject({ found: ['t19', 't18', 't17'] })
    expect((await ask({ tags_startsWith: 'k1' })).found).toEqual(['t17', 't13', 't9'])
    expect((await ask({ tags_startsWith: 'k1', tags_contains: 'l' })).found).toHaveLength(3)
    expect(await differences(scope, model)).toEqual(EXACT)
  })

  test('has at most 16 different values, and keeps them however long they are', async () => {
    const { scope, model } = await world([tags(true)])
    const values = Array.from({ length: 16 }, (_, n) => `${n} ${'x'.repeat(200)}`)
    const made = await createEntry(scope, model, { data: { tags: [...values, values[0]] } })
    const late = updateEntry(scope, model, { revision: made.id, data: { tags: [...values, 'y'] } })
    await expect(late).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    const where = { tags: values[7] }
    const { entries } = await listEntries(scope, model, { stage: 'latest', where })
    expect(entries).toMatchObject([{ id: made.id }])
  })

  test('fits into a transaction with the widest model, whatever is done', async () => {
    const others = Array.from({ length: 30 }, (_, n) => field(`f${n}`, 'boolean'))
    const { scope, model } = await world([tags(true), ...others])
    const data = (turn: number) => ({
      tags: Array.from({ length: 16 }, (_, n) => `${turn} ${n}`),
      ...Object.fromEntries(others.map(({ fieldId }) => [fieldId, turn % 2 === 0])),
    })
    table.calls.length = 0
    const first = await createEntry(scope, model, { data: data(0) })
    await publishEntry(scope, model, { revision: first.id })
    const next = { revision: first.id, data: data(1), idempotencyKey: 'a' }
    const second = await createEntryFrom(scope, model, next)
    await publishEntry(scope, model, { revision: second.id, idempotencyKey: 'b' })
    await publishEntry(scope, model, { revision: first.id, idempotencyKey: 'c' })
    await deleteEntry(scope, model, { revision: first.entryId, idempotencyKey: 'd' })
    const sizes = table.calls
      .filter(({ command }) => command === 'TransactWrite')
      .map(({ keys }) => keys.length)
    expect(Math.max(...sizes)).toBeGreaterThan(75)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100)
  })

  test('cannot become one while entries hold values', async () => {
    const { scope, model } = await world([tags(false)])
    await createEntry(scope, model, { data: { tags: ['a'] } })
    await expect(change(scope, [tags(true)])).rejects.toMatchObject({ code: 'ENTRY_FIELD_USED' })
  })
})

async function filled(count: number) {
  const { scope, model } = await world([text('a'), text('b', false)])
  const made = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      createEntry(scope, model, { data: { a: `a${n % 3}`, b: `b${n % 5}` } }),
    ),
  )
  await Promise.all(
    made.slice(0, count / 2).map(({ id: revision }) => publishEntry(scope, model, { revision })),
  )
  const [a, b] = model.fields
  if (!a || !b) throw new Error('The model has two fields.')
  return { scope, model, ids: made.map(({ id }) => id), fields: { a, b } }
}

describe('an index is switched', () => {
  const sorted = async (scope: Scope, model: Model) => {
    const sort = ['b_ASC', 'id_ASC']
    const page = await listEntries(scope, model, { stage: 'latest', sort, limit: 50 })
    return { ids: page.entries.map(({ id }) => id), plan: page.cost.plan }
  }

  test('on and off by the author, and lists are the same all the time', async () => {
    const { scope, model, fields } = await filled(12)
    const before = await sorted(scope, model)
    expect(indexStateOf(model, fields.b)).toBe('none')

    const building = await change(scope, [text('a'), text('b', true)])
    expect(indexStateOf(building, fields.b)).toBe('building')
    expect(await sorted(scope, building)).toEqual(before)
    const ready = await backfillIndexes(asJob(scope), model)
    expect(indexStateOf(ready, fields.b)).toBe('ready')
    const after = await sorted(scope, ready)
    expect(after.ids).toEqual(before.ids)
    expect(after.plan).toBe('*ordered:text@b')
    expect(await differences(scope, ready)).toEqual(EXACT)

    const dropping = await change(scope, [text('a', false), text('b', true)])
    expect(indexStateOf(dropping, fields.a)).toBe('dropping')
    expect((await sorted(scope, dropping)).ids).toEqual(before.ids)
    const gone = await backfillIndexes(asJob(scope), model)
    expect(indexStateOf(gone, fields.a)).toBe('none')
    expect(await differences(scope, gone)).toEqual(EXACT)
    expect(await scope.table.list(indexPartition(model, 'latest', 'text@a'), '', 9)).toEqual([])
  })

  test('by a job that does not count as somebody who has changed the model', async () => {
    const { scope, model } = await filled(2)
    const building = await change(scope, [text('a'), text('b', true)])
    const ready = await backfillIndexes(asJob(scope), model)
    expect(ready.version).toBe(building.version)
    const update = { modelId: 'article', data: { name: 'X' }, ifVersion: building.version }
    expect(await updateModel(scope, 'en-US', update)).toMatchObject({ indexes: ready.indexes })
  })

  test('only by who may write models', async () => {
    const { scope, model } = await filled(2)
    await change(scope, [text('a'), text('b', true)])
    const reader = scopeFor([
      { name: 'cms.contentModel', rwd: 'r' },
      { name: 'cms.contentModelGroup' },
    ])
    const late = backfillIndexes({ ...scope, principal: reader.principal }, model)
    await expect(late).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  })

  test('off not before nobody reads it any more', async () => {
    const { scope, model } = await filled(2)
    await change(scope, [text('a', false), text('b', false)])
    const early = { until: Date.now() + 50, settleMs: 60_000 }
    expect(await backfillIndexes(asJob(scope), model, early)).toMatchObject({ version: 2 })
    expect(await scope.table.list(indexPartition(model, 'latest', 'text@a'), '', 9)).toHaveLength(2)
  })
})

describe('a job', () => {
  test('goes on where it stopped, run by run, and tells the stream that there is more', async () => {
    const { scope, model } = await filled(60)
    await change(scope, [text('a'), text('b', true)])
    let runs = 0
    let state = 'building'
    while (state === 'building') {
      const later = await backfillIndexes(asJob(scope), model, { until: 0 })
      state = later.indexes.some((it) => it.state === 'building') ? 'building' : 'ready'
      const place = await scope.table.get(jobKey(model))
      expect(place?.['kind']).toBe(state === 'building' ? 'unfinished' : undefined)
      runs++
    }
    expect(runs).toBe(3)
    expect(await differences(scope, await getModel(scope, 'en-US', 'article'))).toEqual(EXACT)
  })

  test('leaves nothing out and nothing stale while others write, killed and begun anew', async () => {
    const { scope, model, ids } = await filled(60)
    const building = await change(scope, [text('a', false), text('b', true)])
    let stop = false
    const writer = churn(scope, building, { ids, isOver: () => stop })
    let left = 3
    table.before = ({ command, keys }) => {
      const isJob = keys.some(({ PK, SK }) => PK.endsWith('#MODELS') && SK === 'MODEL#article')
      if (command === 'TransactWrite' && isJob && left-- <= 0) throw new Error('killed')
    }
    await expect(backfillIndexes(asJob(scope), model)).rejects.toThrow('killed')
    left = 2
    const stopped = await backfillIndexes(asJob(scope), model, { until: 0 })
    expect(stopped.indexes.some(({ state }) => state === 'building')).toBe(true)
    table.before = undefined
    const [ready] = await Promise.all([
      backfillIndexes(asJob(scope), model, { entriesPerSecond: 100 }),
      backfillIndexes(asJob(scope), model),
    ])
    stop = true
    expect(await writer).toBeGreaterThan(10)

    const now = await getModel(scope, 'en-US', 'article')
    expect(ready.epoch).toBe(now.epoch)
    expect(now.indexes.every(({ state }) => state === 'ready')).toBe(true)
    expect(await differences(scope, now)).toEqual(EXACT)
  }, 60_000)

  test('stops where the model is changed under it, and the next one begins anew', async () => {
    const { scope, model } = await filled(30)
    await change(scope, [text('a'), text('b', true)])
    let changed = false
    table.before = async ({ command, keys }) => {
      if (changed || command !== 'TransactWrite' || !keys.some(({ SK }) => SK === 'HEAD')) return
      changed = true
      await change(scope, [text('a'), text('b', false)])
    }
    const stopped = await backfillIndexes(asJob(scope), model)
    expect(stopped.indexes.some(({ state }) => state === 'building')).toBe(true)
    const gone = await backfillIndexes(asJob(scope), model)
    expect(await differences(scope, gone)).toEqual(EXACT)
    expect(await scope.table.list(indexPartition(model, 'latest', 'text@b'), '', 9)).toEqual([])
  })
})

async function churn(
  scope: Scope,
  model: Model,
  { ids, isOver }: { ids: readonly string[]; isOver: () => boolean },
): Promise<number> {
  let writes = 0
  for (let n = 0; !isOver(); n++) {
    const data = { a: `a${n % 4}`, b: `b${n % 7}` }
    const revision = ids[(n * 7) % ids.length] ?? ''
    const done: Promise<unknown>[] = [
      // Published revisions are locked, which is refused.
      updateEntry(scope, model, { revision, data }),
      n % 3 === 0 ? createEntry(scope, model, { data }) : publishEntry(scope, model, { revision }),
      ...(n % 11 === 10 ? [deleteEntry(scope, model, { revision: revision.slice(0, 24) })] : []),
    ]
    for (const { status } of await Promise.allSettled(done)) if (status === 'fulfilled') writes++
    await sleep(1)
  }
  return writes
}
