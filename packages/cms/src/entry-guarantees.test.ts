import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@tenantry/errors'
import { event, type Scope } from '@tenantry/security'
import { scopeFor, table } from '@tenantry/security/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { readCount } from './counters.ts'
import { createEntry, createEntryFrom, getEntry, updateEntry } from './entries.ts'
import { publishEntry, unpublishEntry } from './entry-publishing.ts'
import { deleteEntry, restoreEntryFromBin } from './entry-removal.ts'
import { countersPartition, indexPartition, type Stage } from './keys.ts'
import { listEntries } from './list-entries.ts'
import type { Model } from './model.ts'
import { field, hello, idsIn, world } from './testing.ts'

afterEach(() => {
  table.before = undefined
  table.faults.length = 0
})

describe('ifVersion', () => {
  test('of two who publish the same version at once, exactly one is told', async () => {
    const { scope, model, made } = await hello()
    const publish = () => publishEntry(scope, model, { revision: made.id, ifVersion: 1 })
    const answers = await Promise.allSettled([publish(), publish()])
    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'CONFLICT' } }])
  })

  test.each([
    ['an update', updateEntry],
    ['a publication', publishEntry],
  ])('%s of what somebody has saved since is refused', async (_, ask) => {
    const { scope, model, made } = await hello()
    await updateEntry(scope, model, { revision: made.id, data: { price: 1 } })
    const late = ask(scope, model, { revision: made.id, ifVersion: 1 })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('8 writers add 20 times each to one number, and none is lost', async () => {
    const { scope, model } = await world([field('price', 'number')])
    const made = await createEntry(scope, model, { data: { price: 0 } })
    const add = async () => {
      const {
        id: revision,
        version: ifVersion,
        values,
      } = await getEntry(scope, model, { revision: made.id })
      const data = { price: Number(values.price) + 1 }
      await updateEntry(scope, model, { revision, data, ifVersion })
    }
    const writer = async () => {
      for (let n = 0; n < 20; n++) await untilAlone(add)
    }

    await Promise.all(Array.from({ length: 8 }, writer))

    const { values, version } = await getEntry(scope, model, { revision: made.id })
    expect([values.price, version]).toEqual([160, 161])
  }, 60_000)

  test('without it the last writer wins, and both are applied', async () => {
    const { scope, model, made } = await hello()
    const save = (data: object) => updateEntry(scope, model, { revision: made.id, data })
    await Promise.all([save({ price: 1 }), save({ body: 'Text' })])
    const { values, version } = await getEntry(scope, model, { revision: made.id })
    expect(values).toMatchObject({ price: 1, body: 'Text' })
    expect(version).toBe(3)
  })
})

/** As people do: they look again after a while. */
async function untilAlone(act: () => Promise<void>, attempt = 1): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
    await sleep(Math.random() * 20 * 2 ** Math.min(attempt, 5))
    await untilAlone(act, attempt + 1)
  }
}

