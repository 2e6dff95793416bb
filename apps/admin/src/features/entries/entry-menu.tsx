import { EyeNoneIcon, TrashIcon } from '@radix-ui/react-icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { ActionsMenu } from '../../ui/actions-menu.tsx'
import { toast, toastError } from '../../ui/toast.ts'
import { deleteEntry, restoreEntry, revisionsQuery, unpublishEntry, type Entry } from './queries.ts'
import { toastWithUndo } from './undo-toast.tsx'
import type { EntryForm } from './use-entry-form.ts'

interface EntryMenuProps {
  model: Model
  entry: Entry
  form: EntryForm
}

/** What is done to an entry less often than to save it. */
export function EntryMenu({ model, entry, form }: EntryMenuProps) {
  const content = useContent()
  const place = placeOf(content, model)
  const mayUnpublish = useCan('cms.contentEntry', 'u', place)
  const mayDelete = useCan('cms.contentEntry', 'd', place)
  const { data: revisions = [] } = useQuery(revisionsQuery(content, model, entry.entryId))
  const published = revisions.find(({ status }) => status === 'published')
  const unpublish = useUnpublish(model, entry, form)
  const remove = useDelete(model, entry, form)
  const takeBack = mayUnpublish &&
    published && {
      label: `Unpublish revision ${published.revision}`,
      icon: <EyeNoneIcon />,
      onSelect: () => unpublish.mutate(published.id),
    }
  return (
    <ActionsMenu
      label="More actions"
      size={32}
      isBusy={unpublish.isPending || remove.isPending}
      sections={[
        [
          takeBack,
          mayDelete && {
            label: 'Delete entry',
            icon: <TrashIcon />,
            onSelect: () => remove.mutate(),
          },
        ],
      ]}
    />
  )
}

function useUnpublish(model: Model, entry: Entry, form: EntryForm) {
  const content = useContent()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (revision: string) => unpublishEntry(content, model, revision),
    onSuccess: async (read) => {
      if (read.id === entry.id && !form.isDirty()) form.adopt(read)
      toast(`${read.title} is no longer published.`)
      await queries.invalidateQueries({ queryKey: ['entry'] })
      await queries.invalidateQueries({ queryKey: ['entries'] })
    },
    onError: (error) => toastError(`${entry.title} was not unpublished`, error),
  })
}

/** To the bin, and back from there if it was a mistake. */
function useDelete(model: Model, { entryId, title }: Entry, form: EntryForm) {
  const content = useContent()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { modelId } = model
  const refresh = () => queries.invalidateQueries({ queryKey: ['entries'] })
  return useMutation({
    mutationFn: () => deleteEntry(content, model, entryId),
    onSuccess: async () => {
      form.forget()
      toastWithUndo(`${title} was deleted.`, {
        undo: () => restoreEntry(content, model, entryId).then(refresh),
        undone: `${title} is back.`,
        notUndone: `${title} was not restored`,
      })
      await navigate({ to: '/content/$modelId', params: { modelId } })
      queries.removeQueries({ queryKey: ['entry', content.locale, modelId, entryId] })
      await refresh()
    },
    onError: (error) => toastError(`${title} was not deleted`, error),
  })
}
