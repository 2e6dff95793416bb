import { Button, SegmentedControl, Text } from '@mantine/core'
import { CubeIcon, PersonIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useApi } from '../../lib/session.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { usersQuery } from './queries.ts'
import { UserDrawer } from './user-drawer.tsx'
import { UserTable } from './user-table.tsx'

const route = getRouteApi('/users')

/** Who has been on this tenant, person or service, when, and through which groups. */
export function UsersScreen() {
  const { type = 'admin', open } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(usersQuery(useApi(), type))

  const show = (id: string | undefined) =>
    void navigate({
      search: (old) => ({ ...old, open: id }),
      replace: id === undefined,
      resetScroll: false,
    })
  const choose = (chosen: string) =>
    void navigate({
      search: (old) => ({
        ...old,
        type: chosen === 'service' ? 'service' : undefined,
        open: undefined,
      }),
    })
  return (
    <>
      <ListPage
        title="Users"
        what={type === 'service' ? 'services' : 'users'}
        query={query}
        empty={type === 'service' ? <NoServices /> : <NoUsers />}
        toolbar={<TypeChoice value={type} onChange={choose} />}
      >
        {(users) => (
          <>
            <UserTable users={users} type={type} onOpen={show} />
            <Text c="dimmed" fz="xs" px={24} py={16}>
              {type === 'service'
                ? 'Services get tokens from Okta by themselves. They appear here with their first request.'
                : 'Who may sign in is decided in Okta. People appear here with their first sign-in.'}
            </Text>
          </>
        )}
      </ListPage>
      <UserDrawer open={open} users={query.data} onClose={() => show(undefined)} />
    </>
  )
}

interface TypeChoiceProps {
  value: string
  onChange: (value: string) => void
}

function TypeChoice({ value, onChange }: TypeChoiceProps) {
  return (
    <div className="toolbar">
      <SegmentedControl
        aria-label="Whom to show"
        value={value}
        onChange={onChange}
        data={[
          { value: 'admin', label: 'People' },
          { value: 'service', label: 'Services' },
        ]}
      />
    </div>
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

function NoServices() {
  const people = (
    <Button component={Link} to="/users" variant="default">
      Show people
    </Button>
  )
  return (
    <Empty icon={<CubeIcon />} title="No service has been here yet" actions={people}>
      A service is a program with an Okta app of its own, which the tenant lists as a service
      client. It appears here with its first request.
    </Empty>
  )
}
