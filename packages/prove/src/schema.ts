import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql'

/** One operation of a schema. */
export interface Field {
  kind: 'query' | 'mutation'
  field: GraphQLField<unknown, unknown>
}
/** By `<area>.<name>`: the area of the admin API, or the endpoint of the content. */
export type Fields = Readonly<Record<string, Field>>

/** The operations of the admin's schema, whose roots are areas. */
export const fieldsOfAreas = (schema: GraphQLSchema): Fields =>
  Object.fromEntries(
    rootsOf(schema).flatMap(({ kind, field: area }) => {
      const own = isObjectType(area.type) ? Object.values(area.type.getFields()) : []
      return own.map((field) => [`${area.name}.${field.name}`, { kind, field }])
    }),
  )

/** The operations of a schema of content. */
export const fieldsOf = (area: string, schema: GraphQLSchema): Fields =>
  Object.fromEntries(rootsOf(schema).map((it) => [`${area}.${it.field.name}`, it]))

const rootsOf = (schema: GraphQLSchema): Field[] =>
  (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
    return Object.values(root?.getFields() ?? {}).map((field) => ({ kind, field }))
  })

export function fieldNamed(name: string, fields: Fields): Field {
  const field = fields[name]
  if (!field) throw new Error(`There is no operation "${name}".`)
  return field
}

const documents = new WeakMap<Field, string>()

/** What was stored stands a level deeper in these answers than in others. */
const DEEP = /^(tenancy\.(get|save|activate)SignIn|audit\.|manage\.\w*ImportStructure)/i

/** An operation with all of its arguments, and all of its answer two levels deep. */
export function documentOf(name: string, fields: Fields): string {
  const field = fieldNamed(name, fields)
  const document = documents.get(field) ?? newDocument(name, field)
  documents.set(field, document)
  return document
}

function newDocument(name: string, { kind, field }: Field): string {
  const declared = field.args.map((it) => `$${it.name}: ${String(it.type)}`).join(', ')
  const given = field.args.map((it) => `${it.name}: $${it.name}`).join(', ')
  const call = `answer: ${field.name}${given && `(${given})`} ${selectionOf(field.type, DEEP.test(name) ? 3 : 2)}`
  const [area = ''] = name.split('.')
  const body = isContent(area) ? call : `area: ${area} { ${call} }`
  return `${kind} ${declared && `(${declared})`} { ${body} }`
}

const isContent = (area: string) => ['manage', 'preview', 'read'].includes(area)

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type)
  if (!isObjectType(named) && !isInterfaceType(named)) return ''
  const own = Object.values(named.getFields())
    .filter(({ args }) => !args.some((it) => isNonNullType(it.type)))
    .filter((it) => isLeafType(getNamedType(it.type)) || depth > 0)
    .map((it) => ({ ...it, selection: selectionOf(it.type, depth - 1) }))
    // Of lists of objects alone, that deep, nothing is left to ask for.
    .filter(({ selection }) => selection !== '{  }')
  return `{ ${own.map(({ name, selection }) => `${name} ${selection}`).join(' ')} }`
}

/** Whether an answer can hold anything that somebody has written. */
export function canHoldText({ field }: Field): boolean {
  const answer = getNamedType(field.type)
  if (!isObjectType(answer)) return field.name !== 'version'
  const data = answer.getFields()['data']
  return !data || String(data.type) !== 'Boolean'
}
