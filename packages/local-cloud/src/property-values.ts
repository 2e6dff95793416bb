import type { Properties } from './graph.ts'

// Pulumi marks values that JSON does not know by this key and one value per kind.
const KIND = '4dabf18193072939515e22adb298388d'
const SECRET = '1b47061264138c4ac30d75fd1eb44270'

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as the engine hands it out when it must stay secret. */
export const secret = (value: unknown): Properties => ({ [KIND]: SECRET, value })

/** The value without Pulumi's marks: a secret is what it keeps, an asset its path or text. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!isObject(value)) return value
  if (value[KIND] === SECRET) return plain(value['value'])
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== KIND && !name.startsWith('__pulumi'))
      .map(([name, part]) => [name, plain(part)]),
  )
}

/** The names of the properties that carry a secret somewhere. */
export const secretsIn = (properties: Properties): string[] =>
  Object.keys(properties).filter((name) => some(properties[name], isSecret))

/** The name of a property whose text an absent output has become part of. */
export const findUndefined = (properties: Properties): string | undefined =>
  Object.keys(properties).find((name) => some(properties[name], isBroken))

const isSecret = (value: unknown) => isObject(value) && value[KIND] === SECRET
const isBroken = (value: unknown) => typeof value === 'string' && /\bundefined\b/.test(value)

function some(value: unknown, holds: (value: unknown) => boolean): boolean {
  if (holds(value)) return true
  const parts = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []
  return parts.some((part) => some(part, holds))
}
