import type { ReactNode } from 'react'
import { Empty } from './empty.tsx'
import { ErrorNote } from './error-note.tsx'
import { Page } from './page.tsx'

interface LostPageProps {
  /** What is not there, as in "There is no such group". */
  what: string
  trail?: ReactNode
  icon: ReactNode
  /** The way back. */
  actions: ReactNode
  /** Why it may not be there. */
  children: ReactNode
}

/** A page about something that is not there. */
export function LostPage({ what, trail, icon, actions, children }: LostPageProps) {
  return (
    <Page title={`${what.charAt(0).toUpperCase()}${what.slice(1)} not found`} trail={trail}>
      <Empty icon={icon} title={`There is no such ${what}`} actions={actions}>
        {children}
      </Empty>
    </Page>
  )
}

interface FailedPageProps {
  title: string
  trail?: ReactNode
  /** What did not come, as in "The group could not be loaded". */
  what: string
  error: unknown
  onRetry: () => unknown
}

/** A page whose content did not come. */
export function FailedPage({ title, trail, what, error, onRetry }: FailedPageProps) {
  return (
    <Page title={title} trail={trail}>
      <ErrorNote
        title={`The ${what} could not be loaded`}
        error={error}
        onRetry={() => void onRetry()}
      />
    </Page>
  )
}
