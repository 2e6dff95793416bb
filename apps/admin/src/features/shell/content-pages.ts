import { useQuery } from '@tanstack/react-query'
import { modelsQuery, placeOf, type Model } from '../../lib/content-models.ts'
import { useContentSpace, type Content } from '../../lib/content.tsx'
import { can } from '../../lib/permissions.ts'
import { useIdentity } from '../../lib/session.tsx'

const NO_CONTENT: Content = { locale: '', ask: () => Promise.reject(new Error('No locale.')) }

/** The models whose entries the person may read, in the locale that is open. */
export function useContentPages(): Model[] {
  const { permissions } = useIdentity()
  const { content } = useContentSpace()
  const mayRead = can(permissions, 'cms.contentEntry', 'r')
  const { data: models = [] } = useQuery({
    ...modelsQuery(content ?? NO_CONTENT),
    enabled: mayRead && content !== undefined,
  })
  if (!content) return []
  return models.filter((it) => can(permissions, 'cms.contentEntry', 'r', placeOf(content, it)))
}
