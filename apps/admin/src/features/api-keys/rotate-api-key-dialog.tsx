import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { hasCode } from '../../lib/api-error.ts'
import { useApi } from '../../lib/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { rotateApiKey, type ApiKey } from './queries.ts'
import { TokenDialog } from './token-dialog.tsx'

interface RotateApiKeyDialogProps {
  apiKey: ApiKey
  opened: boolean
  onClose: () => void
}

/** Asks first: the key that is in use stops at once. Then shows the new one. */
export function RotateApiKeyDialog({ apiKey, opened, onClose }: RotateApiKeyDialogProps) {
  const api = useApi()
  const queries = useQueryClient()
  const { data, error, isPending, mutate, reset } = useMutation({
    mutationFn: () => rotateApiKey(api, apiKey),
    gcTime: 0,
    onSuccess: onClose,
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['api-keys'] })
  const conflict = hasCode(error, 'CONFLICT') && (
    <Button variant="default" onClick={() => void refresh().then(reset)}>
      Load what was saved
    </Button>
  )
  return (
    <>
      <ConfirmDialog
        opened={opened}
        onClose={onClose}
        // What was answered is still to be shown.
        onClosed={() => error && reset()}
        title={`Rotate ${apiKey.name}?`}
        verb="Rotate API key"
        isBusy={isPending}
        onConfirm={mutate}
        problem={
          error && (
            <ErrorNote title="The key was not rotated" error={error}>
              {conflict}
            </ErrorNote>
          )
        }
      >
        <Text c="dimmed">
          You get a new key, and the old one stops at once: whatever uses it is refused until it has
          the new one. Name, permissions and expiry stay.
        </Text>
      </ConfirmDialog>
      {data && (
        <TokenDialog
          issued={data}
          onClose={() => {
            reset()
            // Not before: a key that was read anew is another row, and would take this dialog along.
            void refresh()
          }}
        />
      )}
    </>
  )
}
