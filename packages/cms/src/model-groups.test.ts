import { colleagueOf, scopeFor } from '@tenantry/security/testing'
import { expect, test } from 'vitest'
import {
  createModelGroup,
  deleteModelGroup,
  getModelGroup,
  listModelGroups,
  updateModelGroup,
} from './model-groups.ts'
import { createLocale } from './locales.ts'
import { world } from './testing.ts'

const admin = () => scopeFor([{ name: '*' }])
const blog = { name: 'Blog posts', icon: 'fas/star' }

test('a group is made with a slug of its name, changed, listed and deleted', async () => {
  const scope = admin()
  const made = await createModelGroup(scope, 'en-US', blog)
  expect(made).toMatchObject({ slug: 'blog-posts', version: 1, description: null })
  const { id } = made
  const data = { name: 'Articles', slug: 'articles' }
  const saved = await updateModelGroup(scope, 'en-US', { id, data, ifVersion: 1 })
  expect(saved).toMatchObject({ ...data, version: 2 })
  expect(await getModelGroup(scope, 'en-US', id)).toMatchObject(saved)
  expect(await listModelGroups(scope, 'en-US')).toMatchObject([saved])
  await createModelGroup(scope, 'en-US', blog)
  expect(await deleteModelGroup(scope, 'en-US', { id })).toBe(true)
  expect(await listModelGroups(scope, 'en-US')).toHaveLength(1)
})

test('of two with one slug exactly one is made, in each locale', async () => {
  const scope = admin()
  const make = (locale: string) => createModelGroup(scope, locale, blog)
  const answers = await Promise.allSettled([make('en-US'), make('en-US')])
  const refused = answers.filter(({ status }) => status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: 'SLUG_ALREADY_EXISTS' } }])
  await createLocale(scope, { code: 'de' })
  expect(await make('de')).toMatchObject({ locale: 'de', slug: 'blog-posts' })
})

test('a group with models stays', async () => {
  const { scope, model } = await world()
  const remove = deleteModelGroup(scope, 'en-US', { id: model.group.id })
  await expect(remove).rejects.toMatchObject({ code: 'BEFORE_DELETE_ERROR' })
})

test('what was saved since is not overwritten', async () => {
  const scope = admin()
  const { id } = await createModelGroup(scope, 'en-US', blog)
  await updateModelGroup(scope, 'en-US', { id, data: { name: 'A' } })
  const late = updateModelGroup(scope, 'en-US', { id, data: { name: 'B' }, ifVersion: 1 })
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('another tenant’s, another locale’s and unknown ones are not found', async () => {
  const scope = admin()
  const { id } = await createModelGroup(scope, 'en-US', blog)
  await createLocale(scope, { code: 'de' })
  const missing = { code: 'NOT_FOUND' }
  await expect(getModelGroup(admin(), 'en-US', id)).rejects.toMatchObject(missing)
  await expect(getModelGroup(scope, 'de', id)).rejects.toMatchObject(missing)
  await expect(updateModelGroup(scope, 'de', { id, data: {} })).rejects.toMatchObject(missing)
  await expect(deleteModelGroup(scope, 'de', { id })).rejects.toMatchObject(missing)
  await expect(getModelGroup(scope, 'en-US', 'a#b')).rejects.toMatchObject(missing)
  const nowhere = createModelGroup(scope, 'fr', blog)
  await expect(nowhere).rejects.toMatchObject({ code: 'LOCALE_NOT_FOUND' })
})

test('who may not, may not; who may read one sees one', async () => {
  const scope = admin()
  const { id } = await createModelGroup(scope, 'en-US', blog)
  await createModelGroup(scope, 'en-US', { name: 'Secret' })
  const reader = colleagueOf(scope, [{ name: 'cms.contentModelGroup', rwd: 'r', groups: [id] }])
  const nobody = colleagueOf(scope, [{ name: 'cms.contentEntry' }])
  const refused = { code: 'SECURITY_NOT_AUTHORIZED' }
  expect(await listModelGroups(reader, 'en-US')).toMatchObject([{ id }])
  for (const who of [reader, nobody]) {
    await expect(createModelGroup(who, 'en-US', blog)).rejects.toMatchObject(refused)
    await expect(deleteModelGroup(who, 'en-US', { id })).rejects.toMatchObject(refused)
  }
  await expect(listModelGroups(nobody, 'en-US')).rejects.toMatchObject(refused)
})

test('the same Idempotency-Key makes, changes and deletes once', async () => {
  const scope = admin()
  const make = () => createModelGroup(scope, 'en-US', blog, { idempotencyKey: 'a' })
  const { id } = await make()
  expect(await make()).toMatchObject({ id })
  const change = () =>
    updateModelGroup(scope, 'en-US', { id, data: { name: 'B' }, idempotencyKey: 'b' })
  expect(await change()).toMatchObject({ version: 2 })
  expect(await change()).toMatchObject({ version: 2 })
  const remove = () => deleteModelGroup(scope, 'en-US', { id, idempotencyKey: 'c' })
  expect([await remove(), await remove()]).toEqual([true, true])
})
