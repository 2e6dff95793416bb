import {
  createModel,
  createModelGroup,
  indexWords,
  type ListArguments,
  listEntries,
  type Model,
} from '../packages/cms/src/index.ts'
// oxlint-disable-next-line no-restricted-imports -- a measurement says who is where
import { newMeter, type TableOptions, tenantTable } from '../packages/dynamo/src/index.ts'
import { AppError } from '../packages/errors/src/index.ts'
import type { Scope } from '../packages/security/src/index.ts'
import {
  type Ask,
  asker,
  contentApi,
  field,
  keyFor,
  me,
  openTable,
  scopeOn,
  withDynamoDb,
} from './content.ts'
import { fill, itemsOfNew } from './seeding.ts'

const SIZES = process.argv.slice(3).map(Number)
const PAGE = 20

const by = { ...me, displayName: 'Bench' }

/** 8 fields; with the body an entry has 2 KB. */
const fields = [
  field('title', 'text'),
  field('slug', 'text'),
  field('category', 'text', {
    predefinedValues: {
      enabled: true,
      values: Array.from({ length: 20 }, (_, n) => ({ label: `c${n}`, value: `c${n}` })),
    },
  }),
  field('price', 'number'),
  field('featured', 'boolean'),
  field('on', 'datetime', { settings: { type: 'date' } }),
  field('stock', 'number', { settings: { indexed: false } }),
  field('body', 'long-text'),
]

/** The same for each size, and no value tells anything about another one. */
function* dataOf(count: number): Generator<object> {
  let state = 7
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  for (let n = 0; n < count; n++)
    yield {
      title: `${['Red', 'Blue', 'Green', 'Black'][below(4)]} thing ${below(1_000_000)}`,
      slug: `thing-${n}`,
      category: `c${below(20)}`,
      price: below(10_000),
      featured: below(2) === 0,
      on: `20${10 + below(20)}-0${1 + below(9)}-1${below(10)}`,
      stock: below(100),
      body: 'lorem ipsum dolor '.repeat(80),
    }
}

type Question = Omit<ListArguments, 'stage' | 'limit'>
/** Of each cost class of docs/architecture.md what it promises something about. */
const QUERIES: readonly [string, Question][] = [
  ['A  no filter', {}],
  ['A  no filter, by title', { sort: ['title_ASC'] }],
  ['A  slug = x', { where: { slug: 'thing-500' } }],
  ['A  category = x (5 %), by saving', { where: { category: 'c3' }, sort: ['savedOn_DESC'] }],
  ['A  price 10 %, by price', { where: { price_between: [1000, 2000] }, sort: ['price_ASC'] }],
  ['A  title starts with, by title', { where: { title_startsWith: 'Blue' }, sort: ['title_ASC'] }],
  ['B  price > half, by title', { where: { price_gt: 5000 }, sort: ['title_ASC'] }],
  ['B  status not published', { where: { status_not: 'published' } }],
  ['C  price 1 %, by title', { where: { price_between: [1000, 1100] }, sort: ['title_ASC'] }],
  ['C  category = x, by title', { where: { category: 'c3' }, sort: ['title_ASC'] }],
  ['D  title contains (25 %)', { where: { title_contains: 'reen th' } }],
  ['D  stock = 7 (1 %, no index)', { where: { stock: 7 } }],
  ['S  search "green" (25 %)', { search: 'green' }],
  ['S  search "thing 12" (1 %), by title', { search: 'thing 12', sort: ['title_ASC'] }],
  ['E  by stock (no index)', { sort: ['stock_ASC'] }],
  ['   total alone', { withTotal: true }],
]

export const run = (): Promise<void> =>
  withDynamoDb(async (endpoint) => {
    const worlds: World[] = []
    for (const count of SIZES.length > 0 ? SIZES : [1000, 10_000])
      worlds.push(await seeded(endpoint, count))
    await printCosts(worlds)
    for (const it of worlds) await printCpu(it)
  })

interface World {
  count: number
  scope: Scope
  options: TableOptions
  model: Model
  /** What it would take to read all bodies, as where entries are not indexed. */
  wholeUnits: number
  ask: Ask
}

/** A table with so many entries in it, and the API before it. */
async function seeded(endpoint: string, count: number): Promise<World> {
  const options = await openTable(endpoint, `bench-${count}`)
  const scope = scopeOn(options)
  const group = await createModelGroup(scope, 'en-US', { name: 'Things' })
  const model = await createModel(scope, 'en-US', {
    name: 'Thing',
    singularApiName: 'Thing',
    pluralApiName: 'Things',
    group: { id: group.id },
    fields,
  })
  const start = performance.now()
  let bytes = 0
  const measured = function* () {
    for (const item of itemsOfNew(model, { by, data: dataOf(count) })) {
      if (String(item.SK).startsWith('REV#')) bytes += JSON.stringify(item).length
      yield item
    }
  }
  await fill({ endpoint, TableName: options.TableName, owner: 'T#root' }, measured())
  await wordsOf(scope, model)
  const seconds = (performance.now() - start) / 1000
  console.log(`${count} entries, put into the table in ${seconds.toFixed(0)} s`)
  const ask = asker(contentApi(options), { tenantId: 'root', token: await keyFor(scope) })
  return { count, scope, options, model, wholeUnits: bytes / 8192, ask }
}

