import { randomBytes } from 'node:crypto'
import type { Action, Group, PermissionName } from '@tenantry/security'

/** Where models are made and changed: the schema of `en-US`, with the entries, stays as it is. */
export const DESIGNS = 'de-DE'
/** Of the model group among them: the same on every tenant. */
export const DESIGNS_SLUG = 'designs'

/** One tenant, as somebody sees it who may do everything there. */
export interface World {
  tenantId: string
  /** Stands in every text that is stored on this tenant: eight lower-case letters, or nothing. */
  mark: string
  /** A model group among the designs. */
  group: { id: string }
  /** Runs an operation and gives the `data` of its answer. @throws if it answers an error. */
  ask(name: string, variables: object): Promise<Made>
  /** The id of somebody who has signed in for the first time. */
  newcomer(): Promise<string>
  /** The code that somebody is shown who has signed in and is in no group. */
  refusal(): Promise<string>
}

/** What answers have in common that name one thing. */
export interface Made {
  id: string
  modelId: string
  code: string
}

/** Where an operation is served. */
export function pathOf(name: string): string {
  const [area = ''] = name.split('.')
  if (!['manage', 'preview', 'read'].includes(area)) return '/graphql'
  return `/cms/${area}/${/ContentModel|Structure/.test(name) ? DESIGNS : 'en-US'}`
}

type Make<Made> = (world: World) => Promise<Made> | Made

export type Need = readonly [PermissionName, Action]

/** What an operation needs, and how to ask for it so that it works: each time about something new. */
export type Operation = {
  /** The least permission; `person`: none, but somebody who has signed in. */
  needs: Need | 'person'
  /** How many audit events it leaves, if not one. */
  events?: number
  /** The token that it was sent with is worth nothing afterwards. */
  ends?: boolean
  /** Its answer holds nothing that was stored. */
  silent?: boolean
  /** Its answer is one of the moment. */
  isLive?: boolean
} & (About | { input: Make<object>; mentions?: readonly Mention[] })

/** An id among the variables whose thing need not be there: then there is less in the answer. */
export type Mention = Omit<About, 'needs'>

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

/** Letters that nobody guesses, which begin as they are told. */
export const randomId = (prefix: string) => `${prefix}${randomBytes(5).toString('hex')}`
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const newGroup = (name: string, { mark }: World) => ({
  name: `${name} ${mark}`,
  slug: randomId(name + mark),
  description: mark,
  permissions: [],
})
const newTenant = ({ mark }: World) => {
  const id = randomId(`t${mark}`)
  const settings = { appClientId: randomId(`0oa${mark}`) }
  return { id, name: id, description: mark, tags: [], settings }
}
const newKey = ({ mark }: World) => ({
  name: randomId(`key ${mark}`),
  description: mark,
  permissions: [],
})
const tenantUpdate = {
  name: 'New',
  description: '',
  tags: [],
  settings: { appClientId: randomId('0oa') },
}
/** A code has no room for more than the mark's first four letters, as if they were a script. */
export const markOfCodes = (mark: string) => (mark ? `-${capital(mark.slice(0, 4))}` : '')
let locales = 100
const newCode = ({ mark }: World) => `de${markOfCodes(mark)}-${locales++}`
const newModel = ({ group: { id }, mark }: World) => {
  const names = named(randomId(`M${mark}`))
  return { ...names, description: mark, group: { id }, layout: [], fields: [] }
}
const named = (name: string) => ({ name, singularApiName: name, pluralApiName: `${name}s` })
const modelIn = (id: string) => ({ ...named('Borrowed'), group: { id }, layout: [], fields: [] })
const copy = { ...named('Copied'), group: { id: DESIGNS_SLUG } }
const newStructure = (world: World) => {
  const id = randomId(`g${world.mark}`)
  const { name, ...rest } = newModel(world)
  const data = {
    groups: [{ id, name: id, slug: id, icon: 'fas/star' }],
    models: [{ ...rest, name, modelId: name, group: id }],
  }
  return { data, models: [name] }
}
const newEntry = ({ mark }: World) => ({
  title: randomId(`title ${mark}`),
  parts: { text: randomId(`part ${mark}`) },
})

