import type { CSSProperties, ReactNode } from 'react'

export type StatusKind = 'good' | 'warning' | 'bad' | 'off'

/** A state in words, with a dot in the colour of the state. */
export function Status({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  const style: CSSProperties & Record<'--status-colour', string> = {
    '--status-colour': `var(--status-${kind})`,
  }
  return (
    <span className="status" style={style}>
      {children}
    </span>
  )
}
