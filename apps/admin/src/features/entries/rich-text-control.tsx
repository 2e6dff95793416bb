import { lazyPart } from '../../ui/lazy-part.ts'
import type { About } from './about.ts'
import { EditorFrame } from './editor-frame.tsx'
import type { Document } from './entry-values.ts'

const RichTextEditor = lazyPart(async () => (await import('./rich-text-editor.tsx')).RichTextEditor)

interface RichTextControlProps {
  about: About
  id: string
  value: Document | null
  readOnly: boolean
  onChange: (value: Document | null) => void
}

/** Formatted text. */
export function RichTextControl({ about, id, ...editor }: RichTextControlProps) {
  return (
    <EditorFrame about={about} id={id}>
      {(labelledBy) => <RichTextEditor {...editor} id={id} labelledBy={labelledBy} />}
    </EditorFrame>
  )
}
