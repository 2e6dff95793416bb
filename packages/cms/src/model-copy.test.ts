import { colleagueOf } from '@tenantry/security/testing'
import { expect, test } from 'vitest'
import { createEntry } from './entries.ts'
import { createLocale } from './locales.ts'
import { createModelFrom } from './model-copy.ts'
import { createModelGroup } from './model-groups.ts'
import { getModel, updateModel } from './models.ts'
import { world } from './testing.ts'

const names = { name: 'Story', singularApiName: 'Story', pluralApiName: 'Stories' }

async function original() {
  const { scope } = await world()
  const data = { description: 'What we write', tags: ['a'], layout: [['body', 'title']] }
  return { scope, model: await updateModel(scope, 'en-US', { modelId: 'article', data }) }
}

test('a copy has all of the original but its names, and content of its own', async () => {
  const { scope, model } = await original()
  const { fields, layout, titleFieldId, descriptionFieldId, tags, description } = model

  const data = { ...names, group: { id: model.group.slug } }
  const copy = await createModelFrom(scope, 'en-US', { modelId: 'article', data })

  expect(copy).toMatchObject({ modelId: 'story', ...names, locale: 'en-US', version: 1 })
  expect(copy).toMatchObject({
    fields,
    layout,
    titleFieldId,
    descriptionFieldId,
    tags,
    description,
  })
  expect(await getModel(scope, 'en-US', 'story')).toMatchObject(copy)
  expect(await createEntry(scope, copy, { data: { title: 'A' } })).toMatchObject({ title: 'A' })
})

test('a copy goes into another locale, where the caller needs the permission as well', async () => {
  const { scope } = await original()
  await createLocale(scope, { code: 'de' })
  const group = await createModelGroup(scope, 'de', { name: 'Inhalt' })
  const data = { ...names, modelId: 'article', group: { id: group.id }, locale: 'de' }
  const copy = (who = scope, more = {}) =>
    createModelFrom(who, 'en-US', { modelId: 'article', data: { ...data, ...more } })
  const all = { name: 'cms.*' }
  const locale = (...locales: string[]) => ({ name: 'content.i18n', locales })

  const here = colleagueOf(scope, [all, locale('en-US')])
  await expect(copy(here)).rejects.toMatchObject({ code: 'GROUP_NOT_FOUND' })
  const readsThere = colleagueOf(
    scope,
    [all, locale('en-US')],
    [{ name: 'cms.contentModelGroup', rwd: 'r' }, locale('de')],
  )
  await expect(copy(readsThere)).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  await expect(copy(scope, { locale: 'fr' })).rejects.toMatchObject({ code: 'LOCALE_NOT_FOUND' })

  expect(await copy(colleagueOf(scope, [all, locale('en-US', 'de')]))).toMatchObject({
    locale: 'de',
    group: { id: group.id },
    // There is no such model yet: the field finds nothing until there is one.
    fields: expect.arrayContaining([
      expect.objectContaining({ settings: { models: [{ modelId: 'author' }] } }),
    ]),
  })
  await expect(copy()).rejects.toMatchObject({ code: 'MODEL_ID_EXISTS' })
})

test('what one may not read cannot be copied', async () => {
  const { scope, model } = await original()
  const data = { ...names, group: { id: model.group.id } }
  const groups = { name: 'cms.contentModelGroup', rwd: 'r' }
  const blind = colleagueOf(scope, [groups, { name: 'cms.contentModel', models: ['story'] }])
  const copy = createModelFrom(blind, 'en-US', { modelId: 'article', data })
  await expect(copy).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
