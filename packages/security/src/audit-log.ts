import { createHash } from 'node:crypto'
import { dayAt, dayOf, eventsOf, idsFrom, type Item } from '@tenantry/dynamo'
import { z } from 'zod'
import { dayBefore, idsOf, idsUntil, LOOK_BACK_MS } from './audit-days.ts'
import { findChainEnd } from './audit-sealing.ts'
import { assertCan } from './permissions.ts'
import type { Scope } from './scope.ts'
import { invalid, validated } from './validation.ts'

/** Something that was done on this tenant, and by whom. */
export interface LoggedEvent {
  id: string
  at: string
  action: string
  target: string
  by: { type: string; id: string; displayName: string }
  /** Its number in the chain; `null` until it is sealed. */
  sequence: number | null
}

export interface EventPage {
  events: LoggedEvent[]
  /** For the page after this one, which may be there although this one is short. */
  cursor: string | null
}

/** What one request may read at most; then its page ends, with a cursor. */
const MAX_ROWS = 1000
const MAX_DAYS = 20
const PAGE = 100
/** Another process's clock may be ahead of ours by as much. */
const AHEAD_MS = 60_000

const Text = z
  .string()
  .trim()
  .max(200)
  .nullish()
  .transform((text) => text?.toLowerCase() || undefined)
const Moment = z.iso
  .datetime({ offset: true, error: 'Give a moment, such as 2030-01-31T12:00:00Z.' })
  .nullish()
  .transform((at) => (at ? Date.parse(at) : undefined))

const Where = z.object({ by: Text, action: Text, target: Text, from: Moment, to: Moment })
type Where = z.infer<typeof Where>
const ALL = Where.parse({})

const Wanted = z.object({
  where: Where.nullish().transform((where) => where ?? ALL),
  limit: z
    .number()
    .int()
    .min(1)
    .max(100, 'Ask for 100 events at most.')
    .nullish()
    .transform((limit) => limit ?? 25),
  after: z.string().max(200).nullish(),
})

const Stored = z.object({
  SK: z.string(),
  at: z.string(),
  action: z.string(),
  target: z.string(),
  by: z.object({ type: z.string(), id: z.string(), displayName: z.string().optional() }),
  sequence: z.number().optional(),
})

/**
 * What was done on this tenant, the last first: by whom (an id, or a part of a name), actions that
 * begin so, on what (whole, or one of its parts between slashes), in a stretch of time with both ends.
 */
export async function listEvents(scope: Scope, input: unknown): Promise<EventPage> {
  assertCan(scope, 'audit.log', 'r')
  const { where, limit, after } = validated(Wanted, input)
  const end = await findChainEnd(scope.table)
  const begin = end ? idsOf(end.since) : idsOf(dayAt(Date.now() - LOOK_BACK_MS))
  const from = where.from === undefined ? begin : idsFrom(Math.max(where.from, 0))
  const ahead = Date.now() + AHEAD_MS
  const latest = Math.max(0, Math.min(where.to ?? ahead, ahead))
  const { events, next } = await readBack(scope, where, {
    lowest: from > begin ? from : begin,
    before: after ? parseCursor(after, where) : idsFrom(latest + 1),
    limit,
  })
  return { events, cursor: next === undefined ? null : cursorAt(next, where) }
}

interface Reading {
  lowest: string
  /** Behind all that is read. */
  before: string
  limit: number
}

/** From the last event to the first, until there are more than the page takes, or enough was read. */
async function readBack(scope: Scope, where: Where, { lowest, before, limit }: Reading) {
  const events: LoggedEvent[] = []
  const isFiltered = [where.by, where.action, where.target].some((it) => it !== undefined)
  const pageSize = isFiltered ? PAGE : limit + 1
  let rows = 0
  let day = dayOf(before)
  let after = before
  for (let days = 1; after > lowest; days++) {
    for await (const event of eventsBefore(scope, day, { lowest, after, pageSize })) {
      rows++
      if (isWanted(event, where)) events.push(event)
      // One more than wanted: so there is a page after this one.
      if (events.length > limit)
        return { events: events.slice(0, limit), next: events[limit - 1]?.id }
      if (rows === MAX_ROWS) return { events, next: event.id }
    }
    day = dayBefore(day)
    after = idsUntil(day)
    if (days === MAX_DAYS && after > lowest) return { events, next: after }
  }
  return { events }
}

async function* eventsBefore(
  { table }: Scope,
  day: string,
  { lowest, after, pageSize }: { lowest: string; after: string; pageSize: number },
): AsyncGenerator<LoggedEvent> {
  let next: string | undefined = after
  do {
    const stretch = { from: lowest, to: 'g', reverse: true, limit: pageSize, after: next }
    const page = await table.walk(eventsOf(day), stretch)
    yield* page.items.map(shown)
    next = page.next
  } while (next !== undefined)
}

function shown(item: Item): LoggedEvent {
  const { SK, by, sequence = null, ...event } = Stored.parse(item)
  return { ...event, id: SK, by: { ...by, displayName: by.displayName ?? by.id }, sequence }
}

function isWanted({ by, action, target }: LoggedEvent, where: Where): boolean {
  return (
    (where.by === undefined ||
      by.id.toLowerCase() === where.by ||
      by.displayName.toLowerCase().includes(where.by)) &&
    (where.action === undefined || action.toLowerCase().startsWith(where.action)) &&
    (where.target === undefined || `/${target.toLowerCase()}/`.includes(`/${where.target}/`))
  )
}

const Cursor = z.tuple([z.string(), z.string().regex(/^[0-9a-f]{12}([0-9a-f]{12})?$/)])

/** Where a page ended. It belongs to one list: in another the place would mean something else. */
const cursorAt = (id: string, where: Where): string =>
  Buffer.from(JSON.stringify([digestOf(where), id])).toString('base64url')

function parseCursor(cursor: string, where: Where): string {
  const { success, data } = Cursor.safeParse(decoded(cursor))
  if (!success || data[0] !== digestOf(where))
    throw invalid([{ error: 'The cursor does not belong to this list.', fieldId: 'after' }])
  return data[1]
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

const digestOf = ({ by, action, target, from, to }: Where): string =>
  createHash('sha256')
    .update(JSON.stringify([by, action, target, from, to]))
    .digest('base64url')
    .slice(0, 12)
