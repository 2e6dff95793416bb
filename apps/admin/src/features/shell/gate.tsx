import { useQuery } from '@tanstack/react-query'
import { ROOT_TENANT_ID } from '@tenantry/admin-okta'
import { lazy, Suspense, useEffect } from 'react'
import { rememberTenant } from '../../lib/recent-tenants.ts'
import { IdentityProvider, useSession } from '../../lib/session.tsx'
import { ProgressPage } from '../../ui/progress-page.tsx'
import { LoginFailure, NoAccess } from './lost-pages.tsx'
import { identityQuery, installedQuery } from './queries.ts'
import { Shell } from './shell.tsx'

const Wizard = lazy(async () => {
  const { WizardScreen } = await import('../installation/wizard-screen.tsx')
  return { default: WizardScreen }
})

/** What stands between a sign-in and the screens: who is it, is there a system, may they see it. */
export function Gate() {
  const { api, okta } = useSession()
  const identity = useQuery(identityQuery(api))
  const isRoot = okta.tenantId === ROOT_TENANT_ID
  const installed = useQuery({ ...installedQuery(api), enabled: isRoot })
  useEffect(() => rememberTenant(okta.tenantId), [okta])

  const error = identity.error ?? installed.error
  if (error) return <LoginFailure error={error} />
  if (!identity.data || (isRoot && installed.data === undefined)) {
    return <ProgressPage label="Loading" />
  }
  if (isRoot && !installed.data) {
    return (
      <IdentityProvider identity={identity.data}>
        <Suspense fallback={<ProgressPage label="Loading" />}>
          <Wizard />
        </Suspense>
      </IdentityProvider>
    )
  }
  return (
    <IdentityProvider identity={identity.data}>
      {identity.data.permissions.length > 0 ? <Shell /> : <NoAccess />}
    </IdentityProvider>
  )
}
