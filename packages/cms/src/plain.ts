import { z } from 'zod'

/**
 * An object with whatever keys it has. Not `z.record`, which leaves out `__proto__` without a word: a
 * filter that is left out shows more than was asked for.
 */
export const PlainObject = z.custom<Readonly<Record<string, unknown>>>(
  (it) => typeof it === 'object' && it !== null && !Array.isArray(it),
  'This is no object.',
)
