import { useClipboard, useDisclosure } from '@mantine/hooks'
import {
  CircleBackslashIcon,
  ExternalLinkIcon,
  Link2Icon,
  Pencil1Icon,
  PlayIcon,
  TrashIcon,
} from '@radix-ui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { addressOfTenant } from '@tenantry/admin-okta'
import { useApi, useCan } from '../../lib/session.tsx'
import type { Tenant } from '../../lib/tenants.ts'
import { ActionsMenu } from '../../ui/actions-menu.tsx'
import { toast, toastError } from '../../ui/toast.ts'
import { DeleteTenantDialog, DisableTenantDialog } from './tenant-dialogs.tsx'
import { enableTenant } from './mutations.ts'

/** What can be done with a tenant from the list. */
export function TenantMenu({ tenant, onEdit }: { tenant: Tenant; onEdit: () => void }) {
  const [isDisabling, disabling] = useDisclosure(false)
  const [isDeleting, deleting] = useDisclosure(false)
  const clipboard = useClipboard()
  const mayWrite = useCan('tenancy.tenant', 'w')
  const mayDelete = useCan('tenancy.tenant', 'd')
  const enable = useEnable(tenant)
  const isActive = tenant.status === 'ACTIVE'
  const address = addressOfTenant(tenant.id)
  const copyLink = () => {
    clipboard.copy(address)
    toast('The link was copied.')
  }
  const open = {
    label: 'Open in a new tab',
    icon: <ExternalLinkIcon />,
    href: address,
    isBlocked: !isActive,
  }
  const turnOff = { label: 'Disable…', icon: <CircleBackslashIcon />, onSelect: disabling.open }
  const turnOn = { label: 'Enable', icon: <PlayIcon />, onSelect: enable }
  const remove = {
    label: 'Delete…',
    icon: <TrashIcon />,
    isDangerous: true,
    isBlocked: isActive && 'Disable the tenant first.',
    onSelect: deleting.open,
  }
  return (
    <>
      <ActionsMenu
        label={`Actions for ${tenant.name}`}
        sections={[
          [
            open,
            { label: 'Copy link', icon: <Link2Icon />, onSelect: copyLink },
            { label: mayWrite ? 'Edit' : 'Show', icon: <Pencil1Icon />, onSelect: onEdit },
          ],
          [mayWrite && (isActive ? turnOff : turnOn), mayDelete && remove],
        ]}
      />
      <DisableTenantDialog tenant={tenant} opened={isDisabling} onClose={disabling.close} />
      <DeleteTenantDialog tenant={tenant} opened={isDeleting} onClose={deleting.close} />
    </>
  )
}

function useEnable(tenant: Tenant): () => void {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: () => enableTenant(api, tenant.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['tenants'] })
      toast(`${tenant.name} is active again.`)
    },
    onError: (error) => toastError(`${tenant.name} was not enabled`, error),
  })
  return () => mutate()
}
