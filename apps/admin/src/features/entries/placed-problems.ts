import { fieldProblems, type FieldProblem } from '../../lib/api-error.ts'
import type { Field } from '../../lib/content-models.ts'
import { bagOf, listOf, textOf } from '../../lib/reading.ts'
import { fieldsOf, isPart, valueIn, type EntryValues, type Fields } from './entry-values.ts'

/**
 * What the API refuses, by the path of the control. The API names the fields down to a value, not
 * its place in a list: what could be wrong in several elements is said at their list.
 */
export function placedProblems(
  { fields }: Pick<Fields, 'fields'>,
  values: EntryValues,
  error: unknown,
): Record<string, string> {
  const placed: Record<string, string> = {}
  for (const problem of fieldProblems(error)) {
    const names = [...parentsOf(problem), problem.fieldId]
    const [path, text] = place({ fields, values, at: '' }, names, problem.error)
    placed[path] ??= text
  }
  return placed
}

/** The names of the fields that it lies in, from the outermost. */
const parentsOf = (problem: FieldProblem) => listOf(bagOf(problem)['parents'], textOf)

interface Place {
  fields: readonly Field[]
  values: EntryValues
  at: string
}

function place(
  { fields, values, at }: Place,
  [name = '', ...rest]: string[],
  text: string,
): [string, string] {
  const path = at + name
  const field = fields.find(({ fieldId }) => fieldId === name)
  if (!field || rest.length === 0) return [path, text]
  const value = valueIn(values, field)
  const parts = (Array.isArray(value) ? value : [value]).flatMap((item, index) => {
    const inside = isPart(item) ? fieldsOf(field, item) : undefined
    const isThere = inside?.fields.some(({ fieldId }) => fieldId === rest[0])
    const below = Array.isArray(value) ? `${path}.${index}.` : `${path}.`
    return inside && isThere && isPart(item)
      ? [{ fields: inside.fields, values: item.values, at: below }]
      : []
  })
  const [only, ...others] = parts
  return only && others.length === 0 ? place(only, rest, text) : [path, text]
}
