import { colleagueOf, scopeFor } from '@tenantry/security/testing'
import { expect, test } from 'vitest'
import {
  createLocale,
  deleteLocale,
  getLocale,
  installLocale,
  listLocaleCodes,
  listLocales,
  resolveLocale,
  resolveSpace,
  updateLocale,
} from './locales.ts'
import { findModelsVersion } from './model-space.ts'
import { world } from './testing.ts'

const admin = () => scopeFor([{ name: '*' }])

test('a tenant that never chose one has en-US, which is the default', async () => {
  const scope = admin()
  expect(await listLocales(scope)).toMatchObject([{ code: 'en-US', default: true }])
  expect(await resolveLocale(scope)).toBe('en-US')
  expect(await resolveLocale(scope, 'en-US')).toBe('en-US')
})

test('another can be made, become the default and let the first one go', async () => {
  const scope = admin()
  await createLocale(scope, { code: 'de-DE' })
  expect(await updateLocale(scope, { code: 'de-DE', data: { default: true } })).toMatchObject({
    default: true,
  })
  expect(await resolveLocale(scope)).toBe('de-DE')
  expect(await deleteLocale(scope, 'en-US')).toBe(true)
  expect((await listLocales(scope)).map(({ code }) => code)).toEqual(['de-DE'])
  await expect(resolveLocale(scope, 'en-US')).rejects.toMatchObject({ code: 'LOCALE_NOT_FOUND' })
})

test('a locale comes with the version of its models, and of no other', async () => {
  const { scope, model } = await world()
  await createLocale(scope, { code: 'de-DE' })

  const version = await findModelsVersion(scope.table, model.locale)
  expect(version).toBeGreaterThan(0)
  expect(await resolveSpace(scope, model.locale)).toEqual({
    locale: model.locale,
    modelsVersion: version,
  })
  expect(await resolveSpace(scope, 'de-DE')).toEqual({ locale: 'de-DE', modelsVersion: 0 })
})

test.each([
  ['en-us', 'en-US'],
  ['EN-US', 'en-US'],
  ['ZH-hANT-tw', 'zh-Hant-TW'],
  ['sr-CYRL', 'sr-Cyrl'],
  ['Es-419', 'es-419'],
  ['DE', 'de'],
])('%s is the space %s: the case of a language tag means nothing', async (tag, code) => {
  const scope = admin()
  if (code !== 'en-US') await createLocale(scope, { code })
  expect(await resolveSpace(scope, tag)).toEqual({ locale: code, modelsVersion: 0 })
})

test.each(['fr-FR', 'en_US', '', 'en-US#x', '../x'])('there is no space %j', async (code) => {
  await expect(resolveSpace(admin(), code)).rejects.toMatchObject({ code: 'LOCALE_NOT_FOUND' })
})

test('to install one makes it the default, and makes it where it is not there', async () => {
  const scope = admin()
  const codes = async () => (await listLocales(scope)).map(({ code }) => code)
  const german = { code: 'de-DE', idempotencyKey: 'a' }

  await installLocale(scope, german)
  expect(await codes()).toEqual(['de-DE', 'en-US'])
  await installLocale(scope, { code: 'en-US' })
  expect(await codes()).toEqual(['en-US', 'de-DE'])

  expect(await installLocale(scope, german)).toBe(true)
  expect(await codes()).toEqual(['en-US', 'de-DE'])
  await expect(installLocale(scope, { code: 'english' })).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
  })
})

test.each(['en_US', 'EN-us', 'english', '', 'en-US#x', '../x'])('%j is no locale', async (code) => {
  await expect(createLocale(admin(), { code })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})

test('there is one of each, and always a default', async () => {
  const scope = admin()
  const invalid = { code: 'VALIDATION_FAILED' }
  await expect(createLocale(scope, { code: 'en-US' })).rejects.toMatchObject(invalid)
  await expect(deleteLocale(scope, 'en-US')).rejects.toMatchObject(invalid)
  const without = updateLocale(scope, { code: 'en-US', data: { default: false } })
  await expect(without).rejects.toMatchObject(invalid)
})

test('one that has models stays', async () => {
  const { scope } = await world(undefined, { locale: 'de-DE' })
  await expect(deleteLocale(scope, 'de-DE')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
})

test('one that is not there is not found, nor is another tenant’s', async () => {
  const scope = admin()
  await createLocale(scope, { code: 'fr' })
  for (const ask of [getLocale, resolveLocale, deleteLocale])
    await expect(ask(admin(), 'fr')).rejects.toMatchObject({ code: 'LOCALE_NOT_FOUND' })
})

test('reading does not make or unmake locales, and nothing does without the permission', async () => {
  const scope = admin()
  const refused = { code: 'SECURITY_NOT_AUTHORIZED' }
  const reader = colleagueOf(scope, [{ name: 'i18n.locale', rwd: 'r' }])
  expect(await listLocales(reader)).toHaveLength(1)
  await expect(createLocale(reader, { code: 'de' })).rejects.toMatchObject(refused)
  await expect(deleteLocale(reader, 'en-US')).rejects.toMatchObject(refused)
  await expect(listLocales(colleagueOf(scope))).rejects.toMatchObject(refused)
})

test('two that are made at once are both there; the same Idempotency-Key makes one', async () => {
  const scope = admin()
  await Promise.all(['de', 'fr'].map((code) => createLocale(scope, { code })))
  const make = () => createLocale(scope, { code: 'it' }, { idempotencyKey: 'k' })
  expect(await make()).toEqual(await make())
  expect(await listLocales(scope)).toHaveLength(4)
})

test('the codes are for everybody, and no more than the codes', async () => {
  const scope = admin()
  await createLocale(scope, { code: 'de-DE', default: true })
  expect(await listLocaleCodes(colleagueOf(scope))).toEqual([
    { code: 'de-DE', default: true },
    { code: 'en-US', default: false },
  ])
})
