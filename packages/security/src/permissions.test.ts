import { AppError } from '@tenantry/errors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generated } from '../../../tools/runs.ts'
import type { Group, Permission, PermissionName } from './permission.ts'
import {
  type Action,
  assertCan,
  assertMayGrant,
  can,
  implies,
  type Resource,
} from './permissions.ts'
import { anonymous, type Identity } from './scope.ts'

const ann: Identity = { type: 'admin', id: 'ann' }
const bob: Identity = { type: 'admin', id: 'bob' }
const annTheMachine: Identity = { type: 'service', id: 'ann' }

const holding = (identity: Identity, ...groups: Group[]) => ({
  principal: { ...anonymous, identity, groups },
})

const texts = { id: 'texts', createdBy: bob }
const article = { modelId: 'article', locale: 'en-US', group: texts, createdBy: bob }
const of = (createdBy: Identity): Resource => ({ model: article, entry: { createdBy } })

const readModels: Permission = { name: 'cms.contentModel', rwd: 'r' }
const readModelGroups: Permission = { name: 'cms.contentModelGroup', rwd: 'r' }
const ways: Group = [readModels, readModelGroups]
const entries = (limits: Omit<Permission, 'name'> = {}): Permission => ({
  name: 'cms.contentEntry',
  ...limits,
})
const model = (limits: Omit<Permission, 'name'>): Permission => ({
  name: 'cms.contentModel',
  ...limits,
})
const modelGroup = (limits: Omit<Permission, 'name'>): Permission => ({
  name: 'cms.contentModelGroup',
  ...limits,
})
const locales = (...it: string[]): Permission => ({ name: 'content.i18n', locales: it })

