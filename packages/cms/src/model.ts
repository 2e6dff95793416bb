import { z } from 'zod'
import { Field } from './fields.ts'
import { StoredIdentity } from './people.ts'

/** Of what is defined in code, and cannot be changed elsewhere: which definition this was made of. */
const Definition = z.string().optional()

/** A shelf of models in the navigation, and a unit of permissions. */
export const ModelGroup = z.object({
  id: z.string(),
  locale: z.string(),
  name: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  icon: z.string(),
  createdOn: z.string(),
  createdBy: StoredIdentity,
  savedOn: z.string(),
  definition: Definition,
  version: z.number().int(),
})
export type ModelGroup = z.infer<typeof ModelGroup>

/**
 * One index over the entries of a model. Writers keep it from the moment that it is here, readers use
 * it when it is `ready`, and `dropping` means that its last items are being removed.
 */
export const IndexState = z.enum(['building', 'ready', 'dropping'])
export const ModelIndex = z.object({
  column: z.string(),
  /** Within each value in the order in which editors look at lists, where the stage has one. */
  usual: z.boolean(),
  /** Of a list: an item for each of its values. */
  list: z.literal(true).optional(),
  state: IndexState,
})
export type ModelIndex = z.infer<typeof ModelIndex>

/** A model as it is stored. */
export const StoredModel = z.object({
  modelId: z.string(),
  locale: z.string(),
  name: z.string(),
  singularApiName: z.string(),
  pluralApiName: z.string(),
  group: z.object({ id: z.string() }),
  icon: z.string().nullable(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  fields: z.array(Field),
  layout: z.array(z.array(z.string())),
  titleFieldId: z.string(),
  descriptionFieldId: z.string().nullable(),
  imageFieldId: z.string().nullable(),
  /** The columns of the covering rows: only ever added to, so that old rows stay readable. */
  columns: z.array(z.string()),
  /** Which columns have an index, for writers, planner and backfill alike. */
  indexes: z.array(ModelIndex),
  /** Of which columns each value is counted. */
  counted: z.array(z.string()),
  /**
   * Rises when columns, indexes or counted values change. It also stands in the model's counters,
   * which every mutation of an entry writes: who still works with an older list is refused there.
   */
  epoch: z.number().int(),
  createdOn: z.string(),
  createdBy: StoredIdentity,
  savedOn: z.string(),
  definition: Definition,
  version: z.number().int(),
})
export type StoredModel = z.infer<typeof StoredModel>

/** What a model says beside its names and its group: what a copy or a file of it has, too. */
export const contentOf = (model: Omit<StoredModel, 'group'>) => ({
  icon: model.icon,
  description: model.description,
  tags: model.tags,
  fields: model.fields,
  layout: model.layout,
  titleFieldId: model.titleFieldId,
  descriptionFieldId: model.descriptionFieldId,
  imageFieldId: model.imageFieldId,
})

/** A model with the group that it stands in. */
export interface Model extends Omit<StoredModel, 'group'> {
  group: ModelGroup
}
