import { Badge, Button } from '@mantine/core'
import { LockClosedIcon, PlusIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { inShort } from '../../lib/permission-words.ts'
import { permissionsOf } from '../../lib/permissions.ts'
import { useApi, useCan } from '../../lib/session.tsx'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { groupsQuery, type SecurityGroup } from './queries.ts'

export function GroupsScreen() {
  const query = useQuery(groupsQuery(useApi()))
  const mayWrite = useCan('security.group', 'w')
  const create = mayWrite && (
    <Button component={Link} to="/groups/new" leftSection={<PlusIcon />}>
      Create group
    </Button>
  )
  return (
    <ListPage title="Groups" what="groups" query={query} actions={create}>
      {(groups) => (
        <>
          <GroupTable groups={groups} />
          {groups.every(({ system }) => system) && <OnlySystemGroups />}
        </>
      )}
    </ListPage>
  )
}

function GroupTable({ groups }: { groups: SecurityGroup[] }) {
  const head = (
    <>
      <th>Name</th>
      <th className="wide">Slug</th>
      <th>May do</th>
      <th className="wider">Description</th>
      <th className="wide">Created</th>
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {groups.map((group) => (
          <tr key={group.id}>
            <td>
              <Link to="/groups/$groupId" params={{ groupId: group.id }} className="row-link">
                {group.name}
              </Link>
              {group.system && <Badge ml={8}>System</Badge>}
            </td>
            <td className="wide">
              <Copy value={group.slug} label="slug" />
            </td>
            <td>{inShort(permissionsOf(group.permissions))}</td>
            <td className="wider clip">{group.description}</td>
            <td className="wide">{group.system ? '–' : <Moment at={group.createdOn} />}</td>
          </tr>
        ))}
      </tbody>
    </ListTable>
  )
}

function OnlySystemGroups() {
  return (
    <Empty icon={<LockClosedIcon />} title="No groups of your own yet">
      A group says what its people may do. People come into a group through Okta: the groups in
      their token are matched with the slugs here.
    </Empty>
  )
}
