import { ActionIcon, Button, Input, Menu, Text } from '@mantine/core'
import { ArrowDownIcon, ArrowUpIcon, PlusIcon, TrashIcon } from '@radix-ui/react-icons'
import { useRef } from 'react'
import { FIELD_TYPES, type FieldType } from '../../lib/content-models.ts'
import type { FieldDraft } from './field-draft.ts'
import { TYPES } from './field-types.tsx'

interface FieldListProps {
  fields: FieldDraft[]
  /** What the API found, by the id of the field. */
  problems: Record<string, string>
  mayWrite: boolean
  onOpen: (field: FieldDraft) => void
  onChange: (fields: FieldDraft[]) => void
}

/** The fields of a model in the order in which editors see them. */
export function FieldList({ fields, problems, mayWrite, onOpen, onChange }: FieldListProps) {
  const list = useRef<HTMLOListElement>(null)
  const move = (from: number, to: number) => {
    const field = fields[from]
    if (!field) return
    onChange(fields.toSpliced(from, 1).toSpliced(to, 0, field))
    // The button moves with its field, and so does whoever pressed it.
    requestAnimationFrame(() => focusMove(list.current, to, to < from ? 'up' : 'down'))
  }
  return (
    <ol ref={list} className="field-list" aria-label="Fields">
      {fields.map((field, index) => (
        <li key={field.id} className="field-line">
          {TYPES[field.type].icon}
          <div>
            <button type="button" className="field-open" onClick={() => onOpen(field)}>
              <Text fw={500} component="span" mr={8}>
                {field.label}
              </Text>
              <Text c="dimmed" fz="xs" component="span">
                {factsOf(field)}
              </Text>
            </button>
            {problems[field.id] && <Input.Error role="alert">{problems[field.id]}</Input.Error>}
          </div>
          {mayWrite && (
            <div className="field-buttons">
              <ActionIcon
                size={32}
                data-move="up"
                aria-label={`Move ${field.label} up`}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                <ArrowUpIcon />
              </ActionIcon>
              <ActionIcon
                size={32}
                data-move="down"
                aria-label={`Move ${field.label} down`}
                disabled={index === fields.length - 1}
                onClick={() => move(index, index + 1)}
              >
                <ArrowDownIcon />
              </ActionIcon>
              <ActionIcon
                size={32}
                aria-label={`Remove ${field.label}`}
                onClick={() => onChange(fields.toSpliced(index, 1))}
              >
                <TrashIcon />
              </ActionIcon>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

export function AddField({ onAdd }: { onAdd: (type: FieldType) => void }) {
  return (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<PlusIcon />}>
          Add field
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FIELD_TYPES.map((type) => (
          <Menu.Item key={type} leftSection={TYPES[type].icon} onClick={() => onAdd(type)}>
            {TYPES[type].label}
            <Text c="dimmed" fz="xs">
              {TYPES[type].about}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const factsOf = ({ fieldId, type, multipleValues, rules }: FieldDraft): string =>
  [
    fieldId,
    TYPES[type].label,
    ...(multipleValues ? ['several values'] : []),
    ...(rules.required.isOn ? ['required'] : []),
    ...(rules.unique.isOn ? ['unique'] : []),
  ].join(' · ')

function focusMove(list: HTMLElement | null, index: number, way: 'up' | 'down'): void {
  const buttons = list?.children[index]?.querySelectorAll<HTMLButtonElement>('[data-move]')
  const all = [...(buttons ?? [])].filter(({ disabled }) => !disabled)
  const same = all.find((it) => it.dataset['move'] === way)
  ;(same ?? all[0])?.focus()
}
