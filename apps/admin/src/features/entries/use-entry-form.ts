import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { isSingleton, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { fitting, useDraft } from '../../lib/draft.ts'
import { toast } from '../../ui/toast.ts'
import {
  initialValues,
  inputOf,
  problemsOf,
  valuesOf,
  type EntryValues,
  type Item,
} from './entry-values.ts'
import { placedProblems } from './placed-problems.ts'
import {
  createEntry,
  createEntryFrom,
  entryQuery,
  onlyEntryQuery,
  publishEntry,
  updateEntry,
  updateOnlyEntry,
  type Entry,
} from './queries.ts'

type Problems = Record<string, string>
type Step = 'save' | 'publish' | 'overwrite'

export type EntryForm = ReturnType<typeof useEntryForm>

const isSame = (a: EntryValues, b: EntryValues) => JSON.stringify(a) === JSON.stringify(b)

/** The state of the editor of an entry: its values, what they were made from, how to save them. */
export function useEntryForm(model: Model, entry: Entry | undefined) {
  const content = useContent()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [base, setBase] = useState(entry)
  const { found, keep, forget } = useDraft<EntryValues, string>()
  const [stored] = useState(() => (entry ? valuesOf(model, entry.values) : initialValues(model)))
  const [values, setValues] = useState(() => (found ? fitting(stored, found.values) : stored))
  const madeFrom = found ? found.version : versionOf(base)
  const saved = useRef(stored)
  const current = useRef(values)
  const [problems, setProblems] = useState<Problems>({})

  const write = (next: EntryValues) => {
    current.current = next
    setValues(next)
    keep(isDirty() ? { values: next, version: madeFrom } : undefined)
  }
  const isDirty = () => !isSame(current.current, saved.current)
  /** What was typed since `sent` stays; everything else is now as the API has it. */
  const adopt = (read: Entry, sent = current.current) => {
    setBase(read)
    forget()
    saved.current = valuesOf(model, read.values)
    if (isSame(current.current, sent)) write(saved.current)
    else keep({ values: current.current, version: versionOf(read) })
  }

  // What somebody else saved shows as soon as it is known, unless it would overwrite something.
  const follow = useEffectEvent((read: Entry) => {
    const isNewer = base && (read.id !== base.id || read.version > base.version)
    if (isNewer) adopt(read)
  })
  useEffect(() => {
    if (entry && isSame(current.current, saved.current)) follow(entry)
  }, [entry])

  const begin = useEffectEvent(() => focusControl(() => true))
  useEffect(() => {
    if (!entry) begin()
  }, [entry])

  const run = useMutation({
    mutationFn: async (step: Step) => {
      const sent = current.current
      if (madeFrom !== versionOf(base) && step !== 'overwrite')
        throw new ApiError('CONFLICT', 'Somebody else has saved this entry since.')
      const read = step === 'overwrite' && base ? await freshly(base) : base
      const needsSave = !read || step === 'overwrite' || isDirty()
      const kept = needsSave ? await store(read, sent) : read
      adopt(kept, sent)
      return step === 'publish' ? publishEntry(content, model, kept) : kept
    },
    onMutate: () => setProblems({}),
    onSuccess: async (read, step) => {
      adopt(read)
      toast(isSingleton(model) ? `${model.name} was saved. It is public.` : wordsFor(step, read))
      await spread(read)
    },
    onError: (error) => {
      const placed = placedProblems(model, current.current, error)
      setProblems(placed)
      // A toast or a note would be far from what is wrong.
      requestAnimationFrame(() => focusControl((path) => path in placed))
    },
    // Also after a failure: the first of two steps may have been made.
    onSettled: () => queries.invalidateQueries({ queryKey: ['entries'] }),
  })

  const freshly = ({ entryId }: Entry) =>
    isSingleton(model)
      ? queries.fetchQuery({ ...onlyEntryQuery(content, model), staleTime: 0 })
      : queries.fetchQuery({
          ...entryQuery(content, model, { entryId, revision: undefined }),
          staleTime: 0,
        })

  const store = (read: Entry | undefined, sent: EntryValues) => {
    const data = inputOf(model, sent)
    if (read && isSingleton(model)) return updateOnlyEntry(content, model, { read, data })
    if (!read) return createEntry(content, model, data)
    return read.isLocked
      ? createEntryFrom(content, model, { revision: read.id, data })
      : updateEntry(content, model, { read, data })
  }

  const keyOfLatest = ({ entryId }: Entry) =>
    isSingleton(model)
      ? onlyEntryQuery(content, model).queryKey
      : entryQuery(content, model, { entryId, revision: undefined }).queryKey

  const spread = async (read: Entry) => {
    const { entryId } = read
    queries.setQueryData(keyOfLatest(read), read)
    if (!entry) {
      const place = document.activeElement?.id
      await navigate({
        to: '/content/$modelId/$entryId',
        params: { modelId: model.modelId, entryId },
        replace: true,
      })
      // Whoever saved while they wrote goes on writing.
      if (place) document.getElementById(place)?.focus()
    }
    await queries.invalidateQueries({ queryKey: ['entry', content.locale, model.modelId, entryId] })
  }

  const attempt = (step: Step) => {
    if (run.isPending) return
    const found = problemsOf(model, current.current)
    setProblems(found)
    if (Object.keys(found).length === 0) run.mutate(step)
    else focusControl((path) => path in found)
  }

  return {
    base,
    values,
    problems,
    isDirty,
    attempt,
    adopt,
    /** Nothing here is worth keeping any more: the entry is gone. */
    forget: () => {
      saved.current = current.current
      forget()
    },
    kept: {
      isRestored: found !== undefined,
      /** Goes back to what is stored. */
      discard: () => {
        run.reset()
        forget()
        write(saved.current)
      },
    },
    error: run.error,
    busyWith: run.isPending ? run.variables : undefined,
    /** `at`: the path of the control in which something changed. */
    set: (fieldId: string, value: Item | Item[], at: string) => {
      write({ ...current.current, [fieldId]: value })
      setProblems((old) => without(old, at))
    },
    reload: async () => {
      if (!base) return
      const read = await freshly(base)
      run.reset()
      setBase(read)
      forget()
      saved.current = valuesOf(model, read.values)
      write(saved.current)
    },
  }
}

/** What a draft was made from: the saves of a revision are counted. */
const versionOf = (entry: Entry | undefined) => (entry ? `${entry.id} ${entry.version}` : 'new')

/** Without those at a control, in it, and at what it lies in. */
const without = (problems: Problems, at: string): Problems =>
  Object.fromEntries(
    Object.entries(problems).filter(
      ([path]) => !`${path}.`.startsWith(`${at}.`) && !`${at}.`.startsWith(`${path}.`),
    ),
  )

function wordsFor(step: Step, { title, revision }: Entry): string {
  return step === 'publish'
    ? `${title} was published.`
    : `${title} was saved as revision ${revision}.`
}

/** The first of the wanted ones on the page. */
function focusControl(isWanted: (path: string) => boolean): void {
  const controls = document.querySelectorAll<HTMLElement>(
    'input[id^=field-], textarea[id^=field-], button[id^=field-], [contenteditable][id^=field-]',
  )
  const first = [...controls].find(({ id }) => isWanted(id.slice('field-'.length)))
  first?.focus()
}
