import {
  createOktaSession,
  ROOT_TENANT_ID,
  useOktaSession,
  type OktaFactory,
  type OktaSession,
  type OktaState,
} from '@tenantry/admin-okta'
import { Suspense, use, useMemo, useState } from 'react'
import { createApi } from '../../lib/api.ts'
import { SessionProvider } from '../../lib/session.tsx'
import { loadSignIn, logout } from './queries.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { ProgressPage } from '../../ui/progress-page.tsx'
import { SignedInApp } from './signed-in-app.ts'

// Whoever is signed in needs none of these.
const ProblemPage = lazyPart(async () => (await import('./problem-page.tsx')).ProblemPage)
const SignInPage = lazyPart(async () => (await import('./sign-in-page.tsx')).SignInPage)
const SignInAgain = lazyPart(async () => (await import('./sign-in-again.tsx')).SignInAgain)

interface OktaProps {
  factory: OktaFactory
  /** The client of root, which nobody can enter into Tenant Manager before somebody has signed in. */
  rootAppClientId: string
}

/** Shows the admin to whoever has signed in with Okta on the tenant of this tab. */
export function Okta({ factory, rootAppClientId }: OktaProps) {
  const [okta] = useState(() => createSession(factory, rootAppClientId))
  return (
    <Suspense fallback={<ProgressPage label="Loading" />}>
      <Step okta={okta} />
    </Suspense>
  )
}

function Step({ okta }: { okta: OktaSession }) {
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
      return <SignedIn okta={okta} state={state} />
  }
}

interface SignedInProps {
  okta: OktaSession
  state: Extract<OktaState, { step: 'signedIn' }>
}

function SignedIn({ okta, state }: SignedInProps) {
  const { person, expired, problem } = state
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
      <Suspense>
        {expired && <SignInAgain okta={okta} tenant={session.tenant} problem={problem} />}
      </Suspense>
    </SessionProvider>
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
    remedies: [okta.renewToken, okta.expire],
  })
}
