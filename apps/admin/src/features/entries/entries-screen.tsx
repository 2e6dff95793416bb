import './entries.css'
import { Button, Group } from '@mantine/core'
import { FileTextIcon, MagnifyingGlassIcon, PlusIcon, TrashIcon } from '@radix-ui/react-icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { PageButtons } from '../../ui/page-buttons.tsx'
import { EntryFilters } from './entry-filters.tsx'
import { EntryTable } from './entry-table.tsx'
import { changed, type ListSearch } from './list-search.ts'
import { ModelPage } from './model-page.tsx'
import { OnlyEntry } from './only-entry.tsx'
import { pageQuery } from './queries.ts'

const route = getRouteApi('/space/content/$modelId')

export function EntriesScreen() {
  return (
    <ModelPage
      only={(model, models) => <OnlyEntry key={model.modelId} model={model} models={models} />}
    >
      {(model) => <Entries key={model.modelId} model={model} />}
    </ModelPage>
  )
}

function Entries({ model }: { model: Model }) {
  const content = useContent()
  const search = readSearch(route.useSearch())
  const navigate = route.useNavigate()
  const query = useQuery({
    ...pageQuery(content, model, search),
    placeholderData: keepPreviousData,
  })
  const show = (next: ListSearch, replace = false) =>
    void navigate({ search: ({ tenantId, locale }) => ({ tenantId, locale, ...next }), replace })
  const actions = <Actions model={model} />
  const isFiltered = Boolean(search.status ?? search.find ?? search.after)
  return (
    <ListPage
      title={model.name}
      what="entries"
      query={query}
      actions={actions}
      empty={<NoEntries model={model} actions={actions} />}
      isEmpty={({ entries }) => entries.length === 0 && !isFiltered}
      toolbar={<EntryFilters model={model} search={search} onChange={show} />}
      waysOn={
        search.after && (
          <Button variant="default" onClick={() => show(changed(search, {}))}>
            Show the first page
          </Button>
        )
      }
    >
      {({ entries, cursor }) => (
        <div aria-busy={query.isPlaceholderData} className="entry-page">
          {entries.length === 0 ? (
            <NoMatch
              onClear={() => show(changed(search, { status: undefined, find: undefined }))}
            />
          ) : (
            <EntryTable model={model} entries={entries} search={search} onSort={show} />
          )}
          <PageButtons after={search.after} cursor={cursor} />
        </div>
      )}
    </ListPage>
  )
}

/** Who may delete entries may also bring them back. */
function Actions({ model }: { model: Model }) {
  const place = placeOf(useContent(), model)
  const mayWrite = useCan('cms.contentEntry', 'w', place)
  const mayDelete = useCan('cms.contentEntry', 'd', place)
  const params = { modelId: model.modelId }
  return (
    <Group gap={8} wrap="nowrap" justify="center">
      {mayDelete && (
        <Button
          variant="default"
          leftSection={<TrashIcon />}
          renderRoot={(props) => <Link to="/content/$modelId/bin" params={params} {...props} />}
        >
          Bin
        </Button>
      )}
      {mayWrite && (
        <Button
          leftSection={<PlusIcon />}
          renderRoot={(props) => <Link to="/content/$modelId/new" params={params} {...props} />}
        >
          Create entry
        </Button>
      )}
    </Group>
  )
}

/** Only what makes the list: tenant and locale are the address's own. */
function readSearch(search: ListSearch): ListSearch {
  return changed(search, { after: search.after })
}

function NoEntries({ model, actions }: { model: Model; actions: ReactNode }) {
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
