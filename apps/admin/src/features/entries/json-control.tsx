import { lazyPart } from '../../ui/lazy-part.ts'
import type { About } from './about.ts'
import { EditorFrame } from './editor-frame.tsx'

const JsonEditor = lazyPart(async () => (await import('../../ui/json-editor.tsx')).JsonEditor)

interface JsonControlProps {
  about: About
  id: string
  value: string
  readOnly: boolean
  onChange: (value: string) => void
}

/** JSON as text: what is none is told where it stands, and again before it is sent. */
export function JsonControl({ about, id, ...editor }: JsonControlProps) {
  return (
    <EditorFrame about={about} id={id}>
      {(labelledBy) => <JsonEditor {...editor} id={id} labelledBy={labelledBy} isShort />}
    </EditorFrame>
  )
}
