import { Button } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useApi, useCan } from '../../lib/session.tsx'
import { Empty } from '../../ui/empty.tsx'
import { KeyIcon } from '../../ui/key-icon.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ActionsHead, ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Status } from '../../ui/status.tsx'
import { Hint, LastUse } from './api-key-facts.tsx'
import { ApiKeyMenu } from './api-key-menu.tsx'
import { isExpired } from './expiry.ts'
import { mayDo } from './presets.ts'
import { apiKeysQuery, type ApiKey } from './queries.ts'

/** The credentials of programs on this tenant. */
export function ApiKeysScreen() {
  const query = useQuery(apiKeysQuery(useApi()))
  const mayWrite = useCan('security.apiKey', 'w')
  const create = mayWrite && (
    <Button component={Link} to="/api-keys/new" leftSection={<PlusIcon />}>
      Create API key
    </Button>
  )
  return (
    <ListPage
      title="API keys"
      what="API keys"
      query={query}
      actions={create}
      empty={<NoApiKeys actions={create} />}
    >
      {(apiKeys) => <ApiKeyTable apiKeys={apiKeys} />}
    </ListPage>
  )
}

function NoApiKeys({ actions }: { actions: ReactNode }) {
  return (
    <Empty icon={<KeyIcon />} title="No API keys yet" actions={actions}>
      A website or another program that reads content has nobody who could sign in. It shows an API
      key instead, which may do what you say here and nothing else.
    </Empty>
  )
}

function ApiKeyTable({ apiKeys }: { apiKeys: ApiKey[] }) {
  const head = (
    <>
      <th>Name</th>
      <th className="wide">Key</th>
      <th className="wide">May do</th>
      <th>Expires</th>
      <th className="wide">Last used</th>
      <th className="wider">Created</th>
      <ActionsHead />
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {apiKeys.map((apiKey) => (
          <ApiKeyRow key={apiKey.id} apiKey={apiKey} />
        ))}
      </tbody>
    </ListTable>
  )
}

function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const navigate = useNavigate()
  const { id, name, hint, permissions, expiresOn, lastUsedOn, createdOn } = apiKey
  const open = () => void navigate({ to: '/api-keys/$keyId', params: { keyId: id } })
  return (
    <tr>
      <td>
        <Link to="/api-keys/$keyId" params={{ keyId: id }} className="row-link">
          {name}
        </Link>
        <div className="narrow">{mayDo(permissions)}</div>
      </td>
      <td className="wide">
        <Hint hint={hint} />
      </td>
      <td className="wide">{mayDo(permissions)}</td>
      <td>
        <Expiry at={expiresOn} />
      </td>
      <td className="wide">
        <LastUse at={lastUsedOn} />
      </td>
      <td className="wider">
        <Moment at={createdOn} />
      </td>
      <td data-end>
        <ApiKeyMenu apiKey={apiKey} onOpen={open} />
      </td>
    </tr>
  )
}

function Expiry({ at }: { at: string | null }) {
  if (at === null) return 'Never'
  if (isExpired(at)) return <Status kind="bad">Expired</Status>
  return <Moment at={at} />
}
