import { createHash } from 'node:crypto'
import type { Item } from '@tenantry/dynamo'
import { z } from 'zod'

/** Where the chain of a tenant's events ends, and how far its log has been walked. */
export const ChainEnd = z.object({
  /** How many events are sealed: the number of the last one. */
  sequence: z.number().int(),
  /** The hash of the last one, which stands for all before it. */
  hash: z.string(),
  /** The day of the earliest event that is sealed: the log begins there. */
  since: z.string(),
  /** Of the events with an id before this one all that had arrived are sealed. */
  walked: z.string(),
  version: z.number().int(),
})
export type ChainEnd = z.infer<typeof ChainEnd>

/** What an event has once it is sealed. */
export const Seal = z.object({ sequence: z.number().int(), hash: z.string() })

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What the first event of a tenant follows on: no chain passes for that of another tenant. */
export const hashBeforeFirst = (tenantId: string): string =>
  sha256(`tenantry audit chain, version 1\n${tenantId}`)

/** A hash of all that is stored of an event, its day and id included, but for its seal. */
export function digestOf(item: Item): string {
  const { sequence: _, hash: __, ...event } = item
  return sha256(canonical(event))
}

/** The hash of an event by the one before it: whoever changes an event changes all hashes after it. */
export const linkOf = (previous: string, sequence: number, digest: string): string =>
  sha256(`${previous}\n${sequence}\n${digest}`)

/** JSON with sorted names: one text for one value, whoever has stored or read it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const parts = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`)
  return `{${parts.join(',')}}`
}
