import { Suspense, type ReactNode } from 'react'
import { lazyPart } from './lazy-part.ts'
import { useTrigger, type Trigger } from './use-trigger.ts'

const Menu = lazyPart(async () => (await import('./menu.tsx')).Menu)

/** One thing that a menu offers. */
export interface MenuAction {
  label: string
  icon: ReactNode
  /** A second line. */
  about?: string
  onSelect?: () => void
  /** Leads there in a new tab. */
  href?: string
  isDangerous?: boolean
  /** Cannot be chosen now; if there is more to say, why. */
  isBlocked?: boolean | string
  /** Of several, the one that holds; the menu stays open to try the others. */
  isChosen?: boolean
  keys?: string
}

export interface MenuContent {
  /** Parted by lines. What is `false` is not there. */
  sections: (MenuAction | false | undefined)[][]
  head?: ReactNode
  width?: number
  position?: 'bottom-start' | 'bottom-end' | 'top-start'
}

interface MenuButtonProps extends MenuContent {
  children: (trigger: Trigger) => ReactNode
}

/** A button with a menu. */
export function MenuButton({ children, ...content }: MenuButtonProps) {
  const { isWanted, trigger, floating } = useTrigger('menu')
  return (
    <>
      {children(trigger)}
      {isWanted && (
        <Suspense>
          <Menu {...floating} {...content} />
        </Suspense>
      )}
    </>
  )
}
