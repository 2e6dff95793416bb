import { eventsOf } from '@tenantry/dynamo/testing'
import { newId } from '@tenantry/dynamo'
import { afterEach, expect, test, vi } from 'vitest'
import { rule, signInWorld } from './sign-in-world.ts'
import { randomId, table } from './world.ts'

afterEach(() => vi.useRealTimers())

const GET = `query ($code: String!) { tenancy { getRefusal(code: $code) {
  data { code refusedOn error message id groupsFrom missingGroups claims { name values }
    rules { claim operator value group matched reason groups } }
  error { code message }
} } }`
const groups = { helpers: [{ name: 'tenancy.signIn', rwd: 'r' }] }

type World = Awaited<ReturnType<typeof signInWorld>>
const found = async ({ ask, sign }: World, code: string, as = 'full-access') => {
  const token = await sign(as, { department: 'IT', mail: 'it@acme.example' })
  return (await ask(GET, { code }, token)).data.tenancy.getRefusal
}
const refusalIn = async (world: World, claims: object) =>
  (await world.login(claims)).data.security.login.data.refusal

/** With the configured claim everybody who looks things up has their groups. */
const CLAIM = { claim: 'tenantry_groups', operator: 'EXISTS', value: null, group: '{value}' }

test('who is in no group gets a code, by which an administrator finds out why', async () => {
  const world = await signInWorld(groups)
  await world.setUp({
    groupRules: [CLAIM, rule('Press', 'press'), rule('a@b', 'x', 'contact')],
    attributes: [{ claim: 'mail', property: 'email', required: false }],
  })

  const code = await refusalIn(world, {
    department: 'Press',
    contact: 'ada.lovelace@acme.example',
    mail: 'ada@acme.example',
    salary: '100000',
  })

  expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  const { data } = await found(world, code, 'helpers')
  expect(data).toMatchObject({
    code,
    error: null,
    message: 'Signed in, but in no group of this tenant.',
    id: '00u_somebody',
    groupsFrom: 'RULES',
    missingGroups: ['press'],
    rules: [
      { matched: false, reason: 'The token has no claim “tenantry_groups” with a value.' },
      { ...rule('Press', 'press'), matched: true, groups: ['press'] },
      { matched: false, reason: 'It matched none of “a…@acme.example”.' },
    ],
  })
  const values = Object.fromEntries(
    data.claims.map((it: { name: string; values: unknown }) => [it.name, it.values]),
  )
  expect(values).toMatchObject({
    department: ['Press'],
    contact: ['a…@acme.example'],
    mail: ['a…@acme.example'],
    salary: null,
    sub: null,
    uid: null,
  })
  expect(JSON.stringify(data)).not.toMatch(/lovelace|100000|ada@/)
})

test('who has a group gets none', async () => {
  const world = await signInWorld(groups)
  expect(await refusalIn(world, { tenantry_groups: ['helpers'] })).toBeNull()
})

test('without rules it tells which groups the tenant does not have', async () => {
  const world = await signInWorld(groups)
  const code = await refusalIn(world, { tenantry_groups: ['editors', 'authors'] })
  expect((await found(world, code)).data).toMatchObject({
    groupsFrom: 'CLAIM',
    rules: [],
    missingGroups: ['editors', 'authors'],
  })
})

test('a person whom a policy refuses gets a code with the refusal, wherever they ask', async () => {
  const world = await signInWorld(groups)
  await world.setUp({ policies: [{ acr: ['phr'] }] })

  const { error } = await world.login({ tenantry_groups: ['helpers'] })
  const { refusal } = Object(error?.data)

  const strong = await world.sign('helpers', { acr: 'phr' })
  const { data } = await world.ask(GET, { code: refusal }, strong)
  expect(data.tenancy.getRefusal.data).toMatchObject({
    error: 'STEP_UP_REQUIRED',
    message: error?.message,
  })
})

test('on a shared client nothing shows of what names another tenant', async () => {
  const options = { settings: { appClientId: randomId('0oa') } }
  const world = await signInWorld(groups, options)
  const globex = await signInWorld(groups, options)
  await world.setUp({ groupRules: [{ ...CLAIM, claim: 'roles' }, CLAIM] })

  const { id } = world.tenant
  const roles = [`${globex.tenant.id}:secret-project`, `${id}:press`, 'plain-secret']
  const code = await refusalIn(world, { roles })
  const token = await world.sign(`${id}:full-access`)
  const { data } = await world.ask(GET, { code }, token)

  expect(JSON.stringify(data)).toContain('press')
  expect(JSON.stringify(data)).not.toContain('secret')
})

test('the code is written as it is read out, and known on its own tenant only', async () => {
  const world = await signInWorld(groups)
  const other = await signInWorld(groups)
  const code = await refusalIn(world, {})

  expect((await found(world, ` ${code.toLowerCase()} `)).data.code).toBe(code)
  expect(await found(other, code)).toMatchObject({ data: null, error: { code: 'NOT_FOUND' } })
  expect(await refusalIn(other, {})).not.toBe(code)
})

test.each(['', 'x', 'a#b', '00000-00000', '__proto__', 'x'.repeat(5000)])(
  'a code that nobody was given is not found: %.20s',
  async (code) => {
    const world = await signInWorld(groups)
    expect((await found(world, code)).error.code).toBe('NOT_FOUND')
  },
)

test('however often somebody tries, there is one record of it, written once a minute', async () => {
  const world = await signInWorld(groups)
  const start = table.calls.length
  const marker = newId()
  const written = () =>
    table.calls
      .slice(start)
      .filter(({ command }) => command === 'TransactWrite')
      .flatMap(({ keys }) => keys.map(({ PK }) => PK))
      .filter((PK) => PK.includes('#REFUSAL#'))

  const codes = await Promise.all(Array.from({ length: 5 }, () => refusalIn(world, {})))
  for (let n = 0; n < 5; n++) codes.push(await refusalIn(world, { department: `${n}` }))
  const quiet = new Set(written()).size
  const before = written().length
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] })
  codes.push(await refusalIn(world, {}))

  expect(new Set(codes).size).toBe(1)
  expect(quiet).toBe(1)
  // Those who came at once may all have tried: one got through.
  expect(before).toBeLessThanOrEqual(5)
  expect(written()).toHaveLength(before + 1)
  const events = await eventsOf(world.scope.table, marker)
  const refused = events.filter(({ action }) => action === 'tenancy.signIn.refuse')
  expect(refused.length).toBe(2)
})

test('after a day it is gone', async () => {
  const world = await signInWorld(groups)
  const code = await refusalIn(world, {})

  vi.useFakeTimers({ now: Date.now() + 24 * 3600_000 + 2000, toFake: ['Date'] })

  expect((await found(world, code)).error.code).toBe('NOT_FOUND')
})
