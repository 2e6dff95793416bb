import { Title } from '@mantine/core'
import { ChevronRightIcon } from '@radix-ui/react-icons'
import { useEffect, useRef, type ReactNode } from 'react'
import { NavigationToggle } from './navigation-toggle.tsx'

interface PageProps {
  title: string
  /** Links to the pages above this one. */
  trail?: ReactNode
  actions?: ReactNode
  /** The content reaches the edges: tables. */
  flush?: boolean
  children: ReactNode
}

/** A page of the admin: title, way back and actions on one line, then its content. */
export function Page({ title, trail, actions, flush = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useDocumentTitle(title)
  // Screen readers start at the new page, not at the link that led here; a field that asked for the
  // focus has it already.
  useEffect(() => {
    const isInPage = heading.current?.closest('main')?.contains(document.activeElement)
    if (!isInPage || document.activeElement?.id === 'main')
      heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <>
      <header className="page-head">
        <NavigationToggle />
        <div className="page-title">
          {trail && (
            <>
              {trail}
              <ChevronRightIcon aria-hidden color="var(--mantine-color-dimmed)" />
            </>
          )}
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
        </div>
        {actions}
      </header>
      <div className="page-body" data-flush={flush || undefined}>
        {children}
      </div>
    </>
  )
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tenantry`
  }, [title])
}
