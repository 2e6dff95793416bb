import type { Group } from './permission.ts'
import type { Principal } from './scope.ts'

// Those who work although nobody asks, and all that each of them may do.

const job = (id: string, displayName: string, permissions: Group): Principal => ({
  identity: { type: 'job', id },
  displayName,
  groupSlugs: [],
  groups: [permissions],
})

/** Makes indexes of what is stored, and says in the model when they are complete. */
export const indexing: Principal = job('indexing', 'Indexing', [
  { name: 'cms.contentModelGroup', rwd: 'r' },
  { name: 'cms.contentModel', rwd: 'rw' },
])

/** Makes and changes, in every tenant, the models that code defines. */
export const defining: Principal = job('models-in-code', 'Models in code', [
  { name: 'cms.contentModelGroup', rwd: 'rw' },
  { name: 'cms.contentModel', rwd: 'rw' },
])
