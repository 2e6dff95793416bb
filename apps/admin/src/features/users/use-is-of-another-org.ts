import { useSession } from '../../lib/session.tsx'
import type { User } from './queries.ts'

/** Whether a person signed in at another address than people of this tenant do now: they are refused. */
export function useIsOfAnotherOrg({ type, issuer }: Pick<User, 'type' | 'issuer'>): boolean {
  const { tenant } = useSession()
  return type === 'admin' && new URL(issuer).origin !== new URL(tenant.issuer).origin
}
