import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  EVERYTHING,
  MATRIX,
  NO_LIMITS,
  readMatrix,
  toggled,
  withGrant,
  type Grant,
} from './matrix.ts'

const LINES = MATRIX.flatMap(({ lines }) => lines)
const lineOf = (name: string) => LINES.find((it) => it.name === name) ?? EVERYTHING

/** Whatever somebody may have written as JSON: known and unknown, in and out of place. */
const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
const idsOrMap = fc.oneof(
  ids,
  fc.dictionary(fc.constantFrom('de', 'en-US'), ids),
  fc.constant(null),
)
const written = fc.record(
  {
    name: fc.constantFrom(
      ...LINES.map(({ name }) => name),
      ...MATRIX.map(({ all }) => all ?? ''),
      '*',
      'content.i18n',
      'content.*',
      'unknown.thing',
    ),
    rwd: fc.constantFrom('r', 'rw', 'wr', 'rwd', 'd', '', 'x', 'rr', 1),
    pw: fc.constantFrom('', 'p', 'u', 'pu', 'up', 'x'),
    own: fc.constantFrom(true, false, 'yes'),
    models: idsOrMap,
    groups: idsOrMap,
    locales: idsOrMap,
    extra: fc.constant(1),
  },
  { requiredKeys: ['name'] },
)
/** A grant that a line can say. */
const grantOn = (name: string): fc.Arbitrary<Grant> => {
  const { actions, limits } = lineOf(name)
  const listed = (limit: (typeof limits)[number]) =>
    limits.includes(limit) ? ids : fc.constant([])
  return fc
    .record({
      actions: fc.subarray([...actions]),
      own: limits.includes('own') ? fc.boolean() : fc.constant(false),
      models: listed('models'),
      groups: listed('groups'),
      locales: listed('locales'),
    })
    .filter((it) => actions.length === 0 || it.actions.some((action) => 'rwd'.includes(action)))
}
const lineAndGrant = fc
  .constantFrom(...LINES)
  .chain((line) => grantOn(line.name).map((grant) => ({ line, grant })))

const nameOf = (value: unknown) => (value as { name?: unknown } | null)?.name

/** As the matrix itself writes it. */
const ticked = lineAndGrant.map(({ line, grant }) => withGrant([], line, grant)[0])
const anything = fc.oneof(
  { weight: 5, arbitrary: ticked },
  { weight: 5, arbitrary: written },
  fc.constantFrom(null, 'x', 1, [], {}),
)
const list = fc.array(anything, { maxLength: 8 })

test('matrix to JSON to matrix is the same matrix', () => {
  fc.assert(
    fc.property(list, (values) => {
      const matrix = readMatrix(values)
      let again: unknown[] = values
      for (const [name, grant] of matrix.grants) {
        const line = {
          ...lineOf(name),
          name,
          ...(name.endsWith('*') && { actions: [], limits: [] }),
        }
        again = withGrant(again, line, grant)
      }
      expect(readMatrix(JSON.parse(JSON.stringify(again)))).toEqual(
        readMatrix(JSON.parse(JSON.stringify(values))),
      )
    }),
  )
})

test('what is ticked is what is read back, and all else stays as it was written', () => {
  fc.assert(
    fc.property(list, list, lineAndGrant, fc.boolean(), (head, tail, { line, grant }, isThere) => {
      const others = (of: unknown[]) => of.filter((it) => nameOf(it) !== line.name)
      const before = isThere ? [{ name: line.name }] : []
      const values = [...others(head), ...before, ...others(tail)]

      const after = withGrant(values, line, grant)
      const without = withGrant(after, line, undefined)

      expect(readMatrix(after).grants.get(line.name)).toEqual(grant)
      expect(others(after)).toEqual(others(values))
      expect(readMatrix(after).hidden).toBe(readMatrix(values).hidden)
      expect(without).toEqual(others(values))
    }),
  )
})

test('every permission is either in the matrix or counted as JSON', () => {
  fc.assert(
    fc.property(list, (values) => {
      const { grants, hidden } = readMatrix(values)
      expect(grants.size + hidden).toBe(values.length)
    }),
  )
})

test.each<[string, object]>([
  ['two of one name', { name: 'security.group' }],
  ['ids by locale', { name: 'cms.contentEntry', models: { de: ['a'] } }],
  ['a limit to nothing', { name: 'cms.contentEntry', models: [] }],
  ['a limit that is none there', { name: 'security.apiKey', own: true }],
  ['publishing of what has none', { name: 'cms.contentModel', rwd: 'r', pw: 'p' }],
  ['letters that are none', { name: 'security.apiKey', rwd: 'x' }],
  ['a name that nobody knows', { name: 'unknown' }],
  ['the limit of the whole group', { name: 'content.i18n', locales: ['de'] }],
])('%s cannot be shown', (_, permission) => {
  const { grants, hidden, asJson } = readMatrix([{ name: 'security.group', rwd: 'r' }, permission])
  const isSame = Reflect.get(permission, 'name') === 'security.group'
  expect([grants.size, hidden]).toEqual(isSame ? [0, 2] : [1, 1])
  expect(asJson.has(String(Reflect.get(permission, 'name')))).toBe(true)
})

test('what v5 wrote of models is shown', () => {
  const stored = { name: 'cms.contentModel', own: false, rwd: 'r', pw: '' }
  const { grants, hidden } = readMatrix([stored])
  expect(hidden).toBe(0)
  expect(grants.get('cms.contentModel')).toMatchObject({ actions: ['r'], own: false })
})

test.each<[object, string]>([
  [{}, 'rwdpu'],
  [{ rwd: 'rwd' }, 'rwd'],
  [{ own: true }, 'rwd'],
  [{ own: false }, 'rwd'],
  [{ pw: 'p' }, 'rwdp'],
  [{ pw: '' }, 'rwd'],
  [{ rwd: 'wr', pw: 'up' }, 'rwpu'],
  [{ models: ['a'], pw: 'pu' }, 'rwdpu'],
])('of entries %j means %s', (limits, letters) => {
  const name = 'cms.contentEntry'
  expect(
    readMatrix([{ name, ...limits }])
      .grants.get(name)
      ?.actions.join(''),
  ).toBe(letters)
})

test('a tick to publish brings reading with it, and nothing is left without it', () => {
  expect(toggled(undefined, 'p')).toEqual({ ...NO_LIMITS, actions: ['r', 'p'] })
  expect(toggled({ ...NO_LIMITS, actions: ['r', 'p'] }, 'r')).toBeUndefined()
  expect(toggled({ ...NO_LIMITS, own: true, actions: ['r'] }, 'w')).toEqual({
    ...NO_LIMITS,
    own: true,
    actions: ['r', 'w'],
  })
})
