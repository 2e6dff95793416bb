import { newId } from '@tenantry/dynamo'
import { eventsOf, testTable } from '@tenantry/dynamo/testing'
import { anonymous, getGroup } from '@tenantry/security'
import { afterEach, describe, expect, test } from 'vitest'
import { install, versionOf } from './install.ts'
import { rootOf } from './root.ts'
import { scopeOn, testPlatform } from './testing.ts'
import type { Tenant } from './tenant.ts'
import {
  createTenant,
  currentTenant,
  deleteTenant,
  disableTenant,
  enableTenant,
  findTenant,
  getDefaultTenant,
  getTenant,
  listTenants,
  updateTenant,
} from './tenants.ts'

const table = await testTable()
const platform = testPlatform(table)
const root = scopeOn(platform)

afterEach(() => {
  table.before = undefined
  table.faults.length = 0
})

const unique = (prefix: string) => `${prefix}${newId()}`
const wish = (settings: object = {}, changes: object = {}) => ({
  name: 'Acme',
  description: '',
  tags: [],
  settings: { appClientId: unique('0oa'), ...settings },
  ...changes,
})
const make = (settings: object = {}, changes: object = {}, scope = root) =>
  createTenant(scope, wish(settings, changes))
const groupNamesOf = async ({ id }: Tenant) =>
  (await findTenant(platform, id))?.settings.okta.groupNames

describe('createTenant', () => {
  test('a new tenant has the groups of the system from the first request on', async () => {
    const tenant = await make()

    expect(await findTenant(platform, tenant.id)).toEqual(tenant)
    await expect(getGroup(scopeOn(platform, tenant), { slug: 'anonymous' })).resolves.toMatchObject(
      { permissions: [], system: true, version: 1 },
    )
  })

  test('tells both sides who made it', async () => {
    const from = newId()
    const { id } = await make()

    const here = await eventsOf(root.table, from)
    const there = await eventsOf(scopeOn(platform, { ...rootOf(platform.okta), id }).table)

    const { identity, displayName } = root.principal
    const by = { ...identity, displayName }
    expect(here).toContainEqual(
      expect.objectContaining({ action: 'tenancy.tenant.create', target: id, by }),
    )
    expect(there).toMatchObject([{ action: 'tenancy.tenant.install', target: id, by }])
  })

  test('of two who want the same id at once, exactly one gets it', async () => {
    const id = unique('t')

    const answers = await Promise.allSettled([make({}, { id }), make({}, { id })])

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'TENANT_ID_TAKEN' } }])
  })

  test('of two who want the same domain at once, exactly one gets it', async () => {
    const domains = [{ fqdn: `${newId()}.example` }]

    const answers = await Promise.allSettled([make({ domains }), make({ domains })])

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'VALIDATION_FAILED' } }])
  })

  test('a crash before the write leaves nothing, one after it leaves everything', async () => {
    const id = unique('t')
    table.before = ({ command }) => {
      if (command === 'TransactWrite') throw new Error('crash')
    }
    await expect(make({}, { id })).rejects.toThrow('crash')
    table.before = undefined
    expect(await findTenant(platform, id)).toBeUndefined()

    table.faults.push('unanswered')
    await make({}, { id })

    expect(await findTenant(platform, id)).toMatchObject({ id, version: 1 })
  })

  test('a domain is kept in lower case, an empty issuer as the deployment’s own', async () => {
    const fqdn = `${newId()}.example`
    const tenant = await make({
      domains: [{ fqdn: ` ${fqdn.toUpperCase()} ` }],
      okta: { issuer: ' ', audience: '' },
    })
    expect(tenant.settings).toMatchObject({
      domains: [{ fqdn }],
      okta: { issuer: null, audience: null },
    })
  })
})

