import { Loader, Text, VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Mark } from './mark.tsx'

/** Between two pages. Words come only when it takes long: most of the time nobody sees this. */
export function ProgressPage({ label }: { label: string }) {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 700)
    return () => clearTimeout(timer)
  }, [])

  return (
    <main className="centre" aria-busy="true">
      <div className="centre-content" style={{ display: 'grid', gap: 20, placeItems: 'center' }}>
        <Mark size={36} />
        {isLong ? (
          <>
            <Loader size="sm" color="gray" />
            <Text c="dimmed" role="status">
              {label}…
            </Text>
          </>
        ) : (
          <VisuallyHidden role="status">{label}</VisuallyHidden>
        )}
      </div>
    </main>
  )
}
