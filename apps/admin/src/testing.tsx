import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { OktaSession } from '@tenantry/admin-okta'
import { vi } from 'vitest'
import { createApi } from './lib/api.ts'
import { SessionProvider } from './lib/session.tsx'
import { AdminRouter } from './routes.tsx'
import { theme } from './ui/theme.ts'

type Answer = (variables: Record<string, unknown>) => unknown

interface WorldOptions {
  address?: string
  tenantId?: string
  personId?: string
  permissions?: unknown[]
  groups?: string[]
  installed?: boolean
  claims?: Record<string, unknown>
  /** By the name of the operation: what stands below its root. */
  answers?: Record<string, Answer>
}

/** The signed-in admin at an address, with the API stubbed at the network. */
export function showAdmin(options: WorldOptions = {}) {
  const { address = '/', tenantId = 'acme', personId = '00u_1', claims = {} } = options
  window.history.replaceState(null, '', address)
  const requests: { operation: string; variables: Record<string, unknown> }[] = []
  const answers: Record<string, Answer> = { ...basicAnswers(options), ...options.answers }
  vi.stubGlobal('fetch', (url: string, request: { body: string }) => {
    if (url === '/config.json') return Promise.resolve(Response.json({ environment: 'local' }))
    const { query, variables } = JSON.parse(request.body) as {
      query: string
      variables: Record<string, unknown>
    }
    const operation = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? ''
    requests.push({ operation, variables })
    return Promise.resolve(Response.json({ data: answers[operation]?.(variables) ?? null }))
  })
  const okta = oktaStub(tenantId)
  const settings = { tenantId, name: 'Acme', issuer: 'https://acme.okta.com', clientId: '0oa_acme' }
  const session = {
    api: createApi({ tenantId, getToken: okta.getAccessToken }),
    okta,
    tenant: { ...settings, scopes: [], tokenUse: 'ACCESS' as const },
    person: { id: personId, name: 'Ada', claims },
  }
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider
        client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
      >
        <Notifications />
        <SessionProvider session={session}>
          <AdminRouter />
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  const sent = (operation: string) => requests.filter((it) => it.operation === operation)
  return { okta, sent }
}

export const ok = (data: unknown) => ({ data, error: null })

export const refused = (code: string, message: string, data: unknown = null) => ({
  data: null,
  error: { code, message, data },
})

function basicAnswers({
  permissions = [{ name: '*' }],
  groups = ['full-access'],
  installed = true,
}: WorldOptions) {
  const version = installed ? '1' : null
  const person = { id: '00u_1', displayName: 'Ada', email: 'ada@acme.example' }
  return {
    Login: () => ({ security: { login: ok({ ...person, permissions, groups }) } }),
    Installed: () => ({ tenancy: { version }, security: { version } }),
    LocaleInformation: () => ({
      i18n: { getI18NInformation: { locales: [{ code: 'en-US', default: true }] } },
    }),
    ListModels: () => ({ answer: ok([]) }),
    ListTenants: () => ({ tenancy: { listTenants: ok([]) } }),
  } satisfies Record<string, Answer>
}

function oktaStub(tenantId: string): OktaSession {
  return {
    tenantId,
    getState: () => ({ step: 'starting' }),
    subscribe: () => () => {},
    getSettings: () => undefined,
    start: () => Promise.resolve(),
    showWidget: () => () => {},
    signInWithRedirect: vi.fn(() => Promise.resolve()),
    getAccessToken: () => Promise.resolve('token-1'),
    renewToken: vi.fn(() => Promise.resolve()),
    expire: vi.fn(),
    signOut: vi.fn(() => Promise.resolve()),
  }
}
