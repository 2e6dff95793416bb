import { createHash } from 'node:crypto'
import type { Model } from './model.ts'

/** A model with this tag has one entry, which is there as long as the model. */
const SINGLETON = 'singleton'

export const isSingleton = ({ tags }: Pick<Model, 'tags'>): boolean => tags.includes(SINGLETON)

/**
 * The id of a singleton's entry. It is always the same, so that of two who save first there is one
 * entry, and as old as the model, because ids sort by creation.
 */
export function singletonId({ modelId, createdOn }: Pick<Model, 'modelId' | 'createdOn'>): string {
  const time = Date.parse(createdOn).toString(16).padStart(12, '0')
  return time + createHash('sha256').update(modelId).digest('hex').slice(0, 12)
}
