import { Popover, Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CaretSortIcon, CheckIcon, MagnifyingGlassIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { addressOfTenant, ROOT_TENANT_ID } from '@tenantry/admin-okta'
import { useState, type KeyboardEvent } from 'react'
import { recentTenants } from '../../lib/recent-tenants.ts'
import { useApi, useCan, useSession } from '../../lib/session.tsx'
import { tenantsQuery } from '../../lib/tenants.ts'
import { Environment } from '../../ui/environment.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { configQuery } from './queries.ts'

interface Choice {
  id: string
  name: string
}

/** Which tenant this tab is on, and the way to another one. */
export function TenantSwitcher({ isCollapsed }: { isCollapsed: boolean }) {
  const { tenant } = useSession()
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const { data: config } = useQuery(configQuery)
  return (
    <Popover opened={isOpen} onChange={close} width={288} position="bottom-start" trapFocus>
      <Popover.Target>
        <UnstyledButton className="navigation-button" onClick={toggle}>
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
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <TenantChoice current={{ id: tenant.tenantId, name: tenant.name }} />
      </Popover.Dropdown>
    </Popover>
  )
}

function TenantChoice({ current }: { current: Choice }) {
  const [find, setFind] = useState('')
  const choices = useChoices(current)
  const wanted = find.trim().toLowerCase()
  const found = choices.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted))
  const isNewId = wanted !== '' && !choices.some(({ id }) => id === wanted)
  const shown = isNewId ? [...found, { id: find.trim(), name: `Open “${find.trim()}”` }] : found

  return (
    <div onKeyDown={moveFocus}>
      <TextInput
        size="sm"
        variant="unstyled"
        px={8}
        leftSection={<MagnifyingGlassIcon />}
        leftSectionWidth={28}
        placeholder="Find a tenant, or type an id"
        aria-label="Find a tenant, or type an id"
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
      />
      <div role="group" aria-label="Tenants" className="tenant-choice">
        {shown.map(({ id, name }) => (
          <a key={id} href={addressOfTenant(id)} className="navigation-link" data-choice>
            <Monogram name={name.replace('Open “', '')} />
            <span className="navigation-button-text">
              <div>{name}</div>
            </span>
            <Text c="dimmed" className="mono" fz={11}>
              {id}
            </Text>
            {id === current.id && (
              <>
                <CheckIcon aria-hidden />
                <VisuallyHidden>(this tab)</VisuallyHidden>
              </>
            )}
          </a>
        ))}
      </div>
    </div>
  )
}

/** The tenants that this person manages here, root, and those that this browser was on before. */
function useChoices(current: Choice): Choice[] {
  const api = useApi()
  const mayList = useCan('tenancy.tenant', 'r')
  const { data: tenants = [] } = useQuery({ ...tenantsQuery(api), enabled: mayList })
  const known = new Map<string, string>([[current.id, current.name]])
  if (current.id !== ROOT_TENANT_ID) known.set(ROOT_TENANT_ID, 'Root')
  for (const { id, name } of tenants) known.set(id, name)
  for (const id of recentTenants()) if (!known.has(id)) known.set(id, id)
  return [...known].map(([id, name]) => ({ id, name }))
}

/** Arrow keys walk through the list, from the search field on. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, [data-choice]')]
  const at = stops.findIndex((stop) => stop === document.activeElement)
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus()
}
