import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
  RouterProvider,
} from '@tanstack/react-router'
import { ROOT_TENANT_ID } from '@tenantry/admin-okta'
import { useState } from 'react'
import { readAuditSearch } from './features/audit/audit-search.ts'
import { readListSearch } from './features/entries/list-search.ts'
import { Gate } from './features/shell/gate.tsx'
import { Crash, NotFound } from './features/shell/lost-pages.tsx'
import { readWantedRule } from './features/sign-in-settings/wanted-rule.ts'
import { useSession } from './lib/session.tsx'
import { PageSkeleton } from './ui/page-skeleton.tsx'

/** Tenant and locale stay in every address, so that a copied link opens the same content. */
const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>): { tenantId?: string; locale?: string } => ({
    ...(typeof search['tenantId'] === 'string' && { tenantId: search['tenantId'] }),
    ...(typeof search['locale'] === 'string' && { locale: search['locale'] }),
  }),
  search: { middlewares: [retainSearchParams(['tenantId', 'locale'])] },
  component: Gate,
  notFoundComponent: NotFound,
})

const overview = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('./features/overview/overview-screen.tsx'),
    'OverviewScreen',
  ),
})

const tenants = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tenants',
  validateSearch: (search: Record<string, unknown>): { open?: string; find?: string } => ({
    ...(typeof search['open'] === 'string' && { open: search['open'] }),
    ...(typeof search['find'] === 'string' && search['find'] && { find: search['find'] }),
  }),
  component: lazyRouteComponent(
    () => import('./features/tenants/tenants-screen.tsx'),
    'TenantsScreen',
  ),
})

const groups = createRoute({
  getParentRoute: () => rootRoute,
  path: '/groups',
  component: lazyRouteComponent(
    () => import('./features/groups/groups-screen.tsx'),
    'GroupsScreen',
  ),
})

const newGroup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/groups/new',
  validateSearch: (search: Record<string, unknown>): { slug?: string } => ({
    ...(typeof search['slug'] === 'string' && { slug: search['slug'] }),
  }),
  component: lazyRouteComponent(
    () => import('./features/groups/group-screen.tsx'),
    'NewGroupScreen',
  ),
})

const group = createRoute({
  getParentRoute: () => rootRoute,
  path: '/groups/$groupId',
  component: lazyRouteComponent(() => import('./features/groups/group-screen.tsx'), 'GroupScreen'),
})

const users = createRoute({
  getParentRoute: () => rootRoute,
  path: '/users',
  validateSearch: (search: Record<string, unknown>): { type?: 'service'; open?: string } => ({
    ...(search['type'] === 'service' && { type: 'service' }),
    ...(typeof search['open'] === 'string' && { open: search['open'] }),
  }),
  component: lazyRouteComponent(() => import('./features/users/users-screen.tsx'), 'UsersScreen'),
})

const apiKeys = createRoute({
  getParentRoute: () => rootRoute,
  path: '/api-keys',
  component: lazyRouteComponent(
    () => import('./features/api-keys/api-keys-screen.tsx'),
    'ApiKeysScreen',
  ),
})

const newApiKey = createRoute({
  getParentRoute: () => rootRoute,
  path: '/api-keys/new',
  component: lazyRouteComponent(
    () => import('./features/api-keys/api-key-screen.tsx'),
    'NewApiKeyScreen',
  ),
})

const apiKey = createRoute({
  getParentRoute: () => rootRoute,
  path: '/api-keys/$keyId',
  component: lazyRouteComponent(
    () => import('./features/api-keys/api-key-screen.tsx'),
    'ApiKeyScreen',
  ),
})

const locales = createRoute({
  getParentRoute: () => rootRoute,
  path: '/locales',
  validateSearch: (search: Record<string, unknown>): { open?: string } => ({
    ...(typeof search['open'] === 'string' && { open: search['open'] }),
  }),
  component: lazyRouteComponent(
    () => import('./features/locales/locales-screen.tsx'),
    'LocalesScreen',
  ),
})

const signInSettings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-settings',
  validateSearch: readWantedRule,
  component: lazyRouteComponent(
    () => import('./features/sign-in-settings/sign-in-settings-screen.tsx'),
    'SignInSettingsScreen',
  ),
})

