import {
  createEntry,
  createModel,
  FIELD_TYPES,
  type FieldType,
  LIST_VALIDATORS,
  VALIDATORS,
} from '@tenantry/cms'
import type { AppError } from '@tenantry/errors'
import { describe, expect, test } from 'vitest'
import { contentWorld, field } from './content-world.ts'

/** A rule, a value that keeps it and one that breaks it; more of the field. */
type Case = [rule: string, settings: object, good: unknown, bad: unknown, more?: object]

const doc = (text?: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: text === undefined ? [] : [{ type: 'text', text }] }],
})
const author = { modelId: 'author', id: `${'a'.repeat(24)}#0001` }
const toAuthor = { settings: { models: [{ modelId: 'author' }] } }
const inner = [field('text', 'text', { validation: [{ name: 'required', message: 'Inner.' }] })]
const parts = { settings: { fields: [field('text', 'text')] } }
const template = { id: 't', name: 'T', gqlTypeName: 'T', fields: inner }
const zone = { settings: { templates: [template] } }
const kind = (type: string) => ({ settings: { type } })
const date = kind('date')
const zoned = kind('dateTimeWithTimezone')
const plain = kind('dateTimeWithoutTimezone')
const time = kind('time')
const value = (it: unknown) => ({ value: it })
const preset = (it: string, more: object = {}) => ({ preset: it, ...more })
const [MORNING, NOON, NIGHT] = ['T06:00:00', 'T12:00:00', 'T22:00:00'].map(
  (it) => `2026-01-02${it}`,
)

const cases: Record<FieldType, Case[]> = {
  text: [
    ['required', {}, 'a', ''],
    ['minLength', value(2), '🦓🦓', '🦓'],
    ['maxLength', value(2), '🦓🦓', 'abc'],
    ['pattern', preset('email'), 'a@b.example', 'a@b'],
    ['pattern', preset('url'), 'https://a.example', 'javascript:alert(1)'],
    ['pattern', preset('lowerCase'), 'abc', 'a b'],
    ['pattern', preset('upperCase'), 'ABC', 'A B'],
    ['pattern', preset('lowerCaseSpace'), 'a b', 'a B'],
    ['pattern', preset('upperCaseSpace'), 'A B', 'A b'],
    ['pattern', preset('custom', { regex: '^a+$', flags: 'i' }), 'aA', 'ab'],
    ['in', { values: ['a', 'b'] }, 'a', 'c'],
    ['unique', {}, 'free', 'taken'],
  ],
  'long-text': [
    ['required', {}, 'a', ''],
    ['minLength', value('2'), 'ab', 'a'],
    ['maxLength', value('2'), 'ab', 'abc'],
    ['pattern', preset('custom', { regex: '^a+$' }), 'aa', 'ab'],
  ],
  'rich-text': [['required', {}, doc('a'), doc()]],
  number: [
    ['required', {}, 0, null],
    ['gte', value('2'), 2, 1.9],
    ['lte', value(2), 2, 2.1],
    ['in', { values: ['1', 2] }, 1, 3],
    ['unique', {}, 8, 7],
  ],
  boolean: [['required', {}, false, null]],
  datetime: [
    ['required', {}, '2026-01-02', null, date],
    ['dateGte', value('2026-01-02'), '2026-01-02', '2026-01-01', date],
    ['dateLte', value('2026-01-02'), '2026-01-02', '2026-01-03', date],
    ['dateGte', value(`${NOON}Z`), `${NIGHT}+02:00`, `${NOON}+02:00`, zoned],
    ['dateLte', value(`${NOON}Z`), `${NOON}+02:00`, `${NIGHT}+02:00`, zoned],
    ['dateGte', value(`${NOON}Z`), NOON, MORNING, plain],
    ['dateLte', value(`${NOON}Z`), NOON, NIGHT, plain],
    ['timeGte', value('09:00'), '09:00', '08:59', time],
    ['timeLte', value('09:00'), '09:00', '09:00:01', time],
  ],
  file: [['required', {}, '/a.png', null]],
  ref: [['required', {}, author, null, toAuthor]],
  object: [['required', {}, { text: 'a' }, null, parts]],
  dynamicZone: [
    ['required', {}, { T: { text: 'a' } }, null, zone],
    ['dynamicZone', {}, { T: { text: 'a' } }, { T: {} }, zone],
  ],
  json: [['required', {}, { any: 1 }, null]],
}
const all = FIELD_TYPES.flatMap((type) => cases[type].map((it) => ({ type, case: it })))
const LISTED: Record<string, (value: unknown) => [settings: object, good: unknown, bad: unknown]> =
  {
    required: (it) => [{}, [it], []],
    minLength: (it) => [value(2), [it, it], [it]],
    maxLength: (it) => [value('1'), [it], [it, it]],
  }

