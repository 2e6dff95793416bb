import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json, jsonParseLinter } from '@codemirror/lang-json'
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language'
import { linter, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** Something wrong with one element of the list in the editor. */
export interface ElementProblem {
  index: number
  message: string
}

interface JsonEditorProps {
  value: string
  onChange: (value: string) => void
  labelledBy: string
  /** Of what takes the focus. */
  id?: string
  readOnly?: boolean
  /** It begins with a few lines. */
  isShort?: boolean
  problems?: readonly ElementProblem[]
}

/** An editor for a list in JSON. Comes lazily: it is heavy, and few people need it. */
export function JsonEditor(props: JsonEditorProps) {
  const { value, onChange, labelledBy, id, readOnly, isShort, problems } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  // The editor keeps its own text, and follows what else it becomes.
  const [first] = useState(value)
  const change = useEffectEvent(onChange)

  useEffect(() => {
    if (!host.current) return
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first,
        extensions: [
          extensions({ labelledBy, id, readOnly: Boolean(readOnly) }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) change(state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [first, labelledBy, id, readOnly])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    const editor = view.current
    if (editor) editor.dispatch(setDiagnostics(editor.state, marksOf(editor.state, problems ?? [])))
  }, [problems])

  return (
    <div
      ref={host}
      className="json-editor"
      data-short={isShort}
      data-invalid={problems?.length ? true : undefined}
    />
  )
}

interface Content {
  labelledBy: string
  id: string | undefined
  readOnly: boolean
}

function extensions({ labelledBy, id, readOnly }: Content) {
  return [
    lineNumbers(),
    history(),
    json(),
    indentUnit.of('  '),
    indentOnInput(),
    bracketMatching(),
    linter(jsonParseLinter()),
    syntaxHighlighting(colours),
    look,
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorState.readOnly.of(readOnly),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      ...(id && { id }),
      'aria-labelledby': labelledBy,
      'aria-multiline': 'true',
    }),
  ]
}

/** Marks the elements of the list that the API refused. */
function marksOf(state: EditorState, problems: readonly ElementProblem[]): Diagnostic[] {
  const list = syntaxTree(state).topNode.firstChild
  const elements = list?.getChildren('Object') ?? []
  return problems.map(({ index, message }) => {
    const { from, to } = elements[index] ?? { from: 0, to: state.doc.length }
    return { from, to, message, severity: 'error' }
  })
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--mantine-color-text)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-value)' },
  { tag: [tags.bracket, tags.separator], color: 'var(--mantine-color-dimmed)' },
])

const look = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    padding: '12px 0',
    caretColor: 'var(--mantine-color-text)',
    minHeight: '240px',
  },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-gutters': {
    background: 'transparent',
    border: 'none',
    color: 'var(--mantine-color-placeholder)',
    paddingLeft: '8px',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection':
    { background: 'var(--surface-selected) !important' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--surface-selected)' },
  '.cm-tooltip': {
    background: 'var(--surface-raised)',
    border: '1px solid var(--hairline)',
    borderRadius: '6px',
    boxShadow: 'var(--floating-shadow)',
  },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--status-bad)' },
})
