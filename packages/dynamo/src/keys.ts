import { randomBytes } from 'node:crypto'

export interface Key {
  PK: string
  SK: string
}

/** What is stored: parsed by its owner's zod schema, never trusted as it is. */
export type Item = Record<string, unknown>

const SEPARATOR = '#'
/** `#` could reach a sibling key; the others are wildcards of claim rules, index names and templates. */
const FORBIDDEN = /[#*?$]/

/**
 * Joins the parts of a key with `#`.
 *
 * @throws TypeError if a part is empty or has one of `# * ? $` in it: parse ids before they get here.
 */
export function key(...parts: string[]): string {
  const bad = parts.find((part) => part === '' || FORBIDDEN.test(part))
  if (bad !== undefined) throw new TypeError(`"${bad}" cannot be part of a key.`)
  return parts.join(SEPARATOR)
}

/** A clock that was ahead by more was wrong: what it has named is no reason to go on so. */
const CORRECTED_MS = 60 * 60 * 1000

let lastTime = 0
let sequence = 0

/** 24 hex digits that sort by creation time: 12 of milliseconds, 4 of sequence, 8 of chance. */
export function newId(): string {
  const now = Date.now()
  if (lastTime - now > CORRECTED_MS) lastTime = 0
  sequence = now <= lastTime ? sequence + 1 : 0
  // A clock that was set back a little, or 65,536 ids in one millisecond, must not break the order.
  lastTime = sequence > 0xffff ? lastTime + 1 : Math.max(now, lastTime)
  sequence &= 0xffff
  return hex(lastTime, 12) + hex(sequence, 4) + randomBytes(4).toString('hex')
}

/** When an id was made, in milliseconds since 1970. */
export const timeOf = (id: string): number => Number.parseInt(id.slice(0, 12), 16)

/** The day of a moment, in UTC, as the keys of events have it. */
export const dayAt = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 10)

export const dayOf = (id: string): string => dayAt(timeOf(id))

/** What all ids that are made from this moment on sort behind. */
export const idsFrom = (milliseconds: number): string => hex(milliseconds, 12)

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
