import { Button } from '@mantine/core'
import { CubeIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { modelsQuery, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { Page } from '../../ui/page.tsx'
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
    return (
      <Page title="Model" trail={trail}>
        <ErrorNote title="The model could not be loaded" error={error} onRetry={retry} />
      </Page>
    )
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
    <Page title="Model not found" trail={trail}>
      <Empty icon={<CubeIcon />} title="There is no such model" actions={back}>
        It may have been deleted, or it belongs to another locale or tenant.
      </Empty>
    </Page>
  )
}
