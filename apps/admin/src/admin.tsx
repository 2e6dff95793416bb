import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './ui/theme.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { SignedInApp } from './features/sign-in/signed-in-app.ts'
import { hasCode } from './lib/api-error.ts'
import { AdminRouter } from './routes.tsx'
import { Overlays } from './ui/overlays.tsx'
import { cssVariables, theme } from './ui/theme.ts'

/** The admin. Its child decides who sees it: `<Okta>` shows it to whoever has signed in. */
export function Admin({ children }: { children: ReactNode }) {
  const [queries] = useState(createQueries)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Overlays />
        <SignedInApp value={<AdminRouter />}>{children}</SignedInApp>
      </QueryClientProvider>
    </MantineProvider>
  )
}

function createQueries(): QueryClient {
  // What the API refused once, it refuses again; only the way to it gets better by itself.
  const retry = (count: number, error: Error) => count < 2 && hasCode(error, 'UNREACHABLE')
  return new QueryClient({ defaultOptions: { queries: { retry, staleTime: 10_000 } } })
}
