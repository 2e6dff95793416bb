import { Button, Group, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { isSingleton, placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Page } from '../../ui/page.tsx'
import { RestoredNote } from '../../ui/restored-note.tsx'
import { SaveError } from '../../ui/save-error.tsx'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { EntryMenu } from './entry-menu.tsx'
import { EntryState } from './entry-state.tsx'
import { FieldRows } from './field-control.tsx'
import type { Entry } from './queries.ts'
import { RestoreButton, Revisions } from './revisions.tsx'
import { useEntryForm, type EntryForm } from './use-entry-form.ts'

interface EntryEditorProps {
  model: Model
  /** Those that references may point to. */
  models: Model[]
  /** Absent: an entry is made. */
  entry?: Entry
  trail?: ReactNode
  /** A revision that was asked for by its number: it is looked at, not changed. */
  isOlder?: boolean
}

export function EntryEditor({ model, models, entry, trail, isOlder = false }: EntryEditorProps) {
  const form = useEntryForm(model, entry)
  const place = placeOf(useContent(), model)
  const isOnly = isSingleton(model)
  const maySave = useCan('cms.contentEntry', 'w', place) && !isOlder
  const mayShow = useCan('cms.contentEntry', 'p', place) && !isOlder
  // What there is one of is public as soon as it is saved: that takes both.
  const mayWrite = maySave && (mayShow || !isOnly)
  const mayPublish = mayShow && !isOnly
  const { base } = form
  const isPublic = base?.status === 'published' && !form.isDirty()
  useSaveKey(() => mayWrite && form.attempt('save'))
  useHotkeys([['mod+Enter', () => mayPublish && !isPublic && form.attempt('publish')]], [], true)

  const actions = (
    <Group gap={8} wrap="nowrap">
      {base && !isOnly && (
        <span className="entry-status">
          <EntryState status={base.status} />
        </span>
      )}
      {base && !isOnly && <EntryMenu model={model} entry={base} form={form} />}
      {isOlder && base && <RestoreButton model={model} entry={base} />}
      {mayWrite && (
        <Button
          type="submit"
          form="entry"
          variant={mayPublish ? 'default' : 'filled'}
          loading={form.busyWith === 'save'}
        >
          {isOnly ? 'Save and publish' : 'Save'}
        </Button>
      )}
      {mayPublish && (
        <Button
          loading={form.busyWith === 'publish'}
          disabled={isPublic}
          onClick={() => form.attempt('publish')}
        >
          Publish
        </Button>
      )}
    </Group>
  )
  return (
    <Page
      title={isOnly ? model.name : (base?.title ?? `New ${model.name}`)}
      trail={trail}
      actions={actions}
    >
      <div className="beside">
        <form
          id="entry"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (mayWrite) form.attempt('save')
          }}
        >
          <Stack gap={20}>
            <RestoredNote kept={form.kept} />
            <SaveError
              what="entry"
              error={form.error}
              isShownElsewhere={Object.keys(form.problems).length > 0}
              onReload={form.reload}
            >
              <Button
                variant="default"
                loading={form.busyWith === 'overwrite'}
                onClick={() => form.attempt('overwrite')}
              >
                Save mine over it
              </Button>
            </SaveError>
            {base && !isOnly && <RevisionNote entry={base} isOlder={isOlder} mayWrite={mayWrite} />}
            <fieldset disabled={!mayWrite} className="plain">
              <Fields model={model} models={models} form={form} readOnly={!mayWrite} />
            </fieldset>
          </Stack>
        </form>
        {base && !isOnly && <Revisions model={model} entry={base} />}
      </div>
      <LeaveGuard isDirty={form.isDirty} onDiscard={form.forget} />
    </Page>
  )
}

interface FieldsProps {
  model: Model
  models: Model[]
  form: EntryForm
  readOnly: boolean
}

function Fields({ model, models, form, readOnly }: FieldsProps) {
  if (model.fields.length === 0) {
    return (
      <Text c="dimmed">This model has no fields yet. Somebody who manages models adds them.</Text>
    )
  }
  return (
    <FieldRows
      fields={model.fields}
      layout={model.layout}
      shared={{ models, problems: form.problems, readOnly }}
      values={form.values}
      onChange={form.set}
    />
  )
}

interface RevisionNoteProps {
  entry: Entry
  isOlder: boolean
  mayWrite: boolean
}

function RevisionNote({ entry, isOlder, mayWrite }: RevisionNoteProps) {
  if (isOlder) {
    return (
      <div className="note">
        <Text fw={600}>You are looking at revision {entry.revision}</Text>
        <Text c="dimmed">
          Restore it to go on from here: its values become the next revision, and nothing is lost.
        </Text>
      </div>
    )
  }
  if (!entry.isLocked || !mayWrite) return null
  return (
    <div className="note">
      <Text fw={600}>
        Revision {entry.revision} {entry.status === 'published' ? 'is' : 'was'} published
      </Text>
      <Text c="dimmed">
        It stays as it is. What you change here is saved as a new revision, which nobody outside
        sees before you publish it.
      </Text>
    </div>
  )
}
