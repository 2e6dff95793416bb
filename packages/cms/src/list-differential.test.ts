import { afterAll, expect, test } from 'vitest'
import { runs, seed } from '../../../tools/runs.ts'
import type { Scope } from '@tenantry/security'
import { createEntry, updateEntry } from './entries.ts'
import type { Entry } from './entry.ts'
import { publishEntry } from './entry-publishing.ts'
import { deleteEntry } from './entry-removal.ts'
import { listEntries } from './list-entries.ts'
import type { Model } from './model.ts'
import { holds, type Known, order, type Shape } from './oracle.ts'
import { field, world } from './testing.ts'

const MODELS = runs(5)
const QUERIES_PER_MODEL = 200
let state = seed

const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}
const below = (count: number) => Math.floor(random() * count)
const chance = (share: number) => random() < share
function pick<T>(items: readonly T[]): T {
  const item = items[below(items.length)]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))

const long = `L${'o'.repeat(118)}ng`
// prettier-ignore
const WORDS = [
  '', 'a', 'A', 'ab', 'ab c', 'ab#c', 'abc', 'Äpfel', 'Apfel', 'A\u0308pfel', 'Zebra', 'été', 'ete',
  'e\u0301te\u0301', 'ΟΔΟΣ', 'οδος', 'ΟΔΟΣΑ', 'й', 'и', 'が', 'か', '가', '각', '🦓', '\uffee',
  'İstanbul', 'istanbul', 'STRASSE', 'straße', 'tab\tx', '\u0000nul', '\u001f', '\ud800x', 'ﬁ',
  `${'x'.repeat(99)}é`, long, `${long} tail A`, `${long} tail B`, `l${long.slice(1)} TAIL a`,
  `${'x'.repeat(119)}e\u0301 tail`, `${'x'.repeat(119)}e`, 'x'.repeat(120), 'x'.repeat(121),
]
const NUMBERS = [0, -0, 1, -1, 2, 3.5, -3.5, 1e300, -1e300, 5e-324, 2 ** 53 - 1, 10, 100, 9, 0.3]
// prettier-ignore
const INSTANTS = [
  '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00Z', '2026-01-01T02:00:00+02:00',
  '2025-12-31T23:59:59.999Z', '1969-07-20T20:17:00Z', '0001-01-01T00:00:00Z',
]
const refs = times(5, (n) => String(n).padStart(24, '0'))
const VALUES: Record<Scalar, () => unknown> = {
  text: () => (chance(0.3) ? pick(WORDS) + pick(WORDS) : pick(WORDS)),
  number: () => (chance(0.5) ? below(12) - 4 : pick(NUMBERS)),
  boolean: () => chance(0.8),
  datetime: () => pick(INSTANTS),
  ref: () => ({ modelId: 'other', id: `${pick(refs)}#000${1 + below(2)}` }),
}
const TYPES = ['text', 'number', 'boolean', 'datetime', 'ref'] as const
type Scalar = (typeof TYPES)[number]

interface Field extends Shape {
  list: boolean
  fields: Field[]
}
interface Filled {
  scope: Scope
  model: Model
  fields: Field[]
  latest: Known[]
  published: Known[]
}

async function filled(): Promise<Filled> {
  const fields = fieldsAt(0)
  // A transaction has room for the index of one list.
  const isList = ({ list, type }: Field) => list && type !== 'object' && type !== 'zone'
  const indexed = chance(0.7) ? fields.find(isList) : undefined
  const { scope, model } = await world(fields.map((it) => inputOf(it, indexed)))
  const latest = new Map<string, Known>()
  const published = new Map<string, Known>()
  for (let n = 0; n < 25 + below(30); n++) {
    const data = dataOf(fields)
    latest.set(...known(await createEntry(scope, model, { data })))
  }
  for (const { id } of [...latest.values()].filter(() => chance(0.5))) {
    const way = random()
    if (way < 0.15) {
      await deleteEntry(scope, model, { revision: id })
      latest.delete(id)
    } else if (way < 0.6) {
      const entry = known(await publishEntry(scope, model, { revision: id }))
      latest.set(...entry)
      published.set(...entry)
    } else {
      const data = dataOf(fields)
      latest.set(...known(await updateEntry(scope, model, { revision: id, data })))
    }
  }
  return {
    scope,
    model: partlyIndexed(model),
    fields,
    latest: [...latest.values()],
    published: [...published.values()],
  }
}

