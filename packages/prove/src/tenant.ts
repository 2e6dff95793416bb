import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema } from 'graphql'
import {
  DESIGNS,
  DESIGNS_SLUG,
  type Made,
  newSite,
  pathOf,
  randomId,
  type World,
} from './operations.ts'
import { kept, type Machine, type Org, personClaims } from './org.ts'
import { documentOf, type Fields, fieldsOf, fieldsOfAreas } from './schema.ts'
import { type Envelope, envelopeIn, send, type Target } from './target.ts'

/** A tenant that is there to be attacked, and in whose name others are. */
export interface Tenant extends World {
  clientId: string
  machine: Machine
  /** The operations of all schemas, as its administrator is shown them. */
  fields: Fields
  /** The authorization of its administrator; another one where the next request ends it. */
  admin(fresh?: boolean): Promise<string>
  signOut(authorization: string): Promise<void>
  /** An API key that may do everything. */
  apiKey: string
}

export interface Place {
  target: Target
  org: Org
  /** Notes the tenants that were made on root, at once: whoever is interrupted takes them away. */
  made?: string[]
}

interface Wish {
  name: string
  mark: string
  machine: Machine
}

/** Makes a tenant by the API, with authors and articles in one locale, and room for models in another. */
export async function makeTenant(place: Place, { name, mark, machine }: Wish): Promise<Tenant> {
  const clientId = randomId(`0oa${mark}`)
  const tenantId = await createTenant(place, {
    name: `${name} ${mark}`,
    description: mark,
    settings: { appClientId: clientId, okta: { serviceClientIds: [machine.clientId] } },
  })
  const tenant: Tenant = {
    tenantId,
    mark,
    clientId,
    machine,
    group: { id: '' },
    apiKey: '',
    fields: {},
    admin: adminOf(place.org, { clientId, mark, machine }),
    ask: async (operation, variables) => dataOf(await askAs(place, tenant, operation, variables)),
    async signOut(authorization) {
      await askAs(place, tenant, 'security.logout', {}, authorization)
    },
    newcomer: () => newcomerOn(place, tenant),
    refusal: () => refusalOn(place, tenant),
  }
  await furnish(place, tenant)
  return tenant
}

/** Root makes a tenant, and tells its id. */
export async function createTenant({ target, org, made }: Place, data: object): Promise<string> {
  const query = `mutation ($data: CreateTenantInput!) {
    area: tenancy { answer: createTenant(data: $data) { data { id } error { code message } } }
  }`
  const id = randomId('prove-')
  const variables = { data: { id, tags: [], ...data } }
  const authorization = await org.root()
  const asked = { tenantId: 'root', path: '/graphql', authorization, query, variables }
  dataOf(envelopeIn(await send(target, asked)))
  made?.push(id)
  return id
}

/** What an answer holds. @throws if it is an error. */
function dataOf({ data, error }: Envelope): Made {
  if (error) throw new Error(`${error.code}: ${error.message}`)
  return data
}

/** Asks as the administrator of a tenant, or as somebody else. */
export async function askAs(
  { target }: Pick<Place, 'target'>,
  tenant: Tenant,
  operation: string,
  variables: object,
  authorization?: string,
): Promise<Envelope> {
  const answer = await send(target, {
    tenantId: tenant.tenantId,
    path: pathOf(operation),
    authorization: authorization ?? (await tenant.admin()),
    query: documentOf(operation, tenant.fields),
    variables,
  })
  return envelopeIn(answer)
}

/** A person, where we can sign in whom we like, else the tenant's machine. */
function adminOf(
  org: Org,
  { clientId, mark, machine }: Pick<Tenant, 'clientId' | 'mark' | 'machine'>,
): Tenant['admin'] {
  const { issuer, audience, sign } = org
  if (!sign) return async (fresh) => `Bearer ${await machine.token(fresh)}`
  const at = { issuer, audience, clientId }
  const shown = { name: `Prove ${mark}`, email: `prove@${mark}.example` }
  const signIn = (uid: string) => sign(personClaims(at, org, { ...shown, uid }))
  const usual = kept(() => signIn('00u_prove'))
  return async (fresh = false) => `Bearer ${await (fresh ? signIn(randomId('00u_')) : usual())}`
}

async function newcomerOn(place: Place, tenant: Tenant): Promise<string> {
  const { data } = await askAs(place, tenant, 'security.login', {}, await tenant.admin(true))
  return data.id
}

const LOGIN = `mutation {
  area: security {
    answer: login { data { ... on OktaIdentity { refusal } } error { code message } }
  }
}`

/** Somebody in no group signs in, and is told by which code an administrator finds out why. */
async function refusalOn({ target, org }: Place, tenant: Tenant): Promise<string> {
  const { issuer, audience, groupClaim, sign } = org
  const { tenantId, clientId, mark } = tenant
  if (!sign) throw new TypeError('Nobody signs here.')
  const who = { uid: randomId(`00u_${mark}`), [groupClaim]: [] }
  const authorization = `Bearer ${await sign(personClaims({ issuer, audience, clientId }, org, who))}`
  const asked = { tenantId, path: '/graphql', authorization, query: LOGIN }
  const { data } = envelopeIn(await send(target, asked))
  return data.refusal
}

