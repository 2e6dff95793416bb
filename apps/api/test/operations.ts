import {
  createEntry,
  createLocale,
  createModel,
  createModelGroup,
  deleteEntry,
  publishEntry,
} from '@tenantry/cms'
import {
  type Action,
  createApiKey,
  createGroup,
  type Group,
  login,
  type PermissionName,
} from '@tenantry/security'
import { principalWith } from '@tenantry/security/testing'
import { createTenant, disableTenant } from '@tenantry/tenancy'
import { contentWorld } from './content-world.ts'
import { randomId } from './world.ts'

/** Where models are made and changed: the schema of `en-US`, with the entries, stays as it is. */
const DESIGNS = 'de-DE'

/** A tenant with authors and articles in one locale, and room for models in another. */
export async function operationsWorld(groups: Record<string, Group> = {}) {
  const world = await contentWorld(groups)
  await createLocale(world.scope, { code: DESIGNS })
  const group = await createModelGroup(world.scope, DESIGNS, { name: 'Designs' })
  return { ...world, group }
}
export type World = Awaited<ReturnType<typeof operationsWorld>>

/** Where an operation is served. */
export function pathOf(name: string): string {
  if (!name.startsWith('manage.')) return '/graphql'
  return `/cms/manage/${name.includes('ContentModel') ? DESIGNS : 'en-US'}`
}

type Make<Made> = (world: World) => Promise<Made> | Made

type Need = readonly [PermissionName, Action]

/** What an operation needs, and how to ask for it so that it works: each time about something new. */
export type Operation = {
  /** The least permission; `person`: none, but somebody who has signed in. */
  needs: Need | 'person'
  /** How many audit events it leaves, if not one. */
  events?: number
  /** The token that it was sent with is worth nothing afterwards. */
  ends?: boolean
} & (About | { input: Make<object> })

/** An operation on something that there is: one is made, and named in the variables. */
export interface About {
  needs: Need
  make: Make<string>
  named: (id: string) => object
  /** What there is not. */
  none: string
}

const NO_ID = 'f'.repeat(24)
const byId = (id: string) => ({ id })
const byWhere = (id: string) => ({ where: { id } })

const newGroup = (name: string) => ({ name, slug: randomId(name), permissions: [] })
const newTenant = () => {
  const id = randomId('t')
  return { id, name: id, description: '', tags: [], settings: { appClientId: randomId('0oa') } }
}
const { id: _, ...tenantUpdate } = newTenant()
let locales = 100
const newCode = () => `de-${locales++}`
const newModel = ({ group }: World) => {
  const name = randomId('M')
  const names = { singularApiName: name, pluralApiName: `${name}s` }
  return { name, ...names, group: { id: group.id }, layout: [], fields: [] }
}

const group = {
  make: async ({ scope }: World) => (await createGroup(scope, newGroup('group'))).id,
  none: NO_ID,
}
const apiKey = {
  make: async ({ scope }: World) =>
    (await createApiKey(scope, { name: 'Website', permissions: [] })).id,
  none: NO_ID,
}
const user = {
  make: async ({ scope }: World) => (await login({ ...scope, principal: principalWith() })).id,
  none: '00u_no_such',
}
const tenant = {
  make: async ({ scope }: World) => (await createTenant(scope, newTenant())).id,
  none: 'no-such',
}
const disabledTenant = {
  ...tenant,
  make: async (world: World) => (await disableTenant(world.scope, await tenant.make(world))).id,
}
const locale = {
  make: async ({ scope }: World) => (await createLocale(scope, { code: newCode() })).code,
  named: (code: string) => ({ code }),
  none: 'fr-FR',
}
const modelGroup = {
  make: async ({ scope }: World) =>
    (await createModelGroup(scope, DESIGNS, { name: randomId('group') })).id,
  named: byId,
  none: NO_ID,
}
const model = {
  make: async (world: World) => (await createModel(world.scope, DESIGNS, newModel(world))).modelId,
  named: (modelId: string) => ({ modelId }),
  none: 'noSuch',
}
const entry = {
  make: async ({ scope, models }: World) =>
    (await createEntry(scope, models.article, { data: { title: randomId('title') } })).id,
  named: (revision: string) => ({ revision }),
  none: `${NO_ID}#0001`,
}
const publishedEntry = {
  ...entry,
  make: async (world: World) => {
    const revision = await entry.make(world)
    return (await publishEntry(world.scope, world.models.article, { revision })).id
  },
}
const deletedEntry = {
  ...entry,
  make: async (world: World) => {
    const [revision = ''] = (await entry.make(world)).split('#')
    await deleteEntry(world.scope, world.models.article, { revision })
    return revision
  },
}
const saving = (data: object) => (id: string) => ({ revision: id, data })
const nothing = { input: () => ({}) }

