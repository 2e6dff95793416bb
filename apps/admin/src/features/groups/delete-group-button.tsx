import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi, useCan } from '../../lib/session.tsx'
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
  const { mutate, error, isPending } = useMutation({
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
      <Modal opened={isOpen} onClose={close} title={`Delete ${group.name}?`}>
        <Stack gap={16}>
          <Text c="dimmed">
            Whoever is only in this group has no access any more, from their next request on.
          </Text>
          {error && <ErrorNote title="The group was not deleted" error={error} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={close} data-autofocus>
              Cancel
            </Button>
            <Button color="red" loading={isPending} onClick={() => mutate()}>
              Delete group
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
