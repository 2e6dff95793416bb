import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { CaretSortIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useSession } from '../../lib/session.tsx'
import { Environment } from '../../ui/environment.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { useTrigger } from '../../ui/use-trigger.ts'
import { configQuery } from './queries.ts'

const TenantChoice = lazyPart(async () => (await import('./tenant-choice.tsx')).TenantChoice)

/** Which tenant this tab is on, and the way to another one. */
export function TenantSwitcher({ isCollapsed }: { isCollapsed: boolean }) {
  const { tenant } = useSession()
  const { isWanted, trigger, floating } = useTrigger('dialog')
  const { data: config } = useQuery(configQuery)
  return (
    <>
      <UnstyledButton {...trigger} className="navigation-button">
        <Monogram name={tenant.name} />
        {isCollapsed && <VisuallyHidden>{tenant.name}</VisuallyHidden>}
        {!isCollapsed && (
          <>
            <span className="navigation-button-text">
              <Text fw={600} lh="18px">
                {tenant.name}
              </Text>
              <Text c="dimmed" lh="16px" className="mono" fz={11}>
                {tenant.tenantId}
              </Text>
            </span>
            <Environment name={config?.environment} />
            <CaretSortIcon color="var(--mantine-color-dimmed)" />
          </>
        )}
        <VisuallyHidden>: switch tenant</VisuallyHidden>
      </UnstyledButton>
      {isWanted && (
        <Suspense>
          <TenantChoice current={{ id: tenant.tenantId, name: tenant.name }} floating={floating} />
        </Suspense>
      )}
    </>
  )
}
