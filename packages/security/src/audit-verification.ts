import { dayAt, eventsOf, idsFrom, type Item, type TenantTable } from '@tenantry/dynamo'
import { z } from 'zod'
import { type ChainEnd, digestOf, hashBeforeFirst, linkOf, Seal } from './audit-chain.ts'
import { DAY_MS, daysFrom } from './audit-days.ts'
import { findChainEnd } from './audit-sealing.ts'

export interface Verification {
  events: number
  /** Those with a number; the others wait for the next sealing. */
  sealed: number
  /** Those that wait for longer than sealing takes: it does not run, or somebody took their seals. */
  overdue: number
  /** Where the chain ends: its hash, noted elsewhere, shows later whether all up to it is still there. */
  end: Pick<ChainEnd, 'sequence' | 'hash'> | undefined
  /** The first link that does not hold, in a sentence; absent if all do. */
  broken?: string
}

interface Link extends z.infer<typeof Seal> {
  digest: string
  /** Its day and id. */
  at: string
}

const PAGE = 250
const OVERDUE_MS = 10 * 60 * 1000
/** Where the end of the chain is gone, what it ended is looked for this far back. */
const LOST_END_DAYS = 366

/**
 * Reads a tenant's whole log and computes its chain anew. Needs no permission: it is for whoever has
 * the table itself, and says no more than whether it is whole.
 */
export async function verifyEvents(
  tenantId: string,
  table: TenantTable,
  noted?: string,
): Promise<Verification> {
  const end = await findChainEnd(table)
  const { links, ...counted } = await readLinks(table, end?.since ?? daysAgo(LOST_END_DAYS))
  // What was sealed while the log was read has numbers up to there.
  const now = await findChainEnd(table)
  const broken =
    brokenLink(links, end, hashBeforeFirst(tenantId)) ??
    beyondEnd(links, now) ??
    missingHead(links, noted)
  return {
    ...counted,
    sealed: links.length,
    end: end && { sequence: end.sequence, hash: end.hash },
    ...(broken !== undefined && { broken }),
  }
}

async function readLinks(table: TenantTable, since: string) {
  const links: Link[] = []
  let events = 0
  let overdue = 0
  const due = idsFrom(Date.now() - OVERDUE_MS)
  // A day more: a writer's clock may be ahead.
  for (const day of daysFrom(since, dayAt(Date.now() + DAY_MS))) {
    let after: string | undefined
    do {
      const page = await table.walk(eventsOf(day), { from: ' ', to: '~', limit: PAGE, after })
      events += page.items.length
      const sealed = page.items.filter(isSealed)
      links.push(...sealed.map(linkIn))
      overdue += page.items.filter((it) => !isSealed(it) && String(it['SK']) < due).length
      after = page.next
    } while (after !== undefined)
  }
  return { events, overdue, links: links.sort((a, b) => a.sequence - b.sequence) }
}

const isSealed = ({ sequence, hash }: Item) => sequence !== undefined || hash !== undefined

function linkIn(item: Item): Link {
  const { success, data } = Seal.safeParse(item)
  const { sequence, hash } = success ? data : { sequence: 0, hash: '' }
  const at = `${String(item['PK']).replace('AUDIT#', '')}/${String(item['SK'])}`
  return { sequence, hash, digest: digestOf(item), at }
}

function brokenLink(links: readonly Link[], end: ChainEnd | undefined, first: string) {
  const [lowest] = links
  if (lowest && lowest.sequence < 1) return `${lowest.at} has a seal that cannot be one.`
  const last = end?.sequence ?? 0
  let hash = first
  for (let sequence = 1; sequence <= last; sequence++) {
    const link = links[sequence - 1]
    if (!link || link.sequence > sequence) return `Event ${sequence} is missing.`
    if (link.sequence < sequence) return twice(link)
    hash = linkOf(hash, sequence, link.digest)
    if (hash !== link.hash)
      return `Event ${sequence} (${link.at}) is not what was sealed: it, its place or its hash was changed.`
  }
  const more = links[last]
  if (more && more.sequence <= last) return twice(more)
  return end && end.hash !== hash
    ? `The chain says that it ends with another hash than event ${end.sequence} has.`
    : undefined
}

const twice = ({ at, sequence }: Link) => `${at} says that it is event ${sequence}, too.`

function beyondEnd(links: readonly Link[], end: ChainEnd | undefined): string | undefined {
  const beyond = links.find(({ sequence }) => sequence > (end?.sequence ?? 0))
  return (
    beyond && `Event ${beyond.sequence} (${beyond.at}) is sealed, but the chain ends before it.`
  )
}

function missingHead(links: readonly Link[], noted: string | undefined): string | undefined {
  if (noted === undefined || links.some(({ hash }) => hash === noted)) return undefined
  return `No event has the hash ${noted}: the chain was cut off, or written anew.`
}

const daysAgo = (days: number) => dayAt(Date.now() - days * DAY_MS)
