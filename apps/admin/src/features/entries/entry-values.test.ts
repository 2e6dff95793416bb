import { expect, test } from 'vitest'
import type { Field, FieldType, Model, Validator } from '../../lib/content-models.ts'
import { ApiError } from '../../lib/api-error.ts'
import {
  initialValues,
  inputOf,
  newPart,
  problemsOf,
  valuesOf,
  type EntryValues,
} from './entry-values.ts'
import { placedProblems } from './placed-problems.ts'

const field = (fieldId: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  id: fieldId,
  fieldId,
  storageId: `${type}@${fieldId}`,
  type,
  label: fieldId,
  helpText: null,
  placeholderText: null,
  tags: [],
  multipleValues: false,
  predefinedValues: { enabled: false, values: [] },
  renderer: null,
  validation: [],
  listValidation: [],
  settings: {},
  ...more,
})

const modelOf = (...fields: Field[]): Model => ({
  modelId: 'article',
  name: 'Article',
  singularApiName: 'Article',
  pluralApiName: 'Articles',
  group: { id: 'g', name: 'Blog' },
  description: '',
  fields,
  layout: fields.map(({ id }) => [id]),
  titleFieldId: 'title',
  tags: [],
  plugin: false,
  version: 1,
})

const rule = (name: string, value?: unknown, message: string | null = null): Validator => ({
  name,
  message,
  settings: value === undefined ? {} : { value },
})

const kind = (type: string) => ({ settings: { type } })
const ada = { modelId: 'author', id: '0123456789abcdef01234567#0002' }

test.each([
  ['text', field('it', 'text'), 'Hello', 'Hello'],
  ['long text', field('it', 'long-text'), 'a\n\nb', 'a\n\nb'],
  ['a number', field('it', 'number'), 12.5, '12.5'],
  ['a boolean', field('it', 'boolean'), true, true],
  ['a day', field('it', 'datetime', kind('date')), '2030-01-31', '2030-01-31'],
  ['a time', field('it', 'datetime', kind('time')), '10:00:00', '10:00:00'],
  [
    'a moment with its zone',
    field('it', 'datetime', kind('dateTimeWithTimezone')),
    '2030-01-31T10:00:00+02:00',
    '2030-01-31T10:00:00+02:00',
  ],
  ['a reference', field('it', 'ref'), ada, ada],
  ['a list', field('it', 'number', { multipleValues: true }), [1, 2], ['1', '2']],
])('%s goes into its control and comes out as it was', (_, it, value, control) => {
  const model = modelOf(it)

  const values = valuesOf(model, { it: value })

  expect(values).toEqual({ it: control })
  expect(inputOf(model, values)).toEqual({ it: value })
})

const inner = [field('title', 'text', { validation: [rule('required')] }), field('size', 'number')]
const seo = (more: Partial<Field> = {}) =>
  field('it', 'object', {
    settings: { fields: inner, layout: [['title', 'size']] },
    ...more,
  })
const zone = field('it', 'dynamicZone', {
  multipleValues: true,
  settings: {
    templates: [
      { id: 't1', name: 'Hero', gqlTypeName: 'Hero', layout: [['title']], fields: inner },
      { id: 't2', name: 'Text', gqlTypeName: 'Text', layout: [['it']], fields: [seo()] },
    ],
  },
})
const doc = { type: 'doc', content: [{ type: 'paragraph' }] }

test.each([
  ['rich text', field('it', 'rich-text'), doc],
  ['rich text of another editor', field('it', 'rich-text'), { root: { children: [] } }],
  ['a file', field('it', 'file'), '/a.png'],
  ['JSON', field('it', 'json'), { a: [1, null, 'b'] }],
  ['an object', seo(), { title: 'A', size: 2 }],
  ['no object', seo(), null],
  ['a list of objects', seo({ multipleValues: true }), [{ title: 'A', size: null }]],
])('%s goes through its controls', (_, it, value) => {
  const model = modelOf(it)

  expect(inputOf(model, valuesOf(model, { it: value }))).toEqual({ it: value })
})

test('elements of a zone are read by template and sent by its name; of one that is gone nothing is', () => {
  const model = modelOf(zone)
  const served = [
    { _templateId: 't2', it: { title: 'A', size: 1 } },
    { _templateId: 'gone', title: 'x' },
    { _templateId: 't1', title: 'B', size: null },
  ]

  expect(inputOf(model, valuesOf(model, { it: served }))).toEqual({
    it: [{ Text: { it: { title: 'A', size: 1 } } }, { Hero: { title: 'B', size: null } }],
  })
})

test('what is wrong inside is told by its path', () => {
  const model = modelOf(zone)
  const hero = newPart(zone, 't1')
  const text = { templateId: 't2', values: { it: newPart(seo()) } }

  expect(problemsOf(model, { it: [hero, text] })).toEqual({
    'it.0.title': 'title is required.',
    'it.1.it.title': 'title is required.',
  })
})

