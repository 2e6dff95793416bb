import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { platformTable, type TenantItem } from './platform-table.ts'
import { tenantTable } from './tenant-table.ts'
import { testTable } from './testing.ts'
import { save } from './transact.ts'

const event = {
  action: 'tenancy.tenant.create',
  by: { type: 'admin', id: '00u1', displayName: 'Ada' },
  target: 'x',
}

async function world() {
  const options = await testTable()
  const parent = `p-${randomUUID()}`
  const tenant = (fields: Partial<TenantItem> = {}): TenantItem => ({
    id: `t-${randomUUID()}`,
    parent,
    version: 1,
    domains: [],
    ...fields,
  })
  return { options, parent, tenant, platform: platformTable(options) }
}

test('a new tenant, its place under its parent and all it starts with are one transaction', async () => {
  const { options, parent, tenant, platform } = await world()
  const after = tenant()
  const at = { PK: 'GROUP', SK: 'editors' }
  const install = tenantTable(after.id, options).bind([save(at, { version: 1 })], event)
  options.calls.length = 0

  await platform.write({ tenants: [{ after }] }, [install])

  expect(options.calls.map(({ command }) => command)).toEqual(['TransactWrite'])
  expect(await platform.findTenant(after.id)).toMatchObject(after)
  expect(await platform.listChildren(parent)).toEqual([after.id])
  expect(await platform.findTenants([after.id, 'none'])).toMatchObject([after])
  expect(await tenantTable(after.id, options).get(at)).toMatchObject({ version: 1 })
})

test('an id is given once, and the loser’s tenant data is not touched', async () => {
  const { options, tenant, platform } = await world()
  const after = tenant()
  await platform.write({ tenants: [{ after }] }, [])

  const at = { PK: 'GROUP', SK: 'mine' }
  const install = tenantTable(after.id, options).bind([{ put: at }], event)
  const second = platform.write({ tenants: [{ after }] }, [install])

  await expect(second).rejects.toMatchObject({ code: 'TENANT_ID_TAKEN' })
  expect(await tenantTable(after.id, options).get(at)).toBeUndefined()
})

test('what is left of a deleted tenant has no place under its parent', async () => {
  const { options, parent, tenant, platform } = await world()
  const domain = `${randomUUID()}.example`
  const before = tenant({ domains: [domain] })
  await platform.write({ tenants: [{ after: before }] }, [])

  const after = { ...before, parent: undefined, domains: [], version: 2 }
  await platform.write({ tenants: [{ before, after }] }, [])

  const written = options.calls.at(-1)?.keys.map(({ PK }) => PK)
  expect(written).toEqual([`P#TENANT#${before.id}`, `P#CHILDREN#${parent}`, `P#DOMAIN#${domain}`])
  expect(await platform.listChildren(parent)).toEqual([])
  expect(await platform.findTenant(before.id)).toMatchObject({ version: 2 })
})

test('a tenant that must be as it was read is checked, or written over that version', async () => {
  const { options, tenant, platform } = await world()
  const [before, stale] = [tenant({ version: 1 }), tenant({ version: 1 })]
  for (const after of [before, stale]) await platform.write({ tenants: [{ after }] }, [])
  const changed = { ...stale, version: 2 }
  await platform.write({ tenants: [{ before: stale, after: changed }] }, [])
  const own = { before, after: { ...before, version: 2 } }
  const other = { before: changed, after: { ...changed, version: 3 } }

  await platform.write({ tenants: [own], unchanged: [before] }, [])
  expect(options.calls.at(-1)?.keys).toEqual([{ PK: `P#TENANT#${before.id}`, SK: 'TENANT' }])
  await platform.write({ tenants: [{ after: tenant() }], unchanged: [own.after] }, [])

  const created = tenant()
  for (const wrong of [
    { tenants: [], unchanged: [before] },
    { tenants: [other], unchanged: [stale] },
    { tenants: [{ after: created }], unchanged: [created] },
  ])
    await expect(platform.write(wrong, [])).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await platform.findTenants([before.id, stale.id])).toMatchObject([
    { version: 2 },
    { version: 2 },
  ])
})