describe('of bob’s article in en-US', () => {
  test.each<[string, Group, Action, boolean]>([
    ['nothing', [], 'r', false],
    ['everything', [{ name: '*' }], 'p', true],
    ['the whole area', [{ name: 'cms.*' }], 'u', true],
    ['another area', [{ name: 'fm.*' }], 'r', false],
    ['an area that begins alike', [{ name: 'cmsx.*' }], 'r', false],
    ['the area without its star', [{ name: 'cms' }], 'r', false],
    ['a name that begins alike', [...ways, { name: 'cms.contentEntryX' }], 'r', false],
    ['a longer wildcard', [...ways, { name: 'cms.contentEntry.*' }], 'r', false],

    ['entries, but not their model', [entries()], 'r', false],
    ['entries and models, but not model groups', [entries(), model({ rwd: 'r' })], 'r', false],
    ['entries and model groups, but not models', [entries(), modelGroup({ rwd: 'r' })], 'r', false],
    [
      'entries, and models to delete only',
      [entries(), model({ rwd: 'd' }), readModelGroups],
      'r',
      false,
    ],
    ['entries and their way', [...ways, entries()], 'w', true],

    ['reading', [...ways, entries({ rwd: 'r' })], 'r', true],
    ['reading (to write)', [...ways, entries({ rwd: 'r' })], 'w', false],
    ['reading (to delete)', [...ways, entries({ rwd: 'r' })], 'd', false],
    ['reading and writing (to delete)', [...ways, entries({ rwd: 'rw' })], 'd', false],
    ['writing alone (to read)', [...ways, entries({ rwd: 'w' })], 'r', false],

    ['entries without limits (to publish)', [...ways, entries()], 'p', true],
    ['entries without limits (to unpublish)', [...ways, entries()], 'u', true],
    ['a limit without pw (to publish)', [...ways, entries({ rwd: 'rwd' })], 'p', false],
    ['own: false without pw (to publish)', [...ways, entries({ own: false })], 'p', false],
    ['models without pw (to publish)', [...ways, entries({ models: ['article'] })], 'p', false],
    ['publishing', [...ways, entries({ rwd: 'r', pw: 'p' })], 'p', true],
    ['publishing (to unpublish)', [...ways, entries({ rwd: 'r', pw: 'p' })], 'u', false],
    ['unpublishing (to publish)', [...ways, entries({ rwd: 'r', pw: 'u' })], 'p', false],
    ['an empty pw (to publish)', [...ways, entries({ pw: '' })], 'p', false],
    ['pw alone (to write)', [...ways, entries({ pw: 'pu' })], 'w', true],

    ['own entries', [...ways, entries({ own: true })], 'r', false],
    ['own entries, said to be off', [...ways, entries({ own: false })], 'r', true],
    ['entries of own models', [model({ own: true }), readModelGroups, entries()], 'r', false],
    ['entries of own model groups', [readModels, modelGroup({ own: true }), entries()], 'r', false],

    ['the model', [...ways, entries({ models: ['article'] })], 'r', true],
    ['another model', [...ways, entries({ models: ['page'] })], 'r', false],
    ['no model', [...ways, entries({ models: [] })], 'r', false],
    ['the model here', [...ways, entries({ models: { 'en-US': ['article'] } })], 'r', true],
    ['the model elsewhere', [...ways, entries({ models: { 'de-DE': ['article'] } })], 'r', false],
    ['the model, by the map’s prototype', [...ways, entries({ models: {} })], 'r', false],
    ['the model group', [...ways, entries({ groups: { 'en-US': ['texts'] } })], 'r', true],
    ['another model group', [...ways, entries({ groups: { 'en-US': ['shop'] } })], 'r', false],
    [
      'the model, in another group',
      [...ways, entries({ models: ['article'], groups: [] })],
      'r',
      false,
    ],
    [
      'a way through another model',
      [model({ models: ['page'] }), readModelGroups, entries()],
      'r',
      false,
    ],
    [
      'a way through another group',
      [readModels, modelGroup({ groups: ['shop'] }), entries()],
      'r',
      false,
    ],

    [
      'a way through the very model and its group',
      [model({ models: ['article'] }), modelGroup({ groups: ['texts'] }), entries()],
      'r',
      true,
    ],
    [
      'publishing, by a word on model groups',
      [...ways, entries({ groups: ['texts'] })],
      'p',
      false,
    ],
    ['publishing, by a word on locales', [...ways, entries({ locales: ['en-US'] })], 'p', false],

    ['the locale', [...ways, entries({ locales: ['en-US'] })], 'r', true],
    ['another locale', [...ways, entries({ locales: ['de-DE'] })], 'r', false],
    ['no locale', [...ways, entries({ locales: [] })], 'r', false],
    ['a locale in another spelling', [...ways, entries({ locales: ['en-us'] })], 'r', false],
    ['all, here', [{ name: '*' }, locales('en-US')], 'r', true],
    ['all, elsewhere', [{ name: '*' }, locales('de-DE')], 'r', false],
    ['all, nowhere', [{ name: '*' }, locales()], 'r', false],
    ['all, with no word of where', [{ name: '*' }, { name: 'content.i18n' }], 'r', true],
    ['all, in two ways of where', [{ name: '*' }, locales('en-US'), locales('de-DE')], 'r', false],
    [
      'all, in two ways of where that both name it',
      [{ name: '*' }, locales('en-US', 'de-DE'), locales('en-US')],
      'r',
      true,
    ],
    ['where alone', [locales('en-US')], 'r', false],

    ['a narrow object beside a wide one', [...ways, entries({ rwd: 'r' }), entries()], 'd', true],
    [
      'writing of one model, reading of another',
      [...ways, entries({ models: ['page'] }), entries({ models: ['article'], rwd: 'r' })],
      'w',
      false,
    ],
  ])('who holds %s: (%j, %s) is %s', (_, held, action, allowed) => {
    expect(can(holding(ann, held), 'cms.contentEntry', action, of(bob))).toBe(allowed)
  })
})