const field = (fieldId: string, type: string, more: object = {}) => ({
  id: fieldId,
  fieldId,
  type,
  label: fieldId,
  ...more,
})
const refersTo = (modelId: string) => ({ settings: { models: [{ modelId }] } })

async function furnish(place: Place, tenant: Tenant): Promise<void> {
  const { mark } = tenant
  tenant.fields = await fieldsFor(place, tenant)
  await tenant.ask('i18n.createI18NLocale', { data: { code: DESIGNS } })
  if (place.org.sign) await tenant.ask('security.login', {})
  tenant.apiKey = await keyOf(tenant)
  tenant.group = await tenant.ask('manage.createContentModelGroup', {
    data: { name: `Designs ${mark}`, slug: DESIGNS_SLUG },
  })

  const group = await madeInEnglish(place, tenant, 'createContentModelGroup', {
    name: `Texts ${mark}`,
  })
  const model = (name: string, fields: object[], more: object = {}) => ({
    name,
    singularApiName: name,
    pluralApiName: `${name}s`,
    description: mark,
    group: { id: group.id },
    layout: [],
    fields,
    ...more,
  })
  const title = field('title', 'text', { helpText: mark })
  const author = model('Author', [field('name', 'text')])
  const body = field('body', 'long-text')
  const parts = field('parts', 'object', {
    settings: { fields: [field('text', 'text'), field('writer', 'ref', refersTo('author'))] },
  })
  const by = field('author', 'ref', refersTo('author'))
  const article = model('Article', [title, body, by, parts])
  // Its name is the mark: whoever is shown another tenant's schema is shown that.
  const named = model(randomId(`M${mark}`), [field('name', 'text')])
  const site = model('Site', [field('name', 'text')], { tags: ['singleton'] })
  for (const data of [author, article, named, site])
    await madeInEnglish(place, tenant, 'createContentModel', data)
  tenant.fields = await fieldsFor(place, tenant)
  await tenant.ask('manage.updateSite', newSite(tenant))
}

async function keyOf(tenant: Tenant): Promise<string> {
  const data = { name: `Everything ${tenant.mark}`, permissions: [{ name: '*' }] }
  const made: object = await tenant.ask('security.createApiKey', { data })
  return 'token' in made ? String(made.token) : ''
}

/** The models of the articles: everything else about models is tried where it is in nobody's way. */
async function madeInEnglish(
  { target }: Place,
  tenant: Tenant,
  operation: string,
  data: object,
): Promise<Made> {
  const answer = await send(target, {
    tenantId: tenant.tenantId,
    path: '/cms/manage/en-US',
    authorization: await tenant.admin(),
    query: documentOf(`manage.${operation}`, tenant.fields),
    variables: { data },
  })
  return dataOf(envelopeIn(answer))
}

/** All operations that a tenant's administrator is shown by introspection. */
async function fieldsFor({ target }: Place, tenant: Tenant): Promise<Fields> {
  const schemaAt = async (path: string): Promise<GraphQLSchema> => {
    const authorization = await tenant.admin()
    const query = getIntrospectionQuery()
    const answer = await send(target, { tenantId: tenant.tenantId, path, authorization, query })
    const { data } = JSON.parse(answer.body)
    if (!data) throw new Error(`${path} shows no schema: ${answer.status} ${answer.body}`)
    return buildClientSchema(data)
  }
  const content = await Promise.all(
    ['manage', 'preview', 'read'].map(async (it) =>
      fieldsOf(it, await schemaAt(`/cms/${it}/en-US`)),
    ),
  )
  return Object.assign(fieldsOfAreas(await schemaAt('/graphql')), ...content)
}

/**
 * Takes away what was made on root, and by the administrators of these tenants on them. What cannot
 * be removed keeps nothing else: the sentences tell what is left, and why.
 */
export async function removeTenants(
  { target, org, made = [] }: Place,
  own: readonly Tenant[],
): Promise<string[]> {
  const left: string[] = []
  const attempt = (removal: Promise<void>) =>
    removal.catch((error: Error) => void left.push(error.message))
  for (const tenant of own) await attempt(removeChildren({ target }, tenant))
  for (const id of made)
    await attempt(remove({ target, authorization: await org.root(), parent: 'root', id }))
  return left
}

async function removeChildren({ target }: Pick<Place, 'target'>, tenant: Tenant): Promise<void> {
  const { data } = await askAs({ target }, tenant, 'tenancy.listTenants', {})
  const authorization = await tenant.admin()
  for (const { id } of data ?? [])
    await remove({ target, authorization, parent: tenant.tenantId, id })
}

interface Removal {
  target: Target
  authorization: string
  parent: string
  id: string
}

async function remove({ target, authorization, parent, id }: Removal): Promise<void> {
  // One after the other: only a tenant that is disabled can be deleted.
  for (const operation of ['disableTenant', 'deleteTenant']) {
    const query = `mutation ($id: ID!) {
      area: tenancy { answer: ${operation}(id: $id) { error { code message } } }
    }`
    const asked = { tenantId: parent, path: '/graphql', authorization, query, variables: { id } }
    const { error } = envelopeIn(await send(target, asked))
    if (error) throw new Error(`${id} could not be removed: ${error.message}`)
  }
}
