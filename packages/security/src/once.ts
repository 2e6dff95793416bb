import { createHash } from 'node:crypto'
import { type Change, key, retried } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import type { Scope } from './scope.ts'
import { invalid } from './validation.ts'

/** What a caller sends to be able to repeat a request whose answer got lost. */
export interface Repeatable {
  /** The same key within 24 hours answers the same and writes nothing. */
  idempotencyKey?: string | undefined
}

/** What the transaction must also contain, so that its answer is known to who asks again. */
export type Note = (id: string) => Change[]

interface Mutation<Answer> extends Repeatable {
  operation: string
  /** Whatever makes two requests different, beside `ifVersion`. */
  input: unknown
  /** The version that the caller read. Without it, who was outrun runs again from their read. */
  ifVersion?: number | undefined
  run: (note: Note) => Promise<Answer>
  /** What a repetition is answered: the same thing, as it is now. `id` is what was noted. */
  again: (id: string) => Promise<Answer>
}

const Answered = z.object({ digest: z.string(), id: z.string() })

const TTL_SECONDS = 24 * 60 * 60

/**
 * Runs a mutation, or answers what it answered before if the caller used the key within 24 hours.
 * What `run` answers without writing is not noted: it must be as good the second time.
 *
 * @throws AppError `VALIDATION_FAILED` if the key was used for another request.
 */
export async function once<Answer>(
  scope: Scope,
  { operation, input, ifVersion, idempotencyKey, run, again }: Mutation<Answer>,
): Promise<Answer> {
  const attempt = (note: Note) => (ifVersion === undefined ? retried(() => run(note)) : run(note))
  if (idempotencyKey === undefined) return attempt(() => [])

  const { type, id } = scope.principal.identity
  // The caller is part of the key: nobody finds out, or gets, what others were answered.
  const at = { PK: key('REPEAT', digestOf([type, id, idempotencyKey])), SK: 'ANSWER' }
  const digest = digestOf([operation, input, ifVersion])
  const findAnswered = async () => {
    const item = await scope.table.get(at)
    if (!item) return undefined
    const answered = Answered.parse(item)
    if (answered.digest !== digest)
      throw refused('The Idempotency-Key was used for another request.')
    return answered.id
  }

  const before = await findAnswered()
  if (before !== undefined) return again(before)
  const otherwise = refused('The same request is being answered right now.')
  const expiresAt = Math.floor(Date.now() / 1000) + TTL_SECONDS
  try {
    return await attempt((answered) => [
      { put: { ...at, digest, id: answered, expiresAt }, onlyIf: 'absent', otherwise },
    ])
  } catch (error) {
    // Whatever guard failed, it may have been the success of this request's own twin.
    const twin = error instanceof AppError ? await findAnswered() : undefined
    if (twin === undefined) throw error
    return again(twin)
  }
}

/** The key of one part of a request that writes several times: each part is repeated on its own. */
export const keyOfPart = ({ idempotencyKey }: Repeatable, part: string): Repeatable => ({
  idempotencyKey: idempotencyKey && digestOf([idempotencyKey, part]),
})

/** Throws `CONFLICT` if a record is not the one that the caller read. */
export function assertVersion({ version }: { version: number }, ifVersion?: number): void {
  if (ifVersion !== undefined && ifVersion !== version)
    throw new AppError('CONFLICT', 'It was changed by somebody else since you read it.')
}

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex')

const refused = (error: string) => invalid([{ error, fieldId: 'idempotency-key' }])
