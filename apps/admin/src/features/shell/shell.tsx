import './shell.css'
import { ActionIcon } from '@mantine/core'
import { useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { PinLeftIcon, PinRightIcon } from '@radix-ui/react-icons'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { lazyPart } from '../../ui/lazy-part.ts'
import { useKept } from '../../ui/use-kept.ts'
import { OpenNavigation } from '../../ui/navigation-toggle.tsx'
import { named } from './named.ts'
import { Navigation } from './navigation.tsx'

const Palette = lazyPart(async () => (await import('./command-palette.tsx')).CommandPalette)
const ShortcutSheet = lazyPart(async () => (await import('./shortcut-sheet.tsx')).ShortcutSheet)
const NavigationDrawer = lazyPart(
  async () => (await import('./navigation-drawer.tsx')).NavigationDrawer,
)

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
  const isSheetWanted = useKept(isSheetOpen || undefined)
  const [searches, setSearches] = useState(0)
  const { pathname } = useLocation()
  const search = () => setSearches((count) => count + 1)
  useHotkeys([['mod+K', search]], [], true)
  useHotkeys([
    ['shift+?', sheet.open],
    ['[', () => setCollapsed((it) => !it)],
  ])
  const { close } = drawer
  useEffect(() => close(), [pathname, close])

  return (
    <OpenNavigation value={isNarrow ? drawer.open : undefined}>
      <SkipLink />
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
      <Suspense>
        {isNarrow && (
          <NavigationDrawer opened={isDrawerOpen} onClose={drawer.close}>
            <Navigation isCollapsed={false} onSearch={search} onShortcuts={sheet.open} />
          </NavigationDrawer>
        )}
        {isSheetWanted && <ShortcutSheet opened={isSheetOpen} onClose={sheet.close} />}
        {searches > 0 && <Palette request={searches} onShortcuts={sheet.open} />}
      </Suspense>
    </OpenNavigation>
  )
}

/** A link by its looks and its keys; another address would ask whether to leave a page. */
function SkipLink() {
  return (
    <a
      className="skip-link"
      href="#main"
      onClick={(event) => {
        event.preventDefault()
        document.getElementById('main')?.focus()
      }}
    >
      Skip to content
    </a>
  )
}

function CollapseButton({ isCollapsed, onClick }: { isCollapsed: boolean; onClick: () => void }) {
  const label = isCollapsed ? 'Widen navigation' : 'Narrow navigation'
  return (
    <ActionIcon size={32} onClick={onClick} aria-expanded={!isCollapsed} {...named(label)}>
      {isCollapsed ? <PinRightIcon /> : <PinLeftIcon />}
    </ActionIcon>
  )
}
