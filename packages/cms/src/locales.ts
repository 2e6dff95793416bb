import { type Change, type Item, save } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'
import {
  assertCan,
  event,
  invalid,
  once,
  type Repeatable,
  type Scope,
  validated,
} from '@tenantry/security'
import { z } from 'zod'
import { versionKey } from './keys.ts'
import type { Model } from './model.ts'
import { loadModelSpace, versionIn } from './model-space.ts'
import { caller, StoredIdentity } from './people.ts'
import { hasEntries } from './usage.ts'

/** A content space of its own: entries of two locales are not linked, and nothing falls back. */
export interface Locale {
  code: string
  default: boolean
  createdOn: string
  createdBy: StoredIdentity
}

const StoredLocale = z.object({
  code: z.string(),
  createdOn: z.string(),
  createdBy: StoredIdentity,
})
/** One item for all, so that there is exactly one default at any moment. */
const Locales = z.object({
  default: z.string(),
  locales: z.array(StoredLocale),
  version: z.number().int(),
})
type Locales = z.infer<typeof Locales>

const at = { PK: 'LOCALES', SK: 'ALL' }
const MAX_LOCALES = 200
const CODE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/
const Code = z.string().regex(CODE, 'Use a language tag such as "en-US" or "de".')
const LocaleInput = z.strictObject({ code: Code, default: z.boolean().default(false) })
const LocaleUpdate = z.strictObject({ default: z.boolean() })

/** What a tenant has that never chose a locale. */
const initial: Locales = {
  default: 'en-US',
  locales: [
    {
      code: 'en-US',
      createdOn: new Date(0).toISOString(),
      createdBy: { type: 'job', id: 'install', displayName: 'Installation' },
    },
  ],
  version: 0,
}

/** All locales, the default first. */
export async function listLocales(scope: Scope): Promise<Locale[]> {
  assertCan(scope, 'i18n.locale', 'r')
  return localesIn(await load(scope))
}

/**
 * The codes of all locales, the default first. Needs no permission: they stand in the URLs of
 * content, and whoever writes content has to choose one.
 */
export async function listLocaleCodes(
  scope: Pick<Scope, 'table'>,
): Promise<Pick<Locale, 'code' | 'default'>[]> {
  const stored = await load(scope)
  return localesIn(stored).map(({ code, default: isDefault }) => ({ code, default: isDefault }))
}

export async function getLocale(scope: Scope, code: string): Promise<Locale> {
  assertCan(scope, 'i18n.locale', 'r')
  return localeAt(scope, code)
}

/**
 * The code of the content space that a request is about; without `code` the default one. Needs no
 * permission, because every request for content names its locale.
 *
 * @throws AppError `LOCALE_NOT_FOUND`.
 */
export async function resolveLocale(scope: Pick<Scope, 'table'>, code?: string): Promise<string> {
  const stored = await load(scope)
  return localeIn(stored, code ?? stored.default).code
}

/**
 * The same for a request whose schema is kept by the version of the locale's models: both in one read.
 *
 * @throws AppError `LOCALE_NOT_FOUND`.
 */
export async function resolveSpace(
  { table }: Pick<Scope, 'table'>,
  tag: string,
): Promise<{ locale: string; modelsVersion: number }> {
  const code = codeOf(tag)
  // What is no code cannot be part of a key.
  const items = CODE.test(code) ? await table.getMany([at, versionKey(code)]) : []
  const stored = items.find(({ SK }) => SK === at.SK)
  const locale = localeIn(localesOf(stored), code).code
  return { locale, modelsVersion: versionIn(items.find((it) => it !== stored)) }
}

/** As locales are written here, however an address writes it: case means nothing (RFC 5646, 2.1.1). */
const codeOf = (tag: string): string =>
  tag
    .toLowerCase()
    .replace(/-[a-z](?=[a-z]{3}(-|$))/, upper) // a script, as in zh-Hant
    .replace(/-[a-z]{2}$/, upper) // a region

const upper = (text: string) => text.toUpperCase()

export async function createLocale(
  scope: Scope,
  input: unknown,
  { idempotencyKey }: Repeatable = {},
): Promise<Locale> {
  assertCan(scope, 'i18n.locale', 'w')
  const { code, default: isDefault } = validated(LocaleInput, input)
  return once(scope, {
    operation: 'i18n.locale.create',
    input: [code, isDefault],
    idempotencyKey,
    run: async (note) => {
      const stored = await load(scope)
      if (stored.locales.some((it) => it.code === code)) throw exists(code)
      const saved = next(stored, {
        locales: withLocale(scope, stored, code),
        ...(isDefault && { default: code }),
      })
      const changes = [save(at, saved), ...note(code)]
      await scope.table.write(changes, event(scope, 'i18n.locale.create', code))
      return localeIn(saved, code)
    },
    again: () => localeAt(scope, code),
  })
}

