import { Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Status } from '../../ui/status.tsx'
import { PermissionSummary } from '../permissions/permission-summary.tsx'
import { textOf } from '../permissions/permission-text.ts'
import type { Explanation } from './queries.ts'
import { sourceWords, TriedRules } from './tried-rules.tsx'

/** What a request would be answered, and why. */
export function AccessExplanation({ explanation }: { explanation: Explanation }) {
  const { rules, permissions, withheld, admitted } = explanation
  return (
    <Stack gap={24} role="region" aria-label="Result">
      <Verdict explanation={explanation} />
      <Groups explanation={explanation} />
      {rules.length > 0 && (
        <section>
          <Title order={2} fz={14} mb={8}>
            Rules
          </Title>
          <TriedRules rules={rules} />
        </section>
      )}
      {admitted && (
        <PermissionSummary
          text={textOf(permissions)}
          of="person"
          none="Nothing. They see the no-access page."
        />
      )}
      {withheld.length > 0 && <Withheld withheld={withheld} />}
    </Stack>
  )
}

function Verdict({ explanation }: { explanation: Explanation }) {
  const { admitted, groups, code, message, reason, displayName, email, id } = explanation
  const hasGroups = groups.some(({ found }) => found) || explanation.groupsFrom === 'KEY'
  return (
    <div className="note" data-kind={admitted ? undefined : 'error'} role="status">
      <Text fw={600}>
        {!admitted
          ? 'The request would be refused'
          : hasGroups
            ? 'The request would be served'
            : 'They would get in, but have no access: none of their groups is one of this tenant'}
      </Text>
      {displayName && (
        <Text>
          {displayName}
          {email && email !== displayName && ` · ${email}`}
          {id && id !== 'preview' && <span className="mono"> {id}</span>}
        </Text>
      )}
      {!admitted && (
        <>
          <Text c="dimmed">
            {message} <span className="mono">{code}</span>
          </Text>
          {reason && reason !== message && <Text c="dimmed">{reason}</Text>}
        </>
      )}
    </div>
  )
}

function Groups({ explanation: { groups, groupsFrom } }: { explanation: Explanation }) {
  if (!groupsFrom) return null
  return (
    <section>
      <Title order={2} fz={14} mb={4}>
        Groups
      </Title>
      <Text c="dimmed" mb={8}>
        They come {sourceWords(groupsFrom)}.
      </Text>
      {groups.length === 0 && groupsFrom !== 'KEY' && <Text>None</Text>}
      {groups.map(({ slug, found }) => (
        <div key={slug}>
          <Status kind={found ? 'good' : 'warning'}>
            <span className="mono">{slug}</span>
          </Status>
          {!found && (
            <Text c="dimmed" fz="xs">
              This tenant has no such group, so it gives nothing.{' '}
              <Link to="/groups/new" search={{ slug }}>
                Create it
              </Link>
            </Text>
          )}
        </div>
      ))}
    </section>
  )
}

function Withheld({ withheld }: Pick<Explanation, 'withheld'>) {
  return (
    <section>
      <Title order={2} fz={14} mb={8}>
        Withheld for now
      </Title>
      {withheld.map(({ permissions, message, code }, n) => (
        <Text key={n} c="dimmed">
          <span className="mono">{permissions.join(', ')}</span>: {message}{' '}
          <span className="mono">{code}</span>
        </Text>
      ))}
    </section>
  )
}
