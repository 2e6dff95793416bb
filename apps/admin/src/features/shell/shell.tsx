import './shell.css'
import { ActionIcon, Drawer, Tooltip } from '@mantine/core'
import { useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { PinLeftIcon, PinRightIcon } from '@radix-ui/react-icons'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { OpenNavigation } from '../../ui/navigation-toggle.tsx'
import { Navigation } from './navigation.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'

const Palette = lazy(async () => {
  const { CommandPalette } = await import('./command-palette.tsx')
  return { default: CommandPalette }
})

/** The frame of every screen: navigation at the left, a drawer where there is no room for it. */
export function Shell() {
  const isNarrow = useMediaQuery('(max-width: 767px)', undefined, {
    getInitialValueInEffect: false,
  })
  const [isCollapsed, setCollapsed] = useLocalStorage({
    key: 'tenantry:navigation-collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const [isDrawerOpen, drawer] = useDisclosure(false)
  const [isSheetOpen, sheet] = useDisclosure(false)
  const [searches, setSearches] = useState(0)
  const { pathname } = useLocation()
  const search = () => setSearches((count) => count + 1)
  useHotkeys([['mod+K', search]], [])
  useHotkeys([
    ['shift+?', sheet.open],
    ['[', () => setCollapsed((it) => !it)],
  ])
  useEffect(drawer.close, [pathname, drawer.close])

  return (
    <OpenNavigation value={isNarrow ? drawer.open : undefined}>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <div className="shell" data-collapsed={isCollapsed || undefined}>
        {!isNarrow && (
          <div className="shell-navigation">
            <Navigation isCollapsed={isCollapsed} onSearch={search} onShortcuts={sheet.open}>
              <CollapseButton
                isCollapsed={isCollapsed}
                onClick={() => setCollapsed(!isCollapsed)}
              />
            </Navigation>
          </div>
        )}
        <main id="main" className="shell-main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Drawer
        opened={Boolean(isNarrow) && isDrawerOpen}
        onClose={drawer.close}
        size={288}
        withCloseButton={false}
        padding={0}
        aria-label="Navigation"
        classNames={{ body: 'shell-drawer', content: 'shell-drawer-content' }}
      >
        <Navigation isCollapsed={false} onSearch={search} onShortcuts={sheet.open} />
      </Drawer>
      <ShortcutSheet opened={isSheetOpen} onClose={sheet.close} />
      {searches > 0 && (
        <Suspense>
          <Palette request={searches} onShortcuts={sheet.open} />
        </Suspense>
      )}
    </OpenNavigation>
  )
}

function CollapseButton({ isCollapsed, onClick }: { isCollapsed: boolean; onClick: () => void }) {
  const label = isCollapsed ? 'Widen navigation' : 'Narrow navigation'
  return (
    <Tooltip label={label} position="right">
      <ActionIcon size={32} onClick={onClick} aria-label={label} aria-expanded={!isCollapsed}>
        {isCollapsed ? <PinRightIcon /> : <PinLeftIcon />}
      </ActionIcon>
    </Tooltip>
  )
}
