import { MultiSelect, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { datetimeKindOf, type Field, type Model } from '../../lib/content-models.ts'
import type { About } from './about.ts'
import {
  emptyItem,
  isDocument,
  isReference,
  isRequired,
  valueIn,
  type EntryValues,
  type Fields,
  type Item,
} from './entry-values.ts'
import { FileControl } from './file-control.tsx'
import { JsonControl } from './json-control.tsx'
import { PartsControl } from './parts-control.tsx'
import { RefPicker } from './ref-picker.tsx'
import { RichTextControl } from './rich-text-control.tsx'
import { ValueList } from './value-list.tsx'
import { ZonedMoment } from './zoned-moment.tsx'

/** What all controls of an entry share. */
export interface Shared {
  /** Those that references may point to. */
  models: Model[]
  /** What is wrong, by the path of the control. */
  problems: Record<string, string>
  readOnly: boolean
}

interface FieldControlProps {
  field: Field
  shared: Shared
  /** The names and places down to it: `blocks.0.title`. */
  path: string
  value: Item | Item[]
  /** `at`: the path of the control in which it changed. */
  onChange: (value: Item | Item[], at: string) => void
}

/** The control of one field, or one for each of its values. */
export function FieldControl(props: FieldControlProps) {
  const { field, shared, path, value, onChange } = props
  const about = {
    label: field.label,
    description: field.helpText ?? undefined,
    error: shared.problems[path],
    withAsterisk: isRequired(field),
  }
  const change = (next: Item | Item[]) => onChange(next, path)
  if (field.type === 'object' || field.type === 'dynamicZone')
    return (
      <PartsControl {...props} about={about} readOnly={shared.readOnly}>
        {(rows) => <FieldRows {...rows} shared={shared} />}
      </PartsControl>
    )
  if (!Array.isArray(value)) {
    return (
      <ItemControl {...{ field, shared, about, value }} id={`field-${path}`} onChange={change} />
    )
  }
  if (field.predefinedValues.enabled) {
    return (
      <MultiSelect
        {...about}
        id={`field-${path}`}
        data={field.predefinedValues.values}
        value={value.map(String)}
        onChange={change}
        hidePickedOptions
        clearable
      />
    )
  }
  return (
    <ValueList {...{ field, path, about }} values={value} onChange={change}>
      {(item, index, changeItem) => (
        <ItemControl
          {...{ field, shared }}
          about={{ 'aria-label': `${field.label}, value ${index + 1}` }}
          id={index === 0 ? `field-${path}` : `field-${path}-${index}`}
          value={item ?? emptyItem(field)}
          onChange={changeItem}
        />
      )}
    </ValueList>
  )
}

interface ItemControlProps {
  field: Field
  shared: Shared
  about: About
  id: string
  value: Item
  onChange: (value: Item) => void
}

function ItemControl({ field, shared, about, id, value, onChange }: ItemControlProps) {
  const text = typeof value === 'string' ? value : ''
  const placeholder = field.placeholderText ?? undefined
  if (field.predefinedValues.enabled && (field.type === 'text' || field.type === 'number')) {
    return (
      <Select
        {...about}
        id={id}
        placeholder={placeholder ?? 'Choose'}
        data={field.predefinedValues.values}
        value={text || null}
        onChange={(chosen) => onChange(chosen ?? '')}
        clearable
      />
    )
  }
  const input = {
    ...about,
    id,
    placeholder,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  switch (field.type) {
    case 'text':
      return <TextInput {...input} />
    case 'long-text':
      return <Textarea {...input} autosize minRows={4} maxRows={24} />
    case 'number':
      return <TextInput {...input} inputMode="decimal" autoComplete="off" />
    case 'boolean': {
      // Off is a value too: nothing to ask for.
      const switched = 'label' in about ? { ...about, withAsterisk: undefined } : about
      return (
        <Switch
          {...switched}
          id={id}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    }
    case 'file':
      return <FileControl {...input} imagesOnly={field.settings['imagesOnly'] === true} />
    case 'json':
      return <JsonControl {...{ about, id, onChange }} value={text} readOnly={shared.readOnly} />
    case 'rich-text':
      return (
        <RichTextControl
          {...{ about, id, onChange }}
          value={isDocument(value) ? value : null}
          readOnly={shared.readOnly}
        />
      )
    case 'object':
    case 'dynamicZone':
      return null // They have controls of their own.
    case 'datetime':
      return <Datetime field={field} about={about} id={id} value={text} onChange={onChange} />
    case 'ref':
      return (
        <RefPicker
          field={field}
          models={shared.models}
          about={about}
          id={id}
          value={isReference(value) ? value : null}
          onChange={onChange}
        />
      )
  }
}

interface DatetimeProps {
  field: Field
  about: About
  id: string
  value: string
  onChange: (value: string) => void
}

function Datetime({ field, about, id, value, onChange }: DatetimeProps) {
  const kind = datetimeKindOf(field)
  if (kind === 'dateTimeWithTimezone') {
    return (
      <ZonedMoment label={field.label} about={about} id={id} value={value} onChange={onChange} />
    )
  }
  const types = { date: 'date', time: 'time', dateTimeWithoutTimezone: 'datetime-local' } as const
  const isMoment = kind === 'dateTimeWithoutTimezone'
  return (
    <TextInput
      {...about}
      id={id}
      type={types[kind]}
      {...(kind !== 'date' && { step: 1 })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maw={isMoment ? 300 : 200}
      {...(isMoment && { rightSection: <span className="unit">UTC</span>, rightSectionWidth: 48 })}
    />
  )
}

interface FieldRowsProps extends Fields {
  shared: Shared
  /** Of what the fields lie in; none for those of the entry. */
  path?: string
  values: EntryValues
  onChange: (fieldId: string, value: Item | Item[], at: string) => void
}

/** The controls of fields, side by side where the layout says so. */
export function FieldRows({ fields, layout, shared, path, values, onChange }: FieldRowsProps) {
  return (
    <Stack gap={20}>
      {layout.map((row) => (
        <div key={row.join(' ')} className="entry-row">
          {row.map((id) => {
            const field = fields.find((it) => it.id === id)
            return (
              field && (
                <FieldControl
                  key={id}
                  field={field}
                  shared={shared}
                  path={path ? `${path}.${field.fieldId}` : field.fieldId}
                  value={valueIn(values, field)}
                  onChange={(value, at) => onChange(field.fieldId, value, at)}
                />
              )
            )
          })}
        </div>
      ))}
    </Stack>
  )
}
