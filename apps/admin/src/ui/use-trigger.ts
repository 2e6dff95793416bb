import { useId, useRef, useState, type RefObject } from 'react'

/** What floats beside a button, as its own part has to know it. */
export interface Floating {
  id: string
  opened: boolean
  onChange: (opened: boolean) => void
  anchor: RefObject<HTMLElement | null>
}

/** A button that is there at once, and what it opens, which comes once somebody reaches for it. */
export function useTrigger(opens: 'menu' | 'dialog') {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [isWanted, setWanted] = useState(false)
  const [opened, setOpened] = useState(false)
  const want = () => setWanted(true)
  const floating: Floating = { id, opened, onChange: setOpened, anchor }
  return {
    isWanted,
    floating,
    trigger: {
      ref: anchor,
      id,
      'aria-haspopup': opens,
      'aria-expanded': opened,
      'aria-controls': opened ? `${id}-dropdown` : undefined,
      onPointerEnter: want,
      onFocus: want,
      onClick: () => {
        want()
        setOpened(!opened)
      },
    },
  }
}

export type Trigger = ReturnType<typeof useTrigger>['trigger']
