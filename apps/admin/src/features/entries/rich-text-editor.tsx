import { Button, Text } from '@mantine/core'
import { getSchema, type JSONContent } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { useEffect, useEffectEvent, useRef } from 'react'
import { isFileUrl, type Document } from './entry-values.ts'
import { RichTextTools } from './rich-text-tools.tsx'

const LINKS = ['http', 'https', 'mailto', 'tel']

const EXTENSIONS = [
  StarterKit.configure({
    link: {
      openOnClick: false,
      protocols: LINKS,
      isAllowedUri: (url) => isLinkUrl(url),
      HTMLAttributes: { rel: 'noopener noreferrer', target: null },
    },
  }),
  Image,
]

/** What a reader may be led to: no script. */
const isLinkUrl = (url: string): boolean => isFileUrl(url) || /^(mailto:|tel:|#)\S*$/i.test(url)

interface RichTextEditorProps {
  value: Document | null
  onChange: (value: Document | null) => void
  id: string
  labelledBy: string
  readOnly: boolean
}

/** The editor comes lazily: it is heavy. A text of another editor, which it cannot show, stays as it is. */
export function RichTextEditor(props: RichTextEditorProps) {
  const { value, readOnly, onChange, id } = props
  if (isEditable(value)) return <Writing {...props} />
  return (
    <div className="note">
      <Text fw={600}>This text was written in another editor</Text>
      <Text c="dimmed">It has parts that cannot be shown here. It stays as it is.</Text>
      {!readOnly && (
        <Button id={id} variant="default" mt={8} onClick={() => onChange(null)}>
          Begin a new text in its place
        </Button>
      )}
    </div>
  )
}

function Writing({ value, onChange, id, labelledBy, readOnly }: RichTextEditorProps) {
  const text = JSON.stringify(value?.document ?? null)
  // What the editor told last: everything else comes from outside.
  const told = useRef(text)
  const change = (document: JSONContent | null) => {
    told.current = JSON.stringify(document)
    onChange(document && { document })
  }
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: contentOf(value),
    editable: !readOnly,
    injectCSS: false, // the content security policy would stop it
    editorProps: {
      attributes: {
        id,
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': labelledBy,
        ...(readOnly && { 'aria-readonly': 'true' }),
      },
    },
    onUpdate: ({ editor: it }) => change(it.isEmpty ? null : it.getJSON()),
  })
  const follow = useEffectEvent(() => {
    told.current = text
    editor.commands.setContent(contentOf(value), { emitUpdate: false })
  })
  useEffect(() => {
    if (text !== told.current) follow()
  }, [text])

  return (
    <div className="rich-text">
      {!readOnly && <RichTextTools editor={editor} />}
      <EditorContent editor={editor} />
    </div>
  )
}

const schema = getSchema(EXTENSIONS)

/** True if the editor has a place for all of it. */
function isEditable(value: Document | null): boolean {
  if (!value) return true
  try {
    schema.nodeFromJSON(value.document).check()
    return true
  } catch {
    return false
  }
}

const contentOf = (value: Document | null): JSONContent =>
  value
    ? schema.nodeFromJSON(value.document).toJSON()
    : { type: 'doc', content: [{ type: 'paragraph' }] }