/** Makes a locale the default. There is always one, so the default cannot be told not to be it. */
export async function updateLocale(
  scope: Scope,
  { code, data, idempotencyKey }: { code: string; data: unknown } & Repeatable,
): Promise<Locale> {
  assertCan(scope, 'i18n.locale', 'w')
  const input = validated(LocaleUpdate, data)
  return once(scope, {
    operation: 'i18n.locale.update',
    input: [code, input],
    idempotencyKey,
    run: async (note) => {
      const stored = await load(scope)
      if (localeIn(stored, code).default && !input.default)
        throw invalid([{ error: 'Make another locale the default instead.', fieldId: 'default' }])
      const saved = next(stored, input.default ? { default: code } : {})
      const changes = [save(at, saved), ...note(code)]
      await scope.table.write(changes, event(scope, 'i18n.locale.update', code))
      return localeIn(saved, code)
    },
    again: () => localeAt(scope, code),
  })
}

/** Makes a locale the default one, and the locale itself where it is not there yet. */
export async function installLocale(
  scope: Scope,
  { code: wanted, idempotencyKey }: { code: string } & Repeatable,
): Promise<boolean> {
  assertCan(scope, 'i18n.locale', 'w')
  const { code } = validated(LocaleInput, { code: wanted })
  return once(scope, {
    operation: 'i18n.locale.install',
    input: code,
    idempotencyKey,
    run: async (note) => {
      const stored = await load(scope)
      const isThere = stored.locales.some((it) => it.code === code)
      const locales = isThere ? stored.locales : withLocale(scope, stored, code)
      const changes = [save(at, next(stored, { locales, default: code })), ...note(code)]
      await scope.table.write(changes, event(scope, 'i18n.locale.install', code))
      return true
    },
    again: async () => true,
  })
}

/** Deletes an empty locale: not the default one, and none with models. */
export async function deleteLocale(
  scope: Scope,
  code: string,
  { idempotencyKey }: Repeatable = {},
): Promise<boolean> {
  assertCan(scope, 'i18n.locale', 'd')
  return once(scope, {
    operation: 'i18n.locale.delete',
    input: code,
    idempotencyKey,
    run: async (note) => {
      const stored = await load(scope)
      if (localeIn(stored, code).default)
        throw invalid([{ error: 'The default locale cannot be deleted.', fieldId: 'code' }])
      const { version, models } = await loadModelSpace(scope.table, code)
      await assertNothingIn(scope, code, models)
      const saved = next(stored, { locales: stored.locales.filter((it) => it.code !== code) })
      // A model that is made in this moment changes the version, and this is refused.
      const stillEmpty: Change = { check: versionKey(code), onlyIf: presentAt(version) }
      const changes = [save(at, saved), stillEmpty, ...note(code)]
      await scope.table.write(changes, event(scope, 'i18n.locale.delete', code))
      return true
    },
    again: async () => true,
  })
}

/** A model in code is in every locale, whoever wants it: it stands in the way only with entries. */
async function assertNothingIn({ table }: Scope, code: string, models: readonly Model[]) {
  if (models.some(({ definition }) => definition === undefined))
    throw invalid([{ error: `The locale "${code}" has content models.`, fieldId: 'code' }])
  for (const model of models)
    if (await hasEntries(table, model))
      throw invalid([{ error: `The locale "${code}" has entries.`, fieldId: 'code' }])
}

/** The guard of whatever is made in a locale: it is still there when that is written. */
export async function localeGuard({ table }: Scope, code: string): Promise<Change> {
  const stored = await load({ table })
  localeIn(stored, code)
  return { check: at, onlyIf: presentAt(stored.version) }
}

async function load({ table }: Pick<Scope, 'table'>): Promise<Locales> {
  return localesOf(await table.get(at))
}

const localesOf = (item: Item | undefined): Locales => (item ? Locales.parse(item) : initial)

const localeAt = async (scope: Scope, code: string): Promise<Locale> =>
  localeIn(await load(scope), code)

const localesIn = (stored: Locales): Locale[] =>
  stored.locales
    .map(({ code }) => localeIn(stored, code))
    .sort((a, b) => Number(b.default) - Number(a.default) || (a.code < b.code ? -1 : 1))

function localeIn(stored: Locales, code: string): Locale {
  const found = stored.locales.find((it) => it.code === code)
  if (!found) throw new AppError('LOCALE_NOT_FOUND', `There is no locale "${code}".`)
  return { ...found, default: code === stored.default }
}

const next = (before: Locales, changes: Partial<Locales>): Locales => ({
  ...before,
  ...changes,
  version: before.version + 1,
})

function withLocale(scope: Scope, { locales }: Locales, code: string): Locales['locales'] {
  if (locales.length >= MAX_LOCALES) throw tooMany()
  return [...locales, { code, createdOn: new Date().toISOString(), createdBy: caller(scope) }]
}

const exists = (code: string) =>
  invalid([{ error: `There is a locale "${code}" already.`, fieldId: 'code' }])
const tooMany = () =>
  invalid([{ error: `A tenant has at most ${MAX_LOCALES} locales.`, fieldId: 'code' }])

/** Before the first write there is no item whose version could be compared. */
const presentAt = (version: number) => (version === 0 ? ('absent' as const) : version)
