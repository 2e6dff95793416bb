import { ActionIcon, Button, Group, Select, TextInput } from '@mantine/core'
import {
  CodeIcon,
  DividerHorizontalIcon,
  FontBoldIcon,
  FontItalicIcon,
  ImageIcon,
  Link2Icon,
  ListBulletIcon,
  QuoteIcon,
  ResetIcon,
  RowsIcon,
  StrikethroughIcon,
  UnderlineIcon,
} from '@radix-ui/react-icons'
import { useEditorState, type Editor } from '@tiptap/react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { isFileUrl } from './entry-values.ts'

interface Tool {
  label: string
  icon: ReactNode
  /** Of the mark or node that it sets. */
  name?: string
  run: (editor: Editor) => boolean
}

const TOOLS: Tool[] = [
  {
    label: 'Bold',
    icon: <FontBoldIcon />,
    name: 'bold',
    run: (it) => it.chain().focus().toggleBold().run(),
  },
  {
    label: 'Italic',
    icon: <FontItalicIcon />,
    name: 'italic',
    run: (it) => it.chain().focus().toggleItalic().run(),
  },
  {
    label: 'Underline',
    icon: <UnderlineIcon />,
    name: 'underline',
    run: (it) => it.chain().focus().toggleUnderline().run(),
  },
  {
    label: 'Strike through',
    icon: <StrikethroughIcon />,
    name: 'strike',
    run: (it) => it.chain().focus().toggleStrike().run(),
  },
  {
    label: 'Bullet list',
    icon: <ListBulletIcon />,
    name: 'bulletList',
    run: (it) => it.chain().focus().toggleBulletList().run(),
  },
  {
    label: 'Numbered list',
    icon: <RowsIcon />,
    name: 'orderedList',
    run: (it) => it.chain().focus().toggleOrderedList().run(),
  },
  {
    label: 'Quote',
    icon: <QuoteIcon />,
    name: 'blockquote',
    run: (it) => it.chain().focus().toggleBlockquote().run(),
  },
  {
    label: 'Code',
    icon: <CodeIcon />,
    name: 'codeBlock',
    run: (it) => it.chain().focus().toggleCodeBlock().run(),
  },
  {
    label: 'Line across',
    icon: <DividerHorizontalIcon />,
    run: (it) => it.chain().focus().setHorizontalRule().run(),
  },
  { label: 'Undo', icon: <ResetIcon />, run: (it) => it.chain().focus().undo().run() },
]

const LEVELS = [1, 2, 3, 4] as const

/** The tools of an editor of formatted text. */
export function RichTextTools({ editor }: { editor: Editor }) {
  const [asked, setAsked] = useState<'link' | 'image'>()
  const active = useEditorState({
    editor,
    selector: ({ editor: it }) => ({
      tools: TOOLS.map(({ name }) => name !== undefined && it.isActive(name)),
      link: it.isActive('link'),
      level: LEVELS.find((level) => it.isActive('heading', { level })),
    }),
  })
  const setLevel = (value: string | null) => {
    const level = LEVELS.find((it) => String(it) === value)
    const chain = editor.chain().focus()
    if (level) chain.setHeading({ level }).run()
    else chain.setParagraph().run()
  }
  return (
    <div className="rich-text-tools">
      <Group gap={2} role="group" aria-label="Formatting">
        <Select
          aria-label="Kind of paragraph"
          data={[
            { value: 'text', label: 'Text' },
            ...LEVELS.map((it) => ({ value: String(it), label: `Heading ${it}` })),
          ]}
          value={active.level ? String(active.level) : 'text'}
          onChange={setLevel}
          allowDeselect={false}
          w={120}
        />
        {TOOLS.map(({ label, icon, name, run }, index) => (
          <ActionIcon
            key={label}
            size={32}
            aria-label={label}
            {...(name && { 'aria-pressed': active.tools[index] ?? false })}
            onClick={() => run(editor)}
          >
            {icon}
          </ActionIcon>
        ))}
        <ActionIcon
          size={32}
          aria-label="Link"
          aria-pressed={active.link}
          onClick={() => setAsked('link')}
        >
          <Link2Icon />
        </ActionIcon>
        <ActionIcon size={32} aria-label="Image" onClick={() => setAsked('image')}>
          <ImageIcon />
        </ActionIcon>
      </Group>
      {asked && (
        <Address key={asked} what={asked} editor={editor} onDone={() => setAsked(undefined)} />
      )}
    </div>
  )
}

interface AddressProps {
  what: 'link' | 'image'
  editor: Editor
  onDone: () => void
}

/** Asks where a link leads, or where an image lies. It stands in the form of the entry: Enter is its own. */
function Address({ what, editor, onDone }: AddressProps) {
  const [url, setUrl] = useState(() => String(editor.getAttributes('link')['href'] ?? ''))
  const [text, setText] = useState('')
  const isImage = what === 'image'
  const isRight = isImage ? isFileUrl(url) : isFileUrl(url) || /^(mailto:|tel:|#)\S+$/i.test(url)
  const close = () => {
    onDone()
    editor.commands.focus()
  }
  const set = () => {
    const chain = editor.chain().focus()
    if (isImage) chain.setImage({ src: url, alt: text }).run()
    else if (editor.state.selection.empty && !editor.isActive('link'))
      chain
        .insertContent({ type: 'text', text: url, marks: [{ type: 'link', attrs: { href: url } }] })
        .run()
    else chain.extendMarkRange('link').setLink({ href: url }).run()
    onDone()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (isRight) set()
  }
  return (
    <Group gap={8} mt={8} onKeyDown={keys} align="end">
      <TextInput
        label={isImage ? 'Address of the image' : 'Address of the link'}
        placeholder="https://"
        value={url}
        onChange={({ currentTarget }) => setUrl(currentTarget.value.trim())}
        autoFocus
        flex={1}
      />
      {isImage && (
        <TextInput
          label="What it shows"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          flex={1}
        />
      )}
      <Button variant="default" disabled={!isRight} onClick={set}>
        {isImage ? 'Add image' : 'Set link'}
      </Button>
      {!isImage && editor.isActive('link') && (
        <Button
          variant="default"
          onClick={() => {
            editor.chain().focus().extendMarkRange('link').unsetLink().run()
            onDone()
          }}
        >
          Remove link
        </Button>
      )}
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
    </Group>
  )
}
