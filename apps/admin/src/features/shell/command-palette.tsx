import '@mantine/spotlight/styles.layer.css'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import {
  CubeIcon,
  EnterIcon,
  ExitIcon,
  FileTextIcon,
  GlobeIcon,
  KeyboardIcon,
  LockClosedIcon,
  MagnifyingGlassIcon,
  MoonIcon,
  PlusIcon,
  SunIcon,
} from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { addressOfTenant } from '@tenantry/admin-okta'
import { useEffect } from 'react'
import { can } from '../../lib/permissions.ts'
import { useApi, useCan, useIdentity, useSession } from '../../lib/session.tsx'
import { tenantsQuery } from '../../lib/tenants.ts'
import { KeyIcon } from '../../ui/key-icon.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { useContentPages } from './content-pages.ts'
import { pagesFor } from './navigation.tsx'

const [store, palette] = createSpotlight()

interface CommandPaletteProps {
  /** Counts the wishes to see the palette. */
  request: number
  onShortcuts: () => void
}

/** Everything that a person can reach, by name. */
export function CommandPalette({ request, onShortcuts }: CommandPaletteProps) {
  useEffect(() => palette.open(), [request])
  const groups = [
    { group: 'Pages', actions: usePages() },
    { group: 'Content', actions: useContent() },
    { group: 'Tenants', actions: useTenants() },
    { group: 'Actions', actions: useActions(onShortcuts) },
  ].filter(({ actions }) => actions.length > 0)

  return (
    <Spotlight
      store={store}
      actions={groups}
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight={400}
      nothingFound="Nothing has that name."
      // Mantine's own way to name its dialog is a title to be seen.
      attributes={{ content: { 'aria-label': 'Search' } }}
      searchProps={{
        leftSection: <MagnifyingGlassIcon />,
        placeholder: 'Search pages, tenants and actions',
        'aria-label': 'Search pages, tenants and actions',
      }}
    />
  )
}

type Actions = SpotlightActionGroupData['actions']

function usePages(): Actions {
  const navigate = useNavigate()
  const { permissions } = useIdentity()
  return pagesFor(permissions).map(({ to, label, icon }) => ({
    id: to,
    label,
    leftSection: icon,
    onClick: () => void navigate({ to }),
  }))
}

function useContent(): Actions {
  const navigate = useNavigate()
  return useContentPages().map(({ modelId, name }) => ({
    id: `content:${modelId}`,
    label: name,
    leftSection: <FileTextIcon />,
    onClick: () => void navigate({ to: '/content/$modelId', params: { modelId } }),
  }))
}

function useTenants(): Actions {
  const api = useApi()
  const mayList = useCan('tenancy.tenant', 'r')
  const { data: tenants = [] } = useQuery({ ...tenantsQuery(api), enabled: mayList })
  return tenants.map(({ id, name }) => ({
    id: `tenant:${id}`,
    label: name,
    description: id,
    leftSection: <Monogram name={name} />,
    onClick: () => void window.open(addressOfTenant(id), '_blank', 'noopener'),
  }))
}

function useActions(onShortcuts: () => void): Actions {
  const navigate = useNavigate()
  const { okta } = useSession()
  const { permissions } = useIdentity()
  const { setColorScheme } = useMantineColorScheme()
  const other = useComputedColorScheme() === 'dark' ? 'light' : 'dark'
  const create: Actions = [
    ...(can(permissions, 'tenancy.tenant', 'w')
      ? [
          {
            id: 'create-tenant',
            label: 'Create tenant',
            leftSection: <PlusIcon />,
            onClick: () => void navigate({ to: '/tenants', search: { open: 'new' } }),
          },
        ]
      : []),
    ...(can(permissions, 'cms.contentModel', 'w')
      ? [
          {
            id: 'create-model',
            label: 'Create model',
            leftSection: <CubeIcon />,
            onClick: () => void navigate({ to: '/models/new' }),
          },
        ]
      : []),
    ...(can(permissions, 'security.group', 'w')
      ? [
          {
            id: 'create-group',
            label: 'Create group',
            leftSection: <LockClosedIcon />,
            onClick: () => void navigate({ to: '/groups/new' }),
          },
        ]
      : []),
    ...(can(permissions, 'security.apiKey', 'w')
      ? [
          {
            id: 'create-api-key',
            label: 'Create API key',
            leftSection: <KeyIcon />,
            onClick: () => void navigate({ to: '/api-keys/new' }),
          },
        ]
      : []),
    ...(can(permissions, 'i18n.locale', 'w')
      ? [
          {
            id: 'add-locale',
            label: 'Add locale',
            leftSection: <GlobeIcon />,
            onClick: () => void navigate({ to: '/locales', search: { open: 'new' } }),
          },
        ]
      : []),
  ]
  const about: Actions = can(permissions, 'tenancy.signIn', 'r')
    ? [
        {
          id: 'test-sign-in',
          label: 'Test sign-in',
          leftSection: <EnterIcon />,
          onClick: () => void navigate({ to: '/sign-in-settings/test' }),
        },
        {
          id: 'why-no-access',
          label: 'Find out why somebody has no access',
          leftSection: <EnterIcon />,
          onClick: () => void navigate({ to: '/sign-in-settings/why' }),
        },
      ]
    : []
  return [
    ...create,
    ...about,
    {
      id: 'theme',
      label: `Use the ${other} theme`,
      leftSection: other === 'dark' ? <MoonIcon /> : <SunIcon />,
      onClick: () => setColorScheme(other),
    },
    {
      id: 'keys',
      label: 'Keyboard shortcuts',
      leftSection: <KeyboardIcon />,
      onClick: onShortcuts,
    },
    { id: 'out', label: 'Sign out', leftSection: <ExitIcon />, onClick: () => void okta.signOut() },
  ]
}
