import { expect, test } from 'vitest'
import { assertNamesAllowed, assertNoClash } from './names.ts'

const names = (singularApiName: string, pluralApiName = 'Pages', modelId = 'page') => ({
  modelId,
  singularApiName,
  pluralApiName,
})

test.each(['CmsListMeta', 'Cms', 'CmsFieldRenderer', 'WbyAcoLocation', 'RefField', 'DateTimeZ'])(
  'the API keeps the name %s for itself',
  (name) => {
    for (const wish of [names(name), names('Page', name)])
      expect(() => assertNamesAllowed(wish)).toThrow(
        expect.objectContaining({ code: 'MODEL_ID_NOT_ALLOWED' }),
      )
  },
)

const ENDINGS = ['Response', 'List', 'Meta', 'Input', 'Sorter', 'RefType']

test.each(ENDINGS)('no name ends with %s', (ending) => {
  const name = `Page${ending}`
  const data = { input: name, disallowedEnding: ENDINGS }

  expect(() => assertNamesAllowed(names(name))).toThrow(
    expect.objectContaining({ code: 'MODEL_SINGULAR_API_NAME_ENDING_NOT_ALLOWED', data }),
  )
  expect(() => assertNamesAllowed(names('Page', name))).toThrow(
    expect.objectContaining({ code: 'MODEL_PLURAL_API_NAME_NOT_ENDING_ALLOWED', data }),
  )
})

test.each(['contentModel', 'contentModels', 'contentModelGroup', 'ContentModelGroups'])(
  'no model has the id %s',
  (modelId) => {
    expect(() => assertNamesAllowed(names('Page', 'Pages', modelId))).toThrow(
      expect.objectContaining({ code: 'MODEL_ID_NOT_ALLOWED', data: { input: modelId } }),
    )
  },
)

test.each(['Page', 'Cmsify', 'Reference'])('%s is free', (name) => {
  expect(() => assertNamesAllowed(names(name))).not.toThrow()
})

test.each([
  ['Author', 'Pages', 'MODEL_SINGULAR_API_NAME_EXISTS'],
  ['Page', 'Authors', 'MODEL_PLURAL_API_NAME_EXISTS'],
])('%s with %s clashes with Author and Authors: %s', (singular, plural, code) => {
  const others = [names('Author', 'Authors', 'author')]
  expect(() => assertNoClash(names(singular, plural), others)).toThrow(
    expect.objectContaining({ code }),
  )
})

test.each([
  ['ContentModelFrom', 'Pages'], // createContentModelFrom
  ['AByIds', 'A'], // getAByIds
  ['MultiplePages', 'Pages'], // deleteMultiplePages
])('%s with %s would make two operations of one name', (singular, plural) => {
  expect(() => assertNamesAllowed(names(singular, plural))).toThrow(
    expect.objectContaining({ code: 'MODEL_ID_NOT_ALLOWED' }),
  )
})