const accessTest = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-settings/test',
  component: lazyRouteComponent(
    () => import('./features/sign-in-settings/access-test-screen.tsx'),
    'AccessTestScreen',
  ),
})

const refusal = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-settings/why',
  // Not "code": that is what Okta answers with, and it is taken out of addresses.
  validateSearch: (search: Record<string, unknown>): { refusal?: string } => ({
    ...(typeof search['refusal'] === 'string' && { refusal: search['refusal'] }),
  }),
  component: lazyRouteComponent(
    () => import('./features/sign-in-settings/refusal-screen.tsx'),
    'RefusalScreen',
  ),
})

const connection = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-settings/connection',
  component: lazyRouteComponent(
    () => import('./features/connection/connection-screen.tsx'),
    'ConnectionScreen',
  ),
})

const audit = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./features/audit/audit-screen.tsx'), 'AuditScreen'),
})

const space = createRoute({
  getParentRoute: () => rootRoute,
  id: 'space',
  component: lazyRouteComponent(() => import('./features/entries/content-gate.tsx'), 'ContentGate'),
})

const models = createRoute({
  getParentRoute: () => space,
  path: '/models',
  component: lazyRouteComponent(
    () => import('./features/models/models-screen.tsx'),
    'ModelsScreen',
  ),
})

const newModel = createRoute({
  getParentRoute: () => space,
  path: '/models/new',
  component: lazyRouteComponent(
    () => import('./features/models/model-screen.tsx'),
    'NewModelScreen',
  ),
})

const model = createRoute({
  getParentRoute: () => space,
  path: '/models/$modelId',
  component: lazyRouteComponent(() => import('./features/models/model-screen.tsx'), 'ModelScreen'),
})

const entries = createRoute({
  getParentRoute: () => space,
  path: '/content/$modelId',
  validateSearch: readListSearch,
  component: lazyRouteComponent(
    () => import('./features/entries/entries-screen.tsx'),
    'EntriesScreen',
  ),
})

const bin = createRoute({
  getParentRoute: () => space,
  path: '/content/$modelId/bin',
  validateSearch: (search: Record<string, unknown>): { after?: string } =>
    typeof search['after'] === 'string' ? { after: search['after'] } : {},
  component: lazyRouteComponent(() => import('./features/entries/bin-screen.tsx'), 'BinScreen'),
})

const newEntry = createRoute({
  getParentRoute: () => space,
  path: '/content/$modelId/new',
  component: lazyRouteComponent(
    () => import('./features/entries/entry-screen.tsx'),
    'NewEntryScreen',
  ),
})

const entry = createRoute({
  getParentRoute: () => space,
  path: '/content/$modelId/$entryId',
  validateSearch: (search: Record<string, unknown>): { revision?: number } =>
    Number.isInteger(search['revision']) ? { revision: Number(search['revision']) } : {},
  component: lazyRouteComponent(() => import('./features/entries/entry-screen.tsx'), 'EntryScreen'),
})

const content = space.addChildren([models, newModel, model, entries, bin, newEntry, entry])

const routeTree = rootRoute.addChildren([
  overview,
  tenants,
  groups,
  newGroup,
  group,
  users,
  apiKeys,
  newApiKey,
  apiKey,
  locales,
  signInSettings,
  accessTest,
  refusal,
  connection,
  audit,
  content,
])

const createAdminRouter = () =>
  createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultErrorComponent: Crash,
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 150,
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAdminRouter>
  }
}

/** The screens of the admin by address. */
export function AdminRouter() {
  const { tenantId } = useSession().okta
  const [router] = useState(() => {
    nameTenantInAddress(tenantId)
    return createAdminRouter()
  })
  return <RouterProvider router={router} />
}

/** The tab knows its tenant; a link that is copied from it has to, too. */
function nameTenantInAddress(tenantId: string): void {
  const url = new URL(window.location.href)
  if (tenantId === ROOT_TENANT_ID) url.searchParams.delete('tenantId')
  else url.searchParams.set('tenantId', tenantId)
  window.history.replaceState(window.history.state, '', url)
}
