import type { Item } from './keys.ts'
import type { Change } from './transact.ts'

/** What calls of DynamoDB have taken so far, as AWS bills them. */
export interface Meter {
  calls: number
  readUnits: number
  writeUnits: number
}

export const newMeter = (): Meter => ({ calls: 0, readUnits: 0, writeUnits: 0 })

/** What a read asks for if somebody wants to know what it took. */
export const askedBy = (meter: Meter | undefined) =>
  meter ? { ReturnConsumedCapacity: 'TOTAL' as const } : {}

interface Consumed {
  CapacityUnits?: number | undefined
}

export function noteRead(
  meter: Meter | undefined,
  consumed: Consumed | readonly Consumed[] | undefined,
): void {
  if (!meter) return
  meter.calls++
  for (const { CapacityUnits = 0 } of [consumed ?? []].flat()) meter.readUnits += CapacityUnits
}

/** Before it is sent: a transaction that is cancelled is billed as well. */
export function noteTransaction(meter: Meter | undefined, changes: readonly Change[]): void {
  if (!meter) return
  meter.calls++
  meter.writeUnits += transactionUnits(changes)
}

/**
 * What AWS bills a transaction, which DynamoDB Local tells wrong: 2 for each KB that is begun, of each
 * item. Of those that are not put only the keys are known; they are taken for small ones.
 */
export const transactionUnits = (changes: readonly Change[]): number =>
  changes.reduce((sum, it) => sum + 2 * kilobytes('put' in it ? it.put : {}), 0)

const kilobytes = (item: Item) => Math.max(1, Math.ceil(bytesOf(item) / 1024))

/** As DynamoDB counts an item: names and values, a little more for what is nested. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1
  if (Array.isArray(value)) return value.reduce<number>((sum, it) => sum + 1 + bytesOf(it), 3)
  if (typeof value !== 'object' || value === null) return 1
  return Object.entries(value)
    .filter(([, it]) => it !== undefined)
    .reduce((sum, [name, it]) => sum + Buffer.byteLength(name) + bytesOf(it), 0)
}
