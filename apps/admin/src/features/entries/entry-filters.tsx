import { SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { MagnifyingGlassIcon } from '@radix-ui/react-icons'
import { useEffect, useRef, useState } from 'react'
import type { Model } from '../../lib/content-models.ts'
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
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const change = useDebouncedCallback(onChange, 250)
  useHotkeys([['/', () => input.current?.focus()]])
  // The address changed by something else than typing: Back, or "Show all entries".
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value)
  }, [value])
  return (
    <TextInput
      ref={input}
      leftSection={<MagnifyingGlassIcon />}
      placeholder="Find by title"
      aria-label="Find an entry by its title"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        change(event.currentTarget.value)
      }}
      w={280}
    />
  )
}
