import { Button } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import type { ReactNode } from 'react'
import type { Field } from '../../lib/content-models.ts'
import { LineButtons } from '../../ui/line-buttons.tsx'
import type { LabelledControl } from './about.ts'
import { emptyItem, type Item } from './entry-values.ts'
import { LinesFrame, swapped } from './lines-frame.tsx'

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
  return (
    <LinesFrame {...{ path, about }} gap={8}>
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
    </LinesFrame>
  )
}
