import { Suspense, useEffect, useState } from 'react'
import { lazyPart } from './lazy-part.ts'

const Tips = lazyPart(async () => (await import('./tips.tsx')).Tips)
const Toasts = lazyPart(async () => (await import('./toasts.tsx')).Toasts)

/** What floats over every page. It comes when the first one stands: nobody needs it before. */
export function Overlays() {
  const isIdle = useIdle()
  if (!isIdle) return null
  return (
    <Suspense>
      <Tips />
      <Toasts />
    </Suspense>
  )
}

function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false)
  useEffect(() => {
    // Not every browser tells when it is idle.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(() => setIdle(true), 300)
      return () => clearTimeout(timer)
    }
    const request = window.requestIdleCallback(() => setIdle(true))
    return () => window.cancelIdleCallback(request)
  }, [])
  return isIdle
}
