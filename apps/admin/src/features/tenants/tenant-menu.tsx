import { ActionIcon, Menu } from '@mantine/core'
import { useClipboard, useDisclosure } from '@mantine/hooks'
import {
  CircleBackslashIcon,
  DotsHorizontalIcon,
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

  return (
    <>
      <Menu position="bottom-end" width={208}>
        <Menu.Target>
          <ActionIcon className="above" size={28} aria-label={`Actions for ${tenant.name}`}>
            <DotsHorizontalIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={address}
            target="_blank"
            rel="noopener"
            leftSection={<ExternalLinkIcon />}
            disabled={!isActive}
          >
            Open in a new tab
          </Menu.Item>
          <Menu.Item
            leftSection={<Link2Icon />}
            onClick={() => {
              clipboard.copy(address)
              toast('The link was copied.')
            }}
          >
            Copy link
          </Menu.Item>
          <Menu.Item leftSection={<Pencil1Icon />} onClick={onEdit}>
            {mayWrite ? 'Edit' : 'Show'}
          </Menu.Item>
          {(mayWrite || mayDelete) && <Menu.Divider />}
          {mayWrite && isActive && (
            <Menu.Item leftSection={<CircleBackslashIcon />} onClick={disabling.open}>
              Disable…
            </Menu.Item>
          )}
          {mayWrite && !isActive && (
            <Menu.Item leftSection={<PlayIcon />} onClick={enable}>
              Enable
            </Menu.Item>
          )}
          {mayDelete && (
            <Menu.Item
              leftSection={<TrashIcon />}
              color="red"
              disabled={isActive}
              title={isActive ? 'Disable the tenant first.' : undefined}
              onClick={deleting.open}
            >
              Delete…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
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
