import {
  CHAIN_END,
  dayAt,
  dayOf,
  eventsOf,
  idsFrom,
  type Item,
  type Key,
  retried,
  timeOf,
  type TenantTable,
} from '@tenantry/dynamo'
import { z } from 'zod'
import { ChainEnd, digestOf, hashBeforeFirst, linkOf } from './audit-chain.ts'
import { DAY_MS, daysFrom, LOOK_BACK_MS } from './audit-days.ts'

/** The chain's end and these are one transaction of at most 100 actions. */
const EVENTS_AT_ONCE = 98
const PAGE = 250
/**
 * An event gets its id before it is written: a slow writer's may be read after its successors. What
 * comes later than that is sealed because it is named, not because it is found.
 */
const SETTLED_AFTER_MS = 5 * 60 * 1000

const Event = z.looseObject({ PK: z.string(), SK: z.string(), sequence: z.number().optional() })
type Event = z.infer<typeof Event>

/**
 * Gives each event of a tenant that has none its number and its hash: those that are `named`, and all
 * that are found behind what was walked before, so that a crash, or a name that got lost, leaves
 * nothing that the next call does not find. What is sealed already stays as it is.
 *
 * Needs no permission: it is no act of anybody's, and changes nothing that anybody has written.
 *
 * @returns the end of the chain; `undefined` if there is nothing to begin it with.
 * @throws AppError `CONFLICT` if others seal the same events all the time: call again.
 */
export async function sealEvents(
  tenantId: string,
  table: TenantTable,
  named: readonly Key[],
): Promise<ChainEnd | undefined> {
  return retried(async () => {
    let end = (await findChainEnd(table)) ?? newChain(tenantId, named)
    if (!end) return undefined
    let batch: Event[] = []
    for await (const event of unsealed(table, end, named)) {
      batch.push(event)
      if (batch.length < EVENTS_AT_ONCE) continue
      end = await sealBatch(table, end, batch)
      batch = []
    }
    return batch.length > 0 ? sealBatch(table, end, batch) : end
  })
}

/** `undefined` until something is sealed. */
export async function findChainEnd(table: TenantTable): Promise<ChainEnd | undefined> {
  const item = await table.get(CHAIN_END)
  return item && ChainEnd.parse(item)
}

function newChain(tenantId: string, named: readonly Key[]): ChainEnd | undefined {
  const [first] = named.map(({ SK }) => SK).sort()
  if (first === undefined) return undefined
  return {
    sequence: 0,
    hash: hashBeforeFirst(tenantId),
    since: dayOf(first),
    walked: idsFrom(timeOf(first) - LOOK_BACK_MS),
    version: 0,
  }
}

/** Those that no walk would find first, then the log from where the last walk ended, in the order of ids. */
async function* unsealed(
  table: TenantTable,
  { walked }: ChainEnd,
  named: readonly Key[],
): AsyncGenerator<Event> {
  // A writer's clock may be ahead: then what is named is a day further than it is here.
  const days = [dayAt(Date.now()), ...named.map(({ SK }) => dayOf(SK))].filter(
    (it) => it <= tomorrow(),
  )
  const last = days.sort().at(-1) ?? ''
  const apart = named.filter(({ SK }) => SK < walked || dayOf(SK) > last)
  if (apart.length > 0) yield* (await table.getMany(apart)).flatMap(toBeSealed)
  for (const day of daysFrom(dayOf(walked), last)) {
    let after: string | undefined
    do {
      const stretch = { from: walked, to: 'g', limit: PAGE, after }
      const { items, next } = await table.walk(eventsOf(day), stretch)
      yield* items.flatMap(toBeSealed)
      after = next
    } while (after !== undefined)
  }
}

const tomorrow = () => dayAt(Date.now() + DAY_MS)

function toBeSealed(item: Item): Event[] {
  const event = Event.parse(item)
  return event.sequence === undefined ? [event] : []
}

async function sealBatch(table: TenantTable, end: ChainEnd, batch: Event[]): Promise<ChainEnd> {
  const sealed: Item[] = []
  let { sequence, hash } = end
  for (const event of batch) {
    sequence++
    hash = linkOf(hash, sequence, digestOf(event))
    sealed.push({ ...event, sequence, hash })
  }
  const settled = idsFrom(Date.now() - SETTLED_AFTER_MS)
  const [last = ''] = batch
    .map(({ SK }) => SK)
    .sort()
    .reverse()
  const walked = last < settled ? last : settled
  const next: ChainEnd = {
    sequence,
    hash,
    since: [end.since, ...batch.map(({ SK }) => dayOf(SK))].sort()[0] ?? end.since,
    walked: walked > end.walked ? walked : end.walked,
    version: end.version + 1,
  }
  await table.sealEvents(next, sealed)
  return next
}
