import type { ReactNode } from 'react'
import { ErrorNote } from './error-note.tsx'
import { Page } from './page.tsx'
import { TableSkeleton } from './table-skeleton.tsx'

interface ListPageProps<Data> {
  title: string
  trail?: ReactNode
  /** What is listed, as in "The groups could not be loaded". */
  what: string
  query: { data: Data | undefined; error: unknown; refetch: () => unknown }
  /** Makes one more; at the head of the page once there is a list. */
  actions?: ReactNode
  /** Stands in place of a list that has nothing in it. */
  empty?: ReactNode
  isEmpty?: (data: Data) => boolean
  /** Above the list, also while it loads. */
  toolbar?: ReactNode
  /** Ways on from an error, beside trying again. */
  waysOn?: ReactNode
  children: (data: Data) => ReactNode
}

/** A page with one list: what went wrong, that it is on its way, that there is nothing, or it. */
export function ListPage<Data>({
  title,
  trail,
  what,
  query: { data, error, refetch },
  actions,
  empty,
  isEmpty = hasNone,
  toolbar,
  waysOn,
  children,
}: ListPageProps<Data>) {
  const isBlank = data !== undefined && empty !== undefined && isEmpty(data)
  return (
    <Page title={title} trail={trail} flush actions={data !== undefined && !isBlank && actions}>
      {!isBlank && toolbar}
      {error ? (
        <div className="page-note">
          <ErrorNote
            title={`The ${what} could not be loaded`}
            error={error}
            onRetry={() => void refetch()}
          >
            {waysOn}
          </ErrorNote>
        </div>
      ) : data === undefined ? (
        <TableSkeleton label={`Loading the ${what}`} />
      ) : isBlank ? (
        empty
      ) : (
        children(data)
      )}
    </Page>
  )
}

const hasNone = (data: unknown) => Array.isArray(data) && data.length === 0
