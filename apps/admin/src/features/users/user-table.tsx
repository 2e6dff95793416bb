import { Badge, Group, Text } from '@mantine/core'
import { useIdentity } from '../../lib/session.tsx'
import { ActionsHead, ListTable } from '../../ui/list-table.tsx'
import { Moment, RoughMoment } from '../../ui/moment.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Status } from '../../ui/status.tsx'
import type { User, UserType } from './queries.ts'
import { UserMenu } from './user-menu.tsx'
import { useIsOfAnotherOrg } from './use-is-of-another-org.ts'

interface UserTableProps {
  users: User[]
  type: UserType
  onOpen: (id: string) => void
}

export function UserTable({ users, type, onOpen }: UserTableProps) {
  const isService = type === 'service'
  const head = (
    <>
      <th>Name</th>
      {!isService && <th className="wider">E-mail</th>}
      <th className="wide">Groups</th>
      <th>Status</th>
      <th className="wide">Last seen</th>
      <th className="wider">{isService ? 'First seen' : 'Last sign-in'}</th>
      <ActionsHead />
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} onOpen={() => onOpen(user.id)} />
        ))}
      </tbody>
    </ListTable>
  )
}

function UserRow({ user, onOpen }: { user: User; onOpen: () => void }) {
  const me = useIdentity().id
  const isPerson = user.type === 'admin'
  return (
    <tr>
      <td>
        <Group gap={10} wrap="nowrap">
          <Monogram name={user.displayName} person={isPerson} />
          <button type="button" className="row-link" onClick={onOpen}>
            {user.displayName}
          </button>
          {isPerson && user.id === me && <Badge>You</Badge>}
        </Group>
      </td>
      {isPerson && <td className="wider">{user.email ?? '–'}</td>}
      <td className="wide">
        {user.groups.length > 0 ? user.groups.join(', ') : <Text c="dimmed">None</Text>}
      </td>
      <td>
        <UserStatus user={user} />
      </td>
      <td className="wide">
        <RoughMoment at={user.lastSeenOn} never="–" />
      </td>
      <td className="wider">
        <Moment at={isPerson ? (user.lastLoginOn ?? user.createdOn) : user.createdOn} />
      </td>
      <td data-end>
        <UserMenu user={user} onOpen={onOpen} />
      </td>
    </tr>
  )
}

export function UserStatus({ user }: { user: User }) {
  const isOfAnotherOrg = useIsOfAnotherOrg(user)
  if (user.disabled) return <Status kind="off">Disabled</Status>
  if (isOfAnotherOrg) return <Status kind="warning">Of another org</Status>
  return <Status kind="good">Active</Status>
}
