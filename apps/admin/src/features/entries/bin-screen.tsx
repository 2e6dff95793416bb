import './entries.css'
import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { TrashIcon } from '@radix-ui/react-icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ActionsHead, ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { toast, toastError } from '../../ui/toast.ts'
import { PageButtons } from '../../ui/page-buttons.tsx'
import { ModelPage } from './model-page.tsx'
import { binQuery, deleteEntry, purgeEntry, restoreEntry, type DeletedEntry } from './queries.ts'
import { toastWithUndo } from './undo-toast.tsx'

const route = getRouteApi('/space/content/$modelId/bin')

/** The deleted entries of a model: they come back from here, or go for good. */
export function BinScreen() {
  return <ModelPage>{(model) => <Bin model={model} />}</ModelPage>
}

function Bin({ model }: { model: Model }) {
  const { after } = route.useSearch()
  const query = useQuery(binQuery(useContent(), model, after))
  return (
    <ListPage
      title="Bin"
      trail={<BackLink model={model}>{model.name}</BackLink>}
      what="deleted entries"
      query={query}
      isEmpty={({ entries }) => entries.length === 0 && !after}
      empty={<EmptyBin model={model} />}
    >
      {({ entries, cursor }) => (
        <>
          <BinTable model={model} entries={entries} />
          <PageButtons after={after} cursor={cursor} />
        </>
      )}
    </ListPage>
  )
}

function BackLink({ model: { modelId }, ...props }: { model: Model; children?: string }) {
  return <Link to="/content/$modelId" params={{ modelId }} {...props} />
}

function EmptyBin({ model }: { model: Model }) {
  const back = (
    <Button variant="default" renderRoot={(props) => <BackLink model={model} {...props} />}>
      Show all entries
    </Button>
  )
  return (
    <Empty icon={<TrashIcon />} title="The bin is empty" actions={back}>
      Deleted entries of {model.name} wait here until somebody restores them or deletes them for
      good.
    </Empty>
  )
}

function BinTable({ model, entries }: { model: Model; entries: DeletedEntry[] }) {
  const mayDelete = useCan('cms.contentEntry', 'd', placeOf(useContent(), model))
  const head = (
    <>
      <th>Title</th>
      <th className="wide">Deleted</th>
      <th className="wide">By</th>
      {mayDelete && <ActionsHead />}
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.entryId}>
            <td className="entry-title">
              {entry.title}
              <div className="narrow">
                <Moment at={entry.deletedOn} />
              </div>
            </td>
            <td className="wide">
              <Moment at={entry.deletedOn} />
            </td>
            <td className="wide">{entry.deletedBy}</td>
            {mayDelete && (
              <td data-end>
                <Group gap={8} wrap="nowrap">
                  <RestoreButton model={model} entry={entry} />
                  <PurgeButton model={model} entry={entry} />
                </Group>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </ListTable>
  )
}

interface EntryButtonProps {
  model: Model
  entry: DeletedEntry
}

function RestoreButton({ model, entry: { entryId, title } }: EntryButtonProps) {
  const content = useContent()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['entries'] })
  const { mutate, isPending } = useMutation({
    mutationFn: () => restoreEntry(content, model, entryId),
    onSuccess: async () => {
      toastWithUndo(`${title} is back.`, {
        undo: () => deleteEntry(content, model, entryId).then(refresh),
        undone: `${title} is in the bin again.`,
        notUndone: `${title} was not deleted`,
      })
      await refresh()
    },
    onError: (error) => toastError(`${title} was not restored`, error),
  })
  return (
    <Button
      variant="default"
      size="xs"
      loading={isPending}
      onClick={() => mutate()}
      aria-label={`Restore ${title}`}
    >
      Restore
    </Button>
  )
}

function PurgeButton({ model, entry: { entryId, title } }: EntryButtonProps) {
  const content = useContent()
  const queries = useQueryClient()
  const [isOpen, { open, close }] = useDisclosure(false)
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: () => purgeEntry(content, model, entryId),
    onSuccess: async () => {
      close()
      toast(`${title} was deleted for good.`)
      await queries.invalidateQueries({ queryKey: ['entries'] })
    },
  })
  const label = `Delete ${title} for good`
  return (
    <>
      <ActionIcon size={30} aria-label={label} data-tip="Delete for good" onClick={open}>
        <TrashIcon />
      </ActionIcon>
      <ConfirmDialog
        opened={isOpen}
        onClose={close}
        onClosed={reset}
        title={`${label}?`}
        verb="Delete for good"
        isBusy={isPending}
        onConfirm={mutate}
        problem={error && <ErrorNote title="The entry was not deleted" error={error} />}
      >
        <Text c="dimmed">
          All its revisions go, and nobody can bring them back. References to it lead nowhere.
        </Text>
      </ConfirmDialog>
    </>
  )
}
