import { backfillIndexes } from '@tenantry/cms'
// oxlint-disable-next-line no-restricted-imports -- the tenant that the key of an item names
import { type TableOptions, tenantTable } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { indexing, type Scope } from '@tenantry/security'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { logger } from './log.ts'

/** Models that are worked on at the same time. */
const AT_ONCE = 10
/** A run stops then, and its stop wakes the next one: nobody else's work waits for long. */
const RUN_MS = 4000
/** Longer than any request that may still read an index which was dropped meanwhile. */
const SETTLE_MS = 30_000
const ENTRIES_PER_SECOND = 150

const MODEL_PARTITION = /^T#([^#*?$]+)#L#([^#*?$]+)#(?:MODELS|JOBS)$/
const MODEL = /^MODEL#([^#*?$]+)$/

/** A model with unfinished indexes. */
interface Task {
  tenantId: string
  locale: string
  modelId: string
  /** Where the stream has to begin again if it fails. */
  sequenceNumber: string
}

/**
 * Goes on with the indexes that the table's stream tells are unfinished, for a while. A record only
 * names a model, by its key: what is to be done is in the table.
 */
export const createIndexer =
  (options: TableOptions) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const until = Date.now() + RUN_MS
    const tasks = tasksOf(Records)
    const failed: Task[] = []
    for (let start = 0; start < tasks.length; start += AT_ONCE)
      await Promise.all(
        tasks
          .slice(start, start + AT_ONCE)
          .map((it) => goOn(options, it, until).catch((error: unknown) => fail(failed, it, error))),
      )
    return {
      batchItemFailures: failed.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
    }
  }

function tasksOf(records: readonly DynamoDBRecord[]): Task[] {
  const tasks = new Map<string, Task>()
  for (const { dynamodb } of records) {
    const { PK, SK } = dynamodb?.Keys ?? {}
    const [, tenantId, locale] = MODEL_PARTITION.exec(PK?.S ?? '') ?? []
    const [, modelId] = MODEL.exec(SK?.S ?? '') ?? []
    // The mapping lets nothing else through.
    if (tenantId === undefined || locale === undefined || modelId === undefined) continue
    const name = `${tenantId} ${locale} ${modelId}`
    const sequenceNumber = dynamodb?.SequenceNumber ?? ''
    if (!tasks.has(name)) tasks.set(name, { tenantId, locale, modelId, sequenceNumber })
  }
  return [...tasks.values()]
}

async function goOn(options: TableOptions, task: Task, until: number): Promise<void> {
  const { tenantId } = task
  const table = tenantTable(tenantId, options)
  const scope: Scope = { tenant: { id: tenantId }, principal: indexing, table }
  try {
    const pace = { until, entriesPerSecond: ENTRIES_PER_SECOND, settleMs: SETTLE_MS }
    const { indexes } = await backfillIndexes(scope, task, pace)
    if (indexes.every(({ state }) => state === 'ready')) logger.info('Indexed.', { ...task })
  } catch (error) {
    // The model, or its locale, is gone by now.
    if (!(error instanceof AppError && error.kind === 'NOT_FOUND')) throw error
  }
}

function fail(failed: Task[], task: Task, error: unknown): void {
  logger.error('A model could not be indexed; it is tried again.', { ...task, error })
  failed.push(task)
}
