import './entries.css'
import { Button } from '@mantine/core'
import { FileTextIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { hasCode } from '../../lib/api-error.ts'
import type { Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { FailedPage, LostPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { EntryEditor } from './entry-editor.tsx'
import { ModelPage } from './model-page.tsx'
import { entryQuery } from './queries.ts'

export function NewEntryScreen() {
  return (
    <ModelPage>
      {(model, models) => (
        <EntryEditor
          key={model.modelId}
          model={model}
          models={models}
          trail={<Trail model={model} />}
        />
      )}
    </ModelPage>
  )
}

export function EntryScreen() {
  return <ModelPage>{(model, models) => <OpenEntry model={model} models={models} />}</ModelPage>
}

function OpenEntry({ model, models }: { model: Model; models: Model[] }) {
  const { entryId } = useParams({ from: '/space/content/$modelId/$entryId' })
  const { revision } = useSearch({ from: '/space/content/$modelId/$entryId' })
  const query = entryQuery(useContent(), model, { entryId, revision })
  const { data: entry, error, refetch } = useQuery({ ...query, staleTime: 0 })
  const trail = <Trail model={model} />

  if (hasCode(error, 'NOT_FOUND')) return <NoSuchEntry model={model} />
  if (error && !entry)
    return <FailedPage title="Entry" trail={trail} what="entry" error={error} onRetry={refetch} />
  if (!entry) return <PageSkeleton />
  return (
    <EntryEditor
      key={`${entryId} ${revision ?? 'latest'}`}
      model={model}
      models={models}
      entry={entry}
      trail={trail}
      isOlder={revision !== undefined}
    />
  )
}

function Trail({ model: { modelId, name } }: { model: Model }) {
  return (
    <Link to="/content/$modelId" params={{ modelId }}>
      {name}
    </Link>
  )
}

function NoSuchEntry({ model }: { model: Model }) {
  const back = (
    <Button
      renderRoot={(props) => (
        <Link to="/content/$modelId" params={{ modelId: model.modelId }} {...props} />
      )}
      variant="default"
    >
      Show all entries
    </Button>
  )
  return (
    <LostPage what="entry" trail={<Trail model={model} />} icon={<FileTextIcon />} actions={back}>
      It may have been deleted, or your groups do not let you read it.
    </LostPage>
  )
}
