import { Button } from '@mantine/core'
import { hasCode } from '../lib/api-error.ts'
import { refusalIn } from '../lib/refusal.ts'
import { useSession } from '../lib/session.tsx'

/** Where a younger or a stronger sign-in is wanted. */
export const wantsBetterSignIn = (error: unknown): boolean =>
  hasCode(error, 'TOKEN_TOO_OLD', 'STEP_UP_REQUIRED')

/** Signs in anew on Okta's page, at the level that is wanted. What was typed is kept. */
export function SignInBetterButton({ error, isFirst }: { error: unknown; isFirst?: boolean }) {
  const { okta } = useSession()
  const [level] = refusalIn(error).acr
  return (
    <Button
      variant={isFirst ? 'filled' : 'default'}
      onClick={() => void okta.signInWithRedirect('login', level)}
    >
      Sign in again
    </Button>
  )
}
