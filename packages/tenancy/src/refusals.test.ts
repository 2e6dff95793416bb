import { newId } from '@tenantry/dynamo'
import { testTable } from '@tenantry/dynamo/testing'
import { AppError } from '@tenantry/errors'
import { createGroup } from '@tenantry/security'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Arrival, Place } from './admit.ts'
import { getRefusal, noteRefusal } from './refusals.ts'
import { rootOf } from './root.ts'
import { compiled, textOf } from './sign-in-rules.ts'
import { arrivalWith, scopeOn, testPlatform } from './testing.ts'

const options = await testTable()
const platform = testPlatform(options)
const now = Math.floor(Date.now() / 1000)

afterEach(() => {
  vi.useRealTimers()
  options.faults.length = 0
})

function arrivalOn(rules: object) {
  const root = rootOf(platform.okta)
  const settings = { ...root.settings, appClientId: '0oa_acme' }
  const tenant = { ...root, id: newId(), settings }
  const scope = scopeOn(platform, tenant)
  const { okta } = platform
  const { table } = scope
  const place: Place = {
    tenant,
    table,
    okta,
    sharedClientGroups: 'qualified',
    rules: compiled(textOf(rules)),
    address: undefined,
  }
  const arrival = (claims: Record<string, unknown> = {}) => arrivalWith(platform, { claims })
  return { scope, place, arrival }
}

async function refused(rules: object, claims: Record<string, unknown>) {
  const { scope, place, arrival } = arrivalOn(rules)
  return getRefusal(scope, await noteRefusal(place, arrival(claims)))
}
const press = { claim: 'department', operator: 'EQUALS', value: 'Press', group: 'press' }
const stepUp = { policies: [{ permissions: ['security.*'], acr: ['phr'] }] }
const valuesIn = ({ claims }: Awaited<ReturnType<typeof refused>>) =>
  Object.fromEntries(claims.map(({ name, values }) => [name, values]))

describe('of a token it keeps', () => {
  const strength = { amr: ['pwd'], acr: 'low', auth_time: now, iat: now }

  test('what policies look at, if there are any', async () => {
    expect(valuesIn(await refused({ policies: [{ acr: ['phr'] }] }, strength))).toEqual({
      amr: ['pwd'],
      acr: ['low'],
      auth_time: [`${now}`],
      iat: [`${now}`],
    })
    expect(valuesIn(await refused({}, strength))).toEqual({
      amr: null,
      acr: null,
      auth_time: null,
      iat: null,
    })
  })

  test('no more than a hundred claims, twenty values and a hundred rules', async () => {
    const many = Array.from({ length: 120 }, (_, n) => [`claim${n}`, 'x'])
    const values = Array.from({ length: 30 }, (_, n) => `value${n}`)
    const rules = Array.from({ length: 110 }, (_, n) => ({ ...press, value: `v${n}` }))

    const found = await refused(
      { groupRules: rules },
      { department: values, ...Object.fromEntries(many) },
    )

    expect(found.claims).toHaveLength(100)
    expect(found.claims[0]).toEqual({ name: 'department', values: values.slice(0, 20) })
    expect(found.rules).toHaveLength(100)
  })

  test.each([
    ['EQUALS', 'Press'],
    ['CONTAINS', 'res'],
    ['PREFIX', 'Pr'],
    ['MATCHES', 'P*s'],
    ['EXISTS', null],
  ])('a rule that %s', async (operator, value) => {
    const found = await refused(
      { groupRules: [{ ...press, operator, value }] },
      { department: 'Press' },
    )
    expect(found.rules).toMatchObject([{ operator, value, matched: true, groups: ['press'] }])
    expect(found).toMatchObject({ groupsFrom: 'RULES', missingGroups: ['press'] })
  })

  test('of an API key that it has nothing but its own group', async () => {
    const { scope, place, arrival } = arrivalOn(stepUp)
    const key: Arrival = { ...arrival(), claims: undefined, ownGroup: [] }
    expect(await getRefusal(scope, await noteRefusal(place, key))).toMatchObject({
      groupsFrom: 'KEY',
      missingGroups: [],
    })
  })
})

test('groups that the tenant has are not missing', async () => {
  const { scope, place, arrival } = arrivalOn({})
  await createGroup(scope, { name: 'Press', slug: 'press', permissions: [] })
  const code = await noteRefusal(place, { ...arrival(), groupNames: ['none', 'press'] })
  expect(await getRefusal(scope, code)).toMatchObject({ missingGroups: ['none'] })
})

test('another refusal within the minute is written over the one before', async () => {
  const { scope, place, arrival } = arrivalOn({})
  const code = await noteRefusal(place, arrival())
  const error = new AppError('STEP_UP_REQUIRED', 'Sign in with a second factor.')

  expect(await noteRefusal(place, arrival(), error)).toBe(code)
  expect(await getRefusal(scope, code)).toMatchObject({
    error: 'STEP_UP_REQUIRED',
    message: 'Sign in with a second factor.',
    version: 2,
  })
})

test('the same one is written again after a minute, and kept for a day from then', async () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
  const { scope, place, arrival } = arrivalOn({})
  const code = await noteRefusal(place, arrival())
  const version = async () => (await getRefusal(scope, code)).version
  const later = async (seconds: number) => {
    vi.setSystemTime(Date.now() + seconds * 1000)
    await noteRefusal(place, arrival())
    return version()
  }

  expect(await later(59)).toBe(1)
  expect(await later(1)).toBe(2)
  vi.setSystemTime(Date.now() + 23.9 * 3600_000)
  expect(await version()).toBe(2)
  vi.setSystemTime(Date.now() + 0.2 * 3600_000)
  await expect(version()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('who loses to another who writes the same is not told; every other failure is', async () => {
  const { place, arrival } = arrivalOn({})
  const codes = await Promise.all([1, 2, 3].map(() => noteRefusal(place, arrival())))
  expect(new Set(codes).size).toBe(1)

  const { place: other } = arrivalOn({})
  options.faults.push(...Array.from({ length: 6 }, () => 'throttled' as const))
  await expect(noteRefusal(other, arrival())).rejects.toThrow('injected: throttled')
})

test.each(['x00000-00000', '00000-00000x', '0000-00000', '00000-0000I'])(
  '%s is the code of nobody, and nothing is read for it',
  async (code) => {
    const { scope } = arrivalOn({})
    options.calls.length = 0
    await expect(getRefusal(scope, code)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(options.calls).toEqual([])
  },
)
