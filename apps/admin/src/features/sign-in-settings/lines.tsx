import './sign-in-settings.css'
import { Button, Input, Stack, Text, Title } from '@mantine/core'
import type { FormErrors } from '@mantine/form'
import { PlusIcon } from '@radix-ui/react-icons'
import { useId, useState, type ReactNode } from 'react'
import { errorsBelow } from '../../lib/use-edit.ts'
import { LineButtons } from '../../ui/line-buttons.tsx'
import type { Words } from './rule-words.ts'
import { NEW_LINES } from './sign-in-values.ts'
import type { SignInForm } from './use-sign-in-form.ts'

export interface SectionProps {
  form: SignInForm
  mayWrite: boolean
}

interface LineSectionProps extends SectionProps {
  list: keyof typeof NEW_LINES
  title: string
  /** What the lines are for, and how they go together. */
  about: string
  /** What a line is, as in "Move rule 2 up". */
  noun: string
  sentences: Words[]
  /** The line whose fields are in sight at first. */
  first?: number | undefined
  /** What a line is made of. */
  fields: (line: number) => ReactNode
}

/** A list of sentences below a heading; one at a time shows the fields that it is made of. */
export function LineSection(props: LineSectionProps) {
  const { form, list, title, about, noun, sentences, first, mayWrite, fields } = props
  const [open, onOpen] = useState(first)
  const id = useId()
  const add = () => {
    form.insertListItem(list, NEW_LINES[list])
    onOpen(sentences.length)
  }
  const move = (from: number, to: number) => {
    form.reorderListItem(list, { from, to })
    if (open === from || open === to) onOpen(open === from ? to : from)
  }
  const remove = (line: number) => {
    form.removeListItem(list, line)
    if (open !== undefined && open >= line) onOpen(open === line ? undefined : open - 1)
  }
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb={4}>
        {title}
      </Title>
      <Text c="dimmed" mb={12}>
        {about}
      </Text>
      <Stack gap={12} data-lines>
        {sentences.length > 0 && (
          <ol className="sentences">
            {sentences.map((words, line) => (
              <Line
                key={line}
                words={words}
                isOpen={open === line}
                onToggle={() => onOpen(open === line ? undefined : line)}
                problem={problemAt(form.errors, `${list}.${line}`, open === line)}
                fields={() => (
                  // What is refused about the whole line is said of what it was.
                  <div onChange={() => form.clearFieldError(`${list}.${line}`)}>
                    <fieldset disabled={!mayWrite} className="plain">
                      {fields(line)}
                    </fieldset>
                  </div>
                )}
              >
                {mayWrite && (
                  <LineButtons
                    name={`${noun} ${line + 1}`}
                    index={line}
                    count={sentences.length}
                    onMove={(to) => move(line, to)}
                    onRemove={() => remove(line)}
                  />
                )}
              </Line>
            ))}
          </ol>
        )}
        {form.errors[list] && <Input.Error role="alert">{form.errors[list]}</Input.Error>}
        {mayWrite && (
          <div>
            <Button variant="default" leftSection={<PlusIcon />} onClick={add}>
              Add {noun}
            </Button>
          </div>
        )}
      </Stack>
    </section>
  )
}

interface LineProps {
  words: Words
  isOpen: boolean
  onToggle: () => void
  problem: ReactNode
  fields: () => ReactNode
  children: ReactNode
}

function Line({ words, isOpen, onToggle, problem, fields, children }: LineProps) {
  const id = useId()
  return (
    <li className="sentence">
      <div className="sentence-head">
        <div>
          <button
            type="button"
            className="sentence-open"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={onToggle}
          >
            <Sentence words={words} />
          </button>
          {problem && <Input.Error role="alert">{problem}</Input.Error>}
        </div>
        {children}
      </div>
      <div id={id} hidden={!isOpen} className="sentence-fields">
        {isOpen && fields()}
      </div>
    </li>
  )
}

export function Sentence({ words }: { words: Words }) {
  return words.map((it, n) => (typeof it === 'string' ? it : <strong key={n}>{it.chosen}</strong>))
}

/** What is wrong with a line; with its fields only as long as they are out of sight. */
function problemAt(errors: FormErrors, path: string, isOpen: boolean): ReactNode {
  const [first] = errorsBelow(errors, path)
  return errors[path] ?? (isOpen ? undefined : first?.[1])
}
