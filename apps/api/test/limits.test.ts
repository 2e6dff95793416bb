import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { excessOf, strictLimits, usualLimits } from '../src/limits.ts'
import { send, world } from './world.ts'

const nested = (depth: number) => '{ a '.repeat(depth - 1) + '{ a }' + ' }'.repeat(depth - 1)
const aliases = (count: number) =>
  `{ ${Array.from({ length: count }, (_, n) => `a${n}: a`).join(' ')} }`
const fields = (count: number) => `{ ${'a '.repeat(count)} }`
const fanOut = (levels: number) =>
  `{ ...F0 } ${Array.from(
    { length: levels },
    (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
  ).join(' ')} fragment F${levels} on Query { a }`

test.each([
  ['12 levels', nested(12)],
  ['30 aliases', aliases(30)],
  ['1,900 fields', fields(1900)],
  ['5 directives on a field', `{ a ${'@a '.repeat(5)} }`],
  ['4,096 fields out of 12 fragments', fanOut(12)],
  ['introspection', '{ __schema { types { fields { args { type { ofType { name } } } } } } }'],
])('lets %s pass', (_, text) => {
  expect(excessOf(parse(text), usualLimits)).toBeUndefined()
})

test.each([
  ['13 levels', nested(13)],
  ['13 levels by fragments', `{ a ...F } fragment F on Query ${nested(13)}`],
  ['31 aliases', aliases(31)],
  ['2,001 tokens', fields(1999)],
  ['6 directives on a field', `{ a ${'@a '.repeat(6)} }`],
  ['2^26 fields out of 26 fragments', fanOut(26)],
  ['a circle of fragments', '{ ...A } fragment A on Query { a ...B } fragment B on Query { ...A }'],
])('refuses %s at once, and does not say why', (_, text) => {
  const document = parse(text)
  const start = performance.now()

  const excess = excessOf(document, usualLimits)

  expect(excess?.message).toBe('The query asks for too much at once.')
  expect(performance.now() - start).toBeLessThan(100)
})

test('visitors may ask for less', () => {
  for (const text of [nested(9), aliases(16), fields(1000)]) {
    expect(excessOf(parse(text), usualLimits)).toBeUndefined()
    expect(excessOf(parse(text), strictLimits)).toBeDefined()
  }
})

test('what a member may ask is refused to a visitor, also after the member has asked', async () => {
  const { tenant, sign } = await world({ editors: [{ name: 'cms.*' }] })
  const all = Array.from({ length: 20 }, (_, n) => `a${n}: version`)
  const query = `{ tenancy { ${all.join(' ')} } }`
  const headers = { 'x-tenant': tenant.id }

  const member = await send({ query }, { ...headers, authorization: await sign('editors') })
  const visitor = await send({ query }, headers)

  expect(member.errors).toBeUndefined()
  expect(visitor).toMatchObject({ errors: [{ message: 'The query asks for too much at once.' }] })
})

test.each([
  ['tokens', fields(100_000)],
  ['fragments', fanOut(26)],
  ['levels', nested(5000)],
  ['brackets', '{ a(b: '.padEnd(5000, '[')],
])(
  'a bomb of %s is answered within the limits of time, and is no fault of ours',
  async (_, query) => {
    const { tenant } = await world()
    const start = performance.now()

    const answer = await send({ query }, { 'x-tenant': tenant.id })

    expect(performance.now() - start).toBeLessThan(1000)
    expect(answer.status).toBeLessThan(500)
    expect(answer.errors).toBeDefined()
  },
)