interface Ruled {
  /** Also the message of its rule. */
  fieldId: string
  rule: string
  title: string
  good: unknown
  bad: unknown
  input: object
}

const ruledValues = all.map(({ type, case: [name, settings, good, bad, more] }, n): Ruled => {
  const fieldId = `f${n}`
  const input = field(fieldId, type, {
    validation: [{ name, message: fieldId, settings }],
    ...more,
  })
  return { fieldId, rule: name, title: title([type, name, settings]), good, bad, input }
})
const ruledLists = FIELD_TYPES.flatMap((type) =>
  LIST_VALIDATORS.map((name, n): Ruled => {
    const [[, , one, , more] = []] = cases[type]
    const [settings, good, bad] = LISTED[name]?.(one) ?? []
    const fieldId = `${type.replace('-', '')}${n}`
    const listValidation = [{ name, message: fieldId, settings }]
    const input = field(fieldId, type, { multipleValues: true, listValidation, ...more })
    return { fieldId, rule: name, title: title(['a list of', type, name]), good, bad, input }
  }),
)
function title(told: unknown[]): string {
  return told.map((it) => (typeof it === 'string' ? it : JSON.stringify(it))).join(' ')
}
const dataOf = (ruled: readonly Ruled[], which: 'good' | 'bad') =>
  Object.fromEntries(ruled.map((it) => [it.fieldId, it[which]]))

/** What who saves may skip; a zone without its rules would be no zone. */
const SKIPPED = [...new Set(Object.values(VALIDATORS).flat())].filter((it) => it !== 'dynamicZone')

const acme = await contentWorld()
const model = (name: string, fields: readonly object[]) =>
  createModel(acme.scope, 'en-US', {
    name,
    singularApiName: name,
    pluralApiName: `${name}s`,
    group: { id: acme.group.id },
    fields,
  })
const single = await model(
  'Single',
  ruledValues.map(({ input }) => input),
)
await model(
  'Many',
  ruledLists.map(({ input }) => input),
)
const isUnique = ({ rule }: Ruled) => rule === 'unique'
const uniques = ruledValues.filter(isUnique)
const holder = await createEntry(acme.scope, single, {
  data: dataOf(uniques, 'bad'),
  skipValidators: SKIPPED,
})

interface Problem {
  error: string
  fieldId: string
}
const edit = async (query: string, variables: object) =>
  (await acme.content('editors', query, { ...variables })).answer
const check = (name: string, data: object) =>
  edit(
    `mutation ($data: ${name}Input!) { answer: validate${name}(data: $data) {
      data { error fieldId } error { code } } }`,
    { data },
  )
const create = (name: string, data: object, skipValidators: readonly string[] = []) =>
  edit(
    `mutation ($data: ${name}Input!, $skipValidators: [SkipValidatorEnum!]) {
      answer: create${name}(data: $data, options: { skipValidators: $skipValidators }) {
        data { id } error { code data } } }`,
    { data, skipValidators },
  )
/** The element of a zone breaks a rule of its template. */
const ruleOf = ({ rule }: Ruled) => (rule === 'dynamicZone' ? 'required' : rule)
const messageOf = ({ rule, fieldId }: Ruled) => (rule === 'dynamicZone' ? 'Inner.' : fieldId)
const messagesIn = (problems: Problem[]) => problems.map(({ error }) => error).toSorted()

test('the table has each validator of each type of field, and each of a list', () => {
  const names = (type: FieldType) => new Set(cases[type].map(([name]) => name))
  for (const type of FIELD_TYPES)
    expect([...names(type)].toSorted(), type).toEqual(VALIDATORS[type].toSorted())
  expect(Object.keys(LISTED).toSorted()).toEqual(LIST_VALIDATORS.toSorted())
})