describe('one’s own', () => {
  const own = [...ways, entries({ own: true })]
  test.each<[string, Identity, Resource, boolean]>([
    ['one’s entry', ann, of(ann), true],
    ['somebody else’s', ann, of(bob), false],
    ['that of a machine of the same id', ann, of(annTheMachine), false],
    ['a person’s, asked by a machine of the same id', annTheMachine, of(ann), false],
    ['perhaps some', ann, { model: article, entry: 'any' }, true],
    ['one that is not known', ann, { model: article }, false],
    ['one’s model instead of the entry', bob, { model: article }, false],
  ])('is %s: %j %j → %s', (_, me, on, allowed) => {
    expect(can(holding(me, own), 'cms.contentEntry', 'w', on)).toBe(allowed)
  })

  test.each<[PermissionName, Identity, Resource, boolean]>([
    ['cms.contentModel', bob, { model: article }, true],
    ['cms.contentModel', ann, { model: article }, false],
    ['cms.contentModel', ann, of(ann), false],
    ['cms.contentModelGroup', bob, { model: article }, true],
    ['cms.contentModelGroup', ann, { model: { ...article, createdBy: ann } }, false],
    ['fm.file', ann, { entry: { createdBy: ann } }, true],
    ['fm.file', ann, { entry: { createdBy: bob } }, false],
    ['fm.file', ann, {}, false],
  ])('holds for %s: %j %j → %s', (name, me, on, allowed) => {
    expect(can(holding(me, [{ name, own: true }]), name, 'w', on)).toBe(allowed)
  })
})

test.each<[Group, PermissionName, Action, boolean]>([
  [[{ name: '*' }], '*', 'w', true],
  [[{ name: 'cms.*' }, { name: 'security.*' }], '*', 'r', false],
  [[{ name: 'security.*' }], 'security.group', 'd', true],
  [[{ name: 'security.group' }], 'security.apiKey', 'r', false],
  [[{ name: 'security.group', rwd: 'r' }], 'security.group', 'r', true],
  [[{ name: 'security.group', rwd: 'r' }], 'security.group', 'w', false],
  [[{ name: 'cms.endpoint.read' }], 'cms.endpoint.read', 'r', true],
  [[{ name: 'cms.endpoint.read' }], 'cms.endpoint.preview', 'r', false],
  [[{ name: 'cms.endpoint.read' }], 'cms.endpoint.manage', 'r', false],
  [[{ name: 'content.i18n' }], 'content.i18n', 'r', false],
  [[{ name: 'tenancy.tenant' }, locales('de-DE')], 'tenancy.tenant', 'w', true],
  [[entries({ models: ['article'] })], 'cms.contentEntry', 'r', false],
  [[{ name: 'adminUsers.user', rwd: 'rw' }], 'adminUsers.user', 'd', false],
])('holding %j, asked for %s (%s) of nothing in particular: %s', (held, name, action, allowed) => {
  expect(can(holding(ann, held), name, action)).toBe(allowed)
})

test('whoever has no group may nothing, and is told what is missing', () => {
  expect(() => assertCan(holding(ann), 'security.group', 'r')).toThrow(
    'Missing permission "security.group" (r).',
  )
})

describe('what a credential does not unlock', () => {
  const error = new AppError('STEP_UP_REQUIRED', 'Sign in again.')
  const withheld = (permissions: string[], ...groups: Group[]) => ({
    principal: { ...holding(ann, ...groups).principal, withheld: [{ permissions, error }] },
  })

  test.each<[string[], PermissionName, boolean]>([
    [['security.*'], 'security.group', false],
    [['security.*'], 'security.apiKey', false],
    [['fm.*', 'security.*'], 'security.group', false],
    [['security.group'], 'security.apiKey', true],
    [['security.*'], 'tenancy.tenant', true],
    [['cms.*'], 'cms.endpoint.read', false],
    [['*'], 'i18n.locale', false],
    // Who asks for everything asks for this, too.
    [['security.group'], '*', false],
  ])('%j withholds %s from who holds everything: %s', (permissions, name, expected) => {
    expect(can(withheld(permissions, [{ name: '*' }]), name, 'r')).toBe(expected)
  })

  test('is told only to who would be allowed to', () => {
    expect(() =>
      assertCan(withheld(['security.*'], [{ name: '*' }]), 'security.group', 'r'),
    ).toThrow(error)
    expect(() => assertCan(withheld(['security.*']), 'security.group', 'r')).toThrow(
      'Missing permission "security.group" (r).',
    )
  })
})