describe('counters', () => {
  test('are exact under conflicts, throttling and lost answers', async () => {
    const { scope, model } = await world([field('title', 'text'), field('featured', 'boolean')])
    const faults = ['conflict', 'unanswered', 'throttled'] as const
    for (let n = 0; n < 12; n++) {
      table.faults.push(faults[n % 3] ?? 'conflict', 'conflict')
      const { id, entryId } = await createEntry(scope, model, { data: { featured: n % 2 === 0 } })
      table.faults.push('unanswered')
      if (n % 3 === 0) await publishEntry(scope, model, { revision: id })
      if (n % 3 === 1) await updateEntry(scope, model, { revision: id, data: { featured: true } })
      if (n % 6 === 5) await deleteEntry(scope, model, { revision: entryId })
    }

    expect(table.faults).toEqual([])
    const count = (stage: Stage, column?: string, value?: string | boolean) =>
      readCount(scope.table, model, { stage, ...(column && { column, value }) })
    expect(await count('latest')).toBe(10)
    expect(await count('published')).toBe(4)
    expect(await count('bin')).toBe(2)
    expect(await count('latest', 'status', 'published')).toBe(4)
    for (const value of [true, false]) {
      const { entries } = await listEntries(scope, model, {
        stage: 'latest',
        where: { featured: value },
        limit: 100,
      })
      expect(await count('latest', 'boolean@featured', value)).toBe(entries.length)
    }
  })

  test('refuse a writer who works with the model as it was', async () => {
    const { scope, model } = await hello()
    const at = (SK: string) => ({ PK: countersPartition(model), SK })
    const shards = await scope.table.list(countersPartition(model), '', 16)
    const raised = shards.map(({ SK }) => ({ update: at(String(SK)), add: { version: 1 } }))
    await scope.table.write(raised, event(scope, 'test', 'x'))
    const late = createEntry(scope, model, { data: { title: 'Late' } })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('one transaction', () => {
  const mutations: [string, (scope: Scope, model: Model, id: string) => Promise<unknown>][] = [
    ['create', (scope, model) => createEntry(scope, model, { data: { title: 'B' } })],
    [
      'update',
      (scope, model, revision) => updateEntry(scope, model, { revision, data: { title: 'B' } }),
    ],
    ['publish', (scope, model, revision) => publishEntry(scope, model, { revision })],
    [
      'delete',
      (scope, model, revision) => deleteEntry(scope, model, { revision: revision.slice(0, 24) }),
    ],
    ['create from', (scope, model, revision) => createEntryFrom(scope, model, { revision })],
  ]

  test.each(mutations)(
    '%s writes once, and a crash before it leaves everything as it was',
    async (_, mutate) => {
      const { scope, model, made } = await hello()
      const before = await everything(scope, model)
      table.before = ({ command }) => {
        if (command === 'TransactWrite') throw new Error('crash')
      }
      await expect(mutate(scope, model, made.id)).rejects.toThrow('crash')
      table.before = undefined
      expect(await everything(scope, model)).toEqual(before)

      table.calls.length = 0
      await mutate(scope, model, made.id)
      expect(table.calls.filter(({ command }) => command === 'TransactWrite')).toHaveLength(1)
    },
  )

  const text = (n: number) => field(`f${n}`, 'text')
  const flag = (n: number) => field(`f${n}`, 'boolean')
  const slug = (n: number) =>
    field(`f${n}`, 'text', n < 5 ? { validation: [{ name: 'unique' }] } : {})

  test.each<[string, (n: number) => object, (n: number) => unknown]>([
    ['50 texts', text, (n) => `text ${n}`],
    ['50 booleans', flag, (n) => n % 2 === 0],
    ['50 texts, 5 of them unique', slug, (n) => `text ${n}`],
  ])(
    'of the widest model of %s has at most 100 actions, whatever is done',
    async (_, make, value) => {
      const { scope, model } = await world(Array.from({ length: 50 }, (_, n) => make(n)))
      const data = (turn: number) =>
        Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, value(n + turn)]))
      table.calls.length = 0
      let key = 0
      const next = () => ({ idempotencyKey: String(key++) })
      const { id, entryId } = await createEntry(scope, model, { data: data(0), ...next() })
      await publishEntry(scope, model, { revision: id, ...next() })
      const second = await createEntryFrom(scope, model, {
        revision: id,
        data: data(51),
        ...next(),
      })
      await publishEntry(scope, model, { revision: second.id, ...next() })
      const third = await createEntryFrom(scope, model, {
        revision: id,
        data: data(102),
        ...next(),
      })
      await updateEntry(scope, model, { revision: third.id, data: data(153), ...next() })
      await publishEntry(scope, model, { revision: id, ...next() })
      await publishEntry(scope, model, { revision: third.id, ...next() })
      await unpublishEntry(scope, model, { revision: third.id, ...next() })
      await publishEntry(scope, model, { revision: second.id, ...next() })
      await deleteEntry(scope, model, { revision: entryId, ...next() })
      await restoreEntryFromBin(scope, model, { revision: entryId, ...next() })
      await deleteEntry(scope, model, { revision: entryId, permanently: true, ...next() })

      const sizes = table.calls
        .filter(({ command }) => command === 'TransactWrite')
        .map(({ keys }) => keys.length)
      expect(Math.max(...sizes)).toBeGreaterThan(80)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(100)
      expect(await idsIn(scope, model, 'latest')).toEqual([])
    },
    60_000,
  )
})

async function everything(scope: Scope, model: Model): Promise<unknown[]> {
  const stages: Stage[] = ['latest', 'published', 'bin']
  const names = ['id', 'text@title', 'savedOn', 'status+savedOn']
  const partitions = stages.flatMap((stage) => names.map((it) => indexPartition(model, stage, it)))
  return Promise.all(partitions.map((it) => scope.table.list(it, '', 100)))
}

test('every key that content writes or reads belongs to its tenant', async () => {
  const scope = scopeFor([{ name: '*' }])
  table.calls.length = 0
  const { model } = await world([field('title', 'text')], { scope })
  const { id } = await createEntry(scope, model, { data: { title: 'A' } })
  await publishEntry(scope, model, { revision: id })
  await listEntries(scope, model, {
    stage: 'published',
    where: { title_contains: 'a' },
    withTotal: true,
  })
  const keys = table.calls.flatMap((call) => call.keys)
  expect(keys.filter(({ PK }) => !PK.startsWith(`T#${scope.tenant.id}#`))).toEqual([])
})
