import { expect, test } from 'vitest'
import { ApiError } from '../../lib/api-error.ts'
import { permissionProblem, placeProblems } from './permission-text.ts'

test('what is refused stands at its permission, at its field, else at the permissions', () => {
  const data = [
    { fieldId: 'permissions.1.name', error: 'There is no such permission.' },
    { fieldId: 'expiresOn', error: 'In the past.' },
    { fieldId: 'permissions', error: 'Too many.' },
    { fieldId: 'elsewhere', error: 'x' },
  ]
  const error = new ApiError('VALIDATION_FAILED', 'No.', { data })

  expect(placeProblems(error, { expiresOn: 'expiry' })).toEqual({
    'permissions.1.name': 'There is no such permission.',
    expiry: 'In the past.',
    permissions: 'Too many.',
  })
})

test.each([
  ['', 'This is not JSON yet.'],
  ['{}', 'Permissions are a list: start with [ and end with ].'],
  ['[{"rwd":"r"}]', 'Each permission is an object with a "name".'],
  ['["security.group"]', 'Each permission is an object with a "name".'],
  ['[]', null],
  ['[{"name":"*"}]', null],
])('permissions %j: %s', (text, problem) => {
  expect(permissionProblem(text)).toBe(problem)
})
