import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** Says what happened, with a way to take it back for a while. */
export function toastWithUndo(message: string, undo: () => void): void {
  const id = crypto.randomUUID()
  const takeBack = () => {
    notifications.hide(id)
    undo()
  }
  notifications.show({
    id,
    withBorder: true,
    autoClose: 12_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button variant="default" size="xs" onClick={takeBack}>
          Undo
        </Button>
      </Group>
    ),
  })
}
