import { Drawer, Group, Stack, Text } from '@mantine/core'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment, RoughMoment } from '../../ui/moment.tsx'
import { useKept } from '../../ui/use-kept.ts'
import type { User } from './queries.ts'
import { UserGroups } from './user-groups.tsx'
import { UserMenu } from './user-menu.tsx'
import { UserStatus } from './user-table.tsx'

interface UserDrawerProps {
  /** The id of whom to show; from the address. */
  open: string | undefined
  users: User[] | undefined
  onClose: () => void
}

/** One person or service: who they are, when they were here, and what they may do. */
export function UserDrawer({ open: opened, users, onClose }: UserDrawerProps) {
  const open = useKept(opened)
  const user = users?.find(({ id }) => id === open)
  return (
    <Drawer
      opened={opened !== undefined && users !== undefined}
      onClose={onClose}
      position="right"
      size={480}
      title={<Text fw={600}>{user?.displayName ?? 'User'}</Text>}
    >
      {user ? (
        <Stack gap={24}>
          <UserFacts user={user} />
          <UserGroups user={user} />
        </Stack>
      ) : (
        <Empty icon="?" title="There is nobody of this id here">
          They may never have signed in on this tenant.
        </Empty>
      )}
    </Drawer>
  )
}

function UserFacts({ user }: { user: User }) {
  return (
    <dl className="facts panel">
      <dt>Status</dt>
      <dd>
        <Group justify="space-between">
          <UserStatus user={user} />
          <UserMenu user={user} />
        </Group>
      </dd>
      <dt>Id in Okta</dt>
      <dd>
        <Copy value={user.id} label="id" always />
      </dd>
      {user.email && (
        <>
          <dt>E-mail</dt>
          <dd>{user.email}</dd>
        </>
      )}
      <dt>Last seen</dt>
      <dd>
        <RoughMoment at={user.lastSeenOn} never="–" />
      </dd>
      {user.lastLoginOn && (
        <>
          <dt>Last sign-in</dt>
          <dd>
            <Moment at={user.lastLoginOn} />
          </dd>
        </>
      )}
      <dt>First here</dt>
      <dd>
        <Moment at={user.createdOn} />
      </dd>
    </dl>
  )
}