/** Objects, and lists of them, in objects; zones with whatever they can hold. */
function fieldsAt(depth: number): Field[] {
  return times(depth === 0 ? 4 + below(5) : 1 + below(3), (n): Field => {
    const nests = chance(depth === 0 ? 0.3 : depth === 1 ? 0.2 : 0)
    const type = nests ? pick(['object', 'object', 'zone'] as const) : pick(TYPES)
    return {
      name: `f${n}`,
      type,
      list: chance(nests ? 0.5 : 0.2),
      fields: nests ? fieldsAt(depth + 1) : [],
    }
  })
}

function inputOf(it: Field, indexed?: Field): ReturnType<typeof field> {
  const { name, type, list } = it
  const more = { multipleValues: list }
  const inside = it.fields.map((inner) => inputOf(inner))
  if (type === 'object') return field(name, 'object', { ...more, settings: { fields: inside } })
  if (type !== 'zone') {
    const settings = { ...SETTINGS[type], ...(it === indexed && { indexed: true }) }
    return field(name, type, { ...more, settings })
  }
  const templates = [{ id: 't', name: 'T', gqlTypeName: 'T', fields: inside }]
  return field(name, 'dynamicZone', { ...more, settings: { templates } })
}

const known = ({ entryId, values, meta }: Entry): [string, Known] => [
  entryId,
  { id: entryId, data: { ...values, savedOn: meta.savedOn } },
]

/** Some fields have no index, as in wide models: what is asked stays right, only the way is longer. */
const partlyIndexed = (model: Model): Model => ({
  ...model,
  indexes: model.indexes.map((it) =>
    it.column.includes('@') && chance(0.25) ? { ...it, state: 'building' } : it,
  ),
})

const SETTINGS: Record<Scalar, object> = {
  text: {},
  number: {},
  boolean: {},
  datetime: { type: 'dateTimeWithTimezone' },
  ref: { models: [{ modelId: 'other' }] },
}

