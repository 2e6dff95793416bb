import './models.css'
import { Button } from '@mantine/core'
import { CubeIcon, PlusIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { modelsQuery, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { TableSkeleton } from '../../ui/table-skeleton.tsx'

export function ModelsScreen() {
  const mayWrite = useCan('cms.contentModel', 'w')
  const { data: models, error, refetch } = useQuery(modelsQuery(useContent()))
  const create = mayWrite && (
    <Button component={Link} to="/models/new" leftSection={<PlusIcon />}>
      Create model
    </Button>
  )
  return (
    <Page title="Models" flush actions={models?.length ? create : undefined}>
      {error ? (
        <div style={{ padding: 24 }}>
          <ErrorNote
            title="The models could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          />
        </div>
      ) : !models ? (
        <TableSkeleton label="Loading the models" />
      ) : models.length === 0 ? (
        <Empty icon={<CubeIcon />} title="No models yet" actions={create}>
          A model says what entries of one kind consist of: an article has a title, a text, an
          author. Editors write entries, front ends read them by the API names of the model.
        </Empty>
      ) : (
        <ModelTable models={models} />
      )}
    </Page>
  )
}

function ModelTable({ models }: { models: Model[] }) {
  return (
    <div className="table-scroll">
      <table className="list">
        <thead>
          <tr>
            <th>Name</th>
            <th className="wide">Model id</th>
            <th className="wider">API names</th>
            <th data-number>Fields</th>
            <th data-end>Content</th>
          </tr>
        </thead>
        {groupsOf(models).map(({ name, members }) => (
          <tbody key={name}>
            <tr className="group-row">
              <th colSpan={5} scope="rowgroup">
                {name}
              </th>
            </tr>
            {members.map((model) => (
              <ModelRow key={model.modelId} model={model} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function ModelRow({ model }: { model: Model }) {
  const { modelId, name, singularApiName, pluralApiName, fields } = model
  return (
    <tr>
      <td>
        <Link to="/models/$modelId" params={{ modelId }} className="row-link">
          {name}
        </Link>
      </td>
      <td className="wide">
        <Copy value={modelId} label="model id" />
      </td>
      <td className="wider mono">
        {singularApiName}, {pluralApiName}
      </td>
      <td data-number>{fields.length}</td>
      <td data-end>
        <Link
          to="/content/$modelId"
          params={{ modelId }}
          className="above table-link"
          aria-label={`Entries of ${name}`}
        >
          Entries
        </Link>
      </td>
    </tr>
  )
}

/** In the order of the names of the groups. */
function groupsOf(models: Model[]) {
  const names = [...new Set(models.map(({ group }) => group.name))].sort()
  return names.map((name) => ({ name, members: models.filter(({ group }) => group.name === name) }))
}
