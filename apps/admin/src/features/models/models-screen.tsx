import './models.css'
import { Button } from '@mantine/core'
import { CubeIcon, PlusIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { modelsQuery, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ListTable } from '../../ui/list-table.tsx'

export function ModelsScreen() {
  const query = useQuery(modelsQuery(useContent()))
  const mayWrite = useCan('cms.contentModel', 'w')
  const create = mayWrite && (
    <Button component={Link} to="/models/new" leftSection={<PlusIcon />}>
      Create model
    </Button>
  )
  return (
    <ListPage
      title="Models"
      what="models"
      query={query}
      actions={create}
      empty={<NoModels actions={create} />}
    >
      {(models) => <ModelTable models={models} />}
    </ListPage>
  )
}

function NoModels({ actions }: { actions: ReactNode }) {
  return (
    <Empty icon={<CubeIcon />} title="No models yet" actions={actions}>
      A model says what entries of one kind consist of: an article has a title, a text, an author.
      Editors write entries, front ends read them by the API names of the model.
    </Empty>
  )
}

function ModelTable({ models }: { models: Model[] }) {
  const head = (
    <>
      <th>Name</th>
      <th className="wide">Model id</th>
      <th className="wider">API names</th>
      <th data-number>Fields</th>
      <th data-end>Content</th>
    </>
  )
  return (
    <ListTable head={head}>
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
    </ListTable>
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
