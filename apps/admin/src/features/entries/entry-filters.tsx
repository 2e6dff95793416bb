import { SegmentedControl } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import type { Model } from '../../lib/content-models.ts'
import { SearchField } from '../../ui/search-field.tsx'
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
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  const [written, setWritten] = useState(value)
  const change = useDebouncedCallback((next: string) => {
    setWritten(next)
    onChange(next)
  }, 250)
  // The address changed by something else than typing: Back, or "Show all entries".
  if (value !== seen) {
    setSeen(value)
    if (value !== written) setText(value)
  }
  return (
    <SearchField
      label="Find an entry by its title"
      placeholder="Find by title"
      value={text}
      onChange={(next) => {
        setText(next)
        change(next)
      }}
    />
  )
}
