import { createGroup } from '@tenantry/security'
import { scopeOn } from '@tenantry/tenancy/testing'
import { describe, expect, test } from 'vitest'
import { noRules, rule, signInWorld } from './sign-in-world.ts'
import { accessClaims, environment, okta, platform, randomId, root, send } from './world.ts'

const groups = {
  editors: [{ name: 'cms.contentEntry' }],
  owners: [{ name: 'security.*' }, { name: 'tenancy.*' }],
  setters: [{ name: 'tenancy.signIn' }, { name: 'cms.contentEntry' }],
}
const EXISTS = { claim: 'tenantry_groups', operator: 'EXISTS', value: null, group: '{value}' }
const signedIn = (answer: Awaited<ReturnType<Awaited<ReturnType<typeof signInWorld>>['login']>>) =>
  answer.data.security.login.data

describe('a draft', () => {
  test('affects nobody, until it is activated: then it counts with the next request', async () => {
    const { login, save, activate, get } = await signInWorld(groups)
    const rules = { ...noRules, groupRules: [rule('Press', 'editors')] }
    const press = { department: 'Press' }

    const saved = await save(rules)
    expect(saved.data).toEqual({ version: 1, activatedOn: null, active: noRules, draft: rules })
    expect(signedIn(await login(press)).groups).toEqual([])

    const activated = await activate()
    expect(activated.data).toMatchObject({ version: 2, active: rules, draft: null })
    expect(Date.parse(activated.data.activatedOn)).toBeGreaterThan(Date.now() - 60_000)
    expect(signedIn(await login(press))).toMatchObject({
      groups: ['editors'],
      permissions: groups.editors,
    })
    expect((await get()).data).toEqual(activated.data)
  })

  test('can be dropped', async () => {
    const { save, discard, activate } = await signInWorld(groups)
    await save({ groupRules: [rule('Press', 'editors')] })

    expect((await discard()).data).toMatchObject({ draft: null, version: 2 })
    expect((await activate()).data).toMatchObject({ active: noRules, activatedOn: null })
  })

  test('that somebody else has changed since is neither saved over nor activated', async () => {
    const { save, activate, key } = await signInWorld(groups)
    await save({ groupRules: [rule('Press', 'editors')] })
    await save({ groupRules: [rule('Sales', 'editors')] })

    expect((await save({}, key, 1)).error.code).toBe('CONFLICT')
    expect((await activate(key, 1)).error.code).toBe('CONFLICT')
    expect((await activate(key, 2)).error).toBeNull()
  })

  test.each([
    ['a rule that is none', { groupRules: [rule('Press', 'Editors')] }, 'groupRules.0.group'],
    ['a pattern without its star', { groupRules: [rule('a', '{1}')] }, 'groupRules.0.group'],
    [
      'a property that there is not',
      { attributes: [{ claim: 'a', property: 'b', required: true }] },
      'attributes.0.property',
    ],
    ['a network that is none', { policies: [{ networks: ['office'] }] }, 'policies.0.networks.0'],
    [
      'more than 1,000 rules',
      { groupRules: Array.from({ length: 1001 }, (_, n) => rule(`${n}`, 'editors')) },
      'groupRules',
    ],
    [
      'more than fits',
      {
        groupRules: Array.from({ length: 900 }, (_, n) =>
          rule(`${n}${'x'.repeat(190)}`, 'editors'),
        ),
      },
      'groupRules',
    ],
  ])('with %s is refused, and says where', async (_, data, fieldId) => {
    const { save } = await signInWorld(groups)
    expect((await save(data)).error).toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId }],
    })
  })

  test('of 1,000 rules is one', async () => {
    const { setUp, login } = await signInWorld(groups)
    const many = Array.from({ length: 999 }, (_, n) => rule(`Department ${n}`, 'owners'))
    await setUp({ groupRules: [...many, rule('Press', 'editors')] })

    expect(signedIn(await login({ department: 'Press' })).groups).toEqual(['editors'])
  })
})

