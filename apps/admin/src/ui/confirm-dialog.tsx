import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

interface ConfirmationProps {
  /** What the red button does, as in "Delete group". */
  verb: string
  isBusy: boolean
  onConfirm: () => void
  onClose: () => void
  /** Why it was not done. */
  problem?: ReactNode
  /** What will happen. */
  children: ReactNode
}

interface ConfirmDialogProps extends ConfirmationProps {
  title: string
  opened: boolean
  /** Called once it is out of sight: what went wrong the last time is forgotten. */
  onClosed: () => void
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ title, opened, onClosed, ...confirmation }: ConfirmDialogProps) {
  const { onClose } = confirmation
  return (
    <Modal opened={opened} onClose={onClose} onExitTransitionEnd={onClosed} title={title}>
      <Confirmation {...confirmation} />
    </Modal>
  )
}

export function Confirmation(props: ConfirmationProps) {
  const { verb, isBusy, onConfirm, onClose, problem, children } = props
  return (
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
  )
}