describe.each([
  ['Single', ruledValues],
  ['Many', ruledLists],
])('of a %s', async (name, ruled) => {
  const [good, bad] = [
    await check(name, dataOf(ruled, 'good')),
    await check(name, dataOf(ruled, 'bad')),
  ]

  test.each(ruled)('$title takes $good and not $bad', (it) => {
    expect(messagesIn(good.data)).not.toContain(messageOf(it))
    expect(messagesIn(bad.data)).toContain(messageOf(it))
  })

  test('what keeps the rules is saved, and what breaks them is not', async () => {
    const saved = await create(name, dataOf(ruled, 'good'))
    const refused = await create(name, dataOf(ruled, 'bad'))

    expect(saved).toMatchObject({ data: { id: expect.any(String) }, error: null })
    expect(refused).toMatchObject({ data: null, error: { code: 'VALIDATION_FAILED' } })
    expect(messagesIn(refused.error.data)).toEqual(
      ruled
        .filter((it) => !isUnique(it))
        .map(messageOf)
        .toSorted(),
    )
  })

  test.each(SKIPPED)('%s is not asked if it is skipped, and the others are', async (skipped) => {
    const { error } = await create(name, dataOf(ruled, 'bad'), [skipped])

    expect(messagesIn(error.data)).toEqual(
      ruled
        .filter((it) => !isUnique(it) && ruleOf(it) !== skipped)
        .map(messageOf)
        .toSorted(),
    )
  })
})

test('validators can be skipped wherever a draft is saved', async () => {
  const bad = dataOf(
    ruledValues.filter((it) => !isUnique(it)),
    'bad',
  )
  const save = (call: string, options: string) =>
    edit(
      `mutation ($data: SingleInput!) { answer: ${call}Single${call === 'create' ? 'From' : ''}(
        revision: "${holder.id}", data: $data, options: { ${options} }) { data { id } error { code } } }`,
      { data: bad },
    )
  const skipping = `skipValidators: [${SKIPPED.join(' ')}]`

  for (const call of ['update', 'create']) {
    expect(await save(call, '')).toMatchObject({ error: { code: 'VALIDATION_FAILED' } })
    expect(await save(call, skipping)).toMatchObject({ data: {}, error: null })
  }
})

test('what is unique is so for who skips validators, too, but not beside itself', async () => {
  const data = { ...dataOf(ruledValues, 'good'), ...dataOf(uniques, 'bad') }
  const OWN = `mutation ($revision: ID, $data: SingleInput!) {
    answer: validateSingle(revision: $revision, data: $data) { data { error } error { code } } }`

  const { error } = await create('Single', data, SKIPPED)
  const own = await edit(OWN, { revision: holder.id, data })

  expect(error).toMatchObject({ code: 'VALIDATION_FAILED', data: [{ error: uniques[0]?.fieldId }] })
  expect(own).toEqual({ data: [], error: null })
})

test('a type of field takes no validator of another, nor does a list', async () => {
  const names = [...new Set(Object.values(VALIDATORS).flat()), ...Object.keys(LISTED), 'none']
  const foreign = (known: readonly string[]) =>
    names.filter((it) => !known.includes(it)).map((name) => ({ name }))
  const fields = FIELD_TYPES.map((type, n) => {
    const [[, , , , more] = []] = cases[type]
    const validation = foreign(VALIDATORS[type])
    const listValidation = foreign(
      type === 'dynamicZone' ? [...LIST_VALIDATORS, type] : LIST_VALIDATORS,
    )
    return field(`f${n}`, type, { multipleValues: true, validation, listValidation, ...more })
  })

  const { data } = await model('Foreign', fields).then(Object, (error: AppError) => error)

  const told = fields.flatMap(({ type, validation, listValidation }, n) =>
    [validation, listValidation].flat().map((it) => ({
      fieldId: `fields.${n}.fieldId`,
      error: `A field of type ${type} has no validator "${Object(it).name}".`,
    })),
  )
  expect(told.length).toBeGreaterThan(200)
  expect(data.filter((it: Problem) => it.error.includes('has no validator'))).toEqual(told)
})

