import { Tooltip } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useRef, useState } from 'react'

const REST_MILLISECONDS = 400

/**
 * What an element says of itself in `data-tip`, while the pointer rests on it or the keyboard is at
 * it. One for all of them, so that a page needs nothing but the attribute.
 */
export function Tips() {
  const [at, setAt] = useState<HTMLElement>()
  const timer = useRef(0)
  const show = (element: HTMLElement | undefined, delay = 0) => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => setAt(element), delay)
  }
  useWindowEvent('pointerover', (event) => {
    const next = event.pointerType === 'mouse' ? tipped(event.target) : undefined
    if (next !== at) show(next, next && REST_MILLISECONDS)
  })
  useWindowEvent('focusin', ({ target }) => {
    const isByKeyboard = target instanceof Element && target.matches(':focus-visible')
    show(isByKeyboard ? tipped(target) : undefined)
  })
  useWindowEvent('focusout', () => show(undefined))
  useWindowEvent('pointerdown', () => show(undefined))
  useWindowEvent('keydown', ({ key }) => key === 'Escape' && show(undefined))
  if (!at) return null
  return (
    <Tooltip
      opened
      target={at}
      label={at.dataset['tip']}
      position={at.dataset['tipAt'] === 'right' ? 'right' : 'top'}
    />
  )
}

const tipped = (target: EventTarget | null) =>
  (target instanceof Element && target.closest<HTMLElement>('[data-tip]')) || undefined
