import { invalid } from '@tenantry/security'
import { z } from 'zod'
import { type Column, columnsOf, type Kind, REVISION, type Shape } from './columns.ts'
import { fold } from './encode.ts'
import { DATE, isInstant, TIME } from './dates.ts'
import { PlainObject } from './plain.ts'
import { comparable, type Scalar } from './row.ts'

export type Operator =
  'equals' | 'in' | 'contains' | 'startsWith' | 'lt' | 'lte' | 'gt' | 'gte' | 'between'

/** One question about one column. */
export interface Test {
  column: Column
  /** Of a ref: compare the entry that it points to, whichever its revision. */
  entryOnly: boolean
  operator: Operator
  /** For `in` and `between` several; `null` stands for what is missing. */
  operands: readonly (Scalar | null)[]
  negated: boolean
}
/** One of the words of these columns begins so. */
export interface Searched {
  word: string
  columns: readonly Column[]
}
export type Where = { all: readonly Where[] } | { any: readonly Where[] } | Searched | Test

/** The suffix of each operator in the API; longer ones first, for they end with shorter ones. */
const SUFFIXES: readonly [string, Operator][] = [
  ['between', 'between'],
  ['contains', 'contains'],
  ['startsWith', 'startsWith'],
  ['in', 'in'],
  ['lte', 'lte'],
  ['gte', 'gte'],
  ['lt', 'lt'],
  ['gt', 'gt'],
]

const EQUALITY = ['', '_not', '_in', '_not_in']
const ORDER = ['_lt', '_lte', '_gt', '_gte']
const BETWEEN = ['_between', '_not_between']
const CONTAINS = ['_contains', '_not_contains']
const STARTS = ['_startsWith', '_not_startsWith']

/** What the API offers to ask about each kind of value, as suffixes of the field's name. */
export const OPERATORS: Record<Kind, readonly string[]> = {
  text: [...EQUALITY, ...CONTAINS, ...STARTS],
  longText: CONTAINS,
  number: [...EQUALITY, ...ORDER, ...BETWEEN],
  boolean: ['', '_not'],
  instant: [...EQUALITY, ...ORDER, ...BETWEEN],
  date: [...EQUALITY, ...ORDER, ...BETWEEN],
  time: [...EQUALITY, ...ORDER, ...BETWEEN],
  ref: EQUALITY,
  id: EQUALITY,
  opaque: [],
}

const MAX_OPERANDS = 100
const MAX_TESTS = 100
const MAX_DEPTH = 8

/**
 * Parses `where` as the API takes it.
 *
 * @throws AppError `VALIDATION_FAILED` for what it does not know: a filter that is not applied would
 *   show more than was asked for.
 */
export function parseWhere(model: Shape, input: unknown): Where {
  const names = questionsOf(model)
  let tests = 0
  const parse = (at: unknown, depth: number): Where => {
    if (depth > MAX_DEPTH) throw wrong('It is nested too deeply.')
    const entries = Object.entries(parsed(PlainObject, at)).filter(
      ([, value]) => value !== undefined,
    )
    const all = entries.flatMap(([name, value]): Where[] => {
      if (name === 'AND' || name === 'OR') {
        const parts = parsed(z.array(z.unknown()), value ?? []).map((it) => parse(it, depth + 1))
        // Nothing to choose from is no condition, as in v5.
        return parts.length === 0 ? [] : [name === 'AND' ? { all: parts } : { any: parts }]
      }
      const found = parseField(names, name, value)
      tests += found.length
      if (tests > MAX_TESTS) throw wrong('It asks too much at once.')
      return found
    })
    return all.length === 1 && all[0] ? all[0] : { all }
  }
  return parse(input ?? {}, 0)
}

type Question = Pick<Test, 'column' | 'entryOnly'>

