import { Button, Fieldset, Stack } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import type { ReactNode } from 'react'
import { templatesOf, type Field } from '../../lib/content-models.ts'
import { LineButtons } from '../../ui/line-buttons.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import type { LabelledControl } from './about.ts'
import {
  fieldsOf,
  isDemandedObject,
  isPart,
  newPart,
  type EntryValues,
  type Fields,
  type Item,
  type Part,
} from './entry-values.ts'
import { LinesFrame, swapped } from './lines-frame.tsx'

/** The fields of one part, to draw their controls. */
interface Rows extends Fields {
  path: string
  values: EntryValues
  onChange: (fieldId: string, value: Item | Item[], at: string) => void
}

interface PartsControlProps {
  field: Field
  readOnly: boolean
  path: string
  about: LabelledControl
  value: Item | Item[]
  onChange: (value: Item | Item[], at: string) => void
  children: (rows: Rows) => ReactNode
}

/** Objects and elements of zones: a group of controls for each, in an order that buttons change. */
export function PartsControl(props: PartsControlProps) {
  const { field, readOnly, path, about, value, onChange, children } = props
  const isList = Array.isArray(value)
  const parts = (isList ? value : [value]).filter(isPart)
  const store = (next: Part[], at: string) => onChange(isList ? next : (next[0] ?? null), at)
  const mayAdd = !readOnly && (isList || parts.length === 0)
  return (
    <LinesFrame {...{ path, about }} gap={12} mt={4}>
      {parts.map((part, index) => (
        <PartGroup
          key={index}
          {...{ field, readOnly, part, index }}
          count={parts.length}
          path={isList ? `${path}.${index}` : path}
          isList={isList}
          onChange={(next, at) => store(parts.with(index, next), at)}
          onMove={(to) => store(swapped(parts, index, to), path)}
          onRemove={() => store(parts.toSpliced(index, 1), path)}
        >
          {children}
        </PartGroup>
      ))}
      {mayAdd && (
        <div>
          <AddPart
            field={field}
            id={`field-${path}`}
            onAdd={(part) => store([...parts, part], path)}
          />
        </div>
      )}
    </LinesFrame>
  )
}

interface PartGroupProps {
  field: Field
  readOnly: boolean
  path: string
  part: Part
  index: number
  count: number
  isList: boolean
  onChange: (part: Part, at: string) => void
  onMove: (to: number) => void
  onRemove: () => void
  children: (rows: Rows) => ReactNode
}

function PartGroup(props: PartGroupProps) {
  const { field, readOnly, path, part, index, isList, onChange } = props
  const inside = fieldsOf(field, part)
  if (!inside) return null
  const name = nameOf(props)
  // The label of the field stands right above it.
  const isAlone = field.type === 'object' && !isList
  const isFixed = readOnly || isDemandedObject(field)
  return (
    <Fieldset
      className="part"
      {...(isAlone ? { 'aria-labelledby': `field-${path}-label` } : { legend: name })}
    >
      <Stack gap={20}>
        {props.children({
          ...inside,
          path,
          values: part.values,
          onChange: (fieldId, value, at) =>
            onChange({ ...part, values: { ...part.values, [fieldId]: value } }, at),
        })}
        {!isFixed && (
          <LineButtons
            name={isList ? `${name} of ${field.label}` : name}
            index={index}
            count={props.count}
            {...(isList && { onMove: props.onMove })}
            onRemove={props.onRemove}
          />
        )}
      </Stack>
    </Fieldset>
  )
}

function nameOf({ field, part, index, isList }: PartGroupProps): string {
  const template = templatesOf(field).find(({ id }) => id === part.templateId)
  const name = template?.name ?? field.label
  return isList ? `${name} ${index + 1}` : name
}

interface AddPartProps {
  field: Field
  id: string
  onAdd: (part: Part) => void
}

function AddPart({ field, id, onAdd }: AddPartProps) {
  const look = { id, variant: 'default', leftSection: <PlusIcon /> }
  if (field.type === 'object') {
    return (
      <Button {...look} onClick={() => onAdd(newPart(field))}>
        Add {field.label}
      </Button>
    )
  }
  const choices = templatesOf(field).map((it) => ({
    label: it.name,
    icon: null,
    ...(it.description && { about: it.description }),
    onSelect: () => onAdd(newPart(field, it.id)),
  }))
  return (
    <MenuButton sections={[choices]} width={240} position="bottom-start">
      {(trigger) => (
        <Button {...trigger} {...look}>
          Add to {field.label}
        </Button>
      )}
    </MenuButton>
  )
}
