import {
  Button,
  Drawer,
  Group,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  MultiSelect,
} from '@mantine/core'
import { DATETIME_KINDS, type DatetimeKind, type Model } from '../../lib/content-models.ts'
import { useKept } from '../../ui/use-kept.ts'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { fieldIdOf } from './api-names.ts'
import { ChoiceFields } from './choice-fields.tsx'
import type { FieldDraft } from './field-draft.ts'
import { TYPES } from './field-types.tsx'
import { RuleFields } from './rule-fields.tsx'
import { useDraftForm, type DraftForm } from './use-draft-form.ts'

interface FieldDrawerProps {
  /** None: the drawer is closed. */
  field: FieldDraft | undefined
  fields: FieldDraft[]
  models: Model[]
  mayWrite: boolean
  onDone: (field: FieldDraft) => void
  onClose: () => void
}

export function FieldDrawer({ field: opened, onClose, ...form }: FieldDrawerProps) {
  const field = useKept(opened)
  const isNew = !form.fields.some(({ id }) => id === field?.id)
  const title =
    field && (isNew ? `Add ${TYPES[field.type].label.toLowerCase()} field` : field.label)
  return (
    <Drawer
      opened={opened !== undefined}
      onClose={onClose}
      position="right"
      size={480}
      title={<Text fw={600}>{title}</Text>}
    >
      {field && (
        <FieldForm key={field.id} {...form} field={field} isNew={isNew} onClose={onClose} />
      )}
    </Drawer>
  )
}

interface FieldFormProps extends FieldDrawerProps {
  field: FieldDraft
  isNew: boolean
}

function FieldForm({ field, fields, models, isNew, mayWrite, onDone, onClose }: FieldFormProps) {
  const form = useDraftForm(field, fields)
  const draft = form.getValues()
  useSaveKey(() => mayWrite && form.onSubmit(onDone)())
  const canChoose = draft.type === 'text' || draft.type === 'number'
  return (
    <form
      noValidate
      onSubmit={(event) => {
        // The drawer is drawn inside the model's form.
        event.stopPropagation()
        form.onSubmit(onDone)(event)
      }}
    >
      <fieldset disabled={!mayWrite} className="plain">
        <Stack gap={20}>
          <NameFields form={form} isNew={isNew} />
          {draft.type === 'datetime' && <KindField form={form} />}
          {draft.type === 'ref' && <TargetField form={form} models={models} />}
          {draft.type !== 'boolean' && (
            <Switch
              label="Several values"
              description="A list, in an order that editors choose."
              {...form.getInputProps('multipleValues', { type: 'checkbox' })}
            />
          )}
          {canChoose && <ChoiceFields form={form} />}
          <RuleFields form={form} />
        </Stack>
      </fieldset>
      <Group justify="flex-end" gap={8} mt={24}>
        <Button variant="default" onClick={onClose}>
          {mayWrite ? 'Cancel' : 'Close'}
        </Button>
        {mayWrite && <Button type="submit">{isNew ? 'Add field' : 'Apply'}</Button>}
      </Group>
    </form>
  )
}

function NameFields({ form, isNew }: { form: DraftForm; isNew: boolean }) {
  const { label, fieldId, saved } = form.getValues()
  const follows = isNew && fieldId === fieldIdOf(label)
  return (
    <>
      <TextInput
        label="Label"
        {...form.getInputProps('label')}
        onChange={({ currentTarget: { value } }) => {
          form.setFieldValue('label', value)
          if (follows) form.setFieldValue('fieldId', fieldIdOf(value))
        }}
        withAsterisk
        data-autofocus
      />
      <TextInput
        label="Field id"
        description={
          saved
            ? 'The id of a field that was saved stays: front ends ask for it.'
            : 'What the API calls the field. It stays once the model is saved.'
        }
        {...form.getInputProps('fieldId')}
        readOnly={saved !== undefined}
        classNames={{ input: 'mono' }}
        autoCapitalize="none"
        spellCheck={false}
      />
      <Textarea
        label="Help text"
        description="Stands below the field where entries are edited."
        autosize
        {...form.getInputProps('helpText')}
      />
    </>
  )
}

const KINDS: Record<DatetimeKind, string> = {
  date: 'Day',
  time: 'Time of day',
  dateTimeWithoutTimezone: 'Moment in UTC',
  dateTimeWithTimezone: 'Moment with its time zone',
}

function KindField({ form }: { form: DraftForm }) {
  return (
    <Select
      label="Kind"
      data={DATETIME_KINDS.map((value) => ({ value, label: KINDS[value] }))}
      allowDeselect={false}
      {...form.getInputProps('kind')}
    />
  )
}

function TargetField({ form, models }: { form: DraftForm; models: Model[] }) {
  return (
    <MultiSelect
      label="Models"
      description="Whose entries can be chosen."
      data={models.map(({ modelId, name }) => ({ value: modelId, label: name }))}
      nothingFoundMessage="No other model has this name."
      searchable
      withAsterisk
      {...form.getInputProps('targets')}
    />
  )
}
