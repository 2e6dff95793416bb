import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

interface ConfirmDialogProps {
  opened: boolean
  onClose: () => void
  /** Called once it is out of sight: what went wrong the last time is forgotten. */
  onClosed: () => void
  title: string
  /** What the red button does, as in "Delete group". */
  verb: string
  isBusy: boolean
  onConfirm: () => void
  /** Why it was not done. */
  problem?: ReactNode
  /** What will happen. */
  children: ReactNode
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, onClosed, title, verb, isBusy, onConfirm, problem, children } = props
  return (
    <Modal opened={opened} onClose={onClose} onExitTransitionEnd={onClosed} title={title}>
      <Stack gap={16}>
        {children}
        {problem}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={isBusy} onClick={() => onConfirm()}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