describe('with rules', () => {
  test('the configured claim gives nothing any more, and who matches nothing has nothing', async () => {
    const { setUp, login } = await signInWorld(groups)
    await setUp({ groupRules: [rule('Press', 'editors')] })

    const { groups: had, permissions } = signedIn(
      await login({ tenantry_groups: ['full-access', 'owners'], department: 'Sales' }),
    )

    expect([had, permissions]).toEqual([[], []])
  })

  test('on a shared client only values that name the tenant are seen', async () => {
    const clientId = randomId('0oa')
    const settings = { settings: { appClientId: clientId } }
    const acme = await signInWorld(groups, settings)
    const globex = await signInWorld(groups, settings)
    const rules = { groupRules: [{ ...EXISTS, claim: 'roles' }] }
    await acme.setUp(rules)
    await globex.setUp(rules)

    const roles = ['full-access', `${acme.tenant.id}:editors`, `${globex.tenant.id}:owners`]

    expect(signedIn(await acme.login({ roles })).groups).toEqual(['editors'])
    expect(signedIn(await globex.login({ roles })).groups).toEqual(['owners'])
  })

  test('machines get groups by them, too', async () => {
    const serviceClientIds = [randomId('0oa_s')]
    const settings = { appClientId: randomId('0oa'), okta: { serviceClientIds } }
    const { setUp, ask, tenant } = await signInWorld(groups, { settings })
    const attributes = [{ claim: 'email', property: 'email', required: true }]
    await setUp({ groupRules: [rule(serviceClientIds[0] ?? '', 'setters', 'cid')], attributes })
    const [cid] = serviceClientIds
    const token = await okta.sign(accessClaims(tenant, [], { cid, sub: cid, uid: undefined }))

    const answer = await ask('{ tenancy { getSignInSettings { error { code } } } }', {}, token)

    expect(answer.data.tenancy.getSignInSettings.error).toBeNull()
  })

  test('the tenant shows the active ones to who may read tenants', async () => {
    const acme = await signInWorld(groups)
    const attributes = [{ claim: 'mail', property: 'email', required: false }]
    await acme.setUp({ groupRules: [rule('Press', 'editors')], attributes })
    await acme.save({})
    const READ = `query ($id: ID!) { tenancy { getTenant(where: { id: $id }) { data { settings { okta {
      groupRules { claim operator value group } attributes { claim property required }
    } } } } } }`

    const { data } = await root.as('full-access').graphql(READ, { id: acme.tenant.id })

    expect(data.tenancy.getTenant.data.settings.okta).toEqual({
      groupRules: [rule('Press', 'editors')],
      attributes,
    })
  })

  test('they outlive a change of the tenant by its parent', async () => {
    const { setUp, login, tenant } = await signInWorld(groups)
    await setUp({ groupRules: [rule('Press', 'editors')] })
    const UPDATE = `mutation ($id: ID!, $data: UpdateTenantInput!) { tenancy {
      updateTenant(id: $id, data: $data) { error { code } }
    } }`
    const { appClientId } = tenant.settings
    const data = { name: 'New', description: '', tags: [], settings: { appClientId } }

    await root.as('full-access').graphql(UPDATE, { id: tenant.id, data })

    expect(signedIn(await login({ department: 'Press' })).groups).toEqual(['editors'])
  })
})

describe('attributes', () => {
  test('say what is shown of a person, and are stored with them', async () => {
    const { setUp, login, as } = await signInWorld({ users: [{ name: 'adminUsers.user' }] })
    await setUp({
      attributes: [
        { claim: 'profile.first', property: 'firstName', required: false },
        { claim: 'profile.last', property: 'lastName', required: false },
        { claim: 'mail', property: 'email', required: true },
      ],
    })
    const claims = { profile: { first: 'Ada', last: 'Lovelace' }, mail: 'ada@acme.example' }

    const shown = signedIn(await login(claims))

    expect(shown).toMatchObject({ displayName: 'Ada Lovelace', email: 'ada@acme.example' })
    const LIST = '{ adminUsers { listUsers { data { displayName email } } } }'
    const { data } = await as('users', claims).graphql(LIST)
    expect(data.adminUsers.listUsers.data).toEqual([
      { displayName: 'Ada Lovelace', email: 'ada@acme.example' },
    ])
  })

  test.each([{}, { mail: null }, { mail: '' }, { mail: [' '] }, { mail: { a: 'b' } }])(
    'without a claim that is required nobody gets in: %j',
    async (claims) => {
      const { setUp, login } = await signInWorld()
      await setUp({ attributes: [{ claim: 'mail', property: 'email', required: true }] })

      const { status, error, errors } = await login(claims)

      expect({ status, error, errors }).toMatchObject({
        status: 403,
        error: { code: 'CLAIM_MISSING', data: { claim: 'mail' } },
        errors: [{ extensions: { code: 'CLAIM_MISSING' } }],
      })
      expect(error?.message).toContain('"mail"')
    },
  )
})

