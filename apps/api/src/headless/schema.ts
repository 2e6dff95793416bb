import type { GraphQLSchema } from 'graphql'
import { executableSchema } from '../executable-schema.ts'
import { baseTypeDefs, manageTypeDefs } from './base-schema.ts'
import { contentEntryResolvers, contentEntryTypeDefs } from './content-entries.ts'
import { entryResolvers } from './entry-resolvers.ts'
import { entryTypeDefs, type SchemaOf } from './entry-schema.ts'
import { manageModelResolvers, modelResolvers } from './model-resolvers.ts'
import { manageModelTypeDefs, modelTypeDefs } from './model-schema.ts'

/** The executable schema of some models on an endpoint. */
export function buildSchema(of: SchemaOf): GraphQLSchema {
  const isManage = of.endpoint === 'manage'
  return executableSchema(
    [
      baseTypeDefs,
      modelTypeDefs,
      ...(isManage ? [manageTypeDefs, manageModelTypeDefs, contentEntryTypeDefs] : []),
      ...of.models.map((it) => entryTypeDefs(it, of)),
    ],
    [
      modelResolvers,
      ...(isManage ? [manageModelResolvers, contentEntryResolvers(of.models)] : []),
      ...of.models.map((it) => entryResolvers(it, of)),
    ],
  )
}