test('two groups do not add up to what neither allows, nor can that be granted', () => {
  const both = holding(ann, [entries()], ways)

  expect(can(both, 'cms.contentEntry', 'r', { model: article, entry: 'any' })).toBe(false)
  expect(() => assertMayGrant(both, [entries(), ...ways])).toThrow('only grant')
})

test('the locales of one group do not open those of another', () => {
  const both = holding(
    ann,
    [{ name: '*' }, locales('de-DE')],
    [...ways, entries({ rwd: 'r' }), locales('en-US')],
  )

  expect(can(both, 'cms.contentEntry', 'r', of(bob))).toBe(true)
  expect(can(both, 'cms.contentEntry', 'w', of(bob))).toBe(false)
})

describe('granting', () => {
  test.each<[string, Group[], Group]>([
    ['everything by everything', [[{ name: '*' }]], [{ name: '*' }]],
    ['anything by everything', [[{ name: '*' }]], [entries({ own: true }), { name: 'fm.*' }]],
    ['a name by its area', [[{ name: 'cms.*' }]], [entries(), ...ways]],
    ['an area by itself', [[{ name: 'cms.*' }]], [{ name: 'cms.*' }]],
    ['nothing by anybody with a group', [[{ name: 'fm.file' }]], []],
    ['fewer letters', [[entries({ rwd: 'rw' })]], [entries({ rwd: 'r' })]],
    ['one’s own by all', [[entries()]], [entries({ own: true })]],
    ['one’s own by one’s own', [[entries({ own: true })]], [entries({ own: true })]],
    ['fewer models', [[entries({ models: ['a', 'b'] })]], [entries({ models: ['b'] })]],
    [
      'models here by models everywhere',
      [[entries({ models: ['a'] })]],
      [entries({ models: { 'de-DE': ['a'] } })],
    ],
    ['no models by any', [[entries({ models: { 'de-DE': ['a'] } })]], [entries({ models: [] })]],
    [
      'fewer locales',
      [[{ name: 'cms.*' }, locales('de-DE', 'en-US')]],
      [entries(), locales('en-US')],
    ],
    ['a limit by no limit', [[{ name: 'cms.*' }]], [entries(), locales('en-US')]],
    ['by the second group', [[{ name: 'fm.*' }], [{ name: 'cms.*' }]], [entries()]],
  ])('%s is possible: %j → %j', (_, held, saved) => {
    expect(() => assertMayGrant(holding(ann, ...held), saved)).not.toThrow()
  })

  test.each<[string, Group[], Group]>([
    ['anything by nobody', [], []],
    ['everything by an area', [[{ name: 'security.*' }]], [{ name: '*' }]],
    ['everything by all areas', [[{ name: 'cms.*' }, { name: 'security.*' }]], [{ name: '*' }]],
    ['an area by its names', [[entries(), ...ways]], [{ name: 'cms.*' }]],
    [
      'a name that one does not hold',
      [[{ name: 'security.group' }]],
      [{ name: 'security.apiKey' }],
    ],
    ['one name more', [[entries()]], [entries(), { name: 'fm.file' }]],
    ['one letter more', [[entries({ rwd: 'r' })]], [entries({ rwd: 'rw' })]],
    ['all letters by some', [[entries({ rwd: 'rw' })]], [entries()]],
    ['publishing without pw', [[entries({ rwd: 'rwd' })]], [entries({ rwd: 'rwd', pw: 'p' })]],
    ['publishing by leaving limits out', [[entries({ rwd: 'rwd' })]], [entries()]],
    ['all by one’s own', [[entries({ own: true })]], [entries()]],
    ['all by one’s own, said to be off', [[entries({ own: true })]], [entries({ own: false })]],
    ['another model', [[entries({ models: ['a'] })]], [entries({ models: ['b'] })]],
    ['one model more', [[entries({ models: ['a'] })]], [entries({ models: ['a', 'b'] })]],
    ['all models by some', [[entries({ models: ['a'] })]], [entries({ rwd: 'r' })]],
    [
      'models everywhere by models here',
      [[entries({ models: { 'de-DE': ['a'] } })]],
      [entries({ models: ['a'] })],
    ],
    [
      'models there by models here',
      [[entries({ models: { 'de-DE': ['a'] } })]],
      [entries({ models: { 'en-US': ['a'] } })],
    ],
    ['another model group', [[entries({ groups: ['a'] })]], [entries({ groups: ['b'] })]],
    ['another locale', [[entries({ locales: ['de-DE'] })]], [entries({ locales: ['en-US'] })]],
    ['all locales by some', [[{ name: '*' }, locales('de-DE')]], [entries()]],
    ['other locales', [[{ name: '*' }, locales('de-DE')]], [entries(), locales('en-US')]],
    [
      'no word of locales by some',
      [[{ name: '*' }, locales('de-DE')]],
      [entries(), { name: 'content.i18n' }],
    ],
    [
      'what two objects give together',
      [[entries({ rwd: 'r' }), entries({ rwd: 'w' })]],
      [entries({ rwd: 'rw' })],
    ],
    [
      'what two groups give together',
      [[entries()], [{ name: 'fm.file' }]],
      [entries(), { name: 'fm.file' }],
    ],
    [
      'one group’s names in another’s locales',
      [
        [{ name: '*' }, locales('de-DE')],
        [{ name: 'fm.*' }, locales('en-US')],
      ],
      [entries(), locales('en-US')],
    ],
    ['a limit as if it were a permission', [[locales('de-DE')]], [{ name: 'content.*' }]],
  ])('%s is refused: %j → %j', (_, held, saved) => {
    expect(() => assertMayGrant(holding(ann, ...held), saved)).toThrow(
      expect.objectContaining({ code: 'ESCALATION_REFUSED' }),
    )
  })
})

