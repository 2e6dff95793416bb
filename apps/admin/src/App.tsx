import { Admin } from './admin.tsx'
import { Okta } from './features/sign-in/okta.tsx'
import { oktaFactory, rootAppClientId } from './okta.ts'

export function App() {
  return (
    <Admin>
      <Okta factory={oktaFactory} rootAppClientId={rootAppClientId} />
    </Admin>
  )
}
