import { useState } from 'react'

/** The value, else the last one that there was: for what is still in sight while it closes. */
export function useKept<Value>(value: Value | undefined): Value | undefined {
  const [kept, setKept] = useState(value)
  if (value !== undefined && value !== kept) setKept(value)
  return value ?? kept
}