const group = {
  make: async (world: World) =>
    (await world.ask('security.createGroup', { data: newGroup('group', world) })).id,
  none: NO_ID,
}
const apiKey = {
  make: async (world: World) =>
    (await world.ask('security.createApiKey', { data: newKey(world) })).id,
  none: NO_ID,
}
const user = {
  make: (world: World) => world.newcomer(),
  none: '00u_no_such',
}
const disabledUser = {
  ...user,
  make: async (world: World) => {
    const id = await world.newcomer()
    await world.ask('adminUsers.disableUser', { id })
    return id
  },
}
const tenant = {
  make: async (world: World) =>
    (await world.ask('tenancy.createTenant', { data: newTenant(world) })).id,
  none: 'no-such',
}
const disabledTenant = {
  ...tenant,
  make: async (world: World) =>
    (await world.ask('tenancy.disableTenant', { id: await tenant.make(world) })).id,
}
const locale = {
  make: async (world: World) =>
    (await world.ask('i18n.createI18NLocale', { data: { code: newCode(world) } })).code,
  named: (code: string) => ({ code }),
  none: 'fr-FR',
}
const modelGroup = {
  make: async (world: World) => {
    const data = { name: randomId(`group ${world.mark}`) }
    return (await world.ask('manage.createContentModelGroup', { data })).id
  },
  named: byId,
  none: NO_ID,
}
const model = {
  make: async (world: World) =>
    (await world.ask('manage.createContentModel', { data: newModel(world) })).modelId,
  named: (modelId: string) => ({ modelId }),
  none: 'noSuch',
}
const entry = {
  make: async (world: World) =>
    (await world.ask('manage.createArticle', { data: newEntry(world) })).id,
  named: (revision: string) => ({ revision }),
  none: `${NO_ID}#0001`,
}
const publishedEntry = {
  ...entry,
  make: async (world: World) => {
    const revision = await entry.make(world)
    return (await world.ask('manage.publishArticle', { revision })).id
  },
}
const ofArticle = (id: string) => ({ modelId: 'article', id })
const contentEntry = { ...entry, named: (id: string) => ({ entry: ofArticle(id) }) }
const contentEntries: Operation = {
  needs: ['cms.contentEntry', 'r'],
  input: async (world) => ({ entries: [ofArticle(await publishedEntry.make(world))] }),
  mentions: [{ ...publishedEntry, named: (id) => ({ entries: [ofArticle(id)] }) }],
}
const deletedEntry = {
  ...entry,
  make: async (world: World) => {
    const [revision = ''] = (await entry.make(world)).split('#')
    await world.ask('manage.deleteArticle', { revision })
    return revision
  },
}
/** Somebody who has written an article that everybody can read. */
const author = {
  make: async (world: World) => {
    const { id } = await world.ask('manage.createAuthor', { data: { name: world.mark } })
    const by = { modelId: 'author', id }
    const data = { ...newEntry(world), author: by, parts: { writer: by } }
    const { id: revision } = await world.ask('manage.createArticle', { data })
    await world.ask('manage.publishArticle', { revision })
    return id
  },
  none: `${NO_ID}#0001`,
  named: (id: string) => {
    const by = { modelId: 'author', id }
    return { data: { title: 'Of theirs', author: by, parts: { writer: by } } }
  },
}
/** Finds the entries that hold a text. */
const text = {
  make: async (world: World) => {
    await publishedEntry.make(world)
    return world.mark
  },
  none: 'nosuchtext',
}
const filters: readonly Mention[] = [
  { ...publishedEntry, named: (id) => ({ where: { id } }) },
  { ...publishedEntry, named: (id) => ({ where: { entryId_in: id.split('#').slice(0, 1) } }) },
  { ...text, named: (search) => ({ search }) },
  { ...text, named: (word) => ({ where: { title_contains: word }, sort: ['title_ASC'] }) },
  { ...text, named: (word) => ({ where: { parts: { text_contains: word } } }) },
  { ...author, named: (id) => ({ where: { author: { id }, parts: { writer: { id } } } }) },
]
const saving = (data: object) => (id: string) => ({ revision: id, data })
/** Of what there is one of: it is saved over, and nobody names it. */
export const newSite = ({ mark }: Pick<World, 'mark'>) => ({
  data: { name: randomId(`site ${mark}`) },
})
const nothing = { input: () => ({}) }
/** The code that somebody in no group is shown. */
const accessRefusal = {
  make: (world: World) => world.refusal(),
  named: (code: string) => ({ code }),
  none: '00000-00000',
}
/** Beside a rule of its own it says what holds without rules: nobody loses their groups by it. */
const newRules = ({ mark }: World) => ({
  groupRules: [
    { claim: 'tenantry_groups', operator: 'EXISTS', group: '{value}' },
    { claim: 'department', operator: 'EQUALS', value: randomId(mark), group: 'editors' },
  ],
})
const draft = async (world: World) => {
  await world.ask('tenancy.saveSignInDraft', { data: newRules(world) })
  return {}
}

