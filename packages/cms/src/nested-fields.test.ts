import { describe, expect, test } from 'vitest'
import { createEntry, createEntryFrom, getEntry, updateEntry } from './entries.ts'
import { publishEntry } from './entry-publishing.ts'
import { fieldsOf } from './field-input.ts'
import { listEntries } from './list-entries.ts'
import { parseModelUpdate } from './model-input.ts'
import { updateModel } from './models.ts'
import { field, world } from './testing.ts'

const object = (fieldId: string, fields: object[], more: object = {}) =>
  field(fieldId, 'object', { settings: { fields }, ...more })
const hero = (fields: object[], more: object = {}) => ({
  id: 'hero',
  name: 'Hero',
  gqlTypeName: 'Hero',
  fields,
  ...more,
})
const zone = (fieldId: string, templates: object[], more: object = {}) =>
  field(fieldId, 'dynamicZone', { settings: { templates }, ...more })
const text = field('a', 'text')
const made = (fields: object[]) => fieldsOf(parseModelUpdate({ fields }).fields ?? [], [])
const nested = (depth: number): object => (depth === 0 ? text : object('o', [nested(depth - 1)]))

describe('a model with', () => {
  test.each<[string, object[]]>([
    ['an object of nothing', [object('a', [])]],
    ['a zone without templates', [zone('a', [])]],
    ['a template of nothing', [zone('a', [hero([])])]],
    ['two fields of one name in an object', [object('o', [text, { ...text, id: 'b' }])]],
    ['two templates of one name', [zone('z', [hero([text]), hero([text], { id: 'b' })])]],
    ['two templates of one id', [zone('z', [hero([text]), hero([text], { gqlTypeName: 'B' })])]],
    ['a template that is no type', [zone('z', [hero([text], { gqlTypeName: 'a_b' })])]],
    ['a name that filters use', [object('o', [field('OR', 'text')])]],
    ['a name that is none', [object('o', [field('a_b', 'text')])]],
    ['a nested type that there is not', [object('o', [field('a', 'blob')])]],
    ['a nested ref to nothing', [object('o', [field('a', 'ref')])]],
    ['a unique field in an object', [object('o', [{ ...text, validation: [{ name: 'unique' }] }])]],
    ['a validator of another type', [field('a', 'json', { validation: [{ name: 'minLength' }] })]],
    [
      'a nested pattern that could take for ever',
      [
        object('o', [
          { ...text, validation: [{ name: 'pattern', settings: { regex: '(a+)+$' } }] },
        ]),
      ],
    ],
    ['two types of one name in the API', [object('seo', [text]), object('seoInput', [text])]],
    ['objects too deep in one another', [nested(7)]],
    [
      'too many fields in all',
      Array.from({ length: 4 }, (_, n) =>
        object(
          `o${n}`,
          Array.from({ length: 40 }, (__, m) => field(`f${m}`, 'text')),
        ),
      ),
    ],
    [
      'more fields than can be stored',
      Array.from({ length: 40 }, (_, n) =>
        field(`f${n}`, 'text', { settings: { note: 'x'.repeat(10_000) } }),
      ),
    ],
    [
      'predefined values of a type that has none',
      [field('a', 'json', { predefinedValues: { enabled: true, values: [] } })],
    ],
    [
      'predefined numbers that are none',
      [
        field('a', 'number', {
          predefinedValues: { enabled: true, values: [{ label: 'x', value: 'x' }] },
        }),
      ],
    ],
  ])('%s is refused', (_, fields) => {
    expect(() => made(fields)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }) as Error,
    )
  })

  test.each<[string, object[]]>([
    ['objects that nobody could walk through', [nested(5000)]],
    [
      'settings deeper than can be stored',
      [field('a', 'text', { settings: { note: JSON.parse('['.repeat(32) + ']'.repeat(32)) } })],
    ],
  ])('%s is refused before it is read', async (_, fields) => {
    await expect(world(fields)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  test('objects in one another, and what the problem of one is, says where', () => {
    expect(made([nested(5)])).toHaveLength(1)
    const inside = () => made([object('o', [text, field('b', 'ref')])])
    expect(inside).toThrow(
      expect.objectContaining({
        data: [{ error: expect.any(String), fieldId: 'fields.0.settings.fields.1.fieldId' }],
      }) as Error,
    )
  })
})

const seo = (fields: object[]) => object('seo', fields)
const title = field('title', 'text')
const flag = field('flag', 'boolean')

describe('fields in others', () => {
  const fields = [
    seo([title, flag]),
    object('links', [field('url', 'text')], { multipleValues: true }),
    zone('body', [hero([title, flag])], { multipleValues: true }),
  ]
  const data = {
    seo: { title: 'T', flag: null },
    links: [{ url: 'a' }, { url: 'b' }],
    body: [{ Hero: { title: 'H' } }],
  }
  const served = {
    seo: { title: 'T', flag: null },
    links: [{ url: 'a' }, { url: 'b' }],
    body: [{ _templateId: 'hero', title: 'H', flag: null }],
  }

  async function filled() {
    const { scope, model } = await world(fields)
    const entry = await createEntry(scope, model, { data })
    const save = (changed: object[]) =>
      updateModel(scope, 'en-US', { modelId: 'article', data: { fields: changed } })
    return { scope, model, entry, save }
  }

  test('are kept by every revision', async () => {
    const { scope, model, entry } = await filled()
    expect(entry.values).toEqual(served)
    await publishEntry(scope, model, { revision: entry.id })
    const next = await createEntryFrom(scope, model, { revision: entry.id, data: { links: null } })
    expect(next.values).toEqual({ ...served, links: null })
    const saved = await updateEntry(scope, model, {
      revision: next.id,
      data: { body: [], seo: null },
    })
    expect(saved.values).toEqual({ seo: null, links: null, body: [] })
    expect((await getEntry(scope, model, { revision: entry.id })).values).toEqual(served)
  })

  test('in use can be renamed, but neither go nor become something else', async () => {
    const { scope, entry, save } = await filled()
    const [, links, body] = fields
    const used = { code: 'ENTRY_FIELD_USED' }
    for (const changed of [
      [links, body],
      [seo([flag]), links, body],
      [seo([field('title', 'number'), flag]), links, body],
      [fields[0], object('links', [field('url', 'text')]), body],
      [fields[0], links, zone('body', [hero([flag])], { multipleValues: true })],
      [
        fields[0],
        links,
        zone('body', [hero([field('title', 'json'), flag])], { multipleValues: true }),
      ],
      [fields[0], links],
    ])
      await expect(save(changed as object[])).rejects.toMatchObject(used)

    const renamed = await save([
      seo([{ ...title, fieldId: 'headline' }]),
      { ...links, fieldId: 'urls' },
      zone('body', [hero([{ ...title, fieldId: 'text' }], { gqlTypeName: 'Banner' })], {
        multipleValues: true,
      }),
    ])

    const now = await getEntry(scope, renamed, { revision: entry.id })
    expect(now.values).toEqual({
      seo: { headline: 'T' },
      urls: [{ url: 'a' }, { url: 'b' }],
      body: [{ _templateId: 'hero', text: 'H' }],
    })
    const where = { seo: { headline_startsWith: 't' }, urls: { url: 'b' } }
    const { entries } = await listEntries(scope, renamed, { stage: 'latest', where })
    expect(entries).toHaveLength(1)
  })

  test('of a template that went are not served', async () => {
    const { scope, entry, save } = await filled()
    const other = { ...hero([title]), id: 'other' }
    const saved = await save([
      ...fields.slice(0, 2),
      zone('body', [other], { multipleValues: true }),
    ])
    const now = await getEntry(scope, saved, { revision: entry.id })
    expect(now.values.body).toEqual([])
  })
})

describe('a list', () => {
  test('is narrowed by what lies in objects, by an index where there is one value', async () => {
    const { scope, model } = await world([
      seo([title, object('image', [field('width', 'number')])]),
      object(
        'links',
        [
          field('url', 'text'),
          field('to', 'ref', { settings: { models: [{ modelId: 'article' }] } }),
        ],
        {
          multipleValues: true,
        },
      ),
      field('extra', 'json'),
      zone('body', [hero([title])]),
    ])
    const to = { modelId: 'article', id: `${'f'.repeat(24)}#0001` }
    const make = (data: object) => createEntry(scope, model, { data })
    const [a, b, c] = [
      await make({ seo: { title: 'A', image: { width: 1 } }, links: [{ url: 'x' }, { to }] }),
      await make({ seo: { title: 'B' }, links: [{ url: 'y' }] }),
      await make({ extra: { seo: 1 } }),
    ]
    const found = async (where: object) => {
      const page = await listEntries(scope, model, { stage: 'latest', where, sort: ['id_ASC'] })
      return page.entries.map(({ id }) => id)
    }

    expect(await found({ seo: { title: 'A' } })).toEqual([a.id])
    expect(await found({ seo: { title_not: 'A' } })).toEqual([b.id, c.id])
    expect(await found({ seo: { image: { width_gte: 1 }, title_contains: 'a' } })).toEqual([a.id])
    expect(await found({ links: { url: 'y' } })).toEqual([b.id])
    expect(await found({ links: { url_in: ['x', 'y'] } })).toEqual([a.id, b.id])
    expect(await found({ links: { to: { entryId: 'f'.repeat(24) } } })).toEqual([a.id])
    expect(await found({ OR: [{ links: { url: 'x' } }, { seo: null }] })).toEqual([a.id, c.id])
    expect(await found({ seo: { image: null } })).toEqual([b.id, c.id])
    const page = await listEntries(scope, model, {
      stage: 'latest',
      where: { seo: { title: 'B' } },
    })
    expect(page.cost).toMatchObject({ plan: expect.stringContaining('object@seo.text@title') })
    for (const where of [
      { extra: 'x' },
      { seo: 'A' },
      { seo: { none: 1 } },
      { extra: { seo: 1 } },
      { body: { Hero: { title: 'x' } } },
      { body: { Hero: null } },
    ])
      await expect(found(where)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})

test('an entry with more short texts than index items can carry is refused', async () => {
  const objects = times(3, (n) =>
    object(
      `o${n}`,
      times(45, (m) => field(`f${m}`, 'text')),
    ),
  )
  const { scope, model } = await world(objects)
  const filledWith = (text: string) =>
    Object.fromEntries(
      times(3, (n) => [`o${n}`, Object.fromEntries(times(45, (m) => [`f${m}`, `${m} ${text}`]))]),
    )
  const make = (text: string) => createEntry(scope, model, { data: filledWith(text) })

  const { id } = await make('x'.repeat(120))
  await publishEntry(scope, model, { revision: id })
  const large = make('🦓'.repeat(120))

  await expect(large).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    data: [{ error: 'The entry is too large.' }],
  })
})

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))
