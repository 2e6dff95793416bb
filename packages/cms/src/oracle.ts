// Brute force over plain data. It shares no code with what it checks: its own folding, comparison,
// conditions and order.
export interface Known {
  id: string
  data: Readonly<Record<string, unknown>>
}
export interface Shape {
  name: string
  /** A zone holds values, and nobody asks about them. */
  type: 'text' | 'number' | 'boolean' | 'datetime' | 'ref' | 'object' | 'zone'
  /** Of an object and a zone. */
  fields?: readonly Shape[]
}
type Where = Readonly<Record<string, unknown>>
type Pair = readonly [unknown, unknown]

const text = (it: unknown): string => `${it as string}`

const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu
const CONTROLS = /[\u0000-\u001f\u007f]/g // oxlint-disable-line no-control-regex
const plain = (it: string) => it.toWellFormed().normalize('NFC')
const low = (it: string) =>
  plain(it).toLowerCase().replace(/ς/g, 'σ').replace(CONTROLS, ' ').normalize('NFC')
const points = (it: string, count: number) => [...it].slice(0, count).join('')

/** The bytes by which a text is sorted. */
function sortBytes(it: string): Buffer {
  const kept = plain(it).length > 120 ? points(plain(it), 120) : plain(it)
  const bare = low(kept).normalize('NFD').replace(ACCENTS, '$1').normalize('NFC')
  return Buffer.from(points(bare, 100))
}

/** Whether an entry is meant. */
export function holds(shapes: readonly Shape[], where: Where, entry: Known): boolean {
  return Object.entries(where).every(([key, argument]) => {
    if (key === 'AND') return parts(argument).every((it) => holds(shapes, it, entry))
    if (key === 'OR')
      return parts(argument).length === 0 || parts(argument).some((it) => holds(shapes, it, entry))
    const [name = '', ...rest] = key.split('_')
    const suffix = rest.join('_')
    if (name === 'entryId') return decide({ name, type: 'ref' }, [entry.id, suffix], argument)
    return answers(shapes, [key, argument], [entry.data])
  })
}

/** Whether one of some objects answers a question about what is in them. */
function answers(
  shapes: readonly Shape[],
  [key, argument]: readonly [string, unknown],
  objects: readonly Known['data'][],
): boolean {
  const [name = '', ...rest] = key.split('_')
  const shape = shapes.find((it) => it.name === name)
  if (!shape) throw new Error(key)
  const values = objects.flatMap((it) => it[name] ?? [])
  if (shape.type === 'object') {
    if (argument === null) return values.length === 0
    return Object.entries(argument as Where).every((it) =>
      answers(shape.fields ?? [], it, values as Known['data'][]),
    )
  }
  if (shape.type !== 'ref') return decide(shape, [values, rest.join('_')], argument)
  return Object.entries(argument as Where).every(([part, it]) =>
    decide(shape, [refPart(values, part), part.split('_').slice(1).join('_')], it),
  )
}

const parts = (argument: unknown) => argument as Where[]
const refPart = (value: unknown, part: string): unknown => {
  const pick = (it: unknown) => {
    const { id } = it as { id: string }
    return part.startsWith('entryId') ? id.slice(0, 24) : id
  }
  if (Array.isArray(value)) return value.map(pick)
  return value === null || value === undefined ? null : pick(value)
}

function decide(
  shape: Shape,
  [value, suffix]: readonly [unknown, string],
  argument: unknown,
): boolean {
  const negated = suffix.startsWith('not')
  const operator = suffix.replace(/^not_?/, '')
  if (operator === 'startsWith' && argument === '') return true
  const values: unknown[] = Array.isArray(value) ? (value.length > 0 ? value : [null]) : [value]
  return values.some((it) => test(shape, operator, [it ?? null, argument])) !== negated
}

function test(shape: Shape, operator: string, [value, argument]: Pair): boolean {
  const same = (a: unknown, b: unknown) => {
    if (a === null || b === null) return a === b
    if (shape.type === 'datetime') return Date.parse(text(a)) === Date.parse(text(b))
    return shape.type === 'text' ? plain(text(a)) === plain(text(b)) : a === b
  }
  if (operator === '') return same(value, argument)
  if (operator === 'in') return (argument as unknown[]).some((it) => same(value, it))
  if (value === null || argument === null) return false
  if (operator === 'contains') return low(text(value)).includes(low(text(argument)))
  if (operator === 'startsWith') return low(text(value)).startsWith(low(text(argument)))
  const number = (it: unknown) => (shape.type === 'datetime' ? Date.parse(text(it)) : Number(it))
  if (operator === 'between') {
    const [from, to] = argument as Pair
    return number(value) >= number(from) && number(value) <= number(to)
  }
  const [a, b] = [number(value), number(argument)]
  return { lt: a < b, lte: a <= b, gt: a > b, gte: a >= b }[operator as 'lt']
}

/** The comparison by which a list is sorted. `usual` is what comes after a single key, if anything. */
export function order(shapes: readonly Shape[], sort: readonly string[]) {
  return (x: Known, y: Known): number => {
    for (const wish of sort) {
      const [name = '', direction] = wish.split('_')
      const shape = shapes.find((it) => it.name === name)
      const value = (it: Known) => (name === 'id' ? it.id : (it.data[name] ?? null))
      const difference = compare(shape, [value(x), value(y)])
      if (difference !== 0) return direction === 'DESC' ? -difference : difference
    }
    const down = (sort[0] ?? '_DESC').endsWith('_DESC')
    return (x.id < y.id ? -1 : 1) * (down ? -1 : 1)
  }
}

function compare(shape: Shape | undefined, [a, b]: Pair): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null)
  if (shape?.type === 'text') return Buffer.compare(sortBytes(text(a)), sortBytes(text(b)))
  if (shape?.type === 'datetime') return Date.parse(text(a)) - Date.parse(text(b))
  if (shape === undefined) return text(a) < text(b) ? -1 : Number(text(a) > text(b))
  return Number(a) - Number(b)
}