describe('clients that tenants share', () => {
  test('the second tenant to name a client makes both qualified, in one write', async () => {
    const appClientId = unique('0oa')
    const acme = await make({ appClientId })
    expect(await groupNamesOf(acme)).toBe('PLAIN')

    const globex = await make({ appClientId })

    expect(globex.settings.okta.groupNames).toBe('QUALIFIED')
    expect(await groupNamesOf(acme)).toBe('QUALIFIED')
  })

  test('of many who name a client at once, none stays plain', async () => {
    const appClientId = unique('0oa')
    const wanted = Array.from({ length: 3 }, () => make({ appClientId }))

    const made = (await Promise.allSettled(wanted)).flatMap((it) =>
      it.status === 'fulfilled' ? [it.value] : [],
    )

    const names = await Promise.all(made.map(groupNamesOf))
    expect(names.length).toBeGreaterThan(1)
    expect(new Set(names)).toEqual(new Set(['QUALIFIED']))
  })

  test('who comes between reading the client and writing is not overlooked', async () => {
    const appClientId = unique('0oa')
    const rivals: Tenant[] = []
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      rivals.push(await make({ appClientId }))
    }

    const acme = await make({ appClientId })

    expect(await Promise.all([acme, ...rivals].map(groupNamesOf))).toEqual([
      'QUALIFIED',
      'QUALIFIED',
    ])
  })

  test('the same client id in another org is another client', async () => {
    const other = testPlatform(table, { origins: ['https://*.okta.com'] })
    const appClientId = unique('0oa')
    const acme = await make({ appClientId })

    const issuer = 'https://globex.okta.com/oauth2/default'
    const globex = await createTenant(scopeOn(other), wish({ appClientId, okta: { issuer } }))

    expect(globex.settings.okta.groupNames).toBe('PLAIN')
    expect(await groupNamesOf(acme)).toBe('PLAIN')
  })

  test('the issuer of the deployment is the same whether it is written out or not', async () => {
    const appClientId = unique('0oa')
    const { issuer } = platform.okta
    const acme = await make({ appClientId })

    await make({ appClientId, okta: { issuer } })

    expect(await groupNamesOf(acme)).toBe('QUALIFIED')
  })

  test('a machine that is the client of another tenant is shared, too', async () => {
    const acme = await make()
    const serviceClientIds = [acme.settings.appClientId]

    const globex = await make({ okta: { serviceClientIds } })

    expect(globex.settings.okta.groupNames).toBe('QUALIFIED')
    expect(await groupNamesOf(acme)).toBe('QUALIFIED')
  })

  test('a child that names root’s client is qualified', async () => {
    const child = await make({ appClientId: platform.okta.rootClientId })
    expect(child.settings.okta.groupNames).toBe('QUALIFIED')
  })

  test('a child that names its parent’s client makes both qualified', async () => {
    const parent = await make()
    const { appClientId } = parent.settings

    const child = await make({ appClientId }, {}, scopeOn(platform, parent))

    expect(child.settings.okta.groupNames).toBe('QUALIFIED')
    expect(await groupNamesOf(parent)).toBe('QUALIFIED')
  })

  test('a parent that was changed meanwhile gets no child that shares its client, either', async () => {
    const parent = await make()
    const { appClientId } = parent.settings
    await disableTenant(root, parent.id)

    const child = make({ appClientId }, {}, scopeOn(platform, parent))

    await expect(child).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('a change of client is what shares it as well, and what ends it for who leaves', async () => {
    const [acme, globex] = [await make(), await make()]
    const { appClientId } = acme.settings

    await updateTenant(root, { id: globex.id, data: wish({ appClientId }) })
    expect(await Promise.all([acme, globex].map(groupNamesOf))).toEqual(['QUALIFIED', 'QUALIFIED'])

    await updateTenant(root, { id: globex.id, data: wish() })
    expect(await Promise.all([acme, globex].map(groupNamesOf))).toEqual(['QUALIFIED', 'PLAIN'])
  })

  test('who is left alone with a client stays qualified until they change it', async () => {
    const appClientId = unique('0oa')
    const [acme, globex] = [await make({ appClientId }), await make({ appClientId })]
    await disableTenant(root, globex.id)
    await deleteTenant(root, globex.id)

    const renamed = await updateTenant(root, { id: acme.id, data: wish({ appClientId }) })
    const moved = await updateTenant(root, { id: acme.id, data: wish() })

    expect(renamed.settings.okta.groupNames).toBe('QUALIFIED')
    expect(moved.settings.okta.groupNames).toBe('PLAIN')
  })

  test('who names a client that all others have left, or that died with them, is alone with it', async () => {
    const appClientId = unique('0oa')
    const [acme, globex] = [await make({ appClientId }), await make({ appClientId })]
    await updateTenant(root, { id: globex.id, data: wish() })
    await disableTenant(root, acme.id)
    await deleteTenant(root, acme.id)

    const next = await make({ appClientId })

    expect(next.settings.okta.groupNames).toBe('PLAIN')
    expect((await make({ appClientId })).settings.okta.groupNames).toBe('QUALIFIED')
    expect(await groupNamesOf(next)).toBe('QUALIFIED')
  })

  test('a client does not forget who stays when others leave', async () => {
    const appClientId = unique('0oa')
    const [acme] = [await make({ appClientId }), await make({ appClientId })]
    await updateTenant(root, { id: acme.id, data: wish() })

    expect((await make({ appClientId })).settings.okta.groupNames).toBe('QUALIFIED')
  })

  test('nobody is asked about clients that do not change', async () => {
    const appClientId = unique('0oa')
    const { id } = await make({ appClientId })
    table.calls.length = 0

    await updateTenant(root, { id, data: wish({ appClientId }) })

    const keys = table.calls.flatMap((call) => call.keys.map(({ PK }) => PK))
    expect(keys.filter((PK) => PK.startsWith('P#CLIENT#'))).toEqual([])
  })
})

describe('updateTenant', () => {
  test('of two who read the same version, exactly one saves', async () => {
    const { id } = await make()
    const save = () => updateTenant(root, { id, data: wish(), ifVersion: 1 })

    const answers = await Promise.allSettled([save(), save()])

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'CONFLICT' } }])
  })

  test('who names no version saves over whatever came between', async () => {
    const { id } = await make()
    let rival: Promise<Tenant> | undefined
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      rival = updateTenant(root, { id, data: wish({}, { name: 'Rival' }) })
      await rival
    }

    const saved = await updateTenant(root, { id, data: wish({}, { name: 'Last' }) })

    expect(await rival).toMatchObject({ name: 'Rival', version: 2 })
    expect(saved).toMatchObject({ name: 'Last', version: 3 })
  })

  test('gives up domains that are no longer named', async () => {
    const domains = [{ fqdn: `${newId()}.example` }]
    const { id } = await make({ domains })

    await updateTenant(root, { id, data: wish({ domains: [] }) })

    await expect(make({ domains })).resolves.toMatchObject({ settings: { domains } })
  })

  test('takes an issuer back to the deployment’s own, and leaves it if it is not mentioned', async () => {
    const okta = { issuer: platform.okta.issuer, audience: 'api://own' }
    const { id } = await make({ okta })

    const kept = await updateTenant(root, { id, data: wish() })
    const reset = await updateTenant(root, { id, data: wish({ okta: { issuer: null } }) })

    expect(kept.settings.okta).toMatchObject(okta)
    expect(reset.settings.okta).toMatchObject({ issuer: null, audience: 'api://own' })
  })

  test.each([
    ['an org server without ID tokens', { issuer: 'https://example.okta.com' }],
    ['an org that is not listed', { issuer: 'https://evil.example/oauth2/default' }],
  ])('refuses %s', async (_, okta) => {
    const { id } = await make()
    const change = updateTenant(root, { id, data: wish({ okta }) })
    await expect(change).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  test('an org server is fine with ID tokens', async () => {
    const okta = { issuer: 'https://example-admin.okta.com/', tokenUse: 'ID' }
    const { settings } = await make({ okta })
    expect(settings.okta).toMatchObject({ issuer: 'https://example.okta.com', tokenUse: 'ID' })
  })
})

