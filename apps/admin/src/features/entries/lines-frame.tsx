import { Input, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import type { LabelledControl } from './about.ts'

interface LinesFrameProps {
  path: string
  about: LabelledControl
  gap: number
  /** Above the first line. */
  mt?: number
  children: ReactNode
}

/** What belongs to one field and is several controls: a group that has the field's label. */
export function LinesFrame({ path, about, gap, mt, children }: LinesFrameProps) {
  const label = `field-${path}-label`
  return (
    <Input.Wrapper
      {...about}
      labelElement="div"
      labelProps={{ id: label }}
      role="group"
      aria-labelledby={label}
    >
      <Stack {...{ gap, mt }} data-lines>
        {children}
      </Stack>
    </Input.Wrapper>
  )
}

export const swapped = <Value,>(values: readonly Value[], a: number, b: number): Value[] =>
  values.map((value, index) => values[index === a ? b : index === b ? a : index] ?? value)
