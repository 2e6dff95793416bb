import { Button, Skeleton, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Moment } from '../../ui/moment.tsx'
import { toast, toastError } from '../../ui/toast.ts'
import { EntryState } from './entry-state.tsx'
import {
  createEntryFrom,
  entryQuery,
  revisionsQuery,
  type Entry,
  type EntrySummary,
} from './queries.ts'

/** All revisions of an entry, the newest first. */
export function Revisions({ model, entry }: { model: Model; entry: Entry }) {
  const query = revisionsQuery(useContent(), model, entry.entryId)
  const { data: revisions, error, refetch } = useQuery(query)
  return (
    <aside aria-label="Revisions">
      <Title order={2} fz={14} mb={8}>
        Revisions
      </Title>
      {error ? (
        <ErrorNote
          title="The revisions could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : revisions ? (
        <div className="panel">
          {revisions.map((it, index) => (
            <Revision
              key={it.id}
              model={model}
              revision={it}
              isLatest={index === 0}
              isOpen={it.id === entry.id}
            />
          ))}
        </div>
      ) : (
        <Skeleton h={58} />
      )}
    </aside>
  )
}

interface RevisionProps {
  model: Model
  revision: EntrySummary
  isLatest: boolean
  isOpen: boolean
}

function Revision({ model, revision, isLatest, isOpen }: RevisionProps) {
  const { entryId, revision: number, status, savedOn, savedBy } = revision
  return (
    <Link
      to="/content/$modelId/$entryId"
      params={{ modelId: model.modelId, entryId }}
      search={{ revision: isLatest ? undefined : number }}
      activeOptions={{ exact: true, explicitUndefined: true }}
      className="revision"
      aria-current={isOpen ? 'page' : undefined}
    >
      <span>
        Revision {number}
        <Text c="dimmed" fz="xs" component="span" display="block">
          {savedBy}, <Moment at={savedOn} />
        </Text>
      </span>
      <EntryState status={status} />
    </Link>
  )
}

/** Makes the next revision with the values of an older one. */
export function RestoreButton({ model, entry }: { model: Model; entry: Entry }) {
  const content = useContent()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const mayWrite = useCan('cms.contentEntry', 'w', placeOf(content, model))
  const { modelId } = model
  const { entryId } = entry
  const { mutate, isPending } = useMutation({
    mutationFn: () => createEntryFrom(content, model, { revision: entry.id }),
    onSuccess: async (made) => {
      toast(`Revision ${entry.revision} was restored as revision ${made.revision}.`)
      const latest = entryQuery(content, model, { entryId, revision: undefined })
      queries.setQueryData(latest.queryKey, made)
      await queries.invalidateQueries({ queryKey: ['entry', content.locale, modelId, entryId] })
      await queries.invalidateQueries({ queryKey: ['entries'] })
      await navigate({ to: '/content/$modelId/$entryId', params: { modelId, entryId }, search: {} })
    },
    onError: (error) => toastError(`Revision ${entry.revision} was not restored`, error),
  })
  if (!mayWrite) return null
  return (
    <Button loading={isPending} onClick={() => mutate()}>
      Restore as new revision
    </Button>
  )
}
