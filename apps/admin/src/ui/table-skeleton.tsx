import { Skeleton } from '@mantine/core'

/** Rows that stand where the real ones will. */
export function TableSkeleton({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div aria-busy="true" aria-label={label} role="status" style={{ padding: '8px 24px' }}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ display: 'flex', gap: 32, height: 40, alignItems: 'center' }}>
          <Skeleton h={12} w={`${18 + ((row * 7) % 12)}%`} />
          <Skeleton h={12} w={`${10 + ((row * 5) % 8)}%`} />
          <Skeleton h={12} w="12%" />
        </div>
      ))}
    </div>
  )
}
