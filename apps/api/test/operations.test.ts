import { newId } from '@tenantry/dynamo'
import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '../src/headless/schema.ts'
import { schema } from '../src/schema.ts'
import { headless } from './content-world.ts'
import {
  type About,
  allBut,
  nearMisses,
  type Operation,
  operations,
  operationsWorld,
  pathOf,
  publicOperations,
  type World,
} from './operations.ts'
import { app, randomId, send, table } from './world.ts'

const [acme, globex] = [await operationsWorld(nearMisses()), await operationsWorld()]

interface Field {
  kind: 'query' | 'mutation'
  field: GraphQLField<unknown, unknown>
}

/** The operations of the admin's schema, and of the one that editors have for the model `article`. */
const fields: Record<string, Field> = Object.fromEntries([
  ...areasOf(schema),
  ...fieldsOf('manage', buildSchema({ endpoint: 'manage', models: [acme.models.article] })),
])

function areasOf(of: GraphQLSchema): [string, Field][] {
  return fieldsOf('', of).flatMap(([, { kind, field: area }]) => {
    const own = isObjectType(area.type) ? Object.values(area.type.getFields()) : []
    return own.map((field): [string, Field] => [`${area.name}.${field.name}`, { kind, field }])
  })
}

function fieldsOf(area: string, of: GraphQLSchema): [string, Field][] {
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? of.getQueryType() : of.getMutationType()
    const own = Object.values(root?.getFields() ?? {})
    return own.map((field): [string, Field] => [`${area}.${field.name}`, { kind, field }])
  })
}

const names = Object.keys(fields).filter((name) => !publicOperations.includes(name))
const queries = names.filter((name) => fieldOf(name).kind === 'query')
const mutations = names.filter((name) => fieldOf(name).kind === 'mutation')
const abouts = Object.entries(operations).flatMap(([name, row]): [string, Operation & About][] =>
  'make' in row ? [[name, row]] : [],
)

function fieldOf(name: string): Field {
  const field = fields[name]
  if (!field) throw new Error(`There is no operation "${name}".`)
  return field
}

function rowOf(name: string): Operation {
  const row = operations[name]
  if (!row) throw new Error(`operations.ts does not know "${name}".`)
  return row
}

/** Variables with which an operation works, each time others. */
async function working(name: string, world: World = acme): Promise<object> {
  const row = rowOf(name)
  return 'make' in row ? row.named(await row.make(world)) : row.input(world)
}

interface Asking {
  world?: World
  /** A group, or nobody. */
  as?: string | null
  /** A credential, instead of a group. */
  authorization?: string
  key?: string
  ifVersion?: number
}

interface Envelope {
  data: unknown
  error: { code: string; message: string; data: unknown } | null
}

async function ask(name: string, variables: object, asking: Asking = {}): Promise<Envelope> {
  const { world = acme, as = 'full-access', key, ifVersion } = asking
  const authorization = asking.authorization ?? (as === null ? undefined : await world.sign(as))
  const headers = {
    'x-tenant': world.tenant.id,
    ...(authorization !== undefined && { authorization }),
    ...(key !== undefined && { 'idempotency-key': key }),
  }
  const body = {
    query: documentOf(name),
    variables: { ...variables, ...versionIn(name, ifVersion) },
  }
  const path = pathOf(name)
  return envelopeIn(await send(body, headers, path === '/graphql' ? app : headless, path))
}

/** Of an operation, or of a request that ended before it. */
function envelopeIn({ data, error, errors }: Awaited<ReturnType<typeof send>>): Envelope {
  if (error) return { data: null, error }
  expect(errors).toBeUndefined()
  return data.answer ?? data.area.answer
}

/** An operation with all of its arguments, and all of its answer two levels deep. */
function documentOf(name: string): string {
  const { kind, field } = fieldOf(name)
  const declared = field.args.map((it) => `$${it.name}: ${String(it.type)}`).join(', ')
  const given = field.args.map((it) => `${it.name}: $${it.name}`).join(', ')
  const call = `answer: ${field.name}${given && `(${given})`} ${selectionOf(field.type, 2)}`
  const [area = ''] = name.split('.')
  const body = area === 'manage' ? call : `area: ${area} { ${call} }`
  return `${kind} ${declared && `(${declared})`} { ${body} }`
}

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type)
  if (!isObjectType(named) && !isInterfaceType(named)) return ''
  const own = Object.values(named.getFields())
    .filter(({ args }) => !args.some((it) => isNonNullType(it.type)))
    .filter((it) => isLeafType(getNamedType(it.type)) || depth > 0)
  return `{ ${own.map((it) => `${it.name} ${selectionOf(it.type, depth - 1)}`).join(' ')} }`
}

function versionIn(name: string, ifVersion: number | undefined): object {
  if (ifVersion === undefined) return {}
  return takesVersion(name) === 'options' ? { options: { ifVersion } } : { ifVersion }
}

