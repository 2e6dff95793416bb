import { ActionIcon, Button, Group, Input, Stack } from '@mantine/core'
import { ArrowDownIcon, ArrowUpIcon, PlusIcon, TrashIcon } from '@radix-ui/react-icons'
import type { ReactNode } from 'react'
import type { Field } from '../../lib/content-models.ts'
import type { LabelledControl } from './about.ts'
import { emptyItem, type Item } from './entry-values.ts'

interface ValueListProps {
  field: Field
  about: LabelledControl
  values: Item[]
  onChange: (values: Item[]) => void
  children: (item: Item, index: number, change: (item: Item) => void) => ReactNode
}

/** The values of a list, one control each, in an order that buttons change. */
export function ValueList({ field, about, values, onChange, children }: ValueListProps) {
  const name = `field-${field.fieldId}-label`
  return (
    <Input.Wrapper
      {...about}
      labelElement="div"
      labelProps={{ id: name }}
      role="group"
      aria-labelledby={name}
    >
      <Stack gap={8}>
        {values.map((item, index) => (
          <div key={index} className="value-line">
            {children(item, index, (next) => onChange(values.with(index, next)))}
            <LineButtons field={field} values={values} index={index} onChange={onChange} />
          </div>
        ))}
        <div>
          <Button
            variant="default"
            leftSection={<PlusIcon />}
            onClick={() => onChange([...values, emptyItem(field)])}
          >
            Add value
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  )
}

interface LineButtonsProps {
  field: Field
  values: Item[]
  index: number
  onChange: (values: Item[]) => void
}

function LineButtons({ field, values, index, onChange }: LineButtonsProps) {
  const which = `value ${index + 1} of ${field.label}`
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon
        size={32}
        aria-label={`Move ${which} up`}
        disabled={index === 0}
        onClick={() => onChange(swapped(values, index, index - 1))}
      >
        <ArrowUpIcon />
      </ActionIcon>
      <ActionIcon
        size={32}
        aria-label={`Move ${which} down`}
        disabled={index === values.length - 1}
        onClick={() => onChange(swapped(values, index, index + 1))}
      >
        <ArrowDownIcon />
      </ActionIcon>
      <ActionIcon
        size={32}
        aria-label={`Remove ${which}`}
        onClick={() => onChange(values.toSpliced(index, 1))}
      >
        <TrashIcon />
      </ActionIcon>
    </Group>
  )
}

export function swapped<Value>(values: readonly Value[], a: number, b: number): Value[] {
  return values.map((value, index) => values[index === a ? b : index === b ? a : index] ?? value)
}
