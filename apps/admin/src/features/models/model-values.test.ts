import { expect, test } from 'vitest'
import { ApiError } from '../../lib/api-error.ts'
import { newDraft, newTemplate } from './field-draft.ts'
import { layoutOf } from './layout.ts'
import { modelInput, NO_VALUES, placeProblems } from './model-values.ts'

const draft = (id: string, type: 'text' | 'boolean' = 'text') => ({
  ...newDraft(type),
  id,
  label: id,
  fieldId: id,
})

test('each field has a row, and neighbours that shared one still do', () => {
  const fields = ['a', 'b', 'c', 'd'].map((id) => ({ id }))

  expect(layoutOf(fields, [])).toEqual([['a'], ['b'], ['c'], ['d']])
  expect(layoutOf(fields, [['a', 'b'], ['d', 'c'], ['gone']])).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  expect(layoutOf(fields, [['a', 'c']])).toEqual([['a'], ['b'], ['c'], ['d']])
})

test('a title that can no longer be one is not sent', () => {
  const values = { ...NO_VALUES, name: ' Post ', fields: [draft('live', 'boolean'), draft('name')] }

  expect(modelInput({ ...values, titleFieldId: 'name' }, 'g1')).toMatchObject({
    name: 'Post',
    group: { id: 'g1' },
    titleFieldId: 'name',
  })
  expect(modelInput({ ...values, titleFieldId: 'live' }, 'g1').titleFieldId).toBeNull()
})

test.each([
  ['MODEL_ID_EXISTS', 'name'],
  ['MODEL_PLURAL_API_NAME_EXISTS', 'pluralApiName'],
  ['SLUG_ALREADY_EXISTS', 'newGroup'],
])('%s is said at %s', (code, place) => {
  expect(placeProblems(new ApiError(code, 'Taken.'), [])).toEqual({ [place]: 'Taken.' })
})

test('what is wrong with a field is said at the field', () => {
  const error = new ApiError('VALIDATION_FAILED', 'x', {
    data: [
      { fieldId: 'fields.1.fieldId', error: 'Every entry has a "status" already.' },
      { fieldId: 'fields', error: 'At most 5 fields can be unique.' },
    ],
  })

  expect(placeProblems(error, [draft('a'), draft('b')])).toEqual({
    'fields.b': 'Every entry has a "status" already.',
    fields: 'At most 5 fields can be unique.',
  })
})

test('what is wrong inside of a field is said at the field, with the names on the way', () => {
  const quote = { ...newTemplate(), name: 'Quote', fields: [draft('text'), draft('by')] }
  const zone = { ...draft('blocks'), templates: [newTemplate(), quote] }
  const fields = [draft('a'), { ...draft('page'), fields: [draft('title'), zone] }]
  const problemAt = (path: string) => {
    const data = [{ fieldId: `fields.1.${path}`, error: 'No.' }]
    return placeProblems(new ApiError('VALIDATION_FAILED', 'x', { data }), fields)
  }

  expect(problemAt('settings.fields.0.fieldId')).toEqual({ 'fields.page': 'title: No.' })
  expect(problemAt('settings.fields.1.settings.templates.1.fields.1.fieldId')).toEqual({
    'fields.page': 'blocks: Quote: by: No.',
  })
  expect(problemAt('settings.fields.1.settings.templates.1.gqlTypeName')).toEqual({
    'fields.page': 'blocks: Quote: No.',
  })
})
