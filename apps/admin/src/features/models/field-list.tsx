import { Button, Input, Text } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import { FIELD_TYPES, type FieldType } from '../../lib/content-models.ts'
import { LineButtons } from '../../ui/line-buttons.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { canBeIndexed, isIndexed, MAX_NESTING, type FieldDraft } from './field-draft.ts'
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
  return (
    <ol className="field-list" aria-label="Fields">
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
            <LineButtons
              name={field.label}
              index={index}
              count={fields.length}
              onMove={(to) => onChange(fields.toSpliced(index, 1).toSpliced(to, 0, field))}
              onRemove={() => onChange(fields.toSpliced(index, 1))}
            />
          )}
        </li>
      ))}
    </ol>
  )
}

interface AddFieldProps {
  /** Of the new field: in how many others it lies. */
  depth: number
  onAdd: (type: FieldType) => void
}

export function AddField({ depth, onAdd }: AddFieldProps) {
  const types = FIELD_TYPES.filter((it) => depth < MAX_NESTING || !HOLDERS.includes(it)).map(
    (type) => ({ ...TYPES[type], onSelect: () => onAdd(type) }),
  )
  return (
    <MenuButton sections={[types]} width={240} position="bottom-start">
      {(trigger) => (
        <Button {...trigger} variant="default" leftSection={<PlusIcon />}>
          Add field
        </Button>
      )}
    </MenuButton>
  )
}

/** The types that have fields inside. */
const HOLDERS: readonly FieldType[] = ['object', 'dynamicZone']

function factsOf(field: FieldDraft): string {
  const { fieldId, type, multipleValues, rules } = field
  return [
    fieldId,
    TYPES[type].label,
    ...(type === 'object' ? [counted(field.fields.length, 'field')] : []),
    ...(type === 'dynamicZone' ? [counted(field.templates.length, 'template')] : []),
    ...(multipleValues ? ['several values'] : []),
    ...(rules.required.isOn ? ['required'] : []),
    ...(rules.unique.isOn ? ['unique'] : []),
    ...indexFacts(field),
  ].join(' · ')
}

/** What is not as usual: a single value has an index, and a list has none. */
function indexFacts(field: FieldDraft): string[] {
  if (!canBeIndexed(field)) return []
  if (field.saved?.indexState === 'building') return ['its index is being built']
  if (isIndexed(field) === field.multipleValues)
    return [isIndexed(field) ? 'indexed' : 'not indexed']
  return []
}

const counted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : `${noun}s`}`