describe('disabling and deleting', () => {
  test('doing it twice is as good as once', async () => {
    const { id } = await make()

    const disabled = [await disableTenant(root, id), await disableTenant(root, id)]
    const enabled = [await enableTenant(root, id), await enableTenant(root, id)]

    expect(disabled.map(({ version, status }) => [version, status])).toEqual([
      [2, 'DISABLED'],
      [2, 'DISABLED'],
    ])
    expect(enabled.map(({ version, status }) => [version, status])).toEqual([
      [3, 'ACTIVE'],
      [3, 'ACTIVE'],
    ])
  })

  test('what changed nothing is noted all the same: sent again, it undoes nothing', async () => {
    const { id } = await make()
    const key = { idempotencyKey: newId() }
    await enableTenant(root, id, key)
    await disableTenant(root, id)

    expect(await enableTenant(root, id, key)).toMatchObject({ status: 'DISABLED' })
  })

  test('a tenant that is enabled again while it is being deleted lives', async () => {
    const { id } = await make()
    await disableTenant(root, id)
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      await enableTenant(root, id)
    }

    await expect(deleteTenant(root, id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await findTenant(platform, id)).toMatchObject({ status: 'ACTIVE' })
  })

  test('a child that is made while its parent is being disabled does not outlive it', async () => {
    const parent = await make()
    const scope = scopeOn(platform, parent)
    table.before = async ({ command }) => {
      if (command !== 'TransactWrite') return
      table.before = undefined
      await disableTenant(root, parent.id)
    }

    await expect(make({}, {}, scope)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await listTenants(scope)).toEqual([])
  })

  test('what is left of a tenant is a tombstone', async () => {
    const { id } = await make()
    await disableTenant(root, id)
    await deleteTenant(root, id)

    expect(await findTenant(platform, id)).toBeUndefined()
    await expect(make({}, { id })).rejects.toMatchObject({ code: 'TENANT_ID_TAKEN' })
    await expect(getTenant(root, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(enableTenant(root, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

test.each<[string, (scope: typeof root, id: string) => Promise<unknown>, string]>([
  ['createTenant', (scope) => createTenant(scope, {}), 'rd'],
  ['updateTenant', (scope, id) => updateTenant(scope, { id, data: {} }), 'rd'],
  ['disableTenant', disableTenant, 'rd'],
  ['enableTenant', enableTenant, 'rd'],
  ['deleteTenant', deleteTenant, 'rw'],
  ['getTenant', getTenant, 'wd'],
  ['listTenants', listTenants, 'wd'],
])('%s asks for its permission before it reads or checks anything', async (_, useCase, rwd) => {
  const { id } = await make()
  const nearMisses = [[], [{ name: 'tenancy.tenant', rwd }], [{ name: 'tenancy.signIn' }]]
  table.calls.length = 0

  for (const group of nearMisses)
    await expect(useCase(scopeOn(platform, undefined, [group]), id)).rejects.toMatchObject({
      code: 'SECURITY_NOT_AUTHORIZED',
    })
  expect(table.calls).toEqual([])
})

test('root is there without an item, and is what the configuration says after its installation too', async () => {
  const own = await testTable({ own: true })
  const platform = testPlatform(own)
  const before = await findTenant(platform, 'root')
  const stranger = scopeOn(platform, before, [[{ name: 'tenancy.*' }, { name: 'security.*' }]])
  await expect(install(stranger)).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })

  await install(scopeOn(platform, before))

  const moved = testPlatform(own, { rootClientId: '0oa_moved', audience: 'api://moved' })
  const after = await findTenant(moved, 'root')
  expect([before?.version, after?.version]).toEqual([0, 1])
  expect(versionOf(rootOf(platform.okta))).toBeNull()
  expect(after).toMatchObject({
    id: 'root',
    status: 'ACTIVE',
    parent: null,
    settings: { appClientId: '0oa_moved', okta: { audience: 'api://moved' } },
  })
  await expect(install(scopeOn(platform, before))).resolves.toBe(true)
  expect((await findTenant(platform, 'root'))?.createdOn).toBe(after?.createdOn)
})

test('an installation that fails for another reason says so', async () => {
  const own = await testTable({ own: true })
  own.before = ({ command }) => {
    if (command === 'TransactWrite') throw new Error('crash')
  }
  await expect(install(scopeOn(testPlatform(own)))).rejects.toThrow('crash')
})

test('a tenant is installed by its creation', async () => {
  const scope = scopeOn(platform, await make())
  table.calls.length = 0

  await expect(install(scope)).resolves.toBe(true)

  expect(table.calls).toEqual([])
  expect(versionOf(scope.tenant)).toBe('1.0.0')
})

test('a tenant with children of its own is not deleted', async () => {
  const parent = await make()
  await make({}, {}, scopeOn(platform, parent))
  await disableTenant(root, parent.id)

  await expect(deleteTenant(root, parent.id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})

test('the default tenant is the one at hand, for who is signed in', async () => {
  const scope = scopeOn(platform, await make())
  const visitor = { ...scope, principal: anonymous }

  expect(await getDefaultTenant(scope)).toBe(scope.tenant)
  await expect(getDefaultTenant(visitor)).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
})

test('a tenant that was changed since is not overwritten', async () => {
  const { id } = await make()
  await updateTenant(root, { id, data: wish() })

  const stale = updateTenant(root, { id, data: wish(), ifVersion: 1 })

  await expect(stale).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('who may not read tenants sees of their own what its sign-in page shows', async () => {
  const tenant = await make({ domains: [{ fqdn: `${newId()}.example` }] }, { tags: ['internal'] })

  expect(currentTenant(scopeOn(platform, tenant))).toBe(tenant)
  expect(currentTenant(scopeOn(platform, tenant, [[]]))).toEqual({
    id: tenant.id,
    name: 'Acme',
    description: '',
    parent: null,
    tags: [],
    settings: { appClientId: tenant.settings.appClientId, domains: [], okta: null },
    status: 'ACTIVE',
    createdOn: tenant.createdOn,
    version: 1,
  })
})

test('what is done to a tenant is in the log of who does it, by its name', async () => {
  const { id } = await make()
  const from = newId()

  await updateTenant(root, { id, data: wish() })
  await disableTenant(root, id)
  await enableTenant(root, id)
  await disableTenant(root, id)
  await deleteTenant(root, id)

  const events = await eventsOf(root.table, from)
  const done = events.filter(({ target }) => target === id).map(({ action }) => action)
  expect(done).toEqual(
    ['update', 'disable', 'enable', 'disable', 'delete'].map((it) => `tenancy.tenant.${it}`),
  )
})

test('the tenants of one come by their names, without those that are gone', async () => {
  const parent = scopeOn(platform, await make())
  const names = ['Öl', 'Zoo', 'alpha', 'Beta']
  const made = []
  for (const name of names) made.push(await make({}, { name }, parent))
  const [, zoo] = made
  if (!zoo) throw new Error('There is no Zoo.')
  await disableTenant(parent, zoo.id)
  await deleteTenant(parent, zoo.id)

  expect((await listTenants(parent)).map(({ name }) => name)).toEqual(['alpha', 'Beta', 'Öl'])
})
