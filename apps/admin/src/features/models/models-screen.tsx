import './models.css'
import { Button, Group } from '@mantine/core'
import { CopyIcon, CubeIcon, DownloadIcon, PlusIcon, UploadIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { isSingleton, modelsQuery, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { ActionsMenu } from '../../ui/actions-menu.tsx'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ActionsHead, ListTable } from '../../ui/list-table.tsx'
import { CopyModelDialog } from './copy-model-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'

type Dialog = 'export' | 'import' | Model

export function ModelsScreen() {
  const query = useQuery(modelsQuery(useContent()))
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  const actions = <Actions hasModels={Boolean(query.data?.length)} onOpen={setDialog} />
  return (
    <>
      <ListPage
        title="Models"
        what="models"
        query={query}
        actions={actions}
        empty={<NoModels actions={actions} />}
      >
        {(models) => <ModelTable models={models} onCopy={setDialog} />}
      </ListPage>
      <ExportDialog opened={dialog === 'export'} models={query.data ?? []} onClose={close} />
      <ImportDialog opened={dialog === 'import'} onClose={close} />
      <CopyModelDialog model={typeof dialog === 'object' ? dialog : undefined} onClose={close} />
    </>
  )
}

interface ActionsProps {
  hasModels: boolean
  onOpen: (dialog: Dialog) => void
}

function Actions({ hasModels, onOpen }: ActionsProps) {
  const mayWrite = useCan('cms.contentModel', 'w')
  const more = [
    hasModels && {
      label: 'Export models',
      icon: <DownloadIcon />,
      onSelect: () => onOpen('export'),
    },
    mayWrite && { label: 'Import models', icon: <UploadIcon />, onSelect: () => onOpen('import') },
  ]
  return (
    <Group gap={8} wrap="nowrap" justify="center">
      <ActionsMenu label="More actions" size={32} sections={[more]} />
      {mayWrite && (
        <Button component={Link} to="/models/new" leftSection={<PlusIcon />}>
          Create model
        </Button>
      )}
    </Group>
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

interface ModelTableProps {
  models: Model[]
  onCopy: (model: Model) => void
}

function ModelTable({ models, onCopy }: ModelTableProps) {
  const mayCopy = useCan('cms.contentModel', 'w')
  const columns = mayCopy ? 6 : 5
  const head = (
    <>
      <th>Name</th>
      <th className="wide">Model id</th>
      <th className="wider">API names</th>
      <th data-number>Fields</th>
      <th data-end>Content</th>
      {mayCopy && <ActionsHead />}
    </>
  )
  return (
    <ListTable head={head}>
      {groupsOf(models).map(({ name, members }) => (
        <tbody key={name}>
          <tr className="group-row">
            <th colSpan={columns} scope="rowgroup">
              {name}
            </th>
          </tr>
          {members.map((model) => (
            <ModelRow key={model.modelId} model={model} onCopy={mayCopy ? onCopy : undefined} />
          ))}
        </tbody>
      ))}
    </ListTable>
  )
}

interface ModelRowProps {
  model: Model
  /** Absent: the person may make no models. */
  onCopy: ((model: Model) => void) | undefined
}

function ModelRow({ model, onCopy }: ModelRowProps) {
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
          aria-label={isSingleton(model) ? `Entry of ${name}` : `Entries of ${name}`}
        >
          {isSingleton(model) ? 'Entry' : 'Entries'}
        </Link>
      </td>
      {onCopy && (
        <td data-end>
          <ActionsMenu
            label={`Actions for ${name}`}
            sections={[[{ label: 'Copy', icon: <CopyIcon />, onSelect: () => onCopy(model) }]]}
          />
        </td>
      )}
    </tr>
  )
}

/** In the order of the names of the groups. */
function groupsOf(models: Model[]) {
  const names = [...new Set(models.map(({ group }) => group.name))].sort()
  return names.map((name) => ({ name, members: models.filter(({ group }) => group.name === name) }))
}
