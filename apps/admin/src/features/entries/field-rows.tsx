import { Stack } from '@mantine/core'
import { valueIn, type EntryValues, type Fields, type Item } from './entry-values.ts'
import { FieldControl, type Shared } from './field-control.tsx'

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
