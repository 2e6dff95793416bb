import { Group, Modal, Stack, Text } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { Keys } from '../../ui/keys.tsx'

const SHORTCUTS = [
  ['mod+K', 'Search pages, tenants and actions'],
  ['?', 'Show these shortcuts'],
  ['[', 'Narrow or widen the navigation'],
  ['/', 'Find in a list'],
  ['↑ ↓', 'Walk through a list'],
  ['mod+S', 'Save'],
  ['mod+enter', 'Publish an entry'],
  ['Esc', 'Close what is on top'],
] as const

export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  // Mantine notes where the focus was when a dialog opens, not when it is there and open.
  const isMounted = useMounted()
  return (
    <Modal opened={opened && isMounted} onClose={onClose} title="Keyboard shortcuts">
      <Stack gap={8}>
        {SHORTCUTS.map(([keys, what]) => (
          <Group key={keys} justify="space-between">
            <Text>{what}</Text>
            <Keys keys={keys} />
          </Group>
        ))}
      </Stack>
    </Modal>
  )
}
