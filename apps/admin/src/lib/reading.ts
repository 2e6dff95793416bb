/** Readers for answers that no schema promises a type for: the edge where `unknown` ends. */
export type Bag = Record<string, unknown>

export const bagOf = (value: unknown): Bag =>
  typeof value === 'object' && value !== null ? { ...value } : {}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const maybeTextOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : null

export const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

export function listOf<Item>(value: unknown, read: (item: unknown) => Item): Item[] {
  return Array.isArray(value) ? value.map((item) => read(item)) : []
}
