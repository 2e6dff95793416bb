import { expect, test } from 'vitest'
import { environmentOf } from './environments.ts'

test.each([
  ['prod', 'production'],
  ['staging', 'staging'],
  ['preview-1', 'preview'],
  ['preview-1048576', 'preview'],
  ['preview', 'development'],
  ['preview-1a', 'development'],
  ['prod-2', 'development'],
  ['local', 'development'],
  ['a', 'development'],
  ['twenty-characters-20', 'development'],
])('%s is %s', (name, kind) => {
  expect(environmentOf(name)).toMatchObject({ name, kind })
})

test.each([
  '',
  'Prod',
  '1',
  '-a',
  'a_b',
  'a.b',
  'a b',
  'dev\n',
  'é',
  'twenty-one-characters',
  'a/b',
])('"%s" is not a name, and the sentence says what is', (name) => {
  expect(() => environmentOf(name)).toThrow(
    `"${name}" cannot be the name of an environment: it takes a letter and then up to 19 of a-z, 0-9 and "-".`,
  )
})

test('who means production is told its name, and does not get an unprotected environment', () => {
  expect(() => environmentOf('production')).toThrow(
    'The production environment is called "prod", not "production".',
  )
})

test('data is kept in production alone, and can be restored where a release is rehearsed, too', () => {
  const of = (trait: 'keepData' | 'pointInTimeRecovery') =>
    ['dev', 'preview-1', 'staging', 'prod'].filter((name) => environmentOf(name)[trait])

  expect(of('keepData')).toEqual(['prod'])
  expect(of('pointInTimeRecovery')).toEqual(['staging', 'prod'])
})

test('a bill can be told apart by project, by environment, and by kind', () => {
  expect(environmentOf('preview-7').tags).toEqual({
    project: 'tenantry',
    environment: 'preview-7',
    kind: 'preview',
  })
})
