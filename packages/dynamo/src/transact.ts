import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { TransactionCanceledException, type TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@tenantry/errors'
import type { TableOptions } from './client.ts'
import type { Item, Key } from './keys.ts'
import { noteTransaction } from './meter.ts'

/**
 * `onlyIf`: the key is free (what has expired is as good as gone), the stored version is still this
 * one, or each of these counts is still that (what was never counted is 0); else `otherwise` is thrown.
 */
interface Guard {
  onlyIf?: 'absent' | number | Record<string, number>
  otherwise?: AppError
}

/** One of the at most 100 actions that a mutation consists of. */
export type Change = Guard &
  (
    | { put: Key & Item }
    | { update: Key; add: Record<string, number> }
    | { delete: Key }
    | { check: Key }
  )

/** Stores a record over the version that it was made from: the one before its own. */
export const save = (at: Key, record: Item & { version: number }): Change => ({
  put: { ...record, ...at },
  onlyIf: record.version === 1 ? 'absent' : record.version - 1,
})

const MAX_ACTIONS = 100 // TransactWriteItems, AWS API reference
const TRANSIENT = /TransactionConflict|TransactionInProgress|Throttling|ThroughputExceeded/
const ATTEMPTS = 6 // at most 1.2 s of waiting, well within the Lambda's 15 s

/**
 * Applies all changes or none. The first change whose guard fails decides the error.
 *
 * @throws AppError `CONFLICT`, or the failed change's `otherwise`.
 */
export async function transact(
  { client, TableName, meter }: TableOptions,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length > MAX_ACTIONS)
    throw new TypeError(`${changes.length} changes do not fit into one transaction.`)
  const command = new TransactWriteCommand({
    // One token for all attempts: what was applied but reported failed is not applied again.
    ClientRequestToken: randomUUID(),
    TransactItems: changes.map((change) => actionOf(TableName, change)),
  })
  for (let attempt = 1; ; attempt++) {
    noteTransaction(meter, changes)
    try {
      await client.send(command)
      return
    } catch (error) {
      const reasons = reasonsOf(error)
      const refused = changes[reasons.indexOf('ConditionalCheckFailed')]
      if (refused) throw refused.otherwise ?? conflict(error)
      if (attempt === ATTEMPTS || !reasons.some((it) => TRANSIENT.test(it))) throw error
      await pause(attempt)
    }
  }
}

/** Waits with full jitter, so that two rivals do not meet again. */
export const pause = (attempt: number): Promise<void> =>
  sleep(Math.random() * 25 * 2 ** Math.min(attempt, 4))

const REPEATS = 8 // of as many who meet, one gets through each time: at most 2.4 s of waiting

/**
 * Runs a use case again from its read when another writer came between, at most 8 times in all.
 * For writers that did not say which version they read: those who did get their `CONFLICT` at once.
 */
export async function retried<T>(useCase: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await useCase()
    } catch (error) {
      const outrun = error instanceof AppError && error.code === 'CONFLICT'
      if (!outrun || attempt === REPEATS) throw error
      await pause(attempt)
    }
  }
}

export const conflict = (cause?: unknown): AppError =>
  new AppError('CONFLICT', 'It was changed by somebody else since you read it.', { cause })

/** One code per change where the transaction was cancelled, else the error's own name. */
function reasonsOf(error: unknown): string[] {
  if (error instanceof TransactionCanceledException)
    return (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
  return [error instanceof Error ? error.name : '']
}

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

function actionOf(TableName: string, change: Change): Action {
  const target = { TableName, ...conditionOf(change) }
  if ('put' in change) return { Put: { ...target, Item: change.put } }
  if ('delete' in change) return { Delete: { ...target, Key: keyOf(change.delete) } }
  if ('update' in change) return { Update: { ...target, ...additionOf(change) } }
  const { ConditionExpression } = target
  // A check without a condition is no check: DynamoDB refuses it, and so does its type.
  if (!ConditionExpression) throw new TypeError('A check needs onlyIf.')
  return { ConditionCheck: { ...target, ConditionExpression, Key: keyOf(change.check) } }
}

const keyOf = ({ PK, SK }: Key): Key => ({ PK, SK })

type Expressions = Pick<
  NonNullable<TransactWriteItem['Update']>,
  'ConditionExpression' | 'ExpressionAttributeNames'
> & { ExpressionAttributeValues?: Record<string, unknown> }

function conditionOf({ onlyIf }: Guard): Expressions {
  if (onlyIf === undefined) return {}
  if (onlyIf === 'absent')
    return {
      ConditionExpression: 'attribute_not_exists(PK) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':now': Math.floor(Date.now() / 1000) },
    }
  if (typeof onlyIf === 'number')
    return {
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': onlyIf },
    }
  const counts = Object.entries(onlyIf)
  const conditions = counts.map(([, count], n) =>
    count === 0 ? `(attribute_not_exists(#g${n}) OR #g${n} = :g${n})` : `#g${n} = :g${n}`,
  )
  return {
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(counts.map(([name], n) => [`#g${n}`, name])),
    ExpressionAttributeValues: Object.fromEntries(counts.map(([, count], n) => [`:g${n}`, count])),
  }
}

function additionOf(change: Guard & { update: Key; add: Record<string, number> }) {
  const { ExpressionAttributeNames, ExpressionAttributeValues } = conditionOf(change)
  const fields = Object.entries(change.add)
  return {
    Key: keyOf(change.update),
    UpdateExpression: `ADD ${fields.map((_, n) => `#a${n} :a${n}`).join(', ')}`,
    ExpressionAttributeNames: {
      ...ExpressionAttributeNames,
      ...Object.fromEntries(fields.map(([name], n) => [`#a${n}`, name])),
    },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ...Object.fromEntries(fields.map(([, by], n) => [`:a${n}`, by])),
    },
  }
}
