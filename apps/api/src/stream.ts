// oxlint-disable-next-line no-restricted-imports -- the tenant that the key of an event names
import { type Key, type TableOptions, tenantTable } from '@tenantry/dynamo'
import { sealEvents } from '@tenantry/security'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { logger } from './log.ts'

/** Tenants whose events are sealed at the same time. */
const AT_ONCE = 10
const EVENT_KEY = /^T#([^#*?$]+)#(AUDIT#\d{4}-\d\d-\d\d)$/
const ID = /^[0-9a-f]{24}$/

/** The events of one tenant that a batch is about. */
interface Share {
  tenantId: string
  /** Where the stream has to begin again if they cannot be sealed. */
  sequenceNumber: string
  names: Key[]
}

/**
 * Seals the audit events that the table's stream tells of, each into the chain of the tenant that its
 * own key names. A record only names an event: what is sealed is what the table holds.
 *
 * A tenant that fails holds up nobody else; the stream delivers from its first event on again.
 */
export const createStreamConsumer =
  (options: TableOptions) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const shares = sharesOf(Records)
    const failed: Share[] = []
    for (let start = 0; start < shares.length; start += AT_ONCE)
      await Promise.all(
        shares
          .slice(start, start + AT_ONCE)
          .map((it) => seal(options, it).catch((error: unknown) => fail(failed, it, error))),
      )
    return {
      batchItemFailures: failed.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
    }
  }

function sharesOf(records: readonly DynamoDBRecord[]): Share[] {
  const shares = new Map<string, Share>()
  for (const { dynamodb } of records) {
    const { PK, SK } = dynamodb?.Keys ?? {}
    const [, tenantId, partition] = EVENT_KEY.exec(PK?.S ?? '') ?? []
    const id = SK?.S ?? ''
    // The mapping lets nothing else through.
    if (tenantId === undefined || partition === undefined || !ID.test(id)) continue
    const fresh = { tenantId, sequenceNumber: dynamodb?.SequenceNumber ?? '', names: [] }
    const share = shares.get(tenantId) ?? fresh
    share.names.push({ PK: partition, SK: id })
    shares.set(tenantId, share)
  }
  return [...shares.values()]
}

async function seal(options: TableOptions, { tenantId, names }: Share): Promise<void> {
  const end = await sealEvents(tenantId, tenantTable(tenantId, options), names)
  // A head that is noted where nobody can write who can write to the table.
  if (end) logger.info('Sealed.', { tenantId, sequence: end.sequence, hash: end.hash })
}

function fail(failed: Share[], share: Share, error: unknown): void {
  const { tenantId } = share
  logger.error('Events could not be sealed; they are delivered again.', { tenantId, error })
  failed.push(share)
}
