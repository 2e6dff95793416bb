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
import { useState } from 'react'
import {
  DATETIME_KINDS,
  isSingleton,
  type DatetimeKind,
  type FieldType,
  type Model,
} from '../../lib/content-models.ts'
import { useKept } from '../../ui/use-kept.ts'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { fieldIdOf } from './api-names.ts'
import { ChoiceFields } from './choice-fields.tsx'
import { canBeIndexed, isIndexed, withField, type FieldDraft } from './field-draft.ts'
import { TYPES } from './field-types.tsx'
import { ObjectFields, TemplateFields, type OpenInner } from './inner-fields.tsx'
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

/** A field that is edited, or one that lies in it. */
interface Level {
  field: FieldDraft
  /** Beside it. */
  fields: FieldDraft[]
  onDone: (field: FieldDraft) => void
}

/** The field, and over it those inside of it that were opened: each goes on where it was left. */
export function FieldDrawer({ field: opened, onClose, ...drawer }: FieldDrawerProps) {
  const { fields, models, mayWrite, onDone } = drawer
  const field = useKept(opened)
  const [inner, setInner] = useState<Level[]>([])
  const levels = field ? [{ field, fields, onDone }, ...inner] : []
  const top = levels.length - 1
  const back = () => (inner.length === 0 ? onClose() : setInner(inner.slice(0, -1)))
  const open: OpenInner = (wanted, beside, change) => {
    const put = (done: FieldDraft) => {
      change(withField(beside, done))
      setInner(inner)
    }
    setInner([...inner, { field: wanted, fields: beside, onDone: put }])
  }
  return (
    <Drawer
      opened={opened !== undefined}
      onClose={back}
      position="right"
      size={480}
      title={<Text fw={600}>{levels.map(titleOf).join(' › ')}</Text>}
    >
      {levels.map((level, depth) => (
        <div key={level.field.id} hidden={depth < top}>
          <FieldForm
            {...{ level, models, mayWrite, depth }}
            isTop={depth === top}
            onClose={back}
            onOpen={open}
          />
        </div>
      ))}
    </Drawer>
  )
}

const isNewIn = ({ field, fields }: Level) => !fields.some(({ id }) => id === field.id)

const titleOf = (level: Level): string =>
  isNewIn(level) ? `Add ${nameOfType(level.field.type)} field` : level.field.label

const nameOfType = (type: FieldType): string =>
  type === 'json' ? TYPES.json.label : TYPES[type].label.toLowerCase()

interface FieldFormProps {
  level: Level
  models: Model[]
  mayWrite: boolean
  /** In how many others the field lies. */
  depth: number
  isTop: boolean
  onClose: () => void
  onOpen: OpenInner
}

function FieldForm({ level, onClose, onOpen, ...drawer }: FieldFormProps) {
  const { field, fields, onDone } = level
  const { models, mayWrite, depth, isTop } = drawer
  const form = useDraftForm(field, fields)
  const draft = form.getValues()
  const isNew = isNewIn(level)
  useSaveKey(() => mayWrite && isTop && form.onSubmit(onDone)())
  const inner = { form, depth: depth + 1, mayWrite, onOpen }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        // The drawer is drawn inside the model's form.
        event.stopPropagation()
        form.onSubmit(onDone)(event)
      }}
    >
      <Stack gap={20}>
        <fieldset disabled={!mayWrite} className="plain">
          <Stack gap={20}>
            <NameFields form={form} isNew={isNew} />
            {draft.type === 'datetime' && <KindField form={form} />}
            {draft.type === 'ref' && <TargetField form={form} models={models} />}
            {draft.type === 'file' && <ImagesField form={form} />}
            {draft.type !== 'boolean' && (
              <Switch
                label="Several values"
                description="A list, in an order that editors choose."
                {...form.getInputProps('multipleValues', { type: 'checkbox' })}
              />
            )}
            {canBeIndexed(draft) && <IndexField form={form} />}
          </Stack>
        </fieldset>
        {draft.type === 'object' && <ObjectFields {...inner} />}
        {draft.type === 'dynamicZone' && <TemplateFields {...inner} />}
        <fieldset disabled={!mayWrite} className="plain">
          <Stack gap={20}>
            {(draft.type === 'text' || draft.type === 'number') && <ChoiceFields form={form} />}
            <RuleFields form={form} />
          </Stack>
        </fieldset>
      </Stack>
      <Group justify="flex-end" gap={8} mt={24}>
        <Button variant="default" onClick={onClose}>
          {depth > 0 ? 'Back' : mayWrite ? 'Cancel' : 'Close'}
        </Button>
        {mayWrite && <Button type="submit">{isNew ? 'Add field' : 'Apply'}</Button>}
      </Group>
    </form>
  )
}

function IndexField({ form }: { form: DraftForm }) {
  const draft = form.getValues()
  return (
    <Switch
      label="Index"
      description={
        draft.multipleValues
          ? 'Lists can be filtered by each of the values without reading every entry. An entry has 16 different ones at most.'
          : 'Lists can be filtered and sorted by it without reading every entry.'
      }
      checked={isIndexed(draft)}
      onChange={({ currentTarget: { checked } }) => form.setFieldValue('indexed', checked)}
      error={form.errors['indexed']}
    />
  )
}

function ImagesField({ form }: { form: DraftForm }) {
  return (
    <Switch
      label="Images only"
      description="Editors are asked for the address of an image."
      {...form.getInputProps('imagesOnly', { type: 'checkbox' })}
    />
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
      data={models
        .filter((it) => !isSingleton(it))
        .map(({ modelId, name }) => ({ value: modelId, label: name }))}
      nothingFoundMessage="No other model has this name."
      searchable
      withAsterisk
      {...form.getInputProps('targets')}
    />
  )
}