describe('domains', () => {
  test('belong to one tenant', async () => {
    const { tenant, platform } = await world()
    const domains = [`${randomUUID()}.example`]
    await platform.write({ tenants: [{ after: tenant({ domains }) }] }, [])

    const thief = platform.write({ tenants: [{ after: tenant({ domains }) }] }, [])

    await expect(thief).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'settings.domains' }],
    })
  })

  test('are free again when their tenant gives them up', async () => {
    const { tenant, platform } = await world()
    const [kept, given] = [`${randomUUID()}.example`, `${randomUUID()}.example`]
    const before = tenant({ domains: [kept, given] })
    await platform.write({ tenants: [{ after: before }] }, [])
    const after = { ...before, domains: [kept], version: 2 }
    await platform.write({ tenants: [{ before, after }] }, [])

    await platform.write({ tenants: [{ after: tenant({ domains: [given] }) }] }, [])
    const thief = platform.write({ tenants: [{ after: tenant({ domains: [kept] }) }] }, [])
    await expect(thief).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})

describe('clients', () => {
  test('one that nobody named has version 0', async () => {
    const { platform } = await world()
    expect(await platform.findClients(['c0'])).toEqual([{ client: 'c0', tenants: [], version: 0 }])
  })

  test('of two tenants that name the same client at once, one has to read again', async () => {
    const { tenant, platform } = await world()
    const client = randomUUID()
    const [read] = await platform.findClients([client])
    const claim = async () => {
      const after = tenant()
      const tenants = [...(read?.tenants ?? []), after.id]
      const clients = [{ client, tenants, version: (read?.version ?? 0) + 1 }]
      await platform.write({ tenants: [{ after }], clients }, [])
      return after.id
    }

    const answers = await Promise.allSettled([claim(), claim()])

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'CONFLICT' } }])
    expect(await platform.findClients(['c0', client])).toMatchObject([
      { client: 'c0', version: 0 },
      { client, version: 1 },
    ])
  })
})

describe('signing keys', () => {
  const issuer = () => `https://${randomUUID()}.example/oauth2/default`
  const known = { jwks: '{"keys":[]}', fetchedAt: 2, askedAt: 1, isAsking: false, version: 1 }

  test('are found by whoever asks after they were saved, under a key that tells no issuer', async () => {
    const { options } = await world()
    const platform = platformTable({ ...options, ConsistentRead: false })
    const its = issuer()
    expect(await platform.findKeys(its)).toBeUndefined()

    expect(await platform.saveKeys(its, known)).toBe(true)
    options.faults.push('stale')

    expect(await platform.findKeys(its)).toEqual(known)
    expect(await platform.findKeys(issuer())).toBeUndefined()
    const keys = options.calls.flatMap((call) => call.keys.map(({ PK }) => PK))
    expect(keys.every((PK) => /^P#KEYS#[0-9a-f]{64}$/.test(PK))).toBe(true)
    options.faults.length = 0
  })

  test('of many who save the same version at once, one is told that it did', async () => {
    const { platform } = await world()
    const its = issuer()
    await platform.saveKeys(its, known)
    const claim = { ...known, isAsking: true, version: 2 }

    const saved = await Promise.all(Array.from({ length: 8 }, () => platform.saveKeys(its, claim)))

    expect(saved.filter(Boolean)).toHaveLength(1)
    expect(await platform.saveKeys(its, known)).toBe(false)
    expect(await platform.findKeys(its)).toEqual(claim)
  })

  test('an outage while they are saved is not taken for somebody who came first', async () => {
    const { options, platform } = await world()
    vi.spyOn(Math, 'random').mockReturnValue(0)
    options.faults.push(...Array.from({ length: 6 }, () => 'conflict' as const))
    await expect(platform.saveKeys(issuer(), known)).rejects.toThrow('injected: conflict')
  })

  test('are replaced whole', async () => {
    const { platform } = await world()
    const its = issuer()
    await platform.saveKeys(its, { ...known, jwks: null })
    expect(await platform.findKeys(its)).toMatchObject({ jwks: null })

    await platform.saveKeys(its, { ...known, version: 2 })

    expect(await platform.findKeys(its)).toEqual({ ...known, version: 2 })
  })
})
