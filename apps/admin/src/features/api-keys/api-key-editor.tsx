import './api-keys.css'
import { Button, Group, Input, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useCan } from '../../lib/session.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Page } from '../../ui/page.tsx'
import { RestoredNote } from '../../ui/restored-note.tsx'
import { SaveError } from '../../ui/save-error.tsx'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { PermissionField } from '../permissions/permission-field.tsx'
import { PermissionSummary } from '../permissions/permission-summary.tsx'
import { readPermissions } from '../permissions/permission-text.ts'
import { ApiKeyFacts } from './api-key-facts.tsx'
import { ApiKeyMenu } from './api-key-menu.tsx'
import { expiryChoices, type ApiKeyValues } from './api-key-values.ts'
import { isSame, PRESETS } from './presets.ts'
import type { ApiKey } from './queries.ts'
import { useApiKeyForm, type ApiKeyForm } from './use-api-key-form.ts'

interface ApiKeyEditorProps<Saved> {
  /** Absent: a key is made. */
  apiKey?: ApiKey
  trail: ReactNode
  save: (values: ApiKeyValues, version: number | undefined) => Promise<Saved>
  onSaved: (saved: Saved) => void
  onDeleted?: () => void
}

export function ApiKeyEditor<Saved>({
  apiKey,
  trail,
  save,
  onSaved,
  onDeleted,
}: ApiKeyEditorProps<Saved>) {
  const editor = useApiKeyForm({ apiKey, save, onSaved })
  const { form, saving, isDirty, kept } = editor
  const mayWrite = useCan('security.apiKey', 'w')
  const submit = form.onSubmit((values) => saving.mutate(values))
  useSaveKey(() => mayWrite && !saving.isPending && submit())
  const actions = (
    <Group gap={8} wrap="nowrap">
      {apiKey && <ApiKeyMenu apiKey={apiKey} isDirty={isDirty()} onDeleted={onDeleted} />}
      {mayWrite && (
        <Button type="submit" form="api-key" loading={saving.isPending}>
          {apiKey ? 'Save API key' : 'Create API key'}
        </Button>
      )}
    </Group>
  )
  return (
    <Page title={apiKey?.name ?? 'New API key'} trail={trail} actions={actions}>
      <div className="beside">
        <form id="api-key" onSubmit={submit} noValidate>
          <Stack gap={20}>
            <RestoredNote kept={kept} />
            <SaveError
              what="API key"
              error={saving.error}
              isShownElsewhere={editor.isAtField}
              onReload={editor.reload}
            />
            {apiKey && <ApiKeyFacts apiKey={apiKey} />}
            <fieldset disabled={!mayWrite} className="plain">
              <Fields form={form} apiKey={apiKey} />
            </fieldset>
            {mayWrite && <Presets editor={editor} />}
            <PermissionField
              key={editor.editorKey}
              value={form.getValues().permissions}
              onChange={editor.writePermissions}
              errors={form.errors}
              readOnly={!mayWrite}
            />
          </Stack>
        </form>
        <PermissionSummary
          text={form.getValues().permissions}
          of="key"
          none="Nothing. The API refuses every request with it."
        />
      </div>
      <LeaveGuard isDirty={isDirty} onDiscard={kept.forget} />
    </Page>
  )
}

type Editor = ReturnType<typeof useApiKeyForm>

function Fields({ form, apiKey }: { form: ApiKeyForm; apiKey: ApiKey | undefined }) {
  return (
    <Stack gap={20}>
      <TextInput
        label="Name"
        description="Say who or what uses it: one key for each, so that each can be stopped alone."
        placeholder="Website"
        {...form.getInputProps('name')}
        withAsterisk
        autoFocus={!apiKey}
        autoComplete="off"
      />
      <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
      <NativeSelect
        label="Expires"
        data={expiryChoices(apiKey)}
        {...form.getInputProps('expiry')}
        maw={320}
      />
      {form.getValues().expiry === 'day' && (
        <TextInput
          type="date"
          label="Last day"
          description="The key works until the end of this day."
          {...form.getInputProps('expiryDay')}
          maw={320}
        />
      )}
    </Stack>
  )
}

function Presets({ editor }: { editor: Pick<Editor, 'form' | 'choosePermissions'> }) {
  const { form, choosePermissions } = editor
  const reading = readPermissions(form.getValues().permissions)
  const chosen = 'problem' in reading ? undefined : reading.permissions
  return (
    <div role="group" aria-labelledby="presets">
      <Input.Label labelElement="div" id="presets" mb={6}>
        What it is for
      </Input.Label>
      <Group gap={8}>
        {PRESETS.map(({ label, permissions }) => (
          <Button
            key={label}
            variant="default"
            className="choice"
            aria-pressed={isSame(chosen, permissions)}
            onClick={() => choosePermissions(permissions)}
          >
            {label}
          </Button>
        ))}
      </Group>
      <Text c="dimmed" fz="xs" mt={6}>
        Fills in the permissions below; change them as you need.
      </Text>
    </div>
  )
}
