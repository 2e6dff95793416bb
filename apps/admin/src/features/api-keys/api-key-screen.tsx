import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../lib/session.tsx'
import { KeyIcon } from '../../ui/key-icon.tsx'
import { FailedPage, LostPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { toast } from '../../ui/toast.ts'
import { ApiKeyEditor } from './api-key-editor.tsx'
import { createInput, updateInput } from './api-key-values.ts'
import { apiKeysQuery, createApiKey, updateApiKey, type IssuedApiKey } from './queries.ts'
import { TokenDialog } from './token-dialog.tsx'

const trail = <Link to="/api-keys">API keys</Link>

export function NewApiKeyScreen() {
  const api = useApi()
  const navigate = useNavigate()
  const [issued, setIssued] = useState<IssuedApiKey>()
  return (
    <>
      <ApiKeyEditor
        trail={trail}
        save={(values) => createApiKey(api, createInput(values))}
        onSaved={setIssued}
      />
      <TokenDialog
        issued={issued}
        opened={issued !== undefined}
        onClose={() => void navigate({ to: '/api-keys' })}
      />
    </>
  )
}

export function ApiKeyScreen() {
  const api = useApi()
  const navigate = useNavigate()
  const { keyId } = useParams({ from: '/api-keys/$keyId' })
  const { data: apiKeys, error, refetch } = useQuery(apiKeysQuery(api))
  const apiKey = apiKeys?.find(({ id }) => id === keyId)
  const back = () => void navigate({ to: '/api-keys' })

  if (error)
    return (
      <FailedPage title="API key" trail={trail} what="API key" error={error} onRetry={refetch} />
    )
  if (!apiKeys) return <PageSkeleton />
  if (!apiKey) return <NoSuchApiKey />
  const { id, version } = apiKey
  return (
    <ApiKeyEditor
      key={`${id} ${version}`}
      apiKey={apiKey}
      trail={trail}
      save={(values, madeFrom = version) =>
        updateApiKey(api, { id, data: updateInput(values), ifVersion: madeFrom })
      }
      onSaved={(saved) => {
        toast(`${saved.name} was saved.`)
        back()
      }}
      onDeleted={back}
    />
  )
}

function NoSuchApiKey() {
  const back = (
    <Button component={Link} to="/api-keys" variant="default">
      Show all API keys
    </Button>
  )
  return (
    <LostPage what="API key" trail={trail} icon={<KeyIcon />} actions={back}>
      It may have been deleted, or it belongs to another tenant.
    </LostPage>
  )
}
