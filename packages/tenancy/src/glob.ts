/** A pattern that was taken apart once, to be held against many texts. */
export interface Glob {
  /** What stands between the stars: one more than there are stars. */
  segments: readonly string[]
}

/** `*` stands for any text, `?` for one character; there is no way to mean the two themselves. */
export const compileGlob = (pattern: string): Glob => ({ segments: pattern.split('*') })

/**
 * What each star stood for if the pattern fits the whole text, else `undefined`. Where there is a
 * choice, a star takes as little as it can, and the last one the rest.
 *
 * Each segment is looked for once, to the right of the one before, and that first place is kept: if
 * the rest fits behind any place, it fits behind the first. So nothing is ever tried again, and the
 * time grows with the length of the text, whatever the pattern.
 */
export function matchGlob({ segments }: Glob, text: string): string[] | undefined {
  const [first = '', ...others] = segments
  const last = others.pop()
  const start = endOf(first, text, 0)
  if (last === undefined) return start === text.length ? [] : undefined
  if (start < 0) return undefined

  const stars: string[] = []
  let at = start
  for (const segment of others) {
    const found = find(segment, text, at)
    if (!found) return undefined
    stars.push(text.slice(at, found.start))
    at = found.end
  }
  const end = startBefore(last, text)
  if (end < at) return undefined
  return [...stars, text.slice(at, end)]
}

function find(segment: string, text: string, from: number) {
  if (!segment.includes('?')) {
    const start = text.indexOf(segment, from)
    return start < 0 ? undefined : { start, end: start + segment.length }
  }
  for (let start = from; start <= text.length; start += widthAt(text, start) || 1) {
    const end = endOf(segment, text, start)
    if (end >= 0) return { start, end }
  }
  return undefined
}

/** Where a segment ends that begins here; -1 if it is not there. */
function endOf(segment: string, text: string, start: number): number {
  let at = start
  for (let n = 0; n < segment.length; n++) {
    const width = segment[n] === '?' ? widthAt(text, at) : Number(segment[n] === text[at])
    if (width === 0) return -1
    at += width
  }
  return at
}

/** Where the segment begins with which the text ends; -1 if it does not end so. */
function startBefore(segment: string, text: string): number {
  let at = text.length
  for (let n = segment.length - 1; n >= 0; n--) {
    const width = segment[n] === '?' ? widthBefore(text, at) : Number(segment[n] === text[at - 1])
    if (width === 0) return -1
    at -= width
  }
  return at
}

/** A character outside the basic plane is two code units: `?` is one character all the same. */
const widthAt = (text: string, at: number): number => {
  const code = text.codePointAt(at)
  return code === undefined ? 0 : code > 0xffff ? 2 : 1
}

const widthBefore = (text: string, at: number): number => {
  if (at <= 0) return 0
  return at >= 2 && widthAt(text, at - 2) === 2 ? 2 : 1
}
