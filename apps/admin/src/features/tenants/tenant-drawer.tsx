import { Button, Drawer, Text } from '@mantine/core'
import { ExternalLinkIcon } from '@radix-ui/react-icons'
import { addressOfTenant } from '@tenantry/admin-okta'
import { useCan } from '../../lib/session.tsx'
import type { Tenant } from '../../lib/tenants.ts'
import { Empty } from '../../ui/empty.tsx'
import { toast } from '../../ui/toast.ts'
import { useKept } from '../../ui/use-kept.ts'
import { TenantForm } from './tenant-form.tsx'

interface TenantDrawerProps {
  /** The id of the tenant to show, or `new`; from the address. */
  open: string | undefined
  tenants: Tenant[] | undefined
  onOpen: (id: string | undefined) => void
}

export function TenantDrawer({ open: opened, tenants, onOpen }: TenantDrawerProps) {
  const open = useKept(opened)
  const mayWrite = useCan('tenancy.tenant', 'w')
  const tenant = tenants?.find(({ id }) => id === open)
  const isNew = open === 'new'
  const close = () => onOpen(undefined)

  const saved = ({ name }: { name: string }) => {
    toast(isNew ? `${name} was created.` : `${name} was saved.`)
    close()
  }
  return (
    <Drawer
      opened={opened !== undefined && tenants !== undefined}
      onClose={close}
      position="right"
      size={480}
      title={<Text fw={600}>{isNew ? 'Create tenant' : (tenant?.name ?? 'Tenant')}</Text>}
    >
      {tenant && <OpenTenant tenant={tenant} />}
      {isNew || tenant ? (
        <TenantForm
          key={tenant ? `${tenant.id} ${tenant.version}` : 'new'}
          {...(tenant && { tenant })}
          mayWrite={mayWrite}
          onSaved={saved}
          onCancel={close}
        />
      ) : (
        <Empty icon="?" title="There is no such tenant here">
          It may have been deleted, or it belongs to another tenant.
        </Empty>
      )}
    </Drawer>
  )
}

function OpenTenant({ tenant }: { tenant: Tenant }) {
  return (
    <Button
      component="a"
      href={addressOfTenant(tenant.id)}
      target="_blank"
      rel="noopener"
      variant="default"
      rightSection={<ExternalLinkIcon />}
      mb={20}
      fullWidth
      disabled={tenant.status === 'DISABLED'}
    >
      Open tenant in a new tab
    </Button>
  )
}
