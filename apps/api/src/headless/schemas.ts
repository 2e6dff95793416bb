import { type CheckedDefinitions, loadModelSpace, type Model, placedIn } from '@tenantry/cms'
import { can } from '@tenantry/security'
import type { GraphQLSchema } from 'graphql'
import type { HeadlessScope } from './context.ts'
import { createLru } from '../lru.ts'
import { createInstaller } from './models-in-code.ts'
import { buildSchema } from './schema.ts'

// A model takes about 0.06 MB in each schema, so both together stay below 150 MB, whoever calls.
const MAX_MODELS_IN_SCHEMAS = 700
const MAX_MODELS_IN_SPACES = 4000

/** The models of one locale of one tenant. */
interface Space {
  version: number
  models: readonly Model[]
}

/** A wide model takes one more for each 25 fields, nested ones too. */
const weightOf = ({ models }: Space): number =>
  models.reduce((sum, { fields }) => sum + Math.max(1, Math.ceil(placedIn(fields).length / 25)), 1)

/** What was made of them for one endpoint and one set of readable models. */
interface Built {
  space: Space
  schema: GraphQLSchema
}

/**
 * The schema of a request: of its tenant, its locale and its endpoint, with the models that its
 * caller may read. A model that they may not read is not there, by no name and no error.
 *
 * What was made of the models is kept as long as their version stays. That is read with every
 * request, so a change is visible on the next one.
 */
export function createSchemas(definitions: CheckedDefinitions) {
  const installed = createInstaller(definitions)
  const spaces = createLru<Space>({
    maxWeight: MAX_MODELS_IN_SPACES,
    weightOf,
  })
  const schemas = createLru<Built>({
    maxWeight: MAX_MODELS_IN_SCHEMAS,
    weightOf: ({ space }) => weightOf(space),
  })

  return async function schemaOf(scope: HeadlessScope): Promise<GraphQLSchema> {
    const { endpoint, tenant, locale } = scope
    const space = await spaceOf(scope, { spaces, installed })
    const models = space.models.filter((it) => mayRead(scope, it))
    const name = [tenant.id, locale, endpoint, ...models.map(({ modelId }) => modelId)].join(' ')
    const before = schemas.get(name)
    if (before?.space === space) return before.schema
    const schema = buildSchema({ endpoint, models })
    schemas.set(name, { space, schema })
    return schema
  }
}

interface Kept {
  spaces: ReturnType<typeof createLru<Space>>
  installed: ReturnType<typeof createInstaller>
}

async function spaceOf(scope: HeadlessScope, { spaces, installed }: Kept): Promise<Space> {
  const { tenant, locale, modelsVersion, modelTable } = scope
  const name = `${tenant.id} ${locale}`
  const before = spaces.get(name)
  // Versions only rise: one that was read late is of the past, and what is kept is newer.
  if (before && before.version >= modelsVersion) return before
  const found = await loadModelSpace(modelTable, locale, modelsVersion)
  const { models, version } = await installed(scope, found)
  const space = { version, models }
  spaces.set(name, space)
  return space
}

const mayRead = (scope: HeadlessScope, model: Model): boolean =>
  can(scope, 'cms.contentModel', 'r', { model }) &&
  can(scope, 'cms.contentModelGroup', 'r', { model })
