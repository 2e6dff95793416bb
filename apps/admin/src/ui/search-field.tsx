import { TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { MagnifyingGlassIcon } from '@radix-ui/react-icons'
import { useRef } from 'react'

interface SearchFieldProps {
  label: string
  placeholder: string
  value: string
  onChange: (text: string) => void
}

/** Finds in the list below it; `/` leads here from anywhere on the page. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const focus = () => input.current?.focus()
  // On many keyboards the slash takes Shift.
  useHotkeys([
    ['/', focus],
    ['shift+/', focus],
  ])
  return (
    <TextInput
      ref={input}
      type="search"
      leftSection={<MagnifyingGlassIcon />}
      placeholder={placeholder}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      w={280}
    />
  )
}