/** Where an operation takes the version that its caller read, if it does. */
function takesVersion(name: string): 'argument' | 'options' | undefined {
  const { args } = fieldOf(name).field
  if (args.some((it) => it.name === 'ifVersion')) return 'argument'
  const options = args.find((it) => it.name === 'options')?.type
  return isInputObjectType(options) && 'ifVersion' in options.getFields() ? 'options' : undefined
}

/** How many events were recorded since `marker` was made. */
async function eventsSince(marker: string): Promise<number> {
  const days = [Number.parseInt(marker.slice(0, 12), 16), Date.now()]
  const partitions = days.map((it) => `AUDIT#${new Date(it).toISOString().slice(0, 10)}`)
  const pages = await Promise.all(
    [...new Set(partitions)].map((PK) =>
      acme.scope.table.walk(PK, { from: marker, to: 'g', limit: 9 }),
    ),
  )
  return pages.flatMap(({ items }) => items).length
}

const writesSince = (start: number) =>
  table.calls.slice(start).filter(({ command }) => command === 'TransactWrite')

/** Somebody who may do everything and whom nobody has seen before, with a key of theirs. */
const asSomebody = async (world: World = acme) => ({
  world,
  authorization: await world.sign('full-access', { uid: randomId('00u_') }),
  key: randomId('key'),
})

const unauthorized = { data: null, error: { code: 'SECURITY_NOT_AUTHORIZED' } }
const conflict = { data: null, error: { code: 'CONFLICT' } }
const signedOut = { data: null, error: { code: 'UNAUTHENTICATED' } }
const misused = {
  data: null,
  error: { code: 'VALIDATION_FAILED', data: [{ fieldId: 'idempotency-key' }] },
}

test('the table knows every operation of both schemas, and no other', () => {
  const known = [...publicOperations, ...Object.keys(operations)]
  expect(known.toSorted()).toEqual(Object.keys(fields).toSorted())
})

test.each(publicOperations)('%s is for everybody', async (name) => {
  expect(await ask(name, {}, { as: null })).not.toHaveProperty('error')
})

test.each(queries)('%s works', async (name) => {
  // Whoever reads their own record has signed in.
  if (name === 'adminUsers.getCurrentUser') await ask('security.login', {})

  expect(await ask(name, await working(name))).toMatchObject({ error: null })
})

test.each(names)('%s takes somebody who has signed in, and the permission', async (name) => {
  const row = rowOf(name)
  // Asked for what is not there: the permission is checked before anything is looked up.
  const variables = 'make' in row ? row.named(row.none) : await row.input(acme)

  expect(await ask(name, variables, { as: null })).toMatchObject(unauthorized)
  if (row.needs !== 'person')
    expect(await ask(name, variables, { as: allBut(row.needs) })).toMatchObject(unauthorized)
})

test.each(abouts)(
  '%s knows what is another tenant’s no better than what is not there',
  async (name, { make, named, none }) => {
    const theirs = await make(globex)
    const told = async (id: string) =>
      JSON.stringify(await ask(name, named(id))).replaceAll(id, '…')

    const unknown = await told(none)

    expect(unknown).toContain('NOT_FOUND')
    for (const id of [theirs, 'a#b']) expect(await told(id)).toBe(unknown)
  },
)

test.each(names.filter(takesVersion))(
  '%s fails with CONFLICT on another version than the last',
  async (name) => {
    const variables = await working(name)
    const start = table.calls.length

    const stale = await ask(name, variables, { ifVersion: 7 })

    expect(stale).toMatchObject(conflict)
    expect(writesSince(start)).toEqual([])
  },
)

/** A token is shown once: a repetition is answered without it. */
const withoutToken = ({ data, error }: Envelope): Envelope =>
  typeof data === 'object' && data && 'token' in data
    ? { data: { ...data, token: null }, error }
    : { data, error }

test.each(mutations)('%s is done once for a key and whoever sent it', async (name) => {
  const { events = 1, ends } = rowOf(name)
  const [one, other] = [await working(name), await working(name)]
  const somebody = await asSomebody()
  const { key } = somebody
  const marker = newId()

  const atOnce = await Promise.all([1, 2].map(() => ask(name, one, somebody)))
  const start = table.calls.length
  const later = await ask(name, one, somebody)
  const reused = await ask(name, other, somebody)
  const writes = writesSince(start)
  const colleague = await ask(name, other, { ...(await asSomebody()), key })
  const foreign = { ...(await asSomebody(globex)), key }
  const elsewhere = await ask(name, await working(name, globex), foreign)

  if (!ends) for (const answer of atOnce) expect(withoutToken(answer)).toEqual(later)
  expect(later).toMatchObject(ends ? signedOut : { error: null })
  if (events > 0 && Object.keys(one).length > 0) expect(reused).toMatchObject(misused)
  expect(writes).toEqual([])
  expect([colleague.error, elsewhere.error]).toEqual([null, null])
  expect(await eventsSince(marker)).toBe(events * 2)
})
