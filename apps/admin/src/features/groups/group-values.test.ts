import { expect, test } from 'vitest'
import { updateInput } from './group-values.ts'

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
