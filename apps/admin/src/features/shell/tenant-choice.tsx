import { Popover, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { CheckIcon, MagnifyingGlassIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { addressOfTenant, ROOT_TENANT_ID } from '@tenantry/admin-okta'
import { useState, type KeyboardEvent } from 'react'
import { recentTenants } from '../../lib/recent-tenants.ts'
import { useApi, useCan } from '../../lib/session.tsx'
import { tenantsQuery } from '../../lib/tenants.ts'
import { Anchor } from '../../ui/anchor.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import type { Floating } from '../../ui/use-trigger.ts'

interface Choice {
  id: string
  name: string
}

/** The tenants to go to, beside the button that asks for them. */
export function TenantChoice({ current, floating }: { current: Choice; floating: Floating }) {
  const { id, opened, onChange, anchor } = floating
  const isMounted = useMounted()
  return (
    <Popover
      id={id}
      opened={opened && isMounted}
      onChange={onChange}
      width={288}
      position="bottom-start"
      trapFocus
    >
      <Popover.Target>
        <Anchor at={anchor} />
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Tenants current={current} />
      </Popover.Dropdown>
    </Popover>
  )
}

/** All of them, and a field that finds one or takes an id. */
function Tenants({ current }: { current: Choice }) {
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
        autoFocus
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
