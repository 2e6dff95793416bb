import { createModel, kindOf, META_PEOPLE, META_TIMES, OPERATORS } from '@tenantry/cms'
import { isEnumType, isInputObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { buildSchema } from '../src/headless/schema.ts'
import { contentWorld, field } from './content-world.ts'

const kind = (type: string) => ({ settings: { type } })
const many = { multipleValues: true }
const choices = ['Ash', 'Birch', 'Cedar'].map((value) => ({ label: value, value }))
const inObject = (fields: object[]) => ({ settings: { fields } })

const refTo = field('ref', 'ref', { settings: { models: [{ modelId: 'author' }] } })

/** One field of each kind that can be asked about, alone, in an object, and in a list. */
const fields = [
  field('text', 'text'),
  field('choice', 'text', { predefinedValues: { enabled: true, values: choices } }),
  field('longText', 'long-text'),
  field('number', 'number'),
  field('boolean', 'boolean'),
  field('date', 'datetime', kind('date')),
  field('time', 'datetime', kind('time')),
  field('zoned', 'datetime', kind('dateTimeWithTimezone')),
  field('instant', 'datetime', kind('dateTimeWithoutTimezone')),
  refTo,
  field('object', 'object', inObject([field('text', 'text'), field('number', 'number'), refTo])),
  field('objects', 'object', { ...inObject([field('day', 'datetime', kind('date'))]), ...many }),
  field('texts', 'text', many),
  field('numbers', 'number', many),
]
const to = (digit: string) => ({ modelId: 'author', id: `${digit.repeat(24)}#0001` })
/** The values of three entries, in their order; the zones of the second and third mislead. */
const data = [
  {
    text: 'An Ash tree',
    choice: 'Ash',
    longText: 'An Ash: a long text',
    number: -1.5,
    boolean: true,
    date: '2026-01-01',
    time: '08:00:00',
    zoned: '2026-01-01T09:00:00+02:00',
    instant: '2026-01-01T08:00:00Z',
    ref: to('a'),
    object: { text: 'An Ash leaf', number: 9, ref: to('d') },
    objects: [{ day: '2026-01-01' }],
    texts: ['Ash', 'Common'],
    numbers: [1, 100],
  },
  {
    text: 'My Birch tree',
    choice: 'Birch',
    longText: 'My Birch: a long text',
    number: 2,
    boolean: false,
    date: '2026-01-02',
    time: '08:00:01',
    zoned: '2026-01-01T08:00:00Z',
    instant: '2026-01-02T08:00:00Z',
    ref: to('b'),
    object: { text: 'My Birch leaf', number: 10, ref: to('e') },
    objects: [{ day: '2026-01-02' }],
    texts: ['Birch'],
    numbers: [2],
  },
  {
    text: 'Old Cedar tree',
    choice: 'Cedar',
    longText: 'Old Cedar: a long text',
    number: 10,
    boolean: true,
    date: '2026-02-01',
    time: '18:00:00',
    zoned: '2026-01-01T07:30:00-02:00',
    instant: '2026-02-01T08:00:00Z',
    ref: to('c'),
    object: { text: 'Old Cedar leaf', number: 11, ref: to('f') },
    objects: [{ day: '2026-02-01' }, { day: '2026-02-02' }],
    texts: ['Cedar'],
    numbers: [3],
  },
]

const acme = await contentWorld()
const thing = await createModel(acme.scope, 'en-US', {
  name: 'Thing',
  singularApiName: 'Thing',
  pluralApiName: 'Things',
  group: { id: acme.group.id },
  fields,
})

/** Asks as one of several people. */
async function ask(endpoint: string, query: string, variables: object = {}, uid = '00u_asks') {
  const authorization = await acme.sign('designers', { uid })
  const answer = await acme.ask(`${endpoint}/en-US`, { query, variables }, { authorization })
  expect(answer.errors).toBeUndefined()
  return answer.data
}

const FULL = `id entryId ${META_TIMES.join(' ')} ${META_PEOPLE.map((it) => `${it} { id }`).join(' ')}
  meta { status } wbyAco_location { folderId }
  text choice longText number boolean date time zoned instant ref { modelId id entryId }
  object { text number ref { modelId id entryId } } objects { day } texts numbers`

type Served = Record<string, unknown>
const act = async (call: string, uid: string, variables: object = {}) => {
  const declared = 'data' in variables ? '($data: ThingInput!)' : ''
  const { answer } = await ask('manage', `mutation ${declared} { answer: ${call} }`, variables, uid)
  expect(answer.error).toBeNull()
  return answer.data
}
const remove = (revision: string, uid: string) =>
  act(`deleteThing(revision: "${revision.slice(0, 24)}") { data error { code } }`, uid)
const by = (operation: string, revision: string, uid: string, more = '') =>
  act(`${operation}(revision: "${revision}"${more}) { data { id } error { code } }`, uid)

/** One after the other, so that all that is of the first is before all that is of the second. */
async function make(name: string, values: object): Promise<string> {
  const uid = `00u_${name}`
  const { id } = await act('createThing(data: $data) { data { id } error { code } }', uid, {
    data: { ...values, wbyAco_location: { folderId: `folder-${name}` } },
  })
  await by('updateThing', id, uid, ', data: {}')
  return id
}
for (const [n, values] of data.entries()) {
  const uid = `00u_${'abc'[n]}`
  const id = await make(`${'abc'[n]}`, values)
  await by('publishThing', id, uid)
  await remove(id, uid)
  await by('restoreThingFromBin', id.slice(0, 24), uid)
}
const empty = await make('empty', {})
await by('publishThing', empty, '00u_empty')
await make('draft', {})
for (const name of ['x', 'y', 'z']) await remove(await make(name, {}), `00u_${name}`)

const all = `sort: [id_ASC]) { data { ${FULL} } error { code } }`
const { latest, bin }: Record<string, { data: Served[] }> = await ask(
  'manage',
  `{ latest: listThings(${all} bin: listDeletedThings(${all} }`,
)
const entriesOf = (list: { data: Served[] } | undefined) => list?.data ?? []
interface List {
  endpoint: 'manage' | 'read'
  list: string
  entries: Served[]
}
/** What the lists hold, the oldest first; the first three are asked about. */
const LISTS: Record<'manage' | 'bin' | 'read', List> = {
  manage: { endpoint: 'manage', list: 'listThings', entries: entriesOf(latest) },
  bin: { endpoint: 'manage', list: 'listDeletedThings', entries: entriesOf(bin) },
  read: { endpoint: 'read', list: 'listThings', entries: entriesOf(latest).slice(0, 4) },
}

type Scalar = string | number | boolean | null
/** A property of an entry, as a filter names it: one value, or several in a list. */
function valuesAt(served: unknown, [name = '', ...below]: readonly string[]): Scalar[] {
  const own = name === 'status' ? 'meta' : name
  const found = [Object(served)[own] ?? null].flat()
  if (own === 'meta') return [found[0].status]
  if (META_PEOPLE.some((it) => it === name)) return found.map((it) => it?.id ?? null)
  if (below.length > 0) return found.flatMap((it) => valuesAt(it, below))
  return found.length > 0 ? found : [null]
}

/** A moment is the same in every zone. */
const plain = (it: Scalar): string | number | null => {
  if (typeof it === 'boolean') return Number(it)
  if (typeof it !== 'string') return it
  return /^\d{4}-\d\d-\d\dT/.test(it) ? Date.parse(it) : it.toLowerCase()
}
type Holds = (value: string | number, operands: readonly (string | number)[]) => boolean
const OPERATIONS: Record<string, Holds> = {
  '': (value, [operand]) => value === operand,
  in: (value, operands) => operands.includes(value),
  lt: (value, [operand = 0]) => value < operand,
  lte: (value, [operand = 0]) => value <= operand,
  gt: (value, [operand = 0]) => value > operand,
  gte: (value, [operand = 0]) => value >= operand,
  between: (value, [from = 0, to = 0]) => value >= from && value <= to,
  contains: (value, [operand]) => String(value).includes(String(operand)),
  startsWith: (value, [operand]) => String(value).startsWith(String(operand)),
}

interface Filter {
  path: readonly string[]
  suffix: string
}

/** All that the API takes as a filter, by the property that it is about. */
function filtersIn(input: unknown, above: readonly string[] = []): Filter[] {
  if (!isInputObjectType(input)) throw new TypeError('There are no filters.')
  return Object.values(input.getFields()).flatMap(({ name, type }): Filter[] => {
    if (name === 'AND' || name === 'OR') return []
    const [property = ''] = name.split(/_(?=not|in|lte?|gte?|between|contains|startsWith)/)
    const path = [...above, property]
    if (isInputObjectType(type)) return filtersIn(type, path)
    return [{ path, suffix: name.slice(property.length) }]
  })
}

const whereOf = ({ path, suffix }: Filter, operand: unknown): object =>
  path.reduceRight<unknown>(
    (inner, name, n) => ({ [n === path.length - 1 ? name + suffix : name]: inner }),
    operand,
  ) as object

const operatorOf = (suffix: string) => suffix.replace(/^_(not_?)?/, '')
const partOf = (text: string, operator: string) =>
  (operator === 'contains' ? text.slice(2, 6) : text.slice(0, 3)).toUpperCase()

/** What is asked of the first entries: about the value of the second, or those of the first two. */
function operandsOf({ path, suffix }: Filter, entries: readonly Served[]): Scalar[] {
  const [[first = null] = [], [second = null] = []] = entries.map((it) => valuesAt(it, path))
  const operator = operatorOf(suffix)
  if (operator === 'in' || operator === 'between') return [first, second]
  if (operator !== 'contains' && operator !== 'startsWith') return [second]
  return [partOf(String(second), operator)]
}

function isMeant({ path, suffix }: Filter, operands: readonly Scalar[], served: Served): boolean {
  const holds = OPERATIONS[operatorOf(suffix)]
  if (!holds) throw new Error(`Say what "${suffix}" means.`)
  const plainOperands = operands.map((it) => plain(it) ?? 0)
  const isOne = valuesAt(served, path).some((it) => {
    const value = plain(it)
    if (value === null || operands.includes(null)) return value === null && operands[0] === null
    return holds(value, plainOperands)
  })
  return isOne !== suffix.startsWith('_not')
}

interface Question {
  filter: Filter
  operands: Scalar[]
}
const isMany = ({ suffix }: Filter) => ['in', 'between'].includes(operatorOf(suffix))

/** The ids that each question finds, some of them in one request. */
async function found({ endpoint, list }: { endpoint: string; list: string }, asked: Question[]) {
  const ids: string[][] = []
  for (let start = 0; start < asked.length; start += 15) {
    const some = asked.slice(start, start + 15)
    const declared = some.map((_, n) => `$w${n}: ThingListWhereInput`).join(', ')
    const calls = some.map(
      (_, n) => `a${n}: ${list}(where: $w${n}, sort: [id_ASC]) { data { id } error { message } }`,
    )
    const variables = Object.fromEntries(
      some.map(({ filter, operands }, n) => [
        `w${n}`,
        whereOf(filter, isMany(filter) ? operands : operands[0]),
      ]),
    )
    const answers = await ask(endpoint, `query (${declared}) { ${calls.join(' ')} }`, variables)
    for (const [n] of some.entries()) {
      expect(answers[`a${n}`].error, JSON.stringify(variables[`w${n}`])).toBeNull()
      ids.push(answers[`a${n}`].data.map(({ id }: { id: string }) => id))
    }
  }
  return ids
}

/** Nobody but the bin knows when something was deleted. */
const isOfBin = ({ path: [name = ''] }: Filter) => /^(d|revisionD)eleted/.test(name)

/** A property is missing in some entries, in all or in none. */
const isMissing = (path: readonly string[]) => (served: Served) =>
  valuesAt(served, path)[0] === null

type Compared = string | number | null
/** The values of a list's entries in its order, by which nothing may come before what is less. */
function inOrder(values: readonly Compared[]): boolean {
  return values.every((it, n) => {
    const before = values[n - 1] ?? null
    return n === 0 || before === null || (it !== null && before <= it)
  })
}

describe.each(['manage', 'bin', 'read'] as const)('the list %s', async (name) => {
  const { endpoint, list, entries } = LISTS[name]
  const schema = buildSchema({ endpoint, models: [thing, acme.models.author] })
  const filters = filtersIn(schema.getType('ThingListWhereInput')).filter(
    (it) => isOfBin(it) === (name === 'bin'),
  )
  const questions = filters.map((filter) => ({ filter, operands: operandsOf(filter, entries) }))
  const answers = await found({ endpoint, list }, questions)
  const told = questions.map((it, n) => ({
    ...it,
    title: JSON.stringify(whereOf(it.filter, it.operands)),
    ids: answers[n],
  }))

  test.each(told)('finds by $title what that means, and no more', ({ filter, operands, ids }) => {
    const meant = entries.filter((it) => isMeant(filter, operands, it)).map(({ id }) => id)

    expect(ids).toEqual(meant)
    expect(meant.length).toBeGreaterThan(0)
    expect(meant.length).toBeLessThan(entries.length)
  })

  test('finds what is missing by null', async () => {
    const equality = filters.filter(({ suffix }) => suffix === '' || suffix === '_not')

    const ids = await found(
      { endpoint, list },
      equality.map((filter) => ({ filter, operands: [null] })),
    )

    for (const [n, { path, suffix }] of equality.entries()) {
      const meant = entries.filter((it) => isMissing(path)(it) === (suffix === ''))
      expect(ids[n], path.join('.') + suffix).toEqual(meant.map(({ id }) => id))
    }
  })

  test('comes in every order that there is, and in its opposite', async () => {
    const sorter = schema.getType('ThingListSorter')
    const names = isEnumType(sorter) ? sorter.getValues().map((it) => it.name) : []
    const wishes = [...new Set(names.map((it) => it.replace(/_(ASC|DESC)$/, '')))]
    expect(wishes).toEqual(
      expect.arrayContaining(['id', ...META_TIMES, 'text', 'zoned', 'boolean']),
    )
    for (const wish of wishes) {
      const lists = ['ASC', 'DESC'].map(
        (it) => `${it}: ${list}(sort: [${wish}_${it}]) { data { id } }`,
      )
      const { ASC, DESC } = await ask(endpoint, `{ ${lists.join(' ')} }`)
      const ids: string[] = ASC.data.map(({ id }: { id: string }) => id)
      const values = ids.map((id) => {
        const [value = null] = valuesAt(
          entries.find((it) => it.id === id),
          [wish],
        )
        return plain(value)
      })

      expect(ids.toSorted(), wish).toEqual(entries.map(({ id }) => id))
      expect(inOrder(values), `${wish}: ${values.join()}`).toBe(true)
      expect(
        DESC.data.map(({ id }: { id: string }) => id),
        wish,
      ).toEqual(ids.toReversed())
    }
  })
})

test('what was saved is what is served, a moment without a zone as one of UTC', () => {
  const { entries } = LISTS.manage
  expect(entries.slice(0, 3)).toMatchObject(
    data.map(({ instant, ...it }) => ({ ...it, instant: instant.replace('Z', '.000Z') })),
  )
})

test('one entry is found by each of its values', async () => {
  const { entries } = LISTS.read
  const schema = buildSchema({ endpoint: 'read', models: [thing, acme.models.author] })
  const all = filtersIn(schema.getType('ThingGetWhereInput'))
  const equality = all.filter(({ suffix }) => suffix === '')
  expect(equality.length).toBeGreaterThan(10)

  for (const filter of equality) {
    const where = whereOf(filter, operandsOf(filter, entries)[0])
    const query =
      'query ($where: ThingGetWhereInput!) { answer: getThing(where: $where) { data { id } } }'
    const { answer } = await ask('read', query, { where })
    expect(answer.data, JSON.stringify(where)).toEqual({ id: entries[1]?.id })
  }
})

test('each operator of each kind of value is tried', () => {
  const filters = filtersIn(
    buildSchema({ endpoint: 'manage', models: [thing, acme.models.author] }).getType(
      'ThingListWhereInput',
    ),
  )
  const tried = new Set(filters.map(({ suffix }) => suffix))
  const kinds = new Set([...thing.fields.map(kindOf), 'id'])
  expect([...kinds].toSorted()).toEqual(Object.keys(OPERATORS).toSorted())
  expect([...tried].toSorted()).toEqual([...new Set(Object.values(OPERATORS).flat())].toSorted())
})

/** What no value of a property can be. */
const WRONG: Record<string, unknown[]> = {
  text: [1, ['a'], {}],
  longText_contains: [1, {}],
  number: ['1', true, {}],
  boolean: ['true', 1, {}],
  date: ['2026-01-01T00:00:00Z', 'today', 1],
  time: ['25:00', 'now', 1],
  zoned: ['2026', 'now', 1],
  instant: ['2026-02', 'now', 1],
  createdOn: ['yesterday', 1],
  createdBy: [{}, true],
  id: [{}, true],
  ref: ['text', 1, { id: {} }],
  object: ['text', { number: '1' }, { none: 1 }],
  wbyAco_location: ['text', { folderId: {} }],
  number_in: [['1'], [[1]]],
  number_between: [[1], [1, 2, 3], 1],
  status: [{}],
  none: [1],
  rich_contains: ['a'],
  AND: [1, [1]],
  OR: [[{ none: 1 }]],
}

test.each(Object.entries(WRONG).flatMap(([name, all]) => all.map((it) => [name, it] as const)))(
  'there is no filter by %s: %j',
  async (name, operand) => {
    const query = `query ($where: ThingListWhereInput) { answer: listThings(where: $where) {
      data { id } error { code data } } }`
    const authorization = await acme.sign('designers')

    const { data, errors } = await acme.ask(
      'read/en-US',
      { query, variables: { where: { [name]: operand } } },
      { authorization },
    )

    if (!errors)
      expect(data.answer).toMatchObject({
        data: null,
        error: { code: 'VALIDATION_FAILED', data: [{ fieldId: 'where' }] },
      })
  },
)
