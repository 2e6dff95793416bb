import { createApiKey, updateGroup } from '@tenantry/security'
import { describe, expect, test } from 'vitest'
import { headless, reading } from './content-world.ts'
import { signInWorld } from './sign-in-world.ts'
import { send } from './world.ts'

const OFFICE = { 'x-forwarded-for': '203.0.113.7' }
const ELSEWHERE = { 'x-forwarded-for': '192.0.2.1' }
const networks = ['203.0.113.0/24']
const now = () => Math.floor(Date.now() / 1000)
const admin = { tenantry_groups: ['full-access'] }

type Sent = Awaited<ReturnType<Awaited<ReturnType<typeof signInWorld>>['login']>>
const outcomeOf = ({ status, error, data }: Sent) =>
  error?.code ?? data?.security.login.error?.code ?? status

describe('for every request', () => {
  test.each<[string, object, object, object, string | number, number]>([
    ['from the office', { networks }, {}, OFFICE, 200, 200],
    ['from elsewhere', { networks }, {}, ELSEWHERE, 'NETWORK_NOT_ALLOWED', 403],
    ['from who knows where', { networks }, {}, {}, 'NETWORK_NOT_ALLOWED', 403],
    [
      'by who signed in just now',
      { maxTokenAgeSeconds: 900 },
      { auth_time: now() - 800 },
      {},
      200,
      200,
    ],
    [
      'by who signed in long ago',
      { maxTokenAgeSeconds: 900 },
      { auth_time: now() - 950 },
      {},
      'TOKEN_TOO_OLD',
      401,
    ],
    ['with a second factor', { amr: ['mfa'] }, { amr: ['pwd', 'mfa'] }, {}, 200, 200],
    ['with a password alone', { amr: ['mfa'] }, { amr: ['pwd'] }, {}, 'STEP_UP_REQUIRED', 401],
    ['at the level', { acr: ['phr'] }, { acr: 'phr' }, {}, 200, 200],
    [
      'below the level',
      { acr: ['phr'] },
      { acr: 'urn:okta:loa:1fa:any' },
      {},
      'STEP_UP_REQUIRED',
      401,
    ],
  ])(
    'a request %s is answered as the policy says',
    async (_, policy, claims, headers, code, status) => {
      const { setUp, login } = await signInWorld()
      await setUp({ policies: [policy] }, OFFICE)

      const answer = await login({ ...admin, ...claims }, headers)

      expect(answer.status).toBe(status)
      expect(outcomeOf(answer)).toBe(code)
      const challenge = status === 401 ? 'Bearer error="insufficient_user_authentication"' : null
      expect(answer.headers.get('www-authenticate')).toBe(challenge)
    },
  )

  test('the answer has the body of every early refusal, and says what is wanted', async () => {
    const { setUp, login } = await signInWorld()
    await setUp({ policies: [{ acr: ['phr'], amr: ['hwk'] }] })

    const { headers: _, ...body } = await login(admin)

    const message = 'This needs a stronger sign-in: sign in again with it.'
    expect(body).toEqual({
      status: 401,
      data: null,
      error: {
        code: 'STEP_UP_REQUIRED',
        message,
        data: { acr: ['phr'], amr: ['hwk'], refusal: expect.stringMatching(/^\w{5}-\w{5}$/) },
      },
      errors: [{ message, extensions: { code: 'STEP_UP_REQUIRED' } }],
    })
  })

  test('networks hold for API keys, too; visitors show no credential that could leak', async () => {
    const { scope, setUp, tenant } = await signInWorld()
    await updateGroup(scope, { id: 'anonymous', data: { permissions: [...reading] } })
    const other = await createApiKey(scope, { name: 'Website', permissions: [...reading] })
    await setUp({ policies: [{ networks }] }, OFFICE)
    const read = async (headers: Record<string, string>) =>
      send(
        { query: '{ __typename }' },
        { 'x-tenant': tenant.id, ...headers },
        headless,
        '/cms/read/en-US',
      )

    const authorization = `${other.token}`
    expect((await read({ authorization, ...ELSEWHERE })).error?.code).toBe('NETWORK_NOT_ALLOWED')
    expect((await read({ authorization, ...OFFICE })).error).toBeUndefined()
    expect((await read(ELSEWHERE)).error).toBeUndefined()
  })
})

describe('for named permissions', () => {
  const LIST = '{ security { listGroups { data { id } error { code data } } } }'
  const LOCALES = '{ i18n { listI18NLocales { data { code } error { code } } } }'
  const policies = [{ permissions: ['security.*', 'tenancy.signIn'], amr: ['mfa'] }]

  test('only these are withheld, until somebody signs in as they ask', async () => {
    const { setUp, as } = await signInWorld()
    await setUp({ policies })
    const listed = async (claims: object) => {
      const { data } = await as('full-access', claims).graphql(LIST)
      return data.security.listGroups
    }

    expect(await listed({ amr: ['pwd'] })).toEqual({
      data: null,
      error: { code: 'STEP_UP_REQUIRED', data: { amr: ['mfa'], acr: [] } },
    })
    expect((await listed({ amr: ['pwd', 'mfa'] })).error).toBeNull()
    const { data } = await as('full-access', { amr: ['pwd'] }).graphql(LOCALES)
    expect(data.i18n.listI18NLocales.error).toBeNull()
  })

  test('who lacks the permission is told so, and nothing of a stronger sign-in', async () => {
    const { setUp, as } = await signInWorld({ editors: [{ name: 'cms.*' }] })
    await setUp({ policies })
    const { data } = await as('editors').graphql(LIST)
    expect(data.security.listGroups.error.code).toBe('SECURITY_NOT_AUTHORIZED')
  })

  test('to ask for everything is to ask for these, too', async () => {
    const { setUp, as } = await signInWorld()
    await setUp({ policies })
    const INSTALL = 'mutation { tenancy { install { data error { code } } } }'
    const { data } = await as('full-access').graphql(INSTALL)
    expect(data.tenancy.install.error.code).toBe('STEP_UP_REQUIRED')
  })

  test('and what they withhold cannot be used to take the policy away', async () => {
    const { setUp, save, activate, sign } = await signInWorld()
    await setUp({ policies })
    const weak = await sign('full-access', { amr: ['pwd'] })

    expect((await save({}, weak)).error.code).toBe('STEP_UP_REQUIRED')
    expect((await activate(weak)).error.code).toBe('STEP_UP_REQUIRED')
  })
})
