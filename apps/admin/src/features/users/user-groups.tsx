import { Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { permissionsOf } from '../../lib/permissions.ts'
import { useApi, useCan } from '../../lib/session.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { groupsQuery } from '../groups/queries.ts'
import { PermissionList } from '../permissions/permission-summary.tsx'
import type { User } from './queries.ts'

/** What somebody may do: group by group, because one alone has to allow it. */
export function UserGroups({ user }: { user: User }) {
  const api = useApi()
  const mayRead = useCan('security.group', 'r')
  const { data: groups, error, refetch } = useQuery({ ...groupsQuery(api), enabled: mayRead })
  return (
    <section aria-labelledby="may-do">
      <Title order={2} fz={14} mb={4} id="may-do">
        What they may do
      </Title>
      <Text c="dimmed" mb={12}>
        {user.type === 'service'
          ? 'Through the groups of their last token. Groups do not add up: one alone has to allow it.'
          : 'Through the groups of their last sign-in. Groups do not add up: one alone has to allow it.'}
      </Text>
      {user.groups.length === 0 ? (
        <Text>Nothing: their token names no group that counts here.</Text>
      ) : !mayRead ? (
        <Text>In {user.groups.join(', ')}. What these may do is shown to who may read groups.</Text>
      ) : error ? (
        <ErrorNote
          title="The groups could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : !groups ? (
        <Skeleton h={64} aria-label="Loading the groups" />
      ) : (
        user.groups.map((slug) => {
          const group = groups.find((it) => it.slug === slug)
          return (
            <GroupPart key={slug} name={group?.name ?? slug}>
              {group ? (
                <PermissionList permissions={permissionsOf(group.permissions)} />
              ) : (
                <Text c="dimmed">This tenant has no such group: it gives nothing.</Text>
              )}
            </GroupPart>
          )
        })
      )}
    </section>
  )
}

function GroupPart({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Stack gap={4} mb={16}>
      <Title order={3} fz={14}>
        {name}
      </Title>
      {children}
    </Stack>
  )
}