/** What everybody may ask, with the reason. */
export const publicOperations = [
  'tenancy.version', // the wizard asks before anybody can sign in
  'tenancy.appClientId', // the sign-in page of v5 clients
  'tenancy.signIn', // the sign-in page
  'security.version', // the wizard
  'i18n.version', // the wizard
  'i18n.getI18NInformation', // the codes of locales stand in URLs
  'cms.version', // the wizard
]

/** Every other operation of the admin API and of the one for editors. Whoever adds one adds it here. */
export const operations: Record<string, Operation> = {
  'cms.install': { needs: ['*', 'w'], ...nothing, events: 0 },
  'tenancy.install': { needs: ['*', 'w'], ...nothing, events: 0 },
  'security.install': { needs: ['*', 'w'], ...nothing, events: 0 },
  'i18n.install': { needs: ['*', 'w'], input: () => ({ data: { code: newCode() } }) },

  'tenancy.getDefaultTenant': { needs: 'person', ...nothing },
  'tenancy.getTenant': { needs: ['tenancy.tenant', 'r'], ...tenant, named: byWhere },
  'tenancy.listTenants': { needs: ['tenancy.tenant', 'r'], ...nothing },
  'tenancy.createTenant': {
    needs: ['tenancy.tenant', 'w'],
    input: () => ({ data: newTenant() }),
  },
  'tenancy.updateTenant': {
    needs: ['tenancy.tenant', 'w'],
    ...tenant,
    named: (id) => ({ id, data: tenantUpdate }),
  },
  'tenancy.deleteTenant': { needs: ['tenancy.tenant', 'd'], ...disabledTenant, named: byId },
  'tenancy.disableTenant': { needs: ['tenancy.tenant', 'w'], ...tenant, named: byId },
  'tenancy.enableTenant': { needs: ['tenancy.tenant', 'w'], ...disabledTenant, named: byId },

  'security.login': { needs: 'person', ...nothing },
  'security.logout': { needs: 'person', ...nothing, ends: true },
  'security.signOutEverywhere': {
    needs: ['adminUsers.user', 'w'],
    ...user,
    named: (userId) => ({ userId }),
  },
  'security.getGroup': { needs: ['security.group', 'r'], ...group, named: byWhere },
  'security.listGroups': { needs: ['security.group', 'r'], ...nothing },
  'security.createGroup': {
    needs: ['security.group', 'w'],
    input: () => ({ data: newGroup('made') }),
  },
  'security.updateGroup': {
    needs: ['security.group', 'w'],
    ...group,
    named: (id) => ({ id, data: { name: 'New' } }),
  },
  'security.deleteGroup': { needs: ['security.group', 'd'], ...group, named: byId },
  'security.getApiKey': { needs: ['security.apiKey', 'r'], ...apiKey, named: byId },
  'security.listApiKeys': { needs: ['security.apiKey', 'r'], ...nothing },
  'security.createApiKey': {
    needs: ['security.apiKey', 'w'],
    input: () => ({ data: { name: randomId('key'), permissions: [] } }),
  },
  'security.updateApiKey': {
    needs: ['security.apiKey', 'w'],
    ...apiKey,
    named: (id) => ({ id, data: { name: 'New' } }),
  },
  'security.rotateApiKey': { needs: ['security.apiKey', 'w'], ...apiKey, named: byId },
  'security.deleteApiKey': { needs: ['security.apiKey', 'd'], ...apiKey, named: byId },

  'adminUsers.getUser': { needs: ['adminUsers.user', 'r'], ...user, named: byWhere },
  'adminUsers.getCurrentUser': { needs: 'person', ...nothing },
  'adminUsers.listUsers': { needs: ['adminUsers.user', 'r'], ...nothing },

  'i18n.getI18NLocale': { needs: ['i18n.locale', 'r'], ...locale },
  'i18n.listI18NLocales': { needs: ['i18n.locale', 'r'], ...nothing },
  'i18n.createI18NLocale': {
    needs: ['i18n.locale', 'w'],
    input: () => ({ data: { code: newCode() } }),
  },
  'i18n.updateI18NLocale': {
    needs: ['i18n.locale', 'w'],
    ...locale,
    named: (code) => ({ code, data: { default: true } }),
  },
  'i18n.deleteI18NLocale': { needs: ['i18n.locale', 'd'], ...locale },

  'manage.getContentModelGroup': { needs: ['cms.contentModelGroup', 'r'], ...modelGroup },
  'manage.listContentModelGroups': { needs: ['cms.contentModelGroup', 'r'], ...nothing },
  'manage.createContentModelGroup': {
    needs: ['cms.contentModelGroup', 'w'],
    input: () => ({ data: { name: randomId('group') } }),
  },
  'manage.updateContentModelGroup': {
    needs: ['cms.contentModelGroup', 'w'],
    ...modelGroup,
    named: (id) => ({ id, data: { name: 'New' } }),
  },
  'manage.deleteContentModelGroup': { needs: ['cms.contentModelGroup', 'd'], ...modelGroup },
  'manage.getContentModel': { needs: ['cms.contentModel', 'r'], ...model },
  'manage.listContentModels': { needs: ['cms.contentModel', 'r'], ...nothing },
  'manage.createContentModel': {
    needs: ['cms.contentModel', 'w'],
    input: (world) => ({ data: newModel(world) }),
  },
  'manage.updateContentModel': {
    needs: ['cms.contentModel', 'w'],
    ...model,
    named: (modelId) => ({ modelId, data: { description: 'New', fields: [], layout: [] } }),
  },
  'manage.deleteContentModel': { needs: ['cms.contentModel', 'd'], ...model },

  'manage.getArticle': { needs: ['cms.contentEntry', 'r'], ...entry },
  'manage.getArticleRevisions': { needs: ['cms.contentEntry', 'r'], ...entry, named: byId },
  'manage.getArticlesByIds': {
    needs: ['cms.contentEntry', 'r'],
    input: async (world) => ({ revisions: [await entry.make(world)] }),
  },
  'manage.listArticles': { needs: ['cms.contentEntry', 'r'], ...nothing },
  'manage.listDeletedArticles': { needs: ['cms.contentEntry', 'r'], ...nothing },
  'manage.createArticle': {
    needs: ['cms.contentEntry', 'w'],
    input: () => ({ data: { title: randomId('title') } }),
  },
  'manage.createArticleFrom': { needs: ['cms.contentEntry', 'w'], ...entry },
  'manage.updateArticle': {
    needs: ['cms.contentEntry', 'w'],
    ...entry,
    named: saving({ title: 'New' }),
  },
  'manage.validateArticle': {
    needs: ['cms.contentEntry', 'w'],
    ...entry,
    named: saving({}),
    events: 0,
  },
  'manage.moveArticle': {
    needs: ['cms.contentEntry', 'w'],
    ...entry,
    named: (revision) => ({ revision, folderId: 'news' }),
  },
  'manage.publishArticle': { needs: ['cms.contentEntry', 'p'], ...entry },
  'manage.republishArticle': { needs: ['cms.contentEntry', 'p'], ...publishedEntry },
  'manage.unpublishArticle': { needs: ['cms.contentEntry', 'u'], ...publishedEntry },
  'manage.deleteArticle': { needs: ['cms.contentEntry', 'd'], ...entry },
  'manage.restoreArticleFromBin': { needs: ['cms.contentEntry', 'd'], ...deletedEntry },
  'manage.deleteMultipleArticles': {
    needs: ['cms.contentEntry', 'd'],
    ...entry,
    named: (id) => ({ entries: [id] }),
  },
}

const ALL = [
  'adminUsers.user',
  'audit.log',
  'cms.contentEntry',
  'cms.contentModel',
  'cms.contentModelGroup',
  'cms.endpoint.manage',
  'fm.file',
  'i18n.locale',
  'security.apiKey',
  'security.group',
  'tenancy.signIn',
  'tenancy.tenant',
] as const satisfies PermissionName[]

/** The slug of a group that may do everything but this one thing. */
export const allBut = ([name, action]: Need): string =>
  `all-but-${name.replace('*', 'all').replace(/\W/g, '-').toLowerCase()}-${action}`

/** A group for each permission that an operation needs: it holds all others. */
export const nearMisses = (): Record<string, Group> =>
  Object.fromEntries(
    Object.values(operations).flatMap(({ needs }) =>
      needs === 'person' ? [] : [[allBut(needs), ALL.map((it) => without(it, needs))]],
    ),
  )

function without(name: PermissionName, [missing, action]: Need) {
  if (name !== missing) return { name }
  const rwd = 'rwd'.replace(action, '')
  return name === 'cms.contentEntry' ? { name, rwd, pw: 'pu'.replace(action, '') } : { name, rwd }
}