/** Of a locale, whose code stands in the event itself. */
const newEvent = async (world: World) => {
  await locale.make(world)
  return { where: { action: 'i18n' } }
}

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
  'i18n.install': { needs: ['*', 'w'], input: (world) => ({ data: { code: newCode(world) } }) },

  'tenancy.getDefaultTenant': { needs: 'person', ...nothing },
  'tenancy.getTenant': { needs: ['tenancy.tenant', 'r'], ...tenant, named: byWhere },
  'tenancy.listTenants': { needs: ['tenancy.tenant', 'r'], ...nothing },
  'tenancy.getOktaConnection': { needs: ['tenancy.signIn', 'r'], ...nothing, isLive: true },
  'tenancy.previewIssuer': {
    needs: ['tenancy.signIn', 'r'],
    input: () => ({ issuer: 'https://acme.okta.com/oauth2/default' }),
    silent: true,
  },
  'tenancy.createTenant': {
    needs: ['tenancy.tenant', 'w'],
    input: (world) => ({ data: newTenant(world) }),
  },
  'tenancy.updateTenant': {
    needs: ['tenancy.tenant', 'w'],
    ...tenant,
    named: (id) => ({ id, data: tenantUpdate }),
  },
  'tenancy.deleteTenant': { needs: ['tenancy.tenant', 'd'], ...disabledTenant, named: byId },
  'tenancy.disableTenant': { needs: ['tenancy.tenant', 'w'], ...tenant, named: byId },
  'tenancy.enableTenant': { needs: ['tenancy.tenant', 'w'], ...disabledTenant, named: byId },

  'tenancy.getSignInSettings': { needs: ['tenancy.signIn', 'r'], input: draft },
  'tenancy.explainAccess': {
    needs: ['tenancy.signIn', 'r'],
    input: ({ mark }) => ({ claims: { name: `Somebody ${mark}` } }),
  },
  'tenancy.getRefusal': { needs: ['tenancy.signIn', 'r'], ...accessRefusal },
  'tenancy.saveSignInDraft': {
    needs: ['tenancy.signIn', 'w'],
    input: (world) => ({ data: newRules(world) }),
  },
  'tenancy.discardSignInDraft': { needs: ['tenancy.signIn', 'w'], ...nothing, silent: true },
  'tenancy.activateSignIn': { needs: ['tenancy.signIn', 'w'], input: draft },

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
    input: (world) => ({ data: newGroup('made', world) }),
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
    input: (world) => ({ data: newKey(world) }),
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
  'adminUsers.disableUser': { needs: ['adminUsers.user', 'w'], ...user, named: byId },
  'adminUsers.readmitUser': { needs: ['adminUsers.user', 'w'], ...user, named: byId },
  'adminUsers.enableUser': { needs: ['adminUsers.user', 'w'], ...disabledUser, named: byId },

  'audit.listEvents': { needs: ['audit.log', 'r'], input: newEvent, isLive: true }, // it is sealed meanwhile

  'i18n.getI18NLocale': { needs: ['i18n.locale', 'r'], ...locale },
  'i18n.listI18NLocales': { needs: ['i18n.locale', 'r'], ...nothing },
  'i18n.createI18NLocale': {
    needs: ['i18n.locale', 'w'],
    input: (world) => ({ data: { code: newCode(world) } }),
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
    input: ({ mark }) => ({ data: { name: randomId(`group ${mark}`) } }),
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
    mentions: [{ ...modelGroup, named: (id) => ({ data: modelIn(id) }) }],
  },
  'manage.createContentModelFrom': {
    needs: ['cms.contentModel', 'w'],
    input: async (world) => {
      const { layout: _, fields: __, ...data } = newModel(world)
      return { modelId: await model.make(world), data }
    },
    mentions: [{ ...model, named: (modelId) => ({ modelId, data: copy }) }],
  },
  'manage.updateContentModel': {
    needs: ['cms.contentModel', 'w'],
    ...model,
    named: (modelId) => ({ modelId, data: { description: 'New', fields: [], layout: [] } }),
  },
  'manage.deleteContentModel': { needs: ['cms.contentModel', 'd'], ...model },

  'manage.exportStructure': {
    needs: ['cms.contentModel', 'r'],
    input: async (world) => ({ models: [await model.make(world)] }),
    mentions: [{ ...model, named: (modelId) => ({ models: [modelId] }) }],
  },
  'manage.validateImportStructure': {
    needs: ['cms.contentModel', 'w'],
    input: newStructure,
    events: 0,
  },
  // Of the import itself, the group and the model.
  'manage.importStructure': { needs: ['cms.contentModel', 'w'], input: newStructure, events: 3 },

  'manage.getArticle': { needs: ['cms.contentEntry', 'r'], ...entry },
  'manage.getArticleRevisions': { needs: ['cms.contentEntry', 'r'], ...entry, named: byId },
  'manage.getArticlesByIds': {
    needs: ['cms.contentEntry', 'r'],
    input: async (world) => ({ revisions: [await entry.make(world)] }),
    mentions: [{ ...entry, named: (id) => ({ revisions: [id] }) }],
  },
  'manage.getContentEntry': { needs: ['cms.contentEntry', 'r'], ...contentEntry },
  'manage.getLatestContentEntry': { needs: ['cms.contentEntry', 'r'], ...contentEntry },
  'manage.getPublishedContentEntry': {
    needs: ['cms.contentEntry', 'r'],
    ...contentEntry,
    make: publishedEntry.make,
  },
  ...Object.fromEntries(
    ['getContentEntries', 'getLatestContentEntries', 'getPublishedContentEntries'].map((it) => [
      `manage.${it}`,
      contentEntries,
    ]),
  ),
  'manage.searchContentEntries': {
    needs: ['cms.contentEntry', 'r'],
    input: () => ({ modelIds: ['article', 'author'] }),
    mentions: [{ ...text, named: (query) => ({ modelIds: ['article'], query }) }],
  },
  'manage.listArticles': { needs: ['cms.contentEntry', 'r'], ...nothing, mentions: filters },
  'manage.listDeletedArticles': { needs: ['cms.contentEntry', 'r'], ...nothing },
  'manage.createArticle': {
    needs: ['cms.contentEntry', 'w'],
    input: (world) => ({ data: newEntry(world) }),
    mentions: [author],
  },
  'manage.createArticleFrom': { needs: ['cms.contentEntry', 'w'], ...entry },
  'manage.updateArticle': {
    needs: ['cms.contentEntry', 'w'],
    ...entry,
    named: saving({ body: 'New' }),
  },
  'manage.validateArticle': {
    needs: ['cms.contentEntry', 'w'],
    ...entry,
    named: saving({}),
    events: 0,
    silent: true,
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
    silent: true,
  },

  'manage.getSite': { needs: ['cms.contentEntry', 'r'], ...nothing },
  'manage.updateSite': { needs: ['cms.contentEntry', 'w'], input: newSite },

  ...reading('preview', entry),
  ...reading('read', publishedEntry),
}

/** What front ends ask for. */
function reading(endpoint: string, one: typeof entry): Record<string, Operation> {
  const [entries, models] = [
    ['cms.contentEntry', 'r'],
    ['cms.contentModel', 'r'],
  ] as const
  return {
    [`${endpoint}.getArticle`]: { needs: entries, ...one, named: byWhere },
    [`${endpoint}.listArticles`]: { needs: entries, ...nothing, mentions: filters },
    [`${endpoint}.getSite`]: { needs: entries, ...nothing },
    [`${endpoint}.getContentModel`]: { needs: models, ...model },
    [`${endpoint}.listContentModels`]: { needs: models, ...nothing },
  }
}

const ALL = [
  'adminUsers.user',
  'audit.log',
  'cms.contentEntry',
  'cms.contentModel',
  'cms.contentModelGroup',
  'cms.endpoint.manage',
  'cms.endpoint.preview',
  'cms.endpoint.read',
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
