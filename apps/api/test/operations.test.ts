import { eventsOf } from '@tenantry/dynamo/testing'
import { newId } from '@tenantry/dynamo'
import {
  type About,
  allBut,
  documentOf,
  fieldNamed,
  type Fields,
  fieldsOf,
  fieldsOfAreas,
  type Need,
  nearMisses,
  type Operation,
  operations,
  pathOf,
  publicOperations,
  type World as OneTenant,
} from '@tenantry/prove'
import { createLocale, createModel, createModelGroup, type Model } from '@tenantry/cms'
import type { Group } from '@tenantry/security'
import { isInputObjectType } from 'graphql'
import { expect, test, vi } from 'vitest'
import { runs } from '../../../tools/runs.ts'
import { buildSchema } from '../src/headless/schema.ts'
import { logger } from '../src/log.ts'
import { schema } from '../src/schema.ts'
import { contentWorld, field, headless } from './content-world.ts'
import { app, randomId, send, table } from './world.ts'

type Content = Awaited<ReturnType<typeof contentWorld>>
type World = Omit<Content, 'ask' | 'models'> &
  OneTenant & { models: Content['models'] & { site: Model } }

/** A tenant with authors and articles in one locale, and room for models in another. */
async function operationsWorld(groups: Record<string, Group> = {}): Promise<World> {
  const content = await contentWorld(groups)
  const { scope, tenant, sign } = content
  await createLocale(scope, { code: 'de-DE' })
  const group = await createModelGroup(scope, 'de-DE', { name: 'Designs' })
  const site = await createModel(scope, 'en-US', {
    name: 'Site',
    singularApiName: 'Site',
    pluralApiName: 'Sites',
    group: { id: content.group.id },
    tags: ['singleton'],
    fields: [field('name', 'text')],
  })
  const world: World = {
    ...content,
    models: { ...content.models, site },
    group,
    tenantId: tenant.id,
    mark: '',
    ask: (name, variables) => dataOf(ask(name, variables, { world })),
    newcomer: async () => {
      const authorization = await sign('full-access', { uid: randomId('00u_') })
      return (await dataOf(ask('security.login', {}, { world, authorization }))).id
    },
    refusal: async () => {
      const { data } = await world.as([], { uid: randomId('00u_') }).graphql(`mutation {
        security { login { data { ... on OktaIdentity { refusal } } } }
      }`)
      return data.security.login.data.refusal
    },
  }
  return world
}

async function dataOf(answered: Promise<Envelope>): ReturnType<OneTenant['ask']> {
  const { data, error } = await answered
  if (error) throw new Error(error.message)
  return data as Awaited<ReturnType<OneTenant['ask']>>
}

/** A group for each permission that an operation needs: it holds that, and what leads to content. */
const justEnough = Object.fromEntries(
  Object.values(operations).flatMap(({ needs }): [string, Group][] =>
    needs === 'person' ? [] : [[onlyFor(needs), groupOf(needs)]],
  ),
)

function groupOf([needed, letter]: Need): Group {
  const endpoints = ['manage', 'preview', 'read'].map((it) => ({ name: `cms.endpoint.${it}` }))
  const readable = ['cms.contentModelGroup', 'cms.contentModel'].filter((it) => it !== needed)
  const letters =
    letter === 'p' || letter === 'u'
      ? { rwd: 'r', pw: letter }
      : { rwd: letter === 'r' ? letter : `r${letter}` }
  return [
    ...endpoints,
    ...readable.map((name) => ({ name, rwd: 'r' })),
    needed === '*' ? { name: needed } : { name: needed, ...letters },
  ]
}

const [acme, globex] = [
  await operationsWorld({ ...nearMisses(), ...justEnough }),
  await operationsWorld(),
]

/** The operations of the admin's schema, and of those of content for articles and the site. */
const fields: Fields = {
  ...fieldsOfAreas(schema),
  ...Object.assign(
    {},
    ...(['manage', 'preview', 'read'] as const).map((endpoint) =>
      fieldsOf(
        endpoint,
        buildSchema({ endpoint, models: [acme.models.article, acme.models.site] }),
      ),
    ),
  ),
}

