import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, fieldProblems } from '../../lib/api-error.ts'
import { useApi } from '../../lib/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { deleteLocale } from './queries.ts'

interface DeleteLocaleDialogProps {
  code: string
  opened: boolean
  onClose: () => void
}

/** Only an empty locale can go, so nothing is lost that is not said here. */
export function DeleteLocaleDialog({ code, opened, onClose }: DeleteLocaleDialogProps) {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: () => deleteLocale(api, code),
    onSuccess: async () => {
      onClose()
      toast(`${code} was deleted.`)
      await queries.invalidateQueries({ queryKey: ['locales'] })
    },
  })
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      onClosed={reset}
      title={`Delete the locale ${code}?`}
      verb="Delete locale"
      isBusy={isPending}
      onConfirm={mutate}
      problem={error && <ErrorNote title="The locale was not deleted" error={explained(error)} />}
    >
      <Text c="dimmed">
        Requests that name <span className="mono">{code}</span> are refused from now on. You can add
        it again later. A locale that has content models stays: delete those first.
      </Text>
    </ConfirmDialog>
  )
}

/** A refused input says in its fields why; here there is no field to say it at. */
function explained(error: unknown): unknown {
  const [problem] = fieldProblems(error)
  if (!problem || !(error instanceof ApiError)) return error
  return new ApiError(error.code, problem.error, { requestId: error.requestId, cause: error })
}
