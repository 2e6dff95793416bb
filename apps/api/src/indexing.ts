import { backfillIndexes, dropWords, getModel, indexWords } from '@tenantry/cms'
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
const ENTRY_PARTITION = /^T#([^#*?$]+)#L#([^#*?$]+)#ENTRY#([^#*?$]+)#([0-9a-f]{24})$/

/** What there is to do for one model. */
interface Task {
  tenantId: string
  locale: string
  modelId: string
  /** Its indexes are unfinished. */
  isUnfinished: boolean
  /** The entries whose words may have changed. */
  entryIds: string[]
  /** Where the stream has to begin again if it fails. */
  sequenceNumber: string
}

/**
 * Keeps the words of entries, and goes on with unfinished indexes for a while. A record only names an
 * entry or a model, by its key: what is to be done is in the table.
 */
export const createIndexer =
  (options: TableOptions) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const until = Date.now() + RUN_MS
    const tasks = tasksOf(Records)
    const failed = new Set<Task>()
    const eachOf = async (some: readonly Task[], act: (task: Task) => Promise<void>) => {
      for (let start = 0; start < some.length; start += AT_ONCE)
        await Promise.all(
          some
            .slice(start, start + AT_ONCE)
            .map((it) => act(it).catch((error: unknown) => fail(failed, it, error))),
        )
    }
    // Words first: somebody may be looking for what they have just saved.
    await eachOf(tasks, (it) => keepWords(options, it))
    await eachOf(
      tasks.filter(({ isUnfinished }) => isUnfinished),
      (it) => goOn(options, it, until),
    )
    return {
      batchItemFailures: [...failed].map(({ sequenceNumber }) => ({
        itemIdentifier: sequenceNumber,
      })),
    }
  }

function tasksOf(records: readonly DynamoDBRecord[]): Task[] {
  const tasks = new Map<string, Task>()
  for (const { dynamodb } of records) {
    const named = namedBy(dynamodb?.Keys?.['PK']?.S ?? '', dynamodb?.Keys?.['SK']?.S ?? '')
    // The mapping lets nothing else through.
    if (!named) continue
    const { tenantId, locale, modelId, entryId } = named
    const name = `${tenantId} ${locale} ${modelId}`
    const sequenceNumber = dynamodb?.SequenceNumber ?? ''
    const fresh = { tenantId, locale, modelId, isUnfinished: false, entryIds: [], sequenceNumber }
    const task: Task = tasks.get(name) ?? fresh
    if (entryId === undefined) task.isUnfinished = true
    else task.entryIds.push(entryId)
    tasks.set(name, task)
  }
  return [...tasks.values()]
}

function namedBy(PK: string, SK: string) {
  const [, tenantOfEntry, localeOfEntry, modelOfEntry, entryId] = ENTRY_PARTITION.exec(PK) ?? []
  const [, tenantOfModel, localeOfModel] = MODEL_PARTITION.exec(PK) ?? []
  const tenantId = tenantOfEntry ?? tenantOfModel
  const locale = localeOfEntry ?? localeOfModel
  const modelId = modelOfEntry ?? MODEL.exec(SK)?.[1]
  if (tenantId === undefined || locale === undefined || modelId === undefined) return undefined
  if (entryId !== undefined && SK !== 'HEAD') return undefined
  return { tenantId, locale, modelId, entryId }
}

const scopeOf = (options: TableOptions, { tenantId }: Task): Scope => ({
  tenant: { id: tenantId },
  principal: indexing,
  table: tenantTable(tenantId, options),
})

async function keepWords(options: TableOptions, task: Task): Promise<void> {
  if (task.entryIds.length === 0) return
  const scope = scopeOf(options, task)
  const model = await unlessGone(getModel(scope, task.locale, task.modelId))
  if (model) await indexWords(scope, model, task.entryIds)
  else await dropWords(scope, task, task.entryIds)
}

async function goOn(options: TableOptions, task: Task, until: number): Promise<void> {
  const pace = { until, entriesPerSecond: ENTRIES_PER_SECOND, settleMs: SETTLE_MS }
  const model = await unlessGone(backfillIndexes(scopeOf(options, task), task, pace))
  const { tenantId, locale, modelId } = task
  if (model?.indexes.every(({ state }) => state === 'ready'))
    logger.info('Indexed.', { tenantId, locale, modelId })
}

/** `undefined` where the model, or its locale, is no more. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError && error.kind === 'NOT_FOUND') return undefined
    throw error
  }
}

function fail(failed: Set<Task>, task: Task, error: unknown): void {
  const { tenantId, locale, modelId } = task
  logger.error('A model could not be indexed; it is tried again.', {
    tenantId,
    locale,
    modelId,
    error,
  })
  failed.add(task)
}
