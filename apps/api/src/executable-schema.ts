import {
  buildASTSchema,
  type GraphQLArgument,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
} from 'graphql'

/** By type and field; of a union `__resolveType`. */
export type Resolvers = Record<string, Record<string, (...args: never[]) => unknown>>

/**
 * The schema of type definitions of our own, with what answers them. The usual tools would take ten
 * times as long and four times the memory, with each cold start and for each tenant.
 */
export function executableSchema(
  typeDefs: readonly string[],
  resolvers: readonly Resolvers[],
): GraphQLSchema {
  const document = parse(typeDefs.join('\n'), { noLocation: true })
  // It is ours: to check it again would take longer than to build it.
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
  const inputs: Shared = new Map()
  for (const type of Object.values(schema.getTypeMap())) lighten(type, inputs)
  for (const it of resolvers) attach(schema, it)
  return schema
}

function attach(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [name, ofType] of Object.entries(resolvers)) {
    const type = schema.getType(name)
    for (const [field, resolve] of Object.entries(ofType)) {
      // What a resolver takes is what the one above it gives: no type says so.
      const resolver = resolve as GraphQLFieldResolver<unknown, unknown, object, string>
      const target = isObjectType(type) ? type.getFields()[field] : undefined
      if (target) target.resolve = resolver
      else if (isUnionType(type)) type.resolveType = (source) => resolve(source as never) as string
      else throw new TypeError(`The schema has no field "${name}.${field}".`)
    }
  }
}

/** What parts have in common that have none of their own. */
const NO_EXTENSIONS = Object.freeze(Object.create(null))
const NO_ARGUMENTS: readonly GraphQLArgument[] = Object.freeze([])

/**
 * Takes away what nobody asks for, which is most of a schema's memory: the syntax tree, of each part
 * an empty object of its own, the text that names and descriptions are slices of. The filters that all
 * models have are there once.
 */
function lighten(type: GraphQLNamedType, inputs: Shared): void {
  type.astNode = undefined
  type.extensionASTNodes = []
  type.name = copied(type.name)
  type.description &&= copied(type.description)
  if (isEnumType(type)) type.getValues().forEach(lightenPart)
  if (isInputObjectType(type)) share(type.getFields(), inputs)
  if (isObjectType(type) || isInterfaceType(type))
    for (const field of Object.values(type.getFields())) {
      lightenPart(field)
      field.args.forEach(lightenPart)
      if (field.args.length === 0) field.args = NO_ARGUMENTS
    }
}

/** By name and type. */
type Shared = Map<string, GraphQLInputField>

function share(fields: Record<string, GraphQLInputField>, inputs: Shared): void {
  for (const [name, field] of Object.entries(fields)) {
    lightenPart(field)
    if (field.description !== undefined || field.defaultValue !== undefined) continue
    const like = `${name}: ${String(field.type)}`
    const same = inputs.get(like)
    if (same) fields[name] = same
    else inputs.set(like, field)
  }
}

type Part = GraphQLEnumValue | GraphQLArgument | GraphQLInputField | GraphQLField<unknown, unknown>

function lightenPart(part: Part): void {
  part.astNode = undefined
  part.extensions = NO_EXTENSIONS
  part.name = copied(part.name)
  part.description &&= copied(part.description)
  if ('value' in part) part.value = part.name
}

/** The same text as the name of a property is, of which there is one in a process. */
const copied = (text: string): string => Object.keys({ [text]: true })[0] ?? text
