import { z } from 'zod'
import type { Validator } from './fields.ts'

const PRESETS: Record<string, RegExp> = {
  email: /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/,
  url: /^https?:\/\/[^\s/$.?#][^\s]*$/i,
  // Letters and nothing else, as in v5; those of scripts that have no case are either.
  lowerCase: /^[\p{Ll}\p{Lo}\p{M}]*$/u,
  upperCase: /^[\p{Lu}\p{Lo}\p{M}]*$/u,
  lowerCaseSpace: /^[\p{Ll}\p{Lo}\p{M}\s]+$/u,
  upperCaseSpace: /^[\p{Lu}\p{Lo}\p{M}\s]+$/u,
}

const MAX_PATTERN_CHARACTERS = 500
/** A value that a custom pattern is tried on: longer ones do not match. */
const MAX_VALUE_CHARACTERS = 1000
/** `(a+)+`, `(a|a)*`: a group that repeats what repeats or chooses can take exponential time. */
const NESTED = /\((?:[^()\\]|\\.)*[+*{|](?:[^()\\]|\\.)*\)[+*{]/
const BACKREFERENCE = /\\[1-9]|\\k</

const Settings = z.looseObject({
  preset: z.string().default('custom'),
  regex: z.string().max(MAX_PATTERN_CHARACTERS).nullish(),
  flags: z
    .string()
    .regex(/^[imsu]*$/)
    .nullish(),
})

/**
 * True unless it is a pattern that does not compile or could keep a server busy: authors of models
 * write patterns, and everybody's values are matched against them.
 */
export function isSafePattern({ name, settings }: Validator): boolean {
  return name !== 'pattern' || patternOf(settings) !== undefined
}

export function matchesPattern({ settings }: Validator, value: string): boolean {
  const pattern = patternOf(settings)
  return pattern !== undefined && value.length <= MAX_VALUE_CHARACTERS && pattern.test(value)
}

function patternOf(settings: unknown): RegExp | undefined {
  const { success, data } = Settings.safeParse(settings)
  if (!success) return undefined
  if (data.preset !== 'custom') return PRESETS[data.preset]
  const { regex, flags } = data
  if (!regex || NESTED.test(regex) || BACKREFERENCE.test(regex)) return undefined
  try {
    return new RegExp(regex, flags ?? '')
  } catch {
    return undefined
  }
}
