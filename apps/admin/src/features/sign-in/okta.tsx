import { Modal } from '@mantine/core'
import {
  createOktaSession,
  ROOT_TENANT_ID,
  useOktaSession,
  type OktaFactory,
  type OktaSession,
  type SignInSettings,
} from '@tenantry/admin-okta'
import { use, useMemo, useState } from 'react'
import { createApi } from '../../lib/api.ts'
import { SessionProvider, type Session } from '../../lib/session.tsx'
import { loadSignIn, logout } from './queries.ts'
import { ProblemPage } from './problem-page.tsx'
import { ProgressPage } from '../../ui/progress-page.tsx'
import { SignInForm, SignInPage } from './sign-in-page.tsx'
import { SignedInApp } from './signed-in-app.ts'

interface OktaProps {
  factory: OktaFactory
  /** The client of root, which nobody can enter into Tenant Manager before somebody has signed in. */
  rootAppClientId: string
}

/** Shows the admin to whoever has signed in with Okta on the tenant of this tab. */
export function Okta({ factory, rootAppClientId }: OktaProps) {
  const [okta] = useState(() => createSession(factory, rootAppClientId))
  const state = useOktaSession(okta)
  switch (state.step) {
    case 'starting':
      return <ProgressPage label="Loading" />
    case 'leaving':
      return <ProgressPage label="Checking whether you are signed in at Okta" />
    case 'callback':
      return <ProgressPage label="Signing you in" />
    case 'signingOut':
      return <ProgressPage label="Signing you out" />
    case 'problem':
      return <ProblemPage okta={okta} problem={state.problem} />
    case 'signIn':
      return <SignInPage okta={okta} signedOut={state.signedOut} />
    case 'signedIn':
      return <SignedIn okta={okta} person={state.person} expired={state.expired} />
  }
}

interface SignedInProps extends Pick<Session, 'okta' | 'person'> {
  expired: boolean
}

function SignedIn({ okta, person, expired }: SignedInProps) {
  const app = use(SignedInApp)
  const tenant = okta.getSettings()
  const session = useMemo(
    () => tenant && { api: apiOf(okta), okta, tenant, person },
    [okta, tenant, person],
  )
  if (!session) return null
  return (
    <SessionProvider session={session}>
      {app}
      {expired && <SignInAgain okta={okta} tenant={session.tenant} />}
    </SessionProvider>
  )
}

/** The page below stays as it is, with whatever was typed into it. */
function SignInAgain({ okta, tenant }: { okta: OktaSession; tenant: SignInSettings }) {
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

function createSession(factory: OktaFactory, rootAppClientId: string): OktaSession {
  const okta = createOktaSession({
    factory,
    loadSettings: async (tenantId) => {
      const settings = await loadSignIn(tenantId)
      const clientId = tenantId === ROOT_TENANT_ID ? rootAppClientId : settings.clientId
      return { ...settings, clientId: clientId || settings.clientId }
    },
    beforeSignOut: (token) => logout(okta.tenantId, token),
  })
  return okta
}

function apiOf(okta: OktaSession) {
  return createApi({
    tenantId: okta.tenantId,
    getToken: okta.getAccessToken,
    onRefused: okta.expire,
  })
}
