import { UnstyledButton } from '@mantine/core'
import {
  ActivityLogIcon,
  CubeIcon,
  DashboardIcon,
  EnterIcon,
  GlobeIcon,
  LockClosedIcon,
  MagnifyingGlassIcon,
  PersonIcon,
  StackIcon,
} from '@radix-ui/react-icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useIdentity } from '../../lib/session.tsx'
import { can, type Permission } from '../../lib/permissions.ts'
import { KeyIcon } from '../../ui/key-icon.tsx'
import { Keys } from '../../ui/keys.tsx'
import { ContentNavigation } from './content-navigation.tsx'
import { named } from './named.ts'
import { PersonMenu } from './person-menu.tsx'
import { TenantSwitcher } from './tenant-switcher.tsx'

interface NavigationProps {
  isCollapsed: boolean
  onSearch: () => void
  onShortcuts: () => void
  children?: ReactNode
}

const PAGES = [
  { to: '/', label: 'Overview', icon: <DashboardIcon />, section: '' },
  { to: '/tenants', label: 'Tenants', icon: <StackIcon />, section: '', needs: 'tenancy.tenant' },
  {
    to: '/groups',
    label: 'Groups',
    icon: <LockClosedIcon />,
    section: 'Access',
    needs: 'security.group',
  },
  {
    to: '/users',
    label: 'Users',
    icon: <PersonIcon />,
    section: 'Access',
    needs: 'adminUsers.user',
  },
  {
    to: '/api-keys',
    label: 'API keys',
    icon: <KeyIcon />,
    section: 'Access',
    needs: 'security.apiKey',
  },
  {
    to: '/models',
    label: 'Models',
    icon: <CubeIcon />,
    section: 'Settings',
    needs: 'cms.contentModel',
    // Editors read models too, to write entries: that is not what the page is for.
    action: 'w',
  },
  {
    to: '/locales',
    label: 'Locales',
    icon: <GlobeIcon />,
    section: 'Settings',
    needs: 'i18n.locale',
  },
  {
    to: '/sign-in-settings',
    label: 'Sign-in',
    icon: <EnterIcon />,
    section: 'Settings',
    needs: 'tenancy.signIn',
  },
  {
    to: '/audit',
    label: 'Audit log',
    icon: <ActivityLogIcon />,
    section: 'Settings',
    needs: 'audit.log',
  },
] as const

/** The pages that a person may read, in the order of the navigation. */
export function pagesFor(permissions: readonly Permission[]) {
  return PAGES.filter(
    (page) =>
      !('needs' in page) || can(permissions, page.needs, 'action' in page ? page.action : 'r'),
  )
}

export function Navigation({ isCollapsed, onSearch, onShortcuts, children }: NavigationProps) {
  const pages = pagesFor(useIdentity().permissions)
  const sections = [...new Set(pages.map(({ section }) => section))]
  return (
    <nav className="navigation" aria-label="Main">
      <TenantSwitcher isCollapsed={isCollapsed} />
      <UnstyledButton
        className="navigation-search"
        onClick={onSearch}
        {...(isCollapsed && named('Search'))}
      >
        <MagnifyingGlassIcon />
        {!isCollapsed && (
          <>
            <span>Search</span>
            <Keys keys="mod+K" />
          </>
        )}
      </UnstyledButton>
      <div className="navigation-pages">
        {sections.map((section) => (
          <div key={section}>
            {section && <div className="navigation-title">{isCollapsed ? null : section}</div>}
            {pages
              .filter((page) => page.section === section)
              .map(({ to, label, icon }) => (
                <Link
                  key={to}
                  to={to}
                  className="navigation-link"
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  {...(isCollapsed && named(label))}
                >
                  {icon}
                  {!isCollapsed && label}
                </Link>
              ))}
            {!section && <ContentNavigation isCollapsed={isCollapsed} />}
          </div>
        ))}
      </div>
      <div className="navigation-foot">
        <PersonMenu isCollapsed={isCollapsed} onShortcuts={onShortcuts} />
        {children}
      </div>
    </nav>
  )
}