const some = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const ids = fc.subarray(['article', 'page', 'texts', 'shop'])
const limitedIds = fc.option(
  fc.oneof(ids, fc.dictionary(fc.constantFrom('en-US', 'de-DE', '__proto__', 'constructor'), ids)),
  { nil: undefined, freq: 2 },
)
const localeList = fc.option(fc.subarray(['en-US', 'de-DE']), { nil: undefined, freq: 2 })
const names = [
  '*',
  'cms.*',
  'cms.contentEntry',
  'cms.contentModel',
  'cms.contentModelGroup',
  'content.*',
  'content.i18n',
  'fm.file',
] as const
const anyPermission: fc.Arbitrary<Permission> = fc.record({
  name: fc.constantFrom(...names),
  own: some(true, false),
  rwd: some('r', 'rw', 'rwd', 'd'),
  pw: some('', 'p', 'pu'),
  models: limitedIds,
  groups: limitedIds,
  locales: localeList,
})
/** Like another in most fields: of two that have nothing in common, one hardly ever implies the other. */
const variantOf = (original: Permission): fc.Arbitrary<Permission> =>
  fc.tuple(anyPermission, fc.subarray(Object.keys(original))).map(([other, kept]) => ({
    ...other,
    ...Object.fromEntries(Object.entries(original).filter(([field]) => kept.includes(field))),
  }))
