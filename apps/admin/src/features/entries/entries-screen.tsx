import './entries.css'
import { Button, Group } from '@mantine/core'
import { FileTextIcon, MagnifyingGlassIcon, PlusIcon } from '@radix-ui/react-icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { TableSkeleton } from '../../ui/table-skeleton.tsx'
import { EntryFilters } from './entry-filters.tsx'
import { EntryTable } from './entry-table.tsx'
import { changed, type ListSearch } from './list-search.ts'
import { ModelPage } from './model-page.tsx'
import { pageQuery } from './queries.ts'

const route = getRouteApi('/space/content/$modelId')

export function EntriesScreen() {
  return <ModelPage>{(model) => <Entries key={model.modelId} model={model} />}</ModelPage>
}

function Entries({ model }: { model: Model }) {
  const content = useContent()
  const search = readSearch(route.useSearch())
  const navigate = route.useNavigate()
  const mayWrite = useCan('cms.contentEntry', 'w', placeOf(content, model))
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...pageQuery(content, model, search),
    placeholderData: keepPreviousData,
  })
  const show = (next: ListSearch, replace = false) =>
    void navigate({ search: ({ tenantId, locale }) => ({ tenantId, locale, ...next }), replace })
  const create = mayWrite && (
    <Button
      renderRoot={(props) => (
        <Link to="/content/$modelId/new" params={{ modelId: model.modelId }} {...props} />
      )}
      leftSection={<PlusIcon />}
    >
      Create entry
    </Button>
  )
  const isFiltered = Boolean(search.status ?? search.find)
  const isBlank = data?.entries.length === 0 && !isFiltered && !search.after
  return (
    <Page title={model.name} flush actions={data && !isBlank && create}>
      {!isBlank && <EntryFilters model={model} search={search} onChange={show} />}
      {error ? (
        <div style={{ padding: 24 }}>
          <ErrorNote
            title="The entries could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          >
            {search.after && (
              <Button variant="default" onClick={() => show(changed(search, {}))}>
                Show the first page
              </Button>
            )}
          </ErrorNote>
        </div>
      ) : !data ? (
        <TableSkeleton label="Loading the entries" />
      ) : isBlank ? (
        <NoEntries model={model} actions={create} />
      ) : (
        <div aria-busy={isPlaceholderData} className="entry-page">
          {data.entries.length === 0 ? (
            <NoMatch
              onClear={() => show(changed(search, { status: undefined, find: undefined }))}
            />
          ) : (
            <EntryTable model={model} entries={data.entries} search={search} onSort={show} />
          )}
          <Pages search={search} cursor={data.cursor} />
        </div>
      )}
    </Page>
  )
}

/** Only what makes the list: tenant and locale are the address's own. */
function readSearch(search: ListSearch): ListSearch {
  return changed(search, { after: search.after })
}

function NoEntries({ model, actions }: { model: Model; actions: React.ReactNode }) {
  return (
    <Empty icon={<FileTextIcon />} title="No entries yet" actions={actions}>
      Entries of {model.name} begin as drafts. Nobody outside sees one before it is published.
    </Empty>
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const clear = (
    <Button variant="default" onClick={onClear}>
      Show all entries
    </Button>
  )
  return (
    <Empty icon={<MagnifyingGlassIcon />} title="No entry matches" actions={clear}>
      Nothing here has this status and these words in its title.
    </Empty>
  )
}

function Pages({ search, cursor }: { search: ListSearch; cursor: string | undefined }) {
  const navigate = route.useNavigate()
  const { history } = useRouter()
  // Cursors only lead on: back is what the browser remembers, or the beginning.
  const cameFromBefore = 'isNextPage' in history.location.state
  if (!search.after && !cursor) return null
  const first = () => void navigate({ search: (old) => ({ ...old, after: undefined }) })
  const next = () =>
    void navigate({
      search: (old) => ({ ...old, after: cursor }),
      state: (old) => ({ ...old, isNextPage: true }),
    })
  return (
    <Group component="nav" aria-label="Pages" gap={8} justify="flex-end" className="entry-pages">
      {search.after && (
        <Button variant="default" onClick={cameFromBefore ? () => history.back() : first}>
          {cameFromBefore ? 'Previous page' : 'First page'}
        </Button>
      )}
      <Button variant="default" onClick={next} disabled={!cursor}>
        Next page
      </Button>
    </Group>
  )
}
