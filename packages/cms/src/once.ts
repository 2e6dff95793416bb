import { createHash } from 'node:crypto'
import { type Change, key } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { invalid, type Scope } from '@tenantry/security'
import { z } from 'zod'

/** What a caller sends to be able to repeat a request whose answer got lost. */
export interface Repeatable {
  /** The `Idempotency-Key` header. The same key within 24 hours answers the same and writes nothing. */
  idempotencyKey?: string | undefined
}

export interface Request extends Repeatable {
  operation: string
  /** Whatever makes two requests different. */
  input: unknown
}

/** What the transaction must also contain, so that its answer is known to who asks again. */
export type Note = (id: string) => Change[]

const Answer = z.object({ digest: z.string(), id: z.string() })

const TTL_SECONDS = 24 * 60 * 60
const KEY = /^[\x21-\x7e]{1,255}$/

/**
 * Runs a mutation, or answers what it answered before if its key was used within 24 hours.
 *
 * @throws AppError `VALIDATION_FAILED` if the key was used for another request.
 */
export async function once<T>(
  scope: Scope,
  { idempotencyKey, operation, input }: Request,
  { run, again }: { run: (note: Note) => Promise<T>; again: (id: string) => Promise<T> },
): Promise<T> {
  if (idempotencyKey === undefined) return run(() => [])
  if (!KEY.test(idempotencyKey))
    throw refused('The Idempotency-Key must be 1 to 255 visible characters.')

  const { type, id } = scope.principal.identity
  // The caller is part of the key: nobody finds out, or gets, what others were answered.
  const at = { PK: key('REPEAT', digestOf([type, id, idempotencyKey])), SK: 'ANSWER' }
  const digest = digestOf([operation, input])
  const answered = async () => {
    const item = await scope.table.get(at)
    if (!item) return undefined
    const answer = Answer.parse(item)
    if (answer.digest !== digest) throw refused('The Idempotency-Key was used for another request.')
    return answer.id
  }

  const before = await answered()
  if (before !== undefined) return again(before)
  const otherwise = refused('The same request is being answered right now.')
  const expiresAt = Math.floor(Date.now() / 1000) + TTL_SECONDS
  try {
    return await run((answer) => [
      { put: { ...at, digest, id: answer, expiresAt }, onlyIf: 'absent', otherwise },
    ])
  } catch (error) {
    // Whatever guard failed, it may have been the success of this request's own twin.
    const twin = error instanceof AppError ? await answered() : undefined
    if (twin === undefined) throw error
    return again(twin)
  }
}

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex')

const refused = (error: string) => invalid([{ error, fieldId: 'idempotency-key' }])
