import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Mark } from './mark.tsx'

interface CentreProps {
  width?: number
  children: ReactNode
  /** Below the card: links that lead elsewhere. */
  foot?: ReactNode
}

/** A page with one thing in the middle, under the product's mark. */
export function Centre({ width = 400, children, foot }: CentreProps) {
  return (
    <main className="centre" id="main">
      <div className="centre-content" style={{ maxWidth: width }}>
        <Group justify="center" gap={10} mb={24}>
          <Mark />
          <Text fz={18} fw={600} component="span">
            Tenantry
          </Text>
        </Group>
        {children}
      </div>
      {foot && <footer className="centre-foot">{foot}</footer>}
    </main>
  )
}
