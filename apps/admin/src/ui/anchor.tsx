import { useImperativeHandle, type Ref, type RefObject } from 'react'

interface AnchorProps {
  ref?: Ref<HTMLElement | null>
  at: RefObject<HTMLElement | null>
}

/** The child of a target of Mantine whose element stands elsewhere, and was there before. */
export function Anchor({ ref, at }: AnchorProps) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => at.current, [at])
  return null
}
