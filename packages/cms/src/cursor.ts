import { createHash } from 'node:crypto'
import { invalid } from '@tenantry/security'
import { z } from 'zod'
import type { Position } from './order.ts'

const Cursor = z.tuple([z.string(), z.array(z.string().max(500)).max(4), z.string().length(24)])

/**
 * Where a page ended, for the page after it. It is a place in the order, not a key of one index, so
 * whatever path the next page takes can go on from there; and it belongs to one list, because in
 * another the place means something else.
 */
export const cursorAt = ({ keys, entryId }: Position, list: unknown): string =>
  Buffer.from(JSON.stringify([digestOf(list), keys, entryId])).toString('base64url')

/** @throws AppError `VALIDATION_FAILED` for a cursor that is not of this list. */
export function parseCursor(cursor: string, list: unknown): Position {
  const { success, data } = Cursor.safeParse(decoded(cursor))
  if (!success || data[0] !== digestOf(list))
    throw invalid([{ error: 'The cursor does not belong to this list.', fieldId: 'after' }])
  const [, keys, entryId] = data
  return { keys, entryId }
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

const digestOf = (list: unknown) =>
  createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12)
