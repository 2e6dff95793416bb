import { Button, Group, Modal, Text, TextInput, UnstyledButton } from '@mantine/core'
import { addressOfTenant } from '@tenantry/admin-okta'
import { useState, type SubmitEvent } from 'react'
import { recentTenants } from '../lib/recent-tenants.ts'

interface TenantDialogProps {
  opened: boolean
  onClose: () => void
}

/** Leads to another tenant by its id, or to one that this browser was on before. */
export function TenantDialog({ opened, onClose }: TenantDialogProps) {
  const [id, setId] = useState('')
  const recent = recentTenants()

  const open = (event: SubmitEvent) => {
    event.preventDefault()
    if (id.trim()) window.location.assign(addressOfTenant(id.trim()))
  }
  return (
    <Modal opened={opened} onClose={onClose} title="Switch tenant">
      <form onSubmit={open}>
        <TextInput
          label="Tenant id"
          description="The id stands in the address that you were given, after tenantId=."
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {recent.length > 0 && (
          <>
            <Text fz="xs" c="dimmed" mt={16} mb={4}>
              Recent in this browser
            </Text>
            {recent.map((it) => (
              <UnstyledButton
                key={it}
                className="plain-row mono"
                component="a"
                href={addressOfTenant(it)}
              >
                {it}
              </UnstyledButton>
            ))}
          </>
        )}
        <Group justify="flex-end" gap={8} mt={20}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!id.trim()}>
            Open tenant
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
