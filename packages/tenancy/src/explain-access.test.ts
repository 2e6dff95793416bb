import { newId } from '@tenantry/dynamo'
import { testTable } from '@tenantry/dynamo/testing'
import { AppError } from '@tenantry/errors'
import type { Group } from '@tenantry/security'
import { expect, test } from 'vitest'
import type { Arrival } from './admit.ts'
import { explainAccess, type ExplainScope } from './explain-access.ts'
import { saveSignInDraft } from './sign-in-settings.ts'
import { arrivalWith, putRules, scopeOn, testPlatform } from './testing.ts'
import { createTenant, findTenant } from './tenants.ts'

const platform = testPlatform(await testTable())
const root = scopeOn(platform)

/** On a tenant with these rules, where every credential is Ada's with the claims that it shows. */
async function world(rules: object = {}, groups?: Group[]): Promise<ExplainScope> {
  const settings = { appClientId: `0oa${newId()}` }
  const made = await createTenant(root, { name: 'Acme', description: '', tags: [], settings })
  await putRules(scopeOn(platform, made), rules)
  const tenant = (await findTenant(platform, made.id)) ?? made
  const recognise: ExplainScope['recognise'] = async (shown) =>
    arrivalWith(platform, {
      groupNames: ['full-access'],
      claims: 'claims' in shown ? shown.claims : {},
    })
  return { ...scopeOn(platform, tenant, groups), recognise, address: '203.0.113.7' }
}
const claims = { department: 'IT' }

test.each([{}, { token: 'a.b.c', claims }, { token: '' }])(
  'is asked about one credential: %j is none or two',
  async (question) => {
    await expect(explainAccess(await world(), question)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'token', error: 'Give either a token or claims.' }],
    })
  },
)

test('may be asked by whoever may read sign-in settings, and nobody else', async () => {
  const reader = await world({}, [[{ name: 'tenancy.signIn', rwd: 'r' }]])
  const other = await world({}, [[{ name: 'security.*' }]])

  expect(await explainAccess(reader, { claims })).toMatchObject({ admitted: true })
  await expect(explainAccess(other, { claims })).rejects.toMatchObject({
    code: 'SECURITY_NOT_AUTHORIZED',
  })
})

test('tells who somebody is and what they may do', async () => {
  const attributes = [{ claim: 'mail', property: 'email', required: false }]
  const scope = await world({ attributes })

  expect(await explainAccess(scope, { claims: { mail: 'ada@acme.example' } })).toEqual({
    admitted: true,
    code: null,
    message: null,
    reason: null,
    id: '00u_ada',
    type: 'admin',
    displayName: 'Ada',
    email: 'ada@acme.example',
    groupsFrom: 'CLAIM',
    rules: [],
    groups: [{ slug: 'full-access', found: true }],
    permissions: [{ name: '*' }],
    withheld: [],
  })
  expect(await explainAccess(scope, { claims })).toMatchObject({ email: null })
})

test('asks for the network that is named, or for the own one', async () => {
  const scope = await world({ policies: [{ networks: ['203.0.113.0/24'] }] })
  const codeFrom = async (address?: string) =>
    (await explainAccess(scope, { claims, address })).code

  expect(await codeFrom()).toBeNull()
  expect(await codeFrom('203.0.113.9')).toBeNull()
  expect(await codeFrom('198.51.100.1')).toBe('NETWORK_NOT_ALLOWED')
})

test('tells what a policy withholds, and why', async () => {
  const scope = await world({ policies: [{ permissions: ['security.*'], amr: ['mfa'] }] })
  expect(await explainAccess(scope, { claims })).toMatchObject({
    admitted: true,
    withheld: [
      {
        permissions: ['security.*'],
        code: 'STEP_UP_REQUIRED',
        message: expect.stringMatching(/./),
      },
    ],
  })
})

test('goes by the draft if it is told to, and says if there is none', async () => {
  const scope = await world()
  const asked = { claims, draft: true }
  await expect(explainAccess(scope, asked)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const rule = { claim: 'department', operator: 'EQUALS', value: 'IT', group: 'none' }
  await saveSignInDraft(scope, { data: { groupRules: [rule] } })

  expect(await explainAccess(scope, asked)).toMatchObject({
    groupsFrom: 'RULES',
    rules: [{ ...rule, matched: true }],
    groups: [{ slug: 'none', found: false }],
    permissions: [],
  })
  expect(await explainAccess(scope, { claims })).toMatchObject({ groupsFrom: 'CLAIM' })
})

test.each([
  [new AppError('UNAUTHENTICATED', 'Sign in again.'), /^It was signed out, or its owner/],
  [
    new AppError('UNAUTHENTICATED', 'Sign in again.', {
      cause: Object.assign(new Error('late'), { code: 'ERR_TOKEN_TIME' }),
    }),
    /^It has expired/,
  ],
  [
    new AppError('UNAUTHENTICATED', 'Sign in again.', {
      cause: Object.assign(new Error('odd'), { code: 'ERR_ODD' }),
    }),
    /^Sign in again\.$/,
  ],
  [new AppError('TENANT_DISABLED', 'The tenant is off.'), /^The tenant is off\.$/],
])('tells more of a refusal than the answer does: %s', async (error, reason) => {
  const scope = { ...(await world()), recognise: () => Promise.reject<Arrival>(error) }
  expect(await explainAccess(scope, { token: 'a.b.c' })).toMatchObject({
    admitted: false,
    code: error.code,
    message: error.message,
    reason: expect.stringMatching(reason),
    id: null,
    groups: [],
  })
})

test('does not take a failure for a refusal', async () => {
  const recognise = () => Promise.reject<Arrival>(new Error('Okta is down.'))
  const scope = { ...(await world()), recognise }
  await expect(explainAccess(scope, { token: 'a.b.c' })).rejects.toThrow('Okta is down.')
})
