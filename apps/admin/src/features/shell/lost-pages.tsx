import { Button } from '@mantine/core'
import { MagnifyingGlassIcon } from '@radix-ui/react-icons'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'

export function NotFound() {
  return (
    <Page title="Page not found">
      <Empty
        icon={<MagnifyingGlassIcon />}
        title="There is nothing at this address"
        actions={
          <Button component={Link} to="/" variant="default">
            Go to the overview
          </Button>
        }
      >
        The page may have moved, or the address was cut short.
      </Empty>
    </Page>
  )
}

/** A fault in a screen: the rest of the admin stays usable. */
export function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This page failed">
      <ErrorNote error={error} title="This page could not be shown" onRetry={reset} />
    </Page>
  )
}
