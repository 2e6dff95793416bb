import { inShort } from '../../lib/permission-words.ts'
import { permissionsOf } from '../../lib/permissions.ts'

const reading = [
  { name: 'cms.contentModelGroup', rwd: 'r' },
  { name: 'cms.contentModel', rwd: 'r' },
  { name: 'cms.contentEntry', rwd: 'r' },
]

/** What most keys are for. */
export const PRESETS = [
  { label: 'Read published content', permissions: [{ name: 'cms.endpoint.read' }, ...reading] },
  {
    label: 'Read drafts too',
    permissions: [{ name: 'cms.endpoint.read' }, { name: 'cms.endpoint.preview' }, ...reading],
  },
]

/** What a key may do in a few words: those of the preset that it has, if any. */
export function mayDo(permissions: unknown[]): string {
  const preset = PRESETS.find((it) => isSame(it.permissions, permissions))
  return preset?.label ?? inShort(permissionsOf(permissions))
}

export const isSame = (some: unknown, others: unknown): boolean =>
  JSON.stringify(canonical(some)) === JSON.stringify(canonical(others))

/** The order of permissions and of their members means nothing. */
function canonical(permissions: unknown): string[] {
  if (!Array.isArray(permissions)) return []
  return permissions
    .map((it: unknown) =>
      JSON.stringify(Object.entries(it ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    .sort()
}
