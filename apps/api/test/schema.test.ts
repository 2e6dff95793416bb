import { buildSchema, isInputObjectType, isObjectType, printSchema, validateSchema } from 'graphql'
import { expect, test } from 'vitest'
import { executableSchema } from '../src/executable-schema.ts'
import { schema, typeDefs } from '../src/schema.ts'

test('the schema of administration is valid, which nobody checks when a process starts', () => {
  const checked = buildSchema(typeDefs.join('\n'))

  expect(validateSchema(checked)).toEqual([])
  expect(printSchema(schema)).toBe(printSchema(checked))
})

test('each field that is said to be answered is there', () => {
  const build = (name: string) =>
    executableSchema(['type Query { a: Int }'], [{ Query: { [name]: () => 1 } }])

  expect(() => build('a')).not.toThrow()
  expect(() => build('b')).toThrow('The schema has no field "Query.b".')
})

test('what models have in common is kept once, and of their text nothing', () => {
  const made = executableSchema(
    [
      'enum Kind { A B }',
      'input OneWhere { id: ID, kind: Kind, "Of one." at: Int }',
      'input ManyWhere { id: ID, kind: [Kind], "Of many." at: Int }',
      'type Query { one(where: OneWhere, many: ManyWhere): Kind }',
    ],
    [],
  )
  const fieldsOf = (name: string) => {
    const type = made.getType(name)
    return isInputObjectType(type) ? type.getFields() : {}
  }
  const [one, many] = [fieldsOf('OneWhere'), fieldsOf('ManyWhere')]
  const query = made.getType('Query')

  expect(one.id).toBe(many.id)
  expect([String(one.kind?.type), String(many.kind?.type)]).toEqual(['Kind', '[Kind]'])
  expect([one.at?.description, many.at?.description]).toEqual(['Of one.', 'Of many.'])
  const field = isObjectType(query) ? query.getFields().one : undefined
  expect([query, field, ...(field?.args ?? []), one.id].map((it) => it?.astNode)).toEqual(
    Array(5).fill(undefined),
  )
})
