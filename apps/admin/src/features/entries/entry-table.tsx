import { TriangleDownIcon, TriangleUpIcon } from '@radix-ui/react-icons'
import { Link } from '@tanstack/react-router'
import type { Model } from '../../lib/content-models.ts'
import { ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { EntryState } from './entry-state.tsx'
import { sortBy, sortingOf, type ListSearch } from './list-search.ts'
import type { EntrySummary } from './queries.ts'

interface EntryTableProps {
  model: Model
  entries: EntrySummary[]
  search: ListSearch
  onSort: (search: ListSearch) => void
}

export function EntryTable({ model, entries, search, onSort }: EntryTableProps) {
  const sort = { search, onSort }
  const head = (
    <>
      {sortableTitle(model) ? (
        <SortHead name={model.titleFieldId} label="Title" {...sort} />
      ) : (
        <th>Title</th>
      )}
      <th>Status</th>
      <SortHead name="savedOn" label="Modified" className="wide" {...sort} />
      <th className="wide">By</th>
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {entries.map((entry) => (
          <EntryRow key={entry.entryId} model={model} entry={entry} />
        ))}
      </tbody>
    </ListTable>
  )
}

function EntryRow({ model, entry }: { model: Model; entry: EntrySummary }) {
  const { entryId, title, status, savedOn, savedBy } = entry
  return (
    <tr>
      <td className="entry-title">
        <Link
          to="/content/$modelId/$entryId"
          params={{ modelId: model.modelId, entryId }}
          className="row-link"
        >
          {title}
        </Link>
        <div className="narrow">
          <Moment at={savedOn} />
        </div>
      </td>
      <td>
        <EntryState status={status} />
      </td>
      <td className="wide">
        <Moment at={savedOn} />
      </td>
      <td className="wide">{savedBy}</td>
    </tr>
  )
}

interface SortHeadProps {
  name: string
  label: string
  className?: string
  search: ListSearch
  onSort: (search: ListSearch) => void
}

function SortHead({ name, label, className, search, onSort }: SortHeadProps) {
  const sorting = sortingOf(search)
  const isSorted = sorting.name === name
  const direction = sorting.isDescending ? 'descending' : 'ascending'
  return (
    <th className={className} aria-sort={isSorted ? direction : 'none'}>
      <button type="button" className="sort-button" onClick={() => onSort(sortBy(search, name))}>
        {label}
        {isSorted && (sorting.isDescending ? <TriangleDownIcon /> : <TriangleUpIcon />)}
      </button>
    </th>
  )
}

const sortableTitle = ({ fields, titleFieldId }: Model): boolean =>
  fields.some((it) => it.fieldId === titleFieldId && !it.multipleValues && it.type !== 'long-text')
