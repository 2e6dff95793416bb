import { Button, Group, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { hasCode } from '../../lib/api-error.ts'
import { useIdentity, useSession } from '../../lib/session.tsx'
import { Centre } from '../../ui/centre.tsx'
import { Copy } from '../../ui/copy.tsx'
import { explanationOf, RequestId } from '../../ui/error-note.tsx'
import { useDocumentTitle } from '../../ui/page.tsx'
import { TenantDialog } from '../../ui/tenant-dialog.tsx'
import { groupClaims } from './group-claims.ts'

/** Signed in at Okta, but no group of this tenant. */
export function NoAccess() {
  const { tenant, person } = useSession()
  const { displayName, email } = useIdentity()
  const claims = groupClaims(person.claims)
  useDocumentTitle('No access')
  return (
    <Centre width={520}>
      <div className="card">
        <Title order={1} mb={8}>
          You have no access on {tenant.name}
        </Title>
        <Text c="dimmed" mb={20}>
          Okta knows you, but none of the groups in your token is a group of this tenant. Ask
          whoever manages {tenant.name}, or your Okta administrator, for one, then sign in again.
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
        <WaysOn />
      </div>
    </Centre>
  )
}

/** The API does not take the sign-in, or does not answer. */
export function LoginFailure({ error }: { error: unknown }) {
  const { tenant } = useSession()
  const queries = useQueryClient()
  const isRefused = hasCode(error, 'UNAUTHENTICATED', 'SECURITY_NOT_AUTHORIZED', 'CLAIM_MISSING')
  const title = isRefused ? 'Tenantry did not accept your sign-in' : 'The admin could not be opened'
  useDocumentTitle(title)
  return (
    <Centre width={520}>
      <div className="card" role="alert">
        <Title order={1} mb={8}>
          {title}
        </Title>
        <Text c="dimmed">
          {isRefused
            ? `Okta signed you in, but the token is not one that ${tenant.name} takes. Issuer, audience and App Client ID of the tenant have to be those of its Okta app.`
            : explanationOf(error)}
        </Text>
        <RequestId error={error} />
        <WaysOn onRetry={() => void queries.refetchQueries()} />
      </div>
    </Centre>
  )
}

function WaysOn({ onRetry }: { onRetry?: () => void }) {
  const { okta } = useSession()
  const [switching, setSwitching] = useState(false)
  return (
    <Group gap={8} mt={24}>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
      <Button variant={onRetry ? 'default' : 'filled'} onClick={() => setSwitching(true)}>
        Switch tenant
      </Button>
      <Button variant="default" onClick={() => void okta.signOut()}>
        Sign in as somebody else
      </Button>
      <TenantDialog opened={switching} onClose={() => setSwitching(false)} />
    </Group>
  )
}
