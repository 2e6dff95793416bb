import { Button } from '@mantine/core'
import { LockClosedIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useApi } from '../../lib/session.tsx'
import { FailedPage, LostPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { toast } from '../../ui/toast.ts'
import { GroupEditor } from './group-editor.tsx'
import { groupsQuery } from './queries.ts'

const trail = <Link to="/groups">Groups</Link>

export function NewGroupScreen() {
  const navigate = useNavigate()
  const { slug } = useSearch({ from: '/groups/new' })
  return (
    <GroupEditor
      slug={slug}
      trail={trail}
      onDone={(saved) => {
        if (saved) toast(`${saved.name} was created.`)
        void navigate({ to: '/groups' })
      }}
    />
  )
}

export function GroupScreen() {
  const api = useApi()
  const navigate = useNavigate()
  const { groupId } = useParams({ from: '/groups/$groupId' })
  const { data: groups, error, refetch } = useQuery(groupsQuery(api))
  const group = groups?.find(({ id }) => id === groupId)

  if (error)
    return <FailedPage title="Group" trail={trail} what="group" error={error} onRetry={refetch} />
  if (!groups) return <PageSkeleton />
  if (!group) return <NoSuchGroup />
  return (
    <GroupEditor
      key={`${group.id} ${group.version}`}
      group={group}
      trail={trail}
      onDone={(saved) => {
        if (saved) toast(`${saved.name} was saved.`)
        void navigate({ to: '/groups' })
      }}
    />
  )
}

function NoSuchGroup() {
  const back = (
    <Button component={Link} to="/groups" variant="default">
      Show all groups
    </Button>
  )
  return (
    <LostPage what="group" trail={trail} icon={<LockClosedIcon />} actions={back}>
      It may have been deleted, or it belongs to another tenant.
    </LostPage>
  )
}
