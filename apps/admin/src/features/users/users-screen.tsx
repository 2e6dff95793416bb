import { Badge, Group, Text } from '@mantine/core'
import { PersonIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useApi, useIdentity } from '../../lib/session.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Page } from '../../ui/page.tsx'
import { TableSkeleton } from '../../ui/table-skeleton.tsx'
import { usersQuery, type User } from './queries.ts'

/** Who has signed in on this tenant, when, and through which groups. */
export function UsersScreen() {
  const { data: users, error, refetch } = useQuery(usersQuery(useApi()))
  return (
    <Page title="Users" flush>
      {error ? (
        <div style={{ padding: 24 }}>
          <ErrorNote
            title="The users could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          />
        </div>
      ) : !users ? (
        <TableSkeleton label="Loading the users" />
      ) : users.length === 0 ? (
        <NoUsers />
      ) : (
        <>
          <UserTable users={users} />
          <Text c="dimmed" fz="xs" px={24} py={16}>
            Who may sign in is decided in Okta. People appear here with their first sign-in.
          </Text>
        </>
      )}
    </Page>
  )
}

function NoUsers() {
  return (
    <Empty icon={<PersonIcon />} title="Nobody has signed in yet">
      People appear here with their first sign-in. Assign them to the Okta app of this tenant, and
      give them a group in Okta that this tenant knows.
    </Empty>
  )
}

function UserTable({ users }: { users: User[] }) {
  const me = useIdentity().id
  return (
    <div className="table-scroll">
      <table className="list">
        <thead>
          <tr>
            <th>Name</th>
            <th className="wider">E-mail</th>
            <th>Groups</th>
            <th className="wide">Last sign-in</th>
            <th className="wider">First sign-in</th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={`${user.type} ${user.id}`}>
              <td>
                <Group gap={10} wrap="nowrap">
                  <Monogram name={user.displayName} person />
                  <Text fw={500}>{user.displayName}</Text>
                  {user.id === me && <Badge>You</Badge>}
                </Group>
              </td>
              <td className="wider">{user.email ?? '–'}</td>
              <td>
                {user.groups.length > 0 ? user.groups.join(', ') : <Text c="dimmed">None</Text>}
              </td>
              <td className="wide">
                <Moment at={user.lastLoginOn} />
              </td>
              <td className="wider">
                <Moment at={user.createdOn} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
