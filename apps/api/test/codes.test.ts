import { createEntry, createModelGroup, publishEntry } from '@tenantry/cms'
import { codes, type ErrorCode } from '@tenantry/errors'
import { createTenant, disableTenant } from '@tenantry/tenancy'
import { scopeOn } from '@tenantry/tenancy/testing'
import { expect, test } from 'vitest'
import { createHeadlessApp } from '../src/headless/app.ts'
import { contentWorld, field, headless } from './content-world.ts'
import { signInWorld } from './sign-in-world.ts'
import { type Answer, platform, randomId, send, services, world } from './world.ts'

const acme = await contentWorld({
  helpers: [{ name: 'security.*' }],
  deputies: [{ name: 'adminUsers.user' }],
})
const { scope, tenant, sign, models } = acme
const input = { id: randomId('t'), name: 'Child', description: '', tags: [] }
await createTenant(scope, { ...input, settings: { appClientId: randomId('0oa') } })
const plan = await createModelGroup(scope, 'en-US', { name: 'Plans', slug: 'plans' })
const author = await createEntry(scope, models.author, { data: { name: 'Ann' } })
await publishEntry(scope, models.author, { revision: author.id })

const ERROR = 'error { code message data }'
type Asked = { as?: string | null; headers?: Record<string, string> }
const credentials = async ({ as = 'full-access', headers = {} }: Asked) => ({
  'x-tenant': tenant.id,
  ...(as !== null && { authorization: await sign(as) }),
  ...headers,
})
/** An operation of an area, as `security { deleteGroup(id: "…") }`. */
const admin = async (kind: 'query' | 'mutation', area: string, call: string, asked: Asked = {}) => {
  const query = `${kind} { area: ${area} { answer: ${call} { data { __typename } error { code message data } } } }`
  const leaf = query.replace(
    'data { __typename }',
    /^(delete|install|logout)/.test(call) ? 'data' : '$&',
  )
  return send({ query: leaf }, await credentials(asked))
}
const manage = async (query: string, variables: object = {}, asked: Asked = {}) =>
  send({ query, variables }, await credentials(asked), headless, '/cms/manage/en-US')

const CREATE_MODEL = `mutation ($data: CmsContentModelCreateInput!) {
  answer: createContentModel(data: $data) { data { modelId } ${ERROR} } }`
const UPDATE_MODEL = `mutation ($data: CmsContentModelUpdateInput!) {
  answer: updateContentModel(modelId: "author", data: $data) { data { modelId } ${ERROR} } }`
/** A new model that is all right but for this. */
const model = (more: object) => {
  const names = { name: 'New', singularApiName: 'New', pluralApiName: 'News' }
  return manage(CREATE_MODEL, { data: { ...names, group: { id: plan.id }, ...more } })
}
const mutation = (call: string, data = 'data') =>
  manage(`mutation { answer: ${call} { ${data} ${ERROR} } }`)

/** Signs in where a policy or an attribute wants what the token has not. */
async function signIn(data: object): Promise<Answer> {
  const { setUp, login } = await signInWorld()
  await setUp(data, { 'x-forwarded-for': '203.0.113.7' })
  return login({ tenantry_groups: ['full-access'], auth_time: 1 })
}
const version = (headers: Record<string, string>, path = '/graphql') =>
  path === '/graphql'
    ? send({ query: '{ tenancy { version } }' }, headers)
    : send({ query: '{ listContentModels { error { code } } }' }, headers, headless, path)

