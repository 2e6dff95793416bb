import { Input, Skeleton, VisuallyHidden } from '@mantine/core'
import { Suspense, type ReactNode } from 'react'
import type { About } from './about.ts'

interface EditorFrameProps {
  about: About
  id: string
  /** Draws the editor; the label stands in the element with this id. */
  children: (labelledBy: string) => ReactNode
}

/** What stands around an editor that is no form control, and comes later. */
export function EditorFrame({ about, id, children }: EditorFrameProps) {
  const labelledBy = `${id}-label`
  const editor = <Suspense fallback={<Skeleton h={120} />}>{children(labelledBy)}</Suspense>
  if (!('label' in about)) {
    return (
      <div>
        <VisuallyHidden id={labelledBy}>{about['aria-label']}</VisuallyHidden>
        {editor}
      </div>
    )
  }
  return (
    <Input.Wrapper {...about} labelElement="div" labelProps={{ id: labelledBy }}>
      {editor}
    </Input.Wrapper>
  )
}
