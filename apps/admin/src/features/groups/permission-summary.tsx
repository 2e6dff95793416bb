import { Text, Title } from '@mantine/core'
import { wordsOf } from '../../lib/permission-words.ts'
import { readPermissions } from './permission-text.ts'

/** What the permissions mean, while they are written. */
export function PermissionSummary({ text }: { text: string }) {
  const reading = readPermissions(text)
  return (
    <aside aria-label="What this group may do" aria-live="polite">
      <Title order={2} fz={14} mb={4}>
        What this group may do
      </Title>
      {'problem' in reading ? (
        <Text c="dimmed">{reading.problem}</Text>
      ) : reading.permissions.length === 0 ? (
        <Text c="dimmed">Nothing. People who are only in this group see the no-access page.</Text>
      ) : (
        <ul className="may-list">
          {reading.permissions.map((permission, index) => {
            const { may, limits, isKnown } = wordsOf(permission)
            return (
              <li key={index}>
                <Text {...(!isKnown && { className: 'mono' })}>{may}</Text>
                {!isKnown && (
                  <Text c="var(--mantine-color-error)" fz="xs">
                    There is no permission of that name.
                  </Text>
                )}
                {limits.map((limit) => (
                  <Text key={limit} c="dimmed" fz="xs">
                    {limit}
                  </Text>
                ))}
              </li>
            )
          })}
        </ul>
      )}
    </aside>
  )
}
