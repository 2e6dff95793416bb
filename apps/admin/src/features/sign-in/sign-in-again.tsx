import { Button, Modal, Text } from '@mantine/core'
import type { OktaSession, SignInProblem, SignInSettings } from '@tenantry/admin-okta'
import { useState } from 'react'
import { explain } from './problem-page.tsx'
import { SignInForm } from './sign-in-page.tsx'

interface SignInAgainProps {
  okta: OktaSession
  tenant: SignInSettings
  problem: SignInProblem | undefined
}

/** The page below stays as it is, with whatever was typed into it. */
export function SignInAgain({ okta, tenant, problem }: SignInAgainProps) {
  const [attempt, setAttempt] = useState(0)
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title="Sign in again"
      closeOnEscape={false}
    >
      <p style={{ marginTop: 0 }}>
        Your sign-in on {tenant.name} has ended. Nothing on the page is lost: sign in as the same
        person, and it goes on.
      </p>
      {problem && <Failure okta={okta} problem={problem} onRetry={() => setAttempt(attempt + 1)} />}
      <SignInForm key={attempt} okta={okta} />
    </Modal>
  )
}

interface FailureProps {
  okta: OktaSession
  problem: SignInProblem
  onRetry: () => void
}

function Failure({ okta, problem, onRetry }: FailureProps) {
  const { title, text } = explain(problem, okta)
  return (
    <div className="note" data-kind="error" role="alert">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" mb={12}>
        {text}
      </Text>
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}
