import { expect, test } from 'vitest'
import type { Field } from '../../lib/content-models.ts'
import {
  draftOf,
  draftProblems,
  fieldInput,
  isIndexed,
  newDraft,
  newTemplate,
} from './field-draft.ts'

function required() {
  return { name: 'required', message: null, settings: {} }
}

/** What has fields inside: two in one row, and an object in an object. */
function holder() {
  const inner = { ...title, type: 'object' as const, id: 'c', validation: [] }
  const fields: Field[] = [
    { ...title, id: 'a' },
    { ...title, id: 'b', type: 'boolean', validation: [required()] },
    { ...inner, settings: { fields: [{ ...title, id: 'd' }], layout: [['d']] } },
  ]
  return { fields, layout: [['a', 'b'], ['c']] }
}

const title: Field = {
  id: 'f1',
  fieldId: 'title',
  storageId: 'text@f1',
  type: 'text',
  label: 'Title',
  helpText: null,
  placeholderText: null,
  tags: ['seo'],
  multipleValues: false,
  predefinedValues: { enabled: false, values: [] },
  renderer: { name: 'text-input', settings: null },
  validation: [
    { name: 'in', message: null, settings: { values: ['a'] } },
    { name: 'required', message: 'Write a title.', settings: {} },
    { name: 'maxLength', message: null, settings: { value: 80 } },
    { name: 'pattern', message: null, settings: { preset: 'custom', regex: '^A', flags: '' } },
  ],
  listValidation: [],
  settings: { defaultValue: 'A', icon: 'x' },
}

test('a field that is opened and saved is as it was, also what the drawer does not show', () => {
  expect(fieldInput(draftOf(title))).toEqual(title)
})

test.each([
  ['a boolean that is required', { type: 'boolean', validation: [required()] }],
  ['a list with a rule that the drawer does not show', { multipleValues: true, validation: [] }],
  ['a number that has no index', { type: 'number', validation: [], settings: { indexed: false } }],
  ['a file', { type: 'file', validation: [], settings: { imagesOnly: false, own: 1 } }],
  ['an object', { type: 'object', validation: [], settings: holder() }],
  [
    'a zone',
    {
      type: 'dynamicZone',
      validation: [{ name: 'dynamicZone', message: null, settings: {} }, required()],
      settings: {
        templates: [
          {
            id: 't1',
            name: 'Hero',
            gqlTypeName: 'Hero',
            icon: 'fas/star',
            description: 'On top',
            validation: [{ name: 'maxLength', message: null, settings: { value: 1 } }],
            tags: ['a'],
            ...holder(),
          },
        ],
      },
    },
  ],
] satisfies [string, Partial<Field>][])('%s is as it was, to the last setting', (_, more) => {
  const listValidation = [required()]
  const field = { ...title, listValidation, ...more }

  expect(fieldInput(draftOf(field))).toEqual(field)
})

test('fields inside go in their order, and those that shared a row still do', () => {
  const draft = draftOf({ ...title, type: 'object', validation: [], settings: holder() })
  const [first, second, third] = draft.fields
  if (!first || !second || !third) throw new Error('Fields are missing.')

  const { settings } = fieldInput({ ...draft, fields: [third, first, second] })

  expect(settings['layout']).toEqual([['c'], ['a', 'b']])
})

test('a new field has no storage id, and only the rules of its type', () => {
  const draft = newDraft('datetime')
  const on = { isOn: true, value: '2030-01-31', message: '', preset: 'custom' }
  const rules = { ...draft.rules, dateGte: on, minLength: { ...on, value: '3' } }

  const input = fieldInput({ ...draft, label: ' Due ', fieldId: 'due', rules })

  expect(input).not.toHaveProperty('storageId')
  expect(input).toMatchObject({ label: 'Due', fieldId: 'due', settings: { type: 'date' } })
  expect(input.validation).toEqual([
    { name: 'dateGte', message: null, settings: { value: '2030-01-31' } },
  ])
})

test('a field has an index as the API would have it, until somebody decides', () => {
  const single = draftOf(title)
  const list = { ...single, multipleValues: true }

  expect([isIndexed(single), isIndexed(list)]).toEqual([true, false])
  expect(fieldInput(list).settings).not.toHaveProperty('indexed')
  expect(fieldInput({ ...list, indexed: true }).settings).toMatchObject({ indexed: true })
  expect(fieldInput({ ...single, indexed: false }).settings).toMatchObject({ indexed: false })
  expect(fieldInput({ ...single, type: 'json', indexed: true }).settings).not.toHaveProperty(
    'indexed',
  )
})

test('a list keeps the rules about its length, a single value does not', () => {
  const draft = draftOf({
    ...title,
    multipleValues: true,
    listValidation: [{ name: 'minLength', message: null, settings: { value: 2 } }],
  })

  expect(fieldInput(draft).listValidation).toHaveLength(1)
  expect(fieldInput({ ...draft, multipleValues: false }).listValidation).toEqual([])
})

const rule = { isOn: true, value: '', message: '', preset: 'custom' }

test.each([
  ['a label', { label: ' ' }, { label: 'A field needs a label.' }],
  ['a name', { fieldId: '1a' }, { fieldId: expect.stringContaining('letters') }],
  ['a name of its own', { fieldId: 'TITLE' }, { fieldId: expect.stringContaining('Another') }],
  ['models to point to', { type: 'ref' as const }, { targets: expect.any(String) }],
  ['fields inside of an object', { type: 'object' as const }, { fields: expect.any(String) }],
  [
    'templates that are whole',
    { type: 'dynamicZone' as const, templates: [newTemplate()] },
    {
      'templates.0.name': expect.any(String),
      'templates.0.gqlTypeName': expect.stringContaining('capital'),
      'templates.0.fields': expect.any(String),
    },
  ],
  ['values to choose from', { hasChoices: true }, { choices: expect.any(String) }],
  [
    'a regular expression that is one',
    { rules: { ...newDraft('text').rules, pattern: { ...rule, value: '(' } } },
    { 'rules.pattern.value': 'Write a regular expression.' },
  ],
  [
    'limits that are numbers',
    { rules: { ...newDraft('text').rules, maxLength: { ...rule, value: 'x' } } },
    { 'rules.maxLength.value': 'Write a whole number.' },
  ],
])('a field needs %s', (_, change, problems) => {
  const draft = { ...newDraft('text'), label: 'Name', fieldId: 'name' }

  expect(draftProblems(draft, [draftOf(title)])).toEqual({})
  expect(draftProblems({ ...draft, ...change }, [draftOf(title)])).toEqual(problems)
})
