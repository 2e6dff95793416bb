import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ApiError, hasCode } from '../../lib/api-error.ts'
import { isSingleton, placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { deleteModel } from './queries.ts'

interface DeleteModelButtonProps {
  model: Model
  onDeleted: () => void
}

/** Asks first: a deleted model cannot be brought back. */
export function DeleteModelButton({ model, onDeleted }: DeleteModelButtonProps) {
  const content = useContent()
  const queries = useQueryClient()
  const mayDelete = useCan('cms.contentModel', 'd', placeOf(content, model))
  const [isOpen, { open, close }] = useDisclosure(false)
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: () => deleteModel(content, model.modelId),
    onSuccess: async () => {
      close()
      onDeleted()
      toast(`${model.name} was deleted.`)
      await queries.invalidateQueries({ queryKey: ['models'] })
    },
  })
  if (!mayDelete) return null
  return (
    <>
      <Button variant="default" onClick={open}>
        Delete
      </Button>
      <ConfirmDialog
        opened={isOpen}
        onClose={close}
        onClosed={reset}
        title={`Delete ${model.name}?`}
        verb="Delete model"
        isBusy={isPending}
        onConfirm={mutate}
        problem={error && <NotDeleted model={model} error={error} />}
      >
        <Text c="dimmed">
          Front ends can no longer ask for it, from their next request on.{' '}
          {isSingleton(model)
            ? 'Its entry is deleted with it.'
            : 'Only a model without entries can be deleted.'}
        </Text>
      </ConfirmDialog>
    </>
  )
}

function NotDeleted({ model: { modelId }, error }: { model: Model; error: unknown }) {
  if (!hasCode(error, 'CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED'))
    return <ErrorNote title="The model was not deleted" error={error} />
  return (
    <ErrorNote title="The model still has entries" error={HAS_ENTRIES}>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/content/$modelId" params={{ modelId }} {...props} />}
      >
        Show the entries
      </Button>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/content/$modelId/bin" params={{ modelId }} {...props} />}
      >
        Show the bin
      </Button>
    </ErrorNote>
  )
}

const HAS_ENTRIES = new ApiError(
  'CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED',
  'Delete them first; entries in the bin count, too.',
)
