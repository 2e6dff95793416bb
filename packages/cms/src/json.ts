import { z } from 'zod'

const MAX_DEPTH = 100

/** True if arrays and objects lie in one another more than so often. */
export const isDeeperThan = (value: unknown, depth: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((it) => isDeeperThan(it, depth - 1)))

/**
 * Whatever JSON can say, not too deep for whoever walks through it. `__proto__` is no key: programs
 * that merge such a value into another would change all their objects.
 */
export const Json = z.custom<unknown>((it) => isJson(it), 'This is no JSON.')

export function isJson(value: unknown, depth = MAX_DEPTH): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean'
  if (value === null) return true
  if (depth === 0 || Object.hasOwn(value, '__proto__')) return false
  return Object.values(value).every((it) => isJson(it, depth - 1))
}
