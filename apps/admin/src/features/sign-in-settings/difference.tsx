import { Text } from '@mantine/core'
import { Sentence } from './lines.tsx'
import type { Difference as Found, Words } from './rule-words.ts'

/** What a draft changes, in words. */
export function Difference({ difference }: { difference: Found }) {
  const { added, removed, isReordered } = difference
  if (isReordered) return <Text c="dimmed">Only the order differs from what is active.</Text>
  if (added.length + removed.length === 0)
    return <Text c="dimmed">It says the same as what is active.</Text>
  return (
    <>
      <WordsList title="New" lines={added} />
      <WordsList title="No more" lines={removed} />
    </>
  )
}

const MAX_SHOWN = 20

function WordsList({ title, lines }: { title: string; lines: Words[] }) {
  if (lines.length === 0) return null
  return (
    <div style={{ marginTop: 8 }}>
      <Text c="dimmed" fz="xs">
        {title}
      </Text>
      <ul className="words">
        {lines.slice(0, MAX_SHOWN).map((words, n) => (
          <li key={n}>
            <Sentence words={words} />
          </li>
        ))}
      </ul>
      {lines.length > MAX_SHOWN && <Text c="dimmed">and {lines.length - MAX_SHOWN} more</Text>}
    </div>
  )
}
