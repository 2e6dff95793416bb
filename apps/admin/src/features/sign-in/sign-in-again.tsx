import { Modal } from '@mantine/core'
import type { OktaSession, SignInSettings } from '@tenantry/admin-okta'
import { SignInForm } from './sign-in-page.tsx'

/** The page below stays as it is, with whatever was typed into it. */
export function SignInAgain({ okta, tenant }: { okta: OktaSession; tenant: SignInSettings }) {
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
      <SignInForm okta={okta} />
    </Modal>
  )
}