test('an object that is required is there from the start, another one waits to be added', () => {
  const demanded = seo({ validation: [rule('required')] })

  expect(initialValues(modelOf(demanded))).toEqual({ it: newPart(demanded) })
  expect(initialValues(modelOf(seo()))).toEqual({ it: null })
})

test('what the API refuses inside stands at its control, or at the list if it could be several', () => {
  const refusal = (names: string[]) =>
    new ApiError('VALIDATION_FAILED', 'No.', {
      data: [{ fieldId: names.at(-1), parents: names.slice(0, -1), error: 'No.' }],
    })
  const model = modelOf(zone)
  const hero = newPart(zone, 't1')
  const text = { templateId: 't2', values: { it: newPart(seo()) } }

  const paths = (values: EntryValues, names: string[]) =>
    Object.keys(placedProblems(model, values, refusal(names)))
  expect(paths({ it: [hero, text] }, ['it', 'title'])).toEqual(['it.0.title'])
  expect(paths({ it: [hero, text] }, ['it', 'it', 'title'])).toEqual(['it.1.it.title'])
  expect(paths({ it: [hero, hero] }, ['it', 'title'])).toEqual(['it'])
})

test('a moment without a zone is one of UTC, for everybody', () => {
  const model = modelOf(field('it', 'datetime', kind('dateTimeWithoutTimezone')))

  const values = valuesOf(model, { it: '2030-01-31T10:00:00.000Z' })

  expect(values).toEqual({ it: '2030-01-31T10:00' })
  expect(inputOf(model, values)).toEqual({ it: '2030-01-31T10:00Z' })
})

test('an empty control is no value, and an empty line of a list is not there', () => {
  const model = modelOf(
    field('text', 'text'),
    field('number', 'number'),
    field('live', 'boolean'),
    field('author', 'ref'),
    field('tags', 'text', { multipleValues: true }),
  )

  expect(inputOf(model, initialValues(model))).toEqual({
    text: null,
    number: null,
    live: false,
    author: null,
    tags: [],
  })
  expect(inputOf(model, { tags: ['a', '', 'b'] })['tags']).toEqual(['a', 'b'])
})

test('a new entry begins with what the model predefines', () => {
  const values = [
    { label: 'Low', value: '1', selected: false },
    { label: 'High', value: '2', selected: true },
  ]
  const predefinedValues = { enabled: true, values }
  const model = modelOf(
    field('level', 'number', { predefinedValues }),
    field('levels', 'text', { predefinedValues, multipleValues: true }),
    field('place', 'text', { settings: { defaultValue: 'Here' } }),
  )

  expect(initialValues(model)).toEqual({ level: '2', levels: ['2'], place: 'Here' })
})

test.each([
  ['required', field('it', 'text', { validation: [rule('required')] }), '', 'it is required.'],
  [
    'required, in the words of the model',
    field('it', 'text', { validation: [rule('required', undefined, 'Name it.')] }),
    '',
    'Name it.',
  ],
  [
    'too short',
    field('it', 'text', { validation: [rule('minLength', 3)] }),
    'ab',
    'Write at least 3 characters.',
  ],
  [
    'too long',
    field('it', 'text', { validation: [rule('maxLength', '2')] }),
    'abc',
    'Write at most 2 characters.',
  ],
  ['no JSON', field('it', 'json'), '{', 'This is no JSON.'],
  ['a script', field('it', 'file'), 'javascript:alert(1)', expect.stringContaining('https://')],
  ['another host', field('it', 'file'), '/\\evil.example', expect.stringContaining('https://')],
  ['no number', field('it', 'number'), '12,5', 'Write a number.'],
  [
    'too small',
    field('it', 'number', { validation: [rule('gte', 0)] }),
    '-1',
    'Write a number of at least 0.',
  ],
  [
    'an empty list',
    field('it', 'text', { multipleValues: true, listValidation: [rule('required')] }),
    [''],
    'it is required.',
  ],
  [
    'a list with a wrong value',
    field('it', 'text', { multipleValues: true, validation: [rule('maxLength', 1)] }),
    ['a', 'bc'],
    'Value 2: Write at most 1 characters.',
  ],
])('what is %s is told before it is sent', (_, it, value, problem) => {
  expect(problemsOf(modelOf(it), { it: value })).toEqual({ it: problem })
})

test('what is missing and need not be there breaks no rule', () => {
  const rules = [rule('minLength', 3), rule('maxLength', 5)]
  const model = modelOf(field('it', 'text', { validation: rules }))

  expect(problemsOf(model, { it: '' })).toEqual({})
  expect(problemsOf(model, { it: 'four' })).toEqual({})
})
