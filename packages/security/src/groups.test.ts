import { eventsOf } from '@tenantry/dynamo/testing'
import { AppError } from '@tenantry/errors'
import { describe, expect, test } from 'vitest'
import {
  anonymousGroups,
  createGroup,
  deleteGroup,
  getGroup,
  groupsNamed,
  installedGroups,
  listGroups,
  updateGroup,
} from './groups.ts'
import type { Group } from './permission.ts'
import { noteEscalation } from './permissions.ts'
import { anonymous, event, type Scope } from './scope.ts'
import { colleagueOf, scopeFor, table } from './testing.ts'

const all: Group = [{ name: '*' }]
const reading: Group = [{ name: 'cms.contentEntry', rwd: 'r' }]
const manager: Group = [{ name: 'security.group' }, ...reading]
const looker: Group = [{ name: 'security.group', rwd: 'r' }]

const editors = {
  name: 'Editors',
  slug: 'editors',
  description: 'They write.',
  permissions: reading,
}

async function installed(...groups: Group[]): Promise<Scope> {
  const scope = scopeFor(...groups)
  const changes = installedGroups('2026-11-21T10:00:00.000Z')
  await scope.table.write(changes, event(scope, 'tenancy.tenant.install', scope.tenant.id))
  return scope
}

async function withEditors(...groups: Group[]) {
  const scope = await installed(...groups)
  return { scope, group: await createGroup(colleagueOf(scope, all), editors) }
}

const audited = async (scope: Scope) =>
  (await eventsOf(scope.table)).map(({ action, target }) => [action, target])

describe('createGroup', () => {
  test('makes a group that can be found by id and by slug, and is recorded', async () => {
    const scope = await installed(manager)

    const group = await createGroup(scope, editors)

    expect(group).toMatchObject({ ...editors, system: false, version: 1 })
    expect(group.createdBy).toEqual(scope.principal.identity)
    expect(await getGroup(scope, { id: group.id })).toEqual(group)
    expect(await getGroup(scope, { slug: 'editors' })).toEqual(group)
    expect(await audited(scope)).toContainEqual(['security.group.create', group.id])
  })

  test.each<[string, Group[], Group, string]>([
    ['by a visitor', [], reading, 'SECURITY_NOT_AUTHORIZED'],
    ['by somebody who may only look', [looker], reading, 'SECURITY_NOT_AUTHORIZED'],
    [
      'by somebody who may only delete',
      [[{ name: 'security.group', rwd: 'd' }]],
      [],
      'SECURITY_NOT_AUTHORIZED',
    ],
    [
      'by who manages something else',
      [[{ name: 'security.apiKey' }]],
      [],
      'SECURITY_NOT_AUTHORIZED',
    ],
    ['that may more than its maker', [manager], [{ name: 'cms.*' }], 'ESCALATION_REFUSED'],
    [
      'that may what two groups of its maker give',
      [[{ name: 'security.group' }], reading],
      [{ name: 'security.group' }, ...reading],
      'ESCALATION_REFUSED',
    ],
    [
      'with a permission that does not exist',
      [all],
      [{ name: 'cms.everything' }],
      'VALIDATION_FAILED',
    ],
  ])('%s is refused and leaves nothing', async (_, held, permissions, code) => {
    const scope = await installed(...held)

    await expect(createGroup(scope, { ...editors, permissions })).rejects.toMatchObject({ code })

    const groups = await listGroups(colleagueOf(scope, all))
    expect(groups.map(({ slug }) => slug)).toEqual(['full-access', 'anonymous'])
  })

  test.each<[string, object, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['an endless name', { name: 'x'.repeat(101) }, 'name'],
    ['no slug', { slug: '' }, 'slug'],
    ['a slug in upper case', { slug: 'Editors' }, 'slug'],
    ['a qualified slug', { slug: 'acme:editors' }, 'slug'],
    ['a slug that reaches another key', { slug: 'a#b' }, 'slug'],
    ['a slug that begins with a dash', { slug: '-a' }, 'slug'],
    ['a slug with a line break', { slug: 'a\n' }, 'slug'],
    ['an endless slug', { slug: 'a'.repeat(61) }, 'slug'],
    ['an endless description', { description: 'x'.repeat(1001) }, 'description'],
    ['permissions that are no list', { permissions: { name: '*' } }, 'permissions'],
    [
      'a limit that would not count',
      { permissions: [{ name: 'fm.*', own: true }] },
      'permissions.0.own',
    ],
    ['an id of one’s choice', { id: 'full-access' }, ''],
    ['a maker of one’s choice', { createdBy: { type: 'admin', id: 'eve' } }, ''],
    ['the mark of a system group', { system: true }, ''],
  ])('with %s is refused for that field', async (_, wrong, fieldId) => {
    const scope = await installed(all)

    await expect(createGroup(scope, { ...editors, ...wrong })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ error: expect.any(String), fieldId }],
    })
  })

  test.each(['editors', 'anonymous', 'full-access'])(
    'under the taken slug “%s” is refused',
    async (slug) => {
      const { scope } = await withEditors(all)

      await expect(createGroup(scope, { ...editors, slug })).rejects.toMatchObject({
        code: 'GROUP_EXISTS',
      })
    },
  )

  test('cannot make up what visitors may do where nothing is installed yet', async () => {
    const scope = scopeFor(all)

    const taken = createGroup(scope, { ...editors, slug: 'anonymous' })

    await expect(taken).rejects.toMatchObject({ code: 'GROUP_EXISTS' })
  })

  test('of several at once under one slug exactly one succeeds', async () => {
    const scope = await installed(all)

    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => createGroup(scope, editors)),
    )

    const refused = answers.flatMap((it) => (it.status === 'rejected' ? [it.reason] : []))
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill('GROUP_EXISTS'))
    expect(await listGroups(scope)).toHaveLength(3)
  })

  test('without a description has an empty one', async () => {
    const scope = await installed(all)

    const group = await createGroup(scope, { ...editors, description: null })

    expect(group.description).toBe('')
  })
})

