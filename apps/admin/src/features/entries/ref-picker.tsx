import { Loader, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isSingleton, targetIdsOf, type Field, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { explanationOf } from '../../ui/error-note.tsx'
import { entryIdOf, type Reference } from './entry-values.ts'
import type { About } from './about.ts'
import { choicesQuery, summaryQuery, type EntrySummary } from './queries.ts'

interface RefPickerProps {
  field: Field
  models: Model[]
  about: About
  id: string
  value: Reference | null
  onChange: (value: Reference | null) => void
}

interface Choice {
  value: string
  label: string
  reference: Reference
}

/** Chooses an entry of the models that a reference may point to, by title. */
export function RefPicker({ field, models, about, id, value, onChange }: RefPickerProps) {
  const targets = models.filter((it) => targetIdsOf(field).includes(it.modelId) && !isSingleton(it))
  const chosen = useChosen(targets, value)
  const [typed, setTyped] = useState(chosen?.label ?? '')
  const [isOpen, setOpen] = useState(false)
  const found = useChoices(targets, typed === chosen?.label ? '' : typed, isOpen)
  const options = withChosen(found.groups, chosen)

  return (
    <Select
      {...about}
      id={id}
      placeholder={field.placeholderText ?? `Find ${namesOf(targets) || 'an entry'}`}
      data={options}
      value={chosen?.value ?? null}
      onChange={(next) => {
        const choice = options.flatMap(({ items }) => items).find((it) => it.value === next)
        onChange(choice?.reference ?? null)
      }}
      searchable
      clearable
      searchValue={typed}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      // The API has searched already.
      filter={({ options: all }) => all}
      nothingFoundMessage={found.message}
      rightSection={found.isLoading ? <Loader size={14} color="gray" /> : undefined}
    />
  )
}

function useChosen(targets: Model[], value: Reference | null): Choice | undefined {
  const content = useContent()
  const model = targets.find(({ modelId }) => modelId === value?.modelId)
  const known = value && model ? { value, model } : undefined
  const { data, error } = useQuery({
    ...(known
      ? summaryQuery(content, known.model, entryIdOf(known.value))
      : { queryKey: ['entries', 'none'], queryFn: () => Promise.resolve(undefined) }),
    enabled: known !== undefined,
  } as ReturnType<typeof summaryQuery>)
  if (!value) return undefined
  // What cannot be read any more still stands in the entry, and can be replaced.
  const label = data?.title ?? (error || !known ? `${entryIdOf(value)} (not found)` : '…')
  return { value: keyOf(value.modelId, entryIdOf(value)), label, reference: value }
}

function useChoices(targets: Model[], find: string, isOpen: boolean) {
  const content = useContent()
  const [words] = useDebouncedValue(find.trim(), 250)
  const answers = useQueries({
    queries: targets.map((it) => ({ ...choicesQuery(content, it, words), enabled: isOpen })),
  })
  const error = answers.find((it) => it.error)?.error
  const isLoading = isOpen && answers.some((it) => it.isLoading)
  const groups = targets.map((model, index) => ({
    group: model.name,
    items: (answers[index]?.data ?? []).map((entry) => choiceOf(model, entry)),
  }))
  const message = isLoading ? 'Loading…' : error ? explanationOf(error) : 'No entry has this title.'
  return { groups, isLoading, message }
}

function withChosen(groups: { group: string; items: Choice[] }[], chosen: Choice | undefined) {
  const isListed = groups.some(({ items }) => items.some((it) => it.value === chosen?.value))
  if (!chosen || isListed) return groups.filter(({ items }) => items.length > 0)
  return [{ group: 'Chosen', items: [chosen] }, ...groups].filter(({ items }) => items.length > 0)
}

const keyOf = (modelId: string, entryId: string) => `${modelId} ${entryId}`

const choiceOf = ({ modelId }: Model, { id, entryId, title }: EntrySummary): Choice => ({
  value: keyOf(modelId, entryId),
  label: title,
  reference: { modelId, id },
})

const list = new Intl.ListFormat('en', { type: 'disjunction' })
const namesOf = (models: Model[]) => list.format(models.map(({ name }) => name))
