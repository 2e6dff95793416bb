import { useOktaSession } from '@tenantry/admin-okta'
import { useEffect, useState } from 'react'
import { api, okta } from './okta.ts'

/** Shows the sign-in form, or what the API says of who has signed in. */
export function App() {
  const state = useOktaSession(okta)
  switch (state.step) {
    case 'signIn':
      return (
        <main>
          <h1>Sign in</h1>
          {state.signedOut && <p>You are signed out, here and at Okta.</p>}
          <SignInForm />
        </main>
      )
    case 'problem':
      return (
        <main>
          <h1>Nobody can sign in at the moment</h1>
          <pre>{JSON.stringify(state.problem, null, 2)}</pre>
          <button onClick={() => window.location.reload()}>Try again</button>
        </main>
      )
    case 'signedIn':
      return (
        <main>
          <h1>Hello, {state.person.name}</h1>
          {/* The page stays as it is while its person signs in again. */}
          {state.expired && <SignInForm />}
          <WhoAmI />
          <button onClick={() => void okta.signOut()}>Sign out</button>
        </main>
      )
    case 'starting':
    case 'leaving':
    case 'callback':
    case 'signingOut':
      return <p role="status">One moment…</p>
  }
}

/** Okta's Sign-In Widget. */
function SignInForm() {
  useEffect(() => okta.showWidget('#okta'), [])
  return <div id="okta" />
}

function WhoAmI() {
  const [answer, setAnswer] = useState('Asking the API…')
  useEffect(() => {
    let isGone = false
    whoAmI().then(
      (text) => isGone || setAnswer(text),
      (error: unknown) => isGone || setAnswer(`The API could not be asked: ${String(error)}`),
    )
    return () => {
      isGone = true
    }
  }, [])
  return <p>{answer}</p>
}

async function whoAmI(): Promise<string> {
  const response = await api('/me')
  if (!response.ok) return `The API answered with status ${response.status}.`
  const { type, id }: { type: string; id: string } = await response.json()
  return `The API knows you as ${type} ${id}.`
}