/** How each code comes about: before GraphQL, or as the answer of an operation. */
const CASES: Record<ErrorCode, () => Promise<Answer>> = {
  UNAUTHENTICATED: () => version({ 'x-tenant': tenant.id, authorization: 'Bearer a.b.c' }),
  TOKEN_TOO_OLD: () => signIn({ policies: [{ maxTokenAgeSeconds: 60 }] }),
  SECURITY_NOT_AUTHORIZED: () => admin('query', 'security', 'listGroups', { as: 'readers' }),
  TENANT_DISABLED: async () => {
    const off = await world()
    await disableTenant(scopeOn(platform), off.tenant.id)
    return version({ 'x-tenant': off.tenant.id })
  },
  ESCALATION_REFUSED: () =>
    admin(
      'mutation',
      'security',
      'createApiKey(data: { name: "All", permissions: [{ name: "*" }] })',
      {
        as: 'helpers',
      },
    ),
  CLAIM_MISSING: () =>
    signIn({ attributes: [{ claim: 'mail', property: 'email', required: true }] }),
  NETWORK_NOT_ALLOWED: () => signIn({ policies: [{ networks: ['203.0.113.0/24'] }] }),
  STEP_UP_REQUIRED: () => signIn({ policies: [{ amr: ['mfa'] }] }),
  WOULD_LOCK_OUT: async () => {
    const { tenant: other, sign: signOther, save } = await signInWorld()
    await save({ policies: [{ amr: ['mfa'] }] })
    const query = `mutation { area: tenancy { answer: activateSignIn { data { version } ${ERROR} } } }`
    const authorization = await signOther('full-access')
    return send({ query }, { 'x-tenant': other.id, authorization })
  },
  CANNOT_UPDATE_SYSTEM_GROUPS: () =>
    admin('mutation', 'security', 'updateGroup(id: "anonymous", data: { name: "Nobody" })'),
  CANNOT_DELETE_SYSTEM_GROUPS: () =>
    admin('mutation', 'security', 'deleteGroup(id: "full-access")'),
  CANNOT_DISABLE_YOURSELF: () =>
    admin('mutation', 'adminUsers', 'disableUser(id: "00u_somebody")', { as: 'deputies' }),
  DEFINED_IN_CODE: async () => {
    const groups = [{ id: 'shop', name: 'Shop' }]
    const to = createHeadlessApp(services, { inCode: { groups, models: [] } })
    const query = `mutation { answer: deleteContentModelGroup(id: "shop") { data ${ERROR} } }`
    return send({ query }, await credentials({}), to, '/cms/manage/en-US')
  },
  NOT_FOUND: () => admin('query', 'security', 'getGroup(where: { slug: "none" })'),
  TENANT_NOT_FOUND: () => version({ 'x-tenant': 'none' }),
  LOCALE_NOT_FOUND: async () => version(await credentials({}), '/cms/manage/fr-FR'),
  GROUP_NOT_FOUND: () => model({ group: { id: 'none' } }),
  CONFLICT: () =>
    mutation(`publishAuthor(revision: "${author.id}", options: { ifVersion: 7 })`, 'data { id }'),
  TENANT_ID_TAKEN: async () => {
    const query = `mutation ($data: CreateTenantInput!) {
      area: tenancy { answer: createTenant(data: $data) { data { id } ${ERROR} } } }`
    const data = { ...input, settings: { appClientId: randomId('0oa') } }
    return send({ query, variables: { data } }, await credentials({}))
  },
  GROUP_EXISTS: () =>
    admin(
      'mutation',
      'security',
      'createGroup(data: { name: "E", slug: "editors", permissions: [] })',
    ),
  SLUG_ALREADY_EXISTS: () =>
    mutation('createContentModelGroup(data: { name: "Plans", icon: "x" })', 'data { id }'),
  BEFORE_DELETE_ERROR: () => mutation(`deleteContentModelGroup(id: "${acme.group.id}")`),
  MODEL_ID_EXISTS: () => model({ modelId: 'author' }),
  MODEL_SINGULAR_API_NAME_EXISTS: () => model({ singularApiName: 'Author' }),
  MODEL_PLURAL_API_NAME_EXISTS: () => model({ pluralApiName: 'Authors' }),
  CONTENT_MODEL_BEFORE_DELETE_HOOK_FAILED: () => mutation('deleteContentModel(modelId: "author")'),
  ENTRY_FIELD_USED: () => manage(UPDATE_MODEL, { data: { layout: [], fields: [] } }),
  CONTENT_ENTRY_UPDATE_ERROR: () =>
    mutation(`updateAuthor(revision: "${author.id}", data: { name: "Bob" })`, 'data { id }'),
  MISSING_TENANT_HEADER: () => version({}),
  VALIDATION_FAILED: () => mutation('createArticle(data: { price: 1 })', 'data { id }'),
  VALIDATION_ERROR: () => model({ fields: [field('a', 'text')], layout: [['none']] }),
  MODEL_ID_NOT_ALLOWED: () => model({ modelId: 'contentModel' }),
  MODEL_SINGULAR_API_NAME_ENDING_NOT_ALLOWED: () => model({ singularApiName: 'NewInput' }),
  MODEL_PLURAL_API_NAME_NOT_ENDING_ALLOWED: () => model({ pluralApiName: 'NewsMeta' }),
}

const ENDS_THE_REQUEST: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'TOKEN_TOO_OLD',
  'TENANT_DISABLED',
  'CLAIM_MISSING',
  'NETWORK_NOT_ALLOWED',
  'STEP_UP_REQUIRED',
  'TENANT_NOT_FOUND',
  'LOCALE_NOT_FOUND',
  'MISSING_TENANT_HEADER',
]

test.each(Object.entries(CASES) as [ErrorCode, () => Promise<Answer>][])(
  '%s is answered to who causes it, as all errors are',
  async (code, cause) => {
    const { status, data, error, errors } = await cause()

    const operation = data?.answer ?? data?.area.answer
    const shown = operation?.error ?? error
    expect(shown).toEqual({
      code,
      message: expect.stringMatching(/^[A-Z“"].{5,}[.!]$/),
      data: shown.data,
    })
    expect(shown.data).toBeDefined()
    if (ENDS_THE_REQUEST.includes(code)) {
      expect(status).toBe(codes[code][1])
      expect(data).toBeNull()
      expect(errors).toEqual([{ message: error?.message, extensions: { code } }])
    } else {
      expect(status).toBe(200)
      expect(errors).toBeUndefined()
      expect(operation.data).toBeNull()
    }
  },
)

test.each(['manage', 'preview', 'read'])(
  'SECURITY_NOT_AUTHORIZED ends a request to %s by who may not use it',
  async (endpoint) => {
    const headers = await credentials({ as: 'helpers' })

    const answer = await version(headers, `/cms/${endpoint}/en-US`)

    expect(answer).toMatchObject({
      status: codes.SECURITY_NOT_AUTHORIZED[1],
      data: null,
      error: { code: 'SECURITY_NOT_AUTHORIZED' },
      errors: [{ extensions: { code: 'SECURITY_NOT_AUTHORIZED' } }],
    })
  },
)

test('what is wrong with a value is told by field', async () => {
  const { data } = await CASES.VALIDATION_FAILED()

  expect(data.answer.error.data).toEqual([
    {
      error: 'Give it a title.',
      id: 'title',
      fieldId: 'title',
      parents: [],
      storageId: 'text@title',
    },
  ])
})