describe('updateGroup', () => {
  test('changes what is given and keeps the rest', async () => {
    const { scope, group } = await withEditors(manager)

    const saved = await updateGroup(scope, { id: group.id, data: { name: 'Writers' } })

    expect(saved).toEqual({ ...group, name: 'Writers', version: 2 })
    expect(await getGroup(scope, { id: group.id })).toEqual(saved)
    expect(await audited(scope)).toContainEqual(['security.group.update', group.id])
  })

  test('takes effect on whoever holds the group', async () => {
    const { scope, group } = await withEditors(all)

    await updateGroup(scope, { id: group.id, data: { permissions: [{ name: 'fm.file' }] } })

    expect(await groupsNamed(scope.table, ['editors'])).toEqual([[{ name: 'fm.file' }]])
  })

  test.each<[string, Group[], object, string]>([
    ['by a visitor', [], { name: 'x' }, 'SECURITY_NOT_AUTHORIZED'],
    ['by somebody who may only look', [looker], { name: 'x' }, 'SECURITY_NOT_AUTHORIZED'],
    ['to more than the caller holds', [manager], { permissions: all }, 'ESCALATION_REFUSED'],
    [
      'by who does not hold what it gives already',
      [[{ name: 'security.group' }]],
      { name: 'x' },
      'ESCALATION_REFUSED',
    ],
    ['of its slug', [all], { slug: 'other' }, 'VALIDATION_FAILED'],
    ['of its id', [all], { id: 'other' }, 'VALIDATION_FAILED'],
    ['to a wrong permission', [all], { permissions: [{ name: 'x' }] }, 'VALIDATION_FAILED'],
    ['to no name', [all], { name: '' }, 'VALIDATION_FAILED'],
  ])('%s is refused and changes nothing', async (_, held, data, code) => {
    const { scope, group } = await withEditors(...held)

    await expect(updateGroup(scope, { id: group.id, data })).rejects.toMatchObject({ code })

    expect(await getGroup(colleagueOf(scope, all), { id: group.id })).toEqual(group)
  })

  test('cannot widen one’s own group', async () => {
    const { scope, group } = await withEditors(manager)
    const data = { permissions: [...reading, { name: 'cms.contentEntry' }] }

    await expect(updateGroup(scope, { id: group.id, data })).rejects.toMatchObject({
      code: 'ESCALATION_REFUSED',
    })
  })

  test('cannot lift the locales that limit the caller', async () => {
    const limit = { name: 'content.i18n', locales: ['de-DE'] }
    const { scope, group } = await withEditors([{ name: 'security.group' }, ...reading, limit])

    const lifted = updateGroup(scope, { id: group.id, data: { permissions: reading } })
    await expect(lifted).rejects.toMatchObject({ code: 'ESCALATION_REFUSED' })

    const kept = await updateGroup(scope, {
      id: group.id,
      data: { permissions: [...reading, limit] },
    })
    expect(kept.version).toBe(2)
  })

  test.each(['0'.repeat(24), 'editors', 'a#b', '', '*'])(
    'of “%s”, which is no id, finds nothing',
    async (id) => {
      const { scope } = await withEditors(all)

      await expect(updateGroup(scope, { id, data: {} })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    },
  )

  test('of a version that is not the last is refused', async () => {
    const { scope, group } = await withEditors(all)
    await updateGroup(scope, { id: group.id, data: { name: 'Writers' }, ifVersion: 1 })

    const late = updateGroup(scope, { id: group.id, data: { name: 'Authors' }, ifVersion: 1 })

    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('by two who read the same version: exactly one is told', async () => {
    const { scope, group } = await withEditors(all)

    const answers = await Promise.allSettled(
      ['Writers', 'Authors'].map((name) =>
        updateGroup(scope, { id: group.id, data: { name }, ifVersion: 1 }),
      ),
    )

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'CONFLICT' } }])
  })

  test('by two who change different things at once keeps both', async () => {
    const { scope, group } = await withEditors(all)

    await Promise.all([
      updateGroup(scope, { id: group.id, data: { name: 'Writers' } }),
      updateGroup(scope, { id: group.id, data: { description: 'New.' } }),
    ])

    expect(await getGroup(scope, { id: group.id })).toMatchObject({
      name: 'Writers',
      description: 'New.',
      version: 3,
    })
  })

  test('checks again what is granted when somebody widened the group in between', async () => {
    const { scope, group } = await withEditors(manager)
    const admin = colleagueOf(scope, all)
    table.before = async ({ command, keys }) => {
      if (command !== 'TransactWrite' || !keys.some(({ SK }) => SK === 'SLUG#editors')) return
      table.before = undefined
      await updateGroup(admin, { id: group.id, data: { permissions: all } })
    }

    const renamed = updateGroup(scope, { id: group.id, data: { name: 'Mine' } })

    await expect(renamed).rejects.toMatchObject({ code: 'ESCALATION_REFUSED' })
    expect(await getGroup(admin, { id: group.id })).toMatchObject({ name: 'Editors', version: 2 })
  })
})

