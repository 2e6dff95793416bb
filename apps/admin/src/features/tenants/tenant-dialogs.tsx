import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { forgetTenant } from '../../lib/recent-tenants.ts'
import { useApi } from '../../lib/session.tsx'
import type { Tenant } from '../../lib/tenants.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { deleteTenant, disableTenant } from './mutations.ts'

interface DialogProps {
  tenant: Tenant
  opened: boolean
  onClose: () => void
}

export function DisableTenantDialog({ tenant, opened, onClose }: DialogProps) {
  const act = useAct(disableTenant, tenant, () => {
    toast(`${tenant.name} is disabled.`)
    onClose()
  })
  return (
    <Dialog
      {...{ tenant, opened, onClose, act }}
      title={`Disable ${tenant.name}?`}
      verb="Disable tenant"
    >
      Nobody can sign in to {tenant.name}, and its APIs stop answering within seconds. Its data is
      kept, and you can enable it again.
    </Dialog>
  )
}

export function DeleteTenantDialog({ tenant, opened, onClose }: DialogProps) {
  const act = useAct(deleteTenant, tenant, () => {
    forgetTenant(tenant.id)
    toast(`${tenant.name} was deleted.`)
    onClose()
  })
  return (
    <Dialog
      {...{ tenant, opened, onClose, act }}
      title={`Delete ${tenant.name}?`}
      verb="Delete tenant"
    >
      All of its people, groups and content are deleted. This cannot be undone, and the id is never
      given to another tenant.
    </Dialog>
  )
}

interface ActDialogProps extends DialogProps {
  title: string
  verb: string
  act: ReturnType<typeof useAct>
  children: ReactNode
}

/** An act on a whole tenant: its id has to be typed. */
function Dialog({ tenant, opened, onClose, title, verb, act, children }: ActDialogProps) {
  const [typed, setTyped] = useState('')
  return (
    <Modal opened={opened} onClose={onClose} title={title} onExitTransitionEnd={() => setTyped('')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (typed === tenant.id) act.mutate()
        }}
      >
        <Stack gap={16}>
          <Text c="dimmed">{children}</Text>
          {act.error && <ErrorNote title={`${tenant.name} was left as it is`} error={act.error} />}
          <TextInput
            label={
              <>
                Type <span className="mono">{tenant.id}</span> to go on
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
          />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              color="red"
              disabled={typed !== tenant.id}
              loading={act.isPending}
            >
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function useAct(
  work: typeof disableTenant | typeof deleteTenant,
  tenant: Tenant,
  done: () => void,
) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async () => void (await work(api, tenant.id)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['tenants'] })
      done()
    },
  })
}
