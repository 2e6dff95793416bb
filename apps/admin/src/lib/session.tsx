import type { OktaPerson, OktaSession, SignInSettings } from '@tenantry/admin-okta'
import { createContext, use, type ReactNode } from 'react'
import type { Api } from './api.ts'
import { can, type Action, type Permission, type Place } from './permissions.ts'

/** The tenant and the person of this tab, once both are known. */
export interface Session {
  api: Api
  okta: OktaSession
  tenant: SignInSettings
  person: OktaPerson
}

/** Who the API takes the person for. */
export interface Identity {
  id: string
  displayName: string
  email: string | null
  groups: string[]
  permissions: Permission[]
  /** Of somebody in no group: by this code an administrator finds out why. */
  refusal: string | null
}

const SessionContext = createContext<Session | undefined>(undefined)
const IdentityContext = createContext<Identity | undefined>(undefined)

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function IdentityProvider({
  identity,
  children,
}: {
  identity: Identity
  children: ReactNode
}) {
  return <IdentityContext value={identity}>{children}</IdentityContext>
}

export function useSession(): Session {
  return known(use(SessionContext))
}

export function useApi(): Api {
  return useSession().api
}

export function useIdentity(): Identity {
  return known(use(IdentityContext))
}

/** Whether to show a button; the API decides. */
export function useCan(name: string, action?: Action, at?: Place): boolean {
  return can(useIdentity().permissions, name, action, at)
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Nobody is signed in here.')
  return value
}
