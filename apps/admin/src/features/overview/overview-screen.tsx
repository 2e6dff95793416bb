import { Stack, Text, Title } from '@mantine/core'
import { ArrowRightIcon } from '@radix-ui/react-icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { wordsOf } from '../../lib/permission-words.ts'
import { useCan, useIdentity, useSession } from '../../lib/session.tsx'
import { Copy } from '../../ui/copy.tsx'
import { Page } from '../../ui/page.tsx'

/** The tenant at a glance: how people sign in, what the person at the screen may do, what is next. */
export function OverviewScreen() {
  return (
    <Page title="Overview">
      <Stack gap={32} className="form">
        <SignIn />
        <Access />
        <Next />
      </Stack>
    </Page>
  )
}

function SignIn() {
  const { tenant } = useSession()
  return (
    <Section title={tenant.name}>
      <dl className="facts panel">
        <dt>Tenant id</dt>
        <dd>
          <Copy value={tenant.tenantId} label="tenant id" always />
        </dd>
        <dt>Okta App Client ID</dt>
        <dd>
          <Copy value={tenant.clientId} label="App Client ID" always />
        </dd>
        <dt>Issuer</dt>
        <dd>
          <Copy value={tenant.issuer} label="issuer" always />
        </dd>
      </dl>
    </Section>
  )
}

function Access() {
  const { displayName, email, groups, permissions } = useIdentity()
  return (
    <Section title="Your access">
      <dl className="facts panel">
        <dt>You are</dt>
        <dd>
          {displayName}
          {email && email !== displayName && <Text c="dimmed">{email}</Text>}
        </dd>
        <dt>Groups</dt>
        <dd>{groups.join(', ')}</dd>
        <dt>You may</dt>
        <dd>
          {permissions.map((permission, index) => {
            const { may, limits } = wordsOf(permission)
            return <div key={index}>{[may, ...limits].join(', ')}</div>
          })}
        </dd>
      </dl>
    </Section>
  )
}

function Next() {
  const mayMakeTenants = useCan('tenancy.tenant', 'w')
  const mayMakeGroups = useCan('security.group', 'w')
  const maySeeUsers = useCan('adminUsers.user', 'r')
  if (!mayMakeTenants && !mayMakeGroups && !maySeeUsers) return null
  return (
    <Section title="What you can do here">
      <div className="panel">
        {mayMakeTenants && (
          <Link to="/tenants" search={{ open: 'new' }} className="panel-link">
            Create a tenant <ArrowRightIcon />
          </Link>
        )}
        {mayMakeGroups && (
          <Link to="/groups/new" className="panel-link">
            Create a group <ArrowRightIcon />
          </Link>
        )}
        {maySeeUsers && (
          <Link to="/users" className="panel-link">
            See who has signed in <ArrowRightIcon />
          </Link>
        )}
      </div>
    </Section>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} mb={12}>
        {title}
      </Title>
      {children}
    </section>
  )
}
