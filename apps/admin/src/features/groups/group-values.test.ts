import { expect, test } from 'vitest'
import { placeProblems, updateInput, validators } from './group-values.ts'

test('findings at permissions go to their element, others to their field', () => {
  const { fields, elements } = placeProblems([
    { fieldId: 'permissions.1.name', error: 'There is no such permission.' },
    { fieldId: 'slug', error: 'Taken.' },
    { fieldId: 'permissions', error: 'Too many.' },
  ])

  expect(elements).toEqual([{ index: 1, message: 'There is no such permission.' }])
  expect(fields).toEqual({ slug: 'Taken.', permissions: 'Too many.' })
})

test.each([
  ['', 'This is not JSON yet.'],
  ['{}', 'Permissions are a list: start with [ and end with ].'],
  ['[{"rwd":"r"}]', 'Each permission is an object with a "name".'],
  ['["security.group"]', 'Each permission is an object with a "name".'],
  ['[]', null],
  ['[{"name":"*"}]', null],
])('permissions %j: %s', (text, problem) => {
  expect(validators(true).permissions(text)).toBe(problem)
})

test('of a system group only the permissions are sent', () => {
  const values = { name: 'A', slug: 'anonymous', description: '', permissions: '[{"name":"x"}]' }
  const group = {
    id: '1',
    name: 'A',
    slug: 'anonymous',
    description: '',
    permissions: [],
    system: true,
    createdOn: '',
    version: 1,
  }

  expect(updateInput(values, group)).toEqual({ permissions: [{ name: 'x' }] })
})
