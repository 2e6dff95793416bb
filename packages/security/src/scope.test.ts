import { expect, test } from 'vitest'
import { anonymous, event, isSame } from './scope.ts'

const ann = { type: 'admin', id: 'ann' }

test('an event is in the name of whoever called, by what they are known by', () => {
  const principal = { ...anonymous, identity: ann, displayName: 'Ann', email: 'ann@acme.example' }
  expect(event({ principal }, 'security.group.create', 'editors')).toEqual({
    action: 'security.group.create',
    by: { type: 'admin', id: 'ann', displayName: 'Ann' },
    target: 'editors',
  })
})

test('whoever shows no credential is nobody, and in no group', () => {
  expect(anonymous).toEqual({
    identity: { type: 'anonymous', id: 'anonymous' },
    displayName: 'Anonymous',
    groupSlugs: [],
    groups: [],
  })
})

test('two are the same if kind and id are', () => {
  expect(isSame({ ...ann }, ann)).toBe(true)
  for (const other of [undefined, { ...ann, id: 'bob' }, { ...ann, type: 'service' }])
    expect(isSame(other, ann)).toBe(false)
})
