import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi, useCan } from '../../lib/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { deleteGroup, type SecurityGroup } from './queries.ts'

interface DeleteGroupButtonProps {
  group: SecurityGroup
  onDeleted: () => void
}

/** Asks first: a deleted group cannot be brought back with the same id. */
export function DeleteGroupButton({ group, onDeleted }: DeleteGroupButtonProps) {
  const api = useApi()
  const queries = useQueryClient()
  const mayDelete = useCan('security.group', 'd')
  const [isOpen, { open, close }] = useDisclosure(false)
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: () => deleteGroup(api, group.id),
    onSuccess: async () => {
      close()
      onDeleted()
      toast(`${group.name} was deleted.`)
      await queries.invalidateQueries({ queryKey: ['groups'] })
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
        title={`Delete ${group.name}?`}
        verb="Delete group"
        isBusy={isPending}
        onConfirm={mutate}
        problem={error && <ErrorNote title="The group was not deleted" error={error} />}
      >
        <Text c="dimmed">
          Whoever is only in this group has no access any more, from their next request on.
        </Text>
      </ConfirmDialog>
    </>
  )
}
