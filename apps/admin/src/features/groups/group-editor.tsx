import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { suggestSlug } from '../../lib/slug.ts'
import { useCan } from '../../lib/session.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Page } from '../../ui/page.tsx'
import { RestoredNote } from '../../ui/restored-note.tsx'
import { SaveError } from '../../ui/save-error.tsx'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { PermissionField } from '../permissions/permission-field.tsx'
import { PermissionSummary } from '../permissions/permission-summary.tsx'
import { DeleteGroupButton } from './delete-group-button.tsx'
import type { SecurityGroup } from './queries.ts'
import { useGroupForm, type GroupForm } from './use-group-form.ts'

interface GroupEditorProps {
  /** Absent: a group is made. */
  group?: SecurityGroup
  /** Of a new one: what tokens say already. */
  slug?: string | undefined
  trail: ReactNode
  /** Called with what was saved, or without it when nothing was. */
  onDone: (saved?: { name: string }) => void
}

export function GroupEditor({ group, slug, trail, onDone }: GroupEditorProps) {
  const editor = useGroupForm(group, onDone, slug)
  const { form, saving, isDirty, kept } = editor
  const mayWrite = useCan('security.group', 'w') && group?.slug !== 'full-access'
  const submit = form.onSubmit((values) => saving.mutate(values))
  useSaveKey(() => mayWrite && !saving.isPending && submit())
  const actions = (
    <Group gap={8} wrap="nowrap">
      {group && !group.system && <DeleteGroupButton group={group} onDeleted={() => onDone()} />}
      {mayWrite && (
        <Button type="submit" form="group" loading={saving.isPending}>
          {group ? 'Save group' : 'Create group'}
        </Button>
      )}
    </Group>
  )
  return (
    <Page title={group?.name ?? 'New group'} trail={trail} actions={actions}>
      <div className="beside">
        <form id="group" onSubmit={submit} noValidate>
          <Stack gap={20}>
            <RestoredNote kept={kept} />
            {group?.system && <SystemNote slug={group.slug} />}
            <SaveError
              what="group"
              error={saving.error}
              isShownElsewhere={editor.isAtField}
              onReload={editor.reload}
            />
            <fieldset disabled={!mayWrite || group?.system} className="plain">
              <NameFields form={form} isNew={!group} />
            </fieldset>
            <PermissionField
              key={String(kept.isRestored)}
              value={form.getValues().permissions}
              onChange={editor.writePermissions}
              errors={form.errors}
              readOnly={!mayWrite}
            />
          </Stack>
        </form>
        <PermissionSummary
          text={form.getValues().permissions}
          of="group"
          none="Nothing. People who are only in this group see the no-access page."
        />
      </div>
      <LeaveGuard isDirty={isDirty} onDiscard={kept.forget} />
    </Page>
  )
}

function SystemNote({ slug }: { slug: string }) {
  return (
    <div className="note">
      <Text fw={600}>A system group</Text>
      <Text c="dimmed">
        {slug === 'full-access'
          ? 'Defined by Tenantry for every tenant, so that nobody can take it from the people Okta gives it to. It cannot be changed or deleted; who is in it is decided in Okta.'
          : 'For everybody who asks without a credential. Only its permissions can be set, and only ones that read.'}
      </Text>
    </div>
  )
}

function NameFields({ form, isNew }: { form: GroupForm; isNew: boolean }) {
  const { name, slug } = form.getValues()
  const follows = isNew && slug === suggestSlug(name, 60)
  return (
    <Stack gap={20}>
      <TextInput
        label="Name"
        {...form.getInputProps('name')}
        onChange={(event) => {
          form.setFieldValue('name', event.currentTarget.value)
          if (follows) form.setFieldValue('slug', suggestSlug(event.currentTarget.value, 60))
        }}
        withAsterisk
        autoFocus={isNew}
      />
      <TextInput
        label="Slug"
        description={
          isNew
            ? 'What the groups claim of a token says for this group. It can never be changed.'
            : 'The slug of a group never changes: tokens name it.'
        }
        {...form.getInputProps('slug')}
        readOnly={!isNew}
        classNames={{ input: 'mono' }}
        autoCapitalize="none"
        spellCheck={false}
      />
      <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
    </Stack>
  )
}