/** What can be asked about: by name, or below a name. */
function questionsOf(model: Shape): Map<string, Question> {
  const all = columnsOf(model).filter(({ id }) => id !== 'createdByType' && id !== 'folderId')
  const folder = columnsOf(model).find(({ id }) => id === 'folderId')
  const names = new Map<string, Question>(
    all.flatMap((column): [string, Question][] =>
      column.kind === 'ref'
        ? [
            [`${column.name}.id`, { column, entryOnly: false }],
            [`${column.name}.entryId`, { column, entryOnly: true }],
          ]
        : [[column.name, { column, entryOnly: false }]],
    ),
  )
  if (folder) names.set('wbyAco_location.folderId', { column: folder, entryOnly: false })
  names.set('id', { column: REVISION, entryOnly: false })
  names.set('entryId', { column: REVISION, entryOnly: true })
  return names
}

function parseField(names: Map<string, Question>, name: string, value: unknown): Test[] {
  const nested = [...names.keys()].some((it) => it.startsWith(`${name}.`))
  if (nested && value === null) return [isMissing(names, name)]
  if (!nested) return [testOf(names, name, value)].filter((it) => !isIdle(it))
  return Object.entries(parsed(PlainObject, value))
    .filter(([, it]) => it !== undefined)
    .flatMap(([part, it]) => parseField(names, `${name}.${part}`, it))
}

/** Everything begins with nothing: as in v5 that is no condition, nor is its opposite. */
const isIdle = ({ operator, operands }: Test) => operator === 'startsWith' && operands[0] === ''

/** Of an object, a reference or the folder: there is none. */
function isMissing(names: Map<string, Question>, name: string): Test {
  const object = names.get(name)
  if (object) return { ...object, operator: 'equals', negated: false, operands: [null] }
  return testOf(names, `${name}.${names.has(`${name}.entryId`) ? 'entryId' : 'folderId'}`, null)
}

function testOf(names: Map<string, Question>, name: string, value: unknown): Test {
  const [field = '', suffix = ''] = splitName(names, name)
  const question = names.get(field)
  if (!question || !OPERATORS[question.column.kind].includes(suffix))
    throw wrong(`There is no filter "${name}".`)
  const negated = suffix.startsWith('_not')
  const operator = SUFFIXES.find(([end]) => suffix.endsWith(`_${end}`))?.[1] ?? 'equals'
  return { ...question, operator, negated, operands: operandsOf(question.column, operator, value) }
}

/** `title_not_in` is the field `title` and the suffix `_not_in`. */
function splitName(names: Map<string, Question>, name: string): [string, string] | [] {
  for (let end = name.length; end > 0; end = name.lastIndexOf('_', end - 1)) {
    const field = name.slice(0, end)
    if (names.has(field)) return [field, name.slice(end)]
  }
  return []
}

function operandsOf(column: Column, operator: Operator, value: unknown): Test['operands'] {
  const many = operator === 'in' || operator === 'between'
  const values = many ? parsed(z.array(z.unknown()).max(MAX_OPERANDS), value) : [value]
  if (operator === 'between' && values.length !== 2) throw wrong('"between" takes two values.')
  return values.map((it) => operandOf(column, operator, it))
}

const OPERANDS: Record<Kind, z.ZodType<Scalar | null>> = {
  text: z.string().max(10_000).nullable(),
  longText: z.string().max(10_000).nullable(),
  number: z.number().nullable(),
  boolean: z.boolean().nullable(),
  instant: z.string().max(50).refine(isInstant, 'This is no point in time.').nullable(),
  date: z.string().regex(DATE, 'This is no date.').nullable(),
  time: z.string().regex(TIME, 'This is no time of day.').nullable(),
  ref: z.string().max(100).nullable(),
  id: z.string().max(200).nullable(),
  opaque: z.null(),
}

function operandOf(column: Column, operator: Operator, value: unknown): Scalar | null {
  const operand = parsed(OPERANDS[column.kind], value ?? null)
  if (operand === null) return null
  if (operator === 'contains' || operator === 'startsWith') return fold(String(operand))
  const cell = comparable(column, column.kind === 'ref' ? { id: operand } : operand)
  return typeof cell === 'object' || cell === undefined ? null : cell
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  throw wrong(error.issues[0]?.message ?? 'It is not valid.')
}

const wrong = (error: string) => invalid([{ error, fieldId: 'where' }])
