import './models.css'
import {
  Button,
  Group,
  Input,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { placeOf, type Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { useCan } from '../../lib/session.tsx'
import { errorsBelow } from '../../lib/use-edit.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Page } from '../../ui/page.tsx'
import { RestoredNote } from '../../ui/restored-note.tsx'
import { SaveError } from '../../ui/save-error.tsx'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { pluralOf, singularOf } from './api-names.ts'
import { DeleteModelButton } from './delete-model-button.tsx'
import { newDraft, withField, type FieldDraft } from './field-draft.ts'
import { FieldDrawer } from './field-drawer.tsx'
import { AddField, FieldList } from './field-list.tsx'
import { NEW_GROUP, titlesOf } from './model-values.ts'
import type { ModelGroup } from './queries.ts'
import { useModelForm, type ModelForm } from './use-model-form.ts'

interface ModelEditorProps {
  /** Absent: a model is made. */
  model?: Model
  models: Model[]
  groups: ModelGroup[]
  trail: ReactNode
  onSaved: (saved: Model) => void
  onDeleted: () => void
}

export function ModelEditor({
  model,
  models,
  groups,
  trail,
  onSaved,
  onDeleted,
}: ModelEditorProps) {
  const editor = useModelForm({ model, groups, onSaved })
  const { form, saving, isDirty, setFields, kept } = editor
  const content = useContent()
  const isInCode = model?.plugin === true
  const mayWrite = useCan('cms.contentModel', 'w', model && placeOf(content, model)) && !isInCode
  const [open, setOpen] = useState<FieldDraft>()
  const submit = form.onSubmit((values) => saving.mutate(values))
  useSaveKey(() => mayWrite && !open && !saving.isPending && submit())
  const { fields } = form.getValues()
  const put = (field: FieldDraft) => {
    setFields(withField(fields, field))
    setOpen(undefined)
  }
  const actions = (
    <Group gap={8} wrap="nowrap">
      {model && !isInCode && <DeleteModelButton model={model} onDeleted={onDeleted} />}
      {mayWrite && (
        <Button type="submit" form="model" loading={saving.isPending}>
          {model ? 'Save model' : 'Create model'}
        </Button>
      )}
    </Group>
  )
  return (
    <Page title={model?.name ?? 'New model'} trail={trail} actions={actions}>
      <form id="model" onSubmit={submit} noValidate className="form">
        <Stack gap={32}>
          {isInCode && <InCodeNote />}
          <RestoredNote kept={kept} />
          <SaveError
            what="model"
            error={saving.error}
            isShownElsewhere={editor.isAtField}
            onReload={editor.reload}
          />
          <fieldset disabled={!mayWrite} className="plain">
            <NameFields form={form} groups={groups} isNew={!model} />
          </fieldset>
          <section aria-labelledby="fields-title">
            <Title order={2} id="fields-title" mb={4}>
              Fields
            </Title>
            <Text c="dimmed" mb={12}>
              What an entry of this model consists of, in the order in which editors see it.
            </Text>
            <Stack gap={12} data-lines>
              {fields.length > 0 && (
                <FieldList
                  fields={fields}
                  problems={Object.fromEntries(errorsBelow(form.errors, 'fields'))}
                  mayWrite={mayWrite}
                  onOpen={setOpen}
                  onChange={setFields}
                />
              )}
              {form.errors['fields'] && (
                <Input.Error role="alert">{form.errors['fields']}</Input.Error>
              )}
              {mayWrite && (
                <div>
                  <AddField depth={0} onAdd={(type) => setOpen(newDraft(type))} />
                </div>
              )}
            </Stack>
          </section>
          <fieldset disabled={!mayWrite} className="plain">
            <TitleField form={form} />
          </fieldset>
        </Stack>
      </form>
      <FieldDrawer
        field={open}
        fields={fields}
        models={models}
        mayWrite={mayWrite}
        onDone={put}
        onClose={() => setOpen(undefined)}
      />
      <LeaveGuard isDirty={isDirty} onDiscard={kept.forget} />
    </Page>
  )
}

function InCodeNote() {
  return (
    <div className="note">
      <Text fw={600}>A model in code</Text>
      <Text c="dimmed">
        Every tenant has it. It is defined by the deployment and changes only there.
      </Text>
    </div>
  )
}

interface NameFieldsProps {
  form: ModelForm
  groups: ModelGroup[]
  isNew: boolean
}

function NameFields({ form, groups, isNew }: NameFieldsProps) {
  const { groupId } = form.getValues()
  return (
    <Stack gap={20}>
      <TextInput
        label="Name"
        {...form.getInputProps('name')}
        onChange={({ currentTarget }) => nameModel(form, currentTarget.value, isNew)}
        withAsterisk
        autoFocus={isNew}
      />
      <Select
        label="Group"
        description="Models stand in the navigation by group."
        data={[
          ...groups.map(({ id, name }) => ({ value: id, label: name })),
          { value: NEW_GROUP, label: 'New group…' },
        ]}
        allowDeselect={false}
        withAsterisk
        {...form.getInputProps('groupId')}
      />
      {groupId === NEW_GROUP && (
        <TextInput
          label="Name of the new group"
          {...form.getInputProps('newGroup')}
          placeholder="Such as Blog, or Shop"
          withAsterisk
        />
      )}
      <ApiNames form={form} isNew={isNew} />
      <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
      <Switch
        label="Only one entry"
        description="For what there is once, such as settings or a home page: no list, and what is saved is public at once."
        {...form.getInputProps('isSingleton', { type: 'checkbox' })}
      />
    </Stack>
  )
}

/** The API names follow the name until somebody writes others. */
function nameModel(form: ModelForm, name: string, isNew: boolean): void {
  const { name: before, singularApiName, pluralApiName } = form.getValues()
  form.setFieldValue('name', name)
  if (isNew && singularApiName === singularOf(before))
    renameOne(form, singularOf(name), pluralApiName)
}

function renameOne(form: ModelForm, singular: string, plural: string): void {
  if (plural === pluralOf(form.getValues().singularApiName))
    form.setFieldValue('pluralApiName', pluralOf(singular))
  form.setFieldValue('singularApiName', singular)
}

function ApiNames({ form, isNew }: { form: ModelForm; isNew: boolean }) {
  const text = { classNames: { input: 'mono' }, autoCapitalize: 'none', spellCheck: false }
  const { pluralApiName } = form.getValues()
  return (
    <Group grow align="start">
      <TextInput
        label="API name of one entry"
        description={isNew ? 'As in getArticle.' : 'Front ends break if it changes.'}
        {...form.getInputProps('singularApiName')}
        onChange={({ currentTarget }) => renameOne(form, currentTarget.value, pluralApiName)}
        {...text}
      />
      <TextInput
        label="API name of many"
        description={isNew ? 'As in listArticles.' : 'Front ends break if it changes.'}
        {...form.getInputProps('pluralApiName')}
        {...text}
      />
    </Group>
  )
}

function TitleField({ form }: { form: ModelForm }) {
  const { fields, titleFieldId } = form.getValues()
  const titles = titlesOf(fields)
  return (
    <Select
      label="Title"
      description="The field that names an entry in lists and references."
      placeholder="The first text field, else the id"
      data={titles.map(({ fieldId, label }) => ({ value: fieldId, label }))}
      clearable
      {...form.getInputProps('titleFieldId')}
      value={titles.some(({ fieldId }) => fieldId === titleFieldId) ? titleFieldId : null}
      onChange={(value) => form.setFieldValue('titleFieldId', value ?? '')}
    />
  )
}
