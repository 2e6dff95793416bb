import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'

interface NavigationDrawerProps {
  opened: boolean
  onClose: () => void
  children: ReactNode
}

/** The navigation where there is no room beside the page. */
export function NavigationDrawer({ opened, onClose, children }: NavigationDrawerProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={288}
      withCloseButton={false}
      padding={0}
      aria-label="Navigation"
      classNames={{ body: 'shell-drawer', content: 'shell-drawer-content' }}
    >
      {children}
    </Drawer>
  )
}
