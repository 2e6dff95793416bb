import { newId } from '@tenantry/dynamo'
import { eventsOf, testTable } from '@tenantry/dynamo/testing'
import { describe, expect, test } from 'vitest'
import { createGroup, type Group } from '@tenantry/security'
import {
  activateSignIn,
  discardSignInDraft,
  getSignInSettings,
  saveSignInDraft,
  type SignInScope,
} from './sign-in-settings.ts'
import { arrivalWith, scopeOn, testPlatform } from './testing.ts'
import { createTenant, findTenant } from './tenants.ts'

const platform = testPlatform(await testTable())
const root = scopeOn(platform)

const press = { claim: 'department', operator: 'EQUALS', value: 'Press', group: 'press' }
const full = { claim: 'department', operator: 'EQUALS', value: 'IT', group: 'full-access' }

/** Somebody of the department IT on a tenant of their own, by default with `*`. */
async function world(groups?: Group[]): Promise<SignInScope> {
  const settings = { appClientId: `0oa${newId()}` }
  const tenant = await createTenant(root, { name: 'Acme', description: '', tags: [], settings })
  const claims = { department: 'IT' }
  const arrival = arrivalWith(platform, { groupNames: ['full-access'], claims })
  return { ...scopeOn(platform, tenant, groups), arrival }
}

test('each step is in the log of the tenant, by its name', async () => {
  const scope = await world()
  const from = newId()

  await saveSignInDraft(scope, { data: { groupRules: [press] } })
  await discardSignInDraft(scope)
  await saveSignInDraft(scope, { data: { groupRules: [full] } })
  await activateSignIn(scope)
  await activateSignIn(scope)

  const events = await eventsOf(scope.table, from)
  expect(events.map(({ action, target }) => [action, target])).toEqual(
    ['draft', 'discard', 'draft', 'activate', 'activate'].map((it) => [
      `tenancy.signIn.${it}`,
      scope.tenant.id,
    ]),
  )
})

test('a request that is repeated is answered with what there is now, and changes nothing', async () => {
  const scope = await world()
  const repeated = async (run: (key: string) => Promise<unknown>) => {
    const key = newId()
    const first = await run(key)
    expect(await run(key)).toEqual(first)
  }

  await repeated((idempotencyKey) =>
    saveSignInDraft(scope, { data: { groupRules: [full] }, idempotencyKey }),
  )
  await repeated((idempotencyKey) => discardSignInDraft(scope, { idempotencyKey }))
  await saveSignInDraft(scope, { data: { groupRules: [full] } })
  await repeated((idempotencyKey) => activateSignIn(scope, { idempotencyKey }))
  expect((await getSignInSettings(scope)).version).toBe(4)
})

describe('what would lock its author out does not become active:', () => {
  const draft = { groupRules: [press] }

  test('a draft by which they have no group', async () => {
    const scope = await world()
    await saveSignInDraft(scope, { data: draft })
    await expect(activateSignIn(scope)).rejects.toMatchObject({
      code: 'WOULD_LOCK_OUT',
      message: expect.stringMatching(/^With this draft you could not change .*: ./),
    })
    expect((await getSignInSettings(scope)).active.groupRules).toEqual([])
  })

  test('any draft of somebody of whom no credential is known', async () => {
    const { arrival, ...scope } = await world()
    await saveSignInDraft(scope, { data: { groupRules: [full] } })
    await expect(activateSignIn(scope)).rejects.toMatchObject({
      code: 'WOULD_LOCK_OUT',
      message: expect.stringContaining('by what credential you have come'),
    })
    expect(arrival).toBeDefined()
  })

  test('and a failure on the way is told as it is', async () => {
    const scope = await world()
    await saveSignInDraft(scope, { data: { groupRules: [full] } })
    const broken = {
      ...scope,
      table: {
        ...scope.table,
        getMany: () => Promise.reject(new Error('down')),
        get: scope.table.get,
      },
    }
    await expect(activateSignIn(broken)).rejects.toThrow('down')
  })
})

describe('who may not grant everything', () => {
  const keeper: Group = [{ name: 'tenancy.signIn' }, { name: 'cms.contentEntry' }]

  async function draftOf(groupRules: object[], before: object[] = []) {
    const scope = await world()
    await createGroup(scope, { name: 'Keepers', slug: 'keepers', permissions: keeper })
    await createGroup(scope, {
      name: 'Press',
      slug: 'press',
      permissions: [{ name: 'cms.contentEntry' }],
    })
    if (before.length > 0) {
      await saveSignInDraft(scope, { data: { groupRules: before } })
      await activateSignIn(scope)
    }
    const { tenant } = scope
    const less = {
      ...scopeOn(platform, tenant, [keeper]),
      ...(scope.arrival && { arrival: scope.arrival }),
    }
    const current = { ...less, tenant: await currentOf(less) }
    await saveSignInDraft(current, { data: { groupRules } })
    return activateSignIn(current)
  }
  const currentOf = async ({ tenant }: SignInScope) =>
    (await findTenant(platform, tenant.id)) ?? tenant
  const own = { ...full, group: 'keepers' }
  const refused = (fieldId: string) => ({ code: 'ESCALATION_REFUSED', data: [{ fieldId }] })

  test('gives what they hold', async () => {
    expect(await draftOf([own, press])).toMatchObject({ active: { groupRules: [own, press] } })
  })

  test('gives no group that allows more, and is told by which rule', async () => {
    await expect(draftOf([own, full])).rejects.toMatchObject(refused('groupRules.1'))
    const anyGroup = { claim: 'groups', operator: 'EXISTS', value: null, group: '{value}' }
    await expect(draftOf([anyGroup])).rejects.toMatchObject(refused('groupRules.0'))
  })

  test('leaves rules that give more as they are', async () => {
    expect(await draftOf([full, own, press], [full])).toMatchObject({ draft: null })
  })

  test('takes no last rule away, for then tokens name groups themselves', async () => {
    await expect(draftOf([], [full])).rejects.toMatchObject(refused('groupRules'))
  })
})

test('root has no rules before it is installed', async () => {
  const own = testPlatform(await testTable({ own: true }))
  const scope = scopeOn(own)
  await saveSignInDraft(scope, { data: { groupRules: [full] } })
  await expect(activateSignIn(scope)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ fieldId: 'tenant' }],
  })
})
