import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface EmptyProps {
  icon: ReactNode
  title: string
  children: ReactNode
  actions?: ReactNode
}

/** What this is, why it is empty, and the next step. */
export function Empty({ icon, title, children, actions }: EmptyProps) {
  return (
    <div className="empty">
      <div className="empty-icon">{icon}</div>
      <Title order={2} fz={16} mb={4}>
        {title}
      </Title>
      <Text c="dimmed" mb={20}>
        {children}
      </Text>
      {actions && <Group>{actions}</Group>}
    </div>
  )
}
