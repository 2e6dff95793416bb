import {
  type CheckedDefinitions,
  findModelsVersion,
  installDefinitions,
  loadModelSpace,
  type ModelSpace,
} from '@tenantry/cms'
import { logger } from '../log.ts'
import { createLru } from '../lru.ts'
import type { HeadlessScope } from './context.ts'

const MAX_LOCALES = 10_000

/**
 * Brings the models of a tenant's locale to what code defines, when this process meets the locale for
 * the first time. Whoever asks meanwhile waits for it; an outage is forgotten, so that it is tried again.
 */
export function createInstaller(definitions: CheckedDefinitions) {
  /** From which version on the models are as they are defined. */
  const versions = createLru<Promise<number>>({ maxWeight: MAX_LOCALES, weightOf: () => 1 })

  return async function installed(scope: HeadlessScope, space: ModelSpace): Promise<ModelSpace> {
    const { tenant, locale, modelTable } = scope
    const name = `${tenant.id} ${locale}`
    const begun = versions.get(name) ?? install(scope, { definitions, space })
    versions.set(name, begun)
    try {
      const version = await begun
      return space.version < version ? await loadModelSpace(modelTable, locale) : space
    } catch (error) {
      versions.forget(name)
      throw error
    }
  }
}

async function install(
  { tenant, locale, modelTable: table, requestId }: HeadlessScope,
  wanted: { definitions: CheckedDefinitions; space: ModelSpace },
): Promise<number> {
  const { isChanged, refused } = await installDefinitions({ tenant, table }, locale, wanted)
  for (const { name, error } of refused)
    logger.error(`The ${name} in code cannot be installed: ${error.message}`, {
      tenantId: tenant.id,
      locale,
      code: error.code,
      requestId,
    })
  return isChanged ? findModelsVersion(table, locale) : wanted.space.version
}
