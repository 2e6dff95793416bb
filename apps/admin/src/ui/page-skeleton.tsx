import { Skeleton } from '@mantine/core'
import { NavigationToggle } from './navigation-toggle.tsx'
import { TableSkeleton } from './table-skeleton.tsx'

/** A page whose code is still on its way. */
export function PageSkeleton() {
  return (
    <>
      <header className="page-head">
        <NavigationToggle />
        <Skeleton h={16} w={120} />
      </header>
      <TableSkeleton label="Loading the page" />
    </>
  )
}
