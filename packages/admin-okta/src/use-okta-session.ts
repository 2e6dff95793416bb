import { useEffect, useSyncExternalStore } from 'react'
import type { OktaSession } from './session.ts'
import type { OktaState } from './types.ts'

/** Where the tab stands; starts the session when it is first used. */
export function useOktaSession(session: OktaSession): OktaState {
  useEffect(() => {
    void session.start()
  }, [session])
  return useSyncExternalStore(session.subscribe, session.getState)
}
