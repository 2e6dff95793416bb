import { Button, Input, Stack } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import type { ReactNode } from 'react'
import type { Field } from '../../lib/content-models.ts'
import { LineButtons } from '../../ui/line-buttons.tsx'
import type { LabelledControl } from './about.ts'
import { emptyItem, type Item } from './entry-values.ts'

interface ValueListProps {
  field: Field
  path: string
  about: LabelledControl
  values: Item[]
  onChange: (values: Item[]) => void
  children: (item: Item, index: number, change: (item: Item) => void) => ReactNode
}

/** The values of a list, one control each, in an order that buttons change. */
export function ValueList({ field, path, about, values, onChange, children }: ValueListProps) {
  const name = `field-${path}-label`
  return (
    <Input.Wrapper
      {...about}
      labelElement="div"
      labelProps={{ id: name }}
      role="group"
      aria-labelledby={name}
    >
      <Stack gap={8} data-lines>
        {values.map((item, index) => (
          <div key={index} className="value-line">
            {children(item, index, (next) => onChange(values.with(index, next)))}
            <LineButtons
              name={`value ${index + 1} of ${field.label}`}
              index={index}
              count={values.length}
              onMove={(to) => onChange(swapped(values, index, to))}
              onRemove={() => onChange(values.toSpliced(index, 1))}
            />
          </div>
        ))}
        <div>
          <Button
            id={values.length === 0 ? `field-${path}` : undefined}
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

export const swapped = <Value,>(values: readonly Value[], a: number, b: number): Value[] =>
  values.map((value, index) => values[index === a ? b : index === b ? a : index] ?? value)
