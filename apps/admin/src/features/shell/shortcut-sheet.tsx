import { Group, Modal, Stack, Text } from '@mantine/core'
import { Keys } from '../../ui/keys.tsx'

const SHORTCUTS = [
  ['mod+K', 'Search pages, tenants and actions'],
  ['?', 'Show these shortcuts'],
  ['[', 'Narrow or widen the navigation'],
  ['/', 'Find in a list'],
  ['mod+S', 'Save'],
  ['mod+enter', 'Publish an entry'],
  ['Esc', 'Close what is on top'],
] as const

export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts">
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
