import { createHash } from 'node:crypto'
import type { Column, Kind } from './columns.ts'
import type { Cut, Scalar } from './row.ts'

/**
 * Between the parts of a sort key. Below every character of an encoded value, so that "ab" stands
 * before "ab c", which with `#` it would not.
 */
export const SEPARATOR = '\u001f'
/** Above every character. */
export const LAST = '\u{10ffff}'
/** The key of what is missing: before every value. */
export const MISSING = '0'
/** Before the first and behind the last value that is not missing. */
export const VALUE = '1'

/** How much of a text the covering row keeps; and how much of it its order looks at. */
export const COPY_POINTS = 120
const KEY_POINTS = 100

const CONTROL = /[\u0000-\u001f\u007f\u{10ffff}]/gu // oxlint-disable-line no-control-regex
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu
const PLAIN = /^[\x20-\x7e]*$/

/** What `contains` and `startsWith` compare: no case, no final sigma, no control characters. */
export const fold = (text: string): string =>
  canonical(text).toLowerCase().replaceAll('ς', 'σ').replace(CONTROL, ' ').normalize('NFC')

/** One of the many ways to write the same text. */
export const canonical = (text: string): string => text.toWellFormed().normalize('NFC')

/** What texts are sorted by: folded, without accents, so that Äpfel comes before Zebra. */
export function sortText(text: string): string {
  return firstPoints(bareText(text), KEY_POINTS)
}

/** Folded, without accents, in its whole length. */
export function bareText(text: string): string {
  const folded = fold(text)
  if (PLAIN.test(folded)) return folded
  return folded.normalize('NFD').replace(ACCENTS, '$1').normalize('NFC')
}

export const firstPoints = (text: string, count: number): string =>
  text.length <= count ? text : [...text].slice(0, count).join('')

/** Stands for the whole of a text that the row has only the beginning of. */
export const digestOf = (text: string): string =>
  createHash('sha256').update(canonical(text)).digest('base64url').slice(0, 16)

const float = new Float64Array(1)
const bits = new BigUint64Array(float.buffer)

/** 16 hex digits in the order of the numbers. */
export function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('Only finite numbers have a place in an order.')
  float[0] = value === 0 ? 0 : value // -0 is 0
  const raw = bits[0] ?? 0n
  const ordered = value < 0 ? BigInt.asUintN(64, ~raw) : raw | (1n << 63n)
  return ordered.toString(16).padStart(16, '0')
}

/**
 * A cell of the covering row as a part of a sort key. It is made from the row, never from the full
 * value: what an index sorts by and what code sorts by cannot differ.
 */
export function encode({ kind }: Pick<Column, 'kind'>, cell: Scalar | Cut | null): string {
  if (cell === null) return MISSING
  return VALUE + ENCODERS[kind](cell)
}

const text = (cell: Scalar | Cut) => (typeof cell === 'object' ? cell.start : String(cell))
/** What is written in ASCII and of one length is in order as it is. */
const asItIs = (cell: Scalar | Cut) => text(cell).replace(CONTROL, ' ')

const ENCODERS: Record<Kind, (cell: Scalar | Cut) => string> = {
  text: (cell) => sortText(text(cell)),
  longText: (cell) => sortText(text(cell)),
  number: (cell) => encodeNumber(Number(cell)),
  boolean: (cell) => (cell ? '1' : '0'),
  instant: asItIs,
  date: asItIs,
  time: asItIs,
  // Whichever revision is pointed to: the rest is checked on the row.
  ref: (cell) => asItIs(entryIdOf(text(cell))),
  id: (cell) => firstPoints(asItIs(cell), KEY_POINTS),
  opaque: asItIs,
}

/** The entry of a revision id. */
export const entryIdOf = (id: string): string => id.split('#')[0] ?? id

/** DynamoDB orders strings by their UTF-8 bytes, JavaScript by UTF-16: they differ above U+FFFF. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let n = 0; n < length; n++) {
    const x = a.charCodeAt(n)
    const y = b.charCodeAt(n)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Surrogates, which stand for what is above U+FFFF, come last in UTF-8. */
const rank = (unit: number): number => {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}
