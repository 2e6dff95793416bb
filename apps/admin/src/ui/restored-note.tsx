import { Button, Group, Text } from '@mantine/core'

interface RestoredNoteProps {
  kept: { isRestored: boolean; discard: () => void }
}

/** Tells where the text in an editor comes from when nobody has typed it just now. */
export function RestoredNote({ kept: { isRestored, discard } }: RestoredNoteProps) {
  if (!isRestored) return null
  return (
    <div className="note" role="status">
      <Group justify="space-between" gap={8}>
        <Text>Restored what you had typed</Text>
        <Button variant="default" onClick={discard}>
          Discard
        </Button>
      </Group>
    </div>
  )
}
