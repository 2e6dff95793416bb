import type { Item } from '@tenantry/dynamo'
import { expect, test } from 'vitest'
import { itemsOfNew } from '../../../bench/seeding.ts'
import { indexesOf } from './columns.ts'
import { createEntry } from './entries.ts'
import { countersPartition, headKey, indexPartition } from './keys.ts'
import { caller } from './people.ts'
import { world } from './testing.ts'

test('what the benchmark puts into a table is what creating the entries would', async () => {
  const { scope, model } = await world()
  const data = Array.from({ length: 3 }, (_, n) => ({ title: `Title ${n}`, featured: n === 0 }))
  const ids: string[] = []
  for (const it of data) ids.push((await createEntry(scope, model, { data: it })).entryId)

  const partitions = [
    countersPartition(model),
    ...ids.map((it) => headKey(model, it).PK),
    ...indexesOf(model, 'latest', 'all').map(({ name }) => indexPartition(model, 'latest', name)),
  ]
  const found = (await Promise.all(partitions.map((it) => scope.table.list(it, '', 100)))).flat()
  const seeded = [...itemsOfNew(model, { by: caller(scope), data })]

  expect(shapes(seeded)).toEqual(shapes(found))
})

/** Without what is another one each time: ids and times, and by them the shard of a counter. */
function shapes(items: readonly Item[]): string[] {
  const counters: Record<string, number> = {}
  const others = items.flatMap((it) => {
    if (!String(it['PK']).includes('#COUNT#')) return [JSON.stringify(sorted(it))]
    for (const [name, value] of Object.entries(it))
      if (name.includes(':')) counters[name] = (counters[name] ?? 0) + Number(value)
    return []
  })
  return [...others.map(timeless).toSorted(byText), JSON.stringify(sorted(counters))]
}

const byText = (one: string, other: string) => (one < other ? -1 : 1)
const sorted = (it: object) => Object.entries(it).toSorted(([one], [other]) => byText(one, other))

const timeless = (text: string) =>
  text
    .replaceAll(String.raw`\u001f`, ' ')
    .replaceAll(/[0-9a-f]{24}/g, 'id')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
