import { Badge, Group, Text } from '@mantine/core'
import { PersonIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useApi, useIdentity } from '../../lib/session.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { usersQuery, type User } from './queries.ts'

/** Who has signed in on this tenant, when, and through which groups. */
export function UsersScreen() {
  const query = useQuery(usersQuery(useApi()))
  return (
    <ListPage title="Users" what="users" query={query} empty={<NoUsers />}>
      {(users) => (
        <>
          <UserTable users={users} />
          <Text c="dimmed" fz="xs" px={24} py={16}>
            Who may sign in is decided in Okta. People appear here with their first sign-in.
          </Text>
        </>
      )}
    </ListPage>
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
  const head = (
    <>
      <th>Name</th>
      <th className="wider">E-mail</th>
      <th>Groups</th>
      <th className="wide">Last sign-in</th>
      <th className="wider">First sign-in</th>
    </>
  )
  return (
    <ListTable head={head}>
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
    </ListTable>
  )
}
