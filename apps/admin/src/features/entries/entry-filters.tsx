import { SegmentedControl } from '@mantine/core'
import type { Model } from '../../lib/content-models.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { useTypedText } from '../../ui/use-typed-text.ts'
import { STATUS_WORDS } from './entry-state.tsx'
import { changed, STATUSES, type ListSearch } from './list-search.ts'
import { titleFieldOf } from './queries.ts'

interface EntryFiltersProps {
  model: Model
  search: ListSearch
  onChange: (search: ListSearch, replace: boolean) => void
}

export function EntryFilters({ model, search, onChange }: EntryFiltersProps) {
  return (
    <div className="toolbar entry-filters">
      {titleFieldOf(model) && (
        <Find
          value={search.find ?? ''}
          onChange={(find) => onChange(changed(search, { find }), true)}
        />
      )}
      <SegmentedControl
        aria-label="Status"
        value={search.status ?? 'all'}
        onChange={(value) =>
          onChange(changed(search, { status: STATUSES.find((it) => it === value) }), false)
        }
        data={[
          { value: 'all', label: 'All' },
          ...STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] })),
        ]}
      />
    </div>
  )
}

function Find({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, type] = useTypedText(value, onChange)
  return (
    <SearchField
      label="Find an entry by its title"
      placeholder="Find by title"
      value={text}
      onChange={type}
    />
  )
}
