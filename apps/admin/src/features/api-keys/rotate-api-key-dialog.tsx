import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { hasCode } from '../../lib/api-error.ts'
import { useApi } from '../../lib/session.tsx'
import { Confirmation } from '../../ui/confirm-dialog.tsx'
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
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['api-keys'] })
  const forget = () => {
    reset()
    // Not before: a key that was read anew is another row, and would take this dialog along.
    if (data) void refresh()
  }
  const problem = error && (
    <ErrorNote title="The key was not rotated" error={error}>
      {hasCode(error, 'CONFLICT') && (
        <Button variant="default" onClick={() => void refresh().then(reset)}>
          Load what was saved
        </Button>
      )}
    </ErrorNote>
  )
  return (
    <TokenDialog
      issued={data}
      opened={opened}
      onClose={onClose}
      onClosed={forget}
      title={`Rotate ${apiKey.name}?`}
    >
      <Confirmation
        verb="Rotate API key"
        isBusy={isPending}
        onConfirm={mutate}
        onClose={onClose}
        problem={problem}
      >
        <Text c="dimmed">
          You get a new key, and the old one stops at once: whatever uses it is refused until it has
          the new one. Name, permissions and expiry stay.
        </Text>
      </Confirmation>
    </TokenDialog>
  )
}