/** As the consumer of the stream would, soon after. */
async function wordsOf(scope: Scope, model: Model): Promise<void> {
  const PK = `L#en-US#INDEX#${model.modelId}#latest#id`
  let after: string | undefined
  do {
    const stretch = { from: '0', to: 'g', limit: 400, ...(after !== undefined && { after }) }
    const { items, next } = await scope.table.walk(PK, stretch)
    const ids = items.map(({ SK }) => String(SK))
    const parts = Array.from({ length: 8 }, (_, n) => ids.filter((_id, m) => m % 8 === n))
    await Promise.all(parts.map((it) => indexWords(scope, model, it)))
    after = next
  } while (after !== undefined)
}

async function printCosts(worlds: readonly World[]): Promise<void> {
  console.log(`\nA page of ${PAGE}, bodies included, eventually consistent: rows read, read units`)
  const head = worlds.map(({ count }) => String(count).padStart(18)).join('')
  console.log(`  ${''.padEnd(36)}${head}`)
  for (const [name, ask] of QUERIES) {
    const costs = await Promise.all(worlds.map((it) => costOf(it, ask).catch(refused)))
    const cells = costs.map(({ rows, units }) => `${String(rows).padStart(9)}${units.padStart(9)}`)
    console.log(`  ${name.padEnd(36)}${cells.join('')}  ${costs.at(-1)?.plan ?? ''}`)
  }
  const whole = worlds.map(({ wholeUnits }) => wholeUnits.toFixed(0).padStart(18))
  console.log(`  ${'the yardstick: all bodies, read whole'.padEnd(36)}${whole.join('')}`)
}

/** Beyond what one list may read. */
function refused(error: unknown) {
  if (!(error instanceof AppError && error.code === 'VALIDATION_FAILED')) throw error
  return { rows: '', units: 'refused', plan: '' }
}

async function costOf({ scope, options, model }: World, ask: Question) {
  const meter = newMeter()
  const table = tenantTable('root', { ...options, meter })
  const { cost } = await listEntries({ ...scope, table }, model, {
    ...ask,
    stage: 'latest',
    limit: ask.withTotal ? 1 : PAGE,
  })
  return { rows: cost.rows, units: meter.readUnits.toFixed(1), plan: cost.plan }
}

// As many as make the compiler leave nothing for the requests that are measured.
const WARM_UP = 300
const ROUNDS = 20
const REQUESTS = 10

/** CPU time of this process, which is the API's own; of the best round, as the machine has others, too. */
async function printCpu({ count, ask }: World): Promise<void> {
  const ids = Object(await ask(`{ answer: listThings(limit: ${PAGE}) { data { entryId } } }`))
  const [{ entryId }] = ids
  const list = `{ answer: listThings(limit: ${PAGE}, sort: [savedOn_DESC]) { data { id title slug price body savedOn } error { code } } }`
  const get = `{ answer: getThing(where: { entryId: "${entryId}" }) { data { id title body } error { code } } }`
  const create = () =>
    `mutation { answer: createThing(data: { title: "New", slug: "new", category: "c1", price: 1, featured: true, on: "2030-01-31", stock: 1, body: "${'lorem ipsum '.repeat(130)}" }) { data { id } error { code } } }`
  const publish = async () => {
    const { id } = Object(await ask(create(), 'manage'))
    return `mutation { answer: publishThing(revision: "${id}") { data { id } error { code } } }`
  }
  console.log(`\nCPU of a request, warm, ${count} entries, best of ${ROUNDS} rounds`)
  await line('list 20', 15, () => ask(list))
  await line('get by id', 5, () => ask(get))
  await line('create', 15, () => ask(create(), 'manage'))
  await line('create and publish', 15, async () => ask(await publish(), 'manage'))
}

async function line(name: string, budget: number, act: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < WARM_UP; n++) await act()
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage()
    for (let n = 0; n < REQUESTS; n++) await act()
    const { user, system } = process.cpuUsage(start)
    best = Math.min(best, (user + system) / 1000 / REQUESTS)
  }
  console.log(`  ${name.padEnd(24)}${best.toFixed(1).padStart(6)} ms of ${budget} ms`)
}
