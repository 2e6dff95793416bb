import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { toast, toastError } from '../../ui/toast.ts'

interface Undo {
  undo: () => Promise<unknown>
  undone: string
  notUndone: string
}

/** Says what happened, with a way to take it back for a while. */
export function toastWithUndo(message: string, { undo, undone, notUndone }: Undo): void {
  const id = crypto.randomUUID()
  const takeBack = async () => {
    notifications.hide(id)
    try {
      await undo()
      toast(undone)
    } catch (error) {
      toastError(notUndone, error)
    }
  }
  notifications.show({
    id,
    withBorder: true,
    autoClose: 12_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button variant="default" size="xs" onClick={() => void takeBack()}>
          Undo
        </Button>
      </Group>
    ),
  })
}
