import { Button, Group, List, Stack, Text, Title } from '@mantine/core'
import {
  addressOfTenant,
  ROOT_TENANT_ID,
  type OktaSession,
  type SignInProblem,
} from '@tenantry/admin-okta'
import { useState, type ReactNode } from 'react'
import { Centre } from '../../ui/centre.tsx'
import { Copy } from '../../ui/copy.tsx'
import { useDocumentTitle } from '../../ui/page.tsx'
import { TenantDialog } from '../../ui/tenant-dialog.tsx'

interface ProblemPageProps {
  okta: OktaSession
  problem: SignInProblem
}

interface Explanation {
  title: string
  text: ReactNode
  /** What somebody who runs this deployment looks at. */
  checks?: ReactNode[]
  reason?: string
  /** The ways on that make sense here, the best one first. */
  ways: Way[]
}

type Way = 'retry' | 'switch' | 'redirect' | 'somebodyElse'

/** Why nobody can sign in at the moment, and the ways on. */
export function ProblemPage({ okta, problem }: ProblemPageProps) {
  const { title, text, checks, reason, ways } = explain(problem, okta)
  useDocumentTitle(title)
  return (
    <Centre width={520}>
      <div className="card" role="alert">
        <Title order={1} mb={8}>
          {title}
        </Title>
        <Text c="dimmed">{text}</Text>
        {reason && (
          <div className="note" style={{ marginTop: 16 }}>
            <Text fz="xs" c="dimmed">
              Okta says
            </Text>
            <Text>{reason}</Text>
          </div>
        )}
        {checks && <Checks checks={checks} />}
        <Ways ways={ways} okta={okta} />
      </div>
    </Centre>
  )
}

function Checks({ checks }: { checks: ReactNode[] }) {
  return (
    <Stack gap={4} mt={20}>
      <Title order={2} fz={14}>
        What to check
      </Title>
      <List spacing={6} c="dimmed" size="sm">
        {checks.map((check, index) => (
          <List.Item key={index}>{check}</List.Item>
        ))}
      </List>
    </Stack>
  )
}

const LABELS: Record<Way, string> = {
  retry: 'Try again',
  switch: 'Switch tenant',
  redirect: 'Use Okta’s page instead',
  somebodyElse: 'Sign in as somebody else',
}

function Ways({ ways, okta }: { ways: Way[]; okta: OktaSession }) {
  const [switching, setSwitching] = useState(false)
  const go: Record<Way, () => void> = {
    retry: () => window.location.reload(),
    switch: () => setSwitching(true),
    redirect: () => void okta.signInWithRedirect(),
    somebodyElse: () => void okta.signInWithRedirect('login'),
  }
  return (
    <Group gap={8} mt={24}>
      {ways.map((way, index) => (
        <Button key={way} variant={index === 0 ? 'filled' : 'default'} onClick={go[way]}>
          {LABELS[way]}
        </Button>
      ))}
      {okta.tenantId !== ROOT_TENANT_ID && ways.includes('switch') && (
        <Button variant="subtle" color="gray" component="a" href={addressOfTenant(ROOT_TENANT_ID)}>
          Go to the root tenant
        </Button>
      )}
      <TenantDialog opened={switching} onClose={() => setSwitching(false)} />
    </Group>
  )
}

/** A problem in words for the person at the screen, and for whoever can solve it. */
export function explain(problem: SignInProblem, okta: OktaSession): Explanation {
  const name = okta.getSettings()?.name ?? okta.tenantId
  switch (problem.kind) {
    case 'unknownTenant':
      return {
        title: 'There is no such tenant',
        text: (
          <>
            Nothing here has the id <span className="mono">{okta.tenantId}</span>. Perhaps the
            address was cut short, or the tenant was deleted.
          </>
        ),
        ways: ['switch', 'retry'],
      }
    case 'disabledTenant':
      return {
        title: `${name} is disabled`,
        text: 'Nobody can sign in to a disabled tenant; its data is kept. Whoever manages the tenants can enable it again.',
        ways: ['switch', 'retry'],
      }
    case 'apiUnreachable':
      return {
        title: 'Tenantry does not answer',
        text: 'The page is here, but the server behind it does not answer. Check your connection and try again.',
        ways: ['retry'],
      }
    case 'turnedAway':
      return {
        title: 'Your sign-in is not taken here',
        text: `You have proved who you are, and ${name} refuses you all the same: perhaps you were disabled here. Somebody who manages its users can tell, and change it.`,
        ways: ['somebodyElse', 'switch'],
      }
    case 'denied':
      return {
        title: 'Okta did not let you in',
        text: `You are signed in at Okta, but not assigned to the app of ${name}. Whoever manages the app in Okta can assign you.`,
        reason: problem.reason,
        ways: ['somebodyElse', 'switch'],
      }
    case 'noClient':
    case 'oktaUnreachable':
    case 'originNotTrusted':
    case 'refused':
      return explainSetUp(problem, okta)
  }
}

type SetUpProblem = Extract<
  SignInProblem,
  { kind: 'noClient' | 'oktaUnreachable' | 'originNotTrusted' | 'refused' }
>

/** Problems that only somebody with access to Okta or to this deployment can solve. */
function explainSetUp(problem: SetUpProblem, okta: OktaSession): Explanation {
  const settings = okta.getSettings()
  const name = settings?.name ?? okta.tenantId
  const origin = window.location.origin
  switch (problem.kind) {
    case 'noClient':
      return {
        title: `${name} has no Okta app yet`,
        text: 'Sign-in starts to work as soon as somebody enters the tenant’s Okta App Client ID in Tenant Manager.',
        ways: ['switch', 'retry'],
      }
    case 'oktaUnreachable':
      return {
        title: 'Okta does not answer',
        text: `The sign-in service of ${name} cannot be reached at the moment.`,
        checks: [
          'Your connection, and whether a network filter blocks the address below.',
          <Copy key="origin" value={problem.origin} label="address of Okta" always />,
        ],
        ways: ['retry', 'switch'],
      }
    case 'originNotTrusted':
      return {
        title: 'Okta does not trust this address yet',
        text: `Okta answers, but not to pages of this origin. Somebody who manages Okta can add it in a minute.`,
        checks: [
          'In Okta, under Security, API, Trusted Origins: add this origin with CORS and Redirect.',
          <Copy key="origin" value={problem.origin} label="origin" always />,
        ],
        ways: ['retry', 'redirect', 'switch'],
      }
    case 'refused':
      return {
        title: 'Sign-in is not set up correctly',
        text: `Okta refuses to start a sign-in for ${name}. The settings here and in Okta do not fit together.`,
        reason: problem.reason,
        checks: [
          <>
            App Client ID <Copy value={settings?.clientId ?? ''} label="App Client ID" always /> is
            the one of the Okta app.
          </>,
          <>
            Sign-in redirect URI of the app:{' '}
            <Copy value={`${origin}/callback`} label="redirect URI" always />
          </>,
          'Grant types of the app and of the access policy: Interaction Code, Authorization Code, Refresh Token.',
          <>
            Issuer: <Copy value={settings?.issuer ?? ''} label="issuer" always />
          </>,
        ],
        ways: ['retry', 'redirect', 'switch'],
      }
  }
}
