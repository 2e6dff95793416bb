import {
  createLocale,
  deleteLocale,
  getLocale,
  installLocale,
  listLocales,
  type Locale,
  updateLocale,
} from '@tenantry/cms'
import { install, versionOf } from '@tenantry/tenancy'
import { z } from 'zod'
import type { ApiScope } from '../../context.ts'
import { respond } from '../../respond.ts'
import { informationOf } from './information.ts'

const Code = z.object({ code: z.string() })
const List = z.object({ limit: z.number().int().min(1).max(1000).nullish() })
const Install = z.object({ data: Code })
const Create = z.object({
  data: z.object({ code: z.string().nullish(), default: z.boolean().nullish() }),
})
// v5 clients send the code along.
const Update = Code.extend({ data: z.object({ default: z.boolean().default(false) }) })

interface Page {
  all: Locale[]
  shown: Locale[]
}

export const resolvers = {
  Query: { i18n: () => ({}) },
  Mutation: { i18n: () => ({}) },
  I18NQuery: {
    version: (_: unknown, __: unknown, { tenant }: ApiScope) => versionOf(tenant),
    getI18NLocale: respond(Code, (scope, { code }) => getLocale(scope, code)),
    listI18NLocales: respond(List, async (scope, { limit }): Promise<Page> => {
      const all = await listLocales(scope)
      return { all, shown: all.slice(0, limit ?? all.length) }
    }),
    getI18NInformation: (_: unknown, __: unknown, scope: ApiScope) => informationOf(scope),
  },
  I18NLocaleListResponse: {
    data: ({ data }: { data: Page | null }) => data?.shown ?? null,
    meta: ({ data }: { data: Page | null }) =>
      data && {
        cursor: null,
        hasMoreItems: data.shown.length < data.all.length,
        totalCount: data.all.length,
      },
  },
  I18NMutation: {
    install: respond(Install, async (scope, { data }, key) => {
      await install(scope)
      return installLocale(scope, { ...data, ...key })
    }),
    createI18NLocale: respond(Create, (scope, { data }, key) =>
      createLocale(scope, { code: data.code, default: data.default ?? false }, key),
    ),
    updateI18NLocale: respond(Update, (scope, locale, key) =>
      updateLocale(scope, { ...locale, ...key }),
    ),
    deleteI18NLocale: respond(Code, async (scope, { code }, key) => {
      await deleteLocale(scope, code, key)
      return { code }
    }),
  },
}