const anyGroup = fc.array(anyPermission, { maxLength: 5 })
const who = fc.constantFrom(ann, bob, annTheMachine)
const anyQuestion = fc.record({
  me: who,
  name: fc.constantFrom(...names),
  action: fc.constantFrom<Action[]>('r', 'w', 'd', 'p', 'u'),
  on: fc.record<Resource>(
    {
      model: fc.record({
        modelId: fc.constantFrom('article', 'page'),
        locale: fc.constantFrom('en-US', 'de-DE'),
        group: fc.record({ id: fc.constantFrom('texts', 'shop'), createdBy: who }),
        createdBy: who,
      }),
      entry: fc.oneof(fc.constant('any' as const), fc.record({ createdBy: who })),
    },
    { requiredKeys: [] },
  ),
})
const RUNS = generated(200)

describe('for any permissions', () => {
  test('what several groups allow, one of them allows, and the other way round', () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 4 }), anyQuestion, (groups, it) => {
        const alone = groups.some((group) => can(holding(it.me, group), it.name, it.action, it.on))
        expect(can(holding(it.me, ...groups), it.name, it.action, it.on)).toBe(alone)
      }),
      RUNS,
    )
  })

  test('each implies itself', () => {
    fc.assert(
      fc.property(anyPermission, (a) => {
        expect(implies(a, a)).toBe(true)
      }),
      RUNS,
    )
  })

  test('what is implied by the implied is implied', () => {
    const narrower = anyPermission
      .chain((a) => fc.tuple(fc.constant(a), variantOf(a)))
      .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), variantOf(b)))
      .filter(([a, b, c]) => implies(a, b) && implies(b, c))
    fc.assert(
      fc.property(narrower, ([a, , c]) => {
        expect(implies(a, c)).toBe(true)
      }),
      RUNS,
    )
  })

  test('what implies another admits whatever the other admits', () => {
    const pair = anyPermission
      .chain((a) => fc.tuple(fc.constant(a), variantOf(a)))
      .filter(([a, b]) => implies(a, b))
    fc.assert(
      fc.property(
        pair,
        fc.array(anyQuestion, { minLength: 30, maxLength: 30 }),
        ([a, b], asked) => {
          for (const { me, name, action, on } of asked) {
            if (can(holding(me, [b, ...ways]), name, action, on))
              expect(can(holding(me, [a, ...ways]), name, action, on)).toBe(true)
          }
        },
      ),
      RUNS,
    )
  })

  test('more groups never take anything away, and nobody else’s give anything', () => {
    fc.assert(
      fc.property(anyGroup, anyGroup, anyQuestion, (one, other, { me, name, action, on }) => {
        const may = (...groups: Group[]) => can(holding(me, ...groups), name, action, on)
        expect(may(one, other)).toBe(may(one) || may(other))
        expect(may(one, one)).toBe(may(one))
        expect(may(other, one)).toBe(may(one, other))
      }),
      RUNS,
    )
  })

  test('a group that could be granted allows nothing that its maker is not allowed', () => {
    const pair = fc
      .array(anyPermission, { minLength: 1, maxLength: 5 })
      .chain((held) => {
        const variants = fc.constantFrom(...held).chain(variantOf)
        return fc.tuple(fc.constant(held), fc.array(variants, { minLength: 1, maxLength: 4 }))
      })
      .filter(([held, saved]) => isGrantable(held, saved))
    fc.assert(
      fc.property(
        pair,
        fc.array(anyQuestion, { minLength: 30, maxLength: 30 }),
        ([held, saved], asked) => {
          for (const { me, name, action, on } of asked) {
            if (can(holding(me, saved), name, action, on))
              expect(can(holding(me, held), name, action, on)).toBe(true)
          }
        },
      ),
      RUNS,
    )
  })
})

function isGrantable(held: Group, saved: Group): boolean {
  try {
    assertMayGrant(holding(ann, held), saved)
    return true
  } catch {
    return false
  }
}
