import { expect, test } from 'vitest'
import { defining, indexing } from './jobs.ts'
import { can } from './permissions.ts'
import { scopeFor } from './testing.ts'

/** What a job may do to models of content, and to their groups. */
const lettersOf = (principal: typeof indexing) => {
  const scope = { ...scopeFor(), principal }
  const names = ['cms.contentModel', 'cms.contentModelGroup'] as const
  const letters = ['r', 'w', 'd'] as const
  return names.map((name) => letters.filter((it) => can(scope, name, it)).join(''))
}

test('those who work although nobody asks say who they are, and may do only that', () => {
  expect(indexing).toEqual({
    identity: { type: 'job', id: 'indexing' },
    displayName: 'Indexing',
    groupSlugs: [],
    groups: [
      [
        { name: 'cms.contentModelGroup', rwd: 'r' },
        { name: 'cms.contentModel', rwd: 'rw' },
      ],
    ],
  })
  expect(defining).toMatchObject({
    identity: { type: 'job', id: 'models-in-code' },
    displayName: 'Models in code',
    groupSlugs: [],
  })
  expect(lettersOf(indexing)).toEqual(['rw', 'r'])
  expect(lettersOf(defining)).toEqual(['rw', 'rw'])
  for (const principal of [indexing, defining])
    for (const name of ['cms.contentEntry', 'security.group', 'tenancy.tenant'] as const)
      expect(can({ ...scopeFor(), principal }, name, 'r')).toBe(false)
})
