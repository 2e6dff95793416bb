import { eventsOf } from '@tenantry/dynamo/testing'
import { newId } from '@tenantry/dynamo'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  authenticateApiKey,
  createApiKey,
  deleteApiKey,
  getApiKey,
  listApiKeys,
  rotateApiKey,
  updateApiKey,
} from './api-keys.ts'
import type { Scope } from './scope.ts'
import { scopeFor, table } from './testing.ts'

const HOUR = 3600_000
const reading = [{ name: 'cms.contentEntry', rwd: 'r' }]
const wish = (more: object = {}) => ({ name: 'Site', permissions: reading, ...more })

afterEach(() => vi.useRealTimers())

async function world(more: object = {}) {
  const scope = scopeFor([{ name: '*' }])
  const { token = '', ...key } = await createApiKey(scope, wish(more))
  return { scope, key, token }
}
const lastUse = async ({ scope, key }: { scope: Scope; key: { id: string } }) =>
  (await getApiKey(scope, key.id)).lastUsedOn

test('what is done to a key is in the log, by its name, and each use of an hour once', async () => {
  const { scope, key, token } = await world()
  await updateApiKey(scope, { id: key.id, data: wish({ name: 'Shop' }) })
  await authenticateApiKey(scope.table, token)
  await vi.waitFor(async () => expect(await lastUse({ scope, key })).not.toBeNull())
  await rotateApiKey(scope, { id: key.id })
  await deleteApiKey(scope, { id: key.id })

  const events = await eventsOf(scope.table)
  expect(events.map(({ action, target }) => [action, target])).toEqual(
    ['create', 'update', 'use', 'rotate', 'delete'].map((it) => [`security.apiKey.${it}`, key.id]),
  )
  expect(events[2]?.['by']).toEqual({ type: 'api-key', id: key.id, displayName: 'Shop' })
})

describe('a key', () => {
  test('counts until it expires, and without an expiry for ever', async () => {
    const at = Date.parse('2030-01-01T00:00:00Z')
    vi.useFakeTimers({ now: at, toFake: ['Date'] })
    const short = await world({ expiresOn: '2030-01-01T01:00:00+00:00' })
    const long = await world()
    const holder = ({ scope, token }: typeof long) => authenticateApiKey(scope.table, token)

    expect(await holder(short)).toMatchObject({
      identity: { type: 'api-key', id: short.key.id },
      displayName: 'Site',
      permissions: reading,
    })
    vi.setSystemTime(at + HOUR)
    await expect(holder(short)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    vi.setSystemTime(at + 1000 * 24 * HOUR)
    expect(await holder(long)).toMatchObject({ displayName: 'Site' })
  })

  test('is no bearer token, which others look at', async () => {
    const { scope } = await world()
    expect(await authenticateApiKey(scope.table, 'Bearer a.b.c')).toBeUndefined()
  })

  test('notes its use again after an hour, and not before', async () => {
    const at = Date.parse('2030-01-01T00:00:00Z')
    vi.useFakeTimers({ now: at, toFake: ['Date'] })
    const made = await world()
    const use = async (time: number) => {
      vi.setSystemTime(time)
      await authenticateApiKey(made.scope.table, made.token)
      await new Promise((resolve) => setTimeout(resolve, 20))
      return lastUse(made)
    }

    expect(await use(at)).toBe('2030-01-01T00:00:00.000Z')
    expect(await use(at + HOUR - 1)).toBe('2030-01-01T00:00:00.000Z')
    expect(await use(at + HOUR)).toBe('2030-01-01T01:00:00.000Z')
    const version = (await getApiKey(made.scope, made.key.id)).version
    expect(version).toBe(1)
  })

  test('keeps its description unless it is named, and loses it for nothing', async () => {
    const { scope, key } = await world({ description: 'Reads.' })
    const describe = async (more: object) =>
      (await updateApiKey(scope, { id: key.id, data: wish(more) })).description

    expect(key.description).toBe('Reads.')
    expect(await describe({})).toBe('Reads.')
    expect(await describe({ description: 'Writes.' })).toBe('Writes.')
    expect(await describe({ description: null })).toBe('')
    expect((await world()).key.description).toBe('')
  })

  test('is made once for a request that is repeated, and its token told once', async () => {
    const scope = scopeFor([{ name: '*' }])
    const idempotencyKey = newId()
    const first = await createApiKey(scope, wish(), { idempotencyKey })
    const { token, ...shown } = first
    expect(token).toMatch(/^tnt_/)
    expect(await createApiKey(scope, wish(), { idempotencyKey })).toEqual(shown)

    const again = newId()
    const rotated = await rotateApiKey(scope, { id: first.id, idempotencyKey: again })
    expect(await rotateApiKey(scope, { id: first.id, idempotencyKey: again })).not.toHaveProperty(
      'token',
    )
    expect(rotated.version).toBe(2)
    const gone = newId()
    expect(await deleteApiKey(scope, { id: first.id, idempotencyKey: gone })).toBe(true)
    expect(await deleteApiKey(scope, { id: first.id, idempotencyKey: gone })).toBe(true)
  })

  test('is not changed, rotated or deleted by who read an older version', async () => {
    const { scope, key } = await world()
    const old = { id: key.id, ifVersion: 7 }
    for (const change of [
      updateApiKey(scope, { ...old, data: wish() }),
      rotateApiKey(scope, old),
      deleteApiKey(scope, old),
    ])
      await expect(change).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await getApiKey(scope, key.id)).toMatchObject({ version: 1 })
  })

  test.each(['2030-01-31', '2030-01-31T12:00:00Z', '2030-01-31T12:00:00+02:00'])(
    'may expire on %s',
    async (expiresOn) => {
      expect(Date.parse((await world({ expiresOn })).key.expiresOn ?? '')).toBe(
        Date.parse(expiresOn),
      )
    },
  )

  test.each(['2020-01-31', 'never', 7])('cannot expire on %j', async (expiresOn) => {
    await expect(world({ expiresOn })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'expiresOn' }],
    })
  })
})

test('keys come the newest first', async () => {
  const { scope, key } = await world()
  const next = await createApiKey(scope, wish({ name: 'Next' }))
  expect((await listApiKeys(scope)).map(({ id }) => id)).toEqual([next.id, key.id])
})

test.each(['x', `x${'0'.repeat(24)}`, `${'0'.repeat(24)}x`, ''])(
  'nothing is read for %j, which is no id of a key',
  async (id) => {
    const { scope } = await world()
    table.calls.length = 0
    await expect(getApiKey(scope, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(table.calls).toEqual([])
  },
)