describe('deleteGroup', () => {
  test('deletes it, frees its slug, and takes away what it gave', async () => {
    const { scope, group } = await withEditors(all)

    expect(await deleteGroup(scope, { id: group.id })).toBe(true)

    await expect(getGroup(scope, { id: group.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await scope.table.list('GROUPS', `ID#${group.id}`, 1)).toEqual([])
    expect(await groupsNamed(scope.table, ['editors'])).toEqual([])
    expect(await audited(scope)).toContainEqual(['security.group.delete', group.id])
  })

  test('and making it anew revives neither its permissions nor its id', async () => {
    const { scope, group } = await withEditors(all)
    await deleteGroup(scope, { id: group.id })

    const again = await createGroup(scope, { ...editors, permissions: [{ name: 'fm.file' }] })

    expect(again.id).not.toBe(group.id)
    expect(await groupsNamed(scope.table, ['editors'])).toEqual([[{ name: 'fm.file' }]])
    await expect(getGroup(scope, { id: group.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(deleteGroup(scope, { id: group.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('while somebody reads it never shows them the group made anew in its place', async () => {
    const { scope, group } = await withEditors(all)
    table.before = async ({ keys }) => {
      if (!keys.some(({ SK }) => SK === 'SLUG#editors')) return
      table.before = undefined
      await deleteGroup(scope, { id: group.id })
      await createGroup(scope, editors)
    }

    await expect(getGroup(scope, { id: group.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test.each<[string, Group[]]>([
    ['a visitor', []],
    ['who may only look', [looker]],
    ['who may only write', [[{ name: 'security.group', rwd: 'rw' }]]],
  ])('is refused to %s', async (_, held) => {
    const { scope, group } = await withEditors(...held)

    await expect(deleteGroup(scope, { id: group.id })).rejects.toMatchObject({
      code: 'SECURITY_NOT_AUTHORIZED',
    })
  })

  test('of two at once one finds it gone', async () => {
    const { scope, group } = await withEditors(all)

    const answers = await Promise.allSettled([1, 2].map(() => deleteGroup(scope, { id: group.id })))

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'NOT_FOUND' } }])
  })

  test('of a version that is not the last is refused', async () => {
    const { scope, group } = await withEditors(all)
    await updateGroup(scope, { id: group.id, data: { name: 'Writers' } })

    await expect(deleteGroup(scope, { id: group.id, ifVersion: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })
})

describe('full-access', () => {
  test('is there without being stored', async () => {
    const scope = scopeFor(all)

    expect(await listGroups(scope)).toMatchObject([
      { id: 'full-access', slug: 'full-access', permissions: all, system: true },
    ])
    expect(await getGroup(scope, { slug: 'full-access' })).toEqual(
      await getGroup(scope, { id: 'full-access' }),
    )
  })

  test('gives everything to whom a token gives it', async () => {
    const scope = scopeFor()

    expect(await groupsNamed(scope.table, ['full-access'])).toEqual([all])
  })

  test('cannot be changed or deleted, by nobody', async () => {
    const scope = await installed(all)
    const id = 'full-access'

    await expect(updateGroup(scope, { id, data: { name: 'x' } })).rejects.toMatchObject({
      code: 'CANNOT_UPDATE_SYSTEM_GROUPS',
    })
    await expect(updateGroup(scope, { id, data: {} })).rejects.toMatchObject({
      code: 'CANNOT_UPDATE_SYSTEM_GROUPS',
    })
    await expect(deleteGroup(scope, { id })).rejects.toMatchObject({
      code: 'CANNOT_DELETE_SYSTEM_GROUPS',
    })
  })
})

describe('anonymous', () => {
  const set = (scope: Scope, permissions: unknown) =>
    updateGroup(scope, { id: 'anonymous', data: { permissions } })

  test('is installed with nothing', async () => {
    const scope = await installed(all)

    expect(await getGroup(scope, { slug: 'anonymous' })).toMatchObject({
      id: 'anonymous',
      permissions: [],
      system: true,
    })
    expect(await anonymousGroups(scope.table)).toEqual([[]])
  })

  test('gives nothing where nothing is installed', async () => {
    expect(await anonymousGroups(scopeFor().table)).toEqual([])
  })

  test('can be given reading', async () => {
    const scope = await installed(all)
    const permissions = [
      { name: 'cms.endpoint.read' },
      { name: 'cms.endpoint.preview' },
      { name: 'cms.contentModelGroup', rwd: 'r' },
      { name: 'cms.contentModel', rwd: 'r', models: { 'en-US': ['article'] } },
      { name: 'cms.contentEntry', rwd: 'r', pw: '' },
      { name: 'fm.file', rwd: 'r' },
      { name: 'content.i18n', locales: ['en-US'] },
    ]

    await set(scope, permissions)

    expect(await anonymousGroups(scope.table)).toEqual([permissions])
  })

  test.each([
    [{ name: '*' }],
    [{ name: 'cms.*' }],
    [{ name: 'fm.*' }],
    [{ name: 'content.*' }],
    [{ name: 'cms.endpoint.manage' }],
    [{ name: 'cms.contentEntry' }],
    [{ name: 'cms.contentEntry', rwd: 'rw' }],
    [{ name: 'cms.contentEntry', rwd: 'w' }],
    [{ name: 'cms.contentEntry', rwd: 'd' }],
    [{ name: 'cms.contentEntry', rwd: 'r', pw: 'p' }],
    [{ name: 'cms.contentEntry', own: true }],
    [{ name: 'cms.contentModel', rwd: 'rwd' }],
    [{ name: 'fm.file' }],
    [{ name: 'fm.settings', rwd: 'r' }],
    [{ name: 'security.group', rwd: 'r' }],
    [{ name: 'adminUsers.user', rwd: 'r' }],
    [{ name: 'audit.log', rwd: 'r' }],
  ])('cannot be given %j', async (permission) => {
    const scope = await installed(all)

    await expect(set(scope, [{ name: 'cms.endpoint.read' }, permission])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      data: [{ fieldId: 'permissions.1' }],
    })
    expect(await anonymousGroups(scope.table)).toEqual([[]])
  })

  test('gives no more than reading, whatever got into its record', async () => {
    const scope = await installed(all)
    const group = await getGroup(scope, { id: 'anonymous' })
    const stored = { ...group, permissions: [...all, { name: 'fm.file', rwd: 'r' }] }
    await scope.table.write(
      [{ put: { ...stored, PK: 'GROUPS', SK: 'SLUG#anonymous' } }],
      event(scope, 'test', 'test'),
    )

    expect(await anonymousGroups(scope.table)).toEqual([[{ name: 'fm.file', rwd: 'r' }]])
  })

  test('cannot be given what the giver does not hold', async () => {
    const scope = await installed(manager)

    await expect(set(scope, [{ name: 'fm.file', rwd: 'r' }])).rejects.toMatchObject({
      code: 'ESCALATION_REFUSED',
    })
  })

  test.each([{ name: 'Everybody' }, { description: 'x' }, { description: null }])(
    'keeps its name and description (%j)',
    async (data) => {
      const scope = await installed(all)

      await expect(updateGroup(scope, { id: 'anonymous', data })).rejects.toMatchObject({
        code: 'CANNOT_UPDATE_SYSTEM_GROUPS',
      })
    },
  )

  test('may be sent back whole, as a form does', async () => {
    const scope = await installed(all)
    const { name, description } = await getGroup(scope, { id: 'anonymous' })

    const data = { name, description, permissions: [{ name: 'cms.endpoint.read' }] }

    expect(await updateGroup(scope, { id: 'anonymous', data })).toMatchObject({ version: 2 })
  })

  test('cannot be deleted', async () => {
    const scope = await installed(all)

    await expect(deleteGroup(scope, { id: 'anonymous' })).rejects.toMatchObject({
      code: 'CANNOT_DELETE_SYSTEM_GROUPS',
    })
  })

  test('cannot be had by a token that names it', async () => {
    const scope = await installed(all)
    await set(scope, [{ name: 'cms.endpoint.read' }])

    expect(await groupsNamed(scope.table, ['anonymous'])).toEqual([])
  })
})

describe('groupsNamed', () => {
  test('gives each group its own list, and nothing for what is no group', async () => {
    const { scope } = await withEditors(all)
    await createGroup(scope, { ...editors, slug: 'files', permissions: [{ name: 'fm.file' }] })

    const groups = await groupsNamed(scope.table, ['files', 'nobody', 'editors', 'files'])

    expect(groups).toHaveLength(2)
    expect(groups).toEqual(expect.arrayContaining([reading, [{ name: 'fm.file' }]]))
  })

  test.each(['', '#', 'a#b', 'acme:editors', 'EDITORS', ' editors', '*', 'x'.repeat(100)])(
    'is not disturbed by the claim “%s”',
    async (slug) => {
      const { scope } = await withEditors(all)

      expect(await groupsNamed(scope.table, [slug, 'editors'])).toEqual([reading])
    },
  )

  test('reads 200 groups in one go, and nothing for full-access alone', async () => {
    const { scope } = await withEditors(all)
    table.calls.length = 0

    await groupsNamed(scope.table, ['full-access'])
    expect(table.calls).toHaveLength(0)

    await groupsNamed(scope.table, ['editors', ...Array.from({ length: 199 }, (_, n) => `g${n}`)])
    expect(table.calls.map(({ command }) => command)).toEqual(['BatchGet', 'BatchGet'])
  })
})

describe('reading groups', () => {
  test('needs the permission, by any way', async () => {
    const { scope } = await withEditors([{ name: 'security.group', rwd: 'wd' }])

    const refused = { code: 'SECURITY_NOT_AUTHORIZED' }
    await expect(listGroups(scope)).rejects.toMatchObject(refused)
    await expect(getGroup(scope, { slug: 'editors' })).rejects.toMatchObject(refused)
    await expect(getGroup({ ...scope, principal: anonymous }, { id: 'x' })).rejects.toMatchObject(
      refused,
    )
  })

  test.each([{}, { id: 'a', slug: 'a' }, { id: '', slug: null }])(
    'needs one of id and slug, not %j',
    async (where) => {
      await expect(getGroup(scopeFor(all), where)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      })
    },
  )

  test.each([{ id: '0'.repeat(24) }, { slug: 'nobody' }, { slug: 'a#b' }, { id: 'SLUG#editors' }])(
    'finds nothing for %j',
    async (where) => {
      const { scope } = await withEditors(looker)

      await expect(getGroup(scope, where)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    },
  )
})

// All tenants share one table: the tests to break if anyone ever builds a key by hand.
describe('another tenant', () => {
  test('does not know the groups of this one, under the same slug or by id', async () => {
    const { scope, group } = await withEditors(all)
    const other = await installed(all)

    const notFound = { code: 'NOT_FOUND' }
    await expect(getGroup(other, { id: group.id })).rejects.toMatchObject(notFound)
    await expect(getGroup(other, { slug: 'editors' })).rejects.toMatchObject(notFound)
    await expect(updateGroup(other, { id: group.id, data: {} })).rejects.toMatchObject(notFound)
    await expect(deleteGroup(other, { id: group.id })).rejects.toMatchObject(notFound)
    expect(await groupsNamed(other.table, ['editors'])).toEqual([])
    expect(await getGroup(scope, { id: group.id })).toEqual(group)
  })

  test('may use the same slug for other permissions', async () => {
    const { scope } = await withEditors(all)
    const other = await installed(all)

    await createGroup(other, { ...editors, permissions: [{ name: 'fm.file' }] })

    expect(await groupsNamed(scope.table, ['editors'])).toEqual([reading])
    expect(await groupsNamed(other.table, ['editors'])).toEqual([[{ name: 'fm.file' }]])
  })

  test('is never touched: every key begins with the tenant', async () => {
    table.calls.length = 0
    const { scope, group } = await withEditors(all)
    await updateGroup(scope, { id: group.id, data: { name: 'x' } })
    await listGroups(scope)
    await deleteGroup(scope, { id: group.id })

    const keys = table.calls.flatMap((it) => it.keys)
    expect(keys.filter(({ PK }) => !PK.startsWith(`T#${scope.tenant.id}#`))).toEqual([])
  })
})

test('a crash at any call leaves the old state or the new, and a retry completes it', async () => {
  const scope = await installed(all)
  table.faults.push('unanswered', 'conflict', 'throttled')

  const group = await createGroup(scope, editors)

  expect(await getGroup(scope, { slug: 'editors' })).toEqual(group)
  expect(table.faults).toEqual([])
})

describe('with an Idempotency-Key', () => {
  test('each change is made once and answered again as it is by now, and a key is for one change', async () => {
    const scope = await installed(manager)
    const key = { idempotencyKey: 'k1' }
    const group = await createGroup(scope, editors, key)
    expect(await createGroup(scope, editors, key)).toEqual(group)

    const update = (name: string) =>
      updateGroup(scope, { id: group.id, data: { name, description: null }, idempotencyKey: 'k2' })
    const saved = await update('Writers')
    expect(saved).toMatchObject({ name: 'Writers', description: '', version: 2 })
    expect(await update('Writers')).toEqual(saved)
    await expect(update('Others')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    await expect(deleteGroup(scope, { id: group.id, ...key })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })

    const remove = () => deleteGroup(scope, { id: group.id, idempotencyKey: 'k3' })
    expect([await remove(), await remove()]).toEqual([true, true])
  })
})

test('who may read groups and nothing else sees them all', async () => {
  const { scope, group } = await withEditors(looker)
  expect((await listGroups(scope)).map(({ slug }) => slug)).toEqual([
    'full-access',
    'anonymous',
    group.slug,
  ])
})

test.each([{}, { id: 'a', slug: 'a' }])('who asks for %j is told to say which', async (where) => {
  await expect(getGroup(scopeFor(all), where)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ error: expect.any(String), fieldId: 'where' }],
  })
})

test('a refusal to grant is noted, and no other', async () => {
  const scope = scopeFor(manager)
  await noteEscalation(scope, new AppError('ESCALATION_REFUSED', 'No.'), 'createGroup')
  await noteEscalation(scope, new AppError('NOT_FOUND', 'No.'), 'updateGroup')
  expect(await audited(scope)).toEqual([['security.escalation.refuse', 'createGroup']])
})
