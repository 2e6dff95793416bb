import { getSingleton, type Model, updateSingleton } from '@tenantry/cms'
import { NoArgs } from '../respond.ts'
import { UpdateOfOne } from './entry-arguments.ts'
import type { SchemaOf } from './entry-schema.ts'
import { respond } from './respond.ts'

/** How the one entry of a singleton is read, and written by its editors. */
export function singletonOperations(model: Model, { endpoint }: Pick<SchemaOf, 'endpoint'>) {
  const One = model.singularApiName
  const status = endpoint === 'read' ? 'published' : 'latest'
  const Query = { [`get${One}`]: respond(NoArgs, (scope) => getSingleton(scope, model, status)) }
  const Mutation = {
    [`update${One}`]: respond(UpdateOfOne, (scope, { data, options }, key) =>
      updateSingleton(scope, model, { data, ...options, ...key }),
    ),
  }
  return { Query, ...(endpoint === 'manage' && { Mutation }) }
}
