import { Button } from '@mantine/core'
import { MagnifyingGlassIcon, PlusIcon, StackIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useApi, useCan } from '../../lib/session.tsx'
import { tenantsQuery, type Tenant } from '../../lib/tenants.ts'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ActionsHead, ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Status } from '../../ui/status.tsx'
import { TenantDrawer } from './tenant-drawer.tsx'
import { TenantMenu } from './tenant-menu.tsx'

const route = getRouteApi('/tenants')

/** Tenant Manager: the tenants below the current one. */
export function TenantsScreen() {
  const { open, find = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useCan('tenancy.tenant', 'w')
  const query = useQuery(tenantsQuery(useApi()))

  const show = (id: string | undefined) =>
    void navigate({
      search: (old) => ({ ...old, open: id }),
      replace: id === undefined,
      resetScroll: false,
    })
  const search = (text: string) =>
    void navigate({ search: (old) => ({ ...old, find: text || undefined }), replace: true })
  const create = mayWrite && (
    <Button leftSection={<PlusIcon />} onClick={() => show('new')}>
      Create tenant
    </Button>
  )
  return (
    <>
      <ListPage
        title="Tenants"
        what="tenants"
        query={query}
        actions={create}
        empty={<NoTenants actions={create} />}
      >
        {(tenants) => (
          <>
            {tenants.length > 8 && <Find value={find} onChange={search} />}
            <TenantTable tenants={matching(tenants, find)} find={find} onOpen={show} />
          </>
        )}
      </ListPage>
      <TenantDrawer open={open} tenants={query.data} onOpen={show} />
    </>
  )
}

function NoTenants({ actions }: { actions: ReactNode }) {
  return (
    <Empty icon={<StackIcon />} title="No tenants yet" actions={actions}>
      A tenant is a world of its own: its people, groups and content are visible to nobody else.
      Each one signs in through its own Okta app.
    </Empty>
  )
}

function Find(props: { value: string; onChange: (value: string) => void }) {
  return (
    <div className="toolbar">
      <SearchField label="Find a tenant" placeholder="Find by name, id or client" {...props} />
    </div>
  )
}

interface TenantTableProps {
  tenants: Tenant[]
  find: string
  onOpen: (id: string) => void
}

function TenantTable({ tenants, find, onOpen }: TenantTableProps) {
  if (tenants.length === 0) {
    return (
      <Empty icon={<MagnifyingGlassIcon />} title="No tenant matches">
        No name, id or client contains “{find}”.
      </Empty>
    )
  }
  const head = (
    <>
      <th>Name</th>
      <th className="wide">Id</th>
      <th>Status</th>
      <th className="wider">App Client ID</th>
      <th className="wide">Created</th>
      <ActionsHead />
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {tenants.map((tenant) => (
          <TenantRow key={tenant.id} tenant={tenant} onOpen={() => onOpen(tenant.id)} />
        ))}
      </tbody>
    </ListTable>
  )
}

function TenantRow({ tenant, onOpen }: { tenant: Tenant; onOpen: () => void }) {
  const { id, name, status, settings, createdOn } = tenant
  return (
    <tr>
      <td>
        <button type="button" className="row-link" onClick={onOpen}>
          {name}
        </button>
        <div className="narrow mono">{id}</div>
      </td>
      <td className="wide">
        <Copy value={id} label="tenant id" />
      </td>
      <td>
        <TenantStatus tenant={tenant}>{status === 'ACTIVE' ? 'Active' : 'Disabled'}</TenantStatus>
      </td>
      <td className="wider">
        {settings.appClientId ? (
          <Copy value={settings.appClientId} label="App Client ID" />
        ) : (
          <Status kind="warning">Not set</Status>
        )}
      </td>
      <td className="wide">
        <Moment at={createdOn} />
      </td>
      <td data-end>
        <TenantMenu tenant={tenant} onEdit={onOpen} />
      </td>
    </tr>
  )
}

function TenantStatus({ tenant, children }: { tenant: Tenant; children: string }) {
  return <Status kind={tenant.status === 'ACTIVE' ? 'good' : 'off'}>{children}</Status>
}

export function matching(tenants: Tenant[], find: string): Tenant[] {
  const wanted = find.trim().toLowerCase()
  return tenants.filter(({ id, name, settings }) =>
    `${id} ${name} ${settings.appClientId}`.toLowerCase().includes(wanted),
  )
}
