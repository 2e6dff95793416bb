import { useQuery } from '@tanstack/react-query'
import { ROOT_TENANT_ID } from '@tenantry/admin-okta'
import { Suspense, useEffect } from 'react'
import { rememberTenant } from '../../lib/recent-tenants.ts'
import { IdentityProvider, useSession } from '../../lib/session.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { ProgressPage } from '../../ui/progress-page.tsx'
import { identityQuery, installedQuery } from './queries.ts'
import { Shell } from './shell.tsx'

const Wizard = lazyPart(
  async () => (await import('../installation/wizard-screen.tsx')).WizardScreen,
)
const NoAccess = lazyPart(async () => (await import('./no-access.tsx')).NoAccess)
const LoginFailure = lazyPart(async () => (await import('./no-access.tsx')).LoginFailure)

/** What stands between a sign-in and the screens: who is it, is there a system, may they see it. */
export function Gate() {
  const { api, okta } = useSession()
  const identity = useQuery(identityQuery(api))
  const isRoot = okta.tenantId === ROOT_TENANT_ID
  const installed = useQuery({ ...installedQuery(api), enabled: isRoot })
  useEffect(() => rememberTenant(okta.tenantId), [okta])

  const error = identity.error ?? installed.error
  const waiting = <ProgressPage label="Loading" />
  if (error) {
    return (
      <Suspense fallback={waiting}>
        <LoginFailure error={error} />
      </Suspense>
    )
  }
  if (!identity.data || (isRoot && installed.data === undefined)) return waiting
  const isNew = isRoot && !installed.data
  const Place = isNew ? Wizard : identity.data.permissions.length > 0 ? Shell : NoAccess
  return (
    <IdentityProvider identity={identity.data}>
      <Suspense fallback={waiting}>
        <Place />
      </Suspense>
    </IdentityProvider>
  )
}