/** More of the field, and what is no value of it. A text for a number would be a guess at what is meant. */
const WRONG: Record<FieldType, [more: object, ...wrong: unknown[]][]> = {
  text: [[{}, 1, true, {}, ['a', 'b']]],
  'long-text': [[{}, 1, true, {}, ['a', 'b']]],
  'rich-text': [[{}, 'text', 1, { type: 'paragraph' }, { root: [] }]],
  number: [[{}, '1', true, {}, [1]]],
  boolean: [[{}, 'true', 1, {}, [true, true]]],
  datetime: [
    [date, '2023-02-29', '2026-01-02T00:00:00Z', 'today', 1],
    [time, '24:00', '12', '09:00Z', 900],
    [zoned, NOON, '2026-01-02', `${NOON}+25:00`, 1],
    [plain, 'yesterday', '2026-13-01T00:00:00', 1],
  ],
  file: [
    [{}, 'javascript:alert(1)', 'a:b.png', '//evil.example/a.png', '', 1, ['/a.png', '/b.png']],
  ],
  ref: [
    [
      toAuthor,
      author.id,
      { ...author, modelId: 'article' },
      { ...author, id: 'a'.repeat(24) },
      { id: author.id },
      [author, author],
    ],
  ],
  object: [[parts, 'text', 1, { none: 1 }, [{}, {}]]],
  dynamicZone: [[zone, 'text', {}, { T: { none: 1 } }, { None: {} }, [{ T: { text: 'a' } }, {}]]],
  json: [
    [{}, JSON.parse('{"__proto__":{"a":1}}'), JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`)],
  ],
}
const wrong = FIELD_TYPES.flatMap((type) =>
  WRONG[type].flatMap(([more, ...values], n) =>
    values.map((it) => ({ type, fieldId: `${type.replace('-', '')}${n}`, value: it, more })),
  ),
)
await model(
  'Typed',
  [...new Map(wrong.map((it) => [it.fieldId, it])).values()].map((it) =>
    field(it.fieldId, it.type, it.more),
  ),
)

test.each(wrong)('no $type is $value', async ({ fieldId, value: it }) => {
  const query = `mutation ($data: TypedInput!) { answer: createTyped(data: $data) {
    data { id } error { code data } } }`
  const headers = { authorization: await acme.sign('editors') }

  const { data, errors } = await acme.ask(
    'manage/en-US',
    { query, variables: { data: { [fieldId]: it } } },
    headers,
  )

  // The types of the API refuse some of it before anybody looks at the rules.
  if (!errors)
    expect(data.answer).toMatchObject({
      data: null,
      error: { code: 'VALIDATION_FAILED', data: [{ fieldId }] },
    })
})

describe('predefined values', () => {
  const of = (...values: (string | number)[]) => ({
    predefinedValues: {
      enabled: true,
      values: values.map((it) => ({
        label: `Label ${it}`,
        value: String(it),
        selected: it === 'b' || it === 2,
      })),
    },
  })

  test('are all that can be chosen, one is from the start, and no validator is skipped by them', async () => {
    const many = { multipleValues: true }
    await model('Choice', [
      field('text', 'text', of('a', 'b')),
      field('number', 'number', of(1, 2)),
      field('texts', 'text', { ...of('a', 'b'), ...many }),
      field('off', 'text', { predefinedValues: { ...of('a').predefinedValues, enabled: false } }),
    ])
    const CREATE = `mutation ($data: ChoiceInput!) {
      answer: createChoice(data: $data, options: { skipValidators: [${SKIPPED.join(' ')}] }) {
        data { text number texts off } error { code data } } }`

    const begun = await edit(CREATE, { data: { off: 'z' } })
    const chosen = await edit(CREATE, { data: { text: 'a', number: 1, texts: ['b', 'a'] } })
    const refused = await edit(CREATE, { data: { text: 'A', number: 3, texts: ['a', 'z'] } })

    expect(begun.data).toEqual({ text: 'b', number: 2, texts: ['b'], off: 'z' })
    expect(chosen.data).toMatchObject({ text: 'a', number: 1, texts: ['b', 'a'] })
    expect(refused.error.data).toMatchObject(
      ['text', 'number', 'texts'].map((fieldId) => ({ fieldId })),
    )
  })

  test.each(FIELD_TYPES.filter((it) => it !== 'text' && it !== 'number'))(
    'are not for %s',
    async (type) => {
      const [[, , , , more] = []] = cases[type]
      const made = model('Odd', [field('odd', type, { ...more, ...of('a') })])
      await expect(made).rejects.toMatchObject({
        data: [{ error: `A field of type ${type} has no predefined values.` }],
      })
    },
  )

  test('of a number are numbers', async () => {
    const made = model('Odd', [field('odd', 'number', of('a'))])
    await expect(made).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})
