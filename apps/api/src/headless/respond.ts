import { createHash } from 'node:crypto'
import type { GraphQLResolveInfo } from 'graphql'
import { respondIn } from '../respond.ts'
import type { HeadlessScope } from './context.ts'

export const respond = respondIn<HeadlessScope>()

/**
 * The key by which one operation of a request may be repeated. A request may carry several, and each
 * is another write: so the key is that of the request together with the operation's place in it.
 */
export function repeatable(
  { idempotencyKey }: HeadlessScope,
  { path }: GraphQLResolveInfo,
): { idempotencyKey?: string } {
  if (!idempotencyKey) return {}
  const hash = createHash('sha256').update(`${idempotencyKey}\n${path.key}`)
  return { idempotencyKey: hash.digest('hex') }
}