/** Every field is named, so that an update replaces all. */
const dataOf = (fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(
    fields.map((it) => [
      it.name,
      chance(0.15) ? null : it.list ? times(below(4), () => oneOf(it)) : oneOf(it),
    ]),
  )

function oneOf({ type, fields }: Field): unknown {
  if (type === 'object') return dataOf(fields)
  return type === 'zone' ? { T: dataOf(fields) } : VALUES[type]()
}

type Objects = readonly Known['data'][]
const dataIn = (all: readonly Known[]): Objects => all.map(({ data }) => data)

function valueIn(all: Objects, name: string, type: Scalar): unknown {
  if (all.length === 0 || chance(0.3)) return VALUES[type]()
  const found = pick(all)[name]
  return (Array.isArray(found) ? found[below(found.length)] : found) ?? VALUES[type]()
}

function questionAbout(all: Objects, it: Field): Record<string, unknown> {
  const { name, type } = it
  if (type === 'zone') return {}
  if (type === 'object') {
    if (chance(0.1)) return { [name]: null }
    const inside = all.flatMap((object) => (object[name] ?? []) as Objects)
    return { [name]: questionAbout(inside, pick(it.fields)) }
  }
  const value = () => valueIn(all, name, type)
  const orNull = () => (chance(0.1) ? null : value())
  const piece = () => {
    if (chance(0.05)) return ''
    const letters = [...String(value())]
    const from = below(letters.length)
    return chance(0.2)
      ? letters.join('')
      : letters.slice(chance(0.5) ? 0 : from, from + 1 + below(4)).join('')
  }
  const equality: [string, () => unknown][] = [
    ['', orNull],
    ['_not', orNull],
    ['_in', () => (chance(0.1) ? [] : [value(), orNull(), value()])],
    ['_not_in', () => [value(), value()]],
  ]
  const ordered: [string, () => unknown][] = [
    ...['_lt', '_lte', '_gt', '_gte'].map((it): [string, () => unknown] => [it, value]),
    ['_between', () => [value(), value()]],
    ['_not_between', () => [value(), value()]],
  ]
  const texts = ['_contains', '_not_contains', '_startsWith', '_not_startsWith']
  const operators: Record<Scalar, [string, () => unknown][]> = {
    text: [...equality, ...texts.map((it): [string, () => unknown] => [it, piece])],
    number: [...equality, ...ordered],
    datetime: [...equality, ...ordered],
    boolean: equality.slice(0, 2),
    ref: equality,
  }
  const [suffix, argument] = pick(operators[type])
  if (type !== 'ref') return { [name + suffix]: argument() }
  const part = pick(['id', 'entryId'])
  const idOf = (ref: unknown): unknown => {
    if (Array.isArray(ref)) return ref.map(idOf)
    if (ref === null) return null
    const { id } = ref as { id: string }
    return part === 'entryId' ? id.slice(0, 24) : id
  }
  return { [name]: { [part + suffix]: idOf(argument()) } }
}

function whereFor({ fields }: Filled, all: readonly Known[], depth = 0): Record<string, unknown> {
  if (depth === 0 && chance(0.08)) return {}
  const questions = times(1 + below(2), () =>
    chance(0.07)
      ? pick([
          { entryId: pick(all).id },
          { entryId_in: [pick(all).id, pick(all).id] },
          { entryId_not: pick(all).id },
        ])
      : questionAbout(dataIn(all), pick(fields)),
  )
  const where = Object.assign({}, ...questions) as Record<string, unknown>
  if (depth < 2 && chance(0.35))
    where[pick(['AND', 'OR', 'OR'])] = times(below(4), () =>
      whereFor({ fields } as Filled, all, depth + 1),
    )
  return where
}

const SORTED: readonly Shape['type'][] = ['text', 'number', 'boolean', 'datetime']

function sortFor(fields: readonly Field[]): string[] {
  const names = [
    'id',
    ...fields.filter(({ list, type }) => !list && SORTED.includes(type)).map(({ name }) => name),
  ]
  return times(chance(0.3) ? 2 : 1, () => pick(names) + pick(['_ASC', '_DESC']))
}

let asked = 0
afterAll(() => console.log(`list: seed ${seed}, ${asked} queries`))

test(
  'every query pages through exactly what a brute force finds, in its order',
  async () => {
    for (let n = 0; n < MODELS; n++) {
      const data = await filled()
      for (let query = 0; query < QUERIES_PER_MODEL; query++) await askAndCompare(data)
    }
  },
  runs(180_000),
)

/** Equal values of a field with few of them are, for editors, in the order of saving. */
function orderFor(fields: readonly Field[], stage: string, sort: readonly string[]): string[] {
  const [name, direction] = sort[0]?.split('_') ?? []
  const single = sort.every((it) => it.split('_')[0] === name)
  const few = fields.find((it) => it.name === name)?.type === 'boolean'
  return single && few && stage === 'latest' ? [sort[0] ?? '', `savedOn_${direction}`] : [...sort]
}

async function askAndCompare(data: Filled): Promise<void> {
  const { scope, model, fields } = data
  const stage = chance(0.25) ? ('published' as const) : ('latest' as const)
  const all = data[stage]
  if (all.length < 3) return
  const where = whereFor(data, all)
  const sort = sortFor(fields)
  const limit = pick([4, 10, 30, 100])
  const shapes = [...fields, { name: 'savedOn', type: 'datetime' as const }]
  const wanted = all
    .filter((it) => holds(fields, where, it))
    .sort(order(shapes, orderFor(fields, stage, sort)))
  const found: string[] = []
  let after: string | null = null
  const told = JSON.stringify({ seed, stage, where, sort, limit, fields })
  do {
    const page = await listEntries(scope, model, {
      stage,
      where,
      sort,
      limit,
      after,
      withTotal: after === null && chance(0.4),
    })
    found.push(...page.entries.map(({ entryId }) => entryId))
    expect(page.entries.length, told).toBeLessThanOrEqual(limit)
    if (page.meta.totalCount !== null) expect(page.meta.totalCount, told).toBe(wanted.length)
    after = page.meta.cursor
  } while (after !== null)
  asked++
  expect(found, told).toEqual(wanted.map(({ id }) => id))
}
