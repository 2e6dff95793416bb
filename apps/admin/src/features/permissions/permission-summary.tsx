import { Text, Title } from '@mantine/core'
import { wordsOf } from '../../lib/permission-words.ts'
import type { Permission } from '../../lib/permissions.ts'
import { readPermissions } from './permission-text.ts'

interface PermissionSummaryProps {
  /** The permissions as they are written at this moment. */
  text: string
  /** Whose permissions they are, as in "group". */
  of: string
  /** What it means to have none. */
  none: string
}

/** What the permissions mean, while they are written. */
export function PermissionSummary({ text, of, none }: PermissionSummaryProps) {
  const title = `What this ${of} may do`
  const reading = readPermissions(text)
  return (
    <aside aria-label={title} aria-live="polite">
      <Title order={2} fz={14} mb={4}>
        {title}
      </Title>
      {'problem' in reading ? (
        <Text c="dimmed">{reading.problem}</Text>
      ) : reading.permissions.length === 0 ? (
        <Text c="dimmed">{none}</Text>
      ) : (
        <PermissionList permissions={reading.permissions} />
      )}
    </aside>
  )
}

/** What each of the permissions allows, in words. */
export function PermissionList({ permissions }: { permissions: readonly Permission[] }) {
  return (
    <ul className="may-list">
      {permissions.map((permission, index) => (
        <PermissionWords key={index} permission={permission} />
      ))}
    </ul>
  )
}

function PermissionWords({ permission }: { permission: Permission }) {
  const { may, limits, isKnown } = wordsOf(permission)
  return (
    <li>
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
}
