import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'

/** A text that lives in the address and is typed here: it is written there once typing pauses. */
export function useTypedText(
  value: string,
  onChange: (value: string) => void,
): [text: string, type: (next: string) => void] {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  const [written, setWritten] = useState(value)
  const change = useDebouncedCallback((next: string) => {
    setWritten(next)
    onChange(next)
  }, 250)
  // The address changed by something else than typing: Back, or a button that clears it.
  if (value !== seen) {
    setSeen(value)
    if (value !== written) setText(value)
  }
  const type = (next: string) => {
    setText(next)
    change(next)
  }
  return [text, type]
}
