import { useQuery } from '@tanstack/react-query'
import type { Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { FailedPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { EntryEditor } from './entry-editor.tsx'
import { onlyEntryQuery } from './queries.ts'

/** The entry of a model that has one: there is no list to choose it from. */
export function OnlyEntry({ model, models }: { model: Model; models: Model[] }) {
  const query = useQuery({ ...onlyEntryQuery(useContent(), model), staleTime: 0 })
  const { data: entry, error, refetch } = query
  if (error && !entry)
    return <FailedPage title={model.name} what="entry" error={error} onRetry={refetch} />
  if (!entry) return <PageSkeleton />
  return <EntryEditor model={model} models={models} entry={entry} />
}
