import { MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { datetimeKindOf, type Field, type Model } from '../../lib/content-models.ts'
import type { About } from './about.ts'
import { emptyItem, isRequired, type Item } from './entry-values.ts'
import { RefPicker } from './ref-picker.tsx'
import { ValueList } from './value-list.tsx'
import { ZonedMoment } from './zoned-moment.tsx'

interface FieldControlProps {
  field: Field
  models: Model[]
  value: Item | Item[]
  problem: string | undefined
  onChange: (value: Item | Item[]) => void
}

/** The control of one field, or one for each of its values. */
export function FieldControl({ field, models, value, problem, onChange }: FieldControlProps) {
  const about = {
    label: field.label,
    description: field.helpText ?? undefined,
    error: problem,
    withAsterisk: isRequired(field),
  }
  if (!Array.isArray(value)) {
    return (
      <ItemControl
        {...{ field, models, about }}
        id={idOf(field)}
        value={value}
        onChange={onChange}
      />
    )
  }
  if (field.predefinedValues.enabled) {
    return (
      <MultiSelect
        {...about}
        id={idOf(field)}
        data={field.predefinedValues.values}
        value={value.map(String)}
        onChange={onChange}
        hidePickedOptions
        clearable
      />
    )
  }
  return (
    <ValueList field={field} about={about} values={value} onChange={onChange}>
      {(item, index, change) => (
        <ItemControl
          field={field}
          models={models}
          about={{ 'aria-label': `${field.label}, value ${index + 1}` }}
          id={index === 0 ? idOf(field) : `${idOf(field)}-${index}`}
          value={item ?? emptyItem(field)}
          onChange={change}
        />
      )}
    </ValueList>
  )
}

const idOf = ({ fieldId }: Field) => `field-${fieldId}`

interface ItemControlProps {
  field: Field
  models: Model[]
  about: About
  id: string
  value: Item
  onChange: (value: Item) => void
}

function ItemControl({ field, models, about, id, value, onChange }: ItemControlProps) {
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
    case 'datetime':
      return <Datetime field={field} about={about} id={id} value={text} onChange={onChange} />
    case 'ref':
      return (
        <RefPicker
          field={field}
          models={models}
          about={about}
          id={id}
          value={typeof value === 'object' ? value : null}
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
