import type { Item, TenantTable } from '@tenantry/dynamo'
import { z } from 'zod'
import { modelsPartition, versionKey } from './keys.ts'
import { type Model, ModelGroup, StoredModel } from './model.ts'

/** All groups and models of one locale, whoever may see them. */
export interface ModelSpace {
  /** Rises with every change: what is made of the models can be kept as long as it stays. */
  version: number
  groups: ModelGroup[]
  models: Model[]
}

const MAX_ITEMS = 10_000
const Version = z.object({ version: z.number().int() })

/**
 * Reads all groups and models of a locale. It asks for no permission: it is what the schema is built
 * from. What a caller is answered goes through `listModels` and `listModelGroups`. The table must
 * read strongly: old models under a new version would be kept until the next change.
 *
 * @param known The version, where it was read before.
 */
export async function loadModelSpace(
  table: TenantTable,
  locale: string,
  known?: number,
): Promise<ModelSpace> {
  // Read first: models newer than their version are read again, older ones would be kept for good.
  const version = known ?? (await findModelsVersion(table, locale))
  const items = await table.list(modelsPartition(locale), '', MAX_ITEMS)
  const under = (prefix: string) => items.filter(({ SK }) => String(SK).startsWith(prefix))
  const groups = under('GROUP#').map((it) => ModelGroup.parse(it))
  const groupsById = new Map(groups.map((it) => [it.id, it]))
  const models = under('MODEL#').map((it) => StoredModel.parse(it))
  return {
    version,
    groups,
    models: models.flatMap((it): Model[] => {
      const group = groupsById.get(it.group.id)
      return group ? [{ ...it, group }] : []
    }),
  }
}

/** The version of a locale's models: 0 where there has never been one. */
export async function findModelsVersion(table: TenantTable, locale: string): Promise<number> {
  return versionIn(await table.get(versionKey(locale)))
}

/** The same, of the item under `versionKey`. */
export const versionIn = (item: Item | undefined): number =>
  item ? Version.parse(item).version : 0