const names = Object.keys(fields).filter((name) => !publicOperations.includes(name))
const queries = names.filter((name) => fieldNamed(name, fields).kind === 'query')
const mutations = names.filter((name) => fieldNamed(name, fields).kind === 'mutation')
const abouts = Object.entries(operations).flatMap(([name, row]): [string, Operation & About][] =>
  'make' in row ? [[name, row]] : [],
)

function rowOf(name: string): Operation {
  const row = operations[name]
  if (!row) throw new Error(`packages/prove/src/operations.ts does not know "${name}".`)
  return row
}

function onlyFor([name, letter]: Need): string {
  return `only-${name.replace('*', 'all').replace(/\W/g, '-').toLowerCase()}-${letter}`
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
    query: documentOf(name, fields),
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

function versionIn(name: string, ifVersion: number | undefined): object {
  if (ifVersion === undefined) return {}
  return takesVersion(name) === 'options' ? { options: { ifVersion } } : { ifVersion }
}

/** Where an operation takes the version that its caller read, if it does. */
function takesVersion(name: string): 'argument' | 'options' | undefined {
  const { args } = fieldNamed(name, fields).field
  if (args.some((it) => it.name === 'ifVersion')) return 'argument'
  const options = args.find((it) => it.name === 'options')?.type
  return isInputObjectType(options) && 'ifVersion' in options.getFields() ? 'options' : undefined
}

/** How many events were recorded since `marker` was made. */
const eventsSince = async (marker: string): Promise<number> =>
  (await eventsOf(acme.scope.table, marker)).length

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

/** To save what there is one of makes it public. */
const TAKES_TWO = ['manage.updateSite']

test.each(names.filter((it) => rowOf(it).needs !== 'person' && !TAKES_TWO.includes(it)))(
  '%s takes no more than that permission',
  async (name) => {
    const row = rowOf(name)
    const variables = 'make' in row ? row.named(row.none) : await row.input(acme)
    const as = row.needs === 'person' ? null : onlyFor(row.needs)

    const { error } = await ask(name, variables, { as })

    expect(error?.code).not.toBe('SECURITY_NOT_AUTHORIZED')
  },
)

test.each(abouts)(
  '%s knows what is another tenant’s no better than what is not there',
  async (name, { make, named, none }) => {
    const theirs = await make(globex)
    const told = async (id: string) =>
      JSON.stringify(await ask(name, named(id)))
        .replaceAll(id, '…')
        .replaceAll(`\\"${id.split('#')[0]}\\"`, '\\"…\\"')

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

    const stale = await ask(name, variables, { ifVersion: 7000 })

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

/** Sends a mutation to a process that crashes at one of its writes. Whether it came so far. */
async function crashing(
  { when, write }: { when: 'before' | 'after'; write: number },
  send: () => Promise<unknown>,
): Promise<boolean> {
  let writes = 0
  table[when] = ({ command }) => {
    if (command === 'TransactWrite' && ++writes === write) throw new Error('crash')
  }
  vi.spyOn(logger, 'error').mockImplementation(() => {}) // it says so
  // What it answers, if anything, does not arrive.
  await send().catch(() => undefined)
  table[when] = undefined
  return writes >= write
}

/** At the first write of each mutation; in the deep tests at every one. */
const CRASHES = runs(1) > 1 ? 20 : 1

test.each(
  mutations.flatMap((name) => (['before', 'after'] as const).map((when) => [name, when] as const)),
)(
  '%s, sent again after a crash right %s a write, has happened once',
  async (name, when) => {
    const { events = 1, ends } = rowOf(name)
    for (let write = 1, crashed = true; write <= CRASHES && crashed; write++) {
      const variables = await working(name)
      const somebody = await asSomebody()
      const marker = newId()

      crashed = await crashing({ when, write }, () => ask(name, variables, somebody))
      const again = await ask(name, variables, somebody)

      expect(again).toMatchObject(ends && again.error ? signedOut : { error: null })
      expect(await eventsSince(marker)).toBe(events)
    }
  },
  60_000,
)
