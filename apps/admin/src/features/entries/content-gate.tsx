import { Button } from '@mantine/core'
import { GlobeIcon } from '@radix-ui/react-icons'
import { Link, Outlet } from '@tanstack/react-router'
import { ContentProvider, useContentSpace } from '../../lib/content.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FailedPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { Page } from '../../ui/page.tsx'

/** Opens the content of the locale in the address to the screens below. */
export function ContentGate() {
  const { content, locales, wanted, error, refetch } = useContentSpace()
  if (content) {
    // Another locale is another space: nothing that was on the screen belongs to it.
    return (
      <ContentProvider key={content.locale} content={content}>
        <Outlet />
      </ContentProvider>
    )
  }
  if (error) return <FailedPage title="Content" what="locales" error={error} onRetry={refetch} />
  if (!locales) return <PageSkeleton />
  return <NoSuchLocale wanted={wanted} />
}

function NoSuchLocale({ wanted }: { wanted: string | undefined }) {
  const usual = (
    <Button
      variant="default"
      renderRoot={(props) => <Link to="/" search={{ locale: undefined }} {...props} />}
    >
      Show the default locale
    </Button>
  )
  return (
    <Page title="Locale not found">
      <Empty
        icon={<GlobeIcon />}
        title={wanted ? `There is no locale ${wanted} here` : 'There is no locale yet'}
        actions={wanted && usual}
      >
        Content belongs to a locale. Somebody who manages locales can add one.
      </Empty>
    </Page>
  )
}
