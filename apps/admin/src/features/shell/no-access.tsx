import { Button, Group, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { refusalIn } from '../../lib/refusal.ts'
import { useIdentity, useSession } from '../../lib/session.tsx'
import { Centre } from '../../ui/centre.tsx'
import { Copy } from '../../ui/copy.tsx'
import { RequestId } from '../../ui/error-note.tsx'
import { useDocumentTitle } from '../../ui/page.tsx'
import { RefusalCode } from '../../ui/refusal-code.tsx'
import { SignInBetterButton, wantsBetterSignIn } from '../../ui/sign-in-better.tsx'
import { TenantDialog } from '../../ui/tenant-dialog.tsx'
import { groupClaims } from './group-claims.ts'
import { explain } from './login-failure.ts'

/** Signed in at Okta, but no group of this tenant that allows anything. */
export function NoAccess() {
  const { tenant, person } = useSession()
  const { displayName, email, groups: own, refusal } = useIdentity()
  const claims = groupClaims(person.claims)
  useDocumentTitle('No access')
  return (
    <Centre width={520}>
      <div className="card">
        <Title order={1} mb={8}>
          You have no access on {tenant.name}
        </Title>
        <Text c="dimmed" mb={20}>
          {own.length === 0
            ? `Okta knows you, but nothing in your token gives you a group of this tenant. Ask whoever manages ${tenant.name}, or your Okta administrator, for one, then sign in again.`
            : `You are in ${own.join(', ')}, which allows nothing here yet. Whoever manages the groups of ${tenant.name} can change that.`}
        </Text>
        <dl className="facts">
          <dt>You are</dt>
          <dd>
            {displayName}
            {email && email !== displayName && <Text c="dimmed">{email}</Text>}
          </dd>
          <dt>Tenant</dt>
          <dd>
            {tenant.name} <Copy value={tenant.tenantId} label="tenant id" always />
          </dd>
          <dt>Groups in your token</dt>
          <dd>
            {claims.length === 0
              ? 'None'
              : claims.map(({ claim, groups }) => (
                  <div key={claim}>
                    <span className="mono">{groups.join(', ') || 'None'}</span>{' '}
                    <Text span c="dimmed" fz="xs">
                      in {claim}
                    </Text>
                  </div>
                ))}
          </dd>
        </dl>
        {refusal && <RefusalCode code={refusal} tenant={tenant} />}
        <WaysOn />
      </div>
    </Centre>
  )
}

/** The API does not take the sign-in, or does not answer. */
export function LoginFailure({ error }: { error: unknown }) {
  const { tenant } = useSession()
  const queries = useQueryClient()
  const { title, text } = explain(error, tenant.name)
  const { code } = refusalIn(error)
  useDocumentTitle(title)
  return (
    <Centre width={520}>
      <div className="card" role="alert">
        <Title order={1} mb={8}>
          {title}
        </Title>
        <Text c="dimmed">{text}</Text>
        <RequestId error={error} />
        {code && <RefusalCode code={code} tenant={tenant} />}
        <WaysOn
          onRetry={() => void queries.refetchQueries()}
          {...(wantsBetterSignIn(error) && {
            first: <SignInBetterButton error={error} isFirst />,
          })}
        />
      </div>
    </Centre>
  )
}

interface WaysOnProps {
  onRetry?: () => void
  /** What helps most. */
  first?: ReactNode
}

function WaysOn({ onRetry, first }: WaysOnProps) {
  const { okta } = useSession()
  const [switching, setSwitching] = useState(false)
  const isFirst = (is: boolean) => (is ? 'filled' : 'default')
  return (
    <Group gap={8} mt={24}>
      {first}
      {onRetry && (
        <Button variant={isFirst(!first)} onClick={onRetry}>
          Try again
        </Button>
      )}
      <Button variant={isFirst(!first && !onRetry)} onClick={() => setSwitching(true)}>
        Switch tenant
      </Button>
      <Button variant="default" onClick={() => void okta.signOut()}>
        Sign in as somebody else
      </Button>
      <TenantDialog opened={switching} onClose={() => setSwitching(false)} />
    </Group>
  )
}
