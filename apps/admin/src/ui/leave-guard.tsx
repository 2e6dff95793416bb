import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'

interface LeaveGuardProps {
  isDirty: () => boolean
  onDiscard: () => void
}

/** Asks before what was typed is lost: by a link, by Back, by closing the tab. */
export function LeaveGuard({ isDirty, onDiscard }: LeaveGuardProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: isDirty,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  return (
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title="Discard your changes?">
      <Text c="dimmed">What you changed here is not saved yet.</Text>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="default" onClick={() => reset?.()} data-autofocus>
          Keep editing
        </Button>
        <Button
          color="red"
          onClick={() => {
            onDiscard()
            proceed?.()
          }}
        >
          Discard changes
        </Button>
      </Group>
    </Modal>
  )
}