describe('nobody activates a rule', () => {
  const activateAs = async (data: object, before: object = { groupRules: [EXISTS] }) => {
    const world = await signInWorld(groups)
    await world.setUp(before)
    await world.save(data)
    return world.activate(await world.sign('setters'))
  }
  const refused = { data: null, error: { code: 'ESCALATION_REFUSED' } }

  test.each<[string, object]>([
    ['for a group that allows more than theirs', { groupRules: [EXISTS, rule('Press', 'owners')] }],
    ['for full-access', { groupRules: [EXISTS, rule('Press', 'full-access')] }],
    [
      'that was for another group',
      { groupRules: [EXISTS, rule('Press', 'editors'), rule('IT', 'owners')] },
    ],
    ['whose group the token names', { groupRules: [EXISTS, { ...EXISTS, claim: 'roles' }] }],
    ['whose group a star names', { groupRules: [EXISTS, rule('x-*', '{1}', 'roles', 'MATCHES')] }],
  ])('%s, without holding as much', async (_, data) => {
    expect(await activateAs(data)).toMatchObject(refused)
  })

  test('away, so that tokens name groups themselves again', async () => {
    expect(await activateAs({ groupRules: [] })).toMatchObject(refused)
  })

  test('but what they hold they grant, and what was there stays', async () => {
    const before = { groupRules: [EXISTS, rule('IT', 'owners')] }
    const after = { groupRules: [rule('IT', 'owners'), rule('Press', 'editors'), EXISTS] }
    expect((await activateAs(after, before)).error).toBeNull()
  })

  test('and what is refused leaves the draft and the active rules as they were', async () => {
    const world = await signInWorld(groups)
    await world.setUp({ groupRules: [EXISTS] })
    await world.save({ groupRules: [EXISTS, rule('Press', 'owners')] })
    const before = await world.get()

    await world.activate(await world.sign('setters'))

    expect(await world.get()).toEqual(before)
  })

  test('the message names the group, and data the rule', async () => {
    const { error } = await activateAs({ groupRules: [EXISTS, rule('Press', 'owners')] })
    expect(error.message).toContain('"owners"')
    expect(error.data).toEqual([{ error: expect.any(String), fieldId: 'groupRules.1' }])
  })
})

describe('nobody locks themselves out', () => {
  test.each<[string, object]>([
    ['by rules that do not match their token', { groupRules: [rule('Press', 'full-access')] }],
    ['by rules that give them less', { groupRules: [{ ...EXISTS, group: 'editors' }] }],
    [
      'by a claim that they lack',
      { attributes: [{ claim: 'mail', property: 'email', required: true }] },
    ],
    ['by a network that they are not in', { policies: [{ networks: ['192.0.2.0/24'] }] }],
    ['by a sign-in that they have not made', { policies: [{ amr: ['mfa'] }] }],
    [
      'by that for the settings alone',
      { policies: [{ permissions: ['tenancy.*'], amr: ['mfa'] }] },
    ],
  ])('%s', async (_, data) => {
    const { save, activate, sign, get } = await signInWorld(groups)
    await save(data)

    const { error } = await activate(await sign('full-access'))

    expect(error.code).toBe('WOULD_LOCK_OUT')
    expect((await get()).data.active).toEqual(noRules)
  })

  test('a policy for other permissions is theirs to make', async () => {
    const { save, activate, sign } = await signInWorld(groups)
    await save({ policies: [{ permissions: ['security.*'], amr: ['mfa'] }] })

    expect((await activate(await sign('full-access'))).error).toBeNull()
  })
})

describe('on root', () => {
  const signRoot = (claims: object) => okta.sign(accessClaims(root.tenant, [], claims))
  const ask = async (query: string, variables: object, token: string) =>
    send({ query, variables }, { 'x-tenant': 'root', authorization: token })
  const SAVE = `mutation ($data: SignInRulesInput!) { tenancy { saveSignInDraft(data: $data) { error { code } } } }`
  const ACTIVATE = `mutation { tenancy { activateSignIn { error { code message } } } }`
  const LOGIN = `mutation { security { login { data { permissions ... on OktaIdentity { groups } } } } }`

  test('the configured full-access counts whatever the rules say, and nothing else of that claim', async () => {
    const admin = await signRoot({ [environment.OKTA_GROUP_CLAIM]: ['full-access', 'helpers'] })
    const groupRules = [rule('Press', 'helpers')]

    await ask(SAVE, { data: { groupRules } }, admin)
    const early = await ask(ACTIVATE, {}, admin)
    await ask('mutation { tenancy { install { error { code } } } }', {}, admin)
    await createGroup(scopeOn(platform), { slug: 'helpers', name: 'Helpers', permissions: [] })
    const activated = await ask(ACTIVATE, {}, admin)
    const asAdmin = await ask(LOGIN, {}, admin)
    const asHelper = await ask(LOGIN, {}, await signRoot({ tenantry_groups: ['helpers'] }))

    expect(early.data.tenancy.activateSignIn.error.code).toBe('VALIDATION_FAILED')
    expect(activated.data.tenancy.activateSignIn.error).toBeNull()
    expect(asAdmin.data.security.login.data).toEqual({
      permissions: [{ name: '*' }],
      groups: ['full-access'],
    })
    expect(asHelper.data.security.login.data.groups).toEqual([])
  })

  test('elsewhere it does not', async () => {
    const { setUp, login } = await signInWorld()
    await setUp({ groupRules: [rule('Press', 'editors')] })
    expect(signedIn(await login({ tenantry_groups: ['full-access'] })).permissions).toEqual([])
  })
})
