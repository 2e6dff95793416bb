import { Button } from '@mantine/core'
import { CubeIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { modelsQuery, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { FailedPage, LostPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { toast } from '../../ui/toast.ts'
import { ModelEditor } from './model-editor.tsx'
import { modelGroupsQuery } from './queries.ts'

const trail = <Link to="/models">Models</Link>

export function NewModelScreen() {
  return <Builder modelId={undefined} />
}

export function ModelScreen() {
  const { modelId } = useParams({ from: '/space/models/$modelId' })
  return <Builder key={modelId} modelId={modelId} />
}

function Builder({ modelId }: { modelId: string | undefined }) {
  const content = useContent()
  const navigate = useNavigate()
  const models = useQuery(modelsQuery(content))
  const groups = useQuery(modelGroupsQuery(content))
  const error = models.error ?? groups.error
  const model = models.data?.find((it) => it.modelId === modelId)

  if (error) {
    const retry = () => void Promise.all([models.refetch(), groups.refetch()])
    return <FailedPage title="Model" trail={trail} what="model" error={error} onRetry={retry} />
  }
  if (!models.data || !groups.data) return <PageSkeleton />
  if (modelId && !model) return <NoSuchModel />
  const saved = ({ name }: Model) => {
    toast(modelId ? `${name} was saved.` : `${name} was created.`)
    void navigate({ to: '/models' })
  }
  return (
    <ModelEditor
      key={model ? `${model.modelId} ${model.version}` : 'new'}
      {...(model && { model })}
      models={models.data}
      groups={groups.data}
      trail={trail}
      onSaved={saved}
      onDeleted={() => void navigate({ to: '/models' })}
    />
  )
}

function NoSuchModel() {
  const back = (
    <Button component={Link} to="/models" variant="default">
      Show all models
    </Button>
  )
  return (
    <LostPage what="model" trail={trail} icon={<CubeIcon />} actions={back}>
      It may have been deleted, or it belongs to another locale or tenant.
    </LostPage>
  )
}
