import { ActionIcon } from '@mantine/core'
import { HamburgerMenuIcon } from '@radix-ui/react-icons'
import { createContext, use } from 'react'

/** Opens the navigation where the window is too narrow to show it; given by the shell. */
export const OpenNavigation = createContext<(() => void) | undefined>(undefined)

export function NavigationToggle() {
  const open = use(OpenNavigation)
  return open ? (
    <ActionIcon size={32} ml={-8} onClick={open} aria-label="Open navigation">
      <HamburgerMenuIcon />
    </ActionIcon>
  ) : null
}
