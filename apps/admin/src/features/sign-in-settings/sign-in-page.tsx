import './sign-in-settings.css'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '../../ui/page.tsx'

interface SignInPageProps {
  title: string
  actions?: ReactNode
  children: ReactNode
}

/** One of the pages about who gets in, with the ways to the others. */
export function SignInPage({ title, actions, children }: SignInPageProps) {
  return (
    <Page title={title} actions={actions} flush>
      <nav className="tabs" aria-label="Sign-in">
        <Link to="/sign-in-settings" activeOptions={{ exact: true, includeSearch: false }}>
          Rules
        </Link>
        <Link to="/sign-in-settings/test">Test</Link>
        <Link to="/sign-in-settings/why" activeOptions={{ includeSearch: false }}>
          Why no access?
        </Link>
        <Link to="/sign-in-settings/connection">Connection</Link>
      </nav>
      <div className="tabbed">{children}</div>
    </Page>
  )
}
