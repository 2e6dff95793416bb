import { NativeSelect, TextInput } from '@mantine/core'
import { SearchField } from '../../ui/search-field.tsx'
import { useTypedText } from '../../ui/use-typed-text.ts'
import type { AuditChange, AuditSearch } from './audit-search.ts'

interface AuditFiltersProps {
  search: AuditSearch
  /** What is typed takes the place of the address before, so that Back leads out of it. */
  onChange: (change: AuditChange, replace: boolean) => void
}

/** What actions begin with, in the words of the pages that they are done on. */
const ACTIONS = [
  { value: '', label: 'Any action' },
  { value: 'security.user', label: 'Sign-ins and sign-outs' },
  { value: 'security.escalation', label: 'Refused escalations' },
  { value: 'security.group', label: 'Groups' },
  { value: 'security.apiKey', label: 'API keys' },
  { value: 'tenancy.tenant', label: 'Tenants' },
  { value: 'cms.entry', label: 'Entries' },
  { value: 'cms.model', label: 'Models' },
  { value: 'cms.group', label: 'Model groups' },
  { value: 'i18n.locale', label: 'Locales' },
]

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { by = '', action = '', target = '', from = '', to = '' } = search
  const [who, typeWho] = useTypedText(by, (text) => onChange({ by: text }, true))
  const [what, typeWhat] = useTypedText(target, (text) => onChange({ target: text }, true))
  const isOther = !ACTIONS.some(({ value }) => value === action)
  return (
    <div role="search" className="toolbar audit-filters">
      <SearchField
        label="Find events by who did it: a name or an id"
        placeholder="Who: a name or an id"
        value={who}
        onChange={typeWho}
      />
      <NativeSelect
        aria-label="Action"
        value={action}
        data={isOther ? [...ACTIONS, { value: action, label: action }] : ACTIONS}
        onChange={({ currentTarget }) => onChange({ action: currentTarget.value }, false)}
      />
      <TextInput
        aria-label="Target: the id of what it was done to"
        placeholder="Target: an id"
        value={what}
        onChange={({ currentTarget }) => typeWhat(currentTarget.value)}
      />
      <Day label="From" value={from} onChange={(day) => onChange({ from: day }, false)} />
      <Day label="To" value={to} onChange={(day) => onChange({ to: day }, false)} />
    </div>
  )
}

interface DayProps {
  label: string
  value: string
  onChange: (day: string) => void
}

function Day({ label, value, onChange }: DayProps) {
  return (
    <label className="audit-day">
      <span>{label}</span>
      <TextInput
        type="date"
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  )
}
