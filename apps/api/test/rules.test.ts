import {
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../src/schema.ts'
import { world } from './world.ts'

/** What everybody may ask, with the reason. Everything else needs a permission or a signed-in person. */
const PUBLIC = new Set([
  'tenancy.version', // the wizard asks before anybody can sign in
  'tenancy.appClientId', // the sign-in page of v5 clients
  'tenancy.signIn', // the sign-in page
  'security.version', // the wizard
  'i18n.version', // the wizard
  'i18n.getI18NInformation', // the codes of locales stand in URLs
  'cms.version', // the wizard
])

const OPERATIONS = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {}).flatMap((area) => {
    const own = isObjectType(area.type) ? area.type.getFields() : {}
    const kind = type === schema.getQueryType() ? 'query' : 'mutation'
    return Object.values(own).map((field) => [`${area.name}.${field.name}`, kind, field] as const)
  }),
)

/** The least that the schema accepts for an input. */
function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType)
  if (isListType(type)) return []
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => [field.name, sampleOf(field.type)]),
    )
  return type.name === 'Int' ? 1 : type.name === 'JSON' ? {} : 'sample'
}

function documentOf(path: string, kind: string, field: GraphQLField<unknown, unknown>) {
  const [area = '', name = ''] = path.split('.')
  const required = field.args.filter((it) => isNonNullType(it.type))
  const declared = required.map((it) => `$${it.name}: ${String(it.type)}`).join(', ')
  const given = required.map((it) => `${it.name}: $${it.name}`).join(', ')
  const type = isNonNullType(field.type) ? field.type.ofType : field.type
  const isEnvelope = isObjectType(type) && 'error' in type.getFields()
  const leaf = isObjectType(type) || isInterfaceType(type) || isUnionType(type)
  const selected = isEnvelope
    ? '{ data { __typename } error { code } }'
    : leaf
      ? '{ __typename }'
      : ''
  const dataIsScalar = isEnvelope && String(type.getFields().data?.type) === 'Boolean'
  return {
    query: `${kind} ${declared && `(${declared})`} { ${area} { ${name}${given && `(${given})`} ${
      dataIsScalar ? '{ data error { code } }' : selected
    } } }`,
    variables: Object.fromEntries(required.map((it) => [it.name, sampleOf(it.type)])),
  }
}

test('the walk finds the operations', () => {
  expect(OPERATIONS.length).toBeGreaterThan(20)
  for (const path of PUBLIC) expect(OPERATIONS.map(([it]) => it)).toContain(path)
})

test.each(OPERATIONS)(
  '%s has a rule: nobody may, unless it is public',
  async (path, kind, field) => {
    const { as } = await world()
    const { query, variables } = documentOf(path, kind, field)

    const { data } = await as(null).graphql(query, variables)

    const [area = '', name = ''] = path.split('.')
    if (PUBLIC.has(path)) return expect(data[area][name]).not.toHaveProperty('error')
    expect(data[area][name]).toEqual({ data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } })
  },
)
