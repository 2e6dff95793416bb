import { describe, expect, test } from 'vitest'
import { fieldsOf } from './field-input.ts'
import { servedValues } from './nesting.ts'
import { field } from './testing.ts'
import { assertValid, mergeValues, tryValues } from './values.ts'

type Input = ReturnType<typeof field>
const made = (...inputs: Input[]) => fieldsOf(inputs as never, [])
const required = { validation: [{ name: 'required', message: 'It is missing.' }] }

const object = (fieldId: string, fields: Input[], more: object = {}) =>
  field(fieldId, 'object', { settings: { fields }, ...more })
const template = (gqlTypeName: string, fields: Input[], more: object = {}) => ({
  id: gqlTypeName.toLowerCase(),
  name: gqlTypeName,
  gqlTypeName,
  fields,
  ...more,
})
const zone = (fieldId: string, templates: object[], more: object = {}) =>
  field(fieldId, 'dynamicZone', { settings: { templates }, ...more })

const refuses = (fields: ReturnType<typeof made>, data: object) =>
  expect(tryValues(fields, data as never).problems).not.toEqual([])
const takes = (fields: ReturnType<typeof made>, data: object) =>
  expect(tryValues(fields, data as never).problems).toEqual([])

const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown
const paragraph = (text: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})
const lexical = (text: string) => ({
  root: { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', text }] }] },
})

describe('a value of', () => {
  test.each<[string, unknown]>([
    ['file', 'https://cdn.example/a.png'],
    ['file', 'http://localhost:3000/a.png'],
    ['file', '/files/a.png?width=100'],
    ['file', 'a.png'],
    ['file', 'files/a.png?at=12:00'],
    ['json', { a: [1, 'b', null, true] }],
    ['json', 'text'],
    ['json', 0],
    ['json', false],
    ['json', deep(100)],
    ['rich-text', paragraph('x')],
    ['rich-text', { type: 'doc' }],
    ['rich-text', lexical('x')],
    ['rich-text', [{ type: 'paragraph', data: { text: 'x' } }]],
  ])('a %s can be %j, and is kept as it is', (type, value) => {
    const fields = made(field('x', type))
    expect(mergeValues(fields, { x: value })).toEqual({ [`${type}@x`]: value })
  })

  test.each<[string, unknown]>([
    ['file', 'javascript:alert(1)'],
    ['file', 'data:text/html,x'],
    ['file', '//evil.example/a.png'],
    ['file', '/\\evil.example'],
    ['file', 'https://a.example/ b'],
    ['file', 'https:///'],
    ['file', 'a:b.png'],
    ['file', '?a'],
    ['file', ''],
    ['file', `/${'a'.repeat(2000)}`],
    ['file', { src: '/a' }],
    ['json', JSON.parse('{"a": {"__proto__": {"isAdmin": true}}}')],
    ['json', deep(101)],
    ['json', { a: Number.POSITIVE_INFINITY }],
    ['rich-text', 'text'],
    ['rich-text', { type: 'paragraph' }],
    ['rich-text', { type: 'doc', content: 'text' }],
    ['rich-text', { type: 'doc', content: [{ text: 'x' }] }],
    ['rich-text', { root: {} }],
    ['rich-text', { type: 'doc', content: [{ type: 'x', attrs: deep(101) }] }],
  ])('a %s is never %j', (type, value) => {
    refuses(made(field('x', type)), { x: value })
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
  })

  test('any type is not so deep that nobody could walk through it', () => {
    for (const type of ['json', 'rich-text']) refuses(made(field('x', type)), { x: deep(100_000) })
  })

  test.each([
    ['nothing', { type: 'doc', content: [{ type: 'paragraph' }] }],
    ['blanks', paragraph('  ')],
    ['no text of Lexical', lexical('')],
  ])('a rich text that must be there is not %s', (_, value) => {
    const fields = made(field('x', 'rich-text', required))
    refuses(fields, { x: value })
  })

  test.each([
    ['a text', paragraph('x')],
    ['a text of Lexical', lexical('x')],
    ['an image', { type: 'doc', content: [{ type: 'image', attrs: { src: '/a' } }] }],
  ])('a rich text that must be there can be %s', (_, value) => {
    takes(made(field('x', 'rich-text', required)), { x: value })
  })
})

test('numbers can be chosen from', () => {
  const values = [
    { label: 'One', value: '1.0', selected: true },
    { label: 'Two', value: '2' },
  ]
  const fields = made(field('x', 'number', { predefinedValues: { enabled: true, values } }))
  takes(fields, { x: 1 })
  refuses(fields, { x: 3 })
  expect(mergeValues(fields, {})).toEqual({ 'number@x': 1 })
})

describe('an object', () => {
  const seo = made(
    object('seo', [
      field('title', 'text', required),
      field('index', 'boolean', { settings: { defaultValue: true } }),
      object('image', [field('src', 'file', required)]),
    ]),
    object('links', [field('url', 'text', required)], {
      multipleValues: true,
      listValidation: [{ name: 'maxLength', settings: { value: 2 }, message: 'Two at most.' }],
    }),
  )

  test('is stored under storage ids and served under names; what it leaves out has its default', () => {
    const values = mergeValues(seo, { seo: { title: 'T', image: null } })
    expect(values).toEqual({ 'object@seo': { 'text@title': 'T', 'boolean@index': true } })
    expect(servedValues(seo, values)).toEqual({
      seo: { title: 'T', index: true, image: null },
      links: null,
    })
  })

  test('that is not named stays as it is, one that is named is replaced, and null clears it', () => {
    const before = mergeValues(seo, { seo: { title: 'T', index: null }, links: [{ url: 'a' }] })
    expect(mergeValues(seo, {}, before)).toEqual(before)
    expect(mergeValues(seo, { seo: { title: 'U' } }, before)).toEqual({
      ...before,
      'object@seo': { 'text@title': 'U', 'boolean@index': true },
    })
    expect(mergeValues(seo, { seo: null, links: [] }, before)).toEqual({ 'object@links': [] })
  })

  test.each<[object, string, string[], string]>([
    [{ seo: {} }, 'title', ['seo'], 'It is missing.'],
    [{ seo: { title: 'T', image: {} } }, 'src', ['seo', 'image'], 'It is missing.'],
    [{ links: [{ url: 'a' }, { url: '' }] }, 'url', ['links'], 'It is missing.'],
    [{ links: [{}, {}, {}].map(() => ({ url: 'a' })) }, 'links', [], 'Two at most.'],
    [{ seo: { title: 7 } }, 'title', ['seo'], 'This is no value of "title".'],
    [{ seo: { title: 'T', more: 1 } }, 'more', ['seo'], 'There is no field "more".'],
    [{ seo: [] }, 'seo', [], 'This is no value of "seo".'],
    [{ links: { url: 'a' } }, 'links', [], 'This is no value of "links".'],
    [{ links: [null] }, 'links', [], 'This is no value of "links".'],
    [
      JSON.parse('{"seo": {"title": "T", "__proto__": {"a": 1}}}'),
      '__proto__',
      ['seo'],
      'There is no field "__proto__".',
    ],
  ])('%j is refused, and it is said where', (data, fieldId, parents, error) => {
    expect(tryValues(seo, data as never).problems).toMatchObject([{ error, fieldId, parents }])
  })

  test('keeps no rule that is skipped', () => {
    const values = mergeValues(seo, { seo: {} })
    expect(() => assertValid(seo, values, ['required'])).not.toThrow()
  })

  test('that must be there must be given', () => {
    const fields = made(object('x', [field('a', 'text')], required))
    refuses(fields, {})
    takes(fields, { x: {} })
  })
})

describe('a dynamic zone', () => {
  const hero = template('Hero', [field('title', 'text', required)])
  const quote = template('Quote', [field('title', 'number')], {
    validation: [{ name: 'maxLength', settings: { value: 1 }, message: 'One quote.' }],
  })
  const body = made(zone('body', [hero, quote], { multipleValues: true }), zone('top', [hero]))

  test('has elements of its templates, stored by the id of each', () => {
    const values = mergeValues(body, {
      body: [{ Quote: { title: 1 } }, { Hero: { title: 'H' }, Quote: null }],
      top: { Hero: { title: 'T' } },
    })
    expect(values).toEqual({
      'dynamicZone@body': [{ quote: { 'number@title': 1 } }, { hero: { 'text@title': 'H' } }],
      'dynamicZone@top': { hero: { 'text@title': 'T' } },
    })
    expect(servedValues(body, values)).toEqual({
      body: [
        { _templateId: 'quote', title: 1 },
        { _templateId: 'hero', title: 'H' },
      ],
      top: { _templateId: 'hero', title: 'T' },
    })
    expect(mergeValues(body, {}, values)).toEqual(values)
  })

  test('of a template that is gone serves nothing', () => {
    const values = mergeValues(body, {
      body: [{ Quote: { title: 1 } }],
      top: { Hero: { title: 'T' } },
    })
    const now = made(zone('body', [hero], { multipleValues: true }), zone('top', [quote]))
    expect(servedValues(now, values)).toEqual({ body: [], top: null })
  })

  const one = 'Give exactly one of the templates of "top".'
  test.each<[object, string, string[], string]>([
    [{ top: {} }, 'top', [], one],
    [{ top: { Hero: { title: 'T' }, Quote: { title: 1 } } }, 'top', [], one],
    [{ top: { Nothing: {} } }, 'top', [], one],
    [{ top: { Hero: 'T' } }, 'top', [], one],
    [{ top: { constructor: {} } }, 'top', [], one],
    [{ top: { _templateId: 'none', title: 'T' } }, 'top', [], one],
    [{ top: { Hero: {} } }, 'title', ['top'], 'It is missing.'],
    [{ body: [{ Quote: { title: 'T' } }] }, 'title', ['body'], 'This is no value of "title".'],
    [{ body: [{ Quote: {} }, { Quote: {} }] }, 'body', [], 'One quote.'],
  ])('%j is refused, and it is said where', (data, fieldId, parents, error) => {
    expect(tryValues(body, data as never).problems).toMatchObject([{ error, fieldId, parents }])
  })
})

test('an entry is no larger than what can be stored, in bytes', () => {
  refuses(made(field('x', 'json')), { x: 'ж'.repeat(160_000) })
  takes(made(field('x', 'json')), { x: 'x'.repeat(160_000) })
})
