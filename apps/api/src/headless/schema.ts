import {
  buildASTSchema,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isUnionType,
  parse,
} from 'graphql'
import { baseTypeDefs, manageTypeDefs } from './base-schema.ts'
import type { HeadlessScope } from './context.ts'
import { entryResolvers } from './entry-resolvers.ts'
import { entryTypeDefs, type SchemaOf } from './entry-schema.ts'
import { manageModelResolvers, modelResolvers } from './model-resolvers.ts'
import { manageModelTypeDefs, modelTypeDefs } from './model-schema.ts'

/**
 * The executable schema of some models on an endpoint. With the tools that make the admin's schema it
 * would take ten times as long and four times the memory, for each tenant, locale and endpoint.
 */
export function buildSchema(of: SchemaOf): GraphQLSchema {
  const isManage = of.endpoint === 'manage'
  const typeDefs = [
    baseTypeDefs,
    modelTypeDefs,
    ...(isManage ? [manageTypeDefs, manageModelTypeDefs] : []),
    ...of.models.map((it) => entryTypeDefs(it, of)),
  ]
  const document = parse(typeDefs.join('\n'), { noLocation: true })
  // It is ours: to check it again would take longer than to build it.
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
  for (const type of Object.values(schema.getTypeMap())) forgetSource(type)
  attach(schema, modelResolvers)
  if (isManage) attach(schema, manageModelResolvers)
  for (const model of of.models) attach(schema, entryResolvers(model, of))
  return schema
}

/** By type and field; of a union `__resolveType`. */
type Resolvers = Record<string, Record<string, (...args: never[]) => unknown>>

function attach(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [name, ofType] of Object.entries(resolvers)) {
    const type = schema.getType(name)
    for (const [field, resolve] of Object.entries(ofType)) {
      // What a resolver takes is what the one above it gives: no type says so.
      const resolver = resolve as GraphQLFieldResolver<unknown, HeadlessScope, object, string>
      const target = isObjectType(type) ? type.getFields()[field] : undefined
      if (target) target.resolve = resolver
      else if (isUnionType(type)) type.resolveType = (source) => resolve(source as never) as string
      else throw new TypeError(`The schema has no field "${name}.${field}".`)
    }
  }
}

/** The syntax tree is three quarters of a schema's memory, and nobody asks for it. */
function forgetSource(type: GraphQLNamedType): void {
  type.astNode = undefined
  type.extensionASTNodes = []
  const parts = isEnumType(type)
    ? type.getValues()
    : isObjectType(type) || isInputObjectType(type)
      ? Object.values(type.getFields())
      : []
  for (const part of parts) {
    part.astNode = undefined
    if ('args' in part) for (const argument of part.args) argument.astNode = undefined
  }
}
