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
    // The root stays in the page while the drawer is closed: only what opens may have a name.
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      size={288}
      padding={0}
      transitionProps={{ duration: 160 }}
    >
      <Drawer.Overlay backgroundOpacity={0.32} />
      <Drawer.Content aria-label="Navigation" className="shell-drawer-content">
        <Drawer.Body className="shell-drawer">{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
