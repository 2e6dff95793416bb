import { Button } from '@mantine/core'
import { FileTextIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isSingleton, modelsQuery, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { FailedPage, LostPage } from '../../ui/lost-page.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'

type Show = (model: Model, models: Model[]) => ReactNode

interface ModelPageProps {
  children: Show
  /** Of a model with only one entry; absent: such a model has no page like this. */
  only?: Show
}

/** A page about the entries of the model in the address. */
export function ModelPage({ children, only }: ModelPageProps) {
  const { modelId } = useParams({ strict: false })
  const { data: models, error, refetch } = useQuery(modelsQuery(useContent()))
  const model = models?.find((it) => it.modelId === modelId)

  if (error)
    return <FailedPage title="Content" what="content models" error={error} onRetry={refetch} />
  if (!models) return <PageSkeleton />
  if (!model) return <NoSuchModel />
  if (!isSingleton(model)) return children(model, models)
  if (only) return only(model, models)
  return <Navigate to="/content/$modelId" params={{ modelId: model.modelId }} replace />
}

function NoSuchModel() {
  const back = (
    <Button component={Link} to="/" variant="default">
      Show the overview
    </Button>
  )
  return (
    <LostPage what="model" icon={<FileTextIcon />} actions={back}>
      It may have been deleted, it may belong to another locale or tenant, or your groups do not let
      you read it.
    </LostPage>
  )
}
