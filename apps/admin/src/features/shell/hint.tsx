import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

/** The name of what shows only an icon. */
export function Hint({
  label,
  isOn,
  children,
}: {
  label: string
  isOn: boolean
  children: ReactNode
}) {
  return (
    <Tooltip label={label} position="right" disabled={!isOn} openDelay={200}>
      {children}
    </Tooltip>
  )
}
