import './wizard.css'
import { Button, Group, Loader, Text, Title } from '@mantine/core'
import { CheckIcon } from '@radix-ui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { can } from '../../lib/permissions.ts'
import { useApi, useIdentity, useSession } from '../../lib/session.tsx'
import { Centre } from '../../ui/centre.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { useDocumentTitle } from '../../ui/page.tsx'
import { NextSteps } from './next-steps.tsx'
import { STEPS } from './mutations.ts'

/** The first visit to a new system: what will happen, doing it, and what comes next. */
export function WizardScreen() {
  const api = useApi()
  const queries = useQueryClient()
  const [done, setDone] = useState(0)
  const { permissions } = useIdentity()
  useDocumentTitle('Installation')
  const install = useMutation({
    mutationFn: async () => {
      for (const [index, step] of STEPS.entries()) {
        await step.run(api)
        setDone(index + 1)
      }
    },
  })
  const finish = () => queries.setQueryData(['installed'], true)

  if (!can(permissions, '*')) return <MayNotInstall />
  if (install.isSuccess) return <NextSteps onDone={finish} />
  return (
    <Centre width={560}>
      <div className="card">
        <Title order={1} mb={8}>
          Install Tenantry
        </Title>
        <Text c="dimmed" mb={24}>
          This system is new. Installing takes a few seconds and writes the following:
        </Text>
        <ol className="steps">
          {STEPS.map(({ name, what }, index) => (
            <Step
              key={name}
              {...{ name, what }}
              number={index + 1}
              state={
                index < done ? 'done' : install.isPending && index === done ? 'running' : 'open'
              }
            />
          ))}
        </ol>
        {install.error && (
          <ErrorNote title="The installation stopped" error={install.error}>
            <Text c="dimmed" fz="xs">
              What is done stays done; try again and it goes on from there.
            </Text>
          </ErrorNote>
        )}
        <Group justify="space-between" mt={24}>
          <SignedInAs />
          <Button onClick={() => install.mutate()} loading={install.isPending}>
            {install.error ? 'Try again' : 'Install'}
          </Button>
        </Group>
      </div>
    </Centre>
  )
}

interface StepProps {
  name: string
  what: string
  number: number
  state: 'open' | 'running' | 'done'
}

function Step({ name, what, number, state }: StepProps) {
  return (
    <li className="step" data-state={state}>
      <span className="step-mark" aria-hidden="true">
        {state === 'done' ? <CheckIcon /> : state === 'running' ? <Loader size={14} /> : number}
      </span>
      <div>
        <Text fw={600}>
          {name}
          {state === 'done' && <span className="visually-hidden"> (done)</span>}
        </Text>
        <Text c="dimmed">{what}</Text>
      </div>
    </li>
  )
}

function SignedInAs() {
  const { displayName } = useIdentity()
  return (
    <Text c="dimmed" fz="xs">
      Signed in as {displayName}
    </Text>
  )
}

function MayNotInstall() {
  const { okta } = useSession()
  const { displayName, groups } = useIdentity()
  return (
    <Centre width={520}>
      <div className="card">
        <Title order={1} mb={8}>
          Tenantry is not installed yet
        </Title>
        <Text c="dimmed" mb={20}>
          Somebody with full access on the root tenant has to install it: a person whose Okta token
          carries the group <span className="mono">full-access</span>. Who that is, is decided in
          Okta.
        </Text>
        <dl className="facts">
          <dt>You are</dt>
          <dd>{displayName}</dd>
          <dt>Your groups</dt>
          <dd>{groups.join(', ') || 'None'}</dd>
        </dl>
        <Group gap={8} mt={24}>
          <Button onClick={() => void okta.signOut()}>Sign in as somebody else</Button>
          <Button variant="default" onClick={() => window.location.reload()}>
            Try again
          </Button>
        </Group>
      </div>
    </Centre>
  )
}
