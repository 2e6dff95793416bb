import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../lib/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { LastUse } from './api-key-facts.tsx'
import { isExpired } from './expiry.ts'
import { deleteApiKey, type ApiKey } from './queries.ts'

interface DeleteApiKeyDialogProps {
  apiKey: ApiKey
  opened: boolean
  onClose: () => void
  onDeleted?: (() => void) | undefined
}

/** Says what stops: there is no way to bring a key back. */
export function DeleteApiKeyDialog({
  apiKey,
  opened,
  onClose,
  onDeleted,
}: DeleteApiKeyDialogProps) {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: () => deleteApiKey(api, apiKey.id),
    onSuccess: async () => {
      onClose()
      onDeleted?.()
      toast(`${apiKey.name} was deleted.`)
      await queries.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      onClosed={reset}
      title={`Delete ${apiKey.name}?`}
      verb="Delete API key"
      isBusy={isPending}
      onConfirm={mutate}
      problem={error && <ErrorNote title="The API key was not deleted" error={error} />}
    >
      <Text c="dimmed">
        {isExpired(apiKey.expiresOn)
          ? 'It has expired, so nothing that works depends on it. It disappears from this list.'
          : 'Whatever uses it is refused from its next request on, and the same key can never be made again.'}
      </Text>
      <Text c="dimmed">
        Last used: <LastUse at={apiKey.lastUsedOn} />
      </Text>
    </ConfirmDialog>
  )
}
